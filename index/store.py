"""What a library holds beside its documents' rows: its state, passages and embeddings.

Every function takes a connection and leaves transactions to its caller.
`passage_rows` reads what is written here.
"""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import astuple, dataclass

from index.columns import from_passage
from index.documents import Passage


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


def embeddings_of(
    connection: sqlite3.Connection, document_ids: Collection[str]
) -> list[int]:
    """Return the rows of the embeddings that these documents' passages have."""
    rows = connection.execute(
        "SELECT DISTINCT p.embedding FROM passages p "
        "JOIN documents d ON d.row = p.document "
        "WHERE d.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(document_ids)),),
    )
    return [row for (row,) in rows]


def delete_unused_embeddings(
    connection: sqlite3.Connection, rows: Collection[int]
) -> None:
    """Remove those of these embeddings whose text no passage has any more."""
    connection.execute(
        "DELETE FROM embeddings WHERE row IN (SELECT value FROM json_each(?)) "
        "AND NOT EXISTS (SELECT 1 FROM passages WHERE embedding = embeddings.row)",
        (json.dumps(list(rows)),),
    )


def metadata(connection: sqlite3.Connection, key: str) -> str | None:
    """Return the value kept under a key, or None."""
    row = connection.execute(
        "SELECT value FROM metadata WHERE key = ?", (key,)
    ).fetchone()
    return row and str(row[0])


def put_metadata(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a value under a key."""
    connection.execute("INSERT OR REPLACE INTO metadata VALUES (?, ?)", (key, value))
