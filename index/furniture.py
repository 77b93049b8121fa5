"""What a page repeats around its text: headers, footers, page numbers, bar codes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.lines import Line, cells, runs_on, starts_lower
from index.masthead_lines import masthead_tokens

# A header is short, and stands among the first or last lines of its page.
MAX_FURNITURE_LINE = 120
EDGE_LINES = 3
MIN_REPEATS = 3

_PAGE_NUMBER = re.compile(
    r"[-–—]\s?\d{1,4}\s?[-–—]"
    r"|\[?(?:page|página|p\.)\s?\d{1,4}(?:\s?(?:of|sur|de|/)\s?\d{1,4})?\]?"
    r"|\d{1,4}\s?/\s?\d{1,4}|\d{1,4}\s?\|\s?page|[-–—]\s?[ivxl]{1,6}\s?[-–—]",
    re.IGNORECASE,
)
_NAMED_PAGE = re.compile(r"\[?(?:page|página)\s\d{1,4}\]?", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\d{1,4}|[ivxl]{1,6}")
_DIGITS = re.compile(r"\d+")


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that are text; the one after a dropped line is at a seam.

    A line is dropped where its form alone says so ("- 2 -", "2/3   16-21567"), or where
    it comes again and again, but for its numbers, at the edges of pages.
    """
    numbers = _page_numbers(lines)
    dropped = numbers | _repeated(lines, numbers) | _symbols_again(lines)
    kept: list[Line] = []
    seam, gap = False, 0
    for number, line in enumerate(lines):
        if number in dropped:
            seam, gap = True, gap + line.gap
            continue
        if seam:
            line = replace(line, seam=True, gap=max(line.gap, gap))
            seam, gap = False, 0
        kept.append(line)
    return kept


def is_ornament(text: str) -> bool:
    """Return whether a line prints no letter or figure: a rule, asterisks, dots."""
    return not any(character.isalnum() for character in text)


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Return which lines number a page."""
    sure = {n for n, line in enumerate(lines) if _is_page_number(line.text)}
    bare = [
        n
        for n, line in enumerate(lines)
        if len(line.text) <= 6 and _BARE_NUMBER.fullmatch(line.text)
    ]
    for n in bare:
        last = n + 1 == len(lines)
        if lines[n].seam or last or lines[n + 1].seam or _cuts_sentence(lines, n):
            sure.add(n)
    return sure | _counting_up(lines, bare) | _named_pages(lines)


def _named_pages(lines: Sequence[Line]) -> set[int]:
    """Return the lines that say "Page 2" beside something else, if there are several.

    One alone may be a table's; several that differ but for the number are footers.
    """
    named = {
        n: _form(line.text)
        for n, line in enumerate(lines)
        if len(line.text) <= MAX_FURNITURE_LINE
        and len(row := cells(line.text)) > 1
        and (_NAMED_PAGE.fullmatch(row[-1]) or _NAMED_PAGE.fullmatch(row[0]))
    }
    times = Counter(named.values())
    return {n for n, form in named.items() if times[form] > 1}


def _is_page_number(text: str) -> bool:
    """Return whether a line is a page number, alone or beside a reference."""
    if len(text) > MAX_FURNITURE_LINE or text[-1] in ".;:,":
        return False
    if len(text) <= 24 and _PAGE_NUMBER.fullmatch(text):
        return True
    row = cells(text)
    if len(row) < 2:
        return False
    numbers = [_PAGE_NUMBER.fullmatch(c) or _BARE_NUMBER.fullmatch(c) for c in row]
    return any(numbers) and all(
        number or _is_reference(cell) for number, cell in zip(numbers, row, strict=True)
    )


def _is_reference(cell: str) -> bool:
    """Return whether a cell is nothing but a symbol or a job number."""
    tokens = masthead_tokens(cell) if any(c.isdigit() for c in cell) else {}
    return bool(tokens) and tokens.keys() <= {"symbol", "job"}


def _counting_up(lines: Sequence[Line], bare: Sequence[int]) -> set[int]:
    """Return the bare numbers that count pages: 2, 3, 4, with text between them."""
    figures = [n for n in bare if lines[n].text.isdigit()]
    counting: set[int] = set()
    for a, b, c in zip(figures, figures[1:], figures[2:], strict=False):
        first, second, third = (int(lines[n].text) for n in (a, b, c))
        if (second, third) == (first + 1, first + 2) and b - a > 8 and c - b > 8:
            counting |= {a, b, c}
    return counting


def _cuts_sentence(lines: Sequence[Line], n: int) -> bool:
    return (
        0 < n < len(lines) - 1
        and lines[n].gap > 0
        and runs_on(lines[n - 1].text)
        and starts_lower(lines[n + 1].text)
    )


def _repeated(lines: Sequence[Line], numbers: set[int]) -> set[int]:
    """Return which lines stand at the edges of pages again and again.

    Three times, but for their numbers; twice where a symbol, a page's number or other
    columns stand beside what is repeated, as left and right pages print them. What
    opens the text stays: it may be the title that the pages repeat.
    """
    edges = {
        n: lines[n].text
        for n in _edge_lines(lines, numbers)
        if len(lines[n].text) <= MAX_FURNITURE_LINE and lines[n].text[-1] not in ".;:,"
    }
    second_page = min(
        {n for n, line in enumerate(lines) if line.seam} | numbers, default=len(lines)
    )
    forms = Counter(_form(text) for text in edges.values())
    parts = Counter(_form(cell) for text in edges.values() for cell in cells(text))
    return {
        n
        for n, text in edges.items()
        if (n >= second_page or n >= EDGE_LINES)
        and (forms[_form(text)] >= MIN_REPEATS or _is_header(cells(text), parts))
    }


def _symbols_again(lines: Sequence[Line]) -> set[int]:
    """Return the lines that are nothing but a symbol printed before."""
    seen: set[str] = set()
    again: set[int] = set()
    for n, line in enumerate(lines):
        if len(line.text) > MAX_FURNITURE_LINE or "/" not in line.text:
            continue
        row = cells(line.text)
        if len(row) == 1 and line.text in seen and _is_reference(line.text):
            again.add(n)
        seen.update(cell for cell in row if _is_reference(cell))
    return again


def _is_header(row: Sequence[str], times: Counter[str]) -> bool:
    """Return whether a line in columns, a symbol or a job number comes again."""
    telling = len(row) > 1 or _is_reference(row[0])
    return telling and all(times[_form(cell)] > 1 for cell in row)


def _form(text: str) -> str:
    """Return a line with its numbers alike and its white space folded."""
    return _DIGITS.sub("#", " ".join(text.split()))


def _edge_lines(lines: Sequence[Line], numbers: set[int]) -> set[int]:
    """Return the lines near a page break, or near a line that numbers a page."""
    breaks = [n for n, line in enumerate(lines) if line.seam]
    near: set[int] = set()
    for n in breaks:
        near |= set(range(n - EDGE_LINES, n + EDGE_LINES))
    for n in numbers:
        near |= set(range(n - EDGE_LINES + 1, n + EDGE_LINES))
    if breaks:
        near |= set(range(EDGE_LINES))
        near |= set(range(len(lines) - EDGE_LINES, len(lines)))
    return {n for n in near if 0 <= n < len(lines)}
