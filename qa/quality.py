"""The figures of a set of judged questions, as `pincite evaluate` reports them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from qa.judged_library import JudgedLibrary
from qa.measures import (
    RANKING_FIGURES,
    Values,
    answered_share,
    auroc,
    calibration_error,
    interval,
    ranking_values,
)
from qa.outcomes import Outcome

Outcomes = Mapping[str, Sequence[Outcome]]
"""By group: "answerable", and those of `TO_DECLINE`."""

TO_DECLINE = ("off_corpus", "unanswerable")

DIGITS = 4


def quality(
    judged: JudgedLibrary, outcomes: Outcomes, alone: Sequence[Outcome], seed: int = 0
) -> dict[str, Any]:
    """Return the figures, JSON-ready; a block without questions is None.

    Args:
        judged: What was asked.
        outcomes: What became of each group.
        alone: What became of the answerable follow-ups, in their order, when asked
            without what was asked before.
        seed: For the intervals.
    """
    answerable = outcomes["answerable"]
    values = _ranking(judged, answerable)
    right = np.array(
        [o.mark.right for o in answerable if o.mark and o.mark.right is not None], float
    )
    seconds = [outcome.seconds for group in outcomes.values() for outcome in group]
    return {
        "n": len(answerable),
        **_means(values),
        "abstention": {
            name: _abstention(answerable, outcomes[name]) for name in TO_DECLINE
        },
        "highlight": _highlight(answerable, right),
        "calibration": _calibration(answerable, outcomes["off_corpus"]),
        "follow_ups": _follow_ups(judged, answerable, alone),
        "shown": _shown(judged, answerable),
        "declined": {
            name: sum(outcome.abstained for outcome in group)
            for name, group in outcomes.items()
        },
        "latency_ms": {
            f"p{share}": round(float(np.percentile(seconds, share)) * 1000, 2)
            for share in (50, 95)
        },
        "ingest": judged.ingest,
        "paragraphs": judged.paragraphs and dict(judged.paragraphs),
        "intervals": {
            **{
                name: _interval(_mean, values[name], seed=seed)
                for name in RANKING_FIGURES
            },
            "sentence_accuracy": _interval(_mean, right, seed=seed),
            "auroc": {
                name: _interval(
                    auroc,
                    _confidences(answerable),
                    _confidences(outcomes[name]),
                    seed=seed,
                )
                for name in TO_DECLINE
            },
        },
    }


def _ranking(judged: JudgedLibrary, outcomes: Sequence[Outcome]) -> dict[str, Values]:
    return ranking_values(
        [outcome.keys for outcome in outcomes],
        [judged.gold.get(outcome.question.id, {}) for outcome in outcomes],
        alternatives=judged.alternatives,
    )


def _means(values: Mapping[str, Values]) -> dict[str, float | None]:
    return {
        name: round(_mean(of_each), DIGITS) if len(of_each) else None
        for name, of_each in values.items()
    }


def _abstention(
    answerable: Sequence[Outcome], declined: Sequence[Outcome]
) -> dict[str, float] | None:
    """Return how well confidence tells answerable questions from others."""
    if not answerable or not declined:
        return None
    kept, others = _confidences(answerable), _confidences(declined)
    return {
        "auroc": round(auroc(kept, others), DIGITS),
        "answered_share_at_95": round(answered_share(kept, others), DIGITS),
        "n": len(others),
    }


def _highlight(
    answerable: Sequence[Outcome], right: Values
) -> dict[str, float | None] | None:
    """Return how often the right sentence of a passage that answers is marked."""
    marks = [outcome.mark for outcome in answerable if outcome.mark]
    if not marks:
        return None
    spans = [mark.span_f1 for mark in marks if mark.span_f1 is not None]
    return {
        "sentence_accuracy": round(_mean(right), DIGITS) if len(right) else None,
        "n": len(right),
        "single_sentence": len(marks) - len(right),
        "span_f1": round(float(np.mean(spans)), DIGITS) if spans else None,
    }


def _calibration(
    answerable: Sequence[Outcome], off_corpus: Sequence[Outcome]
) -> dict[str, float] | None:
    if not answerable or not off_corpus:
        return None
    error = calibration_error(_confidences(answerable), _confidences(off_corpus))
    return {"ece": round(error, DIGITS), "n": len(answerable) + len(off_corpus)}


def _follow_ups(
    judged: JudgedLibrary, answerable: Sequence[Outcome], alone: Sequence[Outcome]
) -> dict[str, Any] | None:
    """Return how well follow-ups rank, with what was asked before and without."""
    if not alone:
        return None
    in_context = [outcome for outcome in answerable if outcome.question.history]
    return {
        "n": len(alone),
        "with_history": _means(_ranking(judged, in_context)),
        "without_history": _means(_ranking(judged, alone)),
    }


def _shown(
    judged: JudgedLibrary, answerable: Sequence[Outcome]
) -> dict[str, float] | None:
    """Return how much of what is shown is relevant, where an answer is given.

    A quotation counts by its words: of identical passages only one is shown.
    """
    answered = [outcome for outcome in answerable if not outcome.abstained]
    if not answered:
        return None
    relevant = []
    for outcome in answered:
        texts = {judged.texts.get(key) for key in judged.relevant(outcome.question)}
        relevant.append(sum(quote in texts for quote in outcome.shown))
    shown = sum(len(outcome.shown) for outcome in answered)
    return {
        "precision": round(sum(relevant) / shown, DIGITS),
        "recall": round(float(np.mean([count > 0 for count in relevant])), DIGITS),
        "mean_citations": round(shown / len(answered), DIGITS),
        "n": len(answered),
    }


def _interval(
    figure: Callable[..., float], *samples: Values, seed: int
) -> list[float] | None:
    if not all(map(len, samples)):
        return None
    return [round(bound, DIGITS) for bound in interval(figure, *samples, seed=seed)]


def _confidences(outcomes: Sequence[Outcome]) -> Values:
    return np.array([outcome.confidence for outcome in outcomes])


def _mean(values: Values) -> float:
    return float(np.mean(values))
