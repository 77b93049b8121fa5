"""The numbers and bullets that a browser shows before the items of lists."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.markers import read_marker
from index.readers.html_pieces import ItemList, Piece
from index.readers.numerals import numeral

_ROMAN = {"i": "lowerRoman", "I": "upperRoman"}


def with_numbers(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with each item's number or bullet before its text.

    A list whose items all print numbers of their own gets no second ones.
    """
    own: Counter[ItemList] = Counter()
    count: Counter[ItemList] = Counter()
    for piece in pieces:
        if piece.item:
            count[piece.item[0]] += 1
            own[piece.item[0]] += _has_number(piece.text)
    numbers: dict[ItemList, list[str]] = {}
    found = []
    for piece in pieces:
        if piece.item and piece.kind != "heading":
            listing, index = piece.item
            if listing not in numbers:
                all_own = own[listing] == count[listing]
                numbers[listing] = item_marks(listing, shown=not all_own)
            mark = numbers[listing][index]
            if mark == "• " and _has_number(piece.text):
                mark = ""
            if mark:
                piece = _after(mark, piece)
        found.append(piece)
    return found


def item_marks(listing: ItemList, shown: bool = True) -> list[str]:
    """Return what a browser shows before each item of a list: "3. ", "b. ", "• ".

    Args:
        listing: The list, all its items known.
        shown: Whether its numbers are shown at all.
    """
    if listing.style == "none" or not shown:
        return [""] * len(listing.values)
    if listing.style == "bullet":
        return ["• "] * len(listing.values)
    step = -1 if listing.reversed else 1
    value = listing.start
    if value is None:
        value = len(listing.values) if listing.reversed else 1
    found = []
    for given in listing.values:
        value = value if given is None else given
        found.append(f"{_counter(listing.style, value)}. ")
        value += step
    return found


def _has_number(text: str) -> bool:
    return read_marker(text) is not None


def _after(mark: str, piece: Piece) -> Piece:
    anchors = [(at + len(mark) if at else 0, name) for at, name in piece.anchors]
    return replace(piece, text=mark + piece.text, anchors=anchors)


def _counter(style: str, value: int) -> str:
    if style in "aA" and value > 0:
        letters = ""
        while value:
            value, rest = divmod(value - 1, 26)
            letters = chr(ord(style) + rest) + letters
        return letters
    return numeral(value, _ROMAN.get(style, "decimal"))
