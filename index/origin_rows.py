"""Which file each document comes from, as rows of the library's database."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from index import document_rows


@dataclass(frozen=True, slots=True)
class Held:
    """What tells whether a file is in the library.

    Attributes:
        id, name, sha256, structure_version, origin: As in `StoredDocument`.
    """

    id: str
    name: str
    sha256: str
    structure_version: int
    origin: str | None


def held(connection: sqlite3.Connection) -> list[Held]:
    """Return all documents, in the order they were added, without reading them."""
    rows = connection.execute(
        "SELECT id, name, sha256, structure_version, origin FROM documents ORDER BY row"
    )
    return [Held(*row) for row in rows]


def set_origins(connection: sqlite3.Connection, origins: Mapping[str, str]) -> None:
    """Record which file each document comes from.

    Args:
        connection: To the library's database.
        origins: Absolute paths by document id.
    """
    connection.executemany(
        "UPDATE documents SET origin = ? WHERE id = ?",
        [(origin, one) for one, origin in origins.items()],
    )


def check_writable(connection: sqlite3.Connection) -> None:
    """Raise sqlite3's error if the database cannot be written, changing nothing."""
    connection.execute("UPDATE library SET one = one")


def same_text(connection: sqlite3.Connection, text: str, name: str) -> list[str]:
    """Return the names of documents with this text, but for those of this name."""
    rows = connection.execute(
        "SELECT name FROM documents WHERE text_digest = ? AND name <> ? ORDER BY row",
        (document_rows.text_digest(text), name),
    )
    return [found for (found,) in rows]
