"""Whether the tables of a database from elsewhere are those of a library."""

import json
import re
import sqlite3
from typing import Any

from index.schema import TABLES

KINDS = {"INTEGER": "integer", "TEXT": "text", "BLOB": "blob"}
"""What a column of each declared type holds."""

_CHECK = re.compile(r"CHECK\s*\([^()]*\)", re.IGNORECASE)


def strange_object(connection: sqlite3.Connection) -> str | None:
    """Return what a database has that no library has, in words; None if nothing.

    Views, triggers, tables of modules, other tables.
    """
    ours = {(kind, name) for kind, name, _ in _objects(_model())}
    for kind, name, sql in _objects(connection):
        is_virtual = kind == "table" and "VIRTUAL" in (sql or "").upper().split()[:3]
        if (kind, name) not in ours or is_virtual:
            return f"it has the {kind} {name[:60]!r}, which no library has"
    return None


def strange_table(connection: sqlite3.Connection) -> str | None:
    """Return how tables or what is in them are of another form; None if not."""
    if _shape(connection) != _shape(_model()):
        return "its tables are not those of a library"
    for table, columns in _columns(connection).items():
        for column, kind, required in columns:
            allowed = (KINDS[kind],) if required else (KINDS[kind], "null")
            marks = ", ".join("?" * len(allowed))
            other = connection.execute(
                f'SELECT 1 FROM "{table}" WHERE typeof("{column}") NOT IN ({marks}) '
                "LIMIT 1",
                allowed,
            ).fetchone()
            if other:
                return f"its {table} have a {column} of another type"
    return None


def _model() -> sqlite3.Connection:
    """Return an empty library of this version, in memory."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    return connection


def _objects(connection: sqlite3.Connection) -> list[tuple[str, str, str | None]]:
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema")
    return rows.fetchall()


def _columns(connection: sqlite3.Connection) -> dict[str, list[tuple[str, str, bool]]]:
    """Return the name, declared type and NOT NULL of each table's columns."""
    return {
        table: [
            (column, kind, bool(required))
            for _, column, kind, required, _, _ in connection.execute(
                f'PRAGMA table_info("{table}")'
            )
        ]
        for kind, table, _ in _objects(connection)
        if kind == "table" and not table.startswith("sqlite_")
    }


def _shape(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return all that matters of a schema, in whatever order and words it was made."""
    shape: dict[str, Any] = {}
    for kind, name, sql in _objects(connection):
        if name.startswith("sqlite_stat"):
            continue
        if kind == "index":
            columns = connection.execute(f'PRAGMA index_xinfo("{name}")').fetchall()
            words = [_fold_sql(sql)] if sql else []
            shape[name] = [*(row[2:] for row in columns), *words]
        else:
            columns = connection.execute(f'PRAGMA table_xinfo("{name}")').fetchall()
            promises = sorted(_fold_sql(one) for one in _CHECK.findall(sql or ""))
            checks_named = (sql or "").upper().count("CHECK")
            rows = sorted(json.dumps(row[1:]) for row in columns)
            shape[name] = [rows, promises, checks_named]
    return shape


def _fold_sql(sql: str) -> str:
    """Return a statement without what may differ and mean the same."""
    return "".join(sql.split()).casefold()
