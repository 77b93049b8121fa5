"""The numbers, letters and bullets that a source prints before its paragraphs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Style = Literal["number", "decimal", "letter", "capital", "bullet"]
"""What counts an item: 1, 1.2, a or i, A or I, or nothing at all."""

_COUNTER = (
    r"(?:(?P<number>\d{1,3})|(?P<letter>[ivxl]{1,6}|[a-z]{1,2})"
    r"|(?P<capital>[IVXL]{1,6}|[A-Z]))"
)
_BULLET = re.compile(r"(?:[•●○◦▪■□▶►➢✓‣\u2043∙·]|[*+\-–—](?=\s)|o(?=\s{2}))\s*")
_DECIMAL = re.compile(r"(?:[§¶]\s?)?(?P<value>\d{1,3}(?:\.\d{1,3}){1,4})\.?\)?\s+")
_ENCLOSED = re.compile(rf"\({_COUNTER}\)\s*(?=\S)")
_CLOSED = re.compile(
    rf"(?:[§¶]\s?)?{_COUNTER}\\?(?P<close>[.)])(?:\s+|(?=[^\W\d_]|[\"“«'‘_*\[]))"
)
_ROMAN = re.compile(r"(?=.)(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Marker:
    """What is printed before a paragraph to number it.

    Attributes:
        style: What kind of counter it is.
        value: The counter alone: "11", "2.1", "a", "iv"; empty for a bullet.
        enclosed: Whether both brackets are printed: "(a)", not "a)" or "11.".
        dotted: Whether a full stop follows it: "11." and "A.".
        length: Characters it takes, with the white space behind it.
    """

    style: Style
    value: str
    enclosed: bool
    dotted: bool
    length: int


def read_marker(text: str) -> Marker | None:
    """Return the number, letter or bullet that a paragraph starts with, if any.

    Years ("1985."), abbreviations ("e.g.", "U.S.") and bare numbers are none.
    """
    if match := _BULLET.match(text):
        return Marker("bullet", "", False, False, match.end())
    if match := _DECIMAL.match(text):
        return Marker("decimal", match["value"], False, True, match.end())
    if match := _ENCLOSED.match(text):
        return _counted(match, dotted=False)
    if (match := _CLOSED.match(text)) is None:
        return None
    dotted = match["close"] == "."
    spaced = match.end() > match.end("close")
    if (
        dotted
        and not spaced
        and (match["number"] is None or text[match.end()].islower())
    ):
        return None
    return _counted(match, dotted)


Place = tuple[str, int]
"""A series, "letter" or "roman" and so on, and a place in it, from 1."""


def places(marker: Marker) -> tuple[Place, ...]:
    """Return every place that the marker can stand for, likeliest last.

    "i" is the ninth letter and the first Roman numeral; "bb" the twenty-eighth letter.
    """
    if marker.style == "bullet":
        return ()
    if marker.style == "number":
        return (("number", int(marker.value)),)
    if marker.style == "decimal":
        series, _, last = marker.value.rpartition(".")
        return ((series, int(last)),)
    value = marker.value.lower()
    found: list[Place] = []
    if len(set(value)) == 1 and len(value) <= 2:
        place = ord(value[0]) - ord("a") + 1 + 26 * (len(value) - 1)
        found.append(("letter", place))
    if is_roman(value):
        found.append(("roman", roman(value)))
    return tuple(found)


def following(places_before: Iterable[Place]) -> set[Place]:
    """Return the places that come next in each series."""
    return {(series, place + 1) for series, place in places_before}


def is_first(found: Iterable[Place]) -> bool:
    """Return whether one of the places begins its series."""
    return any(place == 1 for _, place in found)


def is_roman(value: str) -> bool:
    """Return whether the letters are a Roman numeral below one hundred."""
    return bool(_ROMAN.match(value.lower()))


def roman(value: str) -> int:
    """Return what a Roman numeral of small letters stands for."""
    digits = [_ROMAN_DIGITS[letter] for letter in value]
    return sum(
        -digit if digit < following else digit
        for digit, following in zip(digits, [*digits[1:], 0], strict=True)
    )


def _counted(match: re.Match[str], dotted: bool) -> Marker | None:
    style: Style = (
        "number" if match["number"] else "letter" if match["letter"] else "capital"
    )
    value: str = match[style]
    doubled = len(value) == 2 and value[0] == value[1] and not dotted
    single = len(value) == 1 or doubled
    if style != "number" and not single and not is_roman(value):
        return None
    return Marker(style, value, match[0][0] == "(", dotted, match.end())
