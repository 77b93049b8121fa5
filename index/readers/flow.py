"""The text of a document whose format knows its paragraphs, put together."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from index.blocks import Block, Kind
from index.documents import fold
from index.markers import Marker, read_marker

SEPARATOR = "\n\n"
"""What stands between two paragraphs of the text."""

BETWEEN_CELLS = " | "
"""What stands between two cells of a table's row."""

_COUNTED = re.compile(r"(\()?(\d{1,6}(?:\.\d{1,6})*)([.)])?\s*")

Anchors = tuple[tuple[int, str], ...]
"""Characters of a text, and the names that links know them by; ascending."""


@dataclass(slots=True)
class Flow:
    """The text so far, its blocks and what links into it can point to."""

    blocks: list[Block] = field(default_factory=list)
    anchors: list[tuple[int, str]] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        """The whole text."""
        return SEPARATOR.join(self._parts)

    def add(
        self,
        text: str,
        kind: Kind = "paragraph",
        level: int = 0,
        marker: Marker | None = None,
        anchors: Iterable[tuple[int, str]] = (),
    ) -> None:
        """Append a block; one of white space alone leaves nothing but its anchors."""
        lead = len(text) - len(text.lstrip())
        text = text.strip()
        start = self._length + len(SEPARATOR) if self._parts else 0
        self.anchors += (
            (start + min(max(place - lead, 0), len(text)), anchor)
            for place, anchor in anchors
        )
        if not text:
            return
        span = (start, start + len(text))
        self.blocks.append(
            Block((span,), fold(text), kind=kind, level=level, marker=marker)
        )
        self._parts.append(text)
        self._length = span[1]

    def add_title(self, text: str, anchors: Iterable[tuple[int, str]] = ()) -> None:
        """Append a line of the title; lines one after another are one title."""
        self.add(text, "title", anchors=anchors)
        if [block.kind for block in self.blocks[-2:]] == ["title", "title"]:
            first, last = self.blocks[-2:]
            span = (first.spans[0][0], last.spans[0][1])
            joined = replace(last, spans=(span,), text=f"{first.text} {last.text}")
            self.blocks[-2:] = [joined]

    def add_row(self, cells: Sequence[Sequence[tuple[str, Anchors]]]) -> None:
        """Append a row of a table as one paragraph.

        Empty cells stand between others, so that columns can be told, but not at the
        end. A number with one cell behind it is a numbered paragraph, set as a table.

        Args:
            cells: Of each cell its paragraphs, each with its anchors.
        """
        text, anchors = "", list[tuple[int, str]]()
        texts: list[str] = []
        for n, cell in enumerate(cells):
            text += BETWEEN_CELLS if n else ""
            start = len(text)
            for said, placed in cell:
                anchors += ((len(text) + at, name) for at, name in placed)
                own = said.strip()
                text += f"\n{own}" if own and len(text) > start else own
            texts.append(text[start:])
        filled = [own for own in texts if own]
        end = max((n for n, own in enumerate(texts) if own), default=-1) + 1
        if len(filled) == 2 and _is_number(filled[0]):
            text = " ".join(filled)
            self.add(text, marker=counted_marker(text, ""), anchors=anchors)
        else:
            self.add(BETWEEN_CELLS.join(texts[:end]), anchors=anchors)

    def note(self, mark: str, text: str) -> None:
        """Append a footnote or endnote with the mark it bears, if that is known."""
        text = text.strip()
        if not mark or not text:
            self.add(text, "note")
            return
        marker = Marker("number", mark, False, False, len(mark) + 1)
        self.add(f"{mark} {text}", "note", marker=marker)

    def placed_anchors(self) -> Anchors:
        """Return every anchor within the text, ascending."""
        end = self._length
        return tuple(sorted((min(place, end), name) for place, name in self.anchors))


def counted_marker(text: str, number: str) -> Marker | None:
    """Return the marker of a paragraph that the format itself numbers.

    A bare or long number ("12 The Group", "1204."), which might be a year or an amount
    in print, is one here.

    Args:
        text: The paragraph with its number.
        number: The number with what follows it; empty where the format counts none.
    """
    found = read_marker(text)
    match = _COUNTED.fullmatch(number)
    if found is not None or match is None:
        return found
    decimal = "." in match[2]
    return Marker(
        "decimal" if decimal else "number",
        match[2],
        enclosed=match[1] == "(" and match[3] == ")",
        dotted=match[3] == "." or decimal,
        length=len(number),
    )


def _is_number(text: str) -> bool:
    """Return whether a text is a number such as "12." and nothing else."""
    marker = read_marker(f"{text} x")
    return marker is not None and marker.length == len(text) + 1
