"""OpenDocument texts (ODT), as LibreOffice writes them.

Headings, lists with the numbers they print, tables row by row, footnotes behind the
paragraphs that refer to them. Deleted text that a file still tracks, comments, headers
and footers are left out. There are no pages before the document is printed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.errors import UnreadableDocumentError
from index.extracts import Extract
from index.markup import SUBJECT_RANK
from index.readers.archives import Archive, open_archive
from index.readers.flow import Flow, counted_marker
from index.readers.odt_lists import BULLET, Counts, Lists
from index.readers.odt_styles import OFFICE, TABLE, TEXT, Looks
from index.readers.odt_text import OdtParagraph, read_paragraph
from index.readers.office_headings import heading_rank
from index.readers.office_paragraphs import is_one_paragraph
from index.readers.titles import proper_title
from index.readers.xmltrees import Element, xml_tree

_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_DROPPED = {
    f"{TEXT}tracked-changes",
    f"{TEXT}index-title-template",
    f"{OFFICE}forms",
    f"{OFFICE}annotation",
    f"{TABLE}covered-table-cell",
}
_INDEXES = {
    f"{TEXT}{kind}"
    for kind in ("table-of-content", "illustration-index", "table-index")
}
_CELL = f"{TABLE}table-cell"


def read_odt(name: str, content: bytes) -> Extract:
    """Return an OpenDocument text and the blocks that its elements make.

    Raises:
        UnreadableDocumentError: The bytes are no such text, or a damaged, protected or
            hostile one.
    """
    with open_archive(name, content) as archive:
        main = _part(archive, "content.xml")
        styles = _part(archive, "styles.xml") if "styles.xml" in archive else None
        meta = _part(archive, "meta.xml") if "meta.xml" in archive else None
    story = main.find(f"{OFFICE}body/{OFFICE}text")
    if story is None:
        raise UnreadableDocumentError(
            f"{name} holds no text, perhaps a table or slides; save it as ODT from a "
            "word processor and add that"
        )
    roots = [main] if styles is None else [styles, main]
    reading = _Reading(Looks(*roots), Lists.read(*roots))
    reading.read(story)
    title = None if meta is None else next(meta.iter(_DC_TITLE), None)
    return Extract(
        text=reading.flow.text,
        blocks=tuple(reading.flow.blocks),
        anchors=reading.flow.placed_anchors(),
        title=None if title is None else proper_title(title.text or ""),
    )


def _part(archive: Archive, member: str) -> Element:
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):
        raise UnreadableDocumentError(
            f"{archive.name} is protected by a password; save it without one"
        )
    return xml_tree(archive.name, member, archive.read(member))


@dataclass(slots=True)
class _ListAt:
    """The list that is being read: its style, counts and level, from 0."""

    style: str
    counts: Counts
    level: int


@dataclass(slots=True)
class _Reading:
    """Reads the elements of a text into a flow."""

    looks: Looks
    lists: Lists
    flow: Flow = field(default_factory=Flow)
    number: str = ""

    def read(self, parent: Element, at: _ListAt | None = None) -> None:
        """Append all that stands in an element to the flow."""
        for content in self._contents(parent, at):
            if isinstance(content, OdtParagraph):
                self._add(content)
            else:
                self._table(content)

    def _contents(
        self, parent: Element, at: _ListAt | None = None
    ) -> Iterator[OdtParagraph | Element]:
        """Give the paragraphs and tables in an element, in order."""
        for child in parent:
            tag = child.tag
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                yield self._paragraph(child)
            elif tag == f"{TABLE}table":
                yield child
            elif tag == f"{TEXT}list":
                yield from self._list(child, at)
            elif tag in _INDEXES:
                for content in self._contents(child):
                    if isinstance(content, OdtParagraph):
                        yield replace(content, listed=True)
            elif tag not in _DROPPED and child.get(f"{TEXT}display") != "none":
                yield from self._contents(child, at)

    def _list(
        self, element: Element, outer: _ListAt | None
    ) -> Iterator[OdtParagraph | Element]:
        style = element.get(f"{TEXT}style-name") or (outer.style if outer else "")
        if outer is None:
            at = _ListAt(style, self.lists.begin(element, style), 0)
        else:
            at = _ListAt(style, outer.counts, min(outer.level + 1, 9))
        for item in element:
            first = next(iter(item), None)
            if item.tag == f"{TEXT}list-item" and (
                first is not None and first.tag != f"{TEXT}list"
            ):
                start = item.get(f"{TEXT}start-value")
                own = item.get(f"{TEXT}style-override", style)
                self.number = self.lists.item(own, at.counts, at.level, start)
            yield from self._contents(item, at)
            self.number = ""

    def _paragraph(self, element: Element) -> OdtParagraph:
        found = read_paragraph(element, self.looks)
        number, self.number = self.number, ""
        heading = element.tag == f"{TEXT}h"
        if heading and not number and element.get(f"{TEXT}is-list-header") != "true":
            start = element.get(f"{TEXT}start-value")
            restart = element.get(f"{TEXT}restart-numbering") == "true"
            level = found.outline or 0
            number = self.lists.heading(level, start if restart else None)
        return replace(found, number=number)

    def _add(self, piece: OdtParagraph, guess: bool = True) -> None:
        text, anchors = piece.printed, piece.placed
        bold = guess and piece.bold and not piece.number.startswith(BULLET)
        rank = heading_rank(piece.text, piece.outline, bold)
        if not piece.text.strip():
            self.flow.add("", anchors=anchors)
        elif piece.listed:
            self.flow.add(text, "boilerplate", anchors=anchors)
        elif piece.role == "title":
            self.flow.add_title(text, anchors)
        elif piece.role == "subtitle":
            self.flow.add(text, "heading", SUBJECT_RANK, anchors=anchors)
        elif rank is not None:
            self.flow.add(text, "heading", rank, anchors=anchors)
        else:
            # In a cell, a letter with a full stop is an initial: "R. Griffiths".
            printed = guess or piece.number
            marker = counted_marker(text.lstrip(), piece.number) if printed else None
            self.flow.add(text, marker=marker, anchors=anchors)
        self._add_hanging([piece])

    def _add_hanging(self, pieces: Sequence[OdtParagraph]) -> None:
        for piece in pieces:
            for box in piece.boxes:
                self.read(box)
        for piece in pieces:
            for note in piece.notes:
                self._note(note)

    def _note(self, note: Element) -> None:
        citation = note.find(f"{TEXT}note-citation")
        mark = "" if citation is None else "".join(citation.itertext()).strip()
        body = note.find(f"{TEXT}note-body")
        contents = [] if body is None else list(self._contents(body))
        said = [c.printed.strip() for c in contents if isinstance(c, OdtParagraph)]
        self.flow.note(mark, "\n".join(said))

    def _table(self, table: Element) -> None:
        rows = [list(_cells(row)) for row in _rows(table)]
        layout = all(len(cells) <= 1 for cells in rows)
        for cells in rows:
            if layout:
                for cell in cells:
                    self.read(cell)
            else:
                self._row([list(self._contents(cell)) for cell in cells])

    def _row(self, cells: Sequence[Sequence[OdtParagraph | Element]]) -> None:
        texts = [[c for c in own if isinstance(c, OdtParagraph)] for own in cells]
        pieces = [piece for own in texts for piece in own]
        if is_one_paragraph(texts):
            self.flow.add_row([[(p.printed, p.placed) for p in own] for own in texts])
            self._add_hanging(pieces)
        else:
            for piece in pieces:
                self._add(piece, guess=False)
        for own in cells:
            for content in own:
                if not isinstance(content, OdtParagraph):
                    self._table(content)


def _rows(parent: Element) -> Iterator[Element]:
    """Give the rows of a table, those of its head and of groups too."""
    for child in parent:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag not in _DROPPED:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    return (cell for cell in row if cell.tag == _CELL)
