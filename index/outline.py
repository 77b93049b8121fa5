"""Which plain lines are headings: by their form, and by what follows them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.blocks import Block
from index.displayed import is_table
from index.documents import fold
from index.headings import (
    PLAIN_RANK,
    is_numbered_heading,
    is_question,
    is_transmittal,
    may_be_heading,
    rank,
)
from index.lines import runs_on
from index.markers import Marker, following, places
from index.regrouping import join_signatures, split_articles

# More bare lines than this in a row are a list or a table, not headings.
MAX_HEADINGS_RUNNING = 4
MAX_TITLE = 300
# A heading of more lines than two fills them; names below each other do not.
MIN_HEADING_WIDTH = 40

_HYPHENATED = re.compile(r"(?<=\w)-\s*?(?:\r\n|[\n\r\f])\s*(?=\w)")


def with_headings(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of a plain text with its headings marked and ranked."""
    blocks = join_signatures(split_articles(text, blocks))
    found = list(blocks)
    shown = [n for n, block in enumerate(blocks) if block.kind == "paragraph"]
    candidates = {n for n in shown if may_be_heading(blocks[n].text)}
    if shown and _opens(blocks, shown):
        candidates.add(shown[0])
    candidates = {
        n
        for n in candidates
        if not is_table(_source(text, blocks[n]))
        and (n == shown[0] or not _is_stacked(blocks[n]))
    }
    candidates |= _questions(blocks, shown)
    bare = _bare_lists(text, blocks, shown, candidates)
    candidates -= bare
    numbered: dict[tuple[str, bool], int] = {}
    for place, n in enumerate(shown):
        block = blocks[n]
        before = blocks[shown[place - 1]] if place else None
        after = blocks[shown[place + 1]] if place + 1 < len(shown) else None
        if n in candidates and (
            is_numbered_heading(block.text)
            or is_transmittal(block.text)
            or (
                after is not None
                and not _in_list(block, before, after, numbered)
                and _leads(place, shown, candidates, blocks)
            )
        ):
            title = heading_text(text, block)
            found[n] = replace(
                block, text=title, kind="heading", level=rank(title), marker=None
            )
        elif block.marker and block.marker.style != "bullet" and places(block.marker):
            numbered[_series(block.marker)] = places(block.marker)[-1][1]
    return _merged(text, found, bare)


def heading_text(text: str, block: Block) -> str:
    """Return a heading in one line, a word cut by a hyphen at a line's end rejoined."""
    raw = " ".join(text[a:b] for a, b in block.spans)
    return fold(_HYPHENATED.sub("-", raw))


def _is_stacked(block: Block) -> bool:
    """Return whether a block is short lines below each other, such as an address."""
    return block.lines > 2 and len(block.text) < MIN_HEADING_WIDTH * block.lines


def _source(text: str, block: Block) -> str:
    return text[block.spans[0][0] : block.spans[-1][1]]


def _opens(blocks: Sequence[Block], shown: Sequence[int]) -> bool:
    """Return whether the first block is the title, though its form is any line's."""
    first = blocks[shown[0]]
    return (
        len(shown) > 1
        and len(first.text) <= MAX_TITLE
        and first.marker is None
        and runs_on(first.text)
        and first.text[-1] not in ",—–"
        and (len(first.text) <= 80 or not runs_on(blocks[shown[1]].text))
    )


def _questions(blocks: Sequence[Block], shown: Sequence[int]) -> set[int]:
    """Return the questions that head their answers, where a text is made of such."""
    asked = {
        n
        for n, below in pairwise(shown)
        if is_question(blocks[n].text) and not is_question(blocks[below].text)
    }
    return asked if len(asked) > 1 and len(asked) >= 0.25 * len(shown) else set()


def _in_list(
    block: Block,
    before: Block | None,
    after: Block,
    numbered: dict[tuple[str, bool], int],
) -> bool:
    """Return whether a line that could be a heading is an item of a list."""
    introduced = before is not None and before.text.endswith(":")
    marker = block.marker
    if marker is None:
        return introduced and after.marker is None and runs_on(after.text)
    if marker.style == "letter":
        return True
    if _is_counted_within(after.marker, marker):
        return False
    if introduced:
        return True
    series, own = _series(marker), {*places(marker)}
    if any(place == numbered.get(series, -1) + 1 for _, place in own):
        return True
    beside = after.marker
    return (
        beside is not None
        and _series(beside) == series
        and bool(following(own) & {*places(beside)})
    )


def _is_counted_within(marker: Marker | None, above: Marker) -> bool:
    """Return whether a number is the first below another: 1.1 below 1, 2.3.1 below 2.3.

    Then the one above numbers a section, not an item of a list.
    """
    return (
        marker is not None
        and marker.style == "decimal"
        and marker.value == f"{above.value}.1"
    )


def _bare_lists(
    text: str, blocks: Sequence[Block], shown: Sequence[int], candidates: set[int]
) -> set[int]:
    """Return lines that only look like headings: many in a row, no text between.

    Of such lines the first, as a title, and the last may be headings all the same; but
    not the last if it stands right below the one before.
    """
    bare: set[int] = set()
    running: list[int] = []
    for n in [*shown, None]:
        plain = (
            n is not None
            and n in candidates
            and blocks[n].marker is None
            and rank(blocks[n].text) == PLAIN_RANK
        )
        if plain and n is not None:
            running.append(n)
            continue
        if running and running[0] == shown[0]:
            del running[0]
        if len(running) >= MAX_HEADINGS_RUNNING - 1:
            below = _lines_between(text, blocks[running[-2]], blocks[running[-1]]) <= 1
            bare |= set(running if below else running[:-1])
        running = []
    return bare


def _lines_between(text: str, block: Block, following: Block) -> int:
    """Return how many line ends stand between two blocks."""
    return text[block.spans[-1][1] : following.spans[0][0]].count("\n")


def _merged(text: str, blocks: Sequence[Block], bare: set[int]) -> list[Block]:
    """Return the blocks with bare lines right below each other as one."""
    found: list[Block] = []
    start = 0
    for end in range(1, len(blocks) + 1):
        if end < len(blocks) and {end - 1, end} <= bare:
            between = text[blocks[end - 1].spans[-1][1] : blocks[end].spans[0][0]]
            near = _lines_between(text, blocks[end - 1], blocks[end]) <= 1
            if near and not between.strip():
                continue
        first, last = blocks[start], blocks[end - 1]
        if end - start > 1:
            whole = (first.spans[0][0], last.spans[-1][1])
            said = fold(text[whole[0] : whole[1]])
            first = replace(first, spans=(whole,), text=said)
        found.append(first)
        start = end
    return found


def _leads(
    place: int, shown: Sequence[int], candidates: set[int], blocks: Sequence[Block]
) -> bool:
    """Return whether a few lines on, a heading leads to a paragraph."""
    ahead = shown[place + 1 : place + 1 + MAX_HEADINGS_RUNNING]
    return any(
        n not in candidates or is_numbered_heading(blocks[n].text) for n in ahead
    )


def _series(marker: Marker) -> tuple[str, bool]:
    return marker.style, marker.dotted
