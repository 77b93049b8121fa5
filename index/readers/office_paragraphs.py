"""A paragraph of an office document, and a row of them in a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.masthead_lines import is_strong, masthead_tokens
from index.readers.flow import Anchors


@dataclass(frozen=True, slots=True)
class OfficeParagraph:
    """A paragraph on its way into the text.

    Attributes:
        text: What it says, without its number and the marks of notes.
        number: What its list or outline prints before it, with white space behind.
        outline: Its outline level, 0 is outermost; None for text.
        bold: Whether all of it is bold.
        anchors: Its bookmarks: characters of `text`.
    """

    text: str
    number: str = ""
    outline: int | None = None
    bold: bool = False
    anchors: Anchors = ()

    @property
    def printed(self) -> str:
        """Its text behind its number."""
        return self.number + self.text

    @property
    def placed(self) -> Anchors:
        """Its bookmarks, as characters of `printed`."""
        return tuple((len(self.number) + at, name) for at, name in self.anchors)


def is_one_paragraph(row: Sequence[Sequence[OfficeParagraph]]) -> bool:
    """Return whether a row of a table is read as one paragraph, not cell by cell.

    It is not where one cell alone says something, or one identifies the document, as
    in the table that a masthead is often set in.

    Args:
        row: Of each cell its paragraphs.
    """
    printing = sum(any(one.printed.strip() for one in cell) for cell in row)
    texts = (one.text for cell in row for one in cell)
    return printing > 1 and not any(is_strong(masthead_tokens(text)) for text in texts)
