"""The word pieces of a text and their vectors: what late interaction compares.

They are kept as bytes: a unit vector's components are between -1 and 1, and 127 steps
to either side lose nothing that ranking notices (benchmarks/quality.md).
"""

import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from index.model_files import BUNDLED_FORMS

REDUCTION = "token_reduction.npy"
"""Of the bundled model, float16, shape (384, 96); benchmarks/fit_reduction.py made it.

The projection on the principal axes of the shipped papers' word pieces. Another
model's vectors are kept whole."""

STEPS = 127

ALONE = 1 << 18
"""Multiplications of one matrix product. NumPy's library shares out more among threads,
which then wait for the next product with all they have: 10 ms of every core for 1 ms of
work."""

Spans = NDArray[np.int32]
"""Shape (n, 2): first character and the one after the last of each word piece."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's word pieces, in order, without the model's special ones.

    Attributes:
        vectors: Unit vectors from the model's last layer, shape (n, d): float32, or
            int8 in `STEPS` as they are kept.
        spans: Their ranges of the text's characters. Where windows overlap, a piece
            stands once for each.
        windows: The window that each piece stands in, from 0, shape (n,).
    """

    vectors: NDArray[np.float32] | NDArray[np.int8]
    spans: Spans
    windows: NDArray[np.int32]

    def __len__(self) -> int:
        """Return the number of word pieces."""
        return len(self.spans)

    @property
    def units(self) -> NDArray[np.float32]:
        """The vectors as float32."""
        units = self.vectors.astype(np.float32, copy=False)
        return units if self.vectors.dtype == np.float32 else units / np.float32(STEPS)


NO_TOKENS = Tokens(
    np.empty((0, 0), np.float32), np.empty((0, 2), np.int32), np.empty(0, np.int32)
)
"""Of a model that has no vectors of word pieces."""


def reduced(vectors: NDArray[np.float32], fingerprint: str) -> NDArray[np.float32]:
    """Return unit vectors in the dimensions that are kept of this model's.

    Args:
        vectors: Of word pieces, of any length, shape (n, d).
        fingerprint: The model's.
    """
    if fingerprint in BUNDLED_FORMS:
        vectors = vectors @ reduction()
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: NDArray[np.float32] = vectors / np.maximum(norms, np.finfo(np.float32).tiny)
    return units


def cosines(
    some: NDArray[np.float32], others: NDArray[np.float32] | NDArray[np.int8]
) -> NDArray[np.float32]:
    """Return the cosine of each of some unit vectors with each of others, shape (n, m).

    Args:
        some: Few, such as a question's word pieces, shape (n, d).
        others: Any number, shape (m, d); int8 where they are in `STEPS`.
    """
    found = np.empty((len(others), len(some)), np.float32)
    step = max(1, ALONE // max(1, some.size))
    # The many by the few: half the time of the few by the many.
    few = np.ascontiguousarray(some.T / STEPS if others.dtype == np.int8 else some.T)
    for start in range(0, len(others), step):
        part = slice(start, start + step)
        np.matmul(others[part].astype(np.float32, copy=False), few, out=found[part])
    return found.T


def to_columns(tokens: Tokens) -> tuple[int, bytes, bytes]:
    """Return how many word pieces there are, their vectors and their places."""
    places = np.column_stack([tokens.spans, tokens.windows])
    vectors = np.round(tokens.units * STEPS).astype(np.int8)
    return len(tokens), vectors.tobytes(), places.astype(np.int32).tobytes()


def from_columns(count: int | None, vectors: bytes, places: bytes) -> Tokens:
    """Return the word pieces written by `to_columns`; none where nothing is kept.

    Raises:
        sqlite3.DatabaseError: A column has been damaged.
    """
    if not count:
        return NO_TOKENS
    if len(vectors) % count or len(places) != count * 3 * np.dtype(np.int32).itemsize:
        raise sqlite3.DatabaseError("the word pieces of a passage are damaged")
    table = np.frombuffer(places, np.int32).reshape(count, 3)
    return Tokens(
        np.frombuffer(vectors, np.int8).reshape(count, -1),
        table[:, :2],
        np.ascontiguousarray(table[:, 2]),
    )


@lru_cache
def reduction() -> NDArray[np.float32]:
    """Return what the bundled model's vectors are multiplied by, shape (384, 96)."""
    with (files("index") / REDUCTION).open("rb") as file:
        matrix: NDArray[np.float32] = np.load(file).astype(np.float32)
    return matrix
