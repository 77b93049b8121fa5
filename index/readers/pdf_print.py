"""What is printed on the pages of a PDF: runs of characters and where they stand.

Lengths are in points; `y` grows downwards, as people read.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

# No page of print has more; what has is a trap or a drawing.
MAX_PAGE_CHARACTERS = 200_000
# A gap this wide, in ems, parts two columns or cells; justified words stand nearer.
CELL_GAP = 1.8
# Runs nearer than this, in ems, may be pieces of one word, …
WORD_GAP = 0.15
# … and these always are.
TOUCHING = 0.02
# Gaps that differ by less, in ems, are equal.
SAME_GAP = 0.12
# Baselines nearer than this share of a line's size are one line.
SAME_LINE = 0.4


@dataclass(frozen=True, slots=True)
class Run:
    """Characters printed next to each other on one line.

    Attributes:
        text: What they say.
        left, right, top, bottom: The rectangle they fill.
        baseline: The line they stand on.
        size: Of most of them.
        bold, italic: The share of them that is so, 0 to 1.
        raised: How many of them, from the first, are raised, as a note's number is.
        first: How wide the first word is; 0 where that is not known.
        space: How wide its spaces are on average; 0 without any.
        block: Which block of the file's own structure it is in; 0 for none.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    size: float
    bold: float = 0.0
    italic: float = 0.0
    raised: int = 0
    first: float = 0.0
    space: float = 0.0
    block: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """Runs that stand side by side without a wide gap."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of print of one column.

    Attributes:
        cells: Its parts, more than one where wide gaps part them.
        page: Which page of the file it is on, from 0.
        raised: How many characters, from the first, are raised.
        first, space: As of a run.
        block: Which block of the file's own structure most of it is in; 0 for none.
    """

    cells: tuple[Cell, ...]
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    size: float
    bold: float
    italic: float
    raised: int
    page: int
    first: float = 0.0
    space: float = 0.0
    block: int = 0

    @property
    def text(self) -> str:
        """All its cells say."""
        return " ".join(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file.

    Attributes:
        number: Which one, from 0.
        runs: What is printed on it, in the file's own order.
        rules: Thin lines across: left, right and height of each.
        pictured: Whether something is drawn on it that may be text.
        from_before, to_after: The blocks of the file's own structure that begin on an
            earlier page, and those that go on on a later one.
        is_whole: Whether it prints at most `MAX_PAGE_CHARACTERS`; the rest is not read.
    """

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    rules: tuple[tuple[float, float, float], ...] = ()
    pictured: bool = False
    is_whole: bool = True
    from_before: tuple[int, ...] = ()
    to_after: tuple[int, ...] = ()

    @property
    def has_text(self) -> bool:
        """Whether it prints a letter or figure."""
        return any(c.isalnum() for run in self.runs for c in run.text)


def rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Return the runs of each line across, from the top; each from left to right."""
    found: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.baseline, run.left)):
        if found and _same_row(found[-1], run):
            found[-1].append(run)
        else:
            found.append([run])
    return [sorted(row, key=lambda run: run.left) for row in found]


def printed_line(row: Sequence[Run], page: int) -> PrintedLine:
    """Return the runs of a row as one line, in the order they are read."""
    backwards = is_rightward(run.text for run in row)
    ordered = sorted(row, key=lambda run: -run.right) if backwards else row
    weights = Counter[float]()
    for run in row:
        weights[run.size] += len(run.text)
    size = weights.most_common(1)[0][0]
    total = sum(weights.values())
    main = [run for run in row if run.size == size]
    return PrintedLine(
        cells=tuple(_cells(ordered, size)),
        left=min(run.left for run in row),
        right=max(run.right for run in row),
        top=min(run.top for run in row),
        bottom=max(run.bottom for run in row),
        baseline=main[0].baseline,
        size=size,
        bold=sum(run.bold * len(run.text) for run in row) / total,
        italic=sum(run.italic * len(run.text) for run in row) / total,
        raised=ordered[0].raised,
        page=page,
        first=ordered[0].first,
        space=max((run.space for run in main), default=0.0),
        block=_main_block(row),
    )


def is_rightward(texts: Iterable[str]) -> bool:
    """Return whether most letters are of a script read from right to left."""
    balance = 0
    for text in texts:
        for character in text:
            if "\u0590" <= character <= "\u08ff" or "\ufb1d" <= character <= "\ufefc":
                balance += 1
            elif character.isalpha():
                balance -= 1
    return balance > 0


def _main_block(row: Sequence[Run]) -> int:
    """Return the block that most characters of a row are in."""
    weights = Counter[int]()
    for run in row:
        weights[run.block] += len(run.text)
    return weights.most_common(1)[0][0]


def _same_row(row: Sequence[Run], run: Run) -> bool:
    first = max(row, key=lambda other: other.size)
    near = abs(run.baseline - first.baseline)
    if near <= SAME_LINE * min(first.size, run.size):
        return True
    # A figure set above or below the line overlaps it, and is smaller.
    smaller, larger = sorted((first, run), key=lambda other: other.size)
    return (
        smaller.size <= 0.8 * larger.size
        and near <= 0.6 * larger.size
        and len(smaller.text) <= 8
    )


def _cells(ordered: Sequence[Run], size: float) -> list[Cell]:
    if _is_stretched(ordered, size):
        left, right = min(r.left for r in ordered), max(r.right for r in ordered)
        return [Cell(" ".join(run.text for run in ordered), left, right)]
    found: list[Cell] = []
    for n, run in enumerate(ordered):
        if n == 0:
            found.append(Cell(run.text, run.left, run.right))
            continue
        before = found[-1]
        gap = max(run.left - before.right, before.left - run.right)
        if gap >= CELL_GAP * size:
            found.append(Cell(run.text, run.left, run.right))
            continue
        # A large initial stands close to the rest of its word.
        initial = run.size < 0.7 * ordered[n - 1].size and gap <= WORD_GAP * size
        space = "" if initial or gap <= TOUCHING * size else " "
        found[-1] = Cell(
            before.text + space + run.text,
            min(before.left, run.left),
            max(before.right, run.right),
        )
    return found


def _is_stretched(ordered: Sequence[Run], size: float) -> bool:
    """Return whether runs are the words of a justified line, all as far apart."""
    if len(ordered) < 3 or any(" " in run.text for run in ordered):
        return False
    gaps = [max(b.left - a.right, a.left - b.right) for a, b in pairwise(ordered)]
    return max(gaps) - min(gaps) <= SAME_GAP * size < min(gaps)
