"""What a reader finds in a file, before anyone looks for passages in it."""

from dataclasses import dataclass

from index.blocks import Block


@dataclass(frozen=True, slots=True)
class Extract:
    """A file's text, and what its format says of it.

    Attributes:
        text: All its text, in reading order; every locator counts its characters.
        blocks: What the format says the text is made of, in reading order. None where
            it does not say: the lines of print tell then (`index.layout`).
        marks: Whether the text still has Markdown's marks in it.
        pages: Where the text of each page begins, ascending, one for every page of the
            file; empty for a format without pages.
        page_labels: The number each page bears in print ("iv", "12"), as many as
            `pages`; empty where the file does not say.
        anchors: What a link into the file can point to, and where: names and
            characters of the text, ascending.
        title: From the file's properties, for a text that prints none; or None.
        language: ISO 639-1 code, where the file says; or None.
        warnings: What could not be read, a sentence each, for the reader: "Pages 3-5
            are pictures without text; …".
    """

    text: str
    blocks: tuple[Block, ...] | None = None
    marks: bool = False
    pages: tuple[int, ...] = ()
    page_labels: tuple[str, ...] = ()
    anchors: tuple[tuple[int, str], ...] = ()
    title: str | None = None
    language: str | None = None
    warnings: tuple[str, ...] = ()
