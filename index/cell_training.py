"""Where the cells of windows lie, and how many of them a question must look into.

Cells are the surroundings of centroids, found by k-means on a sample of the library's
own embeddings. A question lies farther from its passages than they from each other: so
how many cells to look into is found with made-up questions as far from every passage as
real ones are.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedding import Matrix

CELLS_BY_ROOT = 3
"""Cells by the square root of the number of windows (benchmarks/vectors.md)."""

SAMPLED_BY_CELL = 39
"""Windows of the sample by cell: what FAISS asks for at least."""

HALF_MOST = 500_000
"""Windows whose components are kept at half precision, as in the library: 0.4 GB of 384
dimensions. More of them are kept in a byte a component: a cosine then errs by 0.0005
(standard deviation), which costs a hundredth of recall."""

LEAST_SAMPLED = 50_000
"""However few the cells are: the range of each component is taken from the sample."""

ROUNDS = 6
"""Of k-means; more find no better cells (benchmarks/vectors.md)."""

RANGE_MARGIN = 0.05
"""Of the sample's range of a component, added at both ends for the other windows."""

QUESTIONS = 200
QUESTION_COSINE = 0.5
"""Of a made-up question with the blend of two passages that it is made from; real ones
have 0.4 to 0.7 with the passage nearest to them."""

NEIGHBOURS = 10
RECALL = 0.99
"""Of a question's nearest windows of the sample, those that are in cells looked into.
In the whole library the nearest are nearer, and more of them are."""

Half = NDArray[np.float16]
"""Unit vectors, shape (n, dimension), at the precision that libraries keep."""


def trained(dimension: int, embeddings: Sequence[Half]) -> Any:
    """Return a FAISS index of these windows' cells, with no window in it yet.

    Args:
        dimension: Length of the embeddings.
        embeddings: Unit vectors, in pieces of any length.
    """
    import faiss

    windows = sum(map(len, embeddings))
    cells = round(CELLS_BY_ROOT * math.sqrt(windows))
    random = np.random.default_rng(0)
    size = min(windows, max(SAMPLED_BY_CELL * cells, LEAST_SAMPLED))
    sample = _sample(embeddings, size, random)
    quantizer = faiss.ScalarQuantizer
    kind = quantizer.QT_fp16 if windows <= HALF_MOST else quantizer.QT_8bit
    index = untrained(dimension, cells, kind)
    index.cp.niter = ROUNDS
    index.cp.min_points_per_centroid = 1
    index.cp.max_points_per_centroid = SAMPLED_BY_CELL
    index.sq.rangestat = quantizer.RS_minmax
    index.sq.rangestat_arg = RANGE_MARGIN
    index.train(sample)
    index.nprobe = _cells_to_look_into(index, sample, random)
    return index


def untrained(dimension: int, cells: int, kind: int) -> Any:
    """Return a FAISS index of cells that are yet to be trained.

    Args:
        dimension: Length of the embeddings.
        cells: How many.
        kind: FAISS's number of how components are kept.
    """
    import faiss

    return faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        cells,
        kind,
        faiss.METRIC_INNER_PRODUCT,
        # What does not depend on the cell is as exact, and read as quickly.
        False,
    )


def _sample(
    embeddings: Sequence[Half], size: int, random: np.random.Generator
) -> Matrix:
    """Return as many of the windows' embeddings, drawn at random."""
    ends = np.cumsum([len(piece) for piece in embeddings])
    chosen = np.sort(random.choice(ends[-1], size, replace=False))
    cuts = np.searchsorted(chosen, ends)
    return np.concatenate(
        [
            piece[numbers - (end - len(piece))].astype(np.float32)
            for piece, end, numbers in zip(
                embeddings, ends, np.split(chosen, cuts[:-1]), strict=True
            )
        ]
    )


def _cells_to_look_into(index: Any, sample: Matrix, random: np.random.Generator) -> int:
    """Return how many of the nearest cells have enough of a question's windows."""
    questions = _questions(sample, random)
    nearest = _nearest(sample, questions)
    cells = index.quantizer.assign(sample[nearest.ravel()], 1).reshape(nearest.shape)
    order = index.quantizer.search(questions, index.nlist)[1]
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(index.nlist)[np.newaxis], axis=1)
    found_at = np.take_along_axis(places, cells, axis=1)
    return int(np.quantile(found_at, RECALL, method="higher")) + 1


def _questions(sample: Matrix, random: np.random.Generator) -> Matrix:
    """Return unit vectors that lie to the sample as questions do to passages."""
    pairs = random.integers(0, len(sample), (2, QUESTIONS))
    noise = random.standard_normal((QUESTIONS, sample.shape[1]), np.float32)
    about = _unit(sample[pairs[0]] + sample[pairs[1]])
    return _unit(
        QUESTION_COSINE * about + math.sqrt(1 - QUESTION_COSINE**2) * _unit(noise)
    )


def _nearest(sample: Matrix, questions: Matrix) -> NDArray[np.int64]:
    """Return the numbers of the sampled windows nearest to each question."""
    import faiss

    product = faiss.METRIC_INNER_PRODUCT
    numbers: NDArray[np.int64]
    _, numbers = faiss.knn(questions, sample, NEIGHBOURS, metric=product)
    return numbers


def _unit(vectors: Matrix) -> Matrix:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: Matrix = vectors / np.maximum(norms, np.finfo(np.float32).tiny)
    return units
