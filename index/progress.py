"""How far the adding of files has come, before anyone knows all that is in them."""

from collections.abc import Callable, Sequence

OnProgress = Callable[[int, int], None]
"""Told the passages done and in all; in all is a guess until the last file is read."""


class Progress:
    """Tells the passages done and in all, which is a guess until all files are read."""

    def __init__(self, on_progress: OnProgress, sizes: Sequence[int]) -> None:
        """Tell progress through files of these sizes, in bytes."""
        self._on_progress = on_progress
        self._sizes = list(reversed(sizes))
        self._bytes_left = sum(sizes)
        self._bytes_read = 0
        self._known = 0
        self._done = 0

    def begin(self, passages: int) -> None:
        """Take note that the next file has been read and has so many passages."""
        read = self._sizes.pop()
        self._bytes_left -= read
        self._bytes_read += read
        self._known += passages
        if not passages:
            self.count(0)

    def count(self, finished: int) -> None:
        """Tell that so many more passages are done."""
        self._done += finished
        per_byte = self._known / max(self._bytes_read, 1)
        to_come = max(len(self._sizes), round(per_byte * self._bytes_left))
        self._on_progress(self._done, self._known + (to_come if self._sizes else 0))
