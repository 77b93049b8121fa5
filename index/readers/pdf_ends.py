"""Where the paragraphs of a PDF end, as its own lines and pages tell."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.lines import dangles
from index.markers import read_marker
from index.readers.pdf_feet import MIN_LINES_LEFT, lines_left
from index.readers.pdf_flow import Flowing, Form, Setting, form_of, room_for

# An indent, in ems.
INDENT = 0.7
# Lines of a paragraph stand this much further apart at most, as a share of the usual.
APART = 1.15
# A line of a sentence that runs on leaves at most this share of its column empty.
MAX_ROOM = 0.35
# Fewer ends of paragraphs tell nothing about the others.
MIN_ENDS = 4
# Where so many of them have a gap behind them, a gap is what ends a paragraph.
MOSTLY = 0.9
# Hardly any text's sentences have fewer words on average, so of the lines that running
# text fills, at most one in so many ends with a sentence.
MIN_WORDS = 8
# Where the file's own blocks are its paragraphs, this share of lines agree.
TAGGED = 0.9


@dataclass(frozen=True, slots=True)
class Ends:
    """What ends the paragraphs of a document.

    Attributes:
        spaced: Whether paragraphs stand apart from each other.
        closing: The forms of full lines that more often end a paragraph than not.
        known: The forms that enough lines have to tell.
        tagged: Whether the file's own blocks are its paragraphs.
        indents: How far in paragraphs begin, in points; empty where they do not.
        dangling: Whether a word that must be followed means that a sentence goes on.
        page_left, column_left: A page or column ends with a paragraph if so many lines
            more would stand on it.
    """

    spaced: bool
    closing: frozenset[Form]
    known: frozenset[Form]
    tagged: bool
    indents: frozenset[int]
    dangling: bool
    page_left: float
    column_left: float

    def is_high(self, line: Flowing, before: Flowing) -> bool:
        """Return whether what ends just before a line ends high up."""
        over_page = line.line.page != before.line.page
        return line.lines_left >= (self.page_left if over_page else self.column_left)


def ends(lines: Sequence[Flowing], how: Setting) -> Ends:
    """Return what ends the paragraphs of a document, from its lines.

    A full line may end a paragraph by chance. How often it does, short last lines tell:
    so many of them leave less room than a word takes.
    """
    ended, full = Counter[Form](), Counter[Form]()
    gaps = Counter[Form]()
    last = apart = 0
    shares: list[float] = []
    dangling = 0
    for before, line in _pairs(lines, how):
        if _is_marked(before, line):
            continue
        form = form_of(before, line)
        gap = step(before, line, how) > APART
        short = leaves_room(before, line, before.right)
        dangling += short and form == (False, False) and dangles(before.line.text)
        width = max(1.0, before.right - before.left)
        shares.append(needed_room(before, line) / width)
        if short:
            ended[form] += 1
            if form[0] and before.room > MAX_ROOM * width:
                last += 1
                apart += gap
        else:
            full[form] += 1
            gaps[form] += gap
    spaced = last >= MIN_ENDS and apart >= MOSTLY * last
    share = min(0.5, sum(shares) / len(shares)) if shares else 0.0
    known, closing = set(), set()
    for form, count in ended.items():
        chance = count * share / (1 - share)
        others = full[form] - (gaps[form] if spaced else min(chance, full[form]))
        if form[0]:
            others = min(others, full.total() / MIN_WORDS)
        if count >= MIN_ENDS:
            known.add(form)
            # A wrong join spoils two paragraphs, a wrong cut one.
            if not form[1] and 2 * max(chance, gaps[form]) > others:
                closing.add(form)
    return Ends(
        spaced=spaced,
        closing=frozenset(closing),
        known=frozenset(known),
        tagged=_is_tagged(lines, how),
        indents=_indents(lines, how),
        dangling=dangling < MIN_ENDS,
        page_left=min(MIN_LINES_LEFT, lines_left(lines, MIN_LINES_LEFT, pages=True)),
        column_left=lines_left(lines, math.inf, pages=False),
    )


def _indents(lines: Sequence[Flowing], how: Setting) -> frozenset[int]:
    """Return how far in paragraphs begin: their second lines do not stand so."""
    back, level = Counter[int](), Counter[int]()
    for line, after in _pairs(lines, how):
        indent = round(line.indent)
        if indent <= INDENT * how.size or read_marker(line.line.text):
            continue
        if abs(after.indent) < 1.0:
            back[indent] += 1
        elif round(after.indent) == indent:
            level[indent] += 1
    return frozenset(
        indent
        for indent, times in back.items()
        if times >= MIN_ENDS and times > level[indent]
    )


def _is_marked(before: Flowing, line: Flowing) -> bool:
    """Return whether an indent or number shows that a line begins a paragraph."""
    indented = line.line.left - before.line.left > INDENT * line.line.size
    return indented or read_marker(line.line.text) is not None


def _is_tagged(lines: Sequence[Flowing], how: Setting) -> bool:
    """Return whether the file's own blocks are paragraphs, as its lines show.

    Some programs make a block of every line, or one of a whole page.
    """
    running, parted = Counter[bool](), Counter[bool]()
    for before, line in _pairs(lines, how):
        a, b = before.line.block, line.line.block
        if not (a and b):
            continue
        form, gap = form_of(before, line), step(before, line, how) > APART
        if form == (False, True) and not gap:
            running[a == b] += 1
        elif form == (True, False) and leaves_room(before, line, before.right):
            parted[a != b] += 1
    return (
        running.total() + parted.total() >= MIN_ENDS
        and running[True] >= TAGGED * running.total()
        and parted[True] >= TAGGED * parted.total()
    )


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
    return room_for(before.line, line.line)


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
