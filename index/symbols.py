"""Document symbols, resolutions and job numbers: how they are spelled, and one form.

"A/RES/72/26", "General Assembly resolution 72/26" and "GA res. 72/26" are one symbol.
Suffixes and annexes are part of what is named: "CD/2043/Rev.1 Annex III" is neither
"CD/2043" nor "CD/2043/Rev.1". Every pattern is linear in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.documents import Span

# The first element of a symbol, as the Dag Hammarskjöld Library lists them.
ROOTS = frozenset(
    """
    A S E T ST CD CCD ENDC TNCD DC NPT BWC CCW CCM APLC ATT CTBT CAT CCPR CED CEDAW
    CERD CMW CRC CRPD DP EB ECE FCCC HRI HS HSP ICCD ID IDB ISBA ITC LOS PC SPLOS TD
    UNEP UNITAR UNW WFC INFCIRC GC GOV INF JIU KP MP CBD CITES
    """.split()  # noqa: SIM905 (readable as prose)
)
# Roots that people also write without the stroke: "cd 2100".
LOOSE_ROOTS = ("CD", "CCD", "ENDC", "INFCIRC")

SUFFIXES = {"REV": "Rev", "ADD": "Add", "CORR": "Corr", "AMEND": "Amend"}

# The organs that adopt resolutions, as they are named, and their series.
SERIES = {
    "general assembly": "A/RES",
    "unga": "A/RES",
    "ga": "A/RES",
    "g.a.": "A/RES",
    "security council": "S/RES",
    "unsc": "S/RES",
    "sc": "S/RES",
    "s.c.": "S/RES",
    "human rights council": "A/HRC/RES",
    "hrc": "A/HRC/RES",
    "economic and social council": "E/RES",
    "ecosoc": "E/RES",
}
_ORGANS = "|".join(map(re.escape, sorted(SERIES, key=len, reverse=True)))
# "Agency resolution 5/1" is not the General Assembly's.
OTHER_ORGAN = re.compile(
    r"(?:council|commission|conference|committee|agency|board|parliament)(?:[’']s)?\s$",
    re.IGNORECASE,
)
ORGAN_REACH = 20
"""How many characters before a resolution are looked at for another organ."""

_STROKE = r"\s{0,2}/\s{0,2}"
_ROMAN = r"[IVXLC]{1,8}"
_SUFFIX = r"(?i:rev|add|corr|amend)\.?\s?\d{1,3}(?:-\d{1,3})?"
_SEGMENT = (
    rf"(?:{_SUFFIX}|[A-Z]{{1,7}}\.\d{{1,6}}(?:-\d{{1,6}})?"
    r"|[A-Z0-9]{1,12}(?:-[A-Z0-9]{1,12}){0,3})(?:\([A-Z0-9-]{1,8}\))?"
)
_PART = (
    r"(?:,?\s{1,2}\(?(?P<part>(?i:annexe?|appendix|enclosure))\b"
    rf"(?:\s{{1,2}}(?P<number>{_ROMAN}|\d{{1,3}}|[A-H])\b)?)?"
)
SYMBOL = (
    r"(?<![\w/.])"
    rf"(?:(?P<old>[ASE]{_STROKE}RES{_STROKE}\d{{1,4}}\s?\((?:{_ROMAN}|\d{{4}})\))"
    rf"|(?P<plain>[A-Z]{{1,8}}(?:\.\d{{1,3}})?(?:{_STROKE}{_SEGMENT}){{1,9}}))"
    rf"(?P<suffix>(?:\s?/?{_SUFFIX}){{0,3}}){_PART}(?![\w/])"
)
_ITEM = (
    rf"(?:\d{{1,4}}/\d{{1,4}}(?-i:\s?[A-Z]\b)?"
    rf"|\d{{1,4}}\s?\((?:{_ROMAN}|E?S-{_ROMAN}|\d{{4}})\))"
)
_DATE = r"(?:\sof\s\d{1,2}\s[a-z]{3,9}\s\d{4})?"
RESOLUTION = (
    rf"(?<![\w/])(?:(?P<organ>{_ORGANS})\s)?res(?:olutions?\b|\b\.?)\s?(?:no\.?\s)?"
    rf"(?P<items>{_ITEM}(?:{_DATE}(?:,\s?(?:and\s)?|\s?(?:and|&)\s){_ITEM}){{0,20}})"
    rf"(?!\w)(?:\sof\sthe\s(?:un\s|united nations\s)?(?P<of>{_ORGANS})\b)?"
)
_LOOSE = (
    rf"(?<![\w/.])(?P<root>{'|'.join(LOOSE_ROOTS)})(?:\s?-\s?|\s(?:no\.?\s?)?|)"
    rf"(?P<rest>\d{{1,5}}(?:{_STROKE}{_SEGMENT}){{0,4}}"
    rf"(?:\s?/?{_SUFFIX}){{0,3}}){_PART}(?![\w/])"
)
JOB_NUMBER = (
    r"(?<![\w/.-])(?:(?P<office>GE|V|M|K\d{0,4}|ROM|NA)[.\s]\s?)?"
    r"(?P<job>\d{2}-\d{4,6}|N\d{2}\s?\d{5})"
    r"(?:\s?\((?P<language>[EFSRAC])\))?(?!\w)"
)

_IN_PROSE = re.compile(SYMBOL)
_RESOLUTIONS = re.compile(RESOLUTION, re.IGNORECASE)
_TYPED = re.compile(SYMBOL, re.IGNORECASE)
_TYPED_LOOSELY = re.compile(_LOOSE, re.IGNORECASE)
_JOB = re.compile(JOB_NUMBER, re.IGNORECASE)
_ONE_ITEM = re.compile(_ITEM, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A document's symbol in its one form.

    Attributes:
        name: "CD/2043/Rev.1", "A/RES/72/26", "A/RES/1962(XVIII)".
        part: The part of it meant: "Annex III"; or empty for all of it.
    """

    name: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.part}".strip()


@dataclass(frozen=True, slots=True)
class Found:
    """A symbol and where in a text it stands."""

    symbol: Symbol
    span: Span


def symbols(text: str, *, typed: bool = False) -> list[Found]:
    """Return the symbols and resolutions a text mentions, in its order.

    Args:
        text: With dashes as hyphens, for "A/RES/S–10/2" is not found.
        typed: Whether a person typed it as a reference: then capitals and strokes
            may be missing, as in "cd 2100".
    """
    found = list(_resolutions(text))
    if "/" in text:
        found += _strict(text, typed)
    if typed:
        found += _loose(text)
    return _apart(found)


def job_numbers(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the job numbers in a text, "GE.18-13664(E)", and where they stand."""
    for match in _JOB.finditer(text):
        office = (match["office"] or "").upper()
        number = re.sub(r"\s", "", match["job"]).upper()
        language = f"({match['language'].upper()})" if match["language"] else ""
        yield f"{office}.{number}{language}".lstrip("."), match.span()


def normal_symbol(surface: str) -> str:
    """Return a symbol in its one form, without notes of re-issue.

    >>> normal_symbol("cd / 2043 rev. 1 *")
    'CD/2043/Rev.1'
    """
    name = re.sub(r"\s*/\s*", "/", surface.strip().rstrip("*./ ").upper())
    name = re.sub(r"[\s/]*\b(REV|ADD|CORR|AMEND)\.?\s*(?=\d)", _suffix, name)
    return re.sub(r"\s+", "", name)


def _suffix(match: re.Match[str]) -> str:
    return f"/{SUFFIXES[match[1]]}."


def _strict(text: str, typed: bool) -> Iterator[Found]:
    for match in (_TYPED if typed else _IN_PROSE).finditer(text):
        name = normal_symbol(match["old"] or match["plain"]) + normal_symbol(
            match["suffix"] and f"/{match['suffix']}"
        )
        if _is_symbol(name, match[0], typed):
            yield Found(Symbol(name, _part(match)), _trimmed(text, match))


def _loose(text: str) -> Iterator[Found]:
    for match in _TYPED_LOOSELY.finditer(text):
        name = normal_symbol(f"{match['root']}/{match['rest']}")
        yield Found(Symbol(name, _part(match)), _trimmed(text, match))


def _resolutions(text: str) -> Iterator[Found]:
    for match in _RESOLUTIONS.finditer(text):
        organ = match["organ"] or match["of"]
        before = text[max(0, match.start() - ORGAN_REACH) : match.start()]
        if not organ and OTHER_ORGAN.search(before):
            continue
        items = list(_ONE_ITEM.finditer(text, *match.span("items")))
        for place, item in enumerate(items):
            number = re.sub(r"\s", "", item[0]).upper()
            series = SERIES[organ.lower()] if organ else _series(number)
            start = match.start() if place == 0 else item.start()
            end = match.end() if place == len(items) - 1 else item.end()
            yield Found(Symbol(f"{series}/{number}"), (start, end))


def _series(number: str) -> str:
    """Return whose resolution a number alone is: "1540(2004)", "72/26", "110(II)"."""
    return SERIES["security council" if number[-5:-1].isdigit() else "general assembly"]


def _is_symbol(name: str, surface: str, typed: bool) -> bool:
    """Return whether what looks like a symbol is one: not "and/or", not "TCP/80"."""
    root, _, rest = name.partition("/")
    root = root.partition(".")[0]
    if not any(map(str.isdigit, rest)):
        return False
    if root in ROOTS:
        # In small letters, "s/2" is rather anything else.
        return len(root) > 1 or surface[0].isupper() or name.count("/") > 1
    return typed and len(root) > 1 and rest[0].isdigit()


def _part(match: re.Match[str]) -> str:
    if not match["part"]:
        return ""
    word = match["part"].lower().replace("annexe", "annex").capitalize()
    return f"{word} {(match['number'] or '').upper()}".strip()


def _trimmed(text: str, match: re.Match[str]) -> Span:
    start, end = match.span()
    return start, start + len(text[start:end].rstrip())


def _apart(found: list[Found]) -> list[Found]:
    """Return what does not overlap what begins before it, in order."""
    apart: list[Found] = []
    for one in sorted(found, key=lambda one: (one.span[0], -one.span[1])):
        if not apart or one.span[0] >= apart[-1].span[1]:
            apart.append(one)
    return apart
