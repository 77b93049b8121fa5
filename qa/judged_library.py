"""The library that judged questions are asked of, and what is relevant in it."""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.documents import Document, Locator, Masthead, Passage, fold
from index.embedding import Embedder, load_embedder
from index.library import Library, ignore_total_progress
from index.schema import SCHEMA_VERSION
from qa.assistant import Assistant, Progress
from qa.defaults import cache_folder
from qa.judged import (
    EvaluationError,
    Judgements,
    Question,
    read_corpus,
    read_judgements,
)

Ingest = dict[str, float | None]
"""How many passages were asked, and the seconds it took to embed them; None where the
library was there before."""

Keys = dict[tuple[str, int], str]
"""A passage's document id and ordinal to the key that judgements know it by."""

SECONDS_KEY = "seconds spent embedding"
"""Metadata: what a cached corpus cost when it was embedded."""


@dataclass(frozen=True, slots=True)
class JudgedLibrary:
    """A library to ask, with the judgements of its passages.

    Attributes:
        assistant: Answers from the library.
        keys: Of every passage.
        texts: Of every passage, by key.
        gold: Relevance by question id and passage key.
        alternatives: Whether one relevant passage is as good as all of them.
        ingest: What embedding cost.
    """

    assistant: Assistant
    keys: Keys
    texts: Mapping[str, str]
    gold: Judgements
    alternatives: bool
    ingest: Ingest

    def relevant(self, question: Question) -> list[str]:
        """Return the keys of the passages that answer a question."""
        grades = self.gold.get(question.id, {})
        return [key for key, grade in grades.items() if grade > 0]


@contextmanager
def judged_library(
    folder: Path,
    questions: Sequence[Question],
    *,
    library: Path | None = None,
    model: str | Embedder | None = None,
    on_passage: Progress = ignore_total_progress,
) -> Iterator[JudgedLibrary]:
    """Give what a set's questions are asked of, within the block.

    Args:
        folder: The set.
        questions: Its answerable questions.
        library: The library to ask where the set has no corpus; None is the seeds.
        model: As for `Assistant.open`.
        on_passage: Progress of embedding, the first time.

    Raises:
        EvaluationError: A file is missing or not of the form `qa.judged` describes, or
            nothing tells which passages are relevant.
    """
    corpus = read_corpus(folder)
    if corpus is not None:
        gold = read_judgements(folder)
        assistant, ingest, keys = open_corpus(corpus, model, on_passage)
    else:
        if questions and not any(question.snippets for question in questions):
            raise EvaluationError(
                f"{folder} has neither a corpus nor snippets that tell which passages "
                "answer; add corpus.jsonl with qrels.tsv, or snippets to the questions"
            )
        assistant = Assistant.open(library, model=model, on_progress=on_passage)
        keys = _library_keys(assistant)
        gold = _gold_by_snippets(assistant, keys, questions)
        ingest = {"passages": len(keys), "seconds": None}
    with assistant:
        texts = {
            keys[passage.locator.document_id, passage.ordinal]: passage.text
            for passage in assistant.library.passages()
        }
        yield JudgedLibrary(assistant, keys, texts, gold, corpus is None, ingest)


def open_corpus(
    corpus: Sequence[Mapping[str, str]],
    model: str | Embedder | None,
    on_passage: Progress = ignore_total_progress,
) -> tuple[Assistant, Ingest, Keys]:
    """Return an assistant over a corpus, its cost, and its passages' record ids.

    The library is kept under the corpus's content hash, so that a set is embedded once.
    """
    documents = corpus_documents(corpus)
    digest = hashlib.sha256(
        json.dumps([sorted(record.items()) for record in corpus]).encode()
    ).hexdigest()
    embedder = load_embedder(model) if isinstance(model, str | None) else model
    model_digest = hashlib.sha256(embedder.fingerprint.encode()).hexdigest()
    form = f"{digest[:16]}-{model_digest[:8]}-{SCHEMA_VERSION}"
    folder = cache_folder() / "evaluation" / form
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


def corpus_documents(
    corpus: Sequence[Mapping[str, str]],
) -> list[tuple[Document, list[Passage], list[str]]]:
    """Return a document for each title, its records as passages, and their ids."""
    by_title: dict[str, list[Mapping[str, str]]] = {}
    for record in corpus:
        if fold(record["text"]):
            by_title.setdefault(record["title"], []).append(record)
    documents = []
    for title, records in by_title.items():
        texts = [record["text"] for record in records]
        text = "\n\n".join(texts)
        sha256 = hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()
        passages, start = [], 0
        for ordinal, record_text in enumerate(texts):
            locator = Locator(sha256[:16], ((start, start + len(record_text)),))
            passages.append(Passage(locator, fold(record_text), ordinal))
            start += len(record_text) + len("\n\n")
        document = Document(
            id=sha256[:16],
            name=title or "untitled",
            title=title,
            text=text,
            sha256=sha256,
            language="en",
            masthead=Masthead(),
        )
        documents.append((document, passages, [record["_id"] for record in records]))
    return documents


def _library_keys(assistant: Assistant) -> Keys:
    return {
        (passage.locator.document_id, passage.ordinal): (
            f"{passage.locator.document_id}:{passage.ordinal}"
        )
        for passage in assistant.library.passages()
    }


def _gold_by_snippets(
    assistant: Assistant, keys: Keys, questions: Sequence[Question]
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
