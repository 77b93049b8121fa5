"""Plain text."""

import codecs

from index.errors import UnreadableDocumentError
from index.extracts import Extract

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_text(name: str, content: bytes) -> Extract:
    """Return a plain text, whose lines of print tell what it is made of.

    Raises:
        UnreadableDocumentError: The bytes are no text.
    """
    return Extract(decoded(name, content))


def decoded(name: str, content: bytes) -> str:
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
