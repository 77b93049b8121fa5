"""A Word document's footnotes and endnotes, and the marks that Word counts for them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.readers.docx_package import Package, W, number, value
from index.readers.docx_text import NoteReference
from index.readers.numerals import numeral
from index.readers.xmltrees import Element

_KINDS = {"footnotes": "footnote", "endnotes": "endnote"}
_FORMS = {"footnotes": "decimal", "endnotes": "lowerRoman"}


@dataclass(slots=True)
class Notes:
    """The notes of a document, handed out in the order of their references."""

    _settings: Element | None = None
    _sections: Sequence[Element] = ()
    _notes: dict[tuple[str, str], Element] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)
    _section: int = 0

    @classmethod
    def read(cls, package: Package) -> "Notes":
        """Return the notes that a document has; rules above them are none."""
        found = cls(package.part("settings"), sections(package.main))
        for kind, tag in _KINDS.items():
            root = package.part(kind)
            for note in () if root is None else root.iterfind(W + tag):
                if note.get(f"{W}type", "normal") == "normal":
                    found._notes[kind, note.get(f"{W}id", "")] = note
        return found

    def take(self, reference: NoteReference) -> Element | None:
        """Return the note that a text refers to; None if it is missing or taken."""
        return self._notes.pop((reference.kind, reference.id), None)

    def mark(self, reference: NoteReference) -> str:
        """Return the mark of the next note of its kind, as printed.

        Empty where notes are counted anew on every page: the file has no pages.
        """
        if reference.mark is not None:
            return reference.mark
        kind = reference.kind
        start = number(self._rules(kind, "numStart"), "numStart")
        first = 1 if start is None else start
        self._counts[kind] = self._counts.get(kind, first - 1) + 1
        if value(self._rules(kind, "numRestart"), "numRestart") == "eachPage":
            return ""
        form = value(self._rules(kind, "numFmt"), "numFmt")
        return numeral(self._counts[kind], form or _FORMS[kind])

    def end_section(self) -> None:
        """Take note that a section of the document ends here."""
        for kind in _KINDS:
            restart = value(self._rules(kind, "numRestart"), "numRestart")
            if restart == "eachSect":
                self._counts.pop(kind, None)
        self._section += 1

    def _rules(self, kind: str, rule: str) -> Element | None:
        """Return what sets a rule for notes here: the section, else the document."""
        here = self._sections[self._section : self._section + 1]
        for parent in (*here, self._settings):
            rules = None if parent is None else parent.find(f"{W}{_KINDS[kind]}Pr")
            if rules is not None and rules.find(W + rule) is not None:
                return rules
        return None


def sections(main: Element) -> list[Element]:
    """Return the properties of each section of a document, in order."""
    return [
        element
        for element in main.iter(f"{W}sectPr")
        if element.getparent().tag != f"{W}sectPrChange"
    ]
