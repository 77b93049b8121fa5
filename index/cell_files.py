"""The files of an index of cells: opened by mapping them, checked where that matters.

FAISS would map a file that has been cut, and end the process when it looks into what
is missing; so the sizes are compared, and what says where the cells lie has a checksum.
"""

import json
import os
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from index.cell_filling import SortedWindows
from index.linking import link
from index.windows_of_rows import read_numbers, write_numbers

CELLS_FILE = "cells.faiss"
ROWS_FILE = "cell-rows.bin"
PLACES_FILE = "cell-places.bin"
HEADER_FILE = "cells.json"
FILES = (CELLS_FILE, ROWS_FILE, PLACES_FILE, HEADER_FILE)

ROW_BYTES = 8
"""That FAISS writes beside each embedding."""


@dataclass(frozen=True, slots=True)
class Header:
    """What identifies the files of an index.

    Attributes:
        windows: How many windows it has.
        trained_with: How many there were when its cells were laid out.
        window_bytes: Of each in the file of cells, at whose end they are.
        cells_bytes: Of that file.
        checksum: CRC-32 of what precedes the windows there, and of the other files.
    """

    windows: int
    trained_with: int
    window_bytes: int
    cells_bytes: int
    checksum: int

    @classmethod
    def of(
        cls, folder: Path, windows: int, trained_with: int, window_bytes: int
    ) -> Self:
        """Return what identifies the files in a folder.

        Raises:
            OSError, ValueError: They are not there, or have not so many windows.
        """
        cells = folder / CELLS_FILE
        size = cells.stat().st_size
        structure = size - windows * window_bytes
        if structure < 0:
            raise ValueError(f"{cells} is too short for {windows} windows")
        with cells.open("rb") as file:
            checksum = zlib.crc32(file.read(structure))
        for name in (ROWS_FILE, PLACES_FILE):
            checksum = zlib.crc32((folder / name).read_bytes(), checksum)
        return cls(windows, trained_with, window_bytes, size, checksum)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the header in a folder.

        Raises:
            OSError, ValueError: There is none, or it is damaged.
        """
        file = folder / HEADER_FILE
        try:
            header = cls(**json.loads(file.read_text("utf-8")))
        except TypeError as error:
            raise ValueError(f"{file} is damaged ({error})") from error
        if not all(isinstance(value, int) for value in asdict(header).values()):
            raise ValueError(f"{file} is damaged: it has more than whole numbers")
        return header


def has_cells(folder: Path) -> bool:
    """Return whether a folder has any file of an index of cells."""
    return any((folder / name).exists() for name in FILES)


def read_cells(folder: Path) -> tuple[SortedWindows, Header]:
    """Return the windows that `write_cells` left in a folder, and their header.

    Raises:
        OSError, RuntimeError, ValueError: They are not there, or damaged.
    """
    import faiss

    header = Header.read(folder)
    found = Header.of(folder, header.windows, header.trained_with, header.window_bytes)
    if found != header:
        raise ValueError(f"{folder} has other cells than its {HEADER_FILE} says")
    # For Windows, FAISS has no lists that are mapped.
    flags = 0 if os.name == "nt" else faiss.IO_FLAG_MMAP
    index: Any = faiss.read_index(str(folder / CELLS_FILE), flags)
    if flags:
        lists: Any = faiss.downcast_InvertedLists(index.invlists)
        # Starting threads that read ahead took three quarters of each search.
        lists.prefetch_nthread = 0
    rows = read_numbers(folder / ROWS_FILE, np.int64)
    cells = read_numbers(folder / PLACES_FILE, np.int32)
    return SortedWindows(index, rows, cells, header.trained_with), header


def write_cells(folder: Path, windows: SortedWindows) -> None:
    """Write into a folder what `read_cells` reads.

    Raises:
        OSError, RuntimeError: The folder or the disk refuses.
    """
    import faiss

    faiss.write_index(windows.index, str(folder / CELLS_FILE))
    write_numbers(folder / ROWS_FILE, windows.rows)
    write_numbers(folder / PLACES_FILE, windows.cells)
    window_bytes = windows.index.code_size + ROW_BYTES
    count, trained_with = len(windows.rows), windows.trained_with
    header = Header.of(folder, count, trained_with, window_bytes)
    (folder / HEADER_FILE).write_text(json.dumps(asdict(header)), "utf-8")


def link_cells(kept: Path, folder: Path, header: Header) -> bool:
    """Give the files of an index other names in a folder.

    Returns:
        Whether they are the files that the header is of; otherwise nothing is done.
    """
    try:
        if Header.read(kept) != header:
            return False
    except (OSError, ValueError):
        return False
    for name in FILES:
        link(kept / name, folder / name)
    return True
