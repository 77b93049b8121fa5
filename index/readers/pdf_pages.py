"""From a page of a PDF file to what is printed on it, through PDFium."""

import ctypes
import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium_c

from index.readers.pdf_glyphs import Glyph, glyphs
from index.readers.pdf_print import Page, Run
from index.readers.pdf_tags import tags

# Drawings can have any number of lines; rules stand among the first ones.
MAX_OBJECTS = 2_000
# More strokes than this on a page without text may be letters drawn as shapes.
MIN_STROKES = 20

# A gap between two characters, in ems, that a word space does not fill.
BREAKING_GAP = 0.9
MAX_RULE_HEIGHT = 2.0
MIN_RULE_WIDTH = 30.0

# A bullet that is drawn is so wide, in points, and so near to its text, in ems.
MIN_DOT, MAX_DOT = 1.2, 9.0
MAX_DOT_GAP = 2.5
# Fewer runs stand side by side, or one just below the other.
MAX_BESIDE = 40

_Mark = tuple[float, float, float]
"""Where something drawn begins and ends across, and its height."""

_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def read_page(number: int, page: Any) -> Page:
    """Return what is printed on a page that PDFium has opened.

    Text that runs up or down the page beside other text is left out: it is a stamp in
    the margin. Raised figures become superscripts, as in print.
    """
    tagged = tags(number, page)
    found, is_whole = glyphs(page, tagged.of)
    turns = Counter(glyph.style.turn for glyph in found if glyph)
    turn = turns.most_common(1)[0][0] if turns else 0
    # The page's own boxes alone would miss those that it inherits.
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    if turn % 180:
        width, height = height, width
    runs: list[Run] = []
    pending: list[Glyph] = []
    for glyph in found:
        if glyph is not None and glyph.style.turn != turn:
            continue
        upright = glyph and _turned(glyph, turn, right, top)
        if pending and (upright is None or not _adjoins(pending[-1], upright)):
            runs += _run(pending)
            pending = []
        if upright is not None and (pending or upright.text != " "):
            pending.append(upright)
    runs += _run(pending)
    rules, dots, pictured = _drawn(page, top, turn, bool(runs))
    runs += _bullets(dots, runs)
    return Page(
        number,
        width,
        height,
        tuple(runs),
        rules,
        pictured,
        is_whole,
        tuple(tagged.from_before),
        tuple(tagged.to_after),
    )


def _turned(glyph: Glyph, turn: int, right: float, top: float) -> Glyph:
    """Return a glyph as if the page lay so that its text is upright, from the top."""
    a, b, c, d = glyph.left, glyph.right, glyph.top, glyph.bottom
    base = glyph.baseline
    if turn == 90:
        left, right_, top_, bottom, base = d, c, a, b, base
    elif turn == 270:
        left, right_, top_, bottom, base = (
            top - c,
            top - d,
            right - b,
            right - a,
            right - base,
        )
    elif turn == 180:
        left, right_, top_, bottom, base = right - b, right - a, d, c, base
    else:
        left, right_, top_, bottom, base = a, b, top - c, top - d, top - base
    return Glyph(glyph.text, left, right_, top_, bottom, base, glyph.style)


def _adjoins(before: Glyph, glyph: Glyph) -> bool:
    """Return whether two characters stand next to each other on one line."""
    size = max(before.style.size, glyph.style.size)
    if abs(before.baseline - glyph.baseline) > 0.6 * size:
        return False
    if glyph.text == " " or before.text == " ":
        return True
    gap = max(glyph.left - before.right, before.left - glyph.right)
    return gap <= BREAKING_GAP * size


def _run(glyphs: list[Glyph]) -> Iterator[Run]:
    """Yield the runs of glyphs, cut where white space fills a wide gap."""
    piece: list[Glyph] = []
    visible: Glyph | None = None
    for glyph in glyphs:
        if glyph.text.isspace():
            piece.append(glyph)
            continue
        if visible is not None:
            size = max(visible.style.size, glyph.style.size)
            gap = max(glyph.left - visible.right, visible.left - glyph.right)
            if gap > BREAKING_GAP * size:
                yield from _printed(piece)
                piece = []
        piece.append(glyph)
        visible = glyph
    yield from _printed(piece)


def _printed(glyphs: list[Glyph]) -> Iterator[Run]:
    shown = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not shown:
        return
    sizes = Counter(glyph.style.size for glyph in shown)
    size = sizes.most_common(1)[0][0]
    main = [glyph for glyph in shown if glyph.style.size == size]
    baseline = Counter(glyph.baseline for glyph in main).most_common(1)[0][0]
    first, last = glyphs.index(shown[0]), len(glyphs)
    text, raised, leading = "", 0, True
    for glyph in glyphs[first:last]:
        high = _is_raised(glyph, size, baseline)
        leading = leading and (high or glyph.text.isspace())
        if leading and high:
            raised = len(text) + len(glyph.text)
        text += glyph.text.translate(_RAISED) if high and not leading else glyph.text
    yield Run(
        text=text.rstrip(),
        left=min(glyph.left for glyph in shown),
        right=max(glyph.right for glyph in shown),
        top=min(glyph.top for glyph in shown),
        bottom=max(glyph.bottom for glyph in shown),
        baseline=baseline,
        size=size,
        bold=sum(glyph.style.bold for glyph in shown) / len(shown),
        italic=sum(glyph.style.italic for glyph in shown) / len(shown),
        raised=raised,
        first=_first_word(shown[0], glyphs[first:last]),
        space=_space(glyphs[first:last]),
        block=Counter(glyph.style.block for glyph in shown).most_common(1)[0][0],
    )


def _first_word(first: Glyph, glyphs: list[Glyph]) -> float:
    """Return how wide the word is that glyphs begin with."""
    word = list(itertools.takewhile(lambda glyph: not glyph.text.isspace(), glyphs))
    right = max(glyph.right for glyph in word)
    return right - min(first.left, *(glyph.left for glyph in word))


def _space(glyphs: list[Glyph]) -> float:
    """Return how wide the spaces between glyphs are on average; 0 without any."""
    gaps: list[float] = []
    before: Glyph | None = None
    spaced = False
    for glyph in glyphs:
        if glyph.text.isspace():
            spaced = True
            continue
        if before is not None and spaced:
            gaps.append(max(glyph.left - before.right, before.left - glyph.right, 0.0))
        before, spaced = glyph, False
    return sum(gaps) / len(gaps) if gaps else 0.0


def _is_raised(glyph: Glyph, size: float, baseline: float) -> bool:
    return (
        glyph.style.size <= 0.85 * size
        and 0.15 * size < baseline - glyph.baseline < 0.7 * size
    )


def _drawn(
    page: Any, top: float, turn: int, has_text: bool
) -> tuple[tuple[_Mark, ...], list[_Mark], bool]:
    """Return a page's rules and dots, and whether it may print text as a picture."""
    rules: list[_Mark] = []
    dots: list[_Mark] = []
    images = strokes = 0
    count = min(pdfium_c.FPDFPage_CountObjects(page), MAX_OBJECTS)
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(count):
        held = pdfium_c.FPDFPage_GetObject(page, index)
        kind = pdfium_c.FPDFPageObj_GetType(held)
        if kind in (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM):
            images += 1
        if kind != pdfium_c.FPDF_PAGEOBJ_PATH:
            continue
        strokes += 1
        if turn or not has_text:
            continue
        if pdfium_c.FPDFPageObj_GetBounds(held, *edges):
            left, bottom, right, high = (edge.value for edge in edges)
            if high - bottom <= MAX_RULE_HEIGHT and right - left >= MIN_RULE_WIDTH:
                rules.append((left, right, top - (high + bottom) / 2))
            width, height = right - left, high - bottom
            round_ = abs(width - height) <= 0.25 * max(width, height)
            if round_ and MIN_DOT <= width <= MAX_DOT:
                dots.append((left, right, top - (high + bottom) / 2))
    return tuple(rules), dots, bool(images) or strokes >= MIN_STROKES


def _bullets(dots: list[_Mark], runs: list[Run]) -> list[Run]:
    """Return the dots that stand before lines, one below the other, as bullets."""
    found: list[Run] = []
    ordered = sorted(runs, key=lambda run: run.baseline)
    for left, right, height in dots:
        first = bisect_left(ordered, height, key=lambda run: run.baseline)
        for run in ordered[first : first + MAX_BESIDE]:
            beside = 0.0 < run.left - right <= MAX_DOT_GAP * run.size
            level = 0.0 <= run.baseline - height <= 0.7 * run.size
            if beside and level and right - left <= 0.7 * run.size:
                bullet = replace(
                    run, text="•", left=left, right=right, raised=0, first=0.0
                )
                found.append(bullet)
                break
    lefts = Counter(round(bullet.left) for bullet in found)
    return [bullet for bullet in found if lefts[round(bullet.left)] > 1]
