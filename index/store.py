"""The truth: documents, passages and embeddings as rows of the library's database.

Every function takes a connection and leaves transactions to its caller.
`passage_rows` reads what is written here.
"""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from hashlib import sha256

from index.columns import (
    from_masthead,
    from_passage,
    from_places,
    to_masthead,
    to_places,
    to_strings,
)
from index.documents import Document, Masthead, Passage, fold
from index.errors import UnknownDocumentError


@dataclass(frozen=True, slots=True)
class State:
    """Which contents a library holds, and which model embedded them.

    Attributes:
        generation: Counts the changes to its documents.
        stamp: Random, new with each generation: equal stamps, equal contents, even
            in a copy that went its own way.
        fingerprint: The model's, or None before the first document.
        dimension: Length of its embeddings; 0 before the first document.
    """

    generation: int
    stamp: str
    fingerprint: str | None
    dimension: int


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What a library holds of a document, without its text.

    Attributes:
        characters: Length of its text.
        passages: How many it has.
        structure_version: Of the rules that found them.
        added: When, in UTC.
    """

    id: str
    name: str
    title: str
    language: str
    sha256: str
    characters: int
    passages: int
    structure_version: int
    masthead: Masthead
    added: datetime


@dataclass(frozen=True, slots=True)
class StoredEmbedding:
    """The embedding of one text, as it is kept.

    Attributes:
        digest: SHA-256 of the text.
        windows: How many windows the text was embedded in.
        vectors: Their unit vectors, float16, row after row.
        tokens: How many word pieces it has.
        token_vectors, token_places: Theirs, as `tokens.to_columns` writes them.
    """

    digest: bytes
    windows: int
    vectors: bytes
    tokens: int
    token_vectors: bytes
    token_places: bytes


def state(connection: sqlite3.Connection) -> State:
    """Return the library's state."""
    row = connection.execute(
        "SELECT generation, stamp, fingerprint, dimension FROM library"
    ).fetchone()
    if row is None:
        raise sqlite3.DatabaseError("the row that describes the library is missing")
    return State(*row)


def advance(connection: sqlite3.Connection) -> None:
    """Begin a new generation."""
    connection.execute(
        "UPDATE library SET generation = generation + 1, "
        "stamp = lower(hex(randomblob(8)))"
    )


def set_model(connection: sqlite3.Connection, fingerprint: str, dimension: int) -> None:
    """Record the model that embeds this library's passages."""
    connection.execute(
        "UPDATE library SET fingerprint = ?, dimension = ?", (fingerprint, dimension)
    )


def insert_document(
    connection: sqlite3.Connection,
    document: Document,
    source: bytes,
    structure_version: int,
    origin: str | None = None,
) -> int:
    """Store a document and return its row.

    Args:
        connection: To the library's database.
        document: The document.
        source: The bytes it was read from.
        structure_version: Of the rules that found its passages.
        origin: The absolute path of the file; None where there is none.
    """
    cursor = connection.execute(
        "INSERT INTO documents (id, name, title, language, masthead, sha256, source, "
        "text, structure_version, added, places, warnings, origin, text_digest) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.id,
            document.name,
            document.title,
            document.language,
            from_masthead(document.masthead),
            document.sha256,
            source,
            document.text,
            structure_version,
            datetime.now(UTC).isoformat(timespec="seconds"),
            from_places(document),
            json.dumps(document.warnings, ensure_ascii=False),
            origin,
            text_digest(document.text),
        ),
    )
    return int(cursor.lastrowid or 0)


def insert_passage(
    connection: sqlite3.Connection,
    document_row: int,
    passage: Passage,
    embedding: StoredEmbedding,
) -> int:
    """Store a passage, its embedding unless an equal text has one; return its row."""
    connection.execute(
        "INSERT INTO embeddings (digest, windows, vectors, tokens, token_vectors, "
        "token_places) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO UPDATE SET "
        "tokens = excluded.tokens, token_vectors = excluded.token_vectors, "
        "token_places = excluded.token_places WHERE tokens IS NULL",
        astuple(embedding),
    )
    cursor = connection.execute(
        "INSERT INTO passages (document, ordinal, text, spans, section, label, basis, "
        "part, lead_in, embedding) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "(SELECT row FROM embeddings WHERE digest = ?))",
        (document_row, *from_passage(passage), embedding.digest),
    )
    return int(cursor.lastrowid or 0)


def embeddings(
    connection: sqlite3.Connection, digests: Collection[bytes]
) -> dict[bytes, StoredEmbedding]:
    """Return the embeddings kept for texts with these digests.

    One that an earlier version made, without word pieces, is made anew.
    """
    rows = (
        connection.execute(
            "SELECT digest, windows, vectors, tokens, token_vectors, token_places "
            "FROM embeddings WHERE digest = ? AND tokens IS NOT NULL",
            (digest,),
        ).fetchone()
        for digest in digests
    )
    return {row[0]: StoredEmbedding(*row) for row in rows if row}


def delete_document(connection: sqlite3.Connection, document_id: str) -> None:
    """Remove a document and its passages, but no embeddings.

    Raises:
        UnknownDocumentError: There is no such document.
    """
    deleted = connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
    if not deleted.rowcount:
        raise _unknown(document_id)


def delete_like(connection: sqlite3.Connection, document_id: str, name: str) -> bool:
    """Remove the documents of this id or name; return whether there were any."""
    deleted = connection.execute(
        "DELETE FROM documents WHERE id = ? OR name = ?", (document_id, name)
    )
    return deleted.rowcount > 0


def delete_unused_embeddings(connection: sqlite3.Connection) -> None:
    """Remove the embeddings of texts that no passage has any more."""
    connection.execute(
        "DELETE FROM embeddings WHERE NOT EXISTS "
        "(SELECT 1 FROM passages WHERE embedding = embeddings.row)"
    )


def stored_documents(connection: sqlite3.Connection) -> list[StoredDocument]:
    """Return all documents, in the order they were added."""
    rows = connection.execute(
        "SELECT d.id, d.name, d.title, d.language, d.sha256, length(d.text), "
        "(SELECT count(*) FROM passages WHERE document = d.row), "
        "d.structure_version, d.masthead, d.added FROM documents d ORDER BY d.row"
    )
    return [
        StoredDocument(*(*row[:8], to_masthead(row[8]), datetime.fromisoformat(row[9])))
        for row in rows
    ]


def is_empty(connection: sqlite3.Connection) -> bool:
    """Return whether there is no document."""
    return connection.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None


def document(connection: sqlite3.Connection, document_id: str) -> Document:
    """Return a document.

    Raises:
        UnknownDocumentError: There is no such document.
    """
    row = connection.execute(
        "SELECT id, name, title, text, sha256, language, masthead, places, warnings "
        "FROM documents WHERE id = ?",
        (document_id,),
    ).fetchone()
    if row is None:
        raise _unknown(document_id)
    id_, name, title, text, sha256, language, masthead, places, warnings = row
    return Document(
        id=id_,
        name=name,
        title=title,
        text=text,
        sha256=sha256,
        language=language,
        masthead=to_masthead(masthead),
        **to_places(places),
        warnings=to_strings(warnings),
    )


def text_digest(text: str) -> bytes:
    """Return what texts have in common that differ in white space alone."""
    return sha256(fold(text).encode("utf-8", "surrogatepass")).digest()


def source(connection: sqlite3.Connection, document_id: str) -> bytes:
    """Return the bytes a document was read from.

    Raises:
        UnknownDocumentError: There is no such document.
    """
    row = connection.execute(
        "SELECT source FROM documents WHERE id = ?", (document_id,)
    ).fetchone()
    if row is None:
        raise _unknown(document_id)
    return bytes(row[0])


def metadata(connection: sqlite3.Connection, key: str) -> str | None:
    """Return the value kept under a key, or None."""
    row = connection.execute(
        "SELECT value FROM metadata WHERE key = ?", (key,)
    ).fetchone()
    return row and str(row[0])


def put_metadata(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a value under a key."""
    connection.execute("INSERT OR REPLACE INTO metadata VALUES (?, ?)", (key, value))


def _unknown(document_id: str) -> UnknownDocumentError:
    return UnknownDocumentError(
        f"the library has no document {document_id!r}; `pincite documents` lists them"
    )
