"""The blocks a document is made of, before anyone numbers or cites them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.documents import Part, Span, fold
from index.lines import Line
from index.markers import Marker

Kind = Literal["title", "heading", "paragraph", "note", "masthead", "boilerplate"]
"""What a block is; only paragraphs and notes become passages."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, item, note or masthead line, whole.

    Attributes:
        spans: Where it stands: one span, more where something cuts it.
        text: What it says, folded; a heading without its markup.
        kind: What it is.
        level: Rank of a heading, 0 is outermost; depth of an item in Markdown, from 1;
            0 for everything else.
        marker: The number or bullet it starts with, of a paragraph or note.
        part: The cover note or the body.
        indent: Columns of white space before its first line.
        lines: On how many physical lines it stands.
    """

    spans: tuple[Span, ...]
    text: str
    kind: Kind = "paragraph"
    level: int = 0
    marker: Marker | None = None
    part: Part = "body"
    indent: int = 0
    lines: int = 1


def block_of(text: str, lines: Sequence[Line]) -> Block:
    """Return lines of print as one block; a span ends where something is left out."""
    spans: list[Span] = []
    for line in lines:
        if spans and not text[spans[-1][1] : line.start].strip():
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
    return Block(
        spans=tuple(spans),
        text=fold(" ".join(text[a:b] for a, b in spans)),
        indent=lines[0].indent,
        lines=len(lines),
    )
