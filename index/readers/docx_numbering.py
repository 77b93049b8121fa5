"""The numbers before a Word document's paragraphs, counted as Word counts them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from index.readers.docx_package import W, number, switch, value
from index.readers.docx_styles import Styles
from index.readers.numerals import numeral
from index.readers.xmltrees import Element

BULLET = "•"
"""Stands for every bullet: Word draws most in fonts of pictures."""

LEVELS = 9
# A number is short; a hostile one would stand before every paragraph.
MAX_PRINTED = 100

_PLACEHOLDER = re.compile(r"%([1-9])")
_NUMBER_FORMAT = f"{W}numFmt"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        start: Its first number.
        form: Its numerals, as in `index.readers.numerals`.
        text: What is printed, "%1.%2": the numbers of the first and second level.
        restart: How many levels, counted from the outermost, begin it anew; None for
            all above it.
        legal: Whether the numbers of all levels stand in digits.
        after: What stands between number and text.
        style: Id of the style whose paragraphs are on this level, or None.
    """

    start: int = 0
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    after: str = " "
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """A list as paragraphs name it; lists of one origin count on from each other."""

    origin: str
    levels: Mapping[int, Level]
    begun_anew: frozenset[int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    _lists: dict[str, _List] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _used: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def read(cls, root: Element | None, styles: Styles) -> "Numbering":
        """Return the lists that a document defines, none of them begun."""
        if root is None:
            return cls()
        origins = {
            element.get(f"{W}abstractNumId", ""): element
            for element in root.iterfind(f"{W}abstractNum")
        }
        named = {
            element.get(f"{W}numId", ""): element
            for element in root.iterfind(f"{W}num")
        }
        found = cls()
        for list_id, element in named.items():
            origin = _origin(element, origins, named, styles)
            if origin in origins:
                found._lists[list_id] = _list(origin, origins[origin], element)
        return found

    def level_of(self, list_id: str, style_ids: tuple[str, ...]) -> int | None:
        """Return the level that belongs to a style or one it is based on, if any."""
        levels = self._lists[list_id].levels if list_id in self._lists else {}
        linked = {level.style: n for n, level in levels.items() if level.style}
        return next((linked[id_] for id_ in style_ids if id_ in linked), None)

    def count(self, list_id: str, n: int) -> str:
        """Return what stands before the next paragraph on a level of a list.

        Empty where the list or level is not defined or prints nothing. A level above
        that has not been used counts as begun: "1.1" may come first, and "2." next.

        Args:
            list_id: The list, as the paragraph names it.
            n: The level, from 0.
        """
        listed = self._lists.get(list_id)
        if listed is None or n not in listed.levels:
            return ""
        counts = self._counts.setdefault(listed.origin, [None] * LEVELS)
        level = listed.levels[n]
        first = (list_id, n) not in self._used
        self._used.add((list_id, n))
        before = None if first and n in listed.begun_anew else counts[n]
        counts[n] = level.start if before is None else before + 1
        for above in range(n):
            if counts[above] is None:
                counts[above] = listed.levels.get(above, level).start
                self._used.add((list_id, above))
        for below in range(n + 1, LEVELS):
            restart = listed.levels.get(below, level).restart
            if restart is None or n < restart:
                counts[below] = None
        return _printed(level, listed.levels, counts)


def _printed(
    level: Level, levels: Mapping[int, Level], counts: list[int | None]
) -> str:
    if level.form == "bullet":
        return f"{BULLET} " if level.text else ""

    def counted(match: re.Match[str]) -> str:
        n = int(match[1]) - 1
        count = counts[n]
        if n not in levels or count is None:
            return ""
        decimal = level.legal and levels[n].form not in ("decimalZero", "none")
        return numeral(count, "decimal" if decimal else levels[n].form)

    text = _PLACEHOLDER.sub(counted, level.text).strip()[:MAX_PRINTED]
    return text + level.after if text else ""


def _origin(
    element: Element,
    origins: Mapping[str, Element],
    named: Mapping[str, Element],
    styles: Styles,
) -> str:
    """Return the id of the definition behind a list; a list style may stand between."""
    origin = value(element, "abstractNumId") or ""
    for _ in range(LEVELS):
        style = value(origins.get(origin), "numStyleLink")
        if style is None:
            break
        through = named.get(styles[style].list_id or "")
        if through is None:
            break
        origin = value(through, "abstractNumId") or ""
    return origin


def _list(origin: str, defined: Element, element: Element) -> _List:
    levels = _levels(defined)
    begun_anew: set[int] = set()
    for override in element.iterfind(f"{W}lvlOverride"):
        n = _index(override)
        own = _levels(override)
        if n in own:
            levels[n] = own[n]
        start = number(override, "startOverride")
        if start is not None and n in levels:
            levels[n] = replace(levels[n], start=start)
            begun_anew.add(n)
    return _List(origin, levels, frozenset(begun_anew))


def _levels(parent: Element) -> dict[int, Level]:
    found = {_index(one): _level(one) for one in parent.iterfind(f"{W}lvl")}
    found.pop(LEVELS, None)
    return found


def _index(element: Element) -> int:
    """Return a level from 0; `LEVELS` for one that there is not."""
    found = element.get(f"{W}ilvl", "")
    return int(found) if found in [*"012345678"] else LEVELS


def _level(element: Element) -> Level:
    return Level(
        start=number(element, "start") or 0,
        form=_form(element),
        text=(value(element, "lvlText") or "")[:MAX_PRINTED],
        restart=number(element, "lvlRestart"),
        legal=switch(element, "isLgl") or False,
        after="" if value(element, "suff") == "nothing" else " ",
        style=value(element, "pStyle"),
    )


def _form(element: Element) -> str:
    """Return a level's numerals; newer ones stand inside a choice of contents."""
    found = element.find(_NUMBER_FORMAT)
    if found is None:
        found = next(element.iter(_NUMBER_FORMAT), None)
    if found is None:
        return "decimal"
    form: str = found.get(f"{W}val", "decimal")
    if form != "custom":
        return form
    sample: str = found.get(f"{W}format", "").split(",")[0].strip()
    return sample
