"""The word pieces of passages that were asked of lately, kept in memory.

Every question compares its own with those of fifty passages, mostly in a small library
or of one subject. To read and unpack these again takes as long as to compare them.
"""

import sqlite3
from collections.abc import Iterable
from threading import Lock

from cachetools import LRUCache

from index import passage_rows
from index.tokens import Tokens

MOST_BYTES = 64_000_000
"""Of some thousand passages."""


class TokenCache:
    """The word pieces of one library's passages; may be used from several threads.

    What a passage's row has is never other than before: a row is not used twice.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Keep as much, and forget what was longest not asked for."""
        self._kept: LRUCache[int, Tokens] = LRUCache(most_bytes, _size)
        self._lock = Lock()

    def at(self, connection: sqlite3.Connection, rows: Iterable[int]) -> list[Tokens]:
        """Return the word pieces of these rows' passages, in this order.

        Raises:
            KeyError: There is no such row.
        """
        rows = [int(row) for row in rows]
        with self._lock:
            found = {row: self._kept[row] for row in rows if row in self._kept}
        missing = [row for row in rows if row not in found]
        if missing:
            read = passage_rows.tokens_at(connection, missing)
            found |= dict(zip(missing, read, strict=True))
            with self._lock:
                for row, tokens in zip(missing, read, strict=True):
                    # Those that an earlier version left out may be added yet.
                    if 0 < _size(tokens) <= self._kept.maxsize:
                        self._kept[row] = tokens
        return [found[row] for row in rows]


def _size(tokens: Tokens) -> int:
    """Return how many bytes word pieces take."""
    return tokens.vectors.nbytes + tokens.spans.nbytes + tokens.windows.nbytes
