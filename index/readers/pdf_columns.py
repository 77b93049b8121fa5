"""The order in which a page is read: columns side by side, headings across them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.readers.pdf_print import PrintedLine, Run, is_rightward, printed_line, rows

# Columns are at least this far apart, in ems.
MIN_GUTTER = 0.7
# Left edges this near are one edge.
EDGE = 3.0
# No page is set in more columns within columns.
MAX_DEPTH = 4
# Fewer lines side by side are cells.
MIN_LINES = 3
# Lines of text fill most of their column; cells of a table do not.
MIN_FILL = 0.55
MIN_LINE_CHARACTERS = 14
# A file seldom goes from column to column before one ends.
SWITCHES = 0.15


@dataclass(frozen=True, slots=True)
class Column:
    """Lines one below the other.

    Attributes:
        lines: From the top.
        place: Which column of which: () across the page, (1,) the second of two.
    """

    lines: tuple[PrintedLine, ...]
    place: tuple[int, ...]

    @property
    def left(self) -> float:
        """Where most of its lines can begin."""
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        """Where its longest line ends."""
        return max(line.right for line in self.lines)


def columns(runs: Sequence[Run], page: int) -> list[Column]:
    """Return the columns of a page in the order they are read."""
    backwards = is_rightward(run.text for run in runs)
    numbered = list(enumerate(runs))
    return [
        Column(tuple(printed_line(row, page) for row in rows(part)), place)
        for part, place in _parts(numbered, (), backwards)
    ]


_Numbered = Sequence[tuple[int, Run]]


def _parts(
    runs: _Numbered, place: tuple[int, ...], backwards: bool
) -> Iterable[tuple[list[Run], tuple[int, ...]]]:
    """Yield the runs of each column, with its place."""
    band = _widest_band(runs) if len(place) < MAX_DEPTH else None
    if band is None:
        if runs:
            yield [run for _, run in runs], place
        return
    above, left, right, below = band
    yield from _parts(above, place, backwards)
    sides = [(left, 0), (right, 1)]
    for side, number in reversed(sides) if backwards else sides:
        yield from _parts(side, (*place, number), backwards)
    yield from _parts(below, place, backwards)


def _widest_band(
    runs: _Numbered,
) -> tuple[_Numbered, _Numbered, _Numbered, _Numbered] | None:
    """Return the largest band set in two columns, and what is above and below it."""
    if len(runs) < 2 * MIN_LINES:
        return None
    size = Counter(run.size for _, run in runs).most_common(1)[0][0]
    gutter = MIN_GUTTER * size
    ordered = sorted(runs, key=lambda pair: pair[1].baseline)
    best: tuple[int, int, int, float] | None = None
    for edge in _edges(ordered):
        for start, end in _uncrossed(ordered, edge, gutter):
            sides = _sides(ordered[start:end], edge)
            if _are_columns(*sides):
                lines = min(len(rows(run for _, run in side)) for side in sides)
                if best is None or lines > best[0]:
                    best = (lines, start, end, edge)
    if best is None:
        return None
    _, start, end, edge = best
    left, right = _sides(ordered[start:end], edge)
    return ordered[:start], left, right, ordered[end:]


def _edges(ordered: _Numbered) -> list[float]:
    """Return where columns may begin: several runs do, right of the first ones."""
    lefts = sorted(run.left for _, run in ordered)
    first = lefts[0]
    found: list[float] = []
    times = Counter(round(left / EDGE) for left in lefts)
    for edge, count in times.items():
        near = count + times[edge - 1] + times[edge + 1]
        if near >= MIN_LINES and edge * EDGE > first + 4 * EDGE:
            found.append((edge - 1) * EDGE)
    return sorted(found)


def _uncrossed(
    ordered: _Numbered, edge: float, gutter: float
) -> Iterable[tuple[int, int]]:
    """Yield the ranges of runs none of which prints over the gutter at an edge."""
    start = 0
    for n, (_, run) in enumerate(ordered):
        if run.left < edge and run.right > edge + EDGE - gutter:
            if n - start >= 2 * MIN_LINES:
                yield start, n
            start = n + 1
    if len(ordered) - start >= 2 * MIN_LINES:
        yield start, len(ordered)


def _sides(runs: _Numbered, edge: float) -> tuple[_Numbered, _Numbered]:
    return (
        [pair for pair in runs if pair[1].left < edge],
        [pair for pair in runs if pair[1].left >= edge],
    )


def _are_columns(left: _Numbered, right: _Numbered) -> bool:
    """Return whether two sides are running text, not the cells of a table."""
    if not left or not right:
        return False
    lines = [rows(run for _, run in side) for side in (left, right)]
    if min(map(len, lines)) < MIN_LINES:
        return False
    if max(run.baseline for _, run in left) < min(run.baseline for _, run in right):
        return False
    if not all(_has_text(side) for side in lines):
        return False
    order = sorted([(n, 0) for n, _ in left] + [(n, 1) for n, _ in right])
    switches = sum(a[1] != b[1] for a, b in pairwise(order))
    # A file that prints one side and then the other means columns; one that goes from
    # side to side at every line, a table, unless its cells are as full as columns.
    least = min(map(len, lines))
    if switches <= max(2, SWITCHES * least):
        return True
    return all(_is_full(side) for side in lines) or (
        switches <= least and all(_fill(side) >= MIN_FILL for side in lines)
    )


def _has_text(side: Sequence[Sequence[Run]]) -> bool:
    said = sum(len(run.text) for row in side for run in row)
    return said >= MIN_LINE_CHARACTERS * len(side)


def _is_full(side: Sequence[Sequence[Run]]) -> bool:
    return len(side) >= 2 * MIN_LINES and _fill(side) >= 0.75


def _fill(side: Sequence[Sequence[Run]]) -> float:
    """Return how much of its width the lines of a side fill, 0 to 1."""
    left = min(row[0].left for row in side)
    right = max(row[-1].right for row in side)
    filled = sum(run.right - run.left for row in side for run in row)
    return filled / max(1.0, (right - left) * len(side))
