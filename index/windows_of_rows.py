"""Which windows are a passage's: windows stand in the order of their passages' rows."""

import zlib
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
"""Of passages; or numbers of windows, from 0."""

Mask = NDArray[np.bool_]

Number = TypeVar("Number", bound=np.integer[Any])

CHECKSUM_BYTES = 8


def spans(rows: Rows, wanted: Rows) -> tuple[Rows, Rows]:
    """Return the first window of each wanted passage and how many windows it has.

    Args:
        rows: The passage row of each window, ascending.
        wanted: Passage rows; one that there is not has no window.
    """
    starts = np.searchsorted(rows, wanted, side="left")
    ends = np.searchsorted(rows, wanted, side="right")
    return starts, ends - starts


def ranges(starts: Rows, counts: Rows) -> Rows:
    """Return start, start + 1 ... for each start, as many as counted, in one array."""
    firsts = np.cumsum(counts) - counts
    return np.repeat(starts - firsts, counts) + np.arange(counts.sum())


def selector(chosen: Mask) -> Any:
    """Return what tells FAISS to find only the numbers that are chosen."""
    import faiss

    bits = np.packbits(chosen, bitorder="little")
    # Its types know of pointers only.
    return faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]


def read_numbers(file: Path, kind: type[Number]) -> NDArray[Number]:
    """Return the whole numbers that `write_numbers` wrote into a file.

    Raises:
        OSError, ValueError: It is not there, or damaged.
    """
    data = file.read_bytes()
    numbers = data[CHECKSUM_BYTES:]
    if data[:CHECKSUM_BYTES] != _checksum(numbers):
        raise ValueError(f"{file} has been cut or altered")
    return np.frombuffer(numbers, np.dtype(kind).newbyteorder("<")).astype(kind)


def write_numbers(file: Path, numbers: NDArray[Number]) -> None:
    """Write whole numbers into a file.

    Raises:
        OSError: The folder or the disk refuses.
    """
    data = numbers.astype(numbers.dtype.newbyteorder("<")).tobytes()
    file.write_bytes(_checksum(data) + data)


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(CHECKSUM_BYTES, "little")
