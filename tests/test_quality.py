"""Quality is a promise too: floors on the project's own questions; they only rise."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from qa.evaluation import evaluate

QUESTIONS = Path(__file__).parent / "questions.jsonl"


@pytest.fixture(scope="module")
def measures(seeds_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("questions")
    shutil.copy(QUESTIONS, folder / "queries.jsonl")
    return evaluate(folder, library=seeds_folder)


def test_the_right_paragraph_is_found(measures: Any):
    assert measures["n"] == 26
    assert measures["recall@1"] >= 0.84
    assert measures["recall@5"] >= 0.96


def test_a_follow_up_is_understood(measures: Any):
    assert measures["follow_ups"]["n"] == 3
    with_history = measures["follow_ups"]["with_history"]
    assert with_history["recall@1"] >= 0.99
    assert with_history["mrr@10"] > measures["follow_ups"]["without_history"]["mrr@10"]


def test_what_is_shown_mostly_answers(measures: Any):
    assert measures["shown"]["precision"] >= 0.6
    assert 1 <= measures["shown"]["mean_citations"] <= 2.5


def test_what_the_papers_do_not_say_is_declined(measures: Any):
    assert measures["abstention"]["unanswerable"]["n"] == 10
    assert measures["declined"]["unanswerable"] >= 9
    assert measures["declined"]["answerable"] <= 1
