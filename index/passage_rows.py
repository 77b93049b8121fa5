"""Reading passages and their embeddings by row.

A passage's row is its number in the database and in both derived indexes. Rows are
never used twice, and a document's rows are consecutive.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import document_rows
from index.columns import DESCRIBED, PASSAGE, to_described, to_passage, to_strings
from index.context import embedded
from index.documents import Masthead, Passage, Span
from index.embedding import Matrix
from index.tokens import Tokens, from_columns

PASSAGES = "passages p JOIN documents d ON d.row = p.document"


@dataclass(frozen=True, slots=True)
class Searchable:
    """A passage with all that words are searched in."""

    row: int
    text: str
    section: tuple[str, ...]
    lead_in: str | None
    document_id: str
    title: str
    language: str
    masthead: Masthead
    cover_note: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What a question is compared with, of a passage, when it is ranked again.

    Attributes:
        tokens: Its word pieces. Their places count from the passage's first character;
            those below 0 are of the headings and the lead-in it was embedded with.
        in_cover_note: Whether it is a part of a cover note.
    """

    tokens: Tokens
    in_cover_note: bool


def count(connection: sqlite3.Connection) -> int:
    """Return how many passages there are."""
    (passages,) = connection.execute("SELECT count(*) FROM passages").fetchone()
    return int(passages)


def all_passages(connection: sqlite3.Connection) -> Iterator[Passage]:
    """Yield every passage, documents as they were added, each in reading order."""
    rows = connection.execute(
        f"SELECT {PASSAGE} FROM {PASSAGES} ORDER BY d.row, p.ordinal"
    )
    return map(to_passage, rows)


def passages_of(connection: sqlite3.Connection, document_id: str) -> list[Passage]:
    """Return a document's passages in reading order.

    Raises:
        UnknownDocumentError: There is no such document.
    """
    rows = connection.execute(
        f"SELECT {PASSAGE} FROM {PASSAGES} WHERE d.id = ? ORDER BY p.ordinal",
        (document_id,),
    )
    found = [to_passage(row) for row in rows]
    if not found:
        document_rows.document(connection, document_id)
    return found


def passages_at(connection: sqlite3.Connection, rows: Iterable[int]) -> list[Passage]:
    """Return the passages of these rows, in this order.

    Raises:
        KeyError: There is no such row.
    """
    rows = [int(row) for row in rows]
    found = {
        row: to_passage(columns)
        for row, *columns in connection.execute(
            f"SELECT p.row, {PASSAGE} FROM {PASSAGES} "
            "WHERE p.row IN (SELECT value FROM json_each(?))",
            (json.dumps(rows),),
        )
    }
    return [found[row] for row in rows]


def row_at(
    connection: sqlite3.Connection, document_id: str, spans: Sequence[Span]
) -> int | None:
    """Return the row of a document's passage with these spans, if there is one."""
    found = connection.execute(
        f"SELECT p.row FROM {PASSAGES} WHERE d.id = ? AND p.spans = ?",
        (document_id, json.dumps(spans)),
    ).fetchone()
    return found and int(found[0])


def rows_of(
    connection: sqlite3.Connection, document_ids: Collection[str]
) -> NDArray[np.int64]:
    """Return the rows of these documents' passages, ascending."""
    rows = connection.execute(
        f"SELECT p.row FROM {PASSAGES} "
        "WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY p.row",
        (json.dumps(list(document_ids)),),
    )
    return np.array([row for (row,) in rows], dtype=np.int64)


def repeated_labels(connection: sqlite3.Connection, document_id: str) -> frozenset[str]:
    """Return the paragraph labels that a document has more than once."""
    labels = connection.execute(
        f"SELECT p.label FROM {PASSAGES} WHERE d.id = ? AND p.label IS NOT NULL "
        "GROUP BY p.label HAVING count(*) > 1",
        (document_id,),
    )
    return frozenset(label for (label,) in labels)


def embeddings(
    connection: sqlite3.Connection,
    dimension: int,
    among: NDArray[np.int64] | None = None,
) -> Iterator[tuple[int, Matrix]]:
    """Yield passages' rows and their windows' embeddings, rows ascending.

    Args:
        connection: To the library's database.
        dimension: Of its embeddings.
        among: The rows of those wanted; None for all.
    """
    for row, windows, vectors in connection.execute(
        "SELECT p.row, e.windows, e.vectors FROM passages p "
        f"JOIN embeddings e ON e.row = p.embedding {_only(among)} ORDER BY p.row",
        _wanted(among),
    ):
        if len(vectors) != windows * dimension * np.dtype(np.float16).itemsize:
            raise sqlite3.DatabaseError(f"the embedding of passage {row} is damaged")
        matrix = np.frombuffer(vectors, dtype=np.float16).astype(np.float32)
        yield row, matrix.reshape(windows, dimension)


def compared_at(connection: sqlite3.Connection, rows: Iterable[int]) -> list[Compared]:
    """Return what is compared of the passages of these rows, in this order.

    Raises:
        KeyError: There is no such row.
    """
    rows = [int(row) for row in rows]
    found = {}
    for row, text, section, lead_in, in_cover_note, *columns in connection.execute(
        "SELECT p.row, p.text, p.section, l.text, p.part = 'cover note', e.tokens, "
        "e.token_vectors, e.token_places "
        "FROM passages p JOIN embeddings e ON e.row = p.embedding "
        "LEFT JOIN passages l ON l.document = p.document AND l.ordinal = p.lead_in "
        "WHERE p.row IN (SELECT value FROM json_each(?))",
        (json.dumps(rows),),
    ):
        tokens = from_columns(*columns)
        before = len(embedded(text, to_strings(section), lead_in)) - len(text)
        tokens = replace(tokens, spans=tokens.spans - before)
        found[row] = Compared(tokens, bool(in_cover_note))
    return [found[row] for row in rows]


def texts(connection: sqlite3.Connection, document: int) -> list[str]:
    """Return the texts of the passages of a document's row, in reading order."""
    rows = connection.execute(
        "SELECT text FROM passages WHERE document = ? ORDER BY ordinal", (document,)
    )
    return [text for (text,) in rows]


def containing(connection: sqlite3.Connection, word: str) -> list[int]:
    """Return the rows of passages that have these letters, full stops aside."""
    rows = connection.execute(
        "SELECT row FROM passages WHERE instr(replace(text, '.', ''), ?)", (word,)
    )
    return [row for (row,) in rows]


def searchable(
    connection: sqlite3.Connection, among: NDArray[np.int64] | None = None
) -> Iterator[Searchable]:
    """Yield passages with all that words are searched in, rows ascending.

    Args:
        connection: To the library's database.
        among: The rows of those wanted; None for all.
    """
    documents: dict[int, Any] = {}
    for row, text, section, lead_in, document in connection.execute(
        "SELECT p.row, p.text, p.section, l.text, p.document FROM passages p "
        "LEFT JOIN passages l ON l.document = p.document AND l.ordinal = p.lead_in "
        f"{_only(among)} ORDER BY p.row",
        _wanted(among),
    ):
        if document not in documents:
            # Its passages follow one another.
            documents = {document: _searched_document(connection, document)}
        yield Searchable(row, text, to_strings(section), lead_in, *documents[document])


def _searched_document(connection: sqlite3.Connection, document: int) -> Sequence[Any]:
    """Return what `Searchable` has of a document's row."""
    id_, cover_note, *columns = connection.execute(
        "SELECT id, (SELECT section FROM passages "
        "WHERE document = documents.row AND part = 'cover note' LIMIT 1), "
        f"{DESCRIBED} FROM documents WHERE row = ?",
        (document,),
    ).fetchone()
    is_said = to_described(*columns)
    heading = "\n".join(to_strings(cover_note or "[]"))
    return id_, is_said.title, is_said.language, is_said.masthead, heading


def _only(among: NDArray[np.int64] | None) -> str:
    """Return the condition that leaves wanted rows of passages `p`."""
    return "" if among is None else "WHERE p.row IN (SELECT value FROM json_each(?))"


def _wanted(among: NDArray[np.int64] | None) -> tuple[str, ...]:
    """Return the values of the condition that `_only` returns."""
    return () if among is None else (json.dumps(among.tolist()),)
