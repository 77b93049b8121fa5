"""HTML pages."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.blocks import Block
from index.extracts import Extract
from index.outline import with_headings
from index.readers.flow import BETWEEN_CELLS
from index.readers.html_blocks import page_blocks
from index.readers.html_encoding import decoded_page
from index.readers.html_main import main_text
from index.readers.html_parsing import parse

# What books call the languages of the United Nations and of most other books.
_THREE_LETTERS = {
    "ara": "ar",
    "chi": "zh",
    "deu": "de",
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "ger": "de",
    "ita": "it",
    "jpn": "ja",
    "nld": "nl",
    "por": "pt",
    "rus": "ru",
    "spa": "es",
    "zho": "zh",
}


def read_html(name: str, content: bytes) -> Extract:
    """Return a page's main text, its headings, paragraphs, items, rows and anchors.

    Raises:
        UnreadableDocumentError: The bytes are no text.
    """
    text, warnings = decoded_page(name, content)
    return html_extract(text, warnings)


def html_extract(text: str, warnings: tuple[str, ...] = ()) -> Extract:
    """Return what a page says, of its text with tags."""
    page = parse(text)
    shown, blocks, anchors = page_blocks(main_text(page.pieces))
    marked = any(block.kind in ("title", "heading") for block in blocks or ())
    if blocks is not None and not marked:
        # Laws and old pages often mark none; then the lines tell, as in plain text.
        blocks = tuple(_without_rows(with_headings(shown, blocks)))
    return Extract(
        text=shown,
        blocks=blocks,
        anchors=anchors,
        title=page.shared_title or page.title or None,
        language=language_code(page.language),
        warnings=warnings,
    )


def _without_rows(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks with rows of tables, short as they are, as no headings."""
    for block in blocks:
        is_row = block.kind == "heading" and BETWEEN_CELLS.strip() in block.text
        yield replace(block, kind="paragraph", level=0) if is_row else block


def language_code(tag: str) -> str | None:
    """Return the ISO 639-1 code of a language tag: "en" of "en-GB" and of "eng".

    None for a tag that names no language of two letters.
    """
    first = tag.strip().lower().replace("_", "-").partition("-")[0]
    first = _THREE_LETTERS.get(first, first)
    return first if len(first) == 2 and first.isascii() and first.isalpha() else None
