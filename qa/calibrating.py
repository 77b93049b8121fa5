"""Calibrates a library on questions about it, of which is known which it answers.

The method is Platt's: confidence is the logistic function of a line through the log
odds, fitted by maximum likelihood (J. Platt, "Probabilistic outputs for support vector
machines and comparisons to regularized likelihood methods", Advances in Large Margin
Classifiers, 1999). A prior keeps the line near what public questions gave.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.errors import LibraryError, QAError
from index.library import ignore_total_progress
from qa.assistant import Assistant, Progress
from qa.calibration import Calibration, keep, stored
from qa.decision import logit
from qa.judged import Question
from qa.measures import KEPT_SHARE, Values, calibration_error
from qa.questions import QuestionError, checked

MIN_QUESTIONS = 10
"""Of either kind. The threshold that keeps 95 % of fewer is one question's accident."""

# Standard deviations of the prior. On public questions that call for no change, fitting
# 10 of each kind adds 0.01 to the calibration error, without a prior up to 0.03. Where
# the unanswerable ones are near misses, 60 of each kind take it from 0.41 to 0.07,
# without a prior to 0.05.
LOG_SLOPE_DEVIATION = 0.5
INTERCEPT_DEVIATION = 1.0

THRESHOLDS = (0.05, 0.5)
"""Least and greatest. One odd question must not have a library answer everything; nor
should easy ones have it decline what it more likely answers than not."""

DIGITS = 4


class CalibrationError(QAError):
    """There are not the questions to calibrate on."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How well a calibration serves the questions.

    Attributes:
        threshold: The confidence it answers from.
        kept: Share of the answerable questions that are answered.
        declined: Share of the unanswerable ones that are not; None without any.
        calibration_error: As `qa.measures` has it; None without unanswerable ones.
    """

    threshold: float
    kept: float
    declined: float | None
    calibration_error: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of calibrating.

    Attributes:
        answerable: How many questions there were that the library answers.
        unanswerable: How many that it does not.
        before: Of these questions, with the calibration before.
        after: Of the same questions, which flatters.
        calibration: What is now in force.
    """

    answerable: int
    unanswerable: int
    before: Figures
    after: Figures
    calibration: Calibration

    def to_dict(self) -> dict[str, Any]:
        """Return the report, JSON-ready, shares rounded."""
        return {
            "answerable": self.answerable,
            "unanswerable": self.unanswerable,
            "before": _rounded(self.before),
            "after": _rounded(self.after),
            "calibration": self.calibration.to_dict(),
        }


def calibrate(
    assistant: Assistant,
    questions: Sequence[Question],
    on_progress: Progress = ignore_total_progress,
) -> Report:
    """Calibrate an assistant's library on questions, keep it there, and report.

    Args:
        assistant: Asked every question.
        questions: At least `MIN_QUESTIONS` that the library answers, and none or as
            many that it does not. Without those only the threshold is set.
        on_progress: Told how many were asked, and of how many.

    Raises:
        CalibrationError: There are too few questions of a kind, or one cannot be asked.
        LibraryError: The library is empty, its present calibration is damaged, or it
            cannot be written.
    """
    _check(assistant, questions)
    before = stored(assistant.library)
    log_odds = []
    for done, question in enumerate(questions, 1):
        ranking, _ = assistant.consider(question.text, history=question.history)
        log_odds.append(logit(ranking))
        on_progress(done, len(questions))
    answerable = np.array([question.answerable for question in questions])
    answered, others = np.array(log_odds)[answerable], np.array(log_odds)[~answerable]
    after = fitted(answered, others)
    keep(assistant.library, after)
    return Report(
        answerable=len(answered),
        unanswerable=len(others),
        before=_figures(before, answered, others),
        after=_figures(after, answered, others),
        calibration=after,
    )


def fitted(answered: Values, others: Values) -> Calibration:
    """Return the calibration for log odds, with which `KEPT_SHARE` of them are kept.

    Both kinds of questions weigh alike: the rarer one's count one each.

    Args:
        answered: Log odds of questions that the library answers, at least one.
        others: Log odds of questions that it does not; without any, confidence stays
            what it is by default and only the threshold is set.
    """
    slope, intercept = _line(answered, others) if len(others) else (1.0, 0.0)
    line = Calibration(slope, intercept)
    kept = np.quantile(_confidences(line, answered), 1 - KEPT_SHARE, method="lower")
    return Calibration(slope, intercept, float(np.clip(kept, *THRESHOLDS)))


def _check(assistant: Assistant, questions: Sequence[Question]) -> None:
    answerable = sum(question.answerable for question in questions)
    unanswerable = len(questions) - answerable
    if answerable < MIN_QUESTIONS:
        raise CalibrationError(
            f"{answerable} of the questions can be answered from the library; add some "
            f"until there are {MIN_QUESTIONS}"
        )
    if 0 < unanswerable < MIN_QUESTIONS:
        raise CalibrationError(
            f"{unanswerable} of the questions cannot be answered from the library; add "
            f"some until there are {MIN_QUESTIONS}, or leave them out to set only the "
            "threshold"
        )
    for question in questions:
        try:
            checked(question.text)
        except QuestionError as error:
            raise CalibrationError(f"question {question.id}: {error}") from error
    if not assistant.library.documents():
        raise LibraryError(
            f"{assistant.folder} has no documents; add them with 'pincite add', then "
            "calibrate"
        )


def _line(answered: Values, others: Values) -> tuple[float, float]:
    """Return the slope and the intercept of the greatest posterior probability."""
    from scipy.optimize import minimize

    log_odds = np.concatenate([answered, others])
    truth = np.repeat([1.0, -1.0], [len(answered), len(others)])
    rarer = min(len(answered), len(others))
    weights = np.concatenate(
        [np.full(len(group), rarer / len(group)) for group in (answered, others)]
    )

    def loss(line: Values) -> float:
        log_slope, intercept = line
        logits = np.exp(log_slope) * log_odds + intercept
        unlikely = np.sum(weights * np.logaddexp(0, -truth * logits))
        far = (log_slope / LOG_SLOPE_DEVIATION) ** 2
        far += (intercept / INTERCEPT_DEVIATION) ** 2
        return float(unlikely + far / 2)

    # Of the slope its logarithm, so that it is above 0 whatever the questions say.
    log_slope, intercept = minimize(loss, x0=(0.0, 0.0)).x
    return float(np.exp(log_slope)), float(intercept)


def _figures(calibration: Calibration, answered: Values, others: Values) -> Figures:
    sure, unsure = (_confidences(calibration, group) for group in (answered, others))
    return Figures(
        threshold=calibration.threshold,
        kept=float(np.mean(sure >= calibration.threshold)),
        declined=float(np.mean(unsure < calibration.threshold))
        if len(others)
        else None,
        calibration_error=calibration_error(sure, unsure) if len(others) else None,
    )


def _confidences(calibration: Calibration, log_odds: Values) -> Values:
    return np.array([calibration.confidence(one) for one in log_odds.tolist()])


def _rounded(figures: Figures) -> dict[str, float | None]:
    values = {name: getattr(figures, name) for name in figures.__slots__}
    return {
        name: None if value is None else round(value, DIGITS)
        for name, value in values.items()
    }
