"""What ranking asks of passages' rows, kept in memory for those asked of lately.

Every question compares its word pieces with those of some dozens of passages, mostly in
a small library or of one subject. To read and unpack these again takes as long as to
compare them. What is quoted is not kept, but read anew each time.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

from index import passage_rows
from index.tokens import Tokens

Value = TypeVar("Value")


class RowCache(Generic[Value]):
    """Values of one library's rows; may be used from several threads.

    What a passage's row has is never other than before: a row is not used twice.
    """

    def __init__(
        self,
        read: Callable[[sqlite3.Connection, Iterable[int]], Sequence[Value]],
        size: Callable[[Value], int],
        most: int,
    ) -> None:
        """Keep so much, and forget what was longest not asked for.

        Args:
            read: Returns the values of rows, in the order asked; raises KeyError where
                there is no such row.
            size: What a value takes, in bytes or otherwise; those of 0 are not kept.
            most: Of all that are kept together.
        """
        self._read = read
        self._size = size
        self._kept: LRUCache[int, Value] = LRUCache(most, size)
        self._lock = Lock()

    def at(self, connection: sqlite3.Connection, rows: Iterable[int]) -> list[Value]:
        """Return the values of these rows, in this order.

        Raises:
            KeyError: There is no such row.
        """
        rows = [int(row) for row in rows]
        with self._lock:
            found = {row: self._kept[row] for row in rows if row in self._kept}
        missing = [row for row in rows if row not in found]
        if missing:
            read = self._read(connection, missing)
            found |= dict(zip(missing, read, strict=True))
            with self._lock:
                for row, value in zip(missing, read, strict=True):
                    if 0 < self._size(value) <= self._kept.maxsize:
                        self._kept[row] = value
        return [found[row] for row in rows]


def token_cache(most_bytes: int = 64_000_000) -> RowCache[Tokens]:
    """Return a cache of passages' word pieces, by default of some thousands.

    None take no bytes: those that an earlier version left out may be added yet.
    """
    return RowCache(
        passage_rows.tokens_at,
        lambda one: one.vectors.nbytes + one.spans.nbytes + one.windows.nbytes,
        most_bytes,
    )


def cover_note_cache(most: int = 100_000) -> RowCache[bool]:
    """Return a cache of which passages are of a cover note."""
    return RowCache(passage_rows.in_cover_notes, lambda _: 1, most)
