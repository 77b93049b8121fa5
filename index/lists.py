"""Items of lists, and short lists that stand with the paragraph before them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.blocks import Block
from index.documents import Part, Span, fold
from index.headings import has_verb
from index.lines import is_abbreviated, runs_on

# A list of fragments no longer than this stands with the paragraph before it.
MAX_FRAGMENT = 150
MAX_LIST = 1500
# An item as short as this, and without a verb, is a title for all its full stop.
MAX_TITLE = 60

_INITIAL = re.compile(r"\b[A-Z]\.$")
_STOP = re.compile(r"[.!?][”’\"')\]]*(?=\s+[A-Z“\"‘])")


@dataclass(slots=True, eq=False)
class Item:
    """A paragraph or item on its way to a passage.

    Attributes:
        spans: Its text without the number or bullet.
        outer: Its text with them.
        label: The number it prints, those of the items it stands under first; empty if
            it prints none.
        lead_in: The item or paragraph that introduces the list it is in.
        absorbed: Whether it stands within its lead-in's passage.
    """

    block: Block
    section: tuple[str, ...]
    spans: tuple[Span, ...]
    outer: tuple[Span, ...]
    label: str = ""
    lead_in: "Item | None" = None
    parent: "Item | None" = None
    children: "list[Item]" = field(default_factory=list)
    absorbed: bool = False

    @property
    def part(self) -> Part:
        """Whether it stands in the cover note or the body."""
        return self.block.part

    @property
    def is_note(self) -> bool:
        """Whether it is a footnote or endnote."""
        return self.block.kind == "note"

    @property
    def announces(self) -> bool:
        """Whether it ends in a colon."""
        return self.block.text.rstrip("*_").endswith(":")

    @property
    def introduces(self) -> bool:
        """Whether an item of a list may complete it: no sentence ends it."""
        text = self.block.text.rstrip("*_")
        open_ended = runs_on(text) and not text.endswith(",")
        return self.announces or text.endswith(("—", "–", "-")) or open_ended


def absorb_list(text: str, item: Item) -> None:
    """Let an item take in the list it introduces, if that is short fragments."""
    children = item.children
    marked = sum(child.block.marker is not None for child in children)
    if not children or not item.introduces or marked == 1:
        return
    ends = [child.outer[-1][1] - child.outer[0][0] for child in children]
    if max(ends) > MAX_FRAGMENT * 1.3 or sum(ends) > MAX_LIST:
        return
    if any(
        grandchild
        for child in children
        for grandchild in child.children
        if not grandchild.absorbed
    ):
        return
    last = children[-1]
    for child in children:
        own = fold(" ".join(text[a:b] for a, b in child.spans))
        if len(own) > MAX_FRAGMENT or _has_sentences(own):
            return
        title = len(own) <= MAX_TITLE and not has_verb(own)
        if child is not last and own.endswith(".") and not title:
            return
    for child in children:
        child.absorbed = True
        item.spans = _joined(text, item.spans + child.outer)
        item.outer = _joined(text, item.outer + child.outer)


def _joined(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans with those made one that only white space parts."""
    found: list[Span] = []
    for start, end in spans:
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def _has_sentences(text: str) -> bool:
    """Return whether a sentence ends before the text does."""
    ends = (text[: match.end()] for match in _STOP.finditer(text))
    return any(not (is_abbreviated(end) or _INITIAL.search(end)) for end in ends)
