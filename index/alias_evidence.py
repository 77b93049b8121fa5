"""What documents show of short forms, kept beside the indexes.

Which names have more than one form (`index.alias_learning`) is judged over a whole
library. What a document adds to the judgement is noted once, so that a document that
comes or goes does not have all others read again.
"""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Self

from index.definitions import (
    LEADING,
    ROMAN,
    Definition,
    definitions,
    singular,
    spells,
    terms,
)

SHORT = re.compile(r"\b[A-Z]{3,8}s?\b")
NAME = re.compile(
    r"\b[A-Z][a-z]+(?:-[A-Za-z][a-z]+)*"
    r"(?:\s(?:(?:of|on|for|and|the|to|in|de|la)\s){0,2}[A-Z][a-z]+(?:-[A-Za-z][a-z]+)*)+"
)

TABLES = """
CREATE TABLE documents (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, first INTEGER, last INTEGER,
    state TEXT NOT NULL
);
CREATE TABLE definitions (
    document INTEGER, place INTEGER, short TEXT, long TEXT, is_term INTEGER,
    PRIMARY KEY (document, place)
) WITHOUT ROWID;
CREATE TABLE uses (
    short TEXT, document INTEGER, places TEXT, PRIMARY KEY (short, document)
) WITHOUT ROWID;
CREATE INDEX uses_by_document ON uses (document);
CREATE TABLE spelled (
    document INTEGER, place INTEGER, short TEXT, name TEXT, times INTEGER,
    PRIMARY KEY (document, place)
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Observed:
    """A document as it is, or was when it was observed.

    Attributes:
        row: Its row in the library.
        id: Its id.
        first, last: Rows of its first and last passage; None where it has none.
        state: Differs where anything that the indexes have of it differs.
    """

    row: int
    id: str
    first: int | None
    last: int | None
    state: str

    @property
    def passages(self) -> range:
        """The rows of its passages."""
        if self.first is None or self.last is None:
            return range(0)
        return range(self.first, self.last + 1)


class Evidence:
    """Notes of documents, one after another; kept in a file or in memory."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Hold a database that `create` or `open` opened."""
        self._connection = connection

    @classmethod
    def create(cls, path: Path | None = None) -> Self:
        """Return an empty one; without a path it is kept in memory.

        Raises:
            sqlite3.Error: The folder or the disk refuses.
        """
        connection = _connected(path or ":memory:")
        for statement in TABLES.split(";\n"):
            connection.execute(statement)
        return cls(connection)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Return the one in a file, to be changed there.

        Raises:
            sqlite3.Error: The file is none, or cannot be written.
        """
        return cls(_connected(path))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def documents(self) -> dict[int, Observed]:
        """Return the documents noted, by row."""
        rows = self._connection.execute(
            "SELECT row, id, first, last, state FROM documents"
        )
        return {row[0]: Observed(*row) for row in rows}

    def note(self, document: Observed, texts: Sequence[str]) -> None:
        """Note what a document shows.

        Args:
            document: One that is not noted.
            texts: Of its passages, in reading order.
        """
        defined: dict[tuple[Definition, bool], None] = {}
        uses: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            for each in definitions(text):
                defined[each, False] = None
            for each in terms(text):
                defined[each, True] = None
            for short in sorted(set(map(singular, SHORT.findall(text)))):
                if not ROMAN.fullmatch(short):
                    uses.setdefault(short, []).append(place)
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?)", astuple(document)
        )
        self._connection.executemany(
            "INSERT INTO definitions VALUES (?, ?, ?, ?, ?)",
            [
                (document.row, place, each.short, each.long, is_term)
                for place, (each, is_term) in enumerate(defined)
            ],
        )
        self._connection.executemany(
            "INSERT INTO uses VALUES (?, ?, ?)",
            [
                (short, document.row, json.dumps(places))
                for short, places in uses.items()
            ],
        )
        self._connection.executemany(
            "INSERT INTO spelled VALUES (?, ?, ?, ?, ?)",
            [
                (document.row, place, *pair, times)
                for place, (pair, times) in enumerate(_spelled(texts, uses).items())
            ],
        )

    def forget(self, documents: Collection[int]) -> None:
        """Drop what is noted of the documents of these rows."""
        for table, column in (
            ("documents", "row"),
            ("definitions", "document"),
            ("uses", "document"),
            ("spelled", "document"),
        ):
            self._connection.executemany(
                f"DELETE FROM {table} WHERE {column} = ?",
                [(row,) for row in documents],
            )

    def definitions(self) -> list[Definition]:
        """Return the definitions of all documents, each once, as they were added."""
        rows = self._connection.execute(
            "SELECT short, long FROM definitions WHERE NOT is_term "
            "ORDER BY document, place"
        )
        return [Definition(*row) for row in dict.fromkeys(rows)]

    def terms(self) -> dict[str, list[Definition]]:
        """Return by document id what stands for a longer name in that document."""
        found: dict[str, list[Definition]] = {}
        for id_, *pair in self._connection.execute(
            "SELECT o.id, d.short, d.long FROM definitions d "
            "JOIN documents o ON o.row = d.document WHERE d.is_term "
            "ORDER BY d.document, d.place"
        ):
            found.setdefault(id_, []).append(Definition(*pair))
        return found

    def users(self) -> dict[str, int]:
        """Return every short form, Roman numbers aside, and how many documents use it.

        They are in the order of the alphabet.
        """
        return dict(
            self._connection.execute(
                "SELECT short, count(*) FROM uses GROUP BY short ORDER BY short"
            )
        )

    def places(self, short: str) -> dict[int, list[int]]:
        """Return the places of the passages that have a short form, by document row."""
        rows = self._connection.execute(
            "SELECT document, places FROM uses WHERE short = ?", (short,)
        )
        return {document: json.loads(places) for document, places in rows}

    def spelled(self) -> Iterator[tuple[str, str, int]]:
        """Yield short forms, names that spell them in a document, and how often."""
        return self._connection.execute(
            "SELECT short, name, times FROM spelled ORDER BY document, place"
        )


def _connected(path: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    # A file that is not written to its end is not used.
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = OFF")
    return connection


def _spelled(
    texts: Iterable[str], uses: Mapping[str, object]
) -> Counter[tuple[str, str]]:
    """Return the used short forms with the names that spell them, and how often."""
    found: Counter[tuple[str, str]] = Counter()
    for text in texts if uses else ():
        for match in NAME.finditer(text):
            name = LEADING.sub("", match[0])
            for short in {
                "".join(filter(str.isupper, name)),
                "".join(word[0].upper() for word in name.split()),
            }:
                if short in uses and spells(short, name):
                    found[short, " ".join(name.split())] += 1
    return found
