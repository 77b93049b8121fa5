"""Taking a library that was exported into another, nothing of it embedded again."""

import json
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from index import origin_rows, store
from index.backup import FORMAT, MANIFEST, file_hash
from index.changes import changes
from index.connections import Connections
from index.database import DATABASE
from index.document_rows import StoredDocument
from index.errors import DamagedLibraryError, LibraryNotFoundError, NewerLibraryError
from index.model_claims import check_model
from index.origin_rows import Held
from index.outside import Outside, opened
from index.sources import Source, printable
from index.storing import place
from index.structure_version import STRUCTURE_VERSION

MAX_MANIFEST_BYTES = 1 << 28
"""Enough for a million documents."""

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the documents of an exported library, as ids in its order.

    Attributes:
        added: New in the library.
        replaced: Took the place of what came from the same file, or had its name.
        unchanged: Were there already.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the report, JSON-ready."""
        return {name: list(getattr(self, name)) for name in self.__slots__}


def merge(
    folder: Path, connections: Connections, exported: Path, on_progress: OnProgress
) -> ImportReport:
    """Take the documents of an exported library into another; see `Library.merge`."""
    check_files(exported)
    with opened(exported / DATABASE) as outside:
        documents = outside.documents()
        fingerprint, dimension = outside.state.fingerprint, outside.state.dimension
        if fingerprint is None:
            return ImportReport()
        with connections.reading() as connection:
            check_model(folder, connection, fingerprint)
            held = origin_rows.held(connection)
        by_hash = {one.sha256: one for one in held}
        coming = [one for one in documents if not _is_here(one, by_hash)]
        names = _names(held, coming)
        added: list[str] = []
        replaced: list[str] = []
        for done, one in enumerate(coming):
            on_progress(done, len(coming))
            if one.name not in names:
                continue
            whole = outside.whole(one).called(names[one.name])
            is_replaced = place(folder, connections, whole, fingerprint, dimension)
            (replaced if is_replaced else added).append(one.id)
        if not held:
            _keep_metadata(connections, outside)
        on_progress(len(coming), len(coming))
    stored = {*added, *replaced}
    unchanged = tuple(one.id for one in documents if one.id not in stored)
    return ImportReport(tuple(added), tuple(replaced), unchanged)


def check_files(exported: Path) -> None:
    """Raise an error unless every file of an exported library is as it was written.

    Raises:
        LibraryNotFoundError: There is no exported library.
        NewerLibraryError: A later version of Pincite wrote it.
        DamagedLibraryError: A file is missing or altered, or no file of it.
    """
    try:
        manifest = _manifest(exported)
        if manifest["format"] > FORMAT:
            raise NewerLibraryError(
                f"{exported} was exported by a later version of Pincite; upgrade "
                "Pincite"
            )
        files = manifest["files"]
        if DATABASE not in files:
            raise ValueError(f"it names no {DATABASE}")
        for name, digest in files.items():
            if file_hash(_inside(exported, name)) != digest:
                raise ValueError(f"{name[:80]!r} is not what it was")
    except FileNotFoundError as error:
        if not (exported / MANIFEST).exists():
            raise LibraryNotFoundError(
                f"there is no exported library in {exported}; make one with: "
                "pincite export DIR"
            ) from error
        raise _damaged(exported, f"{Path(error.filename).name} is missing") from error
    except OSError as error:
        raise _damaged(exported, f"it cannot be read: {error.strerror}") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _damaged(exported, str(error)) from error


def _manifest(exported: Path) -> dict[str, Any]:
    with (exported / MANIFEST).open("rb") as file:
        content = file.read(MAX_MANIFEST_BYTES + 1)
    if len(content) > MAX_MANIFEST_BYTES:
        raise ValueError(f"{MANIFEST} is too large")
    try:
        read = json.loads(content)
    except RecursionError as error:
        raise ValueError(f"{MANIFEST} is no list of files") from error
    if not isinstance(read, dict):
        raise ValueError(f"{MANIFEST} is no list of files")
    return read


def _inside(exported: Path, name: str) -> Path:
    """Return a file of the folder; never one that a link or ".." leads to."""
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).is_absolute() or {"..", "\\"} & {*parts, *name}:
        raise ValueError(f"{name[:80]!r} is no file of this folder")
    path = exported
    for part in parts:
        path = path / part
        if path.is_symlink():
            raise ValueError(f"{name[:80]!r} is a link")
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise ValueError(f"{name[:80]!r} is no ordinary file")
    return path


def _is_here(one: StoredDocument, by_hash: Mapping[str, Held]) -> bool:
    """Return whether a library has a document, read by rules no older."""
    held = by_hash.get(one.sha256)
    return held is not None and held.structure_version >= one.structure_version


def _names(held: Sequence[Held], coming: Sequence[StoredDocument]) -> dict[str, str]:
    """Return what the documents will be called, by the names they have.

    They are as files that are added: one of the same origin, or of a name where nobody
    knows the origin, takes the place of what is there; other namesakes are told apart
    by their folders.
    """
    files = [
        (Source(one.name, Path(one.origin) if one.origin else b""), one.sha256)
        for one in coming
    ]
    found = changes(files, held, STRUCTURE_VERSION, _is_never, _is_never)
    return {one.source.name: one.name for one in found.coming}


def _is_never(*_: str) -> bool:
    return False


def _keep_metadata(connections: Connections, outside: Outside) -> None:
    """Keep what is under keys, such as a calibration, unless there is something."""
    with connections.writing() as connection:
        for key, value in outside.metadata():
            if store.metadata(connection, key) is None:
                store.put_metadata(connection, key, value)


def _damaged(exported: Path, finding: str) -> DamagedLibraryError:
    return DamagedLibraryError(
        f"{exported} cannot be imported: {printable(finding)}; export the library again"
    )
