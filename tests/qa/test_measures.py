from math import log2

import ir_measures
import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from qa.measures import (
    RANKING_FIGURES,
    answered_share,
    auroc,
    calibration_error,
    interval,
    ranking_values,
    word_f1,
)


def test_each_question_has_its_ranking_figures():
    values = ranking_values(
        [["a", "x", "b"], ["x", "a"], ["x"], []],
        [{"a": 1, "b": 1}, {"a": 1}, {"a": 1}, {}],
        alternatives=False,
    )
    ideal = 1 + 1 / log2(3)
    first = (1 + 1 / log2(4)) / ideal
    assert values["ndcg@10"] == pytest.approx([first, 1 / log2(3), 0, 0])
    assert values["recall@1"] == pytest.approx([1 / 2, 0, 0, 0])
    assert values["recall@5"] == pytest.approx([1, 1, 0, 0])
    assert values["mrr@10"] == pytest.approx([1, 1 / 2, 0, 0])


def test_one_of_several_alternatives_is_enough():
    ranked, gold = [["x", "b"]], [{"a": 1, "b": 1}]
    values = ranking_values(ranked, gold, alternatives=True)
    assert (values["recall@1"][0], values["recall@5"][0]) == (0, 1)


def test_ranks_beyond_the_tenth_do_not_count():
    ranked = [[f"x{rank}" for rank in range(10)] + ["a"]]
    values = ranking_values(ranked, [{"a": 1}], alternatives=False)
    assert all(values[name][0] == 0 for name in RANKING_FIGURES)


def test_their_means_are_those_of_ir_measures():
    draw = np.random.default_rng(1)
    ranked = [[str(key) for key in draw.permutation(30)[:12]] for _ in range(20)]
    gold = [{str(key): 1 for key in draw.permutation(30)[:3]} for _ in range(20)]
    values = ranking_values(ranked, gold, alternatives=False)
    run = {
        str(q): {key: -float(rank) for rank, key in enumerate(keys)}
        for q, keys in enumerate(ranked)
    }
    qrels = {str(q): grades for q, grades in enumerate(gold)}
    measures = [ir_measures.parse_measure(m) for m in ("nDCG@10", "R@5", "RR@10")]
    expected = ir_measures.calc_aggregate(measures, qrels, run)
    for name, measure in zip(("ndcg@10", "recall@5", "mrr@10"), measures, strict=True):
        assert values[name].mean() == pytest.approx(expected[measure])


def test_auroc_is_the_share_of_pairs_in_order_ties_half():
    kept, others = np.array([0.9, 0.5]), np.array([0.5, 0.1])
    assert auroc(kept, others) == (1 + 1 + 0.5 + 1) / 4


def test_auroc_is_that_of_scikit_learn():
    draw = np.random.default_rng(2)
    kept, others = draw.random(40).round(1), draw.random(30).round(1)
    truth = [1] * len(kept) + [0] * len(others)
    expected = roc_auc_score(truth, [*kept, *others])
    assert auroc(kept, others) == pytest.approx(expected)


def test_the_answered_share_is_taken_where_most_are_kept():
    kept = np.arange(1, 101) / 100  # 5 % of these are below 0.0595
    assert answered_share(kept, np.array([0.01, 0.05, 0.06, 0.5])) == 2 / 4


def test_calibration_error_weighs_both_groups_alike():
    kept, others = np.array([0.75, 0.95]), np.array([0.75, 0.15, 0.15, 0.15])
    # Bins: 0.75 has weights 1/4 right and 1/8 wrong; 0.95, 1/4 right; 0.15, 3/8 wrong.
    at_75 = abs(0.75 - (1 / 4) / (3 / 8)) * 3 / 8
    expected = at_75 + 0.05 * 1 / 4 + 0.15 * 3 / 8
    assert calibration_error(kept, others) == pytest.approx(expected)


def test_certainty_that_is_right_has_no_calibration_error():
    assert calibration_error(np.ones(3), np.zeros(2)) == 0
    assert calibration_error(np.zeros(3), np.ones(2)) == 1


@pytest.mark.parametrize(
    ("marked", "answers", "expected"),
    [
        ("the Blue Whale.", ["a blue whale"], 1),
        ("in October 1973", ["1974", "October 1973"], 2 * 2 / (3 + 2)),
        ("krill", ["plankton"], 0),
        ("", ["plankton"], 0),
    ],
)
def test_word_f1_is_that_of_the_nearest_answer(
    marked: str, answers: list[str], expected: float
):
    assert word_f1(marked, answers) == pytest.approx(expected)


def test_an_interval_covers_the_mean_and_narrows_with_more_questions():
    few = np.array([0.0, 1.0] * 10)
    low, high = interval(np.mean, few)
    # Twice the standard error of a share of one half among 20, near enough.
    assert high - low == pytest.approx(4 * (0.25 / 20) ** 0.5, rel=0.2)
    assert low < 0.5 < high
    low, high = interval(np.mean, np.tile(few, 25))
    assert high - low == pytest.approx(4 * (0.25 / 500) ** 0.5, rel=0.2)


def test_the_same_seed_gives_the_same_interval():
    values = np.random.default_rng(3).random(50)
    assert interval(np.mean, values, seed=1) == interval(np.mean, values, seed=1)
    assert interval(np.mean, values, seed=1) != interval(np.mean, values, seed=2)


def test_an_interval_of_two_groups_draws_from_both():
    kept, others = np.array([0.9, 0.4]), np.array([0.5])
    assert interval(auroc, kept, others) == (0, 1)
