"""Paragraphs and items of lists: which stands under which, and how it is labelled."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.blocks import Block
from index.documents import Part
from index.lines import is_clause, runs_on, starts_lower
from index.lists import MAX_FRAGMENT, Item, absorb_list
from index.markers import Place, following, is_first, places

# No one numbers paragraphs deeper; a longer chain is noise.
MAX_DEPTH = 8

# Where a bullet stands in its series.
_NOWHERE: Place = ("bullet", 0)
_WORDS = re.compile(r"[^\W\d_]{2,}")


def items(text: str, blocks: Sequence[Block]) -> list[Item]:
    """Return every paragraph and item of the blocks, in reading order."""
    found: list[Item] = []
    tree = _Tree()
    title = ""
    part: Part = "body"
    path: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind == "title":
            title = title or block.text
        if block.kind in ("title", "heading") or block.part != part:
            tree.close()
        if block.kind == "title" or block.part != part:
            path = []
        part = block.part
        if block.kind == "heading":
            path = [step for step in path if step[0] < block.level]
            if not _repeats(block.text, title):
                path.append((block.level, block.text))
        elif block.kind == "note":
            found += _note(text, block)
        elif block.kind == "paragraph":
            item = _item(text, block, tuple(heading for _, heading in path))
            if item is not None:
                tree.place(item)
                found.append(item)
    for item in reversed(found):
        absorb_list(text, item)
    return found


def _repeats(heading: str, title: str) -> bool:
    """Return whether a heading says nothing that the title does not."""
    words = set(_WORDS.findall(heading.casefold()))
    return bool(words) and words <= set(_WORDS.findall(title.casefold()))


def _note(text: str, block: Block) -> list[Item]:
    """Return a footnote, which stands under no heading."""
    item = _item(text, block, ())
    if item is None:
        return []
    item.label = block.marker.value if block.marker else ""
    return [item]


def _item(text: str, block: Block, section: tuple[str, ...]) -> Item | None:
    start, end = block.spans[0]
    inner = start + (block.marker.length if block.marker else 0)
    spans = ((inner, end), *block.spans[1:]) if inner < end else block.spans[1:]
    if not any(character.isalnum() for a, b in spans for character in text[a:b]):
        return None
    return Item(block, section, spans, block.spans)


@dataclass(slots=True)
class _Level:
    """An open list: the item read last, and its place in the series."""

    item: Item
    place: Place
    depth: int = 0


@dataclass(slots=True)
class _Tree:
    """The lists that are open while the paragraphs are read."""

    levels: list[_Level] = field(default_factory=list)
    before: Item | None = None

    def close(self) -> None:
        """End every list: a heading stands here."""
        self.levels.clear()
        self.before = None

    def place(self, item: Item) -> None:
        """Find the list an item belongs to, and what it stands under."""
        marker = item.block.marker
        if marker is None and not self._is_fragment(item):
            self._end_unnumbered()
            self.before = item
            return
        if len(self.levels) >= MAX_DEPTH:
            self.levels.clear()
        sibling, place = self._sibling(item)
        if sibling is not None:
            del self.levels[self.levels.index(sibling) :]
            parent = sibling.item.parent
        elif self.levels:
            parent = self.levels[-1].item
        else:
            parent = self._opener(place)
        if parent is not None:
            item.parent = item.lead_in = parent
            parent.children.append(item)
        item.label = _label(item)
        self.levels.append(_Level(item, place, item.block.level))
        self.before = item

    def _is_fragment(self, item: Item) -> bool:
        """Return whether a line without a mark is an item of a bare list."""
        text = item.block.text
        before = self.before
        if before is None or item.block.level:
            return False
        sibling = before.block.marker is None and before.parent is not None
        if starts_lower(text) and (
            before.announces or (sibling and is_clause(before.block.text))
        ):
            return True
        bare = runs_on(text) or text.endswith((";", ","))
        return len(text) <= MAX_FRAGMENT and bare and (sibling or before.announces)

    def _sibling(self, item: Item) -> tuple[_Level | None, Place]:
        """Return the open list that an item goes on with, and its place there.

        Lists that end before it are closed.
        """
        marker = item.block.marker
        options = places(marker) if marker else ()
        place = options[-1] if options else _NOWHERE
        if item.block.level:
            while self.levels and self.levels[-1].depth > item.block.level:
                self.levels.pop()
            last = self.levels[-1] if self.levels else None
            if last is None or last.depth < item.block.level:
                return None, place
            if place[1] < last.place[1]:
                # The numbers begin again: a list of its own.
                self.levels.pop()
                return None, place
            return last, place
        same = [level for level in self.levels if _same_series(level.item, item)]
        # A paragraph goes on with the numbers of paragraphs, not of a list in between.
        same = [level for level in same if not level.depth] or same
        if not options:
            if not same and self.levels and not self.levels[-1].item.introduces:
                self.levels.clear()
            return same[-1] if same else None, place
        for level in reversed(same):
            for option in following([level.place]) & {*options}:
                return level, option
        first = is_first(options)
        if first and (not same or self._may_nest(place)):
            return None, place
        if not first and same:
            return same[-1], options[0]
        if marker and marker.style != "letter":
            self.levels.clear()
        return None, place

    def _may_nest(self, place: Place) -> bool:
        """Return whether a first number opens a list inside one of its own kind."""
        above = self.levels[-1]
        return above.item.announces or above.place[0] != place[0]

    def _opener(self, place: Place) -> Item | None:
        """Return the paragraph without a number that introduces a list here."""
        before = self.before
        if before is None or before.block.marker is not None or not before.introduces:
            return None
        return before if place[1] in (0, 1) else None

    def _end_unnumbered(self) -> None:
        """Close bullets and bare lists: a paragraph of running text ends them."""
        for n, level in enumerate(self.levels):
            marker = level.item.block.marker
            if marker is None or marker.style == "bullet":
                del self.levels[n:]
                return


def _same_series(a: Item, b: Item) -> bool:
    """Return whether two items are counted alike: (a) and (b), or two bullets."""
    one, other = a.block.marker, b.block.marker
    if one is None or other is None:
        return one is other
    return (one.style, one.dotted) == (other.style, other.dotted)


def _label(item: Item) -> str:
    """Return "10 (b)" for "(b)" under "10."; "2.1" stands for itself."""
    marker = item.block.marker
    if marker is None or marker.style == "bullet":
        return ""
    above = next((i.label for i in _ancestors(item) if i.label), "")
    if marker.style == "decimal":
        return marker.value
    if above:
        return f"{above} ({marker.value})"
    return f"({marker.value})" if marker.style == "letter" else marker.value


def _ancestors(item: Item) -> Iterator[Item]:
    while item.parent is not None:
        item = item.parent
        yield item
