"""Rows of tables in a PDF, each whole where its cells take several lines."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from index.documents import fold
from index.markers import read_marker
from index.readers.pdf_print import Cell, PrintedLine

# Edges this near, in points, are one.
EDGE = 3.0
# Rows stand this much further apart than the lines of a cell, as a share.
APART = 1.12
# Lines of one cell are no further apart, in ems.
TIGHT = 1.4
# So many lines of text that end together end at the margin.
MIN_FLUSH = 3


def with_rows(lines: Sequence[PrintedLine]) -> Iterator[tuple[PrintedLine, bool]]:
    """Yield a column's lines, and whether each is a row of a table.

    The lines of a row whose cells are wrapped come as one line, cell by cell.
    """
    start = 0
    for first, end in _tables(lines):
        yield from ((line, False) for line in lines[start:first])
        edges = _edges(lines[first:end])
        for row in _grouped(lines[first:end], edges):
            yield _whole(row, edges), True
        start = end
    yield from ((line, False) for line in lines[start:])


def _tables(lines: Sequence[PrintedLine]) -> Iterator[tuple[int, int]]:
    """Yield where each table begins and ends."""
    inner = [_inner_cells(line) for line in lines]
    margin = _margin(lines)
    n = 0
    while n + 1 < len(lines):
        end = n + 1
        seen = list(inner[n])
        while (
            seen and end < len(lines) and _belongs(lines, end, inner[end], seen, margin)
        ):
            seen += inner[end]
            end += 1
        rows = sum(bool(inner[at]) for at in range(n, end))
        if rows >= 2:
            yield n, end
            n = end
        else:
            n += 1


def _belongs(
    lines: Sequence[PrintedLine],
    n: int,
    inner: Sequence[Cell],
    seen: Sequence[Cell],
    margin: float | None,
) -> bool:
    """Return whether a line goes on with the table above it."""
    line, above = lines[n], lines[n - 1]
    if inner:
        return any(_is_below(cell, other, margin) for cell in inner for other in seen)
    # One cell alone: the second line of one that is not the first of its row.
    tight = line.baseline - above.baseline <= TIGHT * line.size
    return tight and any(abs(line.left - other.left) <= EDGE for other in seen)


def _margin(lines: Sequence[PrintedLine]) -> float | None:
    """Return where the lines of justified text end; None where it is not justified.

    Words of such a line may stand as far apart as cells.
    """
    ends = Counter(round(line.right) for line in lines if len(line.cells) == 1)
    if not ends:
        return None
    margin, count = ends.most_common(1)[0]
    most = count >= max(MIN_FLUSH, 0.5 * ends.total())
    return float(margin) if most else None


def _is_below(cell: Cell, other: Cell, margin: float | None) -> bool:
    """Return whether two cells share their middle, or an edge other than the margin."""
    flush = margin is not None and abs(cell.right - margin) <= EDGE
    return (
        abs(cell.left - other.left) <= EDGE
        or (abs(cell.right - other.right) <= EDGE and not flush)
        or abs(cell.left + cell.right - other.left - other.right) <= 2 * EDGE
    )


def _inner_cells(line: PrintedLine) -> list[Cell]:
    """Return the cells of a line, but for the first one.

    A paragraph's number or bullet and the text behind it are one cell.
    """
    marker = read_marker(line.cells[0].text + " x")
    alone = marker is not None and marker.length > len(line.cells[0].text)
    return list(line.cells[2 if alone else 1 :])


def _edges(lines: Sequence[PrintedLine]) -> list[float]:
    """Return where the columns of a table begin."""
    found: list[float] = []
    for left in sorted(cell.left for line in lines for cell in line.cells):
        if not found or left - found[-1] > EDGE:
            found.append(left)
    return found


def _grouped(
    lines: Sequence[PrintedLine], edges: Sequence[float]
) -> Iterator[list[PrintedLine]]:
    """Yield the lines of each row.

    Where some lines stand closer than others, those are lines of one row; else a row
    begins wherever the first column has a cell.
    """
    steps = [b.baseline - a.baseline for a, b in pairwise(lines)]
    least = min(steps)
    spaced = max(steps) > APART * least and least <= TIGHT * lines[0].size
    row = [lines[0]]
    for line, step in zip(lines[1:], steps, strict=True):
        begins = step > APART * least if spaced else line.left <= edges[0] + EDGE
        if begins:
            yield row
            row = []
        row.append(line)
    yield row


def _whole(row: Sequence[PrintedLine], edges: Sequence[float]) -> PrintedLine:
    """Return the lines of a row as one, the text of each cell together."""
    if len(row) == 1:
        return row[0]
    by_column: dict[float, list[Cell]] = {}
    for line in row:
        for cell in line.cells:
            edge = max(edge for edge in edges if edge <= cell.left)
            by_column.setdefault(edge, []).append(cell)
    return replace(
        row[0],
        cells=tuple(_one_cell(by_column[edge]) for edge in sorted(by_column)),
        left=min(line.left for line in row),
        right=max(line.right for line in row),
        bottom=row[-1].bottom,
        baseline=row[-1].baseline,
    )


def _one_cell(cells: Sequence[Cell]) -> Cell:
    return Cell(
        fold(" ".join(cell.text for cell in cells)),
        min(cell.left for cell in cells),
        max(cell.right for cell in cells),
    )
