"""From the pieces of a page's main text to one text and its blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from index.blocks import Block
from index.documents import fold
from index.lines import MAX_WRAPPED_WIDTH, runs_on
from index.markers import Marker, read_marker
from index.markup import BOLD_RANK, MAX_SUBJECT
from index.readers.flow import BETWEEN_CELLS, Anchors
from index.readers.html_numbers import with_numbers
from index.readers.html_pieces import Piece
from index.readers.html_rows import with_rows

# Bold text of at least this share of its letters is all bold; spaces do not count.
BOLD_SHARE = 0.9
# A longer text set as it is typed is parted at its empty lines.
MAX_PREFORMATTED = 1500
# A title stands before the text, but for a line or two about it.
MAX_BEFORE_TITLE = 5

_EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")
_NOTE_MARK = re.compile(
    r"[\[(]?(?P<mark>\d{1,3}|[a-z](?=[\])])|[ivx]{1,5}(?=[\])])|[*†‡§]{1,3})"
    r"(?:[\])][.:]?\s*|[.:]\s+|\s+|(?=[^\W\d_]))"
)


def page_blocks(
    pieces: Sequence[Piece],
) -> tuple[str, tuple[Block, ...] | None, Anchors]:
    """Return one text of the pieces, its blocks, and what links can point to.

    The blocks are None for a page that is one typed text: its lines tell then.
    """
    typed = sum(len(piece.text) for piece in pieces if piece.preformatted)
    is_typed = typed >= 0.9 * sum(len(piece.text) for piece in pieces)
    whole = _with_title(_ready(pieces, is_typed))
    chunks: list[str] = []
    blocks: list[Block] = []
    anchors: list[tuple[int, str]] = []
    length = 0
    for n, piece in enumerate(whole):
        gap = "" if not n else "\n" if piece.item and whole[n - 1].group else "\n\n"
        chunks += gap, piece.text
        start = length + len(gap)
        length = start + len(piece.text)
        anchors += [(start + at, name) for at, name in piece.anchors]
        blocks.append(_block(piece, start))
    text = "".join(chunks)
    return text, None if is_typed else tuple(blocks), tuple(anchors)


def _ready(pieces: Sequence[Piece], is_typed: bool) -> list[Piece]:
    found: list[Piece] = []
    for piece in with_rows(pieces):
        if piece.preformatted and not is_typed:
            found += _parts_of_typed(piece)
        elif "\n" in piece.text and not piece.preformatted:
            found += _parts_at_breaks(piece)
        else:
            found.append(piece)
    return with_numbers([_with_bold(piece) for piece in found])


def _parts_at_breaks(piece: Piece) -> Iterator[Piece]:
    """Yield a piece's paragraphs, where line breaks stand for ends of paragraphs.

    They do before items of a list typed by hand, and after lines too long to wrap.
    """
    lines = [*re.finditer(r"[^\n]+", piece.text)]
    numbered = sum(read_marker(line[0].lstrip()) is not None for line in lines) > 1
    starts = [0]
    for before, line in pairwise(lines):
        marked = numbered and read_marker(line[0].lstrip()) is not None
        long = len(before[0]) > MAX_WRAPPED_WIDTH and not runs_on(before[0].strip())
        if marked or long:
            starts.append(line.start())
    yield from _parts(piece, starts)


def _parts_of_typed(piece: Piece) -> Iterator[Piece]:
    """Yield the parts of a text set as it was typed: whole, or between empty lines."""
    starts = [0]
    if len(piece.text) > MAX_PREFORMATTED:
        starts += [match.end() for match in _EMPTY_LINES.finditer(piece.text)]
    yield from _parts(piece, starts)


def _parts(piece: Piece, starts: Sequence[int]) -> Iterator[Piece]:
    if len(starts) == 1:
        yield piece
        return
    anchors = sorted(piece.anchors, reverse=True)
    for start, end in zip(starts, (*starts[1:], len(piece.text)), strict=True):
        raw = piece.text[start:end]
        text = raw.strip()
        lead = len(raw) - len(raw.lstrip())
        own = []
        while anchors and (anchors[-1][0] < end or end == len(piece.text)):
            at, name = anchors.pop()
            own.append((min(max(0, at - start - lead), len(text)), name))
        first = start == 0
        yield replace(
            piece,
            text=text,
            anchors=own,
            item=piece.item if first else None,
            level=piece.level if first else 0,
        )


def _with_bold(piece: Piece) -> Piece:
    """Return a short paragraph all in bold as the heading it is."""
    if (
        piece.kind == "paragraph"
        and piece.item is None
        and not piece.preformatted
        and len(piece.text) <= MAX_SUBJECT
        and piece.bold >= BOLD_SHARE * len(piece.text.replace(" ", ""))
        and BETWEEN_CELLS not in piece.text
        and runs_on(piece.text)
        and any(character.isalpha() for character in piece.text)
    ):
        return replace(piece, kind="heading", level=BOLD_RANK)
    return piece


def _with_title(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with the only first heading as title, if it stands first."""
    first = [
        n
        for n, piece in enumerate(pieces)
        if piece.kind == "heading" and piece.level == 1
    ]
    if len(first) != 1:
        return pieces
    before = pieces[: first[0]]
    if len(before) > MAX_BEFORE_TITLE or any(p.kind == "heading" for p in before):
        return pieces
    title = replace(pieces[first[0]], kind="title", level=0)
    return [*before, title, *pieces[first[0] + 1 :]]


def _block(piece: Piece, start: int) -> Block:
    """Return a piece as a block; it stands at `start` of the text."""
    marker: Marker | None = None
    if piece.kind == "note":
        marker = _note_marker(piece.text)
    elif piece.kind == "paragraph" and not piece.preformatted:
        marker = read_marker(piece.text)
    return Block(
        spans=((start, start + len(piece.text)),),
        text=fold(piece.text),
        kind=piece.kind,
        level=piece.level if marker or piece.kind == "heading" else 0,
        marker=marker,
        lines=piece.text.count("\n") + 1,
    )


def _note_marker(text: str) -> Marker | None:
    match = _NOTE_MARK.match(text)
    if match is None or match.end() == len(text):
        return None
    return Marker("number", match["mark"], False, False, match.end())
