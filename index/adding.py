"""Adding documents: read, embed what is new, and store each in one transaction."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from index import reference_rows, store
from index.changes import changes
from index.connections import Connections
from index.context import embedded
from index.documents import Document, Passage
from index.embedding import Embedder, OnProgress
from index.errors import MismatchedLibraryError, ModelError
from index.passages import passages
from index.readers import read_document
from index.store import StoredEmbedding
from index.structure import STRUCTURE_VERSION


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of the files, as document ids in their order.

    Attributes:
        added: New in the library.
        replaced: Took the place of what had the same name or the same bytes.
        unchanged: Were there already.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with the bytes it was read from and the passages found in it."""

    document: Document
    source: bytes
    passages: tuple[Passage, ...]


def add(
    folder: Path,
    connections: Connections,
    sources: Sequence[tuple[str, bytes]],
    embedder: Embedder,
    on_progress: Callable[[int, int], None],
) -> AddReport:
    """Add files to a library; see `Library.add`."""
    with connections.reading() as connection:
        stored = store.stored_documents(connection)
    coming = changes(sources, stored, STRUCTURE_VERSION)
    readings = [_read(name, content) for name, content in coming.sources]
    total = sum(len(reading.passages) for reading in readings)
    done = 0

    def count(finished: int) -> None:
        nonlocal done
        done += finished
        on_progress(done, total)

    if coming.superseded:
        remove(connections, coming.superseded)
    replaced = {
        reading.document.id: put(folder, connections, reading, embedder, count)
        for reading in readings
    }
    return AddReport(
        added=tuple(new for new, old in replaced.items() if not old),
        replaced=tuple(new for new, old in replaced.items() if old),
        unchanged=coming.unchanged,
    )


def put(
    folder: Path,
    connections: Connections,
    reading: Reading,
    embedder: Embedder,
    on_progress: OnProgress,
) -> bool:
    """Store a document in place of those of its id or name; return if there were any.

    Args:
        folder: The library's, for messages.
        connections: The library's.
        reading: The document.
        embedder: The library's model.
        on_progress: Told how many passages newly have their embeddings.
    """
    # Embedding may take minutes: see first whether the library can be written.
    with connections.writing() as connection:
        _claim_model(folder, connection, embedder)
    texts = list(_embedded_texts(reading.passages))
    embeddings = _embeddings(connections, texts, embedder, on_progress)
    document = reading.document
    with connections.writing() as connection:
        _claim_model(folder, connection, embedder)
        replaced = store.delete_like(connection, document.id, document.name)
        row = store.insert_document(
            connection, document, reading.source, STRUCTURE_VERSION
        )
        reference_rows.insert_names(connection, row, document, reading.passages)
        for passage, embedding in zip(reading.passages, embeddings, strict=True):
            passage_row = store.insert_passage(connection, row, passage, embedding)
            reference_rows.insert_mentions(connection, passage_row, passage)
        if replaced:
            store.delete_unused_embeddings(connection)
        store.advance(connection)
    return replaced


def remove(connections: Connections, document_ids: Collection[str]) -> None:
    """Remove documents and their passages.

    Raises:
        UnknownDocumentError: One is not in the library; then none is removed.
    """
    with connections.writing() as connection:
        for document_id in document_ids:
            store.delete_document(connection, document_id)
        store.delete_unused_embeddings(connection)
        store.advance(connection)


def check_model(folder: Path, connection: sqlite3.Connection, fingerprint: str) -> None:
    """Raise MismatchedLibraryError if another model embedded the library's passages."""
    state = store.state(connection)
    if state.fingerprint in (None, fingerprint) or store.is_empty(connection):
        return
    raise MismatchedLibraryError(
        f"{folder} was built by {state.fingerprint!r}, not {fingerprint!r}; open it "
        "with that model, or add the documents to another folder"
    )


def _claim_model(
    folder: Path, connection: sqlite3.Connection, embedder: Embedder
) -> None:
    """Make the embedder's model the library's, unless it has documents by another."""
    check_model(folder, connection, embedder.fingerprint)
    if store.state(connection).fingerprint != embedder.fingerprint:
        store.set_model(connection, embedder.fingerprint, embedder.dimension)


def _read(name: str, content: bytes) -> Reading:
    document = read_document(name, content)
    return Reading(document, content, tuple(passages(document)))


def _embedded_texts(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the text to embed for each passage."""
    texts = {passage.ordinal: passage.text for passage in passages}
    for passage in passages:
        lead_in = None if passage.lead_in is None else texts.get(passage.lead_in)
        yield embedded(passage.text, passage.section, lead_in)


def _embeddings(
    connections: Connections,
    texts: Sequence[str],
    embedder: Embedder,
    on_progress: OnProgress,
) -> list[StoredEmbedding]:
    """Return each text's embedding, made only for texts the library does not have."""
    digests = [sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts]
    with connections.reading() as connection:
        known = store.embeddings(connection, digests)
    missing = {
        digest: text
        for digest, text in zip(digests, texts, strict=True)
        if digest not in known
    }
    on_progress(len(texts) - len(missing))
    matrices = embedder.embed_passages(list(missing.values()), on_progress)
    for digest, matrix in zip(missing, matrices, strict=True):
        if not np.isfinite(matrix).all():
            raise ModelError(
                f"the model {embedder.fingerprint!r} gives embeddings that are not "
                "numbers; use another one"
            )
        vectors = matrix.astype(np.float16).tobytes()
        known[digest] = StoredEmbedding(digest, len(matrix), vectors)
    return [known[digest] for digest in digests]
