"""From a file's bytes to its text: one reader a format, chosen by the file's suffix."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import PurePath
from typing import Protocol

from index.errors import UnsupportedFormatError
from index.extracts import Extract
from index.readers.signatures import check_signature


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


READERS: Mapping[str, str] = {
    ".docm": "docx:read_docx",
    ".docx": "docx:read_docx",
    ".eml": "mail:read_mail",
    ".epub": "epub:read_epub",
    ".htm": "html:read_html",
    ".html": "html:read_html",
    ".markdown": "marked:read_markdown",
    ".md": "marked:read_markdown",
    ".odt": "odt:read_odt",
    ".pdf": "pdf:read_pdf",
    ".txt": "plain:read_text",
    ".xhtml": "html:read_html",
}
"""The `DocumentReader` of each format, by the file name's suffix: its module, which is
imported for the first such file, and its name."""


def extract(name: str, content: bytes) -> Extract:
    """Return what a file says.

    Args:
        name: The file's name; its suffix chooses the reader.
        content: The file's bytes, whole.

    Raises:
        UnsupportedFormatError: No reader knows the suffix.
        UnreadableDocumentError: The bytes are not of the format the suffix names; the
            message says what they seem to be.
    """
    check_suffix(name)
    check_signature(name, content)
    module, _, function = READERS[PurePath(name).suffix.lower()].partition(":")
    read: DocumentReader = getattr(import_module(f"index.readers.{module}"), function)
    return read(name, content)


def check_suffix(name: str) -> None:
    """Raise `UnsupportedFormatError` unless a reader knows a file name's suffix."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS:
        known = ", ".join(sorted(READERS))
        found = f"files ending in {suffix}" if suffix else "files without a suffix"
        raise UnsupportedFormatError(
            f"{name} cannot be read: there is no reader for {found}; "
            f"convert it to one of {known}"
        )
