"""Where things are kept when nobody says otherwise, and the shipped corpus."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

from index.embedding import Embedder
from index.library import Library
from index.structure_version import STRUCTURE_VERSION
from seeds import seed_files

OnBuild = Callable[[Path], None]
"""Called with the folder where a library is about to be built."""

SEEDS_KEY = "seeds"
"""Metadata: which seeds, read by which rules, the default library holds."""


def ignore_build(folder: Path) -> None:
    """Do nothing with the folder where a library is about to be built."""


def default_folder() -> Path:
    """Return the folder of the library that is asked when none is named."""
    return user_data_path("pincite", appauthor=False) / "library"


def cache_folder() -> Path:
    """Return the folder for what can be made again at any time."""
    return user_cache_path("pincite", appauthor=False)


def seeds_version() -> str:
    """Return what changes when the seeds or the rules that read them change."""
    digest = hashlib.sha256(str(STRUCTURE_VERSION).encode())
    for name, content in seed_files():
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


def update_seeds(
    library: Library,
    embedder: Embedder,
    on_progress: Callable[[int, int], None],
    on_build: OnBuild,
) -> None:
    """Bring the shipped corpus into a library, unless it is there already.

    Once it is, a seed that was removed stays removed until the seeds change.
    """
    version = seeds_version()
    if library.get_metadata(SEEDS_KEY) == version:
        return
    on_build(library.folder)
    library.add(list(seed_files()), embedder, on_progress)
    library.set_metadata(SEEDS_KEY, version)
