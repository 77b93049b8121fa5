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
    assert measures["n"] == 20
    assert measures["recall@1"] >= 0.75
    assert measures["recall@5"] >= 0.95


def test_what_the_papers_do_not_say_is_declined(measures: Any):
    assert measures["abstention"]["unanswerable"]["n"] == 10
    assert measures["declined"]["unanswerable"] >= 9
    assert measures["declined"]["answerable"] <= 2
