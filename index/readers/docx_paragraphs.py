"""A Word document's paragraphs one by one: number, text, heading or not."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.markup import SUBJECT_RANK
from index.readers.docx_numbering import BULLET, Numbering
from index.readers.docx_package import W, number, value
from index.readers.docx_styles import (
    BODY_TEXT,
    UNSTYLED,
    RunStyle,
    Style,
    Styles,
    run_style,
)
from index.readers.docx_text import NoteReference, ParagraphText, TextReader
from index.readers.office_headings import heading_rank
from index.readers.office_paragraphs import OfficeParagraph
from index.readers.xmltrees import Element


@dataclass(frozen=True, slots=True)
class Piece(OfficeParagraph):
    """A paragraph on its way into the text.

    Attributes:
        depth: Of a bullet, the depth of its list, from 1; else 0.
        style: Its style.
        notes: The notes it refers to.
        boxes: The text boxes that are anchored in it.
    """

    depth: int = 0
    style: Style = UNSTYLED
    notes: Sequence[NoteReference] = ()
    boxes: Sequence[Element] = ()

    def heading_level(self, guess: bool = True) -> int | None:
        """Return the rank of the heading that it is, or None for text.

        Args:
            guess: Whether a short line in bold is one, for all that no style says so.
        """
        if self.style.role == "subtitle":
            return SUBJECT_RANK
        bold = guess and self.bold and not self.depth
        return heading_rank(self.text, self.outline, bold)


@dataclass(slots=True)
class Paragraphs:
    """Reads the paragraphs of a document, in order.

    Attributes:
        languages: How many characters so far are said to be in which language.
        visible: How many there are, white space not counted.
        uncounted: Whether some print a number that only Word can count.
    """

    styles: Styles
    numbering: Numbering
    languages: dict[str, int] = field(default_factory=dict)
    visible: int = 0
    uncounted: bool = False
    _carried: Piece | None = None

    def read(self, paragraph: Element, reader: TextReader) -> Piece | None:
        """Return a paragraph, or None where it goes on in the next one.

        It does where its end was deleted and that change is not yet settled, and
        where its first letter was set large, in a frame of its own.
        """
        properties = paragraph.find(f"{W}pPr")
        style = self.styles[value(properties, "pStyle")]
        found = reader.read(paragraph, style)
        self._take_account(found)
        piece = Piece(
            text=found.text,
            style=style,
            outline=_outline(properties, style),
            bold=found.bold == found.visible > 0,
            anchors=found.anchors,
            notes=found.notes,
            boxes=found.boxes,
        )
        if _goes_on(properties):
            self._carried = _joined(self._carried, piece)
            return None
        piece, self._carried = _joined(self._carried, piece), None
        if piece.text.strip() or not _is_hidden(properties, style):
            return self._numbered(piece, properties)
        return piece

    def _take_account(self, found: ParagraphText) -> None:
        self.visible += found.visible
        self.uncounted |= found.uncounted
        for code, count in found.languages.items():
            self.languages[code] = self.languages.get(code, 0) + count

    def _numbered(self, piece: Piece, properties: Element | None) -> Piece:
        listed = None if properties is None else properties.find(f"{W}numPr")
        own, level = value(listed, "numId"), number(listed, "ilvl")
        list_id = own if own is not None else piece.style.list_id
        if not list_id or list_id == "0":
            return piece
        if level is None:
            level = self.numbering.level_of(list_id, piece.style.ids)
        if level is None and own is None:
            level = piece.style.list_level
        counted = self.numbering.count(list_id, level or 0)
        depth = (level or 0) + 1 if counted.startswith(BULLET) else 0
        return replace(piece, number=counted, depth=depth)


def _outline(properties: Element | None, style: Style) -> int | None:
    own = number(properties, "outlineLvl")
    if own is None or style.role:
        return style.outline
    return own if own < BODY_TEXT else None


def _goes_on(properties: Element | None) -> bool:
    mark = None if properties is None else properties.find(f"{W}rPr")
    if mark is not None and any(
        mark.find(W + tag) is not None for tag in ("del", "moveFrom")
    ):
        return True
    return value(properties, "framePr", "dropCap") in ("drop", "margin")


def _is_hidden(properties: Element | None, style: Style) -> bool:
    mark = None if properties is None else properties.find(f"{W}rPr")
    shown: RunStyle = run_style(mark).over(style.run)
    return shown.hidden is True


def _joined(before: Piece | None, piece: Piece) -> Piece:
    """Return a paragraph with what was carried over from the one before it."""
    if before is None:
        return piece
    shift = len(before.text)
    return replace(
        piece,
        text=before.text + piece.text,
        bold=piece.bold and (before.bold or not before.text.strip()),
        anchors=(
            *before.anchors,
            *((shift + at, name) for at, name in piece.anchors),
        ),
        notes=[*before.notes, *piece.notes],
        boxes=[*before.boxes, *piece.boxes],
    )
