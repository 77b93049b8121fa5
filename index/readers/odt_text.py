"""The text of one paragraph of an OpenDocument text."""

import re
from dataclasses import dataclass, field

from index.readers.odt_styles import DRAW, OFFICE, TEXT, Look, Looks
from index.readers.office_paragraphs import OfficeParagraph
from index.readers.xmltrees import Element

_SPACE = re.compile(r"[ \t\r\n]+")
_DROPPED = {
    f"{OFFICE}annotation",
    f"{OFFICE}annotation-end",
    f"{TEXT}ruby-text",
    f"{TEXT}hidden-text",
    f"{TEXT}tracked-changes",
    f"{DRAW}object",
    f"{DRAW}object-ole",
    f"{DRAW}image",
} | {
    f"{{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}}{tag}"
    for tag in ("title", "desc")
}
_BOOKMARKS = {f"{TEXT}bookmark", f"{TEXT}bookmark-start"}

_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class OdtParagraph(OfficeParagraph):
    """A paragraph on its way into the text.

    Attributes:
        role: "title", "subtitle" or nothing.
        listed: Whether it stands in a table of contents.
        notes: The notes it refers to.
        boxes: The text boxes that are anchored in it.
    """

    role: str = ""
    listed: bool = False
    notes: tuple[Element, ...] = ()
    boxes: tuple[Element, ...] = ()


def read_paragraph(element: Element, looks: Looks) -> OdtParagraph:
    """Return a paragraph or heading, without a number."""
    look = looks.look("paragraph", element.get(f"{TEXT}style-name"))
    reading = _Reading(looks)
    reading.inside(element, look)
    outline = None
    if element.tag == f"{TEXT}h":
        level = element.get(f"{TEXT}outline-level", "1")
        outline = int(level) - 1 if level in [*"123456789"] else 0
    return OdtParagraph(
        text="".join(reading.pieces),
        outline=None if look.role else outline,
        role=look.role,
        bold=reading.bold == reading.visible > 0,
        anchors=tuple(reading.anchors),
        notes=tuple(reading.notes),
        boxes=tuple(reading.boxes),
    )


@dataclass(slots=True)
class _Reading:
    looks: Looks
    pieces: list[str] = field(default_factory=list)
    anchors: list[tuple[int, str]] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    length: int = 0
    visible: int = 0
    bold: int = 0

    def inside(self, element: Element, look: Look) -> None:
        self.say(_SPACE.sub(" ", element.text or ""), look)
        for child in element:
            self.element(child, look)
            self.say(_SPACE.sub(" ", child.tail or ""), look)

    def element(self, element: Element, look: Look) -> None:
        tag = element.tag
        if tag in _DROPPED or look.hidden:
            return
        if tag == f"{TEXT}s":
            count = element.get(f"{TEXT}c", "1")
            self.say(" " * (int(count) if count in [*"123456789"] else 1), look)
        elif tag == f"{TEXT}tab":
            self.say("\t", look)
        elif tag == f"{TEXT}line-break":
            self.say("\n", look)
        elif tag == f"{TEXT}note":
            self.notes.append(element)
        elif tag == f"{DRAW}text-box":
            self.boxes.append(element)
        elif tag in _BOOKMARKS:
            name = element.get(f"{TEXT}name", "")
            if name and not name.startswith("_"):
                self.anchors.append((self.length, name))
        elif tag == f"{TEXT}span":
            own = self.looks.look("text", element.get(f"{TEXT}style-name"))
            self.inside(element, _over(own, look))
        else:
            self.inside(element, look)

    def say(self, text: str, look: Look) -> None:
        text = text.replace(_SOFT_HYPHEN, "")
        if look.hidden or not text:
            return
        self.pieces.append(text)
        self.length += len(text)
        seen = len("".join(text.split()))
        self.visible += seen
        self.bold += seen if look.bold else 0


def _over(own: Look, below: Look) -> Look:
    return Look(
        bold=below.bold if own.bold is None else own.bold,
        hidden=below.hidden if own.hidden is None else own.hidden,
    )
