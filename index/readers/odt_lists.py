"""The numbers before the items and headings of an OpenDocument text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from index.readers.numerals import numeral
from index.readers.odt_styles import STYLE, TEXT
from index.readers.xmltrees import Element

BULLET = "•"
LEVELS = 10
# A number is short; a hostile one would stand before every paragraph.
MAX_PRINTED = 100

_FORMS = {
    "": "none",
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "01": "01",
    "001": "001",
    "1st": "ordinal",
}
_LARGEST = 10**6
_NUMBERED = {f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style"}
_LIST_FORMAT = (
    "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
    "num-list-format"
)
_PLACEHOLDER = re.compile(r"%(10|[1-9])%")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        form: Its numerals, as in `index.readers.numerals`.
        text: What is printed, "%1%.%2%": the numbers of the first and second level.
        start: Its first number.
    """

    form: str = "none"
    text: str = ""
    start: int = 1


Counts = list[int | None]
"""The number last given on each level; None where a level has not begun."""


@dataclass(slots=True)
class Lists:
    """The list styles of a document, and how far each of its lists has counted."""

    styles: Mapping[str, Mapping[int, Level]]
    outline: Mapping[int, Level]
    _headings: Counts = field(default_factory=lambda: [None] * LEVELS)
    _by_id: dict[str, Counts] = field(default_factory=dict)
    _by_style: dict[str, Counts] = field(default_factory=dict)

    @classmethod
    def read(cls, *roots: Element) -> "Lists":
        """Return the lists that the parts of a document define."""
        styles: dict[str, Mapping[int, Level]] = {}
        outline: Mapping[int, Level] = {}
        for root in roots:
            for element in root.iter(f"{TEXT}list-style"):
                styles[element.get(f"{STYLE}name", "")] = _levels(element)
            for element in root.iter(f"{TEXT}outline-style"):
                outline = _levels(element)
        return cls(styles, outline)

    def begin(self, element: Element, style: str) -> Counts:
        """Return the counts of an outermost list: its own, or those it goes on with."""
        goes_on_with = element.get(f"{TEXT}continue-list")
        before = self._by_id.get(goes_on_with or "")
        goes_on = element.get(f"{TEXT}continue-numbering") == "true"
        if before is None and (goes_on or goes_on_with):
            before = self._by_style.get(style)
        counts: Counts = [None] * LEVELS if before is None else before
        own_id = element.get("{http://www.w3.org/XML/1998/namespace}id")
        if own_id:
            self._by_id[own_id] = counts
        self._by_style[style] = counts
        return counts

    def item(self, style: str, counts: Counts, n: int, start: str | None) -> str:
        """Return what stands before an item on a level, counted from 0."""
        self._by_style[style] = counts
        return _counted(self.styles.get(style, {}), counts, n, start)

    def heading(self, n: int, start: str | None) -> str:
        """Return what stands before a heading of an outline level, counted from 0."""
        return _counted(self.outline, self._headings, n, start)


def _counted(
    levels: Mapping[int, Level], counts: Counts, n: int, start: str | None
) -> str:
    if n not in levels:
        return ""
    level, before = levels[n], counts[n]
    if start is not None:
        counts[n] = _integer(start, level.start)
    else:
        counts[n] = level.start if before is None else before + 1
    counts[n + 1 :] = [None] * (LEVELS - n - 1)
    # A level above that has not been used counts as begun, as in a Word document.
    for m in range(n):
        counts[m] = levels.get(m, level).start if counts[m] is None else counts[m]

    def number(match: re.Match[str]) -> str:
        m = int(match[1]) - 1
        return numeral(counts[m] or 0, levels[m].form) if m in levels else ""

    text = level.text[:MAX_PRINTED]
    printed = _PLACEHOLDER.sub(number, text).strip()[:MAX_PRINTED]
    return f"{printed} " if printed else ""


def _levels(style: Element) -> dict[int, Level]:
    return {
        _integer(element.get(f"{TEXT}level"), 1) - 1: _level(element)
        for element in style.iterchildren()
        if element.get(f"{TEXT}level")
    }


def _level(element: Element) -> Level:
    start = _integer(element.get(f"{TEXT}start-value"), 1)
    if element.tag not in _NUMBERED:
        return Level("none", BULLET, start)
    form = element.get(f"{STYLE}num-format", "").partition(",")[0]
    return Level(_FORMS.get(form, "decimal"), _text(element, bool(form)), start)


def _text(element: Element, counted: bool) -> str:
    """Return what a level prints; the older way to say so has no text of its own."""
    text: str | None = element.get(_LIST_FORMAT)
    if text is not None:
        return text
    n = _integer(element.get(f"{TEXT}level"), 1)
    shown = _integer(element.get(f"{TEXT}display-levels"), 1)
    numbers = [f"%{m}%" for m in range(max(1, n + 1 - shown), n + 1)] if counted else []
    before = element.get(f"{STYLE}num-prefix", "")
    after: str = element.get(f"{STYLE}num-suffix", "")
    return f"{before}{'.'.join(numbers)}{after}"


def _integer(text: str | None, otherwise: int) -> int:
    try:
        return otherwise if text is None else min(max(int(text), 0), _LARGEST)
    except ValueError:
        return otherwise
