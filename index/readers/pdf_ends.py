"""Where the paragraphs of a PDF end, as its own lines and pages tell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.lines import runs_on, starts_lower
from index.readers.pdf_columns import Column
from index.readers.pdf_flow import Flowing, Setting, first_word_width
from index.readers.pdf_print import Page

# Lines of a paragraph stand this much further apart at most, as a share of the usual.
APART = 1.15
# A word's width is guessed from its line's, give or take this share; a space, in ems.
SLACK = 0.1
SPACE = 0.4
# A line of a sentence that runs on leaves at most this share of its column empty.
MAX_ROOM = 0.35
# Fewer ends of paragraphs tell nothing about the others.
MIN_ENDS = 4
# Where so many of them have a gap behind them, a gap is what ends a paragraph.
MOSTLY = 0.9
# Hardly any text's sentences have fewer words on average, so of the lines that running
# text fills, at most one in so many ends with a sentence.
MIN_WORDS = 8
# A page has room left where so many lines more would stand on it; authors' rules
# against single lines leave two at most.
MIN_LINES_LEFT = 3.0
# Hardly any page leaves more than this share of its height empty at its foot, …
MAX_FOOT = 0.2
# … unless so many pages end at the same height.
MIN_ALIKE = 3

Form = tuple[bool, bool]
"""Whether a line ends a sentence, and whether the next one begins with a small letter
or in the middle of something."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What ends the paragraphs of a document.

    Attributes:
        spaced: Whether paragraphs stand apart from each other.
        closing: The forms of full lines that more often end a paragraph than not.
        known: The forms that enough lines have to tell.
    """

    spaced: bool
    closing: frozenset[Form]
    known: frozenset[Form]


def ends(lines: Sequence[Flowing], how: Setting) -> Ends:
    """Return what ends the paragraphs of a document, from its lines.

    A full line may end a paragraph by chance. How often it does, short last lines tell:
    so many of them leave less room than a word takes.
    """
    short, full = Counter[Form](), Counter[Form]()
    gaps = Counter[Form]()
    last = apart = 0
    shares: list[float] = []
    for before, line in _pairs(lines, how):
        form = form_of(before, line)
        gap = step(before, line, how) > APART
        width = max(1.0, before.right - before.left)
        shares.append(needed_room(before, line) / width)
        if leaves_room(before, line, before.right):
            short[form] += 1
            if form[0] and before.room > MAX_ROOM * width:
                last += 1
                apart += gap
        else:
            full[form] += 1
            gaps[form] += gap
    spaced = last >= MIN_ENDS and apart >= MOSTLY * last
    share = min(0.5, sum(shares) / len(shares)) if shares else 0.0
    known, closing = set(), set()
    for form, count in short.items():
        chance = count * share / (1 - share)
        others = full[form] - (gaps[form] if spaced else min(chance, full[form]))
        if form[0]:
            others = min(others, full.total() / MIN_WORDS)
        if count >= MIN_ENDS:
            known.add(form)
            if not form[1] and max(chance, gaps[form]) > others:
                closing.add(form)
    return Ends(spaced, frozenset(closing), frozenset(known))


def form_of(before: Flowing, line: Flowing) -> Form:
    """Return what a line's end and the next one's beginning look like."""
    return not runs_on(before.line.text), starts_lower(line.line.text)


def step(before: Flowing, line: Flowing, how: Setting) -> float:
    """Return how far apart two lines are, 1 for lines of a paragraph."""
    if line.seam:
        return 1.0
    away = line.line.baseline - before.line.baseline
    size = max(before.line.size, line.line.size)
    return max(0.0, away - 0.75) / how.leading(size)


def leaves_room(before: Flowing, line: Flowing, right: float) -> bool:
    """Return whether the next line's first word had room left on a line.

    Args:
        before: The line.
        line: The next one.
        right: The margin of the text there.
    """
    return right - before.line.right > needed_room(before, line)


def needed_room(before: Flowing, line: Flowing) -> float:
    """Return how much room the next line's first word would have needed, at most."""
    return (1 + SLACK) * first_word_width(line.line) + SPACE * before.line.size


def pages_with_room(
    pages: Sequence[Page], by_page: Sequence[Sequence[Column]]
) -> set[int]:
    """Return the pages whose text ends well above the foot of the others.

    Args:
        pages: Without what they repeat.
        by_page: The columns of each, with the notes.
    """
    lowest = {
        page.number: max(
            (line for column in found for line in column.lines),
            key=lambda line: line.baseline,
        )
        for page, found in zip(pages, by_page, strict=True)
        if found
    }
    feet = sorted((line.baseline for line in lowest.values()), reverse=True)
    found: set[int] = set()
    for page in pages:
        line = lowest.get(page.number)
        if line is None:
            continue
        least = MIN_LINES_LEFT * 1.2 * line.size
        alike = sum(feet[0] - foot < least for foot in feet)
        usual = alike >= MIN_ALIKE and feet[0] > page.height / 2
        foot = feet[0] if usual else (1 - MAX_FOOT) * page.height
        if max(feet[0], foot) - line.baseline >= least:
            found.add(page.number)
    return found


def _pairs(lines: Sequence[Flowing], how: Setting) -> list[tuple[Flowing, Flowing]]:
    """Return the lines of text that follow each other in one column."""
    return [
        (a, b)
        for a, b in pairwise(lines)
        if not b.seam
        and not (a.is_row or b.is_row)
        and a.line.size == b.line.size == how.size
        and (max(a.line.bold, b.line.bold) < 0.9 or how.bold)
    ]
