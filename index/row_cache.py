"""What ranking asks of passages' rows, kept in memory for those asked of lately.

Every question compares its word pieces with those of some dozens of passages, mostly in
a small library or of one subject. To read and unpack these again takes as long as to
compare them. What is quoted is not kept, but read anew each time.
"""

import sqlite3
from collections.abc import Iterable
from threading import Lock

from cachetools import LRUCache

from index.passage_rows import Compared, compared_at

MOST_BYTES = 64_000_000
"""The word pieces of some thousands of passages."""


class RowCache:
    """What is compared of one library's passages; may be used from several threads.

    What a passage's row has is never other than before: a row is not used twice.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Keep so much, and forget what was longest not asked for."""
        self._kept: LRUCache[int, Compared] = LRUCache(most_bytes, _bytes)
        self._lock = Lock()

    def at(self, connection: sqlite3.Connection, rows: Iterable[int]) -> list[Compared]:
        """Return what `compared_at` does.

        Raises:
            KeyError: There is no such row.
        """
        rows = list(rows)
        with self._lock:
            found = {row: self._kept[row] for row in rows if row in self._kept}
        missing = [row for row in rows if row not in found]
        if missing:
            read = dict(zip(missing, compared_at(connection, missing), strict=True))
            found |= read
            with self._lock:
                for row, compared in read.items():
                    # Word pieces that an earlier version left out may be added yet.
                    if 0 < _bytes(compared) <= self._kept.maxsize:
                        self._kept[row] = compared
        return [found[row] for row in rows]


def _bytes(compared: Compared) -> int:
    tokens = compared.tokens
    return tokens.vectors.nbytes + tokens.spans.nbytes + tokens.windows.nbytes
