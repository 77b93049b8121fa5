"""How high the pages and columns of a PDF are filled, and what that tells."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from index.readers.pdf_columns import Column
from index.readers.pdf_flow import USUAL_LEADING, Flowing, Place, form_of
from index.readers.pdf_print import Page, PrintedLine

# A page has room left where so many lines more would stand on it; authors' rules
# against single lines leave two at most.
MIN_LINES_LEFT = 3.0
# Hardly any page leaves more than this share of its height empty at its foot, …
MAX_FOOT = 0.2
# … unless so many pages end at the same height.
MIN_ALIKE = 3
# Fewer sentences that go over a seam do not tell how high pages are filled.
MIN_SENTENCES = 4


def room_at_foot(
    pages: Sequence[Page], by_page: Sequence[Sequence[Column]]
) -> dict[Place, float]:
    """Return how many lines more would stand at the foot of each page and column.

    Args:
        pages: Without what they repeat.
        by_page: The columns of each, with the notes.
    """
    lowest: dict[Place, PrintedLine] = {}
    for page, found in zip(pages, by_page, strict=True):
        for column in found:
            line = max(column.lines, key=lambda line: line.baseline)
            both: tuple[Place, Place] = (page.number, None), (page.number, column.place)
            for place in both:
                if place not in lowest or lowest[place].baseline < line.baseline:
                    lowest[place] = line
    feet = sorted(line.baseline for (_, part), line in lowest.items() if part is None)
    heights = {page.number: page.height for page in pages}
    room: dict[Place, float] = {}
    for place, line in lowest.items():
        height = heights[place[0]]
        leading = USUAL_LEADING * line.size
        alike = len(feet) - bisect_right(feet, feet[-1] - MIN_LINES_LEFT * leading)
        usual = alike >= MIN_ALIKE and feet[-1] > height / 2
        foot = feet[-1] if usual else (1 - MAX_FOOT) * height
        room[place] = (max(feet[-1], foot) - line.baseline) / leading
    return room


def lines_left(lines: Sequence[Flowing], unknown: float, *, pages: bool) -> float:
    """Return how many lines more a page or column that a paragraph ends has room for.

    Where sentences go on at the next one, they tell how high it is filled.

    Args:
        lines: Of the whole text.
        unknown: Where too few sentences go on.
        pages: Whether pages are meant, not columns of one page.
    """
    left = [
        line.lines_left
        for before, line in pairwise(lines)
        if line.seam
        and (before.line.page != line.line.page) == pages
        and form_of(before, line) == (False, True)
    ]
    return max(left) + 0.5 if len(left) >= MIN_SENTENCES else unknown
