"""Which pieces of a page are its text, and which are the site around it."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index.readers.html_pieces import ItemList, Piece

# A paragraph of running text is at least this long; menus and captions are shorter.
MIN_RUNNING = 80
# A main element that holds less of the page's running text does not mark it: the page
# keeps its text elsewhere.
MIN_SHARE = 0.5
# A form with less text than this is one to fill in; with more, it holds the page.
MIN_FORM = 300
# So much of a list of links, or of a line of links, is in its links.
LINK_SHARE = 0.9
MIN_LINKS = 3
MAX_LINK_TEXT = 80

_BETWEEN_LINKS = re.compile(r"[\s|/,;:·•»\u203a→\[\]()–—-]+")


def main_text(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a page's main text, in order.

    It is what the page marks as main or as its only article, where that holds most of
    its running text; else all but the header, footer and navigation of the site. Lists
    of links stay in the text as boilerplate.
    """
    shown = [piece for piece in pieces if not piece.region.left_out]
    if not shown:
        return [piece for piece in pieces if piece.region.left_out != "nav"] or [
            *pieces
        ]
    found = (
        _only(shown, lambda piece: piece.region.main)
        or _only(shown, lambda piece: piece.region.article)
        or shown
    )
    found = _without_forms(found)
    return _with_title(pieces, _without_links(found))


def _only(
    pieces: Sequence[Piece], part: Callable[[Piece], int | None]
) -> list[Piece] | None:
    """Return the pieces of the one part that holds most of the running text, if any."""
    sizes: Counter[int | None] = Counter()
    for piece in pieces:
        sizes[part(piece)] += _running(piece)
    total = sizes.total()
    for number, size in sizes.items():
        if number is not None and total and size >= MIN_SHARE * total:
            return [p for p in pieces if part(p) == number or p.region.note]
    return None


def _running(piece: Piece) -> int:
    """Return how many characters of running text a piece has."""
    long = len(piece.text) >= MIN_RUNNING or piece.preformatted
    return len(piece.text) if long and 2 * piece.linked < len(piece.text) else 0


def _without_forms(pieces: Sequence[Piece]) -> list[Piece]:
    sizes: Counter[int | None] = Counter()
    for piece in pieces:
        sizes[piece.region.form] += len(piece.text)
    kept = [
        piece
        for piece in pieces
        if piece.region.form is None or sizes[piece.region.form] >= MIN_FORM
    ]
    return kept or [*pieces]


def _without_links(pieces: Sequence[Piece]) -> list[Piece]:
    """Mark lists and lines of links as boilerplate, where other text remains."""
    lists: defaultdict[ItemList, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.group is not None:
            lists[piece.group].append(piece)
    links = {id(group) for group, inside in lists.items() if _are_links(inside)}
    marked = {
        id(piece)
        for piece in pieces
        if piece.kind == "paragraph"
        and (id(piece.group) in links or _are_links([piece]))
    }
    if not any(piece.kind != "heading" and id(piece) not in marked for piece in pieces):
        return [*pieces]
    return [
        replace(piece, kind="boilerplate") if id(piece) in marked else piece
        for piece in pieces
    ]


def _are_links(pieces: Iterable[Piece]) -> bool:
    inside = [*pieces]
    links = sum(piece.links for piece in inside)
    linked = sum(piece.linked for piece in inside)
    size = sum(len(_BETWEEN_LINKS.sub("", piece.text)) for piece in inside)
    return (
        links >= MIN_LINKS
        and linked >= LINK_SHARE * size
        and linked <= MAX_LINK_TEXT * links
    )


def _with_title(pieces: Sequence[Piece], found: list[Piece]) -> list[Piece]:
    """Put the page's only first heading before its text, where it stands outside.

    One that is a link is the name of the site, which leads to its first page.
    """
    if any(piece.kind == "heading" and piece.level == 1 for piece in found):
        return found
    first = [
        piece
        for piece in pieces
        if piece.kind == "heading"
        and piece.level == 1
        and piece.region.left_out in ("", "header")
        and not piece.linked
    ]
    return [*first, *found] if len(first) == 1 else found
