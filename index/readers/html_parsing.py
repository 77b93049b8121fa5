"""From HTML to the pieces of its text, in one pass over its tags.

The page is taken as a stream of tags, not as a tree: no depth of nesting is too deep,
and time and memory grow with the page's length alone.
"""

import re
from dataclasses import dataclass, field

from index.blocks import Kind
from index.readers.html_gathering import Gathered, Place
from index.readers.html_lists import item_list, item_value
from index.readers.html_marks import MAX_NOTE_MARK, Sign, shown_instead
from index.readers.html_pieces import Cell, ItemList, Piece, Region, Table
from index.readers.html_regions import PARTS, region_within
from index.readers.html_tags import (
    BLOCKS,
    CELLS,
    LISTS,
    PREFORMATTED,
    Attributes,
    heading_level,
    is_bold,
    is_hidden,
    is_note_link,
    is_word_mark,
)

_SPACE = re.compile(r"[ \t\n\r\f]+")
# Only a hint where a long word may be broken, or a byte order mark gone astray; the
# control characters are shown nowhere, but some count as white space in Python.
_UNSEEN = re.compile("[\u00ad\ufeff\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f]+")
# After a line break, so many spaces that do not break begin a paragraph.
_INDENT = re.compile(r"[ \t\n\r\f]*\u00a0(?:[ \t\n\r\f]?\u00a0){2}")
_TYPED = re.compile(r"<(?:xmp|plaintext|listing)\b", re.IGNORECASE)
_ENDS = re.compile(r"</p\s{0,9}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says, before anyone chooses its main text.

    Attributes:
        pieces: Everything it shows, in the order of its source.
        title: Of its head, empty where it has none.
        shared_title: The one it gives to those who link to it, or empty.
        language: As it states it, such as "en-GB"; or empty.
    """

    pieces: list[Piece]
    title: str
    shared_title: str
    language: str


def parse(text: str) -> Page:
    """Return what an HTML text says; whatever is broken in it, a browser would show."""
    from lxml import etree

    target = _Target()
    if not _TYPED.search(text):
        # The parser is silent about an end without a start, which parts paragraphs too.
        text = _ENDS.sub("</p><p>", text)
    if text.strip():
        parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
        parser.feed(text.encode("utf-8", "replace"))
        parser.close()
    target.flush()
    return Page(
        target.pieces,
        " ".join("".join(target.title).split()),
        " ".join(target.shared_title.split()),
        target.language.strip(),
    )


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a link or a raised sign began, where it leads, and whether to a note."""

    place: Place
    target: str
    is_note_link: bool


@dataclass(slots=True)
class _Open:
    """An open element, and what holds again when it ends."""

    tag: str
    region: Region
    items: ItemList | None
    table: Table | None
    cell: Cell | None
    heading: int
    is_bold: bool
    mark: _Mark | None = None


@dataclass(slots=True)
class _Target:
    """Takes the tags as they come and makes pieces of the text between them."""

    pieces: list[Piece] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    shared_title: str = ""
    language: str = ""

    stack: list[_Open] = field(default_factory=list)
    hidden_at: int = 0
    region: Region = field(default_factory=Region)
    items: ItemList | None = None
    table: Table | None = None
    cell: Cell | None = None
    heading: int = 0
    preformatted: int = 0
    bold_depth: int = 0
    link_depth: int = 0
    titled: bool = False
    parts: int = 0

    paragraph: Gathered = field(default_factory=Gathered)
    item: tuple[ItemList, int] | None = None
    term: bool = False
    defines: bool = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take the start of an element."""
        element = _Open(
            tag,
            self.region,
            self.items,
            self.table,
            self.cell,
            self.heading,
            is_bold(tag, attributes),
        )
        self.stack.append(element)
        if self.hidden_at:
            return
        if tag == "title" and not self.title:
            self.titled = True
        elif tag == "meta":
            self._meta(attributes)
        elif tag == "html" or (tag == "body" and not self.language):
            named = attributes.get("lang") or attributes.get("xml:lang")
            self.language = self.language or named or ""
        if is_hidden(tag, attributes):
            self.hidden_at = len(self.stack)
            return
        self.bold_depth += element.is_bold
        if tag in BLOCKS:
            self.flush()
            self._block(tag, attributes)
        elif tag == "br":
            self._break()
        elif tag in ("a", "sup") or (attributes and is_word_mark(attributes)):
            element.mark = self._mark(tag, attributes)
        if attributes:
            if level := heading_level(tag, attributes):
                self.flush()
                self.heading = level
            self._part(tag, attributes)
            for name in {attributes.get("id"), attributes.get("name")} - {None, ""}:
                if name and (tag == "a" or name == attributes.get("id")):
                    self.paragraph.anchors.append((self.paragraph.length, name))
        elif tag in PARTS:
            self._part(tag, attributes)

    def end(self, tag: str) -> None:
        """Take the end of the element opened last."""
        element = self.stack.pop()
        if self.hidden_at:
            if len(self.stack) < self.hidden_at:
                self.hidden_at = 0
            return
        if tag == "title":
            self.titled = False
        if element.mark:
            self._end_mark(tag, element.mark)
        moved = self.region is not element.region or self.heading != element.heading
        if tag in BLOCKS or moved:
            self.flush()
        self.bold_depth -= element.is_bold
        if tag in PREFORMATTED:
            self.preformatted -= 1
        if tag == "dt":
            self.term = False
        elif tag in ("dd", "dl"):
            self.defines = False
        if tag == "li":
            self.item = None
        self.region, self.items = element.region, element.items
        self.table, self.cell = element.table, element.cell
        self.heading = element.heading

    def data(self, text: str) -> None:
        """Take text."""
        if self.titled:
            self.title.append(text)
        if self.hidden_at or self.titled:
            return
        text = _UNSEEN.sub("", text)
        if self.preformatted:
            self._add(text.replace("\r\n", "\n").replace("\r", "\n"))
            return
        if self.paragraph.breaks and _INDENT.match(text):
            self.flush()
        text = _SPACE.sub(" ", text)
        if self.paragraph.spaced and text.startswith(" "):
            text = text[1:]
        if text:
            self._add(text)

    def comment(self, text: str) -> None:
        """Take a comment, which says nothing."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Take a processing instruction, which says nothing."""

    def close(self) -> None:
        """Take the end of the page."""

    def flush(self) -> None:
        """End the paragraph at hand."""
        ended, self.paragraph = self.paragraph, Gathered()
        raw = ended.text
        text = raw.rstrip() if self.preformatted else raw.strip()
        if not text.strip():
            self.paragraph.anchors = [(0, name) for _, name in ended.anchors]
            return
        lead = 0 if self.preformatted else len(raw) - len(raw.lstrip())
        kind: Kind = "note" if self.region.note else "paragraph"
        depth = self.items.depth if self.item and self.items else 0
        self.pieces.append(
            Piece(
                text=text,
                region=self.region,
                kind="heading" if self.heading else kind,
                level=self.heading or depth,
                anchors=[
                    (min(max(0, at - lead), len(text)), name)
                    for at, name in ended.anchors
                ],
                links=ended.links,
                linked=ended.linked,
                bold=ended.bold,
                item=self.item,
                group=self.items,
                cell=self.cell,
                term=self.term,
                defines=self.defines,
                preformatted=bool(self.preformatted),
            )
        )
        # A heading that was never closed is one line, not the rest of the page.
        self.heading = 0
        self.item, self.defines = None, False

    def _add(self, text: str) -> None:
        self.paragraph.add(text, bool(self.bold_depth), bool(self.link_depth))

    def _break(self) -> None:
        if self.preformatted:
            self._add("\n")
        elif self.paragraph.breaks and not self.heading:
            self.flush()
        else:
            self._add("\n")
            self.paragraph.spaced, self.paragraph.breaks = True, 1

    def _block(self, tag: str, attributes: Attributes) -> None:
        """Note what a block says of the text in it."""
        if level := heading_level(tag, attributes):
            self.heading = level
            self._in_layout()
        elif tag in PREFORMATTED:
            self.preformatted += 1
        elif tag in LISTS:
            self.items = item_list(tag, attributes, self.items)
            self.item = None
        elif tag == "li":
            self._item(attributes)
        elif tag == "table":
            self._in_layout()
            role = attributes.get("role", "").lower()
            self.table = Table(self.cell, layout=role in ("presentation", "none"))
        elif tag == "tr" and self.table:
            self.table.row += 1
            self.table.column = 0
        elif tag in CELLS and self.table:
            self.table.headed |= tag != "td"
            self.table.column += 1
            cell = Cell(self.table, self.table.row, self.table.column)
            self.cell = None if tag == "caption" else cell
        elif tag == "dt":
            self.term = True
        elif tag == "dd":
            self.term, self.defines = False, True

    def _in_layout(self) -> None:
        """Note that the table around holds more than data."""
        if self.table and self.cell:
            self.table.layout = True

    def _item(self, attributes: Attributes) -> None:
        if self.items is None:
            self.items = ItemList("bullet")
        self.item = (self.items, len(self.items.values))
        self.items.values.append(item_value(attributes))

    def _mark(self, tag: str, attributes: Attributes) -> _Mark | None:
        target = attributes.get("href", "")
        if tag == "a":
            if not target:
                return None
            self.paragraph.links += 1
            self.link_depth += 1
        return _Mark(self.paragraph.place(), target, is_note_link(attributes))

    def _end_mark(self, tag: str, mark: _Mark) -> None:
        """Show in place of a sign what stands for it."""
        if tag == "a":
            self.link_depth -= 1
        place, paragraph = mark.place, self.paragraph
        same = place.paragraph is paragraph
        if not same or paragraph.length - place.length > MAX_NOTE_MARK:
            return
        instead = shown_instead(
            Sign(
                tag=tag,
                shown=place.after,
                before=place.before,
                target=mark.target,
                is_note_link=mark.is_note_link,
                linked=paragraph.links > place.links or self.link_depth > 0,
            )
        )
        if instead is None:
            return
        place.take_back()
        if instead:
            self._add(instead)

    def _part(self, tag: str, attributes: Attributes) -> None:
        """Note the part of the page that an element begins."""
        self.parts += 1
        region = region_within(self.region, tag, attributes, self.parts)
        if region is not self.region:
            self.flush()
            self.region = region

    def _meta(self, attributes: Attributes) -> None:
        if attributes.get("property", "").lower() == "og:title":
            self.shared_title = self.shared_title or attributes.get("content", "")
