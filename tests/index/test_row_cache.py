import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest

from index.connections import Connections
from index.embedding import Embedder
from index.library import Library
from index.row_cache import RowCache

WHALES = b"Whales sing in the deep sea.\n\nThey are not fish.\n\nFish do not sing."


@pytest.fixture
def rows(library: Library, embedder: Embedder) -> list[int]:
    library.add([("whales.txt", WHALES)], embedder)
    with library.snapshot() as snapshot:
        return snapshot.vectors.rows.tolist()


@contextmanager
def counted(library: Library) -> Iterator[tuple[sqlite3.Connection, list[str]]]:
    statements: list[str] = []
    with (
        closing(Connections(library.folder)) as connections,
        connections.reading() as connection,
    ):
        connection.set_trace_callback(statements.append)
        yield connection, statements


def test_what_was_read_is_not_read_again(library: Library, rows: list[int]):
    cache = RowCache()
    with counted(library) as (connection, statements):
        first = cache.at(connection, rows[:2])
        seen = len(statements)
        again = cache.at(connection, [rows[1], rows[0]])
        assert len(statements) == seen
        assert [id(one) for one in again] == [id(first[1]), id(first[0])]
        assert len(cache.at(connection, rows)) == len(rows)
        assert len(statements) == seen + 1


def test_no_more_is_kept_than_allowed(library: Library, rows: list[int]):
    kept, small = RowCache(), RowCache(most_bytes=100)
    with counted(library) as (connection, statements):
        expected = kept.at(connection, rows)
        for _ in range(2):
            found = small.at(connection, rows)
            for one, other in zip(found, expected, strict=True):
                assert np.array_equal(one.tokens.vectors, other.tokens.vectors)
                assert np.array_equal(one.tokens.spans, other.tokens.spans)
        assert len([each for each in statements if "token_vectors" in each]) == 3


def test_a_row_that_is_not_there_is_told(library: Library, rows: list[int]):
    with counted(library) as (connection, _), pytest.raises(KeyError):
        RowCache().at(connection, [rows[0], 999])


def test_libraries_do_not_share_what_they_read(tmp_path: Path, embedder: Embedder):
    found = []
    for name, text in (("one", b"Whales sing."), ("two", b"Fish swim in the sea.")):
        with Library.open(tmp_path / name, create=True) as library:
            library.add([("a.txt", text)], embedder)
            with library.snapshot() as snapshot:
                (compared,) = snapshot.compared(snapshot.vectors.rows)
                found.append(len(compared.tokens))
    assert found[0] != found[1]
