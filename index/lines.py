"""The physical lines of a text, and how it is set: wrapped where, spaced how."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# Lines longer than this were never wrapped by hand or by a typesetter.
MAX_WRAPPED_WIDTH = 160
# Fewer sentences that end with a line do not tell how a text is set.
MIN_ENDED = 5
# Lines of wrapped text that run on into a small letter, of all; in a text without
# capitals lines do so that are paragraphs.
MIN_RUNNING = 0.12
MIN_RUNNING_CASELESS = 0.5
# A line this much shorter than its neighbours was ended by its author.
SHORT = 0.8

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_CELLS = re.compile(r"\s{3,}|\t+")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_TAB_STOP = 8
# Full stops and the like, of Chinese, Arabic, Urdu and Hindi too.
_STOPS = ".:;!?…\u3002\uff01\uff1f\uff1b\uff1a\u061f\u061b\u06d4\u0964"
_CLOSING = "\"'”’»)]}*_"
# A line ending in one of these goes on, whatever follows it.
_DANGLING = re.compile(
    r"(?:[,\-–/&]|\b(?:a|an|the|of|on|in|to|and|or|for|by|with|from|at|as|that|which"
    r"|its|their|this|these|de|la|le|les|des|du|et|en|el|los|las|del|y|der|die|und))$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[,;](?:\s(?:and|or|et|ou|y|o|und|oder))?$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Messrs|Mrs?|Ms|Drs?|Prof|St|Nos?|paras?|arts?|vols?|pp?|cf|[Ff]igs?|secs?"
    r"|Gen|Col|Amb|Lt|Sgt|Rev|Add|Corr|e\.g|i\.e|vs|viz|ca|ibid)|(?<![\w.])[A-Z])\.$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print that is not blank.

    Attributes:
        start: Where its first visible character stands in the text.
        end: Where its last visible character ends.
        text: What stands between, unchanged.
        indent: Columns of white space before it, tabs at every eighth.
        gap: Blank lines between it and the line before.
        seam: Whether a page ended, or a running header was dropped, just before it.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: int
    seam: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text is set on the page.

    Attributes:
        wrapped: Whether running text is broken into lines of about equal length.
        width: How many characters a full line has; 0 where text is not wrapped.
        gap: Blank lines between two lines of one paragraph, 0 or 1.
        separated: Whether paragraphs stand further apart than their lines.
        full_ends: Whether a sentence that ends with a full line ends its paragraph.
        caseless: Whether sentences begin with small letters, so that these tell
            nothing; only of text that is not wrapped.
    """

    wrapped: bool
    width: int = 0
    gap: int = 0
    separated: bool = True
    full_ends: bool = True
    caseless: bool = False


@dataclass(frozen=True, slots=True)
class PlainSetting:
    """What the lines of a text with marks tell beside its marks.

    Attributes:
        line_a_paragraph: Whether each paragraph is one line and no gap parts them.
        caseless: Whether sentences begin with small letters, as in lower-cased text.
    """

    line_a_paragraph: bool
    caseless: bool


def physical_lines(text: str) -> list[Line]:
    """Return the lines that print something, in order."""
    found: list[Line] = []
    start, gap, seam = 0, 0, False
    for end, after in _breaks(text):
        raw = text[start:end]
        visible = raw.strip()
        if visible.strip(_INVISIBLE):
            lead = len(raw) - len(raw.lstrip())
            first = start + lead
            indent = _columns(raw[:lead])
            last = first + len(visible)
            found.append(Line(first, last, visible, indent, gap, seam))
            gap, seam = 0, False
        else:
            gap += 1
        if text[end:after] == "\f":
            seam = True
        start = after
    return found


def setting(lines: Sequence[Line]) -> Setting:
    """Return how the lines are set, judged by the sentences that run across them."""
    pairs = [
        (a, b)
        for a, b in pairwise(lines)
        if len(a.text) <= MAX_WRAPPED_WIDTH and not b.seam
    ]
    running = [
        (a, b)
        for a, b in pairs
        if runs_on(a.text)
        and (starts_lower(b.text) or starts_caseless(b.text))
        # Clauses of a preamble stand apart and may begin with a small letter.
        and not (b.gap and a.text.endswith(","))
    ]
    caseless = _is_caseless(lines)
    least = MIN_RUNNING_CASELESS if caseless else MIN_RUNNING
    if not running or len(running) < least * len(pairs):
        return Setting(wrapped=False, caseless=caseless)
    lengths = sorted(len(a.text) for a, _ in running)
    width = lengths[int(0.9 * (len(lengths) - 1))]
    if width < 30 or sum(n >= 0.7 * width for n in lengths) < 0.6 * len(lengths):
        return Setting(wrapped=False, caseless=caseless)
    gaps = Counter(min(b.gap, 2) for _, b in running)
    gap = 1 if gaps[1] > gaps[0] else 0
    ends = [
        (a, b)
        for a, b in pairs
        if not runs_on(a.text)
        and not starts_lower(b.text)
        and len(a.text) <= width * 1.3
    ]
    apart = sum(b.gap > gap for _, b in ends)
    within = [(a, b) for a, b in ends if b.gap <= gap and b.indent <= a.indent]
    full = sum(not would_fit(a.text, b.text, width) for a, b in within)
    return Setting(
        wrapped=True,
        width=width,
        gap=gap,
        separated=apart >= 2 and apart >= 0.4 * len(ends),
        # One last line in ten is full by chance; more are sentences, not paragraphs.
        full_ends=full <= 0.35 * (len(within) - full),
    )


def plain_setting(lines: Sequence[Line]) -> PlainSetting:
    """Return what lines tell, judged by those that follow the end of a sentence."""
    ended = _after_sentences(lines)
    close = sum(not b.gap for b in ended)
    return PlainSetting(
        line_a_paragraph=len(ended) >= MIN_ENDED
        and close > 0.9 * len(ended)
        and not setting(lines).wrapped,
        caseless=_is_caseless(lines),
    )


def cells(text: str) -> list[str]:
    """Return what a line prints side by side, in columns."""
    return _CELLS.split(text)


def would_fit(line: str, following: str, width: float) -> bool:
    """Return whether the next line's first word had room left on this one."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) <= width


def runs_on(text: str) -> bool:
    """Return whether a line stops without the punctuation that ends a sentence."""
    bare = text.rstrip(_CLOSING)
    if not bare:
        return False
    if bare[-1] == ".":
        return is_abbreviated(bare)
    return bare[-1] not in _STOPS


def is_abbreviated(text: str) -> bool:
    """Return whether the full stop that ends a text ends an abbreviation."""
    return bool(_ABBREVIATION.search(text[-12:]))


def dangles(text: str) -> bool:
    """Return whether a line stops at a word or mark that must be followed."""
    return bool(_DANGLING.search(text[-16:]))


def is_clause(text: str) -> bool:
    """Return whether a line is one of several that make a sentence: "to stop; and"."""
    return starts_lower(text) and bool(_CLAUSE_END.search(text[-8:]))


def starts_lower(text: str) -> bool:
    """Return whether a line starts with a small letter."""
    return text[:1].islower()


def starts_caseless(text: str) -> bool:
    """Return whether a line starts with a letter of a script that has no capitals."""
    first = text[:1]
    return first.isalpha() and first.lower() == first.upper()


def _after_sentences(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that begin with a word after one that ends a sentence."""
    after = (b for a, b in pairwise(lines) if not runs_on(a.text))
    return [line for line in after if line.text[0].isalnum()]


def _is_caseless(lines: Sequence[Line]) -> bool:
    """Return whether most lines after the end of a sentence have a small letter."""
    ended = _after_sentences(lines)
    small = sum(starts_lower(line.text) for line in ended)
    return len(ended) >= MIN_ENDED and small > 0.5 * len(ended)


def _breaks(text: str) -> list[tuple[int, int]]:
    """Return where each line ends and where the next begins."""
    return [*(m.span() for m in _BREAK.finditer(text)), (len(text), len(text))]


def _columns(white: str) -> int:
    columns = 0
    for character in white:
        columns += _TAB_STOP - columns % _TAB_STOP if character == "\t" else 1
    return columns
