"""The shipped corpus: two United Nations papers on an arms race in outer space."""

from collections.abc import Iterator
from importlib.resources import files


def seed_files() -> Iterator[tuple[str, bytes]]:
    """Yield each seed's file name and bytes, in the order of their names."""
    folder = files(__name__)
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".txt"):
            yield entry.name, entry.read_bytes()
