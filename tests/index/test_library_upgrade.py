import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index.database import DATABASE, connect
from index.embedding import Embedder
from index.errors import LibraryNotWritableError
from index.library import Library
from index.schema import SCHEMA_VERSION

WHALES = b"On whales\n\nWhales sing in the deep sea.\n\nThey are not fish."


@pytest.fixture
def earlier(
    tmp_path: Path, embedder: Embedder, as_written_by: Callable[[int], str]
) -> Path:
    """The folder of a library as the first version wrote it."""
    return written(tmp_path / "earlier", embedder, as_written_by(1))


@pytest.fixture
def second(
    tmp_path: Path, embedder: Embedder, as_written_by: Callable[[int], str]
) -> Path:
    """The folder of a library as the second version wrote it."""
    return written(tmp_path / "second", embedder, as_written_by(2))


def written(folder: Path, embedder: Embedder, changes: str) -> Path:
    with Library.open(folder, create=True) as library:
        library.add([("whales.txt", WHALES)], embedder)
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.executescript(changes)
    return folder


def test_an_earlier_versions_library_is_searched_as_it_is(
    earlier: Path, embedder: Embedder
):
    with Library.open(earlier, embedder.fingerprint) as library:
        with library.snapshot() as snapshot:
            query = embedder.embed_query("whales sing").vector
            rows, _ = snapshot.vectors.nearest(query, 1)
            assert snapshot.passages(rows)[0].text == "Whales sing in the deep sea."
            assert not any(len(each.tokens) for each in snapshot.compared(rows))
        (problem,) = library.check()
        assert problem.endswith("read by an earlier version; add it again")


def test_adding_again_brings_what_this_version_reads(earlier: Path, embedder: Embedder):
    with Library.open(earlier, embedder.fingerprint) as library:
        report = library.add([("whales.txt", WHALES)], embedder)
        assert report.replaced
        assert not report.unchanged
        with library.snapshot() as snapshot:
            rows = snapshot.vectors.rows
            assert all(len(each.tokens) for each in snapshot.compared(rows))
        assert library.check() == []


def test_an_earlier_library_nobody_may_write_says_what_to_do(
    earlier: Path, monkeypatch: pytest.MonkeyPatch
):
    def refused(self: sqlite3.Connection, statement: str, *rest: object) -> object:
        if statement.startswith("BEGIN IMMEDIATE"):
            error = sqlite3.OperationalError("attempt to write a readonly database")
            error.sqlite_errorcode = sqlite3.SQLITE_READONLY
            raise error
        return sqlite3.Connection.execute(self, statement, *rest)

    class ReadOnly(sqlite3.Connection):
        execute = refused

    whole = sqlite3.connect
    monkeypatch.setattr(
        "index.database.sqlite3.connect",
        lambda *args, **kwargs: whole(*args, **{**kwargs, "factory": ReadOnly}),
    )
    with pytest.raises(LibraryNotWritableError, match="brought up to date once"):
        connect(earlier)


def test_upgrading_twice_changes_nothing(earlier: Path):
    for _ in range(2):
        with closing(connect(earlier)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()
            assert version == (SCHEMA_VERSION,)
            documents = connection.execute("SELECT count(*) FROM documents").fetchone()
            assert documents == (1,)


def test_what_the_second_version_stored_is_there_as_before(
    second: Path, embedder: Embedder
):
    with Library.open(second, embedder.fingerprint) as library:
        (stored,) = library.documents()
        assert (stored.pages, stored.supplied, stored.warnings) == (0, (), ())
        assert stored.size == stored.characters == len(WHALES)
        assert library.document(stored.id).text == WHALES.decode()
        assert library.document(stored.id).pages == ()
        assert library.check() == []
        assert library.add([("whales.txt", WHALES)], embedder).unchanged


def test_an_upgraded_library_has_the_columns_of_a_new_one(
    earlier: Path, second: Path, tmp_path: Path
):
    Library.open(tmp_path / "new", create=True).close()
    assert columns(earlier) == columns(second) == columns(tmp_path / "new")


def columns(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the name, type, NOT NULL and default of each table's columns."""
    with closing(connect(folder)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
        return {
            name: sorted(
                (column, kind, required, default)
                for _, column, kind, required, default, _ in connection.execute(
                    f"PRAGMA table_info({name})"
                )
            )
            for (name,) in tables.fetchall()
        }
