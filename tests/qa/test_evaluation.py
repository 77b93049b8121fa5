import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from qa import Assistant
from qa.evaluation import evaluate, evaluate_all
from qa.judged import EvaluationError
from qa.judged_corpus import corpus_documents

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
RANKING = ("ndcg@10", "recall@1", "recall@5", "mrr@10")
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
        ("queries.jsonl", '{"text": "a", "answers": "b"}', r"answers of record 1 is"),
        ("qrels.tsv", "a\tb\tc\na\tb\n", r"line 2 is not"),
    ],
)
def test_a_damaged_file_is_named_with_its_line(
    folder: Path, name: str, content: str, message: str
):
    (folder / name).write_text(content)
    with pytest.raises(EvaluationError, match=message):
        evaluate(folder)


def test_a_set_that_does_not_say_which_passages_answer_is_refused(tmp_path: Path):
    query = {"text": "Why?", "answers": ["it is so"], "spans": [[0, 8]]}
    (tmp_path / "queries.jsonl").write_text(lines([query]))
    with pytest.raises(EvaluationError, match="neither a corpus nor snippets"):
        evaluate(tmp_path)


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


def test_the_marked_sentence_is_judged_in_the_passage_that_answers(folder: Path):
    text = "Bread is old. Sourdough is raised by wild yeast. It keeps for a week."
    corpus = [*CORPUS, {"_id": "b3", "title": "Bread", "text": text}]
    queries = [
        {"_id": "1", "text": "What raises sourdough?", "answers": ["wild  yeast"]},
        {"_id": "2", "text": "What raises sourdough?", "answers": ["a week"]},
        {"_id": "3", "text": "What do blue whales eat?", "answers": ["krill"]},
        {"_id": "4", "text": "What is dense?", "answers": ["not in its passage"]},
    ]
    rewrite(folder, corpus, queries, {"1": "b3", "2": "b3", "3": "w2", "4": "b2"})
    measures = evaluate(folder)
    assert measures["highlight"] == {
        "sentence_accuracy": 1 / 2,
        "n": 2,
        "single_sentence": 1,
        "span_f1": None,
    }
    assert measures["intervals"]["sentence_accuracy"] == [0, 1]


def test_without_answers_no_mark_is_judged(folder: Path):
    measures = evaluate(folder)
    assert measures["highlight"] is None
    assert measures["intervals"]["sentence_accuracy"] is None


def test_calibration_needs_questions_off_the_corpus(folder: Path):
    assert evaluate(folder)["calibration"]["n"] == 3 + 1
    (folder / "offcorpus_queries.jsonl").unlink()
    assert evaluate(folder)["calibration"] is None


def test_follow_ups_are_asked_with_and_without_what_came_before(folder: Path):
    queries = [
        {"_id": "1", "text": "What do they eat?", "history": ["What are blue whales?"]},
        {"_id": "2", "text": "What raises sourdough?"},
    ]
    rewrite(folder, CORPUS, queries, {"1": "w2", "2": "b1"})
    asked: list[int] = []
    measures = evaluate(folder, on_question=lambda done, total: asked.append(total))
    assert measures["n"] == 2
    assert measures["follow_ups"]["n"] == 1
    assert measures["follow_ups"]["with_history"] == dict.fromkeys(RANKING, 1.0)
    assert asked == [2 + 1 + 1] * 4  # with the one off the corpus, the follow-up twice
    rewrite(folder, CORPUS, [{"_id": "1", "text": "What do they eat?"}], {"1": "w2"})
    alone = evaluate(folder)
    assert measures["follow_ups"]["without_history"] == {n: alone[n] for n in RANKING}


def test_without_history_there_are_no_follow_ups(folder: Path):
    assert evaluate(folder)["follow_ups"] is None


def test_what_is_shown_is_counted_by_its_words(folder: Path):
    twin = {"_id": "t", "title": "Twin", "text": CORPUS[1]["text"]}
    queries = [{"_id": "1", "text": "Blue whales eat tonnes of krill a day"}]
    queries += [{"_id": "2", "text": "Who won the cup?"}]  # declined: shows nothing
    rewrite(folder, [*CORPUS, twin], queries, {"1": "t", "2": "t"})
    shown = evaluate(folder)["shown"]
    assert shown["n"] == 1
    assert shown["recall"] == 1
    assert shown["precision"] == pytest.approx(1 / shown["mean_citations"], abs=1e-4)


def test_intervals_hold_the_figures_and_repeat_with_the_seed(folder: Path):
    measures = evaluate(folder, seed=5)
    for name in RANKING:
        low, high = measures["intervals"][name]
        assert low <= measures[name] <= high
    assert measures["intervals"]["auroc"]["off_corpus"] == [1, 1]
    assert measures["intervals"] == evaluate(folder, seed=5)["intervals"]


def test_every_set_below_a_folder_is_measured_or_named(folder: Path):
    root = folder.parent
    spans = root / "deep" / "spans"
    spans.mkdir(parents=True)
    (spans / "queries.jsonl").write_text(lines([{"text": "Why?", "spans": [[0, 8]]}]))
    begun: list[str] = []
    found = dict(evaluate_all(root, on_set=begun.append, limit_questions=1))
    assert list(found) == begun == ["deep/spans", "set"]
    assert "neither a corpus nor snippets" in str(found["deep/spans"])
    assert isinstance(found["set"], dict)
    assert found["set"]["n"] == 1
    assert list(dict(evaluate_all(folder))) == ["set"]


def test_a_folder_without_any_set_is_refused(tmp_path: Path):
    with pytest.raises(EvaluationError, match=r"no folder with queries\.jsonl"):
        list(evaluate_all(tmp_path))


def rewrite(
    folder: Path,
    corpus: list[dict[str, str]],
    queries: list[dict[str, Any]],
    gold: dict[str, str],
) -> None:
    """Give a set another corpus and other questions, each with one passage."""
    with gzip.open(folder / "corpus.jsonl.gz", "wt") as file:
        file.write(lines(corpus))
    (folder / "queries.jsonl").write_text(lines(queries))
    rows = "".join(f"{question}\t{key}\t1\n" for question, key in gold.items())
    (folder / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{rows}")
