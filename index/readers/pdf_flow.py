"""The text of a PDF as one flow of lines, each with the margins of its column."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.lines import runs_on, starts_caseless, starts_lower
from index.readers.pdf_columns import Column
from index.readers.pdf_print import PrintedLine
from index.readers.pdf_tables import with_rows

# Fewer lines do not tell where a column's margins are; those of other pages do.
MIN_LINES = 5
# The share of lines that end within the right margin.
MARGIN_SHARE = 0.96
# Where this share of lines end together, they end at the margin.
FLUSH_SHARE = 0.3
# The share of lines that run on although the next word would have fitted: those beside
# a picture, and the like.
MISFITS = 0.03
# A word's width may be measured wrong by so many points; where it is guessed from its
# line's, by this share. A space, where the line has none, in ems.
EXACT = 0.5
SLACK = 0.1
SPACE = 0.4
# Lines that end this near to the right margin, in points, end at it.
FLUSH = 0.8
# Lines with at most this share of their column free come near the margin.
NEAR = 0.1
# Longer words without a space are of a script that has none.
MAX_WORD = 12
# Where no two lines follow each other in a size, they would be so far apart, in ems.
USUAL_LEADING = 1.25


Place = tuple[int, tuple[int, ...] | None]
"""A page, from 0, and one of its columns, or None for all of it."""

Form = tuple[bool, bool]
"""Whether a line ends a sentence, and whether the next one begins with a small letter
or in the middle of something."""


@dataclass(frozen=True, slots=True)
class Flowing:
    """A line of the flow.

    Attributes:
        line: What it prints.
        left, right: The margins of its column.
        seam: Whether a column or page ends just before it.
        lines_left: How many lines more would have stood where that ends.
        is_row: Whether it is a row of a table: cells that stand below other cells.
    """

    line: PrintedLine
    left: float
    right: float
    seam: bool
    is_row: bool = False
    lines_left: float = 0.0

    @property
    def room(self) -> float:
        """How far from its column's right margin it ends."""
        return self.right - self.line.right

    @property
    def indent(self) -> float:
        """How far from its column's left margin it begins."""
        return self.line.left - self.left

    @property
    def is_centred(self) -> bool:
        """Whether it stands in the middle of its column, away from both margins."""
        before, behind = self.line.left - self.left, self.right - self.line.right
        return before > self.line.size and abs(before - behind) <= self.line.size


@dataclass(frozen=True, slots=True)
class Setting:
    """How the text is set.

    Attributes:
        size: Of its type, in points.
        bold: Whether most of it is bold.
        justified: Whether most lines that come near the right margin end at it.
        leadings: From one line to the next within a paragraph, for each size of type.
    """

    size: float
    bold: bool
    justified: bool
    leadings: dict[float, float]

    def leading(self, size: float) -> float:
        """Return how far apart the lines of a paragraph in some size are."""
        return self.leadings.get(size, USUAL_LEADING * size)


def flow(columns: Sequence[Column], left: Mapping[Place, float]) -> list[Flowing]:
    """Return the lines of all columns, in the order they are read.

    Args:
        columns: In that order.
        left: How many lines more would stand on each page, or in one of its columns.
    """
    margins = _margins(columns)
    found: list[Flowing] = []
    before: Column | None = None
    for column in columns:
        room = _room_left(before, column, left)
        before = column
        start, end = margins[_side(column)]
        for n, (line, is_row) in enumerate(with_rows(column.lines)):
            seam = n == 0
            found.append(Flowing(line, start, end, seam, is_row, room if seam else 0.0))
    return found


def _room_left(
    before: Column | None,
    column: Column,
    left: Mapping[Place, float],
) -> float:
    """Return how many lines more would have stood in the column before another."""
    if before is None:
        return 0.0
    page = before.lines[0].page
    same = column.lines[0].page == page
    return left.get((page, before.place if same else None), 0.0)


def form_of(before: Flowing, line: Flowing) -> Form:
    """Return what a line's end and the next one's beginning look like."""
    return not runs_on(before.line.text), starts_lower(line.line.text)


def room_for(before: PrintedLine, line: PrintedLine) -> float:
    """Return how much room a line's first word would have needed on the one before."""
    first = line.text.split(maxsplit=1)[0]
    if starts_caseless(first) and len(first) > MAX_WORD:
        # A script without spaces breaks anywhere: one character is the unit.
        return (line.right - line.left) * 2 / len(line.text) + SPACE * line.size
    if not line.first:
        guess = (line.right - line.left) * len(first) / len(line.text)
        return (1 + SLACK) * guess + SPACE * before.size
    return line.first + (before.space or line.space or SPACE * before.size) + EXACT


def setting(lines: Sequence[Flowing]) -> Setting:
    """Return how most of the text is set."""
    sizes = text_sizes(flowing.line for flowing in lines)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    text = [flowing for flowing in lines if flowing.line.size == size]
    bold = sum(flowing.line.bold * len(flowing.line.text) for flowing in text)
    near = [
        abs(flowing.room) <= FLUSH
        for flowing in text
        if flowing.room <= NEAR * (flowing.right - flowing.left)
    ]
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    for a, b in pairwise(lines):
        step = b.line.baseline - a.line.baseline
        own = a.line.size
        if not b.seam and own == b.line.size and 0.8 * own <= step <= 3 * own:
            steps[own][round(2 * step) / 2] += 1
    return Setting(
        size=size,
        bold=bold > 0.5 * sizes[size],
        justified=sum(near) > 0.5 * len(near),
        leadings={
            size: _usual(counted)
            for size, counted in steps.items()
            if sum(counted.values()) >= MIN_LINES
        },
    )


def text_sizes(lines: Iterable[PrintedLine]) -> Counter[float]:
    """Return how many characters are printed in each size of type."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes


def _margins(
    columns: Sequence[Column],
) -> dict[tuple[tuple[int, ...], int], tuple[float, float]]:
    """Return the margins of each place on left and on right pages.

    Most lines begin at the left one. A few lines of a table or a program may go beyond
    the right one.
    """
    lines: dict[tuple[tuple[int, ...], int], list[PrintedLine]] = defaultdict(list)
    for column in columns:
        lines[_side(column)] += column.lines
    return {side: _own_margins(own) for side, own in lines.items()}


def _own_margins(own: Sequence[PrintedLine]) -> tuple[float, float]:
    """Return the margins of one place."""
    size = text_sizes(own).most_common(1)[0][0]
    text = [line for line in own if line.size == size]
    left = Counter(round(2 * line.left) / 2 for line in text).most_common(1)[0][0]
    rights = sorted(line.right for line in text)
    if len(rights) < MIN_LINES:
        return left, max(line.right for line in own)
    flush, times = Counter(round(right) for right in rights).most_common(1)[0]
    beyond = [right for right in rights if right > flush + FLUSH]
    if times >= FLUSH_SHARE * len(rights) and len(beyond) <= (1 - MARGIN_SHARE) * len(
        rights
    ):
        return left, max(right for right in rights if right <= flush + FLUSH)
    # A line that a sentence runs on from had no room for the next word: no line that is
    # set to the margin ends further right than that word would have ended.
    limits = sorted(
        before.right + room_for(before, line)
        for before, line in pairwise(text)
        if max(abs(before.left - left), abs(line.left - left)) <= FLUSH
        and before.page == line.page
        and runs_on(before.text)
        and starts_lower(line.text)
    )
    if len(limits) < MIN_LINES:
        return left, rights[int(MARGIN_SHARE * (len(rights) - 1))]
    limit = limits[int(MISFITS * len(limits))]
    return left, max((right for right in rights if right <= limit), default=rights[0])


def _side(column: Column) -> tuple[tuple[int, ...], int]:
    return column.place, column.lines[0].page % 2


def _usual(steps: Counter[float]) -> float:
    """Return the smallest step that is common."""
    most = max(steps.values())
    return min(step for step, times in steps.items() if times >= 0.4 * most)
