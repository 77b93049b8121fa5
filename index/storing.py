"""Storing documents: embed what is new, and put each in place in one transaction."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from index import (
    document_rows,
    passage_rows,
    reference_rows,
    sidecar_rows,
    statement_rows,
    store,
)
from index.connections import Connections
from index.context import embedded
from index.documents import Passage, Reading
from index.embedding import Embedder, OnProgress
from index.errors import MismatchedLibraryError, ModelError
from index.sidecars import NO_SIDECAR, Sidecar
from index.statements import statements
from index.store import StoredEmbedding
from index.structure_version import STRUCTURE_VERSION
from index.tokens import to_columns


@dataclass(frozen=True, slots=True)
class Whole:
    """A document with all that is stored with it.

    Attributes:
        reading: The document and its passages.
        embeddings: The passages', in their order.
        structure_version: Of the rules that found the passages.
        sidecar: What is written beside the document.
        origin: The absolute path of its file; None where there is none.
    """

    reading: Reading
    embeddings: Sequence[StoredEmbedding]
    structure_version: int
    sidecar: Sidecar
    origin: str | None

    def called(self, name: str) -> "Whole":
        """Return the same under another name."""
        document = replace(self.reading.document, name=name)
        return replace(self, reading=replace(self.reading, document=document))


def put(
    folder: Path,
    connections: Connections,
    reading: Reading,
    embedder: Embedder,
    on_progress: OnProgress,
    sidecar: Sidecar = NO_SIDECAR,
    origin: str | None = None,
) -> bool:
    """Store a document in place of those of its id or name; return if there were any.

    Args:
        folder: The library's, for messages.
        connections: The library's.
        reading: The document.
        embedder: The library's model.
        on_progress: Told how many passages newly have their embeddings.
        sidecar: What is written beside the document.
        origin: The absolute path of its file; None where there is none.
    """
    # Embedding may take minutes: see first whether the library can be written.
    dimension = _claimed_dimension(folder, connections, embedder)
    texts = list(embedded_texts(reading.passages))
    embeddings = _embeddings(connections, texts, embedder, on_progress)
    whole = Whole(reading, embeddings, STRUCTURE_VERSION, sidecar, origin)
    return place(folder, connections, whole, embedder.fingerprint, dimension)


def place(
    folder: Path,
    connections: Connections,
    whole: Whole,
    fingerprint: str,
    dimension: int,
) -> bool:
    """Store a document in place of those of its id or name; return if there were any.

    Args:
        folder: The library's, for messages.
        connections: The library's.
        whole: The document, its name and facts as they were read.
        fingerprint: Of the model that made the embeddings.
        dimension: Of the embeddings.
    """
    reading, document = whole.reading, whole.reading.document
    said = defaultdict(list)
    for statement in statements(document, reading.passages):
        said[statement.passage.ordinal].append(statement)
    with connections.writing() as connection:
        _claim_model(folder, connection, fingerprint, dimension)
        replaced = document_rows.delete_like(connection, document.id, document.name)
        row = document_rows.insert_document(
            connection, document, reading.source, whole.structure_version, whole.origin
        )
        sidecar_rows.set_sidecar(connection, document.id, whole.sidecar)
        described = document_rows.document(connection, document.id)
        reference_rows.set_names(connection, described, reading.passages)
        for passage, embedding in zip(reading.passages, whole.embeddings, strict=True):
            passage_row = store.insert_passage(connection, row, passage, embedding)
            reference_rows.insert_mentions(connection, passage_row, passage)
            reported = said[passage.ordinal]
            statement_rows.insert_statements(connection, passage_row, reported)
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
            document_rows.delete_document(connection, document_id)
        store.delete_unused_embeddings(connection)
        store.advance(connection)


def check_model(folder: Path, connection: sqlite3.Connection, fingerprint: str) -> None:
    """Raise MismatchedLibraryError if another model embedded the library's passages."""
    state = store.state(connection)
    if state.fingerprint in (None, fingerprint) or document_rows.is_empty(connection):
        return
    raise MismatchedLibraryError(
        f"{folder} was built by {state.fingerprint!r}, not {fingerprint!r}; open it "
        "with that model, or add the documents to another folder"
    )


def set_sidecars(
    connections: Connections, sidecars: Mapping[str, Sidecar]
) -> list[str]:
    """Give documents their sidecars; return the ids of those that had others."""
    with connections.reading() as connection:
        changed = [
            one
            for one, sidecar in sidecars.items()
            if sidecar_rows.sidecar(connection, one) != sidecar
        ]
    if changed:
        with connections.writing() as connection:
            for one in changed:
                sidecar_rows.set_sidecar(connection, one, sidecars[one])
                document = document_rows.document(connection, one)
                passages = passage_rows.passages_of(connection, one)
                reference_rows.set_names(connection, document, passages)
            store.advance(connection)
    return changed


def embedded_texts(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the text to embed for each passage."""
    texts = {passage.ordinal: passage.text for passage in passages}
    for passage in passages:
        lead_in = None if passage.lead_in is None else texts.get(passage.lead_in)
        yield embedded(passage.text, passage.section, lead_in)


def text_key(text: str) -> bytes:
    """Return what an embedded text's embedding is kept by."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _claimed_dimension(
    folder: Path, connections: Connections, embedder: Embedder
) -> int:
    """Make a model the library's; return its dimension.

    A library that has it knows: asking the model would load it, be there nothing to
    embed.
    """
    with connections.writing() as connection:
        held = store.state(connection)
        if held.fingerprint == embedder.fingerprint:
            return held.dimension
        dimension = embedder.dimension
        _claim_model(folder, connection, embedder.fingerprint, dimension)
        return dimension


def _claim_model(
    folder: Path, connection: sqlite3.Connection, fingerprint: str, dimension: int
) -> None:
    """Make a model the library's, unless it has documents by another."""
    check_model(folder, connection, fingerprint)
    if store.state(connection).fingerprint != fingerprint:
        store.set_model(connection, fingerprint, dimension)


def _embeddings(
    connections: Connections,
    texts: Sequence[str],
    embedder: Embedder,
    on_progress: OnProgress,
) -> list[StoredEmbedding]:
    """Return each text's embedding, made only for texts the library does not have."""
    digests = [text_key(text) for text in texts]
    with connections.reading() as connection:
        known = store.embeddings(connection, digests)
    missing = {
        digest: text
        for digest, text in zip(digests, texts, strict=True)
        if digest not in known
    }
    on_progress(len(texts) - len(missing))
    made = embedder.embed_passages(list(missing.values()), on_progress)
    for digest, embedding in zip(missing, made, strict=True):
        matrix = embedding.windows
        if not (
            np.isfinite(matrix).all() and np.isfinite(embedding.tokens.vectors).all()
        ):
            raise ModelError(
                f"the model {embedder.fingerprint!r} gives embeddings that are not "
                "numbers; use another one"
            )
        vectors = matrix.astype(np.float16).tobytes()
        known[digest] = StoredEmbedding(
            digest, len(matrix), vectors, *to_columns(embedding.tokens)
        )
    return [known[digest] for digest in digests]
