"""Displayed text: lines whose breaks are meant, as of verse, addresses and tables."""

from collections.abc import Sequence

from index.headings import is_numbered_heading, is_signature
from index.lines import SHORT, Line, Setting, cells, runs_on
from index.markers import read_marker
from index.masthead_lines import masthead_tokens

# Longer lines are paragraphs on a line of their own each.
MAX_DISPLAYED = 72
MIN_DISPLAYED = 3


def displayed(lines: Sequence[Line], how: Setting) -> set[int]:
    """Return the numbers of the lines that go on with a displayed text above them.

    Three short lines or more without a gap are one, if a gap sets them off and most of
    them end no sentence; so are rows of a table right below each other. Where a colon
    announces them they are left alone, as items of a list.
    """
    found: set[int] = set()
    start = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and not lines[end].gap and not lines[end].seam:
            continue
        if start == 0 or not lines[start - 1].text.endswith(":"):
            found |= _rows(lines, start, end)
            if _is_displayed(lines[start:end], how):
                found |= set(range(start + 1, end))
        start = end
    return found


def is_row(text: str) -> bool:
    """Return whether a line prints cells side by side, its number or bullet aside."""
    marker = read_marker(text)
    bare = text[marker.length :] if marker else text
    return len(cells(bare)) > 1 and not masthead_tokens(text)


def is_table(text: str) -> bool:
    """Return whether a block, as it stands in the source, is rows and no heading.

    A line alone is a row if it has many cells, or ends with a figure.
    """
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    if not all(map(is_row, rows)):
        return False
    if len(rows) > 1:
        return True
    return any(len(cells(r)) > 2 or cells(r)[-1][-1:].isdigit() for r in rows)


def _rows(lines: Sequence[Line], start: int, end: int) -> set[int]:
    """Return which of the lines from one to another go on with a table."""
    rows = [is_row(line.text) for line in lines[start:end]]
    return {
        start + n
        for n in range(1, len(rows))
        if rows[n - 1] and rows[n] and runs_on(lines[start + n - 1].text)
    }


def _is_displayed(run: Sequence[Line], how: Setting) -> bool:
    """Return whether lines without a gap between them are meant to stay lines."""
    widest = min(MAX_DISPLAYED, SHORT * how.width) if how.wrapped else MAX_DISPLAYED
    if len(run) < MIN_DISPLAYED or how.gap:
        return False
    if any(len(line.text) > widest or not _is_plain(line.text) for line in run):
        return False
    ended = sum(not runs_on(line.text) for line in run[:-1])
    # Headings right above a sentence end in nothing; lines of verse now and then do.
    clauses = runs_on(run[-1].text) or any(line.text[-1] in ",;—–" for line in run)
    return clauses and 2 * ended < len(run)


def _is_plain(text: str) -> bool:
    return not (
        read_marker(text)
        or masthead_tokens(text)
        or is_numbered_heading(text)
        or is_signature(text)
        or text.endswith(":")
    )
