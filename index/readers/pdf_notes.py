"""Footnotes of a PDF: in smaller type, or below a rule, at the foot of a column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.readers.pdf_print import PrintedLine

# Type this much smaller than the text's is a note's.
SMALLER = 0.94

_MARK = re.compile(
    r"(?P<mark>\d{1,3}|[*†‡§¶]{1,3}|[a-z])(?:[.)/]?\s+(?=\S)|(?=[^\W\d_a-z]|[“\"«]))"
)
_RAISED_MARK = re.compile(r"(?P<mark>\d{1,3}|[*†‡§¶]{1,3}|[a-z]{1,2})\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote as one page prints it.

    Attributes:
        mark: Its number or sign; empty where it goes on from the page before.
        lines: Its lines, the mark still in the first.
    """

    mark: str
    lines: tuple[PrintedLine, ...]


def split_notes(
    lines: Sequence[PrintedLine],
    size: float,
    rules: Sequence[tuple[float, float, float]],
    before: str | None,
) -> tuple[Sequence[PrintedLine], list[Note]]:
    """Return the lines of a column that are text, and the notes at its foot.

    Args:
        lines: The column's, from the top.
        size: Of the text's type.
        rules: The page's rules.
        before: The mark of the note before, on this page or the page before; None
            where there is none. It may go on here.
    """
    start = len(lines)
    while start and lines[start - 1].size <= SMALLER * size:
        start -= 1
    start = min(start, _below_rule(lines, rules))
    if start == len(lines):
        return lines, []
    ruled = _is_ruled(lines, start, rules)
    first = next(
        (n for n in range(start, len(lines)) if _begins(lines[n], ruled, before)),
        len(lines),
    )
    if first > start and not (before is not None and ruled):
        start = first
    if start == len(lines):
        return lines, []
    return lines[:start], _notes(lines[start:], ruled)


def _begins(line: PrintedLine, ruled: bool, before: str | None) -> bool:
    """Return whether the first note of a column begins with a line."""
    mark = _mark(line, ruled)
    if not mark or ruled or line.raised:
        return bool(mark)
    # Without a rule, and on the line, only the next number is a note's.
    number = int(before) if before and before.isdigit() else 0
    rest = line.text[len(mark) :].lstrip()
    return mark.isdigit() and int(mark) in (1, number + 1) and rest[:1].isalpha()


def note_mark(line: PrintedLine) -> tuple[str, int] | None:
    """Return a note's number or sign, and how many characters it takes."""
    text = line.text
    match = _RAISED_MARK.match(text) if line.raised else _MARK.match(text)
    return (match["mark"], match.end()) if match else None


def _notes(lines: Sequence[PrintedLine], ruled: bool) -> list[Note]:
    """Return the notes that lines at the foot of a column make."""
    found: list[Note] = []
    number = 0
    for line in lines:
        mark = _mark(line, ruled)
        # A line that happens to begin with a figure is no note of its own.
        counts = bool(mark) and (
            line.raised > 0
            or not mark.isdigit()
            or not number
            or int(mark) == number + 1
        )
        if counts or not found:
            found.append(Note(mark, (line,)))
            number = int(mark) if mark.isdigit() else number
        else:
            found[-1] = Note(found[-1].mark, (*found[-1].lines, line))
    return found


def _mark(line: PrintedLine, ruled: bool) -> str:
    """Return the mark that a line begins with, if it can be a note's."""
    found = note_mark(line)
    if found is None:
        return ""
    mark, _ = found
    letters = mark.isalpha() and not line.raised
    return mark if (line.raised or ruled or not mark.isalpha()) and not letters else ""


def _below_rule(
    lines: Sequence[PrintedLine], rules: Sequence[tuple[float, float, float]]
) -> int:
    """Return where the lines below a note's rule begin, in the text's own type."""
    for n in range(len(lines) - 1, 0, -1):
        if _is_ruled(lines, n, rules):
            raised = lines[n].raised and note_mark(lines[n])
            return n if raised else len(lines)
    return len(lines)


def _is_ruled(
    lines: Sequence[PrintedLine],
    n: int,
    rules: Sequence[tuple[float, float, float]],
) -> bool:
    """Return whether a short rule, or a line of dashes, stands just above a line."""
    line = lines[n]
    above = lines[n - 1].baseline if n else line.top - 4 * line.size
    width = max(other.right for other in lines) - min(other.left for other in lines)
    return any(
        above < height <= line.baseline
        and abs(left - line.left) <= 3 * line.size
        and right - left <= 0.75 * width
        for left, right, height in rules
    )
