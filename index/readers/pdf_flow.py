"""The text of a PDF as one flow of lines, each with the margins of its column."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from index.lines import starts_caseless
from index.readers.pdf_columns import Column
from index.readers.pdf_print import PrintedLine
from index.readers.pdf_tables import with_rows

# Fewer lines do not tell where a column's margins are; those of other pages do.
MIN_LINES = 5
# The share of lines that end within the right margin.
MARGIN_SHARE = 0.96
# Lines that end this near to the right margin, in points, end at it.
FLUSH = 0.8
# Lines with at most this share of their column free come near the margin.
NEAR = 0.1
# Longer words without a space are of a script that has none.
MAX_WORD = 12
# Where no two lines follow each other in a size, they would be so far apart, in ems.
USUAL_LEADING = 1.25


@dataclass(frozen=True, slots=True)
class Flowing:
    """A line of the flow.

    Attributes:
        line: What it prints.
        left, right: The margins of its column.
        seam: Whether a column or page ends just before it.
        after_room: Whether that page had room for more lines at its foot.
        is_row: Whether it is a row of a table: cells that stand below other cells.
    """

    line: PrintedLine
    left: float
    right: float
    seam: bool
    is_row: bool = False
    after_room: bool = False

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


def flow(columns: Sequence[Column], with_room: Set[int] = frozenset()) -> list[Flowing]:
    """Return the lines of all columns, in the order they are read.

    Args:
        columns: In that order.
        with_room: The pages with room for more lines at their foot.
    """
    margins = _margins(columns)
    found: list[Flowing] = []
    for column in columns:
        left, right = margins[_side(column)]
        for n, (line, is_row) in enumerate(with_rows(column.lines)):
            last = found[-1].line.page if found else line.page
            after_room = n == 0 and last != line.page and last in with_room
            found.append(Flowing(line, left, right, n == 0, is_row, after_room))
    return found


def first_word_width(line: PrintedLine) -> float:
    """Return about how wide a line's first word is, in points."""
    first = line.text.split(maxsplit=1)[0]
    if starts_caseless(first) and len(first) > MAX_WORD:
        # A script without spaces breaks anywhere: one character is the unit.
        first = first[:2]
    return (line.right - line.left) * len(first) / len(line.text)


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
    margins = {}
    for side, own in lines.items():
        size = text_sizes(own).most_common(1)[0][0]
        text = [line for line in own if line.size == size]
        lefts = Counter(round(2 * line.left) / 2 for line in text)
        rights = sorted(line.right for line in text)
        right = rights[int(MARGIN_SHARE * (len(rights) - 1))]
        few = len(rights) < MIN_LINES
        margins[side] = (
            lefts.most_common(1)[0][0],
            max(line.right for line in own) if few else right,
        )
    return margins


def _side(column: Column) -> tuple[tuple[int, ...], int]:
    return column.place, column.lines[0].page % 2


def _usual(steps: Counter[float]) -> float:
    """Return the smallest step that is common."""
    most = max(steps.values())
    return min(step for step, times in steps.items() if times >= 0.4 * most)
