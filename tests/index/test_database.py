import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from sqlite3 import IntegrityError

import pytest

from index.connections import Connections
from index.database import DATABASE, connect, create
from index.errors import (
    DamagedLibraryError,
    LibraryNotFoundError,
    LibraryNotWritableError,
    NewerLibraryError,
)
from index.schema import SCHEMA_VERSION


def test_a_folder_without_a_library_is_not_found(tmp_path: Path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(LibraryNotFoundError, match="make one with: pincite add"):
            connect(folder)


@pytest.mark.parametrize("half", ["a folder", "an empty file", "a database"])
def test_a_library_whose_making_was_cut_short_is_made_anew(tmp_path: Path, half: str):
    if half == "an empty file":
        (tmp_path / DATABASE).touch()
    if half == "a database":
        with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
    with pytest.raises(LibraryNotFoundError):
        connect(tmp_path)
    create(tmp_path)
    connect(tmp_path).close()


def test_many_may_make_one_library_at_once(tmp_path: Path):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(create, [tmp_path / "library"] * 16))
    with closing(connect(tmp_path / "library")) as connection:
        assert connection.execute("SELECT count(*) FROM library").fetchone() == (1,)


def test_making_waits_for_another_who_is_making_it(tmp_path: Path):
    with (
        closing(
            sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
        ) as connection,
        ThreadPoolExecutor(1) as pool,
    ):
        connection.execute("BEGIN IMMEDIATE")
        made = pool.submit(create, tmp_path)
        with pytest.raises(TimeoutError):
            made.result(0.2)
        connection.execute("COMMIT")
        made.result()
    with closing(connect(tmp_path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize("content", [b"not a database at all" * 99, b"SQLite"])
def test_a_file_that_is_no_database_is_damaged(tmp_path: Path, content: bytes):
    (tmp_path / DATABASE).write_bytes(content)
    with pytest.raises(DamagedLibraryError, match="move that folder away and add"):
        connect(tmp_path)
    assert (tmp_path / DATABASE).read_bytes() == content


def test_a_truncated_database_is_damaged(tmp_path: Path):
    create(tmp_path)
    content = (tmp_path / DATABASE).read_bytes()
    (tmp_path / DATABASE).write_bytes(content[: len(content) // 2])
    with (
        pytest.raises(DamagedLibraryError, match="move that folder away and add"),
        closing(connect(tmp_path)) as connection,
    ):
        connection.execute("SELECT 1")


def test_another_programs_database_is_left_alone(tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    for attempt in (connect, create):
        with pytest.raises(DamagedLibraryError, match="is not a Pincite library"):
            attempt(tmp_path)


def test_a_newer_library_is_not_touched(tmp_path: Path):
    create(tmp_path)
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(NewerLibraryError, match="upgrade Pincite"):
        connect(tmp_path)


def test_a_file_in_the_folders_place_is_not_written(tmp_path: Path):
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(LibraryNotWritableError, match="choose another folder"):
        create(tmp_path / "taken")
    assert (tmp_path / "taken").read_text() == "mine"


def test_one_writes_while_others_wait_or_are_told(tmp_path: Path):
    create(tmp_path)
    one, other = Connections(tmp_path), Connections(tmp_path, patience=0.05)
    with closing(one), closing(other), one.writing() as connection:
        connection.execute("INSERT INTO metadata VALUES ('a', '1')")
        with (
            pytest.raises(LibraryNotWritableError, match="by another process; try"),
            other.writing(),
        ):
            pass
        with other.reading() as reader:
            assert reader.execute("SELECT * FROM metadata").fetchall() == []


def test_a_write_that_fails_leaves_nothing(tmp_path: Path):
    create(tmp_path)
    with closing(Connections(tmp_path)) as connections:
        with pytest.raises(IntegrityError), connections.writing() as connection:
            connection.executemany("INSERT INTO metadata VALUES ('a', ?)", "12")
        with connections.reading() as connection:
            assert connection.execute("SELECT * FROM metadata").fetchall() == []


def test_a_full_disk_is_told_with_its_remedy(tmp_path: Path):
    create(tmp_path)
    with closing(Connections(tmp_path)) as connections:
        with connections.writing() as connection:
            connection.execute("PRAGMA max_page_count = 1")  # no more than there are
        with (
            pytest.raises(LibraryNotWritableError, match="free some space and try"),
            connections.writing() as connection,
        ):
            connection.execute("INSERT INTO metadata VALUES ('a', zeroblob(99999))")
        with connections.reading() as connection:
            assert connection.execute("SELECT * FROM metadata").fetchall() == []


def test_a_reader_sees_one_moment(tmp_path: Path):
    create(tmp_path)
    with closing(Connections(tmp_path)) as connections:
        count = "SELECT count(*) FROM metadata"
        with connections.reading() as reader:
            assert reader.execute(count).fetchone() == (0,)
            with connections.writing() as writer:
                writer.execute("INSERT INTO metadata VALUES ('a', '1')")
            assert reader.execute(count).fetchone() == (0,)
        with connections.reading() as reader:
            assert reader.execute(count).fetchone() == (1,)
