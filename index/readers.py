"""From a file's bytes to a document: decoded, dated, titled, in a known language."""

import codecs
import hashlib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Protocol

from index.documents import Document
from index.errors import UnreadableDocumentError, UnsupportedFormatError
from index.passages import MARKDOWN_SUFFIXES
from index.structure import structure

# Enough text to tell a language; more would only take longer.
MAX_DETECTED = 20_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class DocumentReader(Protocol):
    """Reads one format: its bytes in, its text out."""

    def __call__(self, name: str, content: bytes) -> str:
        """Return the text of a file.

        Args:
            name: The file's name, for messages.
            content: Its bytes, whole.

        Raises:
            UnreadableDocumentError: The bytes are not of this format.
        """
        ...


def read_text(name: str, content: bytes) -> str:
    """Return text in UTF-8, or in UTF-16 or UTF-32 with a byte order mark.

    Every character is kept, line ends too, but for the mark itself.

    Raises:
        UnreadableDocumentError: The bytes are no such text.
    """
    mark, encoding = next(
        (pair for pair in _BOMS if content.startswith(pair[0])), (b"", "utf-8")
    )
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocumentError(
            f"{name} is not {encoding.upper()} text: byte {len(mark) + error.start} "
            f"cannot be decoded; save it as UTF-8 and add it again"
        ) from error
    if "\0" in text:
        raise UnreadableDocumentError(
            f"{name} has a zero character at position {text.index(chr(0))}, so it is "
            "not plain text; save it as UTF-8 text and add it again"
        )
    return text


READERS: Mapping[str, DocumentReader] = {".md": read_text, ".txt": read_text}
"""The reader of each format, by the file name's suffix."""


def read_document(name: str, content: bytes) -> Document:
    """Return the document that a file holds.

    Args:
        name: The file's name; its suffix chooses the reader.
        content: The file's bytes, whole.

    Raises:
        UnsupportedFormatError: No reader knows the suffix.
        UnreadableDocumentError: The bytes are not text, or hold none.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS:
        known = ", ".join(sorted(READERS))
        found = f"files ending in {suffix}" if suffix else "files without a suffix"
        raise UnsupportedFormatError(
            f"{name} cannot be read: there is no reader for {found}; "
            f"convert it to one of {known}"
        )
    text = READERS[suffix](name, content)
    if not any(character.isalnum() for character in text):
        raise UnreadableDocumentError(
            f"{name} has no text in it; check that it was saved, and add it again"
        )
    read = structure(text, markdown=suffix in MARKDOWN_SUFFIXES)
    return Document(
        id=document_id(content),
        name=name,
        title=read.title or name,
        text=text,
        sha256=hashlib.sha256(content).hexdigest(),
        language=read.masthead.language or _detected(text),
        masthead=read.masthead,
    )


def document_id(content: bytes) -> str:
    """Return the id of the document of these bytes: the same bytes, the same id."""
    return hashlib.sha256(content).hexdigest()[:16]


def _detected(text: str) -> str:
    """Return the ISO 639-1 code of the language that a text reads like."""
    # Heavy, and only documents that name no language need it.
    import py3langid  # type: ignore[import-untyped]

    code: str = py3langid.classify(text[:MAX_DETECTED])[0]
    return code
