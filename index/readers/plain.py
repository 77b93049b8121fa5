"""Plain text."""

from index.extracts import Extract
from index.readers.encodings import decoded_text


def read_text(name: str, content: bytes) -> Extract:
    """Return a plain text, whose lines of print tell what it is made of.

    Raises:
        UnreadableDocumentError: The bytes are no text.
    """
    text, warnings = decoded_text(name, content)
    return Extract(text, warnings=warnings)


def decoded(name: str, content: bytes) -> str:
    """Return the text that bytes are, in the encoding that is marked or likeliest.

    Every character is kept, line ends too, but for a byte order mark.

    Raises:
        UnreadableDocumentError: The bytes are no text.
    """
    return decoded_text(name, content)[0]
