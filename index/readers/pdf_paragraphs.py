"""From the flow of lines of a PDF to paragraphs, by gaps, indents, numbers and fill."""

from collections.abc import Sequence
from itertools import pairwise

from index.lines import dangles, runs_on, starts_lower
from index.markers import following, is_first, places, read_marker
from index.readers.pdf_ends import (
    APART,
    INDENT,
    MAX_ROOM,
    Ends,
    ends,
    leaves_room,
    step,
)
from index.readers.pdf_flow import FLUSH, Flowing, Setting, form_of

# Where a sentence visibly runs on, a formula or raised figure may part its lines.
FAR_APART = 1.7
# Type that differs by less is the same.
SAME_SIZE = 0.06
# A line is wholly bold above one share, and hardly at all below the other.
BOLD, HARDLY_BOLD = 0.9, 0.3
# In a narrow column a line of a sentence that runs on leaves so many ems empty, as much
# as a long word takes.
MAX_ROOM_EMS = 7
# The last line of a justified paragraph ends at least this far from the margin, in ems.
AWAY = 0.06
# … and where it does not end with a full stop, this far.
FAR_AWAY = 0.5
MAX_HEADING_LINES = 5
# So many lines show how a paragraph is set.
RECENT = 20
# An item's text stands at most so many ems behind its number or bullet.
MAX_HANG = 6


def paragraphs(lines: Sequence[Flowing], how: Setting) -> list[list[Flowing]]:
    """Return the lines of each paragraph, heading, item or row, in reading order."""
    found: list[list[Flowing]] = []
    known = ends(lines, how)
    for n, line in enumerate(lines):
        after = lines[n + 1] if n + 1 < len(lines) else None
        if found and _goes_on(found[-1], line, after, how, known):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def is_display(line: Flowing, how: Setting) -> bool:
    """Return whether a line is set as headings are: larger than the text, or bold."""
    larger = line.line.size >= (1 + SAME_SIZE) * how.size
    return larger or (line.line.bold >= BOLD and not how.bold)


def _goes_on(
    group: Sequence[Flowing],
    line: Flowing,
    after: Flowing | None,
    how: Setting,
    known: Ends,
) -> bool:
    """Return whether a line goes on with the paragraph that a group begins."""
    before = group[-1]
    if before.is_row or line.is_row:
        return False
    text, next_text = before.line.text, line.line.text
    if len(group) == 1 and _is_marker_only(text) and not line.seam:
        return line.line.baseline - before.line.baseline < how.leading(line.line.size)
    if known.tagged and before.line.block and line.line.block:
        return _is_same_block(group, line, how)
    # A comma ends a clause of a preamble as well, which is a paragraph.
    needs_more = known.dangling and dangles(text) and text[-1] != ","
    sentence = runs_on(text) and (starts_lower(next_text) or needs_more)
    if not _same_type(before, line, sentence):
        return False
    apart = step(before, line, how)
    if apart > (FAR_APART if sentence and not _is_short(group, line) else APART):
        return False
    if is_display(before, how) and is_display(line, how):
        return _heading_goes_on(group, line)
    if _is_new_item(group, line):
        return False
    begins = _begins_as_others(group, line, known)
    if begins and not starts_lower(next_text):
        return False
    if _is_indented(group, line, after) and not (sentence and _is_full(group)):
        return False
    if _is_hung(group, line):
        return True
    if line.seam:
        return _goes_on_over_seam(group, line, sentence, how, known)
    if known.spaced and before.room <= MAX_ROOM * (before.right - before.left):
        return True
    if not sentence and _is_last(group, how, known, line):
        return False
    if _is_short(group, line):
        # Narrow lines beside a picture, and centred ones, are short and run on.
        room = _right(group) - before.line.right
        most = max(MAX_ROOM * (line.right - line.left), MAX_ROOM_EMS * line.line.size)
        return sentence and (room <= most or line.is_centred or _is_set_narrow(group))
    return True


def _is_same_block(group: Sequence[Flowing], line: Flowing, how: Setting) -> bool:
    """Return whether the file itself says that two lines are of one paragraph."""
    before = group[-1]
    if before.line.block != line.line.block:
        # A program may end its paragraphs where it ends a page.
        runs_over = runs_on(before.line.text) and starts_lower(line.line.text)
        return line.seam and before.line.page != line.line.page and runs_over
    # An author's line breaks part what is one paragraph to the program.
    return step(before, line, how) <= FAR_APART and not (
        _is_short(group, line) and _is_new_item(group, line)
    )


def _same_type(before: Flowing, line: Flowing, sentence: bool) -> bool:
    a, b = before.line, line.line
    if abs(a.size - b.size) > SAME_SIZE * max(a.size, b.size):
        return sentence and not line.seam and min(len(a.text), len(b.text)) < 12
    if (a.bold >= BOLD) == (b.bold >= BOLD):
        return True
    # The first words of a paragraph may be bold, and fill a line.
    return sentence or min(a.bold, b.bold) > HARDLY_BOLD


def _heading_goes_on(group: Sequence[Flowing], line: Flowing) -> bool:
    """Return whether a heading has another line."""
    if line.seam or len(group) >= MAX_HEADING_LINES:
        return False
    before = group[-1]
    if read_marker(line.line.text) and not before.is_centred:
        return False
    a, b = before.line, line.line
    aligned = (
        b.left > a.left - 1.0
        or abs(a.left + a.right - b.left - b.right) <= 4.0
        or abs(a.right - b.right) <= 1.0
    )
    return aligned and abs(a.italic - b.italic) < 0.5 and runs_on(a.text)


def _is_marker_only(text: str) -> bool:
    marker = read_marker(text + " x")
    return marker is not None and marker.length > len(text)


def _is_new_item(group: Sequence[Flowing], line: Flowing) -> bool:
    """Return whether a line begins with a number or bullet of its own."""
    marker = read_marker(line.line.text)
    if marker is None:
        return False
    if marker.style == "bullet":
        dash = line.line.text[0] in "-–—"
        return not (dash and _is_full(group) and abs(_offset(group, line)) < 1.0)
    said = " ".join(other.line.text for other in group[-RECENT:])
    if said.count("(") > said.count(")") and not marker.enclosed:
        # "(as" and "13) and": the number stands in brackets that the text opens.
        return False
    first = read_marker(group[0].line.text)
    begun = following(places(first)) if first else set()
    options = {*places(marker)}
    if begun & options:
        return True
    expected = is_first(options) or first is not None
    # Running text broke just before what looks like a number.
    flush = abs(_offset(group, line)) < 1.0
    full = not _is_short(group, line)
    if flush and full and runs_on(group[-1].line.text):
        return False
    return expected or not runs_on(group[-1].line.text) or not full


def _offset(group: Sequence[Flowing], line: Flowing) -> float:
    """Return how far a line begins from the second lines of its paragraph, in points.

    Counted from the margins of their columns.
    """
    body = min((other.indent for other in group[1:]), default=group[0].indent)
    return line.indent - body


def _is_indented(
    group: Sequence[Flowing], line: Flowing, after: Flowing | None
) -> bool:
    """Return whether a line begins where a paragraph's first line does."""
    em = INDENT * line.line.size
    if line.is_centred and group[-1].is_centred:
        return False
    offset = _offset(group, line)
    if len(group) > 1:
        # Further in than the lines before it, or out again below a hanging indent.
        hangs = group[0].indent < group[1].indent - em
        return offset > em or (offset < -em and (hangs or len(group) > 2))
    if abs(offset) <= em:
        # One line, and another as far in: the third shows whether that is an indent.
        back = after is not None and not after.seam and after.indent < line.indent - em
        return back and line.indent > em and not runs_on(group[0].line.text)
    if offset < 0:
        return False
    if read_marker(group[0].line.text):
        return False
    # Two lines, the second further in: the third tells which of them is the odd one.
    if after is None or after.seam:
        return not runs_on(group[0].line.text)
    return after.indent < line.indent - em


def _is_hung(group: Sequence[Flowing], line: Flowing) -> bool:
    """Return whether a line begins below the text of an item, not below its number."""
    em = INDENT * line.line.size
    further = line.indent - group[0].indent > em
    # Short items leave a page's left margin in doubt; the page before tells it too.
    away = line.line.left - group[0].line.left
    over = line.seam and em < away <= MAX_HANG * line.line.size
    marked = bool(read_marker(group[0].line.text))
    return len(group) == 1 and marked and (further or over)


def _begins_as_others(group: Sequence[Flowing], line: Flowing, known: Ends) -> bool:
    """Return whether a line stands as far in as the first lines of paragraphs do."""
    first = round(line.indent) in known.indents
    body = group[1 : RECENT + 1]
    return first and all(abs(other.indent) < 1.0 for other in body)


def _is_full(group: Sequence[Flowing]) -> bool:
    """Return whether a paragraph's last line reaches the right margin."""
    last = group[-1]
    return last.line.right >= _right(group) - 2 * last.line.size


def _right(group: Sequence[Flowing]) -> float:
    """Return the right margin of a paragraph: its own, where it is set narrower."""
    last = group[-1]
    recent = group[-RECENT:]
    narrow = any(leaves_room(a, b, a.right) for a, b in pairwise(recent))
    if len(group) < 3 or not narrow:
        return last.right
    own = [other.line.right for other in group if other.right == last.right]
    longest = max(own, default=last.right)
    wide = longest - last.line.left >= 0.4 * (last.right - last.left)
    return longest if wide and len(own) >= 3 else last.right


def _is_short(group: Sequence[Flowing], line: Flowing) -> bool:
    """Return whether the next line's first word had room left on the last one."""
    return leaves_room(group[-1], line, _right(group))


def _is_last(
    group: Sequence[Flowing], how: Setting, known: Ends, line: Flowing
) -> bool:
    """Return whether a line that may be full is the last of a paragraph after all."""
    before = group[-1]
    if before.line.size != how.size:
        return False
    if not how.justified:
        return not known.spaced and form_of(before, line) in known.closing
    if not all(abs(other.room) <= FLUSH for other in group[:-1]):
        return False
    if runs_on(before.line.text):
        # A name may begin a line anywhere, unless only paragraphs begin with capitals.
        closing = form_of(before, line) in known.closing
        return closing and before.room > FAR_AWAY * how.size
    return before.room > AWAY * how.size


def _is_set_narrow(group: Sequence[Flowing]) -> bool:
    """Return whether a paragraph's lines end together well before the margin."""
    last = group[-1].line
    return len(group) > 1 and abs(group[-2].line.right - last.right) < 1.0


def _goes_on_over_seam(
    group: Sequence[Flowing],
    line: Flowing,
    sentence: bool,
    how: Setting,
    known: Ends,
) -> bool:
    """Return whether a paragraph goes on at the top of the next column or page."""
    before = group[-1]
    ends_high = known.is_high(line, before)
    if sentence:
        # Below a figure's place a line is full, whatever stands at the next page's top.
        ended = ends_high and not starts_lower(line.line.text)
        return not (ended and _is_short(group, line))
    if ends_high and not runs_on(before.line.text):
        return False
    # In justified text, a line that reaches the margin exactly is hardly ever the last.
    if how.justified:
        return abs(before.room) <= FLUSH
    if ends_high or _is_short(group, line):
        return False
    form = form_of(before, line)
    if form in known.known:
        return form not in known.closing
    return runs_on(before.line.text)
