"""The indexes derived from a library's database: kept beside it, never trusted.

They lie in `derived/GENERATION-STAMP/`, written under another name and renamed when
whole; no file is altered afterwards, so that the next generation may share it. Missing,
damaged or of other contents, they are made from the database, or from an earlier
generation's where most has stayed; in memory, where they cannot be written.
"""

import json
import shutil
import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from index.aliases import ALIASES_VERSION
from index.indexes import Indexes, read
from index.store import State
from index.words import ANALYSIS_VERSION

FOLDER = "derived"
MANIFEST = "manifest.json"
UNFINISHED = "unfinished-"
FORMAT_VERSION = 3

# A million passages are indexed in some ten minutes.
ABANDONED_SECONDS = 3600
CHUNK_BYTES = 1 << 20

# What a missing, cut or altered file, a full disk and a read-only folder come out as,
# here, in FAISS (RuntimeError) and in tantivy (ValueError).
TROUBLES = (OSError, RuntimeError, ValueError)

FORMAT = [FORMAT_VERSION, ANALYSIS_VERSION, ALIASES_VERSION]


@dataclass(frozen=True, slots=True)
class Derived:
    """The indexes of one generation."""

    state: State
    indexes: Indexes


def derived(folder: Path, connection: sqlite3.Connection, state: State) -> Derived:
    """Return the indexes of these contents, as kept or else made anew.

    Args:
        folder: The library's.
        connection: Within a transaction that sees `state`.
        state: Which contents.
    """
    kept = _place(folder, state)
    # Every trouble has the same remedy: build again, in memory if nowhere else.
    if _is_whole(kept, state):
        with suppress(*TROUBLES):
            return Derived(state, read(kept))
        # Another version of a library wrote it, or it is damaged.
        with suppress(OSError):
            _remove(kept)
    # Those who only ask do not wait for what writes.
    from index.indexing import indexes

    for earlier in (*_earlier(kept), None):
        with suppress(*TROUBLES, sqlite3.Error):
            _make(kept, connection, state, earlier)
            return Derived(state, read(kept))
    return Derived(state, indexes(connection, _dimension(state)))


def discard_damaged(folder: Path, state: State) -> None:
    """Take away the indexes kept of these contents if a byte of them has changed.

    They are made again when next wanted. `derived` trusts a file that has the size and
    the time it was written with: reading a million passages' indexes takes seconds.
    """
    kept = _place(folder, state)
    if not _is_whole(kept, state, thoroughly=True):
        with suppress(OSError):
            _remove(kept)


def _place(folder: Path, state: State) -> Path:
    return folder / FOLDER / f"{state.generation}-{state.stamp}"


def _dimension(state: State) -> int:
    return max(1, state.dimension)


def _earlier(kept: Path) -> Iterator[Path]:
    """Yield the folder of the latest of other generations, if there is a whole one."""
    with suppress(OSError):
        others = [
            one
            for one in kept.parent.iterdir()
            if one != kept and one.name.partition("-")[0].isdecimal()
        ]
        others.sort(key=lambda one: int(one.name.partition("-")[0]))
        for one in others[-1:]:
            if _is_whole(one):
                yield one


def _make(
    kept: Path, connection: sqlite3.Connection, state: State, earlier: Path | None
) -> None:
    """Write the indexes into a folder, which appears when they are whole.

    Args:
        kept: The folder.
        connection: To the library's database.
        state: Its contents.
        earlier: Where another generation's indexes are that may be taken over; None to
            make all anew.

    Raises:
        OSError, RuntimeError, ValueError, sqlite3.Error: The folder or the disk
            refuses, or the earlier indexes are damaged.
    """
    from index import indexing

    kept.parent.mkdir(exist_ok=True)
    unfinished = kept.with_name(f"{UNFINISHED}{uuid4().hex}")
    try:
        unfinished.mkdir()
        if earlier is None:
            indexing.write(unfinished, connection, _dimension(state))
        elif not indexing.update(unfinished, earlier, connection, _dimension(state)):
            return
        manifest = json.dumps(_manifest(unfinished, state))
        (unfinished / MANIFEST).write_text(manifest, "utf-8")
        if not _is_whole(kept, state):  # or another process was faster
            _remove(kept)
            unfinished.rename(kept)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    _remove_old(kept, state)


def _is_whole(
    kept: Path, state: State | None = None, *, thoroughly: bool = False
) -> bool:
    """Return whether a folder has the indexes that its manifest says.

    Args:
        kept: The folder.
        state: The contents they are to be of; None for any.
        thoroughly: Read every file, also those that seem not to have been touched.
    """
    try:
        manifest = json.loads((kept / MANIFEST).read_text("utf-8"))
        files = _files(kept)
        return bool(
            manifest["format"] == FORMAT
            and (state is None or manifest["state"] == asdict(state))
            and manifest["files"].keys() == files.keys()
            and all(
                _is_as_written(path, *manifest["files"][name], thoroughly=thoroughly)
                for name, path in files.items()
            )
        )
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return False


def _is_as_written(
    path: Path, size: int, written: int, checksum: int, *, thoroughly: bool
) -> bool:
    found = path.stat()
    if found.st_size != size:
        return False
    is_untouched = found.st_mtime_ns == written
    return (is_untouched and not thoroughly) or _checksum(path) == checksum


def _manifest(kept: Path, state: State) -> dict[str, Any]:
    """Return what a folder holds: of which contents, in which form, every file."""
    return {
        "format": FORMAT,
        "state": asdict(state),
        "files": {
            name: (path.stat().st_size, path.stat().st_mtime_ns, _checksum(path))
            for name, path in _files(kept).items()
        },
    }


def _files(kept: Path) -> dict[str, Path]:
    """Return the files of indexes by their names within a folder, in order."""
    return {
        path.relative_to(kept).as_posix(): path
        for path in sorted(kept.rglob("*"))
        if path.is_file() and path.name != MANIFEST and path.suffix != ".lock"
    }


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            checksum = zlib.crc32(chunk, checksum)
    return checksum


def _remove(kept: Path) -> None:
    """Take a folder's name away at once, then its files; open ones stay readable."""
    with suppress(FileNotFoundError):
        discarded = kept.rename(kept.with_name(f"{UNFINISHED}{uuid4().hex}"))
        shutil.rmtree(discarded, ignore_errors=True)


def _remove_old(kept: Path, state: State) -> None:
    """Remove earlier generations, and what a killed process left unfinished."""
    for folder in kept.parent.iterdir():
        generation = folder.name.partition("-")[0]
        with suppress(OSError):
            if generation.isdecimal():
                if int(generation) <= state.generation and folder != kept:
                    _remove(folder)
            elif time.time() - folder.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
