"""The nearest passages by embedding: FAISS over every window of every passage.

A passage scores what its best window scores. Cosines are rounded, so that equal
passages tie whatever the order of a sum, and ties go to the lower row.

Every window is compared while they are few. Many are sorted into cells, of which a
query looks into the nearest; what has come since then is compared one by one. What is
quicker, and how many cells are enough, was measured (benchmarks/vectors.md).
"""

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.best import best
from index.cells import Cells
from index.embedding import Matrix, Vector
from index.exact_windows import ExactWindows
from index.windows_of_rows import Mask, Rows, spans

__all__ = ["Rows", "VectorIndex"]

EXACT_MOST = 30_000
"""Windows. Comparing so many takes 2 to 3 ms, and none is missed."""

RECENT_MOST = 10_000
RECENT_SHARE = 0.1
"""Of windows beside cells, until they are sorted into them: that takes two seconds at a
million windows, and comparing these 0.7 ms of each question."""

REMOVED_SHARE = 0.1
"""Of the windows in cells, until these are written without those taken out."""

GROWTH = 2
"""As many times more windows than the cells were laid out for, they are too large."""

FEW = 500
"""Passages: sooner compared one by one than picked out of the cells."""

DECIMALS = 6

GATHERED_AT_ONCE = 65_536
"""Passages. Arrays of 50 MB go back to the system when they are freed."""


class Searchable(Protocol):
    """Windows among which the nearest to a query are found."""

    def search(self, query: Vector, k: int) -> tuple[Rows, Vector]:
        """Return the rows and the cosines of the k best windows, best first.

        Fewer come back where there are fewer.
        """


class Windows(Searchable, Protocol):
    """A part of the windows, each with its passage's row."""

    @property
    def rows(self) -> Rows:
        """The passage row of each window, ascending."""

    def has(self, rows: Rows) -> Mask:
        """Return whether there are such passages."""

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """Return the cosine of each passage's best window.

        Args:
            query: Unit vector.
            rows: Of passages that there are, ascending, each once.
        """

    def narrowed(self, only: Mask) -> Searchable:
        """Return the same windows, of which only those of some passages are found.

        Args:
            only: By row, up to the last, whether the passage may be found.
        """


class VectorIndex:
    """Finds the passages whose embeddings are nearest to a query's."""

    def __init__(self, recent: ExactWindows, cells: Cells | None = None) -> None:
        """Hold the windows of passages.

        Args:
            recent: Those that are in no cell: all of them, while they are few.
            cells: The others.
        """
        self._recent = recent
        self._cells = cells
        self._parts: tuple[Windows, ...] = (cells, recent) if cells else (recent,)
        # The first window of each passage that is in no cell, and that passage.
        self._firsts = np.flatnonzero(np.diff(recent.rows, prepend=-1))
        self._passages = recent.rows[self._firsts]

    @classmethod
    def build(
        cls, dimension: int, embeddings: Iterable[tuple[int, Matrix]]
    ) -> "VectorIndex":
        """Return an index of these passages.

        Args:
            dimension: Length of the embeddings.
            embeddings: Passage rows, ascending, each with its windows' unit vectors.
        """
        rows, pieces = _gathered(embeddings)
        if len(rows) <= EXACT_MOST:
            return cls(ExactWindows.build(dimension, rows, pieces))
        none = ExactWindows.build(dimension, rows[:0], [])
        halves = [piece.astype(np.float16, copy=False) for piece in pieces]
        del pieces
        return cls(none, Cells.build(dimension, rows, halves))

    @classmethod
    def read(cls, folder: Path) -> "VectorIndex":
        """Return the index that `write` left in a folder.

        Raises:
            OSError, RuntimeError, ValueError: It is not there, or damaged.
        """
        recent, cells = ExactWindows.read(folder), Cells.read(folder)
        if cells and cells.dimension != recent.dimension:
            raise ValueError(f"the windows in {folder} are of two dimensions")
        return cls(recent, cells)

    def write(self, folder: Path, kept: Path | None = None) -> None:
        """Write the index into an existing, empty folder.

        Args:
            folder: Where to.
            kept: Where this index was read from, or the one that it was updated from:
                files that have stayed the same get another name in `folder`.

        Raises:
            OSError, RuntimeError: The folder or the disk refuses.
        """
        self._recent.write(folder)
        if self._cells:
            self._cells.write(folder, kept)

    def updated(
        self, removed: Rows, added: Iterable[tuple[int, Matrix]]
    ) -> "VectorIndex | None":
        """Return the index of other passages; None where it had better be built anew.

        Args:
            removed: Rows of passages that it shall not have; unknown ones are ignored.
            added: Rows of those that come in, ascending, each with its windows' unit
                vectors. A row may be among those removed, too: its passage is replaced.
        """
        rows, pieces = _gathered(added)
        if any(piece.shape[1] != self._recent.dimension for piece in pieces):
            return None
        recent = self._recent.without(removed).extended(rows, pieces)
        if self._cells is None:
            return VectorIndex(recent) if len(recent.rows) <= EXACT_MOST else None
        cells = self._cells.without(removed)
        windows = cells.windows + len(recent.rows)
        if not 1 / GROWTH <= windows / cells.trained_with <= GROWTH:
            return None
        stored = len(cells.rows)
        if (
            len(recent.rows) > min(RECENT_MOST, RECENT_SHARE * stored)
            or stored - cells.windows > REMOVED_SHARE * stored
        ):
            cells = cells.merged(recent.rows, recent.embeddings)
            recent = recent.without(recent.rows)
        return VectorIndex(recent, cells)

    @property
    def windows(self) -> int:
        """How many windows the passages have in all."""
        return len(self._recent.rows) + (self._cells.windows if self._cells else 0)

    @property
    def rows(self) -> Rows:
        """The passages' rows, ascending."""
        if self._cells is None:
            return self._passages
        return np.union1d(self._cells.passages, self._passages)

    def asked(self, query: Vector) -> "VectorQuery":
        """Return a query as this index is asked it.

        Args:
            query: Unit vector, shape (dimension,).

        Raises:
            ValueError: The query's length is not the index's dimension.
        """
        self._prepare(query)
        return VectorQuery(self, query)

    def every(self, query: Vector) -> tuple[Rows, Vector] | None:
        """Return all passages and their cosines, rows ascending; None if in cells.

        Raises:
            ValueError: The query's length is not the index's dimension.
        """
        if self._cells is not None:
            return None
        self._prepare(query)
        if not len(self._passages):
            return self._passages, np.empty(0, np.float32)
        cosines = np.maximum.reduceat(self._recent.products(query), self._firsts)
        return self._passages, cosines.round(DECIMALS)

    def nearest(
        self, query: Vector, k: int, among: Rows | None = None
    ) -> tuple[Rows, Vector]:
        """Return the passages nearest to a query and their cosines, best first.

        Where there are cells, some of those that are nearest may be missed.

        Args:
            query: Unit vector, shape (dimension,).
            k: How many passages; fewer come back where there are fewer.
            among: Only these passage rows; all when None. Unknown rows are ignored.

        Raises:
            ValueError: The query's length is not the index's dimension.
        """
        if among is None and (every := self.every(query)):
            return best(*every, k)
        self._prepare(query)
        parts: Sequence[Searchable] = self._parts
        if among is not None:
            if self._cells is None or len(among) <= FEW:
                known = self._known(among)
                return best(known, self.cosines(query, known), k)
            only = self._mask(among)
            parts = [part.narrowed(only) for part in self._parts]
        return _nearest(parts, query, k, self.windows)

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """Return each passage's cosine with a query, its best window's, in this order.

        Of more windows than `HALF_MOST` they are exact to about 0.001.

        Raises:
            ValueError: The query's length is not the index's dimension.
            KeyError: The index has no such row.
        """
        rows = np.asarray(rows, dtype=np.int64)
        if len(rows) == 0:
            return np.empty(0, np.float32)
        self._prepare(query)
        distinct, places = np.unique(rows, return_inverse=True)
        cosines = np.empty(len(distinct), np.float32)
        missing = np.ones(len(distinct), dtype=bool)
        for part in self._parts:
            here = part.has(distinct)
            if here.any():
                cosines[here] = part.cosines(query, distinct[here])
                missing &= ~here
        if missing.any():
            raise KeyError(f"no passage has row {distinct[missing][0]}")
        return cosines[places].round(DECIMALS)

    def _prepare(self, query: Vector) -> None:
        import faiss

        dimension = self._recent.dimension
        if self.windows and query.shape != (dimension,):
            raise ValueError(f"the query has shape {query.shape}, not ({dimension},)")
        # For this thread alone: sharing one query out took 48 ms instead of 11, over
        # 100,000 windows on two busy cores.
        faiss.omp_set_num_threads(1)

    def _mask(self, rows: Rows) -> Mask:
        """Return by row, up to the last that there is, whether it is one of these."""
        end = 1 + max(int(part.rows[-1]) for part in self._parts if len(part.rows))
        mask = np.zeros(end, dtype=bool)
        mask[rows[(rows >= 0) & (rows < end)]] = True
        return mask

    def _known(self, rows: Rows) -> Rows:
        """Return those of these rows that there are, ascending, each once."""
        rows = np.unique(rows)
        return rows[np.any([part.has(rows) for part in self._parts], axis=0)]


class VectorQuery:
    """A query that one index is asked; what was compared is not compared again."""

    def __init__(self, index: VectorIndex, query: Vector) -> None:
        """Ask an index this unit vector, of its dimension."""
        self._index = index
        self._query = query
        self._every: tuple[Rows, Vector] | None = None

    def nearest(self, k: int, among: Rows | None = None) -> tuple[Rows, Vector]:
        """Return what `VectorIndex.nearest` does."""
        if among is None:
            self._every = self._every or self._index.every(self._query)
        if among is not None or self._every is None:
            return self._index.nearest(self._query, k, among)
        return best(*self._every, k)

    def cosines(self, rows: Rows) -> Vector:
        """Return what `VectorIndex.cosines` does.

        Raises:
            KeyError: The index has no such row.
        """
        if 2 * len(rows) > self._index.windows:
            # Most are asked for: all are compared sooner than these picked out.
            self._every = self._every or self._index.every(self._query)
        if self._every is None:
            return self._index.cosines(self._query, rows)
        known, cosines = self._every
        if rows is known:  # all that there are, as they were given out
            return cosines
        places, are_there = spans(known, rows)
        if not are_there.all():
            raise KeyError(f"no passage has row {rows[are_there == 0][0]}")
        found: Vector = cosines[places]
        return found


def _gathered(
    embeddings: Iterable[tuple[int, Matrix]],
) -> tuple[Rows, list[NDArray[np.floating[Any]]]]:
    """Return the passage row of each window, and their embeddings in pieces.

    Beyond what is compared exactly they are kept at half precision, as in the library.
    """
    rows = array("q")
    pieces: list[NDArray[np.floating[Any]]] = []
    batch: list[Matrix] = []
    for row, windows in embeddings:
        rows.extend([row] * len(windows))
        batch.append(windows)
        if len(batch) >= GATHERED_AT_ONCE:
            pieces.append(_piece(batch, len(rows)))
            batch.clear()
    if batch:
        pieces.append(_piece(batch, len(rows)))
    return np.array(rows, dtype=np.int64), pieces


def _piece(batch: Sequence[Matrix], gathered: int) -> NDArray[np.floating[Any]]:
    piece = np.concatenate(batch)
    return piece if gathered <= EXACT_MOST else piece.astype(np.float16)


def _nearest(
    parts: Sequence[Searchable], query: Vector, k: int, windows: int
) -> tuple[Rows, Vector]:
    """Return the k best passages of all parts, best first; all if they are fewer."""
    fetched = min(2 * k, windows)
    while fetched > 0:
        found = []
        for part in parts:
            of_windows, products = part.search(query, fetched)
            found.append((of_windows, products.round(DECIMALS)))
        rows, cosines = best(*_best_windows(found), k)
        # No window left out can enter the best k, or tie with the last of them.
        settled = all(
            len(products) < fetched or (len(rows) == k and products[-1] < cosines[-1])
            for _, products in found
        )
        if settled or fetched == windows:
            return rows, cosines
        fetched = min(4 * fetched, windows)
    return np.empty(0, np.int64), np.empty(0, np.float32)


def _best_windows(found: Sequence[tuple[Rows, Vector]]) -> tuple[Rows, Vector]:
    """Return the distinct rows and the best product of each."""
    rows = np.concatenate([rows for rows, _ in found])
    products = np.concatenate([products for _, products in found])
    order = np.lexsort((-products, rows))
    distinct, first = np.unique(rows[order], return_index=True)
    return distinct, products[order][first]
