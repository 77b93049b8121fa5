"""A Word document's paragraphs, tables, text boxes and notes, in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.readers.docx_notes import Notes
from index.readers.docx_package import W, switch, value
from index.readers.docx_paragraphs import Paragraphs, Piece
from index.readers.docx_text import NoteReference, TextReader, is_empty_control, within
from index.readers.flow import Flow, counted_marker
from index.readers.office_paragraphs import is_one_paragraph
from index.readers.xmltrees import Element

_DROPPED = {
    W + tag
    for tag in (
        *("del", "moveFrom", "sectPr"),
        *("tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr"),
    )
}
_ELSEWHERE = {f"{W}altChunk", f"{W}subDoc"}

_Cell = list[Piece]
_Content = Piece | Element


@dataclass(slots=True)
class Body:
    """Reads the elements of a document into a flow of text.

    Attributes:
        paragraphs: Reads each paragraph.
        notes: The document's footnotes and endnotes.
        reader: Reads the text of the story at hand.
        flow: Where the text goes.
        elsewhere: Whether parts of the text are kept in a form that is not read.
    """

    paragraphs: Paragraphs
    notes: Notes
    reader: TextReader
    flow: Flow = field(default_factory=Flow)
    elsewhere: bool = False

    def read(self, parent: Element, guess: bool = True) -> None:
        """Append all that stands in an element to the flow.

        Args:
            parent: The body, a cell of the layout, a text box.
            guess: Whether a short line in bold is a heading.
        """
        for content in self._contents(parent):
            if isinstance(content, Piece):
                self._add(content, guess)
            else:
                self._table(content)

    def _contents(self, parent: Element) -> Iterator[_Content]:
        """Give the paragraphs and tables in an element, in order."""
        for child in parent:
            tag = child.tag
            if tag == f"{W}p":
                piece = self.paragraphs.read(child, self.reader)
                if piece is not None:
                    yield piece
                if child.find(f"{W}pPr/{W}sectPr") is not None:
                    self.notes.end_section()
            elif tag == f"{W}tbl":
                yield child
            elif tag in _ELSEWHERE:
                self.elsewhere = True
            elif tag not in _DROPPED and not is_empty_control(child):
                yield from self._contents(child)

    def _add(self, piece: Piece, guess: bool = True) -> None:
        flow, text, anchors = self.flow, piece.printed, piece.placed
        level = piece.heading_level(guess)
        if not piece.text.strip():
            flow.add("", anchors=anchors)
        elif piece.style.role == "contents":
            flow.add(text, "boilerplate", anchors=anchors)
        elif piece.style.role == "title":
            flow.add_title(text, anchors)
        elif level is not None:
            flow.add(text, "heading", level, anchors=anchors)
        else:
            # In a cell, a letter with a full stop is an initial: "R. Griffiths".
            printed = guess or piece.number
            marker = counted_marker(text.lstrip(), piece.number) if printed else None
            flow.add(text, level=piece.depth, marker=marker, anchors=anchors)
        self._add_hanging([piece])

    def _add_hanging(self, pieces: Sequence[Piece]) -> None:
        """Append the text boxes and notes of paragraphs behind them."""
        for piece in pieces:
            for box in piece.boxes:
                self.read(box)
        for piece in pieces:
            for reference in piece.notes:
                self._note(reference)

    def _note(self, reference: NoteReference) -> None:
        note = self.notes.take(reference)
        if note is None:
            return
        mark = self.notes.mark(reference)
        story, self.reader = self.reader, self.reader.story(note)
        pieces, tables = self._cell(note)
        self.reader = story
        self.flow.note(mark, "\n".join(piece.printed.strip() for piece in pieces))
        for table in tables:
            self._table(table)

    def _table(self, table: Element) -> None:
        rows = [
            [cell for cell in within(row, f"{W}tc") if not _is_merged(cell)]
            for row in within(table, f"{W}tr")
            if not _is_gone(row)
        ]
        layout = all(len(cells) <= 1 for cells in rows)
        for cells in rows:
            if layout:
                for cell in cells:
                    self.read(cell)
            else:
                self._row([self._cell(cell) for cell in cells])

    def _cell(self, cell: Element) -> tuple[_Cell, list[Element]]:
        """Return the paragraphs of a cell that print something, and its tables."""
        contents = list(self._contents(cell))
        return (
            [content for content in contents if isinstance(content, Piece)],
            [content for content in contents if not isinstance(content, Piece)],
        )

    def _row(self, cells: Sequence[tuple[_Cell, list[Element]]]) -> None:
        pieces = [piece for own, _ in cells for piece in own]
        if is_one_paragraph([own for own, _ in cells]):
            self.flow.add_row(
                [[(p.printed, p.placed) for p in own] for own, _ in cells]
            )
            self._add_hanging(pieces)
        else:
            for piece in pieces:
                self._add(piece, guess=False)
        for _, tables in cells:
            for table in tables:
                self._table(table)


def _is_merged(cell: Element) -> bool:
    """Return whether a cell only goes on with the one above it or before it."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return False
    return any(
        properties.find(W + tag) is not None and value(properties, tag) != "restart"
        for tag in ("vMerge", "hMerge")
    )


def _is_gone(row: Element) -> bool:
    """Return whether a row was deleted, or is not shown."""
    properties = row.find(f"{W}trPr")
    deleted = properties is not None and properties.find(f"{W}del") is not None
    return deleted or bool(switch(properties, "hidden"))
