"""The parts of a reference that are known by their form: symbols, numbers, "ibid."."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.documents import Span
from index.symbols import job_numbers, symbols
from qa import reference_words as words
from qa.reference_values import Point, PointKind, arabic, digits, label_path

TokenKind = Literal[
    "symbol", "job number", "same", "points", "designator", "cover note", "quoted"
]

_SUB = r"\s?\([a-z]{1,5}\)"
_NUMBER = (
    rf"(?:\d{{1,400}}(?:\.\d{{1,3}}){{0,3}}[a-z]?(?![\w/])|(?:{'|'.join(words.CARDINALS)})\b)"
    rf"(?:{_SUB}){{0,4}}"
)
_SEPARATOR = r"\s?(?:,\s?and\s|,|;|and\s|&|-|to\s|through\s|or\s)\s?"
_NOT_A_DATE = rf"(?!\s(?:{words.MONTHS})\b)"
_LIST = (
    rf"(?:{_NUMBER}|{_SUB}(?:{_SUB}){{0,3}}){_NOT_A_DATE}"
    rf"(?:{_SEPARATOR}(?:{_NUMBER}|{_SUB}(?:{_SUB}){{0,3}}){_NOT_A_DATE}){{0,50}}"
)
_POINTS = re.compile(
    rf"(?<!\w)(?P<mark>{words.PARAGRAPH_MARKS})\s{{0,3}}(?:nos?\.?\s)?(?P<list>{_LIST})",
    re.IGNORECASE,
)
# "CD/2100, 12": a number that ends a reference, unless it is a year.
_BARE_POINT = re.compile(
    rf"(?<=[,:])\s?(?!(?:19|20)\d\d\b)(?P<list>(?=\d)(?!\d+/){_LIST})\s?$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\b(?P<ordinal>\d{{1,400}}(?:st|nd|rd|th)|{'|'.join(words.ORDINALS)})\s"
    r"(?P<kind>operative\s|preambular\s|numbered\s)?para(?:graph)?\b\.?",
    re.IGNORECASE,
)
# "p. iv", "pages ii-vi": the numbers of a preface.
_ROMAN_PAGES = re.compile(
    r"(?<!\w)(?P<mark>pages?\s|pp?\.\s?)(?P<list>[ivxlc]{1,8}\b"
    rf"(?:{_SEPARATOR}(?:[ivxlc]{{1,8}}|\d{{1,4}})\b){{0,50}})",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(rf"(?:{words.FOOTNOTES})(?P<number>\d{{1,6}})\b", re.IGNORECASE)
_COVER_NOTE = re.compile(rf"\b(?:{words.COVER_NOTES})", re.IGNORECASE)
_SAME = re.compile(words.SAME, re.IGNORECASE)
_DESIGNATIONS = "|".join(sorted(words.DESIGNATORS, key=len, reverse=True))
_DESIGNATOR = re.compile(
    rf"\b(?P<word>{_DESIGNATIONS})\b\.?\s{{1,2}}"
    r"(?P<number>[ivxlc]{1,8}|\d{1,4}|[a-h])\b(?:\s?\((?P<sub>\d{1,3}|[a-z])\))?",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"([^"]{1,4000})"')


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a reference that is known by its form."""

    kind: TokenKind
    span: Span
    value: tuple[object, ...]


def tokens(text: str) -> list[Token]:
    """Return the tokens of a plain text in order, the longer of two that overlap."""
    found = [
        Token("symbol", one.span, (one.symbol.name, one.symbol.part))
        for one in symbols(text, typed=True)
    ]
    found += [
        Token("job number", span, (number,)) for number, span in job_numbers(text)
    ]
    found += [Token("same", match.span(), ()) for match in _SAME.finditer(text)]
    found += [
        Token("points", match.span(), tuple(_points(match["list"], match["mark"])))
        for match in _POINTS.finditer(text)
    ]
    found += [
        Token("points", match.span(), tuple(_points(match["list"], "")))
        for match in _BARE_POINT.finditer(text)
    ]
    found += [
        Token("points", match.span(), (_ordinal(match),))
        for match in _ORDINAL.finditer(text)
    ]
    found += [
        Token("points", match.span(), (Point((digits(match["number"]),), kind="note"),))
        for match in _FOOTNOTE.finditer(text)
    ]
    found += [
        Token("points", match.span(), tuple(_points(match["list"], match["mark"])))
        for match in _ROMAN_PAGES.finditer(text)
    ]
    found += [
        Token("cover note", match.span(), ()) for match in _COVER_NOTE.finditer(text)
    ]
    found += [
        Token(
            "designator",
            match.span(),
            (
                words.DESIGNATORS[match["word"].casefold()],
                arabic(match["number"]),
                match["sub"] or "",
            ),
        )
        for match in _DESIGNATOR.finditer(text)
    ]
    found += [
        Token("quoted", match.span(), (match[1],)) for match in _QUOTED.finditer(text)
    ]
    apart: list[Token] = []
    for token in sorted(found, key=lambda token: (token.span[0], -token.span[1])):
        if not apart or token.span[0] >= apart[-1].span[1]:
            apart.append(token)
    return apart


def _points(text: str, mark: str) -> Iterator[Point]:
    """Yield the paragraphs of a list: "3, 5 and 7", "8-10", "10 (a), (b)"."""
    kind = _point_kind(mark)
    parts = re.split(rf"({_SEPARATOR})", text, flags=re.IGNORECASE)
    base: tuple[str, ...] = ()
    start: tuple[str, ...] | None = None
    for place in range(0, len(parts), 2):
        path = tuple(
            words.CARDINALS.get(part, part) for part in label_path(parts[place])
        )
        if not path:
            continue
        if base and not path[0].isdigit() and kind != "page":
            path = (
                base[: -len(path)] + path if len(base) > len(path) else base[:1] + path
            )
        base = path
        joint = parts[place + 1].strip() if place + 1 < len(parts) else ""
        if joint.casefold() in ("-", "to", "through"):
            start = start or path
            continue
        yield Point(start, path, kind) if start else Point(path, kind=kind)
        start = None


def _point_kind(mark: str) -> PointKind:
    low = mark.casefold()
    if low.startswith("preambular") or (low.startswith("pp") and "." not in low):
        return "preamble"
    return "page" if low.startswith("p") and not low.startswith("par") else "paragraph"


def _ordinal(match: re.Match[str]) -> Point:
    word = match["ordinal"].casefold()
    number = words.ORDINALS.get(word) or digits(word[:-2])
    preamble = (match["kind"] or "").casefold().startswith("preambular")
    return Point((number,), kind="preamble" if preamble else "paragraph")
