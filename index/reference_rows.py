"""What passages mention and documents are called, as rows of the library's database."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from index.documents import Document, Passage
from index.mentions import mentions
from index.names import Kind, names
from index.symbols import Symbol


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A symbol that passages of the library mention.

    Attributes:
        symbol: What is mentioned.
        passages: How many mention it.
        documents: Of how many documents.
        held: Whether the library has a document of that symbol.
    """

    symbol: Symbol
    passages: int
    documents: int
    held: bool

    def to_dict(self) -> dict[str, Any]:
        """Return all of it, JSON-ready, the symbol as it is written."""
        return {
            "symbol": str(self.symbol),
            "passages": self.passages,
            "documents": self.documents,
            "held": self.held,
        }


def insert_mentions(
    connection: sqlite3.Connection, passage_row: int, passage: Passage
) -> None:
    """Store which symbols and resolutions a passage mentions."""
    connection.executemany(
        "INSERT INTO mentions (symbol, part, passage) VALUES (?, ?, ?)",
        [(one.name, one.part, passage_row) for one in mentions(passage.text)],
    )


def set_names(
    connection: sqlite3.Connection, document: Document, passages: Sequence[Passage]
) -> None:
    """Store what a stored document is called, in place of what was stored of that."""
    (row,) = connection.execute(
        "SELECT row FROM documents WHERE id = ?", (document.id,)
    ).fetchone()
    connection.execute("DELETE FROM names WHERE document = ?", (row,))
    connection.executemany(
        "INSERT INTO names (form, kind, document) VALUES (?, ?, ?)",
        [(name.form, name.kind, row) for name in names(document, passages)],
    )


def mentioning(connection: sqlite3.Connection, symbol: Symbol) -> list[int]:
    """Return the rows of the passages that mention a symbol, ascending.

    A mention of its annex is a mention of the document, not the other way round.
    """
    rows = connection.execute(
        "SELECT DISTINCT passage FROM mentions WHERE symbol = ? "
        "AND (part = ? OR ? = '') ORDER BY passage",
        (symbol.name, symbol.part, symbol.part),
    )
    return [row for (row,) in rows]


def mentioned(connection: sqlite3.Connection) -> list[Mentioned]:
    """Return every symbol that is mentioned, most often mentioned first."""
    rows = connection.execute(
        "SELECT m.symbol, m.part, count(*), count(DISTINCT p.document), "
        "EXISTS (SELECT 1 FROM names WHERE form = m.symbol AND kind = 'symbol') "
        "FROM mentions m JOIN passages p ON p.row = m.passage "
        "GROUP BY m.symbol, m.part ORDER BY count(*) DESC, m.symbol, m.part"
    )
    return [
        Mentioned(Symbol(name, part), passages, documents, bool(held))
        for name, part, passages, documents, held in rows
    ]


def extended(connection: sqlite3.Connection, symbol: Symbol) -> list[str]:
    """Return the symbols mentioned that extend this one: its revisions, its addenda."""
    # "0" is the character after "/": what lies between begins with the symbol's own.
    rows = connection.execute(
        "SELECT DISTINCT symbol FROM mentions WHERE symbol > ? AND symbol < ? "
        "ORDER BY symbol",
        (f"{symbol.name}/", f"{symbol.name}0"),
    )
    return [name for (name,) in rows]


def called(connection: sqlite3.Connection, kind: Kind, form: str) -> list[int]:
    """Return the rows of the documents with a name, in the order they were added."""
    rows = connection.execute(
        "SELECT document FROM names WHERE form = ? AND kind = ? ORDER BY document",
        (form, kind),
    )
    return [row for (row,) in rows]


def titled(connection: sqlite3.Connection, beginning: str) -> list[int]:
    """Return the rows of the documents whose titles begin with these words."""
    # "!" is the character after the space that follows the last word.
    rows = connection.execute(
        "SELECT DISTINCT document FROM names WHERE kind = 'title' "
        "AND (form = ? OR form > ? AND form < ?) ORDER BY document",
        (beginning, f"{beginning} ", f"{beginning}!"),
    )
    return [row for (row,) in rows]


def called_by_words(
    connection: sqlite3.Connection, words: Collection[str]
) -> list[int]:
    """Return the rows of the documents whose titles and senders have all the words."""
    rows = connection.execute(
        "SELECT document FROM names WHERE kind = 'word' "
        "AND form IN (SELECT value FROM json_each(?)) "
        "GROUP BY document HAVING count(*) = ? ORDER BY document",
        (json.dumps(sorted(set(words))), len(set(words))),
    )
    return [row for (row,) in rows]
