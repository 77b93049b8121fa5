"""A library as a folder to keep or carry: one snapshot, readable without Pincite.

manifest.json       what is in it, with the SHA-256 of every file
library.sqlite      the library: documents, passages, embeddings
documents/          the original files, and what sidecars say of them
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from uuid import uuid4

from index import document_rows, passage_rows, sidecar_rows, store
from index.database import DATABASE, connect, open_unchanging
from index.errors import LibraryError, LibraryNotWritableError
from index.schema import SCHEMA_VERSION
from index.sidecars import SUFFIX, write_sidecar
from index.sqlite_errors import translated

MANIFEST = "manifest.json"
DOCUMENTS = "documents"
FORMAT = 1
"""Of the folder; a later one is refused."""

BLOCK_BYTES = 1 << 20

MAX_PART_BYTES = 120
"""Of a file's or a folder's name; file systems take 255, some count otherwise."""

# What some file system or shell does not take in a name.
UNSAFE = frozenset('<>:"\\|?*')

DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an exported library says of itself.

    Attributes:
        format: Of the folder.
        pincite: The version of Pincite that wrote it.
        schema: The database's.
        fingerprint: The model's, or None where there are no documents.
        dimension: Of its embeddings.
        documents, passages: How many there are.
        files: SHA-256 of every file, by its path in the folder.
    """

    format: int
    pincite: str
    schema: int
    fingerprint: str | None
    dimension: int
    documents: int
    passages: int
    files: Mapping[str, str]


def export(folder: Path, target: Path) -> Manifest:
    """Write the contents of a library at this moment into a new folder.

    The folder appears when it is whole.

    Args:
        folder: The library's.
        target: The folder to make; it may exist if it is empty.

    Raises:
        LibraryError: The target is there and holds something.
        LibraryNotWritableError: It cannot be written.
    """
    _check_free(target)
    unfinished = target.with_name(f".{target.name}.unfinished-{uuid4().hex}")
    try:
        with _told_of(target):
            unfinished.mkdir(parents=True)
            _take_snapshot(folder, unfinished / DATABASE, target)
            manifest = _fill(unfinished)
            written = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
            (unfinished / MANIFEST).write_text(f"{written}\n", "utf-8")
            _sync(unfinished)
            unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return manifest


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, never holding it whole."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def safe_path(name: str) -> PurePosixPath:
    """Return a document's name as a relative path that every file system takes."""
    parts = [_safe_part(part) for part in name.split("/") if part.strip(" .")]
    return PurePosixPath(*(parts or ["document"]))


def _check_free(target: Path) -> None:
    try:
        is_free = not target.exists() or (
            target.is_dir() and next(target.iterdir(), None) is None
        )
    except OSError as error:
        raise LibraryNotWritableError(
            f"{target} cannot be looked into ({error.strerror}); choose another folder"
        ) from error
    if not is_free:
        raise LibraryError(
            f"{target} is there already and holds something; name a new folder"
        )


@contextmanager
def _told_of(target: Path) -> Iterator[None]:
    """Turn what the file system refuses in this block into our error."""
    try:
        yield
    except OSError as error:
        raise LibraryNotWritableError(
            f"{target} cannot be written ({error.strerror}); free some space, allow "
            "writing there, or choose another folder. The library is unharmed"
        ) from error


def _take_snapshot(folder: Path, copy: Path, target: Path) -> None:
    with closing(connect(folder)) as connection:
        try:
            connection.execute("VACUUM INTO ?", (str(copy),))
        except sqlite3.DatabaseError as error:
            is_damaged = getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGE
            with translated(folder if is_damaged else target):
                raise


def _fill(folder: Path) -> Manifest:
    """Write the documents of a folder's database beside it, and hash every file."""
    with (
        closing(open_unchanging(folder / DATABASE)) as connection,
        translated(folder),
    ):
        state = store.state(connection)
        documents = document_rows.stored_documents(connection)
        paths = _Paths()
        for one in documents:
            sidecar = write_sidecar(sidecar_rows.sidecar(connection, one.id))
            path = folder / DOCUMENTS / paths.take(one.name, one.id, sidecar)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(document_rows.source(connection, one.id))
            if sidecar:
                path.with_suffix(SUFFIX).write_text(sidecar, "utf-8")
        passages = passage_rows.count(connection)
    return Manifest(
        format=FORMAT,
        pincite=version("pincite"),
        schema=SCHEMA_VERSION,
        fingerprint=state.fingerprint,
        dimension=state.dimension,
        documents=len(documents),
        passages=passages,
        files={
            path.relative_to(folder).as_posix(): file_hash(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
    )


class _Paths:
    """Gives each document a path of its own, and one sidecar at most a place."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()
        self._sidecars: dict[str, str] = {}

    def take(self, name: str, document_id: str, sidecar: str) -> PurePosixPath:
        """Return where to write a document, so that its sidecar is no other's too."""
        path = safe_path(name)
        if not self._is_free(path, sidecar):
            path = PurePosixPath(f"{path.stem}-{document_id}{path.suffix}")
        self._files.add(_folded(path))
        self._folders.update(map(_folded, path.parents))
        self._sidecars[_folded(path.with_suffix(""))] = sidecar
        return path

    def _is_free(self, path: PurePosixPath, sidecar: str) -> bool:
        beside = self._sidecars.get(_folded(path.with_suffix("")), sidecar)
        return (
            beside == sidecar
            and _folded(path) not in self._files | self._folders
            and self._files.isdisjoint(map(_folded, path.parents))
        )


def _folded(path: PurePosixPath) -> str:
    """Return a path as file systems compare it that know no capitals."""
    return str(path).casefold()


def _safe_part(part: str) -> str:
    shown = "".join(
        "_" if one in UNSAFE or not one.isprintable() else one for one in part
    )
    shown = shown.strip(" .") or "document"
    stem, dot, suffix = shown.rpartition(".")
    if not dot:
        stem, suffix = shown, ""
    room = MAX_PART_BYTES - len(f"{dot}{suffix}".encode())
    cut = stem.encode()[: max(1, room)].decode("utf-8", "ignore") or "document"
    return f"{cut}{dot}{suffix}" if room > 0 else cut[:MAX_PART_BYTES]


def _sync(folder: Path) -> None:
    """Have the disk keep every file before the folder's name says that it is whole."""
    for path in (*folder.rglob("*"), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
