import json
from pathlib import Path
from typing import Any

import pytest

from qa import Assistant
from qa.evaluation import evaluate
from qa.failures import failure_file
from qa.judged import EvaluationError

FOUND = "Hellmut Lagos of Chile"
QUESTION = "Who is Hellmut Lagos?"


def failed(tmp_path: Path, seeds_folder: Path, **record: Any) -> list[dict[str, Any]]:
    (tmp_path / "queries.jsonl").write_text(json.dumps(record))
    failures: list[dict[str, Any]] = []
    evaluate(tmp_path, library=seeds_folder, on_failure=failures.append)
    return failures


def test_a_question_that_goes_well_is_no_failure(tmp_path: Path, seeds_folder: Path):
    assert failed(tmp_path, seeds_folder, text=QUESTION, snippets=[FOUND]) == []


def test_a_passage_that_is_not_first_is_named_with_its_rank(
    tmp_path: Path, seeds_folder: Path, seeds: Assistant
):
    ranking, _ = seeds.consider(QUESTION, depth=20)
    eleventh = ranking.hits[10].passage
    (failure,) = failed(
        tmp_path, seeds_folder, _id="q", text=QUESTION, snippets=[eleventh.text]
    )
    assert failure["kinds"] == ["ranking"]
    assert (failure["set"], failure["id"]) == (str(tmp_path), "q")
    assert failure["rank"] == 11
    assert FOUND in failure["first"]["text"]
    assert failure["gold"][0]["key"] == (
        f"{eleventh.locator.document_id}:{eleventh.ordinal}"
    )
    assert 0 < failure["confidence"] < 1


def test_a_passage_that_is_not_there_has_no_rank(tmp_path: Path, seeds_folder: Path):
    (failure,) = failed(tmp_path, seeds_folder, text=QUESTION, snippets=["not there"])
    assert (failure["rank"], failure["gold"]) == (None, [])


def test_an_answerable_question_declined_is_a_failure(
    tmp_path: Path, seeds_folder: Path
):
    question = "What is the price of bitcoin?"
    (failure,) = failed(tmp_path, seeds_folder, text=question, snippets=[FOUND])
    assert "declined" in failure["kinds"]


def test_an_unanswerable_question_answered_is_a_failure(
    tmp_path: Path, seeds_folder: Path
):
    (failure,) = failed(tmp_path, seeds_folder, text=QUESTION, answerable=False)
    assert (failure["kinds"], failure["group"]) == (["answered"], "unanswerable")


def test_a_wrong_sentence_marked_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    text = "Blue whales eat krill and plankton. The moon is far from here."
    passage = {"_id": "w", "title": "Whales", "text": text}
    query = {"_id": "q", "text": "What do blue whales eat?", "answers": ["The moon"]}
    (tmp_path / "corpus.jsonl").write_text(json.dumps(passage))
    (tmp_path / "queries.jsonl").write_text(json.dumps(query))
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\tw\t1\n")
    failures: list[dict[str, Any]] = []
    evaluate(tmp_path, on_failure=failures.append)
    (failure,) = failures
    assert failure["kinds"] == ["highlight"]
    assert failure["marked"] == "Blue whales eat krill and plankton."


def test_failures_appear_in_the_file_when_all_are_written(tmp_path: Path):
    path = tmp_path / "failures.jsonl"
    with failure_file(path) as write:
        write({"question": "Où ?"})
        write({"question": "Why?"})
        assert not path.exists()
    assert [json.loads(line) for line in path.read_text("utf-8").splitlines()] == [
        {"question": "Où ?"},
        {"question": "Why?"},
    ]
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_there_stays_when_the_evaluation_stops(tmp_path: Path):
    path = tmp_path / "failures.jsonl"
    path.write_text("before")
    with pytest.raises(RuntimeError), failure_file(path):
        raise RuntimeError
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["", "no-such-folder/failures.jsonl"])
def test_a_file_that_cannot_be_written_is_refused_before_asking(
    tmp_path: Path, name: str
):
    with (
        pytest.raises(EvaluationError, match="name a file"),
        failure_file(tmp_path / name),
    ):
        pytest.fail("it went on")
