"""Cells of which a question wants only some passages.

They may lie in other cells than the question, as those of another subject do: what is
looked into is the nearest of the cells that have them. A cell that has fewer than its
share of them counts for less.
"""

from typing import Any

import numpy as np

from index.embedding import Vector
from index.windows_of_rows import Mask, Rows, selector

EXACT_SHARE = 0.02
"""Of the passages, so few are looked for in every cell: it takes 14 ms at a million,
and none is missed."""

WIDENING = 4
"""As many times more cells are looked into where the nearest have too few windows."""


class NarrowedCells:
    """Finds the windows of some passages among the nearest cells that have them."""

    def __init__(self, index: Any, only: Mask, counts: Rows, sizes: Rows) -> None:
        """Hold a FAISS index of cells.

        Args:
            index: FAISS's; its ids are passage rows.
            only: By row, whether the passage may be found.
            counts: How many of the windows in each cell may be.
            sizes: How many there are in each.
        """
        self._index = index
        self._selector = selector(only)
        self._counts = counts
        share = counts.sum() / max(sizes.sum(), 1)
        fair = np.maximum(share * sizes, np.finfo(np.float64).tiny)
        self._weights = np.minimum(counts / fair, 1.0)
        self._is_exact = share <= EXACT_SHARE
        # The fewer there are, the farther from the question the nearest of them lie.
        self._probes = index.nprobe / max(share, EXACT_SHARE) ** 0.25

    def search(self, query: Vector, k: int) -> tuple[Rows, Vector]:
        """Return the rows and the cosines of the k best windows, best first.

        Fewer come back where there are fewer.
        """
        cells = self._index.quantizer.search(query[np.newaxis], self._index.nlist)[1][0]
        cells = cells[self._counts[cells] > 0]
        covered = np.cumsum(self._weights[cells])
        probes = int(np.searchsorted(covered, self._probes)) + 1
        if self._is_exact:
            probes = len(cells)
        while True:
            rows, products = search_cells(
                self._index, cells[:probes], self._selector, query, k
            )
            if len(rows) == k or probes >= len(cells):
                return rows, products
            probes *= WIDENING


def search_cells(
    index: Any, cells: Rows, only: Any, query: Vector, k: int
) -> tuple[Rows, Vector]:
    """Return the rows and the cosines of the k best windows in some cells, best first.

    Args:
        index: FAISS's; its ids are passage rows.
        cells: The cells' numbers.
        only: A FAISS selector of the passages that may be found.
        query: Unit vector.
        k: How many windows; fewer come back where there are fewer.
    """
    import faiss

    if not len(cells) or not k:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    query = np.ascontiguousarray(query, np.float32)
    cells = np.ascontiguousarray(cells, np.int64)
    parameters = faiss.SearchParametersIVF()
    parameters.sel = only
    parameters.nprobe = len(cells)
    # FAISS would add it to what is kept next to a cell's centroid; nothing is.
    distances = np.zeros(len(cells), np.float32)
    products = np.empty(k, np.float32)
    rows = np.empty(k, np.int64)
    index.search_preassigned_c(
        1,
        faiss.swig_ptr(query),
        k,
        faiss.swig_ptr(cells),
        faiss.swig_ptr(distances),
        faiss.swig_ptr(products),
        faiss.swig_ptr(rows),
        False,
        parameters,
    )
    found = rows >= 0
    return rows[found], products[found]
