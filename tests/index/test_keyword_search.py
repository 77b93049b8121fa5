from collections.abc import Sequence

import numpy as np
import pytest

from index.aliases import Aliases
from index.documents import Masthead
from index.keyword_search import MAX_RANGES, MAX_SINGLE_ROWS
from index.keywords import KeywordIndex
from index.passage_rows import Searchable
from index.vectors import Rows

PASSAGES = 6_000
PRIMES = (2, 3, 7, 11, 101)
SELECTED = {
    "none": [],
    "one": [77],
    "one that is not there": [PASSAGES + 5],
    "a document": range(40, 60),
    "some documents": [row for row in range(1, PASSAGES) if row // 20 % 9 == 0],
    "scattered": range(5, MAX_SINGLE_ROWS * 5, 6),
    "many scattered": range(1, PASSAGES, 3),
    "twice and in disorder": [9, 8, 9, 4000, 7],
    "most": range(50, PASSAGES),
    "all and more": range(1, PASSAGES + 9),
}


def words(row: int) -> str:
    """Each number's word is in the passages whose row it divides."""
    return " ".join(f"word{prime}" * (row % prime == 0) for prime in PRIMES)


@pytest.fixture(scope="module")
def index() -> KeywordIndex:
    passages = (
        Searchable(row, f"all {words(row)}", (), None, "ab", "", "en", Masthead(), "")
        for row in range(1, PASSAGES + 1)
    )
    return KeywordIndex.build(passages, Aliases())


@pytest.mark.parametrize("among", SELECTED.values(), ids=SELECTED)
def test_among_some_rows_is_found_what_is_found_among_all(
    index: KeywordIndex, among: Sequence[int]
):
    rows = np.array(list(among), dtype=np.int64)
    for word, prime in (("word2", 2), ("word101", 101), ("nowhere", 0)):
        inside = sorted({row for row in among if prime and row % prime == 0})
        inside = [row for row in inside if row <= PASSAGES]
        assert index.mentioning(word, rows).tolist() == inside
        assert index.together([word], rows) == bool(inside)
        assert bool(index.terms(word, rows)[0].frequency) == bool(inside)
    found, scores = index.matching("word3 word7 word101", 50, rows)
    everywhere, exact = index.matching("word3 word7 word101", PASSAGES)
    kept = np.isin(everywhere, rows)
    assert found.tolist() == everywhere[kept][:50].tolist()
    assert scores == pytest.approx(exact[kept][:50], rel=1e-5)


@pytest.mark.parametrize("number", [1, MAX_RANGES + 1, MAX_SINGLE_ROWS + 1])
def test_rows_are_scored_in_the_order_they_are_given(index: KeywordIndex, number: int):
    rows: Rows = np.random.default_rng(0).permutation(np.arange(1, number + 1) * 4 + 3)
    found, exact = index.matching("word3 word7", PASSAGES)
    by_row = dict(zip(found.tolist(), exact.tolist(), strict=True))
    expected = [by_row.get(row, 0.0) for row in rows.tolist()]
    assert index.asked("word3 word7").scores(rows) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("number", [5, PASSAGES])
def test_a_row_that_is_given_twice_is_scored_twice(index: KeywordIndex, number: int):
    rows: Rows = np.arange(1, number + 1)
    asked = index.asked("word2 word3")
    once = asked.scores(rows)
    assert once.any()
    assert asked.scores(np.tile(rows, 2)).tolist() == np.tile(once, 2).tolist()
