"""What finds the passages of a library, as `index.indexing` writes it into a folder."""

from dataclasses import dataclass
from pathlib import Path

from index.aliases import Aliases
from index.keywords import KeywordIndex
from index.vectors import VectorIndex

VECTORS = "vectors"
KEYWORDS = "keywords"
ALIASES = "aliases.json"


@dataclass(frozen=True, slots=True)
class Indexes:
    """What finds the passages of one state of a library."""

    vectors: VectorIndex
    keywords: KeywordIndex
    aliases: Aliases


def read(folder: Path) -> Indexes:
    """Return the indexes in a folder.

    Raises:
        OSError, RuntimeError, ValueError: There are none, or they are damaged.
    """
    return Indexes(
        VectorIndex.read(folder / VECTORS),
        KeywordIndex.read(folder / KEYWORDS),
        Aliases.from_json((folder / ALIASES).read_text("utf-8")),
    )
