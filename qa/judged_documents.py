"""Sets of judged questions asked of whole files, read as `pincite add` reads them."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from index.embedding import Embedder
from index.library import ignore_total_progress
from index.readers import READERS
from index.structure_version import STRUCTURE_VERSION
from qa.assistant import Assistant, Progress
from qa.judged import EvaluationError, Judgements, Question
from qa.judged_cache import Ingest, Keys, cached, seconds_spent, timed

DOCUMENTS = "docs"
"""The folder of a set that has its documents whole."""


def has_documents(folder: Path) -> bool:
    """Return whether a set brings its documents as whole files."""
    return (folder / DOCUMENTS).is_dir()


def open_documents(
    folder: Path,
    model: str | Embedder | None,
    on_passage: Progress = ignore_total_progress,
) -> tuple[Assistant, Ingest]:
    """Return an assistant over a set's documents, and what embedding them cost.

    The library is kept under the files' content hash and the version of the rules that
    find passages, so that a set is embedded once.

    Raises:
        EvaluationError: The set has no folder of documents, or an empty one.
        UnreadableDocumentError: A file cannot be read.
    """
    files = _files(folder)
    digest = hashlib.sha256(str(STRUCTURE_VERSION).encode())
    for name, content in files:
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    assistant = cached(digest.hexdigest(), model)
    library = assistant.library
    if len(library.documents()) < len({content for _, content in files}):
        with timed(library):
            library.add(files, assistant.embedder, on_passage)
    ingest: Ingest = {
        "passages": sum(stored.passages for stored in library.documents()),
        "seconds": round(seconds_spent(library), 2),
    }
    return assistant, ingest


def gold_by_spans(
    assistant: Assistant, keys: Keys, questions: Sequence[Question]
) -> Judgements:
    """Return the passages that overlap a span of the document a question names.

    Raises:
        EvaluationError: There is no such document.
    """
    ids: Mapping[str, str] = {
        stored.name: stored.id for stored in assistant.library.documents()
    }
    unknown = sorted(
        {q.document for q in questions if q.document and q.document not in ids}
    )
    if unknown:
        raise EvaluationError(
            f"the questions name {unknown[0]!r}, which is not among the documents; "
            "mend `doc`, or add the file"
        )
    passages = {id_: assistant.library.passages(id_) for id_ in ids.values()}
    return {
        question.id: {
            keys[passage.locator.document_id, passage.ordinal]: 1
            for passage in passages.get(ids.get(question.document or "", ""), ())
            if any(
                start < end_ and start_ < end
                for start, end in passage.locator.spans
                for start_, end_ in question.spans
            )
        }
        for question in questions
    }


def _files(folder: Path) -> list[tuple[str, bytes]]:
    """Return the readable files of a set's documents, by their names in that folder."""
    documents = folder / DOCUMENTS
    paths = [
        path
        for path in sorted(documents.rglob("*"))
        if path.suffix.lower() in READERS and path.is_file()
    ]
    if not paths:
        raise EvaluationError(
            f"{documents} has no documents; put there, whole, what the questions are "
            "asked of"
        )
    return [
        (path.relative_to(documents).as_posix(), path.read_bytes()) for path in paths
    ]
