"""From a file's bytes to its text: one reader a format, chosen by the file's suffix."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Protocol

from index.errors import UnsupportedFormatError
from index.extracts import Extract
from index.readers.marked import read_markdown
from index.readers.plain import read_text


class DocumentReader(Protocol):
    """Reads one format: its bytes in, its text out."""

    def __call__(self, name: str, content: bytes) -> Extract:
        """Return what a file says.

        Args:
            name: The file's name, for messages.
            content: Its bytes, whole.

        Raises:
            UnreadableDocumentError: The bytes are not of this format.
        """
        ...


READERS: Mapping[str, DocumentReader] = {
    ".markdown": read_markdown,
    ".md": read_markdown,
    ".txt": read_text,
}
"""The reader of each format, by the file name's suffix."""


def extract(name: str, content: bytes) -> Extract:
    """Return what a file says.

    Args:
        name: The file's name; its suffix chooses the reader.
        content: The file's bytes, whole.

    Raises:
        UnsupportedFormatError: No reader knows the suffix.
        UnreadableDocumentError: The bytes are not of the format the suffix names.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS:
        known = ", ".join(sorted(READERS))
        found = f"files ending in {suffix}" if suffix else "files without a suffix"
        raise UnsupportedFormatError(
            f"{name} cannot be read: there is no reader for {found}; "
            f"convert it to one of {known}"
        )
    return READERS[suffix](name, content)
