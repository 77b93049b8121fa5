"""How much one file may cost, whoever made it."""

from dataclasses import dataclass

MAX_CHARACTERS = 20_000_000
"""Of a file's text: six times "War and Peace"."""

MAX_PAGES = 20_000
"""Of a file. More is a generated file, not a document."""

_UNITS = (("GB", 1e9), ("MB", 1e6), ("KB", 1e3))


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take before it is given up.

    Attributes:
        file_bytes: Of the file; looked at before it is opened. Scanned books of a
            thousand pages stay below.
        seconds: From the first byte handed over to the last passage back. Reading
            scanned pages takes longest, some seconds each.
        memory_bytes: What the reader may take beyond what it starts with.
        result_bytes: Of what comes back: text and passages.
        passages: Of the file: to embed them takes longer than to read it.
    """

    file_bytes: int = 200_000_000
    seconds: float = 120.0
    memory_bytes: int = 2_000_000_000
    result_bytes: int = 300_000_000
    passages: int = 1_000_000


LIMITS = Limits()


def size(count: int) -> str:
    """Return a number of bytes as people write it: "1.5 GB"."""
    for unit, scale in _UNITS:
        if count >= scale:
            return f"{count / scale:.3g} {unit}"
    return f"{count} bytes"
