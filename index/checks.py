"""Whether what a library stores is what it should be."""

import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePath

import numpy as np

from index import document_rows, passage_rows, store
from index.derived import Derived
from index.documents import Document, fold
from index.errors import UnreadableDocumentError
from index.readers.encodings import decoded_text, says
from index.structure_version import STRUCTURE_VERSION

# What a file of these says is what its bytes say.
PLAIN = (".markdown", ".md", ".txt")

# Half precision keeps three digits of each component; norms come within 0.0005.
MAX_NORM_ERROR = 2e-3


def problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what is wrong with the stored documents, a line each.

    Raises:
        sqlite3.DatabaseError: Damage that keeps the rest from being read.
    """
    yield from damage(connection)
    for document in document_rows.stored_documents(connection):
        if document.structure_version != STRUCTURE_VERSION:
            yield f"{document.name}: read by an earlier version; add it again"


def damage(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what of the stored documents is not as it was stored, a line each.

    Raises:
        sqlite3.DatabaseError: Damage that keeps the rest from being read.
    """
    for (finding,) in connection.execute("PRAGMA integrity_check"):
        if finding != "ok":
            yield f"database: {finding}"
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"database: row {row} of {table} lacks its row of {parent}"
    for document in document_rows.stored_documents(connection):
        yield from _document_problems(connection, document.id, document.name)
    yield from _embedding_problems(connection)


def derived_problems(connection: sqlite3.Connection, derived: Derived) -> Iterator[str]:
    """Yield how the indexes differ from the passages they were built from."""
    rows = np.array(
        [row for (row,) in connection.execute("SELECT row FROM passages ORDER BY row")],
        dtype=np.int64,
    )
    if not np.array_equal(derived.indexes.vectors.rows, rows):
        yield "vector index: its passages are not the library's"
    held = len(derived.indexes.keywords)
    if held != len(rows):
        yield f"keyword index: {held} passages instead of {len(rows)}"


def source_problem(document: Document, source: bytes) -> str | None:
    """Return how a document's stored bytes and text have changed; None if they agree.

    Args:
        document: As it is stored.
        source: The bytes stored with it.
    """
    if sha256(source).hexdigest() != document.sha256:
        return "its stored bytes do not have its SHA-256"
    text = source_text(document, source)
    if text is not None and text != document.text:
        return "its text is not what its stored bytes say"
    return None


def source_text(document: Document, source: bytes) -> str | None:
    """Return the text that a document's bytes say; None where that takes a parser."""
    if PurePath(document.name).suffix.lower() not in PLAIN:
        return None
    try:
        text, guesses = decoded_text(document.name, source)
    except UnreadableDocumentError:
        return None
    # Another version may guess another encoding; what was read once stays what it says.
    return document.text if guesses and says(source, document.text) else text


def _document_problems(
    connection: sqlite3.Connection, document_id: str, name: str
) -> Iterator[str]:
    document = document_rows.document(connection, document_id)
    source = document_rows.source(connection, document_id)
    problem = source_problem(document, source)
    if problem:
        yield f"{name}: source changed: {problem}"
    elif document_rows.stored_digest(connection, document_id) not in (
        None,  # an earlier version kept none
        document_rows.text_digest(document.text),
    ):
        yield f"{name}: source changed: its text is not what was stored"
    yield from _place_problems(document)
    ordinals = set()
    for passage in passage_rows.passages_of(connection, document_id):
        ordinals.add(passage.ordinal)
        spans = passage.locator.spans
        slices = " ".join(document.text[start:end] for start, end in spans)
        if fold(slices) != passage.text:
            yield (
                f"{name}: source changed: passage {passage.ordinal} is not the text at "
                "its spans"
            )
        if passage.lead_in is not None and passage.lead_in not in ordinals:
            yield f"{name}: passage {passage.ordinal} lacks its lead-in"


def _place_problems(document: Document) -> Iterator[str]:
    """Yield what is wrong with a document's pages and anchors."""
    end = len(document.text)
    pages, labels = document.pages, document.page_labels
    anchors = [place for place, _ in document.anchors]
    for what, places in (("pages", pages), ("anchors", anchors)):
        if list(places) != sorted(places):
            yield f"{document.name}: its {what} are not in order"
        if places and not all(0 <= place <= end for place in places):
            yield f"{document.name}: its {what} are not all within its text"
    if labels and len(labels) != len(pages):
        yield f"{document.name}: {len(labels)} page numbers for {len(pages)} pages"


def _embedding_problems(connection: sqlite3.Connection) -> Iterator[str]:
    dimension = store.state(connection).dimension
    for row, matrix in passage_rows.embeddings(connection, dimension):
        norms = np.linalg.norm(matrix, axis=1)
        if not (np.abs(norms - 1) <= MAX_NORM_ERROR).all():
            yield f"passage row {row}: its embedding is not of unit length"
