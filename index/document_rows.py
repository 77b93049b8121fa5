"""Documents as rows of the library's database.

Every function takes a connection and leaves transactions to its caller.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from index.alias_evidence import Observed
from index.columns import (
    DESCRIBED,
    from_masthead,
    from_places,
    to_described,
    to_places,
    to_strings,
)
from index.documents import Document, Masthead, fold
from index.errors import UnknownDocumentError


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What a library holds of a document, without its text.

    Attributes:
        characters: Length of its text.
        size: Bytes it was read from.
        pages: How many its file has; 0 for a format without pages.
        passages: How many it has.
        structure_version: Of the rules that found them.
        added: When, in UTC.
        warnings: What could not be read of the file, a sentence each.
        origin: The absolute path of the file; None where there is none.
        supplied: Names of the fields that come from its sidecar.
    """

    id: str
    name: str
    title: str
    language: str
    sha256: str
    characters: int
    size: int
    pages: int
    passages: int
    structure_version: int
    masthead: Masthead
    added: datetime
    warnings: tuple[str, ...]
    origin: str | None
    supplied: tuple[str, ...]


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
        "INSERT INTO documents (id, name, title, language, masthead, sha256, "
        "structure_version, added, places, warnings, origin, text_digest, characters, "
        "size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.id,
            document.name,
            document.title,
            document.language,
            from_masthead(document.masthead),
            document.sha256,
            structure_version,
            datetime.now(UTC).isoformat(timespec="seconds"),
            from_places(document),
            json.dumps(document.warnings, ensure_ascii=False),
            origin,
            text_digest(document.text),
            len(document.text),
            len(source),
        ),
    )
    row = int(cursor.lastrowid or 0)
    contents = row, source, document.text
    connection.execute("INSERT INTO contents VALUES (?, ?, ?)", contents)
    return row


def delete_document(connection: sqlite3.Connection, document_id: str) -> None:
    """Remove a document and its passages, but no embeddings.

    Raises:
        UnknownDocumentError: There is no such document.
    """
    deleted = connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
    if not deleted.rowcount:
        raise _unknown(document_id)


def like(connection: sqlite3.Connection, document_id: str, name: str) -> list[str]:
    """Return the ids of the documents of this id or name."""
    rows = connection.execute(
        "SELECT id FROM documents WHERE id = ? OR name = ?", (document_id, name)
    )
    return [id_ for (id_,) in rows]


def count(connection: sqlite3.Connection) -> int:
    """Return how many documents there are."""
    (documents,) = connection.execute("SELECT count(*) FROM documents").fetchone()
    return int(documents)


def stored_documents(
    connection: sqlite3.Connection, among: Collection[str] | None = None
) -> list[StoredDocument]:
    """Return all documents, or those of `among`, in the order they were added."""
    condition, values = _only(among)
    rows = connection.execute(
        "SELECT id, name, sha256, characters, size, "
        "(SELECT count(*) FROM passages WHERE document = documents.row), places, "
        "structure_version, added, warnings, origin, "
        f"{DESCRIBED} FROM documents {condition} ORDER BY row",
        values,
    )
    return [_stored(row) for row in rows]


def document_ids(
    connection: sqlite3.Connection, among: Collection[str] | None = None
) -> list[str]:
    """Return the documents' ids, or those of `among`, in the order they were added."""
    condition, values = _only(among)
    # By the order of "+row" they are read from the index of ids, which is small.
    rows = connection.execute(
        f"SELECT id FROM documents {condition} ORDER BY +row", values
    )
    return [id_ for (id_,) in rows]


def observed(connection: sqlite3.Connection) -> Iterator[Observed]:
    """Yield every document as the indexes have it, in the order they were added."""
    rows = connection.execute(
        "SELECT d.row, d.id, min(p.row), max(p.row), "
        "json_array(d.title, d.language, d.masthead, d.supplied, d.added) "
        "FROM documents d LEFT JOIN passages p ON p.document = d.row "
        "GROUP BY d.row ORDER BY d.row"
    )
    return (Observed(*row) for row in rows)


def has_any(
    connection: sqlite3.Connection, among: Collection[str] | None = None
) -> bool:
    """Return whether there is a document, or one of `among`."""
    if among is None:
        return not is_empty(connection)
    return bool(document_ids(connection, among))


def is_empty(connection: sqlite3.Connection) -> bool:
    """Return whether there is no document."""
    return connection.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None


def document(
    connection: sqlite3.Connection, document_id: str, *, as_read: bool = False
) -> Document:
    """Return a document.

    Args:
        connection: To the library's database.
        document_id: The document's.
        as_read: Leave out what its sidecar says of it.

    Raises:
        UnknownDocumentError: There is no such document.
    """
    row = connection.execute(
        "SELECT id, name, text, sha256, places, warnings, "
        f"{DESCRIBED} FROM documents JOIN contents ON document = row WHERE id = ?",
        (document_id,),
    ).fetchone()
    if row is None:
        raise _unknown(document_id)
    id_, name, text, sha256, places, warnings, title, language, masthead, said = row
    is_said = to_described(title, language, masthead, "{}" if as_read else said)
    return Document(
        id=id_,
        name=name,
        title=is_said.title,
        text=text,
        sha256=sha256,
        language=is_said.language,
        masthead=is_said.masthead,
        **to_places(places),
        warnings=to_strings(warnings),
        supplied=is_said.supplied,
    )


def text_digest(text: str) -> bytes:
    """Return what texts have in common that differ in white space alone."""
    return sha256(fold(text).encode("utf-8", "surrogatepass")).digest()


def stored_digest(connection: sqlite3.Connection, document_id: str) -> bytes | None:
    """Return the `text_digest` a document was stored with, if it was with one."""
    row = connection.execute(
        "SELECT text_digest FROM documents WHERE id = ?", (document_id,)
    ).fetchone()
    if row is None:
        raise _unknown(document_id)
    return row[0] and bytes(row[0])


def source(connection: sqlite3.Connection, document_id: str) -> bytes:
    """Return the bytes a document was read from.

    Raises:
        UnknownDocumentError: There is no such document.
    """
    row = connection.execute(
        "SELECT source FROM contents "
        "WHERE document = (SELECT row FROM documents WHERE id = ?)",
        (document_id,),
    ).fetchone()
    if row is None:
        raise _unknown(document_id)
    return bytes(row[0])


def _only(among: Collection[str] | None) -> tuple[str, tuple[str, ...]]:
    """Return the condition that leaves documents of these ids, and its values."""
    if among is None:
        return "", ()
    ids = json.dumps(list(among))
    return "WHERE id IN (SELECT value FROM json_each(?))", (ids,)


def _stored(row: Sequence[Any]) -> StoredDocument:
    id_, name, sha256, characters, size, passages, places, version, *others = row
    added, warnings, origin, *columns = others
    is_said = to_described(*columns)
    return StoredDocument(
        id=id_,
        name=name,
        title=is_said.title,
        language=is_said.language,
        sha256=sha256,
        characters=characters,
        size=size,
        pages=len(to_places(places)["pages"]),
        passages=passages,
        structure_version=version,
        masthead=is_said.masthead,
        added=datetime.fromisoformat(added),
        warnings=to_strings(warnings),
        origin=origin,
        supplied=is_said.supplied,
    )


def _unknown(document_id: str) -> UnknownDocumentError:
    return UnknownDocumentError(
        f"the library has no document {document_id!r}; `pincite documents` lists them"
    )
