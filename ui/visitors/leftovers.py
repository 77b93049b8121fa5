"""What visitors left with a process that was killed: nobody's, and deleted.

Each process holds a lock in its folder for as long as it lives, however it ends.
"""

import os
import shutil
import tempfile
from pathlib import Path

FOLDER_PREFIX = "pincite-visitors-"
LOCK = "lock"


class Place:
    """A folder for visitors' documents that goes with this process."""

    def __init__(self) -> None:
        """Make the folder, and delete those of processes that are no more."""
        self.folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX))
        self._held = (self.folder / LOCK).open("w")
        _lock(self._held.fileno())
        for other in self.folder.parent.glob(f"{FOLDER_PREFIX}*"):
            if other != self.folder and _is_left(other):
                shutil.rmtree(other, ignore_errors=True)

    def close(self) -> None:
        """Delete the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._held.close()


def _is_left(folder: Path) -> bool:
    """Return whether the process that made a folder is no more.

    Other users' folders cannot be looked into, and are left.
    """
    try:
        lock = os.open(folder / LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        return _lock(lock)
    finally:
        os.close(lock)


def _lock(descriptor: int) -> bool:
    """Return whether a file could be locked, as long as this process has it open."""
    try:
        import fcntl
    except ImportError:  # on Windows, whose temporary folder its user empties
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
