"""The nearest passages by embedding: FAISS over every window of every passage.

A passage scores what its best window scores. Cosines are rounded, so that equal
passages tie whatever the order of a sum, and ties go to the lower row.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedding import Matrix, Vector

INDEX_FILE = "vectors.faiss"
ROWS_FILE = "rows.npy"

DECIMALS = 6
WINDOWS_AT_ONCE = 8192

Rows = NDArray[np.int64]


class VectorIndex:
    """Finds the passages whose embeddings are nearest to a query's."""

    def __init__(self, index: Any, rows: Rows) -> None:
        """Hold a FAISS inner-product index of windows.

        Args:
            index: The FAISS index; its n-th vector is the n-th window.
            rows: The passage row of each window, ascending.
        """
        self._index = index
        self._rows = rows

    @classmethod
    def build(
        cls, dimension: int, embeddings: Iterable[tuple[int, Matrix]]
    ) -> "VectorIndex":
        """Return an index of these passages.

        Args:
            dimension: Length of the embeddings.
            embeddings: Passage rows, ascending, each with its windows' unit vectors.
        """
        import faiss

        index = faiss.IndexFlatIP(dimension)
        rows: list[int] = []
        batch: list[Matrix] = []
        for row, windows in embeddings:
            rows.extend([row] * len(windows))
            batch.append(windows)
            if len(batch) >= WINDOWS_AT_ONCE:
                index.add(np.concatenate(batch))
                batch.clear()
        if batch:
            index.add(np.concatenate(batch))
        return cls(index, np.array(rows, dtype=np.int64))

    @classmethod
    def read(cls, folder: Path) -> "VectorIndex":
        """Return the index that `write` left in a folder."""
        import faiss

        index = faiss.read_index(str(folder / INDEX_FILE))
        return cls(index, np.load(folder / ROWS_FILE, allow_pickle=False))

    def write(self, folder: Path) -> None:
        """Write the index into an existing folder."""
        import faiss

        faiss.write_index(self._index, str(folder / INDEX_FILE))
        np.save(folder / ROWS_FILE, self._rows, allow_pickle=False)

    @property
    def windows(self) -> int:
        """How many windows the passages have in all."""
        return len(self._rows)

    @property
    def rows(self) -> Rows:
        """The passages' rows, ascending."""
        return np.unique(self._rows)

    def nearest(
        self, query: Vector, k: int, among: Rows | None = None
    ) -> tuple[Rows, Vector]:
        """Return the passages nearest to a query and their cosines, best first.

        Args:
            query: Unit vector, shape (dimension,).
            k: How many passages; fewer come back where there are fewer.
            among: Only these passage rows; all when None. Unknown rows are ignored.

        Raises:
            ValueError: The query's length is not the index's dimension.
        """
        self._check(query)
        if among is not None:
            known = self._known(among)
            return _best(known, self.cosines(query, known), k)
        fetched = min(2 * k, self.windows)
        while fetched > 0:
            windows, products = self._search(query, fetched)
            rows, cosines = _best(*_best_windows(self._rows[windows], products), k)
            # No window left out can enter the best k, or tie with the last of them.
            settled = len(rows) == k and products[-1] < cosines[-1]
            if settled or fetched == self.windows:
                return rows, cosines
            fetched = min(4 * fetched, self.windows)
        return np.empty(0, np.int64), np.empty(0, np.float32)

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """Return each passage's cosine with a query, its best window's, in this order.

        Raises:
            ValueError: The query's length is not the index's dimension.
            KeyError: The index has no such row.
        """
        rows = np.asarray(rows, dtype=np.int64)
        if len(rows) == 0:
            return np.empty(0, np.float32)
        self._check(query)
        starts, counts = self._spans(rows)
        if not counts.all():
            raise KeyError(f"no passage has row {rows[counts == 0][0]}")
        products = self._products(query, _ranges(starts, counts))
        firsts = np.cumsum(counts) - counts
        best: Vector = np.maximum.reduceat(products, firsts)
        return best.round(DECIMALS)

    def _check(self, query: Vector) -> None:
        if self.windows and query.shape != (self._index.d,):
            raise ValueError(
                f"the query has shape {query.shape}, not ({self._index.d},)"
            )

    def _search(self, query: Vector, k: int) -> tuple[Rows, Vector]:
        """Return the k best windows and their rounded cosines, best first."""
        import faiss

        # For this thread alone: sharing one query out took 48 ms instead of 11, over
        # 100,000 windows on two busy cores.
        faiss.omp_set_num_threads(1)
        products, windows = self._index.search(query[np.newaxis], k)
        return windows[0], products[0].round(DECIMALS)

    def _products(self, query: Vector, windows: Rows) -> Vector:
        """Return the query's inner product with each of these windows."""
        from faiss import swig_ptr

        query = np.ascontiguousarray(query, np.float32)
        products = np.empty(len(windows), np.float32)
        self._index.compute_distance_subset(
            1, swig_ptr(query), len(windows), swig_ptr(products), swig_ptr(windows)
        )
        return products

    def _known(self, rows: Rows) -> Rows:
        """Return those of these rows that there are, ascending, each once."""
        rows = np.unique(rows)
        return rows[self._spans(rows)[1] > 0]

    def _spans(self, rows: Rows) -> tuple[Rows, Rows]:
        """Return the first window of each passage and how many it has."""
        starts = np.searchsorted(self._rows, rows, side="left")
        ends = np.searchsorted(self._rows, rows, side="right")
        return starts, ends - starts


def _ranges(starts: Rows, counts: Rows) -> Rows:
    """Return start, start + 1 ... for each start, as many as counted, in one array."""
    firsts = np.cumsum(counts) - counts
    return np.repeat(starts - firsts, counts) + np.arange(counts.sum())


def _best_windows(rows: Rows, products: Vector) -> tuple[Rows, Vector]:
    """Return the distinct rows and the first, so the best, product of each."""
    distinct, first = np.unique(rows, return_index=True)
    return distinct, products[first]


def _best(rows: Rows, scores: Vector, k: int) -> tuple[Rows, Vector]:
    """Return the k best rows and scores, best first, ties by lower row."""
    if 0 < k < len(rows):
        enough = scores >= -np.partition(-scores, k - 1)[k - 1]
        rows, scores = rows[enough], scores[enough]
    order = np.lexsort((rows, -scores))[: max(k, 0)]
    return rows[order], scores[order]
