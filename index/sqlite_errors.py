"""What SQLite's errors mean for a library, and what its user can do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import DamagedLibraryError, LibraryError, LibraryNotWritableError

REFUSED = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
}
NO_SHARED_MEMORY = {  # a file beside the database, which a full disk has no room for
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMMAP,
}
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
UNREADABLE_DISK = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ}


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn what SQLite finds wrong in this block into our errors, with their remedy."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
        raise  # a mistake of ours, not the library's state
    except sqlite3.DatabaseError as error:
        raise _meaning(folder, error) from error


def is_refusal(error: sqlite3.Error) -> bool:
    """Return whether the file's place, not the file, is what stands in the way."""
    return _code(error) & 0xFF in REFUSED or _code(error) in NO_SHARED_MEMORY


def is_busy(error: sqlite3.Error) -> bool:
    """Return whether another connection holds what this one needs."""
    return _code(error) & 0xFF in BUSY


def _meaning(folder: Path, error: sqlite3.Error) -> LibraryError:
    code, extended = _code(error) & 0xFF, _code(error)
    if code in BUSY:
        return LibraryNotWritableError(
            f"{folder} is being written by another process; try again when it is done"
        )
    if code in REFUSED:
        return LibraryNotWritableError(
            f"{folder} cannot be written ({error}); allow writing there or choose "
            "another folder with --library. What it holds is unharmed"
        )
    if code == sqlite3.SQLITE_FULL or (
        code == sqlite3.SQLITE_IOERR and extended not in UNREADABLE_DISK
    ):
        return LibraryNotWritableError(
            f"{folder} cannot be written: the disk is full or refuses ({error}); free "
            "some space and try again. What was stored before is unharmed"
        )
    return DamagedLibraryError(
        f"the database in {folder} cannot be read ({error}); move that folder away and "
        "add the documents again"
    )


def _code(error: sqlite3.Error) -> int:
    """Return SQLite's extended code; "corrupt" for what we found damaged ourselves."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT))
