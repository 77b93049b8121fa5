"""What the pages of a PDF repeat around their text: headers, footers, page numbers."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from index.lines import runs_on
from index.readers.pdf_print import Page, Run, rows

# Headers and footers stand in this share of a page's height, at its edges, …
EDGE_SHARE = 0.16
# … and are among so many lines from it.
EDGE_LINES = 4
# What repeats stands at the same height, give or take so many points.
SAME_HEIGHT = 3.0
MIN_REPEATS = 3
# In a short document, two pages that bear the same line are all there can be.
SHORT_DOCUMENT = 4
# Of a header's numbers, so many are as they should be; a cover may bear another.
MOST_ALIKE = 0.7
MAX_FURNITURE = 160

# Type that differs by less, in points, is the same.
SAME_SIZE = 0.1
# Type of this share of the size of the text beside it is set apart by that.
SMALLER = 0.9

_ROMAN = r"[ivxl]{1,6}"
_NUMBER = re.compile(
    rf"[-–—]?\s?(?:page|página|seite|p\.)?\s?(?P<number>\d{{1,4}}|{_ROMAN})\s?[-–—]?"
    r"|(?:page|página|seite|p\.)?\s?(?P<first>\d{1,4})\s?(?:of|sur|de|von|/|\|)"
    r"\s?(?:\d{1,4}|page)",
    re.IGNORECASE,
)
_EXPLICIT = re.compile(
    r"(?:page|página|seite)\s?\d{1,4}|[-–—]\s?\d{1,4}\s?[-–—]|\d{1,4}\s?/\s?\d{1,4}",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r".*\s(\d{1,4})/(\d{1,4})")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line at the top or bottom of a page."""

    page: int
    row: Sequence[Run]
    top: bool
    baseline: float
    apart: bool

    @property
    def text(self) -> str:
        return " ".join(" ".join(run.text for run in self.row).split())

    @property
    def form(self) -> str:
        """What it says with its numbers alike, and at which edge."""
        text = "#" if _NUMBER.fullmatch(self.text) else self.text
        return f"{self.top:d}{_DIGITS.sub('#', text.casefold())}"


def without_furniture(pages: Sequence[Page]) -> tuple[list[Page], list[list[Run]]]:
    """Return the pages without what they repeat, and what the first one bore of it.

    A line at the edge of a page is dropped where other pages print the same there, but
    for its numbers; where it numbers the page; or where it stands at the height at
    which the other pages are numbered.
    """
    edges = [edge for page in pages for edge in _edges(page)]
    dropped = _repeated(edges, len(pages)) | _numbered(edges)
    dropped |= _as_browsers_print(edges, len(pages))
    dropped |= _beside_numbers(edges, dropped)
    gone = {id(run) for n in dropped for run in edges[n].row}
    first = [
        list(edges[n].row) for n in sorted(dropped) if edges[n].page == _first(pages)
    ]
    kept = [
        replace(page, runs=tuple(run for run in page.runs if id(run) not in gone))
        for page in pages
    ]
    return kept, first


def _first(pages: Sequence[Page]) -> int:
    return next((page.number for page in pages if page.runs), 0)


def _edges(page: Page) -> Iterator[_Edge]:
    """Yield the lines at the top and the bottom of a page."""
    lines = rows(page.runs)
    heights = [row[0].baseline for row in lines]
    steps = [b - a for a, b in pairwise(heights)]
    usual = median(steps) if steps else 0.0
    for n, row in enumerate(lines):
        top = n < EDGE_LINES and heights[n] <= EDGE_SHARE * page.height
        bottom = len(lines) - n <= EDGE_LINES and heights[n] >= (
            (1 - EDGE_SHARE) * page.height
        )
        if not top and not bottom:
            continue
        if sum(len(run.text) for run in row) > MAX_FURNITURE:
            continue
        away = steps[n : n + 1] if top else steps[n - 1 : n] if n else []
        # Among few lines there is no usual step; the size of type tells then.
        least = max(1.5 * min(usual, 2 * row[0].size), 1.8 * row[0].size)
        beside = lines[n + 1 : n + 2] if top else lines[n - 1 : n] if n else []
        smaller = any(row[0].size <= SMALLER * other[0].size for other in beside)
        apart = not away or away[0] > least or smaller
        yield _Edge(page.number, row, top, heights[n], apart)


def _repeated(edges: Sequence[_Edge], count: int) -> set[int]:
    """Return which lines come again at the same height of other pages."""
    by_form: dict[str, list[int]] = defaultdict(list)
    for n, edge in enumerate(edges):
        by_form[edge.form].append(n)
    needed = 2 if count <= SHORT_DOCUMENT else MIN_REPEATS
    found: set[int] = set()
    for form, same in by_form.items():
        if form[1:] == "#":
            continue
        for level in _levels(edges, same):
            times = len({edges[n].page for n in level})
            if times >= needed and _keeps_count(edges, level):
                found.update(level)
    # Lines of text may be the same by chance.
    return {n for n in found if _is_outside(edges, n, found)}


def _keeps_count(edges: Sequence[_Edge], level: Sequence[int]) -> bool:
    """Return whether the numbers of repeated lines stay, or go up page by page.

    Paragraphs that begin alike are numbered otherwise.
    """
    numbers = [[int(one) for one in _DIGITS.findall(edges[n].text)] for n in level]
    pages = [edges[n].page for n in level]
    needed = MOST_ALIKE * len(level)
    for column in zip(*numbers, strict=True):
        by_page = (value - page for value, page in zip(column, pages, strict=True))
        alike = max(
            Counter(column).most_common(1)[0][1], Counter(by_page).most_common(1)[0][1]
        )
        if alike < needed:
            return False
    return True


def _is_outside(edges: Sequence[_Edge], n: int, repeated: set[int]) -> bool:
    """Return whether the repeated lines that a line is one of stand apart from text."""
    step = 1 if edges[n].top else -1
    page, top = edges[n].page, edges[n].top
    while n in repeated and (edges[n].page, edges[n].top) == (page, top):
        if edges[n].apart:
            return True
        n += step
    return False


def _levels(edges: Sequence[_Edge], which: Iterable[int]) -> Iterator[list[int]]:
    """Yield the lines that stand at about the same height."""
    level: list[int] = []
    for n in sorted(which, key=lambda n: edges[n].baseline):
        if level and edges[n].baseline - edges[level[-1]].baseline > SAME_HEIGHT:
            yield level
            level = []
        level.append(n)
    if level:
        yield level


def _numbered(edges: Sequence[_Edge]) -> set[int]:
    """Return which lines are nothing but the number of their page."""
    numbers = {n: value for n, edge in enumerate(edges) if (value := _number(edge))}
    counting: dict[tuple[bool, int], list[int]] = defaultdict(list)
    for n, value in numbers.items():
        edge = edges[n]
        counting[edge.top, value - edge.page].append(n)
    found = {n for n in numbers if _is_outermost(edges, n) and _is_own_number(edges, n)}
    for same in counting.values():
        if len({edges[n].page for n in same}) >= 2:
            found.update(n for n in same if edges[n].apart or len(same) >= MIN_REPEATS)
    return found


def _as_browsers_print(edges: Sequence[_Edge], count: int) -> set[int]:
    """Return the lines that end in "1/3" on page 1 of 3, and their like.

    Browsers print an address before that, and a date and title in the same type at the
    other edge: on a single page, nothing else tells that these are no text.
    """
    found: set[int] = set()
    for n, edge in enumerate(edges):
        match = _OF_ALL.fullmatch(edge.text)
        if not (match and edge.apart and _is_outermost(edges, n)):
            continue
        if (int(match[1]), int(match[2])) != (edge.page + 1, count):
            continue
        size = edge.row[0].size
        found.add(n)
        found.update(
            m
            for m, other in enumerate(edges)
            if (other.page, other.top) == (edge.page, not edge.top)
            and other.apart
            and _is_outermost(edges, m)
            and abs(other.row[0].size - size) <= SAME_SIZE
        )
    return found


def _number(edge: _Edge) -> int | None:
    """Return the number that is all a line says; a Roman one counts as its letters."""
    match = _NUMBER.fullmatch(edge.text)
    if match is None:
        return None
    value = match["number"] or match["first"]
    if value.isdigit():
        return int(value)
    digits = [{"i": 1, "v": 5, "x": 10, "l": 50}[letter] for letter in value.lower()]
    return sum(
        -a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True)
    )


def _is_outermost(edges: Sequence[_Edge], n: int) -> bool:
    edge = edges[n]
    beside = n - 1 if edge.top else n + 1
    if not 0 <= beside < len(edges):
        return True
    other = edges[beside]
    return other.page != edge.page or other.top != edge.top


def _is_own_number(edges: Sequence[_Edge], n: int) -> bool:
    """Return whether a number that stands apart says that it is a page's."""
    edge = edges[n]
    plain = edge.text.isdigit() and int(edge.text) == edge.page + 1
    return edge.apart and (plain or bool(_EXPLICIT.fullmatch(edge.text)))


def _beside_numbers(edges: Sequence[_Edge], dropped: set[int]) -> set[int]:
    """Return the lines at a height where other pages bear what is dropped.

    A header that names the section at hand differs from page to page; the number that
    stands beside it tells that it is one.
    """
    heights: dict[bool, list[float]] = defaultdict(list)
    for n in dropped:
        heights[edges[n].top].append(edges[n].baseline)
    found: set[int] = set()
    for n, edge in enumerate(edges):
        if n in dropped or not _is_outermost(edges, n):
            continue
        level = [h for h in heights[edge.top] if abs(h - edge.baseline) <= SAME_HEIGHT]
        first, last = edge.row[0].text.strip(), edge.row[-1].text.strip()
        numbered = len(edge.row) > 1 and (first.isdigit() or last.isdigit())
        if len(level) >= 2 and edge.apart and (numbered or runs_on(edge.text)):
            found.add(n)
    return found | _numbered_headers(edges, dropped | found)


def _numbered_headers(edges: Sequence[_Edge], dropped: set[int]) -> set[int]:
    """Return the lines that bear their page's number at one end, page after page."""
    counting: dict[tuple[bool, int], list[int]] = defaultdict(list)
    for n, edge in enumerate(edges):
        # Footnotes may count as pages do, and end as sentences do.
        if n in dropped or not runs_on(edge.text):
            continue
        words = edge.text.split()
        for word in {words[0], words[-1]} if len(words) > 1 else ():
            if word.isdigit() and len(word) <= 4:
                counting[edge.top, int(word) - edge.page].append(n)
    found: set[int] = set()
    for same in counting.values():
        for level in _levels(edges, same):
            if len({edges[n].page for n in level}) >= MIN_REPEATS:
                found.update(level)
    return found
