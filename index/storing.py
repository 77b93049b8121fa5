"""Storing documents: embed what is new, and put each in place in one transaction."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

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
from index.model_claims import claim_model, claimed_dimension
from index.sidecars import NO_SIDECAR, Sidecar
from index.statements import statements
from index.store import StoredEmbedding
from index.stored_embeddings import StoredEmbeddings
from index.structure_version import STRUCTURE_VERSION


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
    dimension = claimed_dimension(folder, connections, embedder)
    texts = list(embedded_texts(reading.passages))
    embeddings = StoredEmbeddings(connections, embedder).of(texts, on_progress)
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
        claim_model(folder, connection, fingerprint, dimension)
        replaced = document_rows.like(connection, document.id, document.name)
        left = store.embeddings_of(connection, replaced)
        _delete(connection, replaced)
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
        store.delete_unused_embeddings(connection, left)
        store.advance(connection)
    return bool(replaced)


def remove(connections: Connections, document_ids: Collection[str]) -> None:
    """Remove documents and their passages.

    Raises:
        UnknownDocumentError: One is not in the library; then none is removed.
    """
    with connections.writing() as connection:
        left = store.embeddings_of(connection, document_ids)
        _delete(connection, document_ids)
        store.delete_unused_embeddings(connection, left)
        store.advance(connection)


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


def _delete(connection: sqlite3.Connection, document_ids: Collection[str]) -> None:
    """Remove documents and their passages, but no embeddings."""
    for document_id in document_ids:
        document_rows.delete_document(connection, document_id)
