"""Sorting windows into cells: into empty ones, or beside those that are there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.cell_training import Half, untrained
from index.embedding import Matrix
from index.windows_of_rows import Mask, Rows

CODED_AT_ONCE = 16_384
"""Windows; 24 MB as float32, of 384 dimensions."""

Codes = NDArray[np.uint8]
Content = tuple[Rows, Codes]
"""Passage rows of windows and their embeddings as FAISS keeps them."""


@dataclass(frozen=True, slots=True)
class SortedWindows:
    """Windows that have been sorted into cells.

    Attributes:
        index: FAISS's; its ids are passage rows.
        rows: The passage row of each window, ascending.
        cells: The cell of each.
        trained_with: How many windows there were when the cells were laid out.
    """

    index: Any
    rows: Rows
    cells: NDArray[np.int32]
    trained_with: int


def coded(index: Any, embeddings: Half | Matrix) -> tuple[Codes, Rows]:
    """Return embeddings as FAISS keeps them, and the cell of each.

    Args:
        index: Of trained cells.
        embeddings: Unit vectors.
    """
    from faiss import swig_ptr

    codes = np.empty((len(embeddings), index.code_size), np.uint8)
    cells = np.empty(len(embeddings), np.int64)
    for start in range(0, len(embeddings), CODED_AT_ONCE):
        some = embeddings[start : start + CODED_AT_ONCE].astype(np.float32)
        end = start + len(some)
        cells[start:end] = index.quantizer.assign(some, 1)[:, 0]
        index.encode_vectors(
            len(some),
            swig_ptr(some),
            swig_ptr(cells[start:end]),
            swig_ptr(codes[start:end]),
        )
    return codes, cells


def contents(index: Any, kept: Mask) -> Iterator[Content]:
    """Yield what is in each cell, but of the passages that are kept only.

    Args:
        index: FAISS's.
        kept: Whether the passage of each row is.

    Raises:
        ValueError: The index is damaged.
    """
    from faiss import rev_swig_ptr

    lists = index.invlists
    for cell in range(index.nlist):
        size = lists.list_size(cell)
        if not size:
            yield np.empty(0, np.int64), np.empty((0, index.code_size), np.uint8)
            continue
        rows = rev_swig_ptr(lists.get_ids(cell), size)
        if not 0 <= rows.min() <= rows.max() < len(kept):
            raise ValueError(f"cell {cell} has windows of passages that there are not")
        codes = rev_swig_ptr(lists.get_codes(cell), size * index.code_size)
        chosen = kept[rows]
        yield rows[chosen], codes.reshape(size, -1)[chosen]


def filled(
    like: Any,
    before: Iterable[Content],
    added: Content,
    cells: Rows,
    trained_with: int,
) -> SortedWindows:
    """Return windows in cells.

    Args:
        like: A FAISS index whose trained cells they shall be.
        before: What is in each cell already.
        added: What comes into them.
        cells: The cell of each window that is added.
        trained_with: How many windows there were when the cells were laid out.
    """
    from faiss import swig_ptr

    index = _like(like)
    rows, codes = added
    order = np.argsort(cells, kind="stable")
    ends = np.cumsum(np.bincount(cells, minlength=index.nlist))
    parts = np.split(order, ends[:-1])
    all_rows = []
    for cell, ((old, old_codes), new) in enumerate(zip(before, parts, strict=True)):
        # At once, so that a cell has no more memory than it needs.
        ids = np.concatenate([old, rows[new]])
        data = np.concatenate([old_codes, codes[new]])
        index.invlists.add_entries(cell, len(ids), swig_ptr(ids), swig_ptr(data))
        all_rows.append(ids)
    merged = np.concatenate(all_rows)
    index.ntotal = len(merged)
    of_windows = np.repeat(
        np.arange(index.nlist, dtype=np.int32), [*map(len, all_rows)]
    )
    order = np.argsort(merged, kind="stable")
    return SortedWindows(index, merged[order], of_windows[order], trained_with)


def _like(index: Any) -> Any:
    """Return an index with the same trained cells and no window."""
    import faiss

    other = untrained(index.d, index.nlist, index.sq.qtype)
    other.quantizer.add(index.quantizer.reconstruct_n(0, index.nlist))
    trained = faiss.vector_to_array(index.sq.trained)
    faiss.copy_array_to_vector(trained, other.sq.trained)
    other.nprobe = index.nprobe
    other.is_trained = True
    return other
