"""The characters that a page of a PDF prints, and where, through PDFium."""

import ctypes
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium_c

from index.readers.pdf_print import MAX_PAGE_CHARACTERS

_HYPHENS = (0x02, 0xFFFE)
# What Symbol and Wingdings print as bullets.
_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0A8: "□"}
_BOLD_NAMES = ("bold", "black", "heavy", "demi", "-medi", "cmbx", "sfbx")
_ITALIC_NAMES = ("italic", "oblique", "-regulital", "-ital", "cmti", "cmsl", "sfti")
_ITALIC_FLAG, _FORCE_BOLD_FLAG = 1 << 6, 1 << 18


@dataclass(frozen=True, slots=True)
class Style:
    """How a character is set.

    Attributes:
        size: Of its type, in points.
        bold: Whether its font is bold.
        italic: Whether its font is italic.
        turn: By how many degrees its line is turned to the left: 0, 90, 180, 270.
        block: Which block of the file's own structure it is in; 0 for none.
    """

    size: float
    bold: bool
    italic: bool
    turn: int
    block: int = 0


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, the box it fills and the line it stands on, as the file counts."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    style: Style


def glyphs(page: Any, blocks: Mapping[int, int]) -> tuple[list[Glyph | None], bool]:
    """Return a page's characters in the order they are read, and whether these are all.

    None stands where a line ends.

    Args:
        page: As PDFium has opened it.
        blocks: The block of each piece of marked content, by its number on the page.
    """
    textpage = page.get_textpage()
    try:
        is_whole = textpage.count_chars() <= MAX_PAGE_CHARACTERS
        return _in_order(list(_glyphs(textpage, _visible(page), blocks))), is_whole
    finally:
        textpage.close()


def _in_order(glyphs: list[Glyph | None]) -> list[Glyph | None]:
    """Return glyphs with the letters of Arabic's lam-alef in the order they are read.

    One shape prints both; PDFium takes it apart as if it ran from left to right.
    """
    for n, (a, b) in enumerate(pairwise(list(glyphs))):
        taken_apart = a and b and (a.left, a.right) == (b.left, b.right)
        if taken_apart and a and b and b.text == "ل" and a.text in "اأإآ":
            glyphs[n], glyphs[n + 1] = b, a
    return glyphs


def _visible(page: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = page.get_bbox()
    return left - 1, bottom - 1, right + 1, top + 1


def _glyphs(
    textpage: Any,
    visible: tuple[float, float, float, float],
    blocks: Mapping[int, int],
) -> Iterator[Glyph | None]:
    """Yield a page's characters, None where PDFium ends a line."""
    reader = _Reader(textpage, blocks)
    count = min(textpage.count_chars(), MAX_PAGE_CHARACTERS)
    high = 0
    for index in range(count):
        code = pdfium_c.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            if not high:
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if code in (0x0A, 0x0D):
            yield None
            continue
        text = _character(code)
        if text:
            glyph = reader.glyph(index, text)
            if glyph is not None and _is_inside(glyph, visible):
                yield glyph


def _character(code: int) -> str:
    """Return a character as text has it; empty for what is none."""
    if code in _HYPHENS:
        return "-"
    if code in _BULLETS:
        return _BULLETS[code]
    if code == 0x09 or code == 0xA0:
        return " " if code == 0x09 else "\xa0"
    if code < 0x20 or 0x7F <= code < 0xA0 or code & 0xFFFE == 0xFFFE or code > 0x10FFFF:
        return ""
    return chr(code)


def _is_inside(glyph: Glyph, visible: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = visible
    middle, height = (glyph.left + glyph.right) / 2, (glyph.bottom + glyph.top) / 2
    return left <= middle <= right and bottom <= height <= top


@dataclass(slots=True)
class _Reader:
    """PDFium's answers about characters; those about a text object are kept."""

    textpage: Any
    blocks: Mapping[int, int]
    style: Style | None = None
    address: int = 0
    baseline: float = 0.0
    fonts: dict[int, tuple[bool, bool]] = field(default_factory=dict)
    box: Any = field(default_factory=pdfium_c.FS_RECTF)
    matrix: Any = field(default_factory=pdfium_c.FS_MATRIX)
    last: Glyph | None = None

    def glyph(self, index: int, text: str) -> Glyph | None:
        held = pdfium_c.FPDFText_GetTextObject(self.textpage, index)
        if not held:
            return self._generated(text)
        address = ctypes.addressof(held.contents)
        if address != self.address or self.style is None:
            self.address = address
            self.style = self._style(index, held)
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium_c.FPDFText_GetCharOrigin(self.textpage, index, x, y)
        pdfium_c.FPDFText_GetLooseCharBox(self.textpage, index, self.box)
        box = (self.box.left, self.box.right, self.box.top, self.box.bottom)
        if not all(map(math.isfinite, box)):
            return None
        baseline = y.value if self.style.turn % 180 == 0 else x.value
        self.last = Glyph(text, *box, baseline, self.style)
        return self.last

    def _generated(self, text: str) -> Glyph | None:
        """Return a space or hyphen that PDFium reads between two characters."""
        before = self.last
        if before is None:
            return None
        return Glyph(
            text,
            before.right,
            before.right,
            before.top,
            before.bottom,
            before.baseline,
            before.style,
        )

    def _style(self, index: int, held: Any) -> Style:
        pdfium_c.FPDFText_GetMatrix(self.textpage, index, self.matrix)
        matrix = self.matrix
        scale = math.hypot(matrix.c, matrix.d)
        size = scale * pdfium_c.FPDFText_GetFontSize(self.textpage, index)
        turn = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 % 360
        font = pdfium_c.FPDFTextObj_GetFont(held)
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self.fonts:
            self.fonts[key] = self._font(index)
        bold, italic = self.fonts[key]
        marked = pdfium_c.FPDFPageObj_GetMarkedContentID(held) if self.blocks else -1
        block = self.blocks.get(marked, 0)
        return Style(round(abs(size), 1) or 1.0, bold, italic, turn, block)

    def _font(self, index: int) -> tuple[bool, bool]:
        """Return whether a character's font is bold, and italic."""
        buffer, flags = ctypes.create_string_buffer(256), ctypes.c_int()
        pdfium_c.FPDFText_GetFontInfo(self.textpage, index, buffer, 256, flags)
        name = buffer.value.decode("utf-8", "replace").lower()
        weight = pdfium_c.FPDFText_GetFontWeight(self.textpage, index)
        bold = (
            weight >= 600
            or bool(flags.value & _FORCE_BOLD_FLAG)
            or any(part in name for part in _BOLD_NAMES)
        )
        italic = bool(flags.value & _ITALIC_FLAG) or any(
            part in name for part in _ITALIC_NAMES
        )
        return bold, italic
