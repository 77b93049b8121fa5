"""Connections to one library's database, shared by the threads of a process."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from index.database import PATIENCE_SECONDS, UnchangingConnection, connect
from index.sqlite_errors import translated


class Connections:
    """One writing connection and as many reading ones as are in use at once.

    Every block is one transaction. SQLite's errors come out as ours.
    """

    def __init__(self, folder: Path, patience: float = PATIENCE_SECONDS) -> None:
        """Open the library in a folder; see `database.connect` for errors."""
        self._folder = folder
        self._patience = patience
        self._idle: list[sqlite3.Connection] = []
        self._writer: sqlite3.Connection | None = None
        self._lock = Lock()
        self._writing = Lock()
        self._closed = False
        self._give_back(connect(folder, patience))

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees the contents of one moment."""
        connection = self._take()
        try:
            with translated(self._folder):
                connection.execute("BEGIN")
                yield connection
        finally:
            self._give_back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection that writes; what is written counts at the block's end.

        Raises:
            LibraryNotWritableError: The disk or another writer does not let us.
        """
        with self._writing, translated(self._folder):
            if self._writer is None:
                self._writer = connect(self._folder, self._patience)
            connection = self._writer
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close the connections; those in use are closed when given back."""
        with self._lock:
            self._closed = True
            for connection in self._idle:
                connection.close()
            self._idle.clear()
        with self._writing:
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return connect(self._folder, self._patience)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        with self._lock:
            if self._closed or isinstance(connection, UnchangingConnection):
                connection.close()
            else:
                self._idle.append(connection)
