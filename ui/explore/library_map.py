"""The map of the library: every document a strip, its sections the blocks of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from math import ceil

from qa import LibraryDocument
from qa.overview import Outline, Section
from ui.links import address
from ui.wording import NO_HEADING, SECTION_ARROW, counted, joined, long_date

MAX_STRIPS = 40
"""Documents shown at once; more come at a press of a button."""

MAX_BLOCKS = 120
"""Blocks of a strip: five lines of them at the width of the pane."""

LONGEST_STRIP = 2_000
"""Pixels of a strip, four lines of the pane, for a document as long as `USUAL`."""

USUAL = 0.9
"""Share of the documents that are no longer than the one the others are measured by."""

SHORTEST_STRIP = 160

LINE = 540
"""Pixels of a line; a section that is longer is as many lines high."""

WHOLE = "Whole text"
"""The only section of a document without headings."""

FROM_TO = " … "

_Run = tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A section, or several that are shown as one.

    Attributes:
        label: Its own heading.
        name: The headings above it as well.
        size: "7 passages".
        characters: How long it is.
        width: How wide it is drawn, in pixels, where there is room.
        lines: How many lines it is high.
        level: How deep its heading is, from 0.
        is_other: Whether its outermost section is to be told from that before it.
        start: Where it starts in the document's text, in characters.
        href: The address that opens it.
    """

    label: str
    name: str
    size: str
    characters: int
    width: int
    lines: int
    level: int
    is_other: bool
    start: int
    href: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A document.

    Attributes:
        document_id: Its id.
        title: Its title.
        language: ISO 639-1 code.
        facts: Its symbol, its date and how long it is.
        href: The address that opens it.
        blocks: Its sections in reading order.
        note: What the blocks leave out, or "".
    """

    document_id: str
    title: str
    language: str
    facts: str
    href: str
    blocks: tuple[Block, ...]
    note: str


@dataclass(frozen=True, slots=True)
class LibraryMap:
    """Some of a library's documents.

    Attributes:
        summary: What there is in all: "2 documents, 15 sections, 84 passages".
        strips: Those shown.
        start: The place of the first of them, from 0.
        table: What the disclosure of their table says.
        next: The address of those after them, or "".
        more: What the button to them says, or "".
    """

    summary: str
    strips: tuple[Strip, ...]
    start: int
    table: str
    next: str
    more: str


def view_map(
    documents: Sequence[LibraryDocument], outlines: Sequence[Outline], start: int = 0
) -> LibraryMap:
    """Return the documents from the one at `start`, as they were added."""
    sections = {one.document_id: one.sections for one in outlines}
    usual = _usual_length(outlines)
    shown = documents[start : start + MAX_STRIPS]
    left = len(documents) - start - len(shown)
    return LibraryMap(
        summary=", ".join(
            (
                counted(len(documents), "document"),
                counted(sum(map(len, sections.values())), "section"),
                counted(sum(one.passages for one in documents), "passage"),
            )
        ),
        strips=tuple(_strip(one, sections.get(one.id, ()), usual) for one in shown),
        start=start,
        table="As a table"
        if len(shown) == len(documents)
        else f"Documents {start + 1} to {start + len(shown)} as a table",
        next=f"?start={start + len(shown)}" if left > 0 else "",
        more=f"Show {min(left, MAX_STRIPS)} more of {left:,} documents",
    )


def _usual_length(outlines: Sequence[Outline]) -> int:
    """Return how many characters a long document has, the few longest left out."""
    lengths = sorted(map(_length, (one.sections for one in outlines)))
    return lengths[int(USUAL * (len(lengths) - 1))] if lengths else 1


def _length(sections: Sequence[Section]) -> int:
    return max(1, sum(one.characters for one in sections))


def _strip(document: LibraryDocument, sections: Sequence[Section], usual: int) -> Strip:
    runs = _runs(sections)
    length = _length(sections)
    pixels = min(LONGEST_STRIP, max(SHORTEST_STRIP, LONGEST_STRIP * length / usual))
    scale = pixels / length
    bare = WHOLE if len(sections) == 1 else NO_HEADING
    return Strip(
        document_id=document.id,
        title=document.title or document.name,
        language=document.language,
        facts=joined(
            document.symbol or document.job_number or "",
            long_date(document.date),
            counted(len(sections), "section"),
            counted(document.passages, "passage"),
        ),
        href=address(document.id),
        blocks=tuple(
            _block(document.id, run, scale, bare, is_other=is_other)
            for run, is_other in zip(runs, _others(runs), strict=True)
        ),
        note=""
        if len(runs) == len(sections)
        else f"{len(sections):,} sections drawn as {len(runs)} blocks; the document "
        "itself has the table of them all",
    )


def _runs(sections: Sequence[Section]) -> list[_Run]:
    """Return the sections in at most `MAX_BLOCKS` runs, the deepest joined first."""
    depth = max((len(one.path) for one in sections), default=0)
    runs: list[_Run] = [(one,) for one in sections]
    while len(runs) > MAX_BLOCKS and depth > 1:
        depth -= 1
        joint = groupby(sections, lambda one, depth=depth: one.path[:depth])  # type: ignore[misc]
        runs = [tuple(run) for _, run in joint]
    size = ceil(len(runs) / MAX_BLOCKS)
    if size > 1:
        runs = [
            tuple(section for run in runs[n : n + size] for section in run)
            for n in range(0, len(runs), size)
        ]
    return runs


def _others(runs: Sequence[_Run]) -> list[bool]:
    """Return whether each run's outermost section is every other one.

    Where no section is within another there is nothing to tell apart.
    """
    outermost = [run[0].path[:1] for run in runs]
    if len(set(outermost)) == len(runs):
        return [False] * len(runs)
    changes = accumulate(a != b for a, b in pairwise(outermost))
    return [change % 2 == 1 for change in (0, *changes)]


def _block(
    document_id: str, run: _Run, scale: float, bare: str, *, is_other: bool
) -> Block:
    path = _shared(run)
    characters = sum(one.characters for one in run)
    ends = [run[0].path, run[-1].path]
    label = path[-1] if path else bare
    name = SECTION_ARROW.join(path) or bare
    if not path and len(run) > 1:
        label = name = FROM_TO.join("".join(one[:1]) or bare for one in ends)
    return Block(
        label=label,
        name=name,
        size=counted(sum(one.passages for one in run), "passage"),
        characters=characters,
        width=min(LINE, round(characters * scale)),
        lines=max(1, round(characters * scale / LINE)),
        level=max(0, len(path) - 1),
        is_other=is_other,
        start=run[0].start,
        href=address(document_id, run[0].start),
    )


def _shared(run: _Run) -> tuple[str, ...]:
    """Return the headings that all sections of a run stand under."""
    path = run[0].path
    for section in run[1:]:
        same = 0
        for ours, theirs in zip(path, section.path, strict=False):
            if ours != theirs:
                break
            same += 1
        path = path[:same]
    return path
