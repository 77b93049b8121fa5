"""A document's table of sections, and its pages: places to go to within it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qa import Citation
from ui.links import address, place
from ui.views import headings_above, new_headings
from ui.wording import counted

MAX_ENTRIES = 1_000
"""Headings listed, and pages offered; more are counted."""


@dataclass(slots=True)
class Entry:
    """A heading, with those that stand under it.

    Attributes:
        heading: As the document has it.
        href: The address that opens its first passage.
        n: That passage's place in the document, from 0.
        page: The page it begins on, or "".
        children: The headings under it.
    """

    heading: str
    href: str
    n: int
    page: str
    children: list["Entry"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Contents:
    """Where to go to in a document.

    Attributes:
        entries: Its outermost headings.
        more: How many headings are left out, or "".
        pages: Its pages, each with the address of what is first on it.
        language: ISO 639-1 code of the headings.
    """

    entries: tuple[Entry, ...]
    more: str
    pages: tuple[tuple[str, str], ...]
    language: str


def contents_name(passages: Sequence[Citation]) -> str:
    """Return what a document's table lists: "Sections", "Pages", or "" for neither."""
    first = headings_above(passages[0])
    has_sections = any(headings_above(one) != first for one in passages)
    has_pages = passages[-1].pages is not None and passages[-1].pages[1] > 1
    if has_sections:
        return "Sections and pages" if has_pages else "Sections"
    return "Pages" if has_pages else ""


def view_contents(passages: Sequence[Citation]) -> Contents:
    """Return the table of a document's sections, and its pages.

    Args:
        passages: The document's, in reading order; at least one.
    """
    headings = [
        (n, depth, heading)
        for n in range(len(passages))
        for depth, heading in new_headings(passages, n)
    ]
    left_out = len(headings) - MAX_ENTRIES
    return Contents(
        entries=tuple(_nested(passages, headings[:MAX_ENTRIES])),
        more=f"and {counted(left_out, 'more section')}" if left_out > 0 else "",
        pages=_pages(passages),
        language=passages[0].document.language,
    )


def _nested(
    passages: Sequence[Citation], headings: Iterable[tuple[int, int, str]]
) -> list[Entry]:
    """Return the headings, each with those of greater depth that follow it within."""
    outermost: list[Entry] = []
    above: list[tuple[int, Entry]] = []
    for n, depth, heading in headings:
        entry = Entry(heading, _link(passages[n]), n, _first_page(passages[n]))
        while above and above[-1][0] >= depth:
            above.pop()
        (above[-1][1].children if above else outermost).append(entry)
        above.append((depth, entry))
    return outermost


def _pages(passages: Sequence[Citation]) -> tuple[tuple[str, str], ...]:
    """Return the pages that a passage begins on, or else one that runs on there."""
    begins: dict[int, tuple[str, str]] = {}
    runs_on: dict[int, tuple[str, str]] = {}
    for passage in passages:
        if passage.pages is None or not passage.page_numbers:
            continue
        begins.setdefault(passage.pages[0], (_first_page(passage), _link(passage)))
        last = passage.page_numbers.rsplit("–", 1)[-1]
        runs_on.setdefault(passage.pages[1], (last, _link(passage)))
    found = runs_on | begins
    return tuple(found[page] for page in sorted(found))[:MAX_ENTRIES]


def _first_page(passage: Citation) -> str:
    return (passage.page_numbers or "").split("–")[0]


def _link(passage: Citation) -> str:
    return address(passage.document.id, place(passage))
