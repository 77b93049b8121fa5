"""The text of one paragraph of a Word document, as a reader of the page sees it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from index.readers.docx_package import W, value
from index.readers.docx_styles import PLAIN, RunStyle, Style, Styles, run_style
from index.readers.docx_symbols import symbol
from index.readers.flow import Anchors
from index.readers.xmltrees import Element

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
# What is deleted or moved away, properties, codes, comments, readings of characters.
_DROPPED = {
    W + tag
    for tag in (
        *("annotationRef", "commentReference", "footnoteRef", "endnoteRef"),
        *("del", "delInstrText", "delText", "moveFrom", "rPrChange", "pPrChange"),
        *("pPr", "rPr", "rt", "sdtPr", "sdtEndPr", "softHyphen"),
    )
} | {f"{_M}{tag}" for tag in ("ctrlPr", "rPr", "oMathParaPr")}
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
# They print a number that Word counts and does not store.
_UNCOUNTED = re.compile(r"\s*(?:LISTNUM|AUTONUM(?:LGL|OUT)?)\b", re.IGNORECASE)
_SOFT_HYPHEN = "\u00ad"
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True)
class NoteReference:
    """Where a paragraph refers to a note.

    Attributes:
        kind: "footnotes" or "endnotes".
        id: The note's id among those.
        mark: The sign that the author gave it; None for one that Word counts.
    """

    kind: str
    id: str
    mark: str | None = None


@dataclass(slots=True)
class ParagraphText:
    """What a paragraph says, and what hangs on it.

    Attributes:
        text: Its text, line breaks as new lines; marks of notes are no part of it.
        anchors: Its bookmarks.
        notes: The notes it refers to, in order.
        boxes: Text boxes that are anchored in it.
        visible: How many of its characters are no white space.
        bold: How many of those are bold.
        languages: How many of them are said to be in which language.
        uncounted: Whether it prints a number that only Word can count.
    """

    text: str = ""
    anchors: Anchors = ()
    notes: list[NoteReference] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    visible: int = 0
    bold: int = 0
    languages: dict[str, int] = field(default_factory=dict)
    uncounted: bool = False


class TextReader:
    """Reads paragraphs one after another: a field may reach over several."""

    def __init__(self, styles: Styles, story: Element) -> None:
        """Begin a story: the body of the document, or its notes."""
        self._styles = styles
        self._fields: list[str] = []
        ends = [element.get(f"{W}fldCharType") for element in story.iter(f"{W}fldChar")]
        # Where a field never ends, its codes would swallow the rest of the document.
        self._balanced = ends.count("begin") == ends.count("end")

    def story(self, story: Element) -> "TextReader":
        """Return a reader for another story, whose fields are its own."""
        return TextReader(self._styles, story)

    def read(self, paragraph: Element, style: Style) -> ParagraphText:
        """Return what a paragraph says."""
        if not self._balanced:
            self._fields.clear()
        reading = _Reading(self._styles, self._fields, style.run)
        reading.children(paragraph)
        found = reading.found
        found.text = "".join(reading.pieces)
        found.anchors = tuple(reading.anchors)
        return found


@dataclass(slots=True)
class _Reading:
    """One paragraph while it is read."""

    styles: Styles
    fields: list[str]
    base: RunStyle
    found: ParagraphText = field(default_factory=ParagraphText)
    pieces: list[str] = field(default_factory=list)
    anchors: list[tuple[int, str]] = field(default_factory=list)
    length: int = 0
    run: RunStyle = PLAIN
    own_mark: bool = False

    def children(self, parent: Element) -> None:
        for child in parent:
            self.element(child)

    def element(self, element: Element) -> None:
        tag = element.tag
        if tag in _DROPPED:
            return
        if tag in (f"{W}t", f"{_M}t"):
            self.say(element.text or "")
        elif tag in _CHARACTERS:
            self.say(_CHARACTERS[tag])
        elif tag in _NOTES:
            self.note(_NOTES[tag], element)
        else:
            _ELEMENTS.get(tag, _Reading.children)(self, element)

    def say(self, text: str) -> None:
        if self.run.hidden or "code" in self.fields:
            return
        text = text.replace(_SOFT_HYPHEN, "")
        if self.own_mark and text.strip():
            last = self.found.notes[-1]
            self.found.notes[-1] = replace(last, mark=text.strip())
            self.own_mark = False
            return
        self.pieces.append(text)
        self.length += len(text)
        seen = len("".join(text.split()))
        self.found.visible += seen
        self.found.bold += seen if self.run.bold else 0
        language = self.run.language[_script(text)] if seen else None
        if language:
            code = language.partition("-")[0].casefold()
            self.found.languages[code] = self.found.languages.get(code, 0) + seen

    def read_run(self, run: Element) -> None:
        properties = run.find(f"{W}rPr")
        own = run_style(properties)
        named = self.styles.character(value(properties, "rStyle"))
        self.run = own.over(named).over(self.base)
        self.children(run)
        self.run, self.own_mark = self.base, False

    def note(self, kind: str, element: Element) -> None:
        if self.run.hidden or "code" in self.fields:
            return
        self.found.notes.append(NoteReference(kind, element.get(f"{W}id", "")))
        follows = element.get(f"{W}customMarkFollows", "0")
        self.own_mark = follows in ("1", "true", "on")

    def field_character(self, element: Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self.fields.append("code")
        elif kind == "separate" and self.fields:
            self.fields[-1] = "result"
        elif kind == "end" and self.fields:
            self.fields.pop()

    def field_code(self, element: Element) -> None:
        self.found.uncounted |= bool(_UNCOUNTED.match(element.text or ""))

    def read_symbol(self, element: Element) -> None:
        self.say(symbol(element.get(f"{W}font", ""), element.get(f"{W}char", "")))

    def bookmark(self, element: Element) -> None:
        name = element.get(f"{W}name", "")
        # Word's own begin with a line.
        if name and not name.startswith("_"):
            self.anchors.append((self.length, name))

    def box(self, element: Element) -> None:
        if not self.run.hidden and "code" not in self.fields:
            self.found.boxes.append(element)

    def choice(self, element: Element) -> None:
        """Read the first of the forms of a content; the others repeat it."""
        for child in element:
            if child.tag in (f"{_MC}Choice", f"{_MC}Fallback"):
                self.children(child)
                return

    def content_control(self, element: Element) -> None:
        if not is_empty_control(element):
            self.children(element)

    def fraction(self, element: Element) -> None:
        for n, part in enumerate(element.iterchildren(f"{_M}num", f"{_M}den")):
            self.say("/" if n else "")
            self.children(part)


_ELEMENTS: dict[str, Callable[[_Reading, Element], None]] = {
    f"{W}r": _Reading.read_run,
    f"{W}fldChar": _Reading.field_character,
    f"{W}instrText": _Reading.field_code,
    f"{W}sym": _Reading.read_symbol,
    f"{W}bookmarkStart": _Reading.bookmark,
    f"{W}txbxContent": _Reading.box,
    f"{_MC}AlternateContent": _Reading.choice,
    f"{W}sdt": _Reading.content_control,
    f"{_M}f": _Reading.fraction,
}


def is_empty_control(control: Element) -> bool:
    """Return whether a content control only asks for its content."""
    properties = control.find(f"{W}sdtPr")
    return properties is not None and properties.find(f"{W}showingPlcHdr") is not None


def within(parent: Element, tag: str) -> Iterator[Element]:
    """Give the rows of a table or cells of a row, those in content controls too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in _DROPPED and child.tag != f"{W}tbl":
            yield from within(child, tag)


def _script(text: str) -> int:
    """Return which of a run's three languages a text is in."""
    if text.isascii():
        return 0
    if _EAST_ASIAN.search(text):
        return 1
    return 2 if _RIGHT_TO_LEFT.search(text) else 0
