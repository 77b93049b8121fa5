"""Markdown."""

from index.extracts import Extract
from index.markdown import markdown_blocks
from index.readers.plain import decoded


def read_markdown(name: str, content: bytes) -> Extract:
    """Return a Markdown text and the blocks that its marks make.

    Raises:
        UnreadableDocumentError: The bytes are no text.
    """
    text = decoded(name, content)
    return Extract(text, blocks=tuple(markdown_blocks(text)), marks=True)
