"""A library: a folder that keeps documents, their passages and what finds them."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from index import document_rows, passage_rows, store
from index.add_report import AddReport
from index.catalogue import Catalogue
from index.connections import Connections
from index.database import create as create_database
from index.document_rows import StoredDocument
from index.documents import Document, Passage, Reading
from index.embedding import Embedder, OnProgress, ignore_progress
from index.errors import LibraryNotFoundError
from index.model_claims import check_model
from index.row_cache import RowCache
from index.snapshot import Snapshot
from index.store import State
from index.terms import TERMS, Terms

# What reads files and finds statements has some hundred patterns, what searches loads
# libraries: each is imported by the first who needs it.
if TYPE_CHECKING:
    from index.backup import Manifest
    from index.derived import Derived
    from index.restoring import ImportReport
    from index.sidecars import Sidecar
    from index.sources import Source


def ignore_total_progress(done: int, total: int) -> None:
    """Do nothing with the numbers of passages done and in all."""


class Library:
    """Documents kept in a folder; many may read it while one writes.

    May be used from several threads. Close it, or use it as a context manager.
    """

    def __init__(self, folder: Path, connections: Connections) -> None:
        """Hold an opened library; use `Library.open`."""
        self._folder = folder
        self._connections = connections
        self._derived: Derived | None = None
        self._deriving = Lock()
        self._compared = RowCache()

    @classmethod
    def open(
        cls,
        folder: Path,
        embedder_fingerprint: str | None = None,
        *,
        create: bool = False,
    ) -> Self:
        """Return the library in a folder.

        Args:
            folder: Where it is.
            embedder_fingerprint: The model it is to be used with; None when its
                passages are only read.
            create: Make an empty one where there is none.

        Raises:
            LibraryNotFoundError: There is none.
            DamagedLibraryError: Its database cannot be read.
            NewerLibraryError: A later version of Pincite wrote it.
            MismatchedLibraryError: Another model embedded its passages.
            LibraryNotWritableError: It is to be created where that is refused.
        """
        try:
            connections = Connections(folder)
        except LibraryNotFoundError:
            if not create:
                raise
            create_database(folder)
            connections = Connections(folder)
        try:
            if embedder_fingerprint is not None:
                with connections.reading() as connection:
                    check_model(folder, connection, embedder_fingerprint)
        except BaseException:
            connections.close()
            raise
        return cls(folder, connections)

    def close(self) -> None:
        """Let go of the files."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self._folder

    @property
    def generation(self) -> int:
        """Counts the changes to its documents, other processes' included."""
        return self._state().generation

    @property
    def fingerprint(self) -> str | None:
        """The model that embedded its passages; None before the first document."""
        return self._state().fingerprint

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Give the contents of this moment to search and read within the block.

        The indexes are brought up to date first, if somebody has written meanwhile.
        """
        with self._connections.reading() as connection:
            derived = self._derive(connection)
            yield Snapshot(connection, derived, self._compared)

    def prepare(self) -> None:
        """Bring the indexes up to date now, so that no question waits for it."""
        with self.snapshot():
            pass

    @contextmanager
    def catalogue(self) -> Iterator[Catalogue]:
        """Give what documents are called and mention, at this moment, in the block."""
        with self._connections.reading() as connection:
            yield Catalogue(connection)

    def add(
        self,
        sources: Sequence[tuple[str, bytes]],
        embedder: Embedder,
        on_progress: Callable[[int, int], None] = ignore_total_progress,
        sidecars: Mapping[str, "Sidecar"] = MappingProxyType({}),
    ) -> AddReport:
        """Add files, or bring them up to date; each is whole in the library or absent.

        Bytes that are there already cost nothing, under whatever name; other bytes
        under a name that is there take its place.

        Args:
            sources: File names, as people know them, and contents.
            embedder: The library's model; the first documents decide it.
            on_progress: Told the passages done and in all, of the files to be read.
            sidecars: What is written beside files, by their names. A file without
                loses what was beside it before.

        Raises:
            UnsupportedFormatError, UnreadableDocumentError: No file can be read. One
                that cannot among others is told in the report.
            LibraryError: Two different files have one name; then none is added.
            WorkerError, MismatchedLibraryError, LibraryNotWritableError: As for
                `add_files`.
        """
        from index.sidecars import NO_SIDECAR
        from index.sources import Source

        return self.add_files(
            [
                Source(name, content, sidecars.get(name, NO_SIDECAR))
                for name, content in sources
            ],
            embedder,
            on_progress,
        ).checked()

    def add_files(
        self,
        sources: Sequence["Source"],
        embedder: Embedder,
        on_progress: Callable[[int, int], None] = ignore_total_progress,
        terms: Terms = TERMS,
    ) -> AddReport:
        """Add files, or bring them up to date; each is whole in the library or absent.

        A file whose contents are there costs no more than reading it once. Files are
        read in processes of their own; one that cannot be is told in the report, what
        the library had of it stays, and the others are added. `index.changes` says
        which document a file stands for.

        Args:
            sources: The files.
            embedder: The library's model; the first documents decide it.
            on_progress: Told the passages done and in all; in all is a guess until the
                last file has been read.
            terms: What is removed, and what reading may cost.

        Raises:
            WorkerError: No process that reads can be started.
            MismatchedLibraryError: Another model embedded the library's passages.
            LibraryNotWritableError: The folder or the disk refuses, or another
                process keeps writing. Documents added before stay.
        """
        from index import adding

        return adding.add(
            self._folder, self._connections, sources, embedder, on_progress, terms
        )

    def add_passages(
        self,
        document: Document,
        source: bytes,
        passages: Sequence[Passage],
        embedder: Embedder,
        on_progress: OnProgress = ignore_progress,
    ) -> None:
        """Add a document with passages found elsewhere, replacing its like.

        Args:
            document: The document.
            source: The bytes it was read from.
            passages: Its passages, in reading order.
            embedder: The library's model.
            on_progress: Told how many passages were newly finished.

        Raises:
            MismatchedLibraryError, LibraryNotWritableError: As for `add`.
        """
        from index import storing

        reading = Reading(document, source, tuple(passages))
        storing.put(self._folder, self._connections, reading, embedder, on_progress)

    def remove(self, document_ids: Collection[str]) -> None:
        """Remove documents and their passages.

        Raises:
            UnknownDocumentError: One is not in the library; then none is removed.
            LibraryNotWritableError: The folder or the disk refuses.
        """
        from index import storing

        storing.remove(self._connections, document_ids)

    def documents(self) -> list[StoredDocument]:
        """Return what is known of each document, in the order they were added."""
        with self._connections.reading() as connection:
            return document_rows.stored_documents(connection)

    def document(self, document_id: str) -> Document:
        """Return a document with its text.

        Raises:
            UnknownDocumentError: There is no such one.
        """
        with self._connections.reading() as connection:
            return document_rows.document(connection, document_id)

    def passages(self, document_id: str | None = None) -> list[Passage]:
        """Return a document's passages, or all, in reading order.

        Raises:
            UnknownDocumentError: There is no such document.
        """
        with self._connections.reading() as connection:
            if document_id is None:
                return list(passage_rows.all_passages(connection))
            return passage_rows.passages_of(connection, document_id)

    def check(self) -> list[str]:
        """Return what is wrong with what is stored, a line each; empty if all is well.

        Every passage is compared with its document's text, every text with its
        source's hash, every embedding with its form, both indexes with the passages.
        """
        from index import checks
        from index.derived import discard_damaged

        with self._connections.reading() as connection:
            try:
                found = list(checks.problems(connection))
            except sqlite3.DatabaseError as error:
                return [f"database: {error}"]
            with self._deriving:
                discard_damaged(self._folder, store.state(connection))
                self._derived = None
            derived = self._derive(connection)
            return found + list(checks.derived_problems(connection, derived))

    def export(self, target: Path) -> "Manifest":
        """Write the contents of this moment into a new folder, readable without us.

        Raises:
            LibraryError: The folder is there and holds something.
            LibraryNotWritableError: It cannot be written.
        """
        from index import backup

        return backup.export(self._folder, target)

    def merge(
        self,
        exported: Path,
        on_progress: Callable[[int, int], None] = ignore_total_progress,
    ) -> "ImportReport":
        """Take in the documents of an exported library; nothing is embedded.

        A document that is here stays as it is; others are named, or take the place of
        their namesakes, as files that are added do. Each is whole in the library or
        absent: after an interruption, do it again.

        Args:
            exported: A folder that `export` wrote; whoever did, it does no harm.
            on_progress: Told the documents done and in all.

        Raises:
            LibraryNotFoundError: There is no exported library.
            DamagedLibraryError: It is not as it was written.
            NewerLibraryError: A later version of Pincite wrote it.
            MismatchedLibraryError: Another model embedded this library's passages.
            LibraryNotWritableError: The folder or the disk refuses.
        """
        from index import restoring

        return restoring.merge(self._folder, self._connections, exported, on_progress)

    def get_metadata(self, key: str) -> str | None:
        """Return the value kept under a key, or None."""
        with self._connections.reading() as connection:
            return store.metadata(connection, key)

    def set_metadata(self, key: str, value: str) -> None:
        """Keep a value under a key.

        Raises:
            LibraryNotWritableError: The folder or the disk refuses.
        """
        with self._connections.writing() as connection:
            store.put_metadata(connection, key, value)

    def _state(self) -> State:
        with self._connections.reading() as connection:
            return store.state(connection)

    def _derive(self, connection: sqlite3.Connection) -> "Derived":
        """Return the indexes of what a transaction sees."""
        from index.derived import derived

        state = store.state(connection)
        with self._deriving:
            if self._derived is None or self._derived.state != state:
                self._derived = derived(self._folder, connection, state)
            return self._derived
