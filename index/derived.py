"""The indexes derived from a library's database: kept beside it, never trusted.

They lie in `derived/GENERATION-STAMP/`, written under another name and renamed when
whole. Missing, damaged or of other contents, they are built again from the database;
where they cannot be written they are built in memory.
"""

import json
import shutil
import sqlite3
import time
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from index import passage_rows, sidecar_rows
from index.alias_learning import learn
from index.aliases import ALIASES_VERSION, Aliases
from index.keywords import KeywordIndex
from index.store import State
from index.vectors import VectorIndex
from index.words import ANALYSIS_VERSION

FOLDER = "derived"
MANIFEST = "manifest.json"
KEYWORDS = "keywords"
ALIASES = "aliases.json"
UNFINISHED = "unfinished-"
FORMAT_VERSION = 2

# A million passages are indexed in a few minutes.
ABANDONED_SECONDS = 3600
CHUNK_BYTES = 1 << 20

# What a missing, cut or altered file, a full disk and a read-only folder come out as,
# here, in FAISS (RuntimeError) and in tantivy (ValueError).
TROUBLES = (OSError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Derived:
    """Both indexes of one generation, and the names that one of them was built with."""

    state: State
    vectors: VectorIndex
    keywords: KeywordIndex
    aliases: Aliases


def derived(folder: Path, connection: sqlite3.Connection, state: State) -> Derived:
    """Return the indexes of these contents, as kept or else built anew.

    Args:
        folder: The library's.
        connection: Within a transaction that sees `state`.
        state: Which contents.
    """
    kept = folder / FOLDER / f"{state.generation}-{state.stamp}"
    # Every trouble has the same remedy: build again, in memory if nowhere else.
    with suppress(*TROUBLES):
        return _read(kept, state)
    with suppress(*TROUBLES):
        _build(kept, connection, state)
        return _read(kept, state)
    aliases = _aliases(connection)
    return Derived(
        state,
        _vectors(connection, state),
        _keywords(connection, aliases),
        aliases,
    )


def _read(kept: Path, state: State) -> Derived:
    """Return the indexes kept in a folder.

    Raises:
        OSError, RuntimeError, ValueError: They are not there, not whole, or others.
    """
    if not _is_whole(kept, state):
        raise ValueError(f"{kept} does not hold what its manifest says")
    return Derived(
        state,
        VectorIndex.read(kept),
        KeywordIndex.read(kept / KEYWORDS),
        Aliases.from_json((kept / ALIASES).read_text("utf-8")),
    )


def _build(kept: Path, connection: sqlite3.Connection, state: State) -> None:
    """Write both indexes into a folder, which appears when they are whole.

    Raises:
        OSError, RuntimeError, ValueError: The folder or the disk refuses.
    """
    kept.parent.mkdir(exist_ok=True)
    unfinished = kept.with_name(f"{UNFINISHED}{uuid4().hex}")
    try:
        (unfinished / KEYWORDS).mkdir(parents=True)
        _vectors(connection, state).write(unfinished)
        aliases = _aliases(connection)
        (unfinished / ALIASES).write_text(aliases.to_json(), "utf-8")
        _keywords(connection, aliases, unfinished / KEYWORDS)
        manifest = json.dumps(_manifest(unfinished, state))
        (unfinished / MANIFEST).write_text(manifest, "utf-8")
        if not _is_whole(kept, state):  # or another process was faster
            _remove(kept)
            unfinished.rename(kept)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    _remove_old(kept, state)


def _vectors(connection: sqlite3.Connection, state: State) -> VectorIndex:
    dimension = max(1, state.dimension)
    return VectorIndex.build(dimension, passage_rows.embeddings(connection, dimension))


def _aliases(connection: sqlite3.Connection) -> Aliases:
    return learn(
        lambda: passage_rows.texts(connection), sidecar_rows.aliases(connection)
    )


def _keywords(
    connection: sqlite3.Connection, aliases: Aliases, folder: Path | None = None
) -> KeywordIndex:
    return KeywordIndex.build(passage_rows.searchable(connection), aliases, folder)


def _is_whole(kept: Path, state: State) -> bool:
    """Return whether a folder has the indexes of these contents, unaltered."""
    try:
        manifest = json.loads((kept / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(manifest == _manifest(kept, state))


def _manifest(kept: Path, state: State) -> dict[str, Any]:
    """Return what a folder holds: of which contents, in which form, every file."""
    files = (path for path in kept.rglob("*") if path.is_file())
    return {
        "format": [FORMAT_VERSION, ANALYSIS_VERSION, ALIASES_VERSION],
        "state": asdict(state),
        "files": {
            path.relative_to(kept).as_posix(): _checksum(path)
            for path in sorted(files)
            if path.name != MANIFEST and path.suffix != ".lock"
        },
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
