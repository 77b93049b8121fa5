from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.vectors import VectorIndex

DIMENSION = 8


def unit(random: np.random.Generator, count: int) -> NDArray[np.float32]:
    matrix = random.standard_normal((count, DIMENSION)).astype(np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def index_of(
    windows: Sequence[int], seed: int
) -> tuple[VectorIndex, list[tuple[int, NDArray[np.float32]]]]:
    """Passages with these numbers of windows in rows 3, 6, 9 …, some of them equal."""
    random = np.random.default_rng(seed)
    distinct = {count: unit(random, count) for count in set(windows)}
    passages = [
        (3 * place, distinct[count] if random.random() < 0.3 else unit(random, count))
        for place, count in enumerate(windows, start=1)
    ]
    return VectorIndex.build(DIMENSION, passages), passages


def by_hand(
    passages: list[tuple[int, NDArray[np.float32]]], query: NDArray[np.float32]
) -> list[tuple[int, float]]:
    scored = [
        (row, round(float((matrix @ query).max()), 6)) for row, matrix in passages
    ]
    return sorted(scored, key=lambda hit: (-hit[1], hit[0]))


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=30),
    st.integers(1, 40),
    st.integers(0, 10**6),
)
def test_nearest_agrees_with_numpy(windows: list[int], k: int, seed: int):
    index, passages = index_of(windows, seed)
    query = unit(np.random.default_rng(seed + 1), 1)[0]
    rows, cosines = index.nearest(query, k)
    expected = by_hand(passages, query)[:k]
    np.testing.assert_allclose(cosines, [cosine for _, cosine in expected], atol=2e-6)
    exact = dict(by_hand(passages, query))
    assert [exact[row] for row in rows.tolist()] == pytest.approx(
        [cosine for _, cosine in expected], abs=2e-6
    )
    among = np.array([row for row, _ in passages[::2]] + [1_000_000])
    rows, cosines = index.nearest(query, k, among)
    allowed = by_hand(passages[::2], query)[:k]
    np.testing.assert_allclose(cosines, [cosine for _, cosine in allowed], atol=2e-6)
    assert set(rows.tolist()) <= set(among.tolist())


@given(
    st.lists(st.integers(1, 9), max_size=30), st.integers(1, 40), st.integers(0, 10**6)
)
def test_what_is_asked_twice_is_answered_as_if_asked_once(
    windows: list[int], k: int, seed: int
):
    index, passages = index_of(windows, seed)
    query = unit(np.random.default_rng(seed + 1), 1)[0]
    known = np.array([row for row, _ in passages], np.int64)
    for among in (None, known[::2]):
        asked = index.asked(query)
        found = asked.nearest(k, among)
        for one, other in zip(found, index.nearest(query, k, among), strict=True):
            np.testing.assert_array_equal(one, other)
        np.testing.assert_array_equal(
            asked.cosines(known[::-1]), index.cosines(query, known[::-1])
        )
        with pytest.raises(KeyError, match="row 1"):
            asked.cosines(np.array([1]))


def test_equal_passages_come_lowest_row_first():
    same = unit(np.random.default_rng(0), 1)
    index = VectorIndex.build(DIMENSION, [(row, same) for row in range(1, 60)])
    for k in (1, 7, 59):
        rows, _ = index.nearest(same[0], k)
        assert rows.tolist() == list(range(1, k + 1))


def test_cosines_are_the_best_windows_in_the_order_asked():
    index, passages = index_of([1, 5, 2, 9, 1], seed=4)
    query = unit(np.random.default_rng(5), 1)[0]
    exact = dict(by_hand(passages, query))
    asked = np.array([12, 3, 15, 12])
    expected = [exact[row] for row in asked.tolist()]
    np.testing.assert_allclose(index.cosines(query, asked), expected, atol=2e-6)


def test_a_row_that_is_not_there_has_no_cosine():
    index, _ = index_of([1, 2], seed=0)
    with pytest.raises(KeyError, match="no passage has row 4"):
        index.cosines(np.ones(DIMENSION, np.float32), np.array([3, 4]))


def test_a_query_of_another_length_is_refused():
    index, _ = index_of([1, 2], seed=0)
    with pytest.raises(ValueError, match="shape"):
        index.nearest(np.ones(DIMENSION + 1, np.float32), 1)


def test_an_empty_index_has_nothing_near():
    index = VectorIndex.build(1, [])
    rows, cosines = index.nearest(np.ones(DIMENSION, np.float32), 5)
    assert len(rows) == len(cosines) == 0


def test_an_index_is_read_as_it_was_written(tmp_path: Path):
    index, _ = index_of([1, 5, 2], seed=4)
    index.write(tmp_path)
    again = VectorIndex.read(tmp_path)
    query = unit(np.random.default_rng(5), 1)[0]
    np.testing.assert_array_equal(index.nearest(query, 3), again.nearest(query, 3))
    assert again.rows.tolist() == [3, 6, 9]
    assert again.windows == 8
