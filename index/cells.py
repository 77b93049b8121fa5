"""Windows sorted into cells, of which a query looks into the nearest: FAISS, IVF.

The files are never altered: passages that are taken out are passed over, until others
are written without them.
"""

from functools import cached_property
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np

from index.cell_files import Header, has_cells, link_cells, read_cells, write_cells
from index.cell_filling import SortedWindows, coded, contents, filled
from index.cell_search import WIDENING, NarrowedCells, search_cells
from index.cell_training import Half, trained
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

REMOVED_FILE = "removed-rows.bin"

NO_ROWS: Rows = np.empty(0, np.int64)


class Cells:
    """Many windows, found among those of the cells nearest to a query."""

    def __init__(
        self,
        windows: SortedWindows,
        header: Header | None = None,
        removed: Rows = NO_ROWS,
    ) -> None:
        """Hold windows that have been sorted into cells.

        Args:
            windows: The windows.
            header: Of the files that they were read from; None if from none.
            removed: Rows of passages that have been taken out, ascending.
        """
        self._index = windows.index
        self._sorted = windows
        self._header = header
        self._removed = removed

    @classmethod
    def build(cls, dimension: int, rows: Rows, embeddings: list[Half]) -> "Cells":
        """Lay out cells and sort windows into them.

        Args:
            dimension: Length of the embeddings.
            rows: The passage row of each window, ascending.
            embeddings: Unit vectors in the same order, in pieces of any length; the
                list is emptied, so that memory holds them once.
        """
        like = trained(dimension, embeddings)
        codes = np.empty((len(rows), like.code_size), np.uint8)
        cells = np.empty(len(rows), np.int64)
        end = 0
        while embeddings:
            piece = embeddings.pop(0)
            start, end = end, end + len(piece)
            codes[start:end], cells[start:end] = coded(like, piece)
        nothing = repeat((rows[:0], codes[:0]), like.nlist)
        return cls(filled(like, nothing, (rows, codes), cells, len(rows)))

    @classmethod
    def read(cls, folder: Path) -> "Cells | None":
        """Return the cells that `write` left in a folder; None where it left none.

        Raises:
            OSError, RuntimeError, ValueError: They are damaged.
        """
        if not has_cells(folder):
            return None
        windows, header = read_cells(folder)
        removed = read_numbers(folder / REMOVED_FILE, np.int64)
        if not spans(windows.rows, removed)[1].all():
            raise ValueError(f"{folder / REMOVED_FILE} has rows that there are not")
        return cls(windows, header, removed)

    def write(self, folder: Path, kept: Path | None = None) -> None:
        """Write the cells into an existing folder.

        Args:
            folder: Where to.
            kept: Where they were read from: its files get other names in `folder`.

        Raises:
            OSError, RuntimeError: The folder or the disk refuses.
        """
        linked = self._header and kept and link_cells(kept, folder, self._header)
        # Of cells that it has mapped, FAISS would write but the name of their file.
        whole = self.merged() if self._header and not linked else self
        if not linked:
            write_cells(folder, whole._sorted)
        write_numbers(folder / REMOVED_FILE, whole._removed)

    @property
    def dimension(self) -> int:
        """Length of the embeddings."""
        return int(self._index.d)

    @property
    def trained_with(self) -> int:
        """How many windows there were when the cells were laid out."""
        return self._sorted.trained_with

    @property
    def rows(self) -> Rows:
        """The passage row of each window, ascending, of those taken out, too."""
        return self._sorted.rows

    @property
    def passages(self) -> Rows:
        """The rows of the passages that have not been taken out, ascending."""
        return np.flatnonzero(self._is_there)

    @cached_property
    def windows(self) -> int:
        """How many windows these passages have."""
        return len(self.rows) - int(spans(self.rows, self._removed)[1].sum())

    def has(self, rows: Rows) -> Mask:
        """Return whether there are such passages that have not been taken out."""
        there = np.zeros(len(rows), dtype=bool)
        known = (rows >= 0) & (rows < len(self._is_there))
        there[known] = self._is_there[rows[known]]
        return there

    def without(self, rows: Rows) -> "Cells":
        """Return the same cells with some passages taken out."""
        removed = np.union1d(self._removed, rows[self.has(rows)])
        return Cells(self._sorted, self._header, removed)

    def narrowed(self, only: Mask) -> NarrowedCells:
        """Return the same cells, in which only some passages are found.

        Args:
            only: By row, up to the last, whether the passage may be found.
        """
        only = only[: len(self._is_there)] & self._is_there
        cells = self._sorted.cells[np.flatnonzero(only[self.rows])]
        counts = np.bincount(cells, minlength=self._index.nlist)
        return NarrowedCells(self._index, only, counts, self._sizes)

    def merged(self, rows: Rows = NO_ROWS, embeddings: Matrix | None = None) -> "Cells":
        """Return other cells in memory, without what has been taken out of these.

        Args:
            rows: The passage row of each window that is added.
            embeddings: Their unit vectors.
        """
        if embeddings is None:
            embeddings = np.empty((0, self.dimension), np.float32)
        codes, cells = coded(self._index, embeddings)
        before = contents(self._index, self._is_there)
        return Cells(
            filled(self._index, before, (rows, codes), cells, self.trained_with)
        )

    def search(self, query: Vector, k: int) -> tuple[Rows, Vector]:
        """Return the passages' rows and the cosines of the k best windows, best first.

        Those of the nearest cells; fewer come back where there are fewer in all.
        """
        import faiss

        parameters = faiss.SearchParametersIVF()
        parameters.sel = self._selector
        probes = self._index.nprobe
        while True:
            parameters.nprobe = min(probes, self._index.nlist)
            products, rows = self._index.search(query[np.newaxis], k, params=parameters)
            if rows.min() >= 0 or probes >= self._index.nlist:
                # A damaged file may name passages that there are not.
                found = self.has(rows[0])
                return rows[0][found], products[0][found]
            probes *= WIDENING

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """Return the cosine of each passage's best window.

        Args:
            query: Unit vector.
            rows: Of passages that there are, ascending, each once.
        """
        starts, counts = spans(self.rows, rows)
        cells = np.unique(self._sorted.cells[ranges(starts, counts)]).astype(np.int64)
        only = np.zeros_like(self._is_there)
        only[rows] = True
        found, products = search_cells(
            self._index, cells, selector(only), query, int(counts.sum())
        )
        distinct, first = np.unique(found, return_index=True)
        best = np.full(len(rows), -1, np.float32)
        best[np.searchsorted(rows, distinct)] = products[first]
        return best

    @cached_property
    def _is_there(self) -> Mask:
        """By row, whether there is a passage that has not been taken out."""
        mask = np.zeros(int(self.rows[-1]) + 1, dtype=bool)
        mask[self.rows] = True
        mask[self._removed] = False
        return mask

    @cached_property
    def _selector(self) -> Any:
        """What tells FAISS to pass over what has been taken out; None for nothing."""
        return selector(self._is_there) if len(self._removed) else None

    @cached_property
    def _sizes(self) -> Rows:
        """How many windows there are in each cell."""
        return np.bincount(self._sorted.cells, minlength=self._index.nlist)
