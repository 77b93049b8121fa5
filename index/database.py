"""The library's database: making it, opening it, bringing it up to date."""

import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from index.errors import (
    DamagedLibraryError,
    LibraryError,
    LibraryNotFoundError,
    LibraryNotWritableError,
    NewerLibraryError,
)
from index.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES, UPGRADES
from index.sqlite_errors import is_busy, is_refusal, translated

DATABASE = "library.sqlite"

# A writer holds the lock for one document's insertion; embedding happens before.
PATIENCE_SECONDS = 30.0

UNCHANGING = "immutable=1"


class UnchangingConnection(sqlite3.Connection):
    """Reads a database as it was when opened; later changes by others confuse it."""


def connect(folder: Path, patience: float = PATIENCE_SECONDS) -> sqlite3.Connection:
    """Return a connection to an existing library, autocommitting.

    Where the folder cannot be written it is a connection that only reads. It may be
    used from any thread, one at a time.

    Args:
        folder: The library's folder.
        patience: Seconds to wait for another process's write to end.

    Raises:
        LibraryNotFoundError: There is no library, or one whose making was cut short.
        DamagedLibraryError: The database is not one, or not Pincite's.
        NewerLibraryError: A later version of Pincite wrote it.
        LibraryNotWritableError: An earlier version of Pincite wrote it, and writing,
            to bring it up to date, is refused.
        LibraryError: The folder may not even be looked into.
    """
    try:
        exists = (folder / DATABASE).is_file()
    except OSError as error:
        raise LibraryError(
            f"{folder} cannot be looked into ({error.strerror}); allow reading it or "
            "choose another folder with --library"
        ) from error
    if not exists:
        raise _not_found(folder)
    with translated(folder):
        connection = _open(folder, patience)
    try:
        with translated(folder):
            version = _version(folder, connection)
        if version == 0:
            raise _not_found(folder)
        if version > SCHEMA_VERSION:
            raise NewerLibraryError(
                f"{folder} was written by a later version of Pincite (schema "
                f"{version}; this one reads {SCHEMA_VERSION}); upgrade Pincite"
            )
        if version < SCHEMA_VERSION:
            _upgrade(folder, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_unchanging(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads a database at rest, and nothing beside it.

    Nothing that its schema names is run: it may be anybody's.
    """
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode=ro&{UNCHANGING}",
        uri=True,
        isolation_level=None,
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def create(folder: Path, patience: float = PATIENCE_SECONDS) -> None:
    """Make an empty library unless there is one already; several may try at once.

    A database whose making was cut short is completed.

    Raises:
        LibraryNotWritableError: The folder cannot be made or written.
        DamagedLibraryError: A file that is no library has the library's name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryNotWritableError(
            f"{folder} cannot be made into a library ({error.strerror}); "
            "choose another folder with --library"
        ) from error
    with translated(folder):
        connection = sqlite3.connect(
            folder / DATABASE, timeout=patience, isolation_level=None
        )
    with closing(connection), translated(folder):
        if _version(folder, connection):
            return
        _keep_a_write_ahead_log(connection, patience)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        if not _version(folder, connection):
            for statement in TABLES.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")


def _keep_a_write_ahead_log(connection: sqlite3.Connection, patience: float) -> None:
    """Switch the database's journal, waiting for another who is just doing so.

    However patient it is told to be, SQLite does not wait here: two that both read and
    both wish to switch would wait for each other for ever.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.001, 0.02))
        else:
            return


def _open(folder: Path, patience: float) -> sqlite3.Connection:
    """Open for writing if that is allowed, else for reading, whatever it takes.

    Reading a write-ahead log needs a shared-memory file beside it. In a folder that
    refuses one, a database at rest can still be read as a file that does not change.
    """
    path = quote(str((folder / DATABASE).absolute()))
    refusal: sqlite3.Error | None = None
    for mode in ("mode=rw", "mode=ro", UNCHANGING):
        if mode == UNCHANGING and _has_unmerged_changes(folder):
            break
        connection = sqlite3.connect(
            f"file:{path}?{mode}",
            uri=True,
            timeout=patience,
            isolation_level=None,
            check_same_thread=False,
            factory=UnchangingConnection if mode == UNCHANGING else sqlite3.Connection,
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            connection.close()
            if not is_refusal(error):
                raise
            refusal = error
        else:
            return connection
    raise LibraryNotWritableError(
        f"{folder} was left in the middle of a write, which can only be completed "
        "where writing is allowed; allow it once, or copy the folder elsewhere"
    ) from refusal


def _upgrade(folder: Path, connection: sqlite3.Connection) -> None:
    """Give a library of an earlier version what this one has; documents stay.

    What this version reads out of documents is missing until they are added again.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        # Unless another process was faster.
        for version in range(_version(folder, connection), SCHEMA_VERSION):
            for statement in UPGRADES[version].strip().split(";\n"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if not is_refusal(error):
            raise
        raise LibraryNotWritableError(
            f"{folder} was written by an earlier version of Pincite and must be "
            "brought up to date once; allow writing to it, or copy the folder elsewhere"
        ) from error


def _has_unmerged_changes(folder: Path) -> bool:
    log = folder / f"{DATABASE}-wal"
    return log.exists() and log.stat().st_size > 0


def _version(folder: Path, connection: sqlite3.Connection) -> int:
    """Return the schema version, 0 for a database that holds nothing yet."""
    # One statement sees one state, however far another process is in making it.
    application, version, tables = connection.execute(
        "SELECT (SELECT application_id FROM pragma_application_id), "
        "(SELECT user_version FROM pragma_user_version), "
        "(SELECT count(*) FROM sqlite_master)"
    ).fetchone()
    if application == APPLICATION_ID and version and tables:
        return int(version)
    if application or version or tables:
        raise DamagedLibraryError(
            f"{folder / DATABASE} is not a Pincite library; choose another folder "
            "with --library, or move that file away"
        )
    return 0


def _not_found(folder: Path) -> LibraryNotFoundError:
    return LibraryNotFoundError(
        f"there is no library in {folder}; make one with: "
        f"pincite add FILE --library {folder}"
    )
