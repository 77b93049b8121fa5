"""On which pages of its file a passage stands, and what a link to it can point at."""

from bisect import bisect_right
from collections.abc import Sequence

from index.documents import Document, Span, fold

MAX_ANCHOR_DISTANCE = 5_000
"""Characters from an anchor to its passage; what is farther shows another screen."""

Pages = tuple[int, int]
"""The first and the last page, counted from 1."""


def pages_of(page_starts: Sequence[int], spans: Sequence[Span]) -> Pages | None:
    """Return the pages on which spans begin and end; None for a text without pages.

    Args:
        page_starts: Where the text of each page begins, ascending.
        spans: Ascending, not empty.
    """
    if not page_starts:
        return None
    first = bisect_right(page_starts, spans[0][0])
    last = bisect_right(page_starts, max(spans[0][0], spans[-1][1] - 1))
    return max(1, first), max(1, last)


def page_number(page_labels: Sequence[str], page: int) -> str:
    """Return the number a page bears in print, or else its place in the file.

    Args:
        page_labels: What each page bears; empty where the file does not say.
        page: Counted from 1.
    """
    label = page_labels[page - 1] if page <= len(page_labels) else ""
    return fold(label) or str(page)


def page_range(page_labels: Sequence[str], pages: Pages) -> str:
    """Return pages as people write them: "7", "iv–v".

    Args:
        page_labels: As for `page_number`.
        pages: The first and the last.
    """
    first, last = (page_number(page_labels, page) for page in pages)
    return first if pages[0] == pages[1] else f"{first}–{last}"


def anchor_of(document: Document, start: int, section: Sequence[str]) -> str | None:
    """Return the nearest anchor at or before a passage, unless of another section.

    Args:
        document: The passage's.
        start: Where the passage starts.
        section: The headings above it, outermost first.
    """
    place = bisect_right(document.anchors, start, key=lambda anchor: anchor[0])
    if not place:
        return None
    at, name = document.anchors[place - 1]
    if start - at > MAX_ANCHOR_DISTANCE:
        return None
    between = fold(document.text[at:start])
    # A heading that stands after the anchor begins another section.
    return None if section and between.rfind(section[-1]) > 0 else name
