"""Where a text's sentences begin and end."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from index.documents import Span

# What sentencex divides and a reader would not: the end of what comes before, and the
# beginning of what follows.
JOINED = [
    (re.compile(before, re.IGNORECASE), re.compile(after))
    for before, after in (
        # An abbreviation of diplomatic and legal prose.
        (
            r"(?:^|[\s(\[“])(?:paras?|arts?|cf|res|op|nos?|vols?|pp?|chap|sect|seq|rev"
            r"|add|corr|amb|hon|gen|doc|fig|approx|ibid|al|viz|dept|govt)\.$",
            r"",
        ),
        (r"^\(?(?:\d{1,3}|[ivx]{1,5}|[a-z])[.)]$", r""),  # the number of an item
        (r"\b[a-z]\.$", r"[A-Z]\."),  # initials: "U." and "S."
        (r"", r"[,;)\]]"),
    )
]

NOTES = re.compile(r"(?:\[(?:\d{1,3}|[a-z]|[a-z ]+ needed)\](?:\s+|$))+")
"""What stands after a full stop and belongs before it: "[c]", "[citation needed]"."""

ITEM = re.compile(r"\s*\(\w{1,6}\)\s*")
"""The mark of an item. sentencex divides nothing of a text that begins with one."""

LONG_SENTENCE = 300
"""Characters. sentencex never divides a quotation or a bracket, and one left open takes
in the rest of the text: a sentence longer than this is divided there too."""

PLAIN_END = re.compile(r"[^\W\d_]{5}[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[^\W\d_a-z])")
"""After a word too long for an abbreviation."""


def sentences(text: str, language: str = "en") -> list[Span]:
    """Return the character ranges of a text's sentences, without outer white space.

    The ranges ascend, do not overlap and leave out only white space.
    """
    return list(_sentences(text, language))


@lru_cache(maxsize=1024)
def _sentences(text: str, language: str) -> tuple[Span, ...]:
    import sentencex  # loads a native library: not needed to import qa

    item = ITEM.match(text)
    first = item.end() if item else 0
    found = sentencex.get_sentence_boundaries(language, text[first:])
    ends = [first + boundary["end_index"] for boundary in found]
    trimmed = (_trimmed(text, span) for span in pairwise([0, *ends, len(text)]))
    whole = _joined(text, (span for span in trimmed if span[0] < span[1]))
    return tuple(part for span in whole for part in _divided(text, span))


def _joined(text: str, ranges: Iterable[Span]) -> Iterator[Span]:
    """Yield ranges with those that are one sentence made one."""
    last: Span | None = None
    for start, end in ranges:
        if last is None:
            last = (start, end)
            continue
        notes = NOTES.match(text, start, end)
        if notes:
            last = _trimmed(text, (last[0], notes.end()))
            start = notes.end()
        if start < end and _belong_together(text[slice(*last)], text[start:end]):
            last = (last[0], end)
        elif start < end:
            yield last
            last = (start, end)
    if last is not None:
        yield last


def _belong_together(before: str, after: str) -> bool:
    return any(ends.search(before) and begins.match(after) for ends, begins in JOINED)


def _divided(text: str, span: Span) -> Iterator[Span]:
    """Yield a range, or its parts if it is long."""
    start, end = span
    if end - start > LONG_SENTENCE:
        for match in PLAIN_END.finditer(text, start, end):
            yield _trimmed(text, (start, match.end()))
            start = match.end()
    yield start, end


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    inside = text[start:end]
    return (
        start + len(inside) - len(inside.lstrip()),
        end - len(inside) + len(inside.rstrip()),
    )
