import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from qa import Assistant
from qa.evaluation import evaluate
from qa.judged import EvaluationError, corpus_documents

CORPUS = [
    {"_id": "w1", "title": "Whales", "text": "Whales live in the sea and breathe air."},
    {"_id": "w2", "title": "Whales", "text": "Blue whales eat tonnes of krill a day."},
    {"_id": "b1", "title": "Bread", "text": "Sourdough is raised by wild yeast."},
    {"_id": "b2", "title": "Bread", "text": "Rye flour makes a dense, dark loaf."},
]
QUERIES = [
    {"_id": "q1", "text": "What do blue whales eat?", "answerable": True},
    {"_id": "q2", "text": "What raises sourdough?", "answerable": True},
    {"_id": "q3", "text": "What makes a loaf dense?", "scope": "Bread"},
    {"_id": "q4", "text": "How heavy is a whale's heart?", "answerable": False},
]
QRELS = "query-id\tcorpus-id\tscore\nq1\tw2\t1\nq2\tb1\t1\nq3\tb2\t1\n"
OFF_CORPUS = [{"_id": "o1", "text": "Who won the football cup in 1998?"}]


def lines(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "set"
    folder.mkdir()
    with gzip.open(folder / "corpus.jsonl.gz", "wt") as file:
        file.write(lines(CORPUS))
    (folder / "queries.jsonl").write_text(lines(QUERIES))
    (folder / "qrels.tsv").write_text(QRELS)
    (folder / "offcorpus_queries.jsonl").write_text(lines(OFF_CORPUS))
    return folder


def test_a_set_with_its_corpus_is_measured(folder: Path):
    seen: list[tuple[int, int]] = []
    measures = evaluate(folder, on_question=lambda done, n: seen.append((done, n)))
    assert measures["n"] == 3
    assert measures["ndcg@10"] == measures["recall@1"] == measures["mrr@10"] == 1
    assert measures["abstention"]["off_corpus"] == {
        "auroc": 1.0,
        "answered_share_at_95": 0.0,
        "n": 1,
    }
    assert measures["abstention"]["unanswerable"]["n"] == 1
    assert set(measures["latency_ms"]) == {"p50", "p95"}
    assert measures["ingest"]["passages"] == len(CORPUS)
    assert seen == [(done, 5) for done in range(1, 6)]


def test_a_corpus_is_embedded_once(folder: Path):
    first = evaluate(folder)
    embedded: list[tuple[int, int]] = []
    again = evaluate(folder, on_passage=lambda done, n: embedded.append((done, n)))
    assert embedded == []
    assert again["ingest"] == first["ingest"]


def test_fewer_questions_are_drawn_by_their_seed(folder: Path):
    one = evaluate(folder, limit_questions=1, seed=3)
    assert one["n"] == 1
    assert one["ndcg@10"] == evaluate(folder, limit_questions=1, seed=3)["ndcg@10"]


def test_a_block_without_questions_is_null(folder: Path):
    (folder / "offcorpus_queries.jsonl").unlink()
    assert evaluate(folder)["abstention"]["off_corpus"] is None


def test_a_library_is_asked_where_there_is_no_corpus(
    tmp_path: Path, seeds_folder: Path, seeds: Assistant
):
    queries = [
        {
            "text": "Which resolution is titled No first placement of weapons?",
            "snippets": ["nowhere to be found", "resolution  72/27"],
        },
        {"text": "How do I bake bread?", "answerable": False, "snippets": []},
    ]
    (tmp_path / "queries.jsonl").write_text(lines(queries))
    measures = evaluate(tmp_path, library=seeds_folder)
    assert measures["recall@1"] == 1
    assert measures["abstention"]["unanswerable"]["auroc"] == 1
    assert measures["ingest"] == {"passages": 84, "seconds": None}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("queries.jsonl", "{", r"line 1 is not JSON"),
        ("queries.jsonl", "[]", r"line 1 is not a JSON object"),
        ("queries.jsonl", '{"_id": "a"}', r"record 1 has no text"),
        ("qrels.tsv", "a\tb\tc\na\tb\n", r"line 2 is not"),
    ],
)
def test_a_damaged_file_is_named_with_its_line(
    folder: Path, name: str, content: str, message: str
):
    (folder / name).write_text(content)
    with pytest.raises(EvaluationError, match=message):
        evaluate(folder)


def test_a_folder_that_is_no_set_is_refused(tmp_path: Path):
    with pytest.raises(EvaluationError, match="is not a folder"):
        evaluate(tmp_path / "nowhere")
    with pytest.raises(EvaluationError, match=r"no queries\.jsonl"):
        evaluate(tmp_path)


def test_records_of_a_corpus_become_passages_as_they_stand():
    corpus = [{"_id": "1", "title": "T", "text": "One\n two."}]
    corpus += [{"_id": "2", "title": "T", "text": "1. Three."}]
    ((document, passages, ids),) = corpus_documents(corpus)
    assert [passage.text for passage in passages] == ["One two.", "1. Three."]
    assert ids == ["1", "2"]
    for passage in passages:
        ((start, end),) = passage.locator.spans
        assert " ".join(document.text[start:end].split()) == passage.text
