"""Markdown."""

from index.extracts import Extract
from index.markdown import markdown_blocks
from index.readers.encodings import decoded_text


def read_markdown(name: str, content: bytes) -> Extract:
    """Return a Markdown text and the blocks that its marks make.

    Raises:
        UnreadableDocumentError: The bytes are no text.
    """
    text, warnings = decoded_text(name, content)
    return Extract(
        text, blocks=tuple(markdown_blocks(text)), marks=True, warnings=warnings
    )
