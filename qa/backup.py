"""Keeping and carrying a library: its contents as a folder, and back; no model."""

from collections.abc import Callable
from pathlib import Path

from index.backup import Manifest
from index.library import Library, ignore_total_progress
from index.restoring import ImportReport
from qa.defaults import default_folder


def export_library(target: Path, library: Path | None = None) -> Manifest:
    """Write a library into a new folder, readable without Pincite.

    Args:
        target: The folder to make; it may exist if it is empty.
        library: The library's folder; None is the one asked when none is named.

    Raises:
        LibraryError: There is no library, or the target holds something or cannot be
            written.
    """
    with Library.open(library or default_folder()) as opened:
        return opened.export(target)


def import_library(
    exported: Path,
    library: Path | None = None,
    on_progress: Callable[[int, int], None] = ignore_total_progress,
) -> ImportReport:
    """Take an exported library's documents into a library, made if there is none.

    Nothing is embedded; documents that are there already stay as they are. After an
    interruption, do it again.

    Args:
        exported: A folder that `export_library` wrote; whoever did, it does no harm.
        library: The library's folder; None is the one asked when none is named.
        on_progress: Told the documents done and in all.

    Raises:
        LibraryError: What was exported is not as it was written, another model
            embedded the library's passages, or it cannot be written.
    """
    with Library.open(library or default_folder(), create=True) as opened:
        return opened.merge(exported, on_progress)
