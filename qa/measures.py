"""Figures of quality, from what was found and how surely: pure functions of numbers.

Measures are those of ir-measures: nDCG@10 and MRR@10 as usual; recall is the share of
a question's relevant passages that were found, or, where snippets name alternatives,
whether one of them was.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
"""One number a question."""

DEPTH = 10
"""Ranks looked at: the cut-off of nDCG@10 and MRR@10."""

RANKING_FIGURES = ("ndcg@10", "recall@1", "recall@5", "mrr@10")

KEPT_SHARE = 0.95
"""Declining is judged at the threshold that keeps this share of the answerable."""

CALIBRATION_BINS = 10

RESAMPLES = 1000
"""Of a bootstrap; its interval then moves by about a twentieth of its width."""

COVERED = 0.95
"""Share of the resamples that an interval covers."""

ARTICLES = re.compile(r"\b(?:a|an|the)\b")
NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


def ranking_values(
    ranked: Sequence[Sequence[str]],
    gold: Sequence[Mapping[str, int]],
    *,
    alternatives: bool,
) -> dict[str, Values]:
    """Return each of `RANKING_FIGURES` for each question.

    Args:
        ranked: Passage keys of each question, best first.
        gold: The relevance of each question's passages; without any, all is 0.
        alternatives: Whether one relevant passage is as good as all of them.
    """
    import ir_measures
    from ir_measures import RR, R, Success, nDCG

    recall = Success if alternatives else R
    measures = (nDCG @ DEPTH, recall @ 1, recall @ 5, RR @ DEPTH)
    names = dict(zip(measures, RANKING_FIGURES, strict=True))
    values = {name: np.zeros(len(ranked)) for name in RANKING_FIGURES}
    if not ranked:
        return values
    qrels = {
        str(number): dict(grades or {"no passage": 1})
        for number, grades in enumerate(gold)
    }
    run = {
        str(number): {key: float(len(keys) - rank) for rank, key in enumerate(keys)}
        for number, keys in enumerate(ranked)
    }
    for found in ir_measures.iter_calc(list(measures), qrels, run):
        values[names[found.measure]][int(found.query_id)] = found.value
    return values


def auroc(kept: Values, others: Values) -> float:
    """Return how often a question to keep has more than another; ties are a half."""
    others = np.sort(others)
    below = np.searchsorted(others, kept, "left")
    up_to = np.searchsorted(others, kept, "right")
    return float(np.mean(below + up_to) / (2 * len(others)))


def answered_share(kept: Values, others: Values) -> float:
    """Return the share of others answered where `KEPT_SHARE` of those to keep are."""
    return float(np.mean(others >= np.quantile(kept, 1 - KEPT_SHARE)))


def calibration_error(kept: Values, others: Values) -> float:
    """Return the expected calibration error in ten bins, both groups weighing alike.

    Args:
        kept: Confidence, 0 to 1, in questions that are answered.
        others: Confidence in questions that are not.
    """
    values = np.concatenate([kept, others])
    truth = np.concatenate([np.ones(len(kept)), np.zeros(len(others))])
    weight = np.concatenate(
        [np.full(len(group), 0.5 / len(group)) for group in (kept, others)]
    )
    error = 0.0
    for low, high in pairwise(np.linspace(0, 1, CALIBRATION_BINS + 1)):
        inside = (values >= low) & ((values < high) | (high == 1))
        error += abs(float(np.sum((values - truth)[inside] * weight[inside])))
    return error


def word_f1(marked: str, answers: Sequence[str]) -> float:
    """Return the F1 of the words of a text and of the answer nearest to it, as SQuAD.

    Case, punctuation and articles do not count.
    """
    return max((_f1(_words(marked), _words(answer)) for answer in answers), default=0.0)


def interval(
    figure: Callable[..., float], *samples: Values, seed: int = 0
) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a figure, percentiles over resamples.

    Args:
        figure: A function of the samples.
        samples: Groups of at least one question each, resampled apart.
        seed: For drawing; the same seed, the same interval.
    """
    draw = np.random.default_rng(seed)
    figures = [
        figure(
            *(
                sample[draw.integers(len(sample), size=len(sample))]
                for sample in samples
            )
        )
        for _ in range(RESAMPLES)
    ]
    low, high = np.quantile(figures, [(1 - COVERED) / 2, (1 + COVERED) / 2])
    return float(low), float(high)


def _f1(found: Sequence[str], wanted: Sequence[str]) -> float:
    if not found or not wanted:
        return float(found == wanted)
    common = sum((Counter(found) & Counter(wanted)).values())
    return 2 * common / (len(found) + len(wanted))


def _words(text: str) -> list[str]:
    return ARTICLES.sub(" ", text.lower().translate(NO_PUNCTUATION)).split()
