"""Footnotes at the bottom of a page: below a rule, numbered, in smaller print."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.lines import Line
from index.masthead_lines import is_masthead

_RULE = re.compile(r"[_\-–—─]{5,}")
_MARK = re.compile(r"(?P<mark>\d{1,3}|[*†‡§]{1,3}|[a-z])(?P<close>[./)]?/?)\s+(?=\S)")


def split_footnotes(lines: Sequence[Line]) -> tuple[list[Line], list[list[Line]]]:
    """Return the lines of running text, and the lines of each footnote.

    Footnotes begin below a rule and end with the page or the text; the line after them
    is at a seam.
    """
    text: list[Line] = []
    notes: list[list[Line]] = []
    n = 0
    while n < len(lines):
        end = _notes_end(lines, n)
        if end == n:
            text.append(lines[n])
            n += 1
            continue
        for line in lines[n + 1 : end]:
            if _MARK.match(line.text):
                notes.append([line])
            else:
                notes[-1].append(line)
        n = end
        if n < len(lines):
            text.append(replace(lines[n], seam=True))
            n += 1
    return text, notes


def footnote_mark(text: str) -> tuple[str, int] | None:
    """Return a footnote's number or sign, and the characters that it takes."""
    match = _MARK.match(text)
    return (match["mark"], match.end()) if match else None


def _notes_end(lines: Sequence[Line], n: int) -> int:
    """Return where the footnotes below a rule end; `n` itself if there are none."""
    if not _RULE.fullmatch(lines[n].text) or n + 1 == len(lines):
        return n
    if lines[n + 1].seam or not _MARK.match(lines[n + 1].text):
        return n
    for end in range(n + 2, len(lines)):
        if lines[end].seam or is_masthead(lines[end].text):
            return end
        # Text that follows on the same page, after a gap: the rule divided sections.
        if lines[end].gap > lines[n + 1].gap + 1 and not _MARK.match(lines[end].text):
            return n
    return len(lines)
