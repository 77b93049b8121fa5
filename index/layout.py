"""From lines of print to lines of sense: each paragraph, heading or item on its own.

Lines are joined and dropped, never rewritten. Text may be wrapped or not, may have a
blank line after every line or none at all, and may be cut by the edges of pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.blocks import Block, block_of
from index.displayed import displayed
from index.documents import fold
from index.footnotes import footnote_mark, split_footnotes
from index.furniture import is_ornament, without_furniture
from index.headings import is_numbered_heading
from index.lines import (
    MAX_WRAPPED_WIDTH,
    SHORT,
    Line,
    Setting,
    cells,
    dangles,
    is_clause,
    physical_lines,
    runs_on,
    setting,
    starts_caseless,
    starts_lower,
    would_fit,
)
from index.markers import Marker, following, is_first, places, read_marker
from index.markup import wiki_heading
from index.masthead_lines import is_masthead

# A heading that goes on over several lines fills at least this much of them.
HEADING_FILL = 0.6
# In unwrapped text, a sentence cut by an empty line is at least this long before it.
MIN_CUT = 60


def logical_lines(text: str) -> list[Block]:
    """Return a plain text's paragraphs, headings and items, in reading order.

    Only what wikis mark as a heading is one already.

    For every one, `fold` of its spans' text, joined by a space, is its `text`. What
    each of them is, `index.structure` decides.
    """
    lines, footnotes = split_footnotes(without_furniture(physical_lines(text)))
    how = setting(lines)
    blocks = [_plain(text, group) for group in _groups(lines, how)]
    if not footnotes:
        return blocks
    blocks += [_note(text, group) for group in footnotes]
    return sorted(blocks, key=lambda block: block.spans)


def continues(group: Sequence[Line], line: Line, how: Setting) -> bool:
    """Return whether a line goes on with the paragraph that a group of lines begins."""
    before = group[-1]
    apart = line.gap > how.gap and not line.seam
    goes_on = runs_on(before.text)
    full = not _is_short(before, line, how)
    if _stands_alone(before):
        return False
    if _stands_alone(line) and not (
        how.wrapped and full and not apart and _ends_sentence(before, line)
    ):
        return False
    if len(group) == 1 and _is_marker_only(before.text):
        return True
    marker = read_marker(line.text)
    if marker:
        inside = (
            full and not apart if how.wrapped else not line.gap and _is_open(before)
        )
        if not (goes_on and inside and _is_accident(group, marker)):
            return False
    if goes_on and starts_caseless(line.text):
        return how.wrapped and full and not apart
    if how.caseless and not line.seam:
        return False
    if goes_on and starts_lower(line.text):
        # A clause that ends in a comma before a gap is a paragraph of a preamble.
        ended = before.text.endswith(",") or is_clause(before.text)
        clause = ended and (apart or (line.gap and not how.wrapped))
        return not clause and (
            how.wrapped or not line.gap or line.seam or _is_cut(before)
        )
    if not how.wrapped or len(before.text) > MAX_WRAPPED_WIDTH:
        # A figure set below the line comes out as a line of its own: "O", "2", "is".
        open_ended = not line.text[0].isupper() or (
            dangles(before.text) and not before.text.endswith(",")
        )
        return goes_on and not line.gap and (open_ended or marker is not None)
    clause = before.text.endswith(",")
    indented = line.indent > before.indent and (
        len(group) > 1 or not read_marker(group[0].text)
    )
    if apart:
        return goes_on and dangles(before.text) and full and not clause
    if goes_on:
        if indented and clause:
            return False
        needed = dangles(before.text) and not clause
        return full or needed or _is_heading_continued(before, line, how)
    if indented or not full:
        return False
    return how.separated or not how.full_ends or starts_lower(line.text)


def _plain(text: str, group: Sequence[Line]) -> Block:
    block = block_of(text, group)
    start, end = block.spans[0]
    if wiki := wiki_heading(group[0].text):
        span = (start + wiki.start(2), start + wiki.end(2))
        level = wiki[1].count("=")
        return replace(
            block, spans=(span,), text=fold(wiki[2]), kind="heading", level=level
        )
    row = cells(group[0].text)
    if len(row) > 1 and all(map(read_marker, row)):
        return block  # "A. Smith      B. Jones": initials side by side
    return replace(block, marker=read_marker(text[start:end]))


def _note(text: str, group: Sequence[Line]) -> Block:
    mark, length = footnote_mark(group[0].text) or ("", 0)
    marker = Marker("number", mark, False, False, length)
    return replace(block_of(text, group), kind="note", marker=marker)


def _groups(lines: Sequence[Line], how: Setting) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph."""
    group: list[Line] = []
    kept = displayed(lines, how)
    for number, line in enumerate(lines):
        ornament = is_ornament(line.text)
        goes_on = number in kept or (group and continues(group, line, how))
        if group and (ornament or not goes_on):
            yield group
            group = []
        if not ornament:
            group.append(line)
    if group:
        yield group


def _stands_alone(line: Line) -> bool:
    """Return whether a line is no part of a paragraph, whatever stands next to it."""
    return (
        is_masthead(line.text)
        or is_numbered_heading(line.text)
        or wiki_heading(line.text) is not None
        or any(is_masthead(cell) for cell in cells(line.text)[1:])
    )


def _ends_sentence(before: Line, line: Line) -> bool:
    """Return whether "Annex A." is the end of a sentence broken just before it."""
    return dangles(before.text) and line.text[-1] in ".;,"


def _is_marker_only(text: str) -> bool:
    marker = read_marker(text + " x")
    return marker is not None and marker.length > len(text)


def _is_accident(group: Sequence[Line], marker: Marker) -> bool:
    """Return whether running text broke just before what only looks like a marker."""
    if marker.style == "bullet":
        return True
    first = read_marker(group[0].text)
    begun = following(places(first)) if first else set()
    return not begun & {*places(marker)} and not is_first(places(marker))


def _is_open(line: Line) -> bool:
    """Return whether an unwrapped line must go on: it is long, or a bracket is open."""
    return len(line.text) >= MIN_CUT or line.text.count("(") > line.text.count(")")


def _is_short(line: Line, following: Line, how: Setting) -> bool:
    """Return whether a line ended well before the margin."""
    if not how.wrapped:
        return True
    share = 1.0 if not runs_on(line.text) and not how.separated else SHORT
    return would_fit(line.text, following.text, share * how.width)


def _is_cut(line: Line) -> bool:
    """Return whether an unwrapped paragraph stops where nothing stops."""
    if is_clause(line.text):
        return False
    return len(line.text) >= MIN_CUT and (line.text[-1].isalnum() or dangles(line.text))


def _is_heading_continued(line: Line, following: Line, how: Setting) -> bool:
    """Return whether a short line and the one after it are one heading."""
    return (
        len(line.text) >= HEADING_FILL * how.width
        and len(following.text) < SHORT * how.width
        and runs_on(following.text)
        and following.text[0] != "["
        and len(cells(line.text)) == 1
        and following.indent <= line.indent
    )
