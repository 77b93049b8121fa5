"""Windows whose every embedding is compared with the query: FAISS, flat.

That is the quickest way while they are few, and the only exact one.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding import Matrix, Vector
from index.windows_of_rows import (
    Mask,
    Rows,
    ranges,
    read_numbers,
    selector,
    spans,
    write_numbers,
)

INDEX_FILE = "vectors.faiss"
ROWS_FILE = "rows.bin"


class ExactWindows:
    """Windows in memory as they were embedded."""

    def __init__(self, index: Any, rows: Rows, only: Any = None) -> None:
        """Hold a FAISS inner-product index of windows.

        Args:
            index: The flat FAISS index; its n-th vector is the n-th window.
            rows: The passage row of each window, ascending.
            only: A FAISS selector of the windows to be found; None for all.
        """
        self._index = index
        self._rows = rows
        self._only = only

    @classmethod
    def build(
        cls, dimension: int, rows: Rows, embeddings: Iterable[Matrix]
    ) -> "ExactWindows":
        """Hold these windows.

        Args:
            dimension: Length of the embeddings.
            rows: The passage row of each window, ascending.
            embeddings: Unit vectors, in the same order.
        """
        import faiss

        index = faiss.IndexFlatIP(dimension)
        for matrix in embeddings:
            index.add(matrix)
        return cls(index, rows)

    @classmethod
    def read(cls, folder: Path) -> "ExactWindows":
        """Return the windows that `write` left in a folder.

        Raises:
            OSError, RuntimeError, ValueError: They are not there, or not whole.
        """
        import faiss

        try:
            index: Any = faiss.read_index(str(folder / INDEX_FILE))
        except MemoryError as error:
            raise ValueError(f"{folder / INDEX_FILE} is damaged") from error
        rows = read_numbers(folder / ROWS_FILE, np.int64)
        if not isinstance(index, faiss.IndexFlatIP) or index.ntotal != len(rows):
            raise ValueError(f"{folder / INDEX_FILE} has not the {len(rows)} windows")
        return cls(index, rows)

    def write(self, folder: Path) -> None:
        """Write the windows into an existing folder."""
        import faiss

        faiss.write_index(self._index, str(folder / INDEX_FILE))
        write_numbers(folder / ROWS_FILE, self._rows)

    @property
    def dimension(self) -> int:
        """Length of the embeddings."""
        return int(self._index.d)

    @property
    def rows(self) -> Rows:
        """The passage row of each window, ascending."""
        return self._rows

    @property
    def embeddings(self) -> Matrix:
        """The unit vectors, in the same order."""
        vectors: Matrix = self._index.reconstruct_n(0, self._index.ntotal)
        return vectors

    def without(self, rows: Rows) -> "ExactWindows":
        """Return these windows but those of some passages."""
        kept = ~np.isin(self._rows, rows)
        if kept.all():
            return self
        return self.build(self.dimension, self._rows[kept], [self.embeddings[kept]])

    def extended(self, rows: Rows, embeddings: Iterable[Matrix]) -> "ExactWindows":
        """Return these windows and more.

        Args:
            rows: The passage row of each that is added.
            embeddings: Their unit vectors, in the same order.
        """
        if not len(rows):
            return self
        rows = np.concatenate([self._rows, rows])
        matrix = np.concatenate([self.embeddings, *embeddings], dtype=np.float32)
        order = np.argsort(rows, kind="stable")
        return self.build(self.dimension, rows[order], [matrix[order]])

    def narrowed(self, only: Mask) -> "ExactWindows":
        """Return the same windows, of which only those of some passages are found.

        Args:
            only: By row, up to the last, whether the passage may be found.
        """
        return ExactWindows(self._index, self._rows, selector(only[self._rows]))

    def has(self, rows: Rows) -> Mask:
        """Return whether there are such passages."""
        there: Mask = spans(self._rows, rows)[1] > 0
        return there

    def search(self, query: Vector, k: int) -> tuple[Rows, Vector]:
        """Return the passages' rows and the cosines of the k best windows, best first.

        Fewer come back where there are fewer.
        """
        import faiss

        parameters = faiss.SearchParameters()
        parameters.sel = self._only
        products, windows = self._index.search(query[np.newaxis], k, params=parameters)
        found = windows[0] >= 0
        return self._rows[windows[0][found]], products[0][found]

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """Return the cosine of each passage's best window.

        Args:
            query: Unit vector.
            rows: Of passages that there are, ascending, each once.
        """
        starts, counts = spans(self._rows, rows)
        products = self._of(query, ranges(starts, counts))
        best: Vector = np.maximum.reduceat(products, np.cumsum(counts) - counts)
        return best

    def products(self, query: Vector) -> Vector:
        """Return the query's inner product with each window."""
        return self._of(query, np.arange(len(self._rows)))

    def _of(self, query: Vector, windows: Rows) -> Vector:
        """Return the query's inner product with each of these windows."""
        from faiss import swig_ptr

        query = np.ascontiguousarray(query, np.float32)
        products = np.empty(len(windows), np.float32)
        self._index.compute_distance_subset(
            1, swig_ptr(query), len(windows), swig_ptr(products), swig_ptr(windows)
        )
        return products
