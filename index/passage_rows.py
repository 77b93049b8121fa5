"""Reading passages and their embeddings by row.

A passage's row is its number in the database and in both derived indexes. Rows are
never used twice, and a document's rows are consecutive.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

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


def in_cover_notes(
    connection: sqlite3.Connection, rows: Iterable[int]
) -> NDArray[np.bool_]:
    """Return which of these rows' passages are of a cover note, in this order."""
    rows = [int(row) for row in rows]
    found = {
        row
        for (row,) in connection.execute(
            "SELECT row FROM passages WHERE part = 'cover note' "
            "AND row IN (SELECT value FROM json_each(?))",
            (json.dumps(rows),),
        )
    }
    return np.array([row in found for row in rows], dtype=bool)


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
    connection: sqlite3.Connection, dimension: int
) -> Iterator[tuple[int, Matrix]]:
    """Yield every passage's row and its windows' embeddings, rows ascending."""
    for row, windows, vectors in connection.execute(
        "SELECT p.row, e.windows, e.vectors FROM passages p "
        "JOIN embeddings e ON e.row = p.embedding ORDER BY p.row"
    ):
        if len(vectors) != windows * dimension * np.dtype(np.float16).itemsize:
            raise sqlite3.DatabaseError(f"the embedding of passage {row} is damaged")
        matrix = np.frombuffer(vectors, dtype=np.float16).astype(np.float32)
        yield row, matrix.reshape(windows, dimension)


def tokens_at(connection: sqlite3.Connection, rows: Iterable[int]) -> list[Tokens]:
    """Return the word pieces of these rows' passages, in this order.

    A piece's place counts from the passage's first character; what was embedded before
    it, headings and a lead-in, stands at places below 0.
    """
    rows = [int(row) for row in rows]
    found = {}
    for row, text, section, lead_in, *columns in connection.execute(
        "SELECT p.row, p.text, p.section, l.text, e.tokens, e.token_vectors, "
        "e.token_places FROM passages p JOIN embeddings e ON e.row = p.embedding "
        "LEFT JOIN passages l ON l.document = p.document AND l.ordinal = p.lead_in "
        "WHERE p.row IN (SELECT value FROM json_each(?))",
        (json.dumps(rows),),
    ):
        tokens = from_columns(*columns)
        before = len(embedded(text, to_strings(section), lead_in)) - len(text)
        found[row] = replace(tokens, spans=tokens.spans - before)
    return [found[row] for row in rows]


def texts(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield every passage's document id and text, rows ascending."""
    return connection.execute(f"SELECT d.id, p.text FROM {PASSAGES} ORDER BY p.row")


def searchable(connection: sqlite3.Connection) -> Iterator[Searchable]:
    """Yield every passage with all that words are searched in, rows ascending."""
    documents = {}
    for row, id_, cover_note, *columns in connection.execute(
        "SELECT row, id, (SELECT section FROM passages "
        "WHERE document = documents.row AND part = 'cover note' LIMIT 1), "
        f"{DESCRIBED} FROM documents"
    ):
        is_said = to_described(*columns)
        heading = "\n".join(to_strings(cover_note or "[]"))
        known = is_said.title, is_said.language, is_said.masthead
        documents[row] = id_, *known, heading
    for row, text, section, lead_in, document in connection.execute(
        "SELECT p.row, p.text, p.section, l.text, p.document FROM passages p "
        "LEFT JOIN passages l ON l.document = p.document AND l.ordinal = p.lead_in "
        "ORDER BY p.row"
    ):
        yield Searchable(row, text, to_strings(section), lead_in, *documents[document])
