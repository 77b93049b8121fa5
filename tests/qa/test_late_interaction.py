import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.keywords import Term
from index.tokens import NO_TOKENS, Tokens
from qa.late_interaction import (
    FUNCTION_WORD_WEIGHT,
    NAME_WEIGHT,
    late_interaction,
    token_weights,
)


def tokens(*vectors: tuple[float, float], windows: tuple[int, ...] = ()) -> Tokens:
    spans = np.array([(at, at + 1) for at in range(len(vectors))], np.int32)
    placed = np.array(windows or [0] * len(vectors), np.int32)
    return Tokens(np.array(vectors, np.float32).reshape(-1, 2), spans, placed)


EAST, NORTH, WEST = (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)


def test_every_piece_is_met_by_its_nearest():
    question, weights = tokens(EAST, NORTH), np.array([3, 1], np.float32)
    passages = [tokens(EAST, NORTH), tokens(EAST), tokens(NORTH, WEST), tokens(WEST)]
    scores = late_interaction(question, weights, passages)
    assert scores == pytest.approx([1, 3 / 4, 1 / 4, -3 / 4])


def test_a_long_passage_counts_by_its_best_window():
    question, weights = tokens(EAST, NORTH), np.ones(2, np.float32)
    together = tokens(WEST, EAST, NORTH, windows=(0, 1, 1))
    apart = tokens(EAST, NORTH, windows=(0, 1))
    scores = late_interaction(question, weights, [together, apart])
    assert scores == pytest.approx([1, 1 / 2])


def test_nothing_to_compare_is_not_a_number():
    question, one = tokens(EAST), np.ones(1, np.float32)
    assert np.isnan(late_interaction(question, one, [NO_TOKENS])).all()
    assert np.isnan(late_interaction(NO_TOKENS, one[:0], [tokens(EAST)])).all()
    assert np.isnan(late_interaction(question, 0 * one, [tokens(EAST)])).all()
    assert late_interaction(question, one, [NO_TOKENS, tokens(EAST)])[1] == 1


def test_pieces_weigh_what_their_word_does():
    text = "Is the satellite's orbit-keeping the US's?"
    spans = [(0, 2), (3, 6), (7, 16), (19, 24), (25, 32), (37, 39), (39, 41)]
    pieces = Tokens(
        np.zeros((len(spans), 2), np.float32),
        np.array(spans, np.int32),
        np.zeros(len(spans), np.int32),
    )
    terms = [
        Term("satellite", "satellit", 5.0, 1),
        Term("orbit-keeping", "orbit", 4.0, 1),
        Term("US", "us", 3.0, 1, names_document=True),
    ]
    other = FUNCTION_WORD_WEIGHT
    expected = [other, other, 5, 4, 4, NAME_WEIGHT * 3, other]
    assert token_weights(text, pieces, terms) == pytest.approx(expected)


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=1, max_size=5))
def test_a_passage_with_more_pieces_is_never_farther(vectors: list):
    units = [(x, y) for x, y in vectors if x * x + y * y > 1e-6]
    question, weights = tokens(EAST, NORTH), np.ones(2, np.float32)
    few, more = late_interaction(
        question, weights, [tokens(WEST), tokens(WEST, *units)]
    )
    assert more >= few
