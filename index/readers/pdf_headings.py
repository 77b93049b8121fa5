"""Which paragraphs of a PDF are headings: by its outline, by type, by form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.documents import fold
from index.headings import is_numbered_heading, is_transmittal, may_be_heading, rank
from index.lines import runs_on
from index.markers import read_marker
from index.masthead_lines import masthead_tokens
from index.readers.pdf_flow import Flowing, Setting
from index.readers.pdf_paragraphs import is_display

MAX_HEADING = 300
MAX_LINES = 6
# A heading may end in a full stop, if it is short or numbered.
MAX_STOPPED = 80
# Type this much larger than the text's makes a heading, whatever it says.
LARGER = 1.12
ITALIC = 0.9
# What a heading in the text's own type leads to has so many characters.
MIN_PROSE = 60

_LETTERS = re.compile(r"[^\W\d_]+")
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*[\divxl]{1,5}$")
_BARE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """How a heading is set; headings set alike are of one level.

    Attributes:
        size: Of its type, in points.
        bold, italic, capitals: Whether all of it is so.
        rank: How deep its number says that it stands.
    """

    size: float
    bold: bool
    italic: bool
    capitals: bool
    rank: int

    @property
    def order(self) -> tuple[float, bool, bool, bool, int]:
        """Sorts the outermost first."""
        return (-self.size, not self.bold, not self.capitals, self.italic, self.rank)


def headings(
    groups: Sequence[Sequence[Flowing]],
    texts: Sequence[str],
    how: Setting,
    outline: Mapping[str, Sequence[tuple[int, int]]],
) -> dict[int, int]:
    """Return which groups of lines are headings, and their levels, 0 outermost.

    Args:
        groups: Lines of each paragraph, heading, row.
        texts: What each of them says.
        how: How the text is set.
        outline: Levels and pages of the outline's entries, by their `bare` titles.
    """
    listed = _listed(groups, texts, outline)
    found: dict[int, Heading] = {}
    for n, (group, text) in enumerate(zip(groups, texts, strict=True)):
        after = groups[n + 1] if n + 1 < len(groups) else None
        if n in listed or _is_heading(group, text, after, how):
            found[n] = _set(group, text)
    return _levels(found, listed)


def title_place(
    groups: Sequence[Sequence[Flowing]],
    texts: Sequence[str],
    levels: Mapping[int, int],
    how: Setting,
    title: str | None,
) -> int | None:
    """Return which heading is the document's title, if one shows that it is.

    On the first two pages that print something, it is set larger than all others, or
    says what the file's properties give as the title.

    Args:
        groups: As for `headings`.
        texts: As for `headings`.
        how: As for `headings`.
        levels: The headings and their levels.
        title: The title of the file's properties, or None.
    """
    pages = sorted({group[0].line.page for group in groups})[:2]
    early = [n for n in levels if groups[n][0].line.page in pages]
    named = [n for n in early if title and bare(texts[n]) == bare(title)]
    if named:
        return named[0]
    first = [n for n in early if groups[n][0].line.page == pages[0]]
    sizes = {n: max(flowing.line.size for flowing in groups[n]) for n in first}
    largest = max(sizes.values(), default=0.0)
    if largest < LARGER * how.size:
        return None
    found = [n for n in first if sizes[n] >= largest - 0.5]
    only = len(found) == 1 and not read_marker(texts[found[0]])
    return found[0] if only and not is_numbered_heading(texts[found[0]]) else None


def bare(text: str) -> str:
    """Return the letters and figures of a title alone, to compare it by."""
    return _BARE.sub("", text.casefold())


def _listed(
    groups: Sequence[Sequence[Flowing]],
    texts: Sequence[str],
    outline: Mapping[str, Sequence[tuple[int, int]]],
) -> dict[int, int]:
    """Return the groups that the outline names, with its levels."""
    found: dict[int, int] = {}
    for n, (group, text) in enumerate(zip(groups, texts, strict=True)):
        if len(text) > MAX_HEADING or any(line.is_row for line in group):
            continue
        page = group[0].line.page
        title = bare(text)
        marker = read_marker(text)
        unnumbered = bare(text[marker.length :]) if marker else title
        for key in (title, unnumbered):
            levels = [level for level, at in outline.get(key, ()) if at in (page, -1)]
            if levels:
                found[n] = levels[0]
                break
    return found


def _is_heading(
    group: Sequence[Flowing],
    text: str,
    after: Sequence[Flowing] | None,
    how: Setting,
) -> bool:
    if len(text) > MAX_HEADING or len(group) > MAX_LINES or group[0].is_row:
        return False
    if sum(character.isalpha() for character in text) < 2 or masthead_tokens(text):
        return False
    marker = read_marker(text)
    said = text[marker.length :] if marker else text
    if not said or said[-1] in ",;" or (marker and marker.style == "bullet"):
        return False
    if _CONTENTS.search(text):
        return False
    stopped = not runs_on(text) and text[-1] not in "?!:"
    if stopped and len(text) > MAX_STOPPED:
        return False
    line = group[0].line
    if all(is_display(other, how) for other in group):
        if line.size >= LARGER * how.size:
            return True
        return not stopped or bool(marker) or len(text) <= MAX_STOPPED // 2
    if line.size < (1 - 0.12) * how.size or after is None or stopped:
        return is_numbered_heading(text) and line.size >= 0.9 * how.size
    if is_numbered_heading(text) or is_transmittal(text):
        return True
    prose = sum(len(other.line.text) for other in after) >= MIN_PROSE
    leads = prose and not after[0].is_row and not is_display(after[0], how)
    if not leads or text[-1] == ":" or len(group) > 2:
        return False
    letters = _LETTERS.findall(said)
    capitals = said.isupper() and sum(map(len, letters)) >= 4
    italic = all(other.line.italic >= ITALIC for other in group)
    plain = after[0].line.italic < ITALIC
    centred = group[0].is_centred and not after[0].is_centred
    return may_be_heading(text) and (capitals or (italic and plain) or centred)


def _set(group: Sequence[Flowing], text: str) -> Heading:
    lines = [flowing.line for flowing in group]
    letters = "".join(_LETTERS.findall(text))
    return Heading(
        size=round(2 * max(line.size for line in lines)) / 2,
        bold=all(line.bold >= 0.5 for line in lines),
        italic=all(line.italic >= ITALIC for line in lines),
        capitals=letters.isupper(),
        rank=rank(fold(text)),
    )


def _levels(found: Mapping[int, Heading], listed: Mapping[int, int]) -> dict[int, int]:
    """Return each heading's level: the outline's, or by how it is set.

    A heading that no outline lists stands as deep as those set like it; else it is
    below all the listed ones that are set larger.
    """
    known: dict[Heading, int] = {}
    for n, level in listed.items():
        known[found[n]] = max(level, known.get(found[n], 0))
    others = {found[n].order for n in found.keys() - listed.keys()}
    levels: dict[int, int] = {}
    for n, heading in found.items():
        if n in listed:
            levels[n] = listed[n]
        elif heading in known:
            levels[n] = known[heading]
        else:
            above = [lv for other, lv in known.items() if other.order < heading.order]
            outer = sum(order < heading.order for order in others)
            levels[n] = max(above, default=-1) + 1 + outer
    used = {level: place for place, level in enumerate(sorted({*levels.values()}))}
    return {n: used[level] for n, level in levels.items()}
