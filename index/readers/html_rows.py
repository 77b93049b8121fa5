"""Rows of tables as one line each, and terms with what defines them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from index.markers import read_marker
from index.masthead_lines import is_strong, masthead_tokens
from index.readers.flow import BETWEEN_CELLS
from index.readers.html_pieces import Cell, Piece, Table

# The text has begun with a paragraph as long as this.
MIN_RUNNING = 80
# A cell with more paragraphs than this is a part of the page, not a value.
MAX_CELL_PIECES = 4
# A longer term is a paragraph of its own.
MAX_TERM = 200
# Tables within tables, beyond which no number is looked for.
MAX_TABLES_DEEP = 16


def with_rows(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with the cells of a row, or a term and its definition, as one.

    Tables that only set the page are left as they are, but for a number alone in its
    cell: it is joined with the text beside it.
    """
    sizes = _sizes(pieces)
    mastheads = set(_mastheads(pieces))
    sizes |= dict.fromkeys(mastheads, False)
    # Bold type is no heading there.
    pieces = [
        replace(piece, bold=0)
        if piece.cell and piece.cell.table in mastheads
        else piece
        for piece in pieces
    ]
    found: list[Piece] = []
    for _, group in groupby(pieces, key=lambda piece: _row(piece, sizes)):
        row = [*group]
        if len(row) > 1 and _row(row[0], sizes)[1]:
            found.append(_joined_row(row))
        else:
            found += row
    return _with_terms(_with_numbers(found))


def joined(pieces: Sequence[Piece], between: Sequence[str]) -> Piece:
    """Return pieces as one, their texts parted by what stands between them.

    Args:
        pieces: One or more.
        between: One string fewer.
    """
    text = ""
    anchors: list[tuple[int, str]] = []
    for piece, gap in zip(pieces, ("", *between), strict=True):
        text += gap
        anchors += [(len(text) + at, name) for at, name in piece.anchors]
        text += piece.text
    return replace(
        pieces[0],
        text=text,
        anchors=anchors,
        links=sum(piece.links for piece in pieces),
        linked=sum(piece.linked for piece in pieces),
        bold=sum(piece.bold for piece in pieces),
    )


@dataclass(slots=True)
class _Size:
    """How large a table is."""

    columns: int = 0
    rows: int = 0
    pieces: Counter[Cell] = field(default_factory=Counter)

    def is_data(self, table: Table) -> bool:
        return (
            not table.layout
            and self.columns > 1
            and (self.rows > 1 or table.headed)
            and max(self.pieces.values()) <= MAX_CELL_PIECES
        )


def _sizes(pieces: Sequence[Piece]) -> dict[Table, bool]:
    """Return of each table whether it is one of data."""
    sizes: defaultdict[Table, _Size] = defaultdict(_Size)
    for piece in pieces:
        if piece.cell:
            size = sizes[piece.cell.table]
            size.columns = max(size.columns, piece.cell.column)
            size.rows = max(size.rows, piece.cell.row)
            size.pieces[piece.cell] += 1
    return {table: size.is_data(table) for table, size in sizes.items()}


def _mastheads(pieces: Sequence[Piece]) -> Iterator[Table]:
    """Yield the tables that set a masthead: before the text, a symbol in a cell."""
    for piece in pieces:
        if piece.cell is None and len(piece.text) >= MIN_RUNNING:
            return
        if (
            piece.cell
            and not piece.cell.table.headed
            and is_strong(masthead_tokens(piece.text))
        ):
            yield piece.cell.table


def _row(piece: Piece, sizes: dict[Table, bool]) -> tuple[int, int]:
    """Return which row of a table of data a piece is in; (0, 0) for none."""
    if piece.cell is None or not sizes[piece.cell.table]:
        return 0, 0
    return id(piece.cell.table), piece.cell.row


def _joined_row(row: Sequence[Piece]) -> Piece:
    between: list[str] = []
    for before, piece in pairwise(row):
        a, b = before.cell, piece.cell
        skipped = b.column - a.column if a and b else 0
        if skipped == 0:
            between.append("\n")
        elif before is row[0] and is_number_only(before.text):
            between.append(" ")
        else:
            between.append(BETWEEN_CELLS if skipped == 1 else " |" * skipped + " ")
    row = [replace(piece, text=piece.text.replace("\n", " ")) for piece in row]
    kinds = {piece.kind for piece in row}
    kind = row[0].kind if len(kinds) == 1 else "paragraph"
    return replace(joined(row, between), kind=kind, preformatted=False)


def is_number_only(text: str) -> bool:
    """Return whether a text is a paragraph's number or bullet and nothing else."""
    if len(text) > MAX_TERM:
        return False
    marker = read_marker(text + " x")
    return marker is not None and marker.length > len(text)


def _with_numbers(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with a number alone in a cell joined to the text beside it."""
    found: list[Piece] = []
    for piece in pieces:
        before = found[-1] if found else None
        if (
            before
            and before.cell
            and piece.item is None
            and _is_beside(before.cell, piece.cell)
            and is_number_only(before.text)
        ):
            found[-1] = replace(joined((before, piece), " "), kind=piece.kind)
        else:
            found.append(piece)
    return found


def _is_beside(cell: Cell, other: Cell | None) -> bool:
    """Return whether another cell stands further on in the same row, or deeper."""
    for _ in range(MAX_TABLES_DEEP):
        if other is None:
            return False
        if other.table is cell.table:
            return other.row == cell.row and other.column > cell.column
        other = other.table.above
    return False


def _with_terms(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with a term and the first paragraph that defines it as one."""
    found: list[Piece] = []
    terms: list[Piece] = []
    for piece in pieces:
        if piece.term and piece.kind != "heading" and piece.item is None:
            terms.append(piece)
            continue
        plain = piece.kind != "heading" and not piece.preformatted
        size = sum(len(term.text) for term in terms)
        if (
            terms
            and piece.defines
            and plain
            and piece.item is None
            and size <= MAX_TERM
        ):
            closed = piece.kind == "note" or terms[-1].text[-1] in ".:;!?—–"
            gap = " " if closed else ": "
            between = ["; "] * (len(terms) - 1) + [gap]
            found.append(replace(joined([*terms, piece], between), term=False))
        else:
            found += [*terms, piece]
        terms = []
    return found + terms
