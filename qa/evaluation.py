"""How well the default configuration ranks and declines, on sets of judged questions.

`qa.judged` describes the sets' files.

Measures are those of ir-measures: nDCG@10 and MRR@10 as usual; recall is the share of
a question's relevant passages that were found, or, where snippets name alternatives,
whether one of them was.
"""

import hashlib
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding import load_embedder
from index.library import Library, ignore_total_progress
from qa.assistant import Assistant, Progress
from qa.defaults import cache_folder
from qa.judged import (
    EvaluationError,
    Judgements,
    Question,
    corpus_documents,
    read_corpus,
    read_judgements,
    read_questions,
)

DEPTH = 10
"""Ranks looked at: the cut-off of nDCG@10 and MRR@10."""

Ingest = dict[str, float | None]
"""How many passages were asked, and the seconds it took to embed them; None where the
library was there before."""

SECONDS_KEY = "seconds spent embedding"
"""Metadata: what a cached corpus cost when it was embedded."""

KEPT_SHARE = 0.95
"""Declining is judged at the threshold that keeps this share of the answerable."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question: passage keys best first, and what it cost."""

    keys: tuple[str, ...]
    confidence: float
    abstained: bool
    seconds: float


def evaluate(
    folder: Path,
    *,
    library: Path | None = None,
    model: str | None = None,
    limit_questions: int | None = None,
    seed: int = 0,
    on_passage: Progress = ignore_total_progress,
    on_question: Progress = ignore_total_progress,
) -> dict[str, Any]:
    """Return the measures of a folder of judged questions, JSON-ready.

    Args:
        folder: The set; see the module's text for its files.
        library: The library to ask where the set has no corpus; None is the seeds.
        model: A sentence-transformers name or path; None is the bundled model.
        limit_questions: Ask at most this many of each kind, drawn with `seed`.
        seed: For the draw.
        on_passage: Progress of embedding the corpus, the first time.
        on_question: Progress of asking.

    Raises:
        EvaluationError: A file is missing or not of the form described.
    """
    if not folder.is_dir():
        raise EvaluationError(f"{folder} is not a folder; name one with queries.jsonl")
    questions = read_questions(folder, "queries.jsonl")
    if not questions:
        raise EvaluationError(
            f"{folder} has no queries.jsonl; see 'pincite evaluate -h'"
        )
    draw = random.Random(seed)
    groups = {
        "answerable": [q for q in questions if q.answerable],
        "unanswerable": [q for q in questions if not q.answerable],
        "off_corpus": read_questions(folder, "offcorpus_queries.jsonl"),
    }
    groups = {name: _drawn(qs, limit_questions, draw) for name, qs in groups.items()}
    answerable = groups["answerable"]

    corpus = read_corpus(folder)
    if corpus is None:
        assistant = Assistant.open(library, model=model, on_progress=on_passage)
        keys = _library_keys(assistant)
        gold = _gold_by_snippets(assistant, keys, answerable)
        ingest: Ingest = {"passages": len(keys), "seconds": None}
    else:
        assistant, ingest, keys = open_corpus(corpus, model, on_passage)
        gold = read_judgements(folder)
    with assistant:
        outcomes = _asked(_asker(assistant, keys), groups, on_question)
    ranked = {
        q.id: o.keys for q, o in zip(answerable, outcomes["answerable"], strict=True)
    }
    seconds = [o.seconds for group in outcomes.values() for o in group]
    kept = [outcome.confidence for outcome in outcomes["answerable"]]
    return {
        "n": len(answerable),
        **_ranking_measures(ranked, gold, alternatives=corpus is None),
        "abstention": {
            name: _abstention_measures(kept, outcomes[name])
            for name in ("off_corpus", "unanswerable")
        },
        "declined": {
            name: sum(outcome.abstained for outcome in group)
            for name, group in outcomes.items()
        },
        "latency_ms": {
            "p50": round(float(np.percentile(seconds, 50)) * 1000, 2),
            "p95": round(float(np.percentile(seconds, 95)) * 1000, 2),
        },
        "ingest": ingest,
    }


def open_corpus(
    corpus: Sequence[Mapping[str, str]],
    model: str | None,
    on_passage: Progress = ignore_total_progress,
) -> tuple[Assistant, Ingest, dict[tuple[str, int], str]]:
    """Return an assistant over a corpus, its cost, and its passages' record ids.

    The library is kept under the corpus's content hash, so that a set is embedded once.
    """
    documents = corpus_documents(corpus)
    digest = hashlib.sha256(
        json.dumps([sorted(record.items()) for record in corpus]).encode()
    ).hexdigest()
    embedder = load_embedder(model)
    model_digest = hashlib.sha256(embedder.fingerprint.encode()).hexdigest()
    folder = cache_folder() / "evaluation" / f"{digest[:16]}-{model_digest[:8]}"
    library = Library.open(folder, embedder.fingerprint, create=True)
    keys = {
        (document.id, passage.ordinal): key
        for document, passages, ids in documents
        for passage, key in zip(passages, ids, strict=True)
    }
    held = {stored.id for stored in library.documents()}
    missing = [one for one in documents if one[0].id not in held]
    seconds = float(library.get_metadata(SECONDS_KEY) or 0)
    total, done = sum(len(passages) for _, passages, _ in missing), 0

    def count(finished: int) -> None:
        nonlocal done
        done += finished
        on_passage(done, total)

    for document, passages, _ in missing:
        started = time.perf_counter()
        source = document.text.encode()
        library.add_passages(document, source, passages, embedder, count)
        seconds += time.perf_counter() - started
        library.set_metadata(SECONDS_KEY, str(seconds))
    ingest: Ingest = {"passages": len(corpus), "seconds": round(seconds, 2)}
    return Assistant(library, embedder), ingest, keys


def _asked(
    ask: Callable[[Question], Outcome],
    groups: Mapping[str, Sequence[Question]],
    on_question: Progress,
) -> dict[str, list[Outcome]]:
    """Return what became of each group's questions."""
    total, done = sum(map(len, groups.values())), 0
    outcomes: dict[str, list[Outcome]] = {name: [] for name in groups}
    for name, group in groups.items():
        for question in group:
            outcomes[name].append(ask(question))
            done += 1
            on_question(done, total)
    return outcomes


def _drawn(
    questions: Sequence[Question], limit: int | None, draw: random.Random
) -> list[Question]:
    if limit is None or len(questions) <= limit:
        return list(questions)
    chosen = sorted(draw.sample(range(len(questions)), limit))
    return [questions[i] for i in chosen]


def _library_keys(assistant: Assistant) -> dict[tuple[str, int], str]:
    return {
        (passage.locator.document_id, passage.ordinal): (
            f"{passage.locator.document_id}:{passage.ordinal}"
        )
        for passage in assistant.library.passages()
    }


def _gold_by_snippets(
    assistant: Assistant,
    keys: Mapping[tuple[str, int], str],
    questions: Sequence[Question],
) -> Judgements:
    passages = assistant.library.passages()
    return {
        question.id: {
            keys[passage.locator.document_id, passage.ordinal]: 1
            for passage in passages
            if any(snippet in passage.text for snippet in question.snippets)
        }
        for question in questions
    }


def _asker(
    assistant: Assistant, keys: Mapping[tuple[str, int], str]
) -> Callable[[Question], Outcome]:
    """Return a function that asks one question as a user would, and ranks for it."""
    titles: dict[str, list[str]] = {}
    for stored in assistant.library.documents():
        titles.setdefault(stored.title, []).append(stored.id)

    def ask(question: Question) -> Outcome:
        scope = None if question.scope is None else titles.get(question.scope, [])
        started = time.perf_counter()
        ranking, answer = assistant.consider(
            question.text, history=question.history, documents=scope, depth=DEPTH
        )
        seconds = time.perf_counter() - started
        found = (hit.passage for hit in ranking.hits[:DEPTH])
        return Outcome(
            keys=tuple(keys[p.locator.document_id, p.ordinal] for p in found),
            confidence=answer.confidence,
            abstained=answer.abstained,
            seconds=seconds,
        )

    return ask


def _ranking_measures(
    ranked: Mapping[str, Sequence[str]], gold: Judgements, *, alternatives: bool
) -> dict[str, float | None]:
    """Return the measures over all ranked questions that have a gold passage.

    Args:
        ranked: Passage keys by question, best first.
        gold: The relevant passages of each question.
        alternatives: Whether one relevant passage is as good as all of them.
    """
    import ir_measures
    from ir_measures import RR, R, Success, nDCG

    recall = Success if alternatives else R
    wanted = {
        "ndcg@10": nDCG @ DEPTH,
        "recall@1": recall @ 1,
        "recall@5": recall @ 5,
        "mrr@10": RR @ DEPTH,
    }
    qrels = {q: dict(gold.get(q) or {"no passage": 1}) for q in ranked}
    run = {
        q: {key: float(DEPTH - rank) for rank, key in enumerate(keys)}
        for q, keys in ranked.items()
    }
    if not qrels:
        return dict.fromkeys(wanted)
    values = ir_measures.calc_aggregate(list(wanted.values()), qrels, run)
    return {name: round(values[measure], 4) for name, measure in wanted.items()}


def _abstention_measures(
    kept: Sequence[float], declined: Sequence[Outcome]
) -> dict[str, float] | None:
    """Return how well confidence tells answerable questions from others, or None."""
    if not kept or not declined:
        return None
    from sklearn.metrics import roc_auc_score

    others = [outcome.confidence for outcome in declined]
    threshold = float(np.quantile(kept, 1 - KEPT_SHARE))
    labels = [1] * len(kept) + [0] * len(others)
    return {
        "auroc": round(float(roc_auc_score(labels, [*kept, *others])), 4),
        "answered_share_at_95": round(
            float(np.mean([value >= threshold for value in others])), 4
        ),
        "n": len(others),
    }
