"""A second name for a file that is never altered in place."""

import os
import shutil
from pathlib import Path


def link(file: Path, name: Path) -> None:
    """Give a file another name; where the file system has no such thing, copy it.

    Raises:
        OSError: The file is not there, or the folder or the disk refuses.
    """
    try:
        os.link(file, name)
    except OSError:
        shutil.copy2(file, name)


def link_all(folder: Path, other: Path) -> None:
    """Give each file of a folder its name in another, empty folder.

    Raises:
        OSError: As for `link`.
    """
    for file in folder.iterdir():
        link(file, other / file.name)
