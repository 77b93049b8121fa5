"""From a file's bytes to its text: one reader a format, chosen by the file's suffix."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Protocol

from index.errors import UnsupportedFormatError
from index.extracts import Extract
from index.readers.docx import read_docx
from index.readers.epub import read_epub
from index.readers.html import read_html
from index.readers.mail import read_mail
from index.readers.marked import read_markdown
from index.readers.odt import read_odt
from index.readers.pdf import read_pdf
from index.readers.plain import read_text
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


READERS: Mapping[str, DocumentReader] = {
    ".docm": read_docx,
    ".docx": read_docx,
    ".eml": read_mail,
    ".epub": read_epub,
    ".htm": read_html,
    ".html": read_html,
    ".markdown": read_markdown,
    ".md": read_markdown,
    ".odt": read_odt,
    ".pdf": read_pdf,
    ".txt": read_text,
    ".xhtml": read_html,
}
"""The reader of each format, by the file name's suffix."""


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
    read = reader(name)
    check_signature(name, content)
    return read(name, content)


def reader(name: str) -> DocumentReader:
    """Return what reads files of a name's suffix.

    Raises:
        UnsupportedFormatError: No reader knows the suffix.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS:
        known = ", ".join(sorted(READERS))
        found = f"files ending in {suffix}" if suffix else "files without a suffix"
        raise UnsupportedFormatError(
            f"{name} cannot be read: there is no reader for {found}; "
            f"convert it to one of {known}"
        )
    return READERS[suffix]
