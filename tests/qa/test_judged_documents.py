import json
from pathlib import Path
from typing import Any

import pytest

from qa.evaluation import evaluate
from qa.judged import EvaluationError

WHALES = "Whales live in the sea and breathe air. They are mammals, as people are."
KRILL = "Blue whales eat tonnes of krill a day, and nothing else that anyone has seen."
BREAD = "Sourdough is raised by wild yeast. It keeps for a week if it is kept dry."
RYE = "Rye flour makes a dense, dark loaf, which some people like for its strong taste."


def lines(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    documents = tmp_path / "docs"
    documents.mkdir()
    (documents / "whales.txt").write_text(f"Whales\n\n{WHALES}\n\n{KRILL}\n")
    (documents / "bread.md").write_text(f"# Bread\n\n1. {BREAD}\n\n{RYE}\n")
    return tmp_path


def with_corpus(
    folder: Path, records: list[dict[str, str]], gold: dict[str, str]
) -> None:
    """Give a set a corpus, and each question the record that answers it."""
    (folder / "corpus.jsonl").write_text(lines(records))
    rows = "".join(f"{question}\t{key}\t1\n" for question, key in gold.items())
    (folder / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{rows}")


def test_passages_that_overlap_a_span_are_relevant(folder: Path):
    start = (folder / "docs" / "whales.txt").read_text().index("krill")
    query = {"text": "What do whales eat?", "doc": "whales.txt"}
    (folder / "queries.jsonl").write_text(
        lines([query | {"spans": [[start, start + 5]]}])
    )
    measures = evaluate(folder)
    assert measures["n"] == measures["recall@1"] == measures["ndcg@10"] == 1
    assert measures["ingest"]["passages"] == 4
    assert measures["paragraphs"] is None
    (folder / "queries.jsonl").write_text(lines([query | {"spans": [[0, 3]]}]))
    assert evaluate(folder)["recall@5"] == 0  # the title is in no passage


def test_a_span_of_two_paragraphs_needs_both(folder: Path):
    text = (folder / "docs" / "whales.txt").read_text()
    query = {"text": "What do whales breathe and eat?", "doc": "whales.txt"}
    spans = [[text.index("air"), text.index("krill") + 1]]
    (folder / "queries.jsonl").write_text(lines([query | {"spans": spans}]))
    measures = evaluate(folder)
    assert (measures["recall@1"], measures["recall@5"]) == (1 / 2, 1)


def test_a_span_of_a_document_that_is_not_there_is_refused(folder: Path):
    query = {"text": "Why?", "doc": "bees.txt", "spans": [[0, 3]]}
    (folder / "queries.jsonl").write_text(lines([query]))
    with pytest.raises(EvaluationError, match=r"'bees\.txt'.*not among the documents"):
        evaluate(folder)


def test_spans_that_are_no_pairs_are_refused(folder: Path):
    query = {"text": "Why?", "doc": "whales.txt", "spans": [3]}
    (folder / "queries.jsonl").write_text(lines([query]))
    with pytest.raises(EvaluationError, match="spans of record 1"):
        evaluate(folder)


def test_records_are_found_again_in_whole_documents(folder: Path):
    records = [
        {"_id": "w", "title": "About whales", "text": WHALES},
        {"_id": "k", "title": "About whales", "text": KRILL.replace(" ", "\n", 1)},
        {"_id": "b", "title": "About bread", "text": f"1. {BREAD}"},
        {"_id": "r", "title": "About bread", "text": RYE},
    ]
    with_corpus(folder, records, {"1": "k", "2": "b"})
    queries = [
        {"_id": "1", "text": "What do blue whales eat?"},
        {"_id": "2", "text": "What raises sourdough?", "scope": "About bread"},
    ]
    (folder / "queries.jsonl").write_text(lines(queries))
    measures = evaluate(folder, documents=True)
    assert measures["recall@1"] == 1
    assert measures["paragraphs"] == {
        "n": 4,
        "exact": 1,
        "merged": 0,
        "split": 0,
        "lost": 0,
    }
    assert evaluate(folder)["paragraphs"] is None


def test_what_became_of_records_is_told_apart(folder: Path):
    first, second = BREAD.split(" It ", 1)
    records = [
        {"_id": "title", "title": "T", "text": "Whales"},
        {"_id": "both", "title": "T", "text": f"{WHALES}\n\n{KRILL}"},
        {"_id": "first", "title": "U", "text": first},
        {"_id": "second", "title": "U", "text": f"It {second}"},
        {"_id": "rye", "title": "U", "text": RYE},
        {"_id": "gone", "title": "U", "text": "Not there."},
    ]
    with_corpus(folder, records, {"1": "both", "2": "second", "3": "gone"})
    queries = [
        {"_id": "1", "text": "Which whales breathe air and eat krill?"},
        {"_id": "2", "text": "How long does sourdough keep?"},
        {"_id": "3", "text": "What is not there?"},
    ]
    (folder / "queries.jsonl").write_text(lines(queries))
    measures = evaluate(folder, documents=True)
    assert measures["paragraphs"] == {
        "n": 6,
        "exact": round(1 / 6, 4),
        "merged": round(2 / 6, 4),
        "split": round(1 / 6, 4),
        "lost": round(2 / 6, 4),
    }
    assert measures["recall@5"] == round(2 / 3, 4)  # nothing answers the third


def test_documents_are_embedded_once(folder: Path):
    query = {"text": "What do whales eat?", "snippets": ["krill"]}
    (folder / "queries.jsonl").write_text(lines([query]))
    first = evaluate(folder, documents=True)
    embedded: list[tuple[int, int]] = []
    again = evaluate(
        folder, documents=True, on_passage=lambda done, n: embedded.append((done, n))
    )
    assert embedded == []
    assert again["ingest"] == first["ingest"]
    assert again["recall@1"] == 1


def test_a_set_without_documents_says_so(tmp_path: Path):
    query = {"text": "Why?", "snippets": ["so"]}
    (tmp_path / "queries.jsonl").write_text(lines([query]))
    with pytest.raises(EvaluationError, match="docs has no documents"):
        evaluate(tmp_path, documents=True)
