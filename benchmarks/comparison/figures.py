"""What the rounds say: medians, how far they lie apart, ratios, quality."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Results = Mapping[str, Any]
"""What `peers.py` keeps of a run, as JSON has it."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The median, least and greatest of a figure's rounds."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a system ranks.

    Attributes:
        ndcg: nDCG@10 over all questions asked.
        recall: Share of them whose paragraph is ranked first.
        gain: nDCG@10 less that of the naive pipeline, and its 95 % interval; None
            where that was not asked.
    """

    ndcg: float
    recall: float
    gain: tuple[float, float, float] | None


def spread(values: Sequence[float]) -> Spread | None:
    """Return the spread of a figure; None where it was never taken."""
    if not values:
        return None
    return Spread(statistics.median(values), min(values), max(values))


def ratios(theirs: Sequence[float], ours: Sequence[float]) -> Spread | None:
    """Return how many times as much they cost, round by round."""
    return spread([their / our for their, our in zip(theirs, ours, strict=False)])


def costs(results: Results, section: str, name: str, figure: str) -> list[float]:
    """Return a figure of a system, a value a round."""
    rounds = (each[section].get(name) for each in results["rounds"])
    return [each[figure] for each in rounds if each is not None]


def question_costs(
    results: Results, name: str, figure: str, share: float
) -> list[float]:
    """Return a quantile of what a system's questions cost, a value a round.

    Args:
        results: Of a run.
        name: The system's.
        figure: `cpu`, `wall` or `ranking`.
        share: Of the questions that cost no more: 0.5 is the median.
    """
    rounds = (each["asked"].get(name) for each in results["rounds"])
    return [quantile(each[figure], share) for each in rounds if each is not None]


def quantile(values: Sequence[float], share: float) -> float:
    """Return what a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def qualities(results: Results, naive: str) -> dict[str, Quality]:
    """Return how well each system ranks what it was asked, by name.

    Args:
        results: Of a run; its `gold` has each question's relevant passages.
        naive: The system that the others are compared with.
    """
    from qa.measures import interval, ranking_values

    values: dict[str, dict[str, Any]] = {}
    asked: dict[str, list[str]] = {}
    for name in {each for one in results["rounds"] for each in one["asked"]}:
        found = [one["asked"].get(name) for one in results["rounds"]]
        ranked = [keys for each in found if each for keys in each["ranked"]]
        asked[name] = [key for each in found if each for key in each["questions"]]
        gold = [dict.fromkeys(results["gold"].get(key, ()), 1) for key in asked[name]]
        values[name] = ranking_values(ranked, gold, alternatives=False)
    found_by = {}
    for name, one in values.items():
        gain = None
        if naive in values and asked[name] == asked[naive]:
            gains = one["ndcg@10"] - values[naive]["ndcg@10"]
            low, high = interval(lambda sample: float(sample.mean()), gains)
            gain = (float(gains.mean()), low, high)
        ndcg, recall = float(one["ndcg@10"].mean()), float(one["recall@1"].mean())
        found_by[name] = Quality(ndcg, recall, gain)
    return found_by


def shared(found: Sequence[Sequence[str]], exact: Sequence[Sequence[str]]) -> float:
    """Return the share of the exactly nearest passages that were found."""
    pairs = list(zip(found, exact, strict=True))
    wanted = sum(len(each) for _, each in pairs)
    return sum(len(set(each) & set(one)) for one, each in pairs) / wanted
