import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedding import Embedder
from index.errors import LibraryError
from index.library import Library
from qa import Assistant
from qa.calibrating import (
    INTERCEPT_DEVIATION,
    LOG_SLOPE_DEVIATION,
    MIN_QUESTIONS,
    THRESHOLDS,
    CalibrationError,
    calibrate,
    fitted,
)
from qa.calibration import DEFAULT, Calibration, stored
from qa.decision import logit
from qa.judged import EvaluationError, Question, read_question_file
from qa.measures import Values, calibration_error

SUBJECTS = (
    "whales",
    "sourdough",
    "glaciers",
    "violins",
    "tunnels",
    "orchids",
    "magnets",
    "lanterns",
    "beavers",
    "comets",
)
NO_QUESTIONS = np.array([])


@pytest.fixture
def assistant(library: Library, embedder: Embedder) -> Assistant:
    sentences = [f"Whoever studies {one} writes about {one} daily." for one in SUBJECTS]
    library.add([("a.txt", "\n\n".join(sentences).encode())], embedder)
    return Assistant(library, embedder)


def questions(answerable: int, unanswerable: int) -> list[Question]:
    texts = [f"Who studies {one}?" for one in SUBJECTS[:answerable]]
    others = [f"Quelle heure est-il à Paris {n}?" for n in range(unanswerable)]
    return [question(text) for text in texts] + [
        question(text, answerable=False) for text in others
    ]


def question(text: str, *, answerable: bool = True) -> Question:
    return Question(text, text, (), answerable, None, (), ())


def drawn(slope: float, intercept: float, n: int) -> tuple[Values, Values]:
    """Return log odds that a calibration of this slope and intercept would be right of.

    Both kinds come about equally often.
    """
    draw = np.random.default_rng(0)
    true = draw.normal(0, 3, n)
    answered = draw.random(n) < 1 / (1 + np.exp(-true))
    log_odds = (true - intercept) / slope
    return log_odds[answered], log_odds[~answered]


def confidences(calibration: Calibration, log_odds: Values) -> Values:
    return np.array([calibration.confidence(one) for one in log_odds])


def distance(calibration: Calibration) -> float:
    """Return how far a calibration is from the default, in the prior's deviations."""
    return math.hypot(
        math.log(calibration.slope) / LOG_SLOPE_DEVIATION,
        calibration.intercept / INTERCEPT_DEVIATION,
    )


@pytest.mark.parametrize(("slope", "intercept"), [(0.4, -1.0), (1.0, 0.0), (2.0, 2.0)])
def test_many_questions_find_the_line_they_came_from(slope: float, intercept: float):
    answered, others = drawn(slope, intercept, 20_000)
    found = fitted(answered, others)
    assert found.slope == pytest.approx(slope, rel=0.1)
    assert found.intercept == pytest.approx(intercept, abs=0.15)
    sure, unsure = confidences(found, answered), confidences(found, others)
    assert calibration_error(sure, unsure) < 0.02


def test_few_questions_move_it_less_than_many_of_the_same_kind():
    answered, others = drawn(0.4, -2.0, 40)
    few = fitted(answered, others)
    many = fitted(np.tile(answered, 20), np.tile(others, 20))
    assert 0 < distance(few) < distance(many)


def test_both_kinds_weigh_alike_however_many_there_are():
    answered, others = drawn(0.7, 0.5, 200)
    once, tenfold = (fitted(answered[:50], np.tile(others, n)) for n in (1, 10))
    assert tenfold.slope == pytest.approx(once.slope, abs=1e-3)
    assert tenfold.intercept == pytest.approx(once.intercept, abs=1e-3)


def test_the_order_of_questions_is_kept_even_where_they_contradict_it():
    upside_down = fitted(np.full(50, -3.0), np.full(50, 3.0))
    assert 0 < upside_down.slope < 1


@given(st.lists(st.floats(-20, 20), min_size=MIN_QUESTIONS, max_size=60))
def test_without_unanswerable_questions_only_the_threshold_is_set(values: list[float]):
    answered = np.array(values)
    found = fitted(answered, NO_QUESTIONS)
    assert (found.slope, found.intercept) == (1, 0)
    least, greatest = THRESHOLDS
    assert least <= found.threshold <= greatest
    if found.threshold > least:
        kept = np.mean(confidences(found, answered) >= found.threshold)
        assert kept >= 0.95 - 1 / len(answered)


def test_the_threshold_keeps_95_percent_and_not_many_more():
    answered = np.linspace(-2, 2, 1000)
    found = fitted(answered, NO_QUESTIONS)
    kept = np.mean(confidences(found, answered) >= found.threshold)
    assert 0.95 <= kept <= 0.952


def test_a_library_is_calibrated_and_keeps_it(assistant: Assistant):
    asked = questions(10, 12)
    seen: list[tuple[int, int]] = []
    report = calibrate(assistant, asked, lambda done, n: seen.append((done, n)))
    assert (report.answerable, report.unanswerable) == (10, 12)
    assert seen == [(done, 22) for done in range(1, 23)]
    assert stored(assistant.library) == report.calibration != DEFAULT
    assert report.before.threshold == DEFAULT.threshold
    log_odds = [logit(assistant.consider(one.text)[0]) for one in asked]
    sure = confidences(report.calibration, np.array(log_odds[:10]))
    assert report.after.kept == np.mean(sure >= report.calibration.threshold)
    assert report.after.calibration_error is not None
    assert report.before.calibration_error is not None
    assert report.after.calibration_error < report.before.calibration_error


def test_what_was_before_is_the_calibration_before(assistant: Assistant):
    first = calibrate(assistant, questions(10, 10))
    second = calibrate(assistant, questions(10, 10))
    assert second.before == first.after == second.after
    assert second.calibration == first.calibration


def test_without_unanswerable_questions_their_figures_are_none(assistant: Assistant):
    report = calibrate(assistant, questions(10, 0))
    assert report.unanswerable == 0
    assert report.to_dict()["after"]["declined"] is None
    assert report.to_dict()["after"]["calibration_error"] is None
    assert report.after.kept >= 0.95 - 1 / 10


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (questions(9, 10), "9 of the questions can be answered"),
        (questions(10, 9), "9 of the questions cannot be .* or leave them out"),
        ([*questions(10, 0), question("?!")], r"question \?!: the question has no"),
    ],
)
def test_questions_that_do_not_serve_are_refused_and_nothing_is_kept(
    assistant: Assistant, asked: list[Question], message: str
):
    with pytest.raises(CalibrationError, match=message):
        calibrate(assistant, asked)
    assert stored(assistant.library) == DEFAULT


def test_an_empty_library_is_not_calibrated(library: Library, embedder: Embedder):
    with pytest.raises(LibraryError, match="has no documents; add them"):
        calibrate(Assistant(library, embedder), questions(10, 0))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"text": "Why?"}\n{', "line 2 is not JSON"),
        (b'{"text": "Why?"}\n\n{"question": "Why?"}', "record 2 has no text"),
        (b'{"text": "Why?", "answerable": "no"}', "record 1 is neither true nor false"),
        (b'{"text": "Why?", "history": "Who?"}', "history of record 1 is no list"),
        (b"\xff", "cannot be read"),
    ],
)
def test_a_damaged_file_is_named_with_its_line(
    tmp_path: Path, content: bytes, message: str
):
    path = tmp_path / "questions.jsonl"
    path.write_bytes(content)
    with pytest.raises(EvaluationError, match=message) as raised:
        read_question_file(path)
    assert str(raised.value).startswith(str(path))


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(EvaluationError, match=r"none\.jsonl cannot be read"):
        read_question_file(tmp_path / "none.jsonl")
