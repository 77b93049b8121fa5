"""A library of a judged set's corpus: each record a passage, as it stands."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from index.detection import language_of
from index.documents import Document, Locator, Masthead, Passage, fold
from index.embedding import Embedder
from index.library import ignore_total_progress
from qa.assistant import Assistant, Progress
from qa.judged_cache import Ingest, Keys, cached, seconds_spent, timed


def open_corpus(
    corpus: Sequence[Mapping[str, str]],
    model: str | Embedder | None,
    on_passage: Progress = ignore_total_progress,
) -> tuple[Assistant, Ingest, Keys]:
    """Return an assistant over a corpus, its cost, and its passages' record ids.

    The library is kept under the corpus's content hash, so that a set is embedded once.
    """
    documents = corpus_documents(corpus)
    records: list[Any] = [sorted(record.items()) for record in corpus]
    others = [one.language for one, _, _ in documents if one.language != "en"]
    # What was kept before languages were told apart is English.
    contents = json.dumps([records, others] if others else records)
    digest = hashlib.sha256(contents.encode()).hexdigest()
    assistant = cached(digest, model)
    library, embedder = assistant.library, assistant.embedder
    keys = {
        (document.id, passage.ordinal): key
        for document, passages, ids in documents
        for passage, key in zip(passages, ids, strict=True)
    }
    held = {stored.id for stored in library.documents()}
    missing = [one for one in documents if one[0].id not in held]
    total, done = sum(len(passages) for _, passages, _ in missing), 0

    def count(finished: int) -> None:
        nonlocal done
        done += finished
        on_passage(done, total)

    for document, passages, _ in missing:
        source = document.text.encode()
        with timed(library):
            library.add_passages(document, source, passages, embedder, count)
    seconds = round(seconds_spent(library), 2)
    return assistant, {"passages": len(corpus), "seconds": seconds}, keys


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
            language=language_of(text),
            masthead=Masthead(),
        )
        documents.append((document, passages, [record["_id"] for record in records]))
    return documents
