"""What is written beside documents, as rows of the library's database."""

import json
import sqlite3
from collections.abc import Iterator

from index.columns import from_supplied, to_supplied
from index.sidecars import Sidecar


def sidecar(connection: sqlite3.Connection, document_id: str) -> Sidecar:
    """Return what is written beside a document, as it is stored."""
    aliases = connection.execute(
        "SELECT a.name, a.forms FROM aliases a JOIN documents d ON d.row = a.document "
        "WHERE d.id = ?",
        (document_id,),
    )
    supplied = connection.execute(
        "SELECT supplied FROM documents WHERE id = ?", (document_id,)
    )
    said = {name: _forms(forms) for name, forms in aliases}
    return Sidecar(said, *(to_supplied(column) for (column,) in supplied))


def set_sidecar(
    connection: sqlite3.Connection, document_id: str, sidecar: Sidecar
) -> None:
    """Store what is written beside a document, in place of what was."""
    connection.execute(
        "DELETE FROM aliases WHERE document = (SELECT row FROM documents WHERE id = ?)",
        (document_id,),
    )
    connection.executemany(
        "INSERT INTO aliases (document, name, forms) "
        "SELECT row, ?, ? FROM documents WHERE id = ?",
        [
            (name, json.dumps(forms, ensure_ascii=False), document_id)
            for name, forms in sidecar.aliases.items()
        ],
    )
    connection.execute(
        "UPDATE documents SET supplied = ? WHERE id = ?",
        (from_supplied(sidecar.supplied), document_id),
    )


def aliases(connection: sqlite3.Connection) -> Iterator[tuple[str, ...]]:
    """Yield the forms of each name that a sidecar has."""
    for name, forms in connection.execute(
        "SELECT name, forms FROM aliases ORDER BY document, name"
    ):
        yield (name, *_forms(forms))


def _forms(column: str) -> tuple[str, ...]:
    try:
        return tuple(json.loads(column))
    except ValueError as error:
        raise sqlite3.DatabaseError(f"an alias is damaged ({error})") from error
