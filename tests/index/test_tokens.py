import sqlite3

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from index.tokens import (
    NO_TOKENS,
    STEPS,
    Tokens,
    cosines,
    from_columns,
    reduced,
    to_columns,
)


@given(
    arrays.arrays(
        np.float32,
        st.tuples(st.integers(1, 9), st.integers(1, 9)),
        elements=st.floats(-1, 1, width=32),
    )
)
def test_what_is_stored_comes_back_within_half_a_step(vectors: np.ndarray):
    places = np.arange(3 * len(vectors), dtype=np.int32).reshape(-1, 3)
    tokens = Tokens(vectors, places[:, :2], places[:, 2])
    read = from_columns(*to_columns(tokens))
    assert np.abs(read.units - vectors).max() <= 0.5 / STEPS + 1e-6
    np.testing.assert_array_equal(read.spans, tokens.spans)
    np.testing.assert_array_equal(read.windows, tokens.windows)


@pytest.mark.parametrize("columns", [(None, None, None), (0, b"", b"")])
def test_what_an_earlier_version_stored_has_no_word_pieces(columns: tuple):
    assert len(from_columns(*columns)) == 0


@pytest.mark.parametrize(("vectors", "places"), [(b"odd", 24), (b"even", 23)])
def test_damage_is_noticed(vectors: bytes, places: int):
    with pytest.raises(sqlite3.DatabaseError, match="damaged"):
        from_columns(2, vectors, bytes(places))


def test_another_models_vectors_are_only_made_unit_vectors():
    vectors = np.array([[3, 4], [0, 0]], np.float32)
    np.testing.assert_allclose(reduced(vectors, "other@1"), [[0.6, 0.8], [0, 0]])


def test_a_model_without_word_pieces_is_stored_as_one():
    assert len(from_columns(*to_columns(NO_TOKENS))) == 0


@pytest.mark.parametrize("count", [0, 1, 700])
def test_cosines_are_those_of_every_pair(count: int):
    made = np.random.default_rng(0)
    some = made.standard_normal((14, 96), np.float32)
    others = made.standard_normal((count, 96), np.float32)
    np.testing.assert_allclose(cosines(some, others), some @ others.T, atol=1e-4)
