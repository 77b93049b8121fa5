"""From a page of a PDF file to what is printed on it, through PDFium."""

import ctypes
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium_c

from index.readers.pdf_glyphs import Glyph, glyphs
from index.readers.pdf_print import Page, Run

# Drawings can have any number of lines; rules stand among the first ones.
MAX_OBJECTS = 2_000
# More strokes than this on a page without text may be letters drawn as shapes.
MIN_STROKES = 20

# A gap between two characters, in ems, that a word space does not fill.
BREAKING_GAP = 0.9
MAX_RULE_HEIGHT = 2.0
MIN_RULE_WIDTH = 30.0

_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def read_page(number: int, page: Any) -> Page:
    """Return what is printed on a page that PDFium has opened.

    Text that runs up or down the page beside other text is left out: it is a stamp in
    the margin. Raised figures become superscripts, as in print.
    """
    found, is_whole = glyphs(page)
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
    rules, pictured = _drawn(page, top, turn, bool(runs))
    return Page(number, width, height, tuple(runs), rules, pictured, is_whole)


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
    )


def _is_raised(glyph: Glyph, size: float, baseline: float) -> bool:
    return (
        glyph.style.size <= 0.85 * size
        and 0.15 * size < baseline - glyph.baseline < 0.7 * size
    )


def _drawn(
    page: Any, top: float, turn: int, has_text: bool
) -> tuple[tuple[tuple[float, float, float], ...], bool]:
    """Return a page's rules, and whether it may print text as a picture."""
    rules: list[tuple[float, float, float]] = []
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
    return tuple(rules), bool(images) or strokes >= MIN_STROKES
