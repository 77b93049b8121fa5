"""Whether a text says what a quotation quotes, and if not, how they differ.

A quotation is verbatim when it is in the text character for character, but for three
things a writer may change: white space is folded; any quotation mark or apostrophe
stands for any other, as marks inside marks change kind; and an ellipsis ("…", "...",
bracketed or not) stands for words left out, within one text and in order. Dashes,
capitals and full stops count. Words are not cut.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from index.documents import Span, fold

MIN_LIKENESS = 0.6
"""Share of a quotation's words that a text must have to count as what was quoted."""

MAX_COMPARED_WORDS = 400
"""Of a quotation that differs, this many words are compared; more only take time."""

MAX_SEARCHED_WORDS = 5000
"""Of the text it is compared with."""

# By code point: many look like the ASCII ones they stand for.
_MARKS = str.maketrans(
    dict.fromkeys('"«»`\u00b4\u02bc\u2039\u203a', "'")
    | {chr(code): "'" for code in range(0x2018, 0x2020)}
)
_DASHES = str.maketrans(
    {chr(code): "-" for code in range(0x2010, 0x2016)} | {"\N{MINUS SIGN}": "-"}
)
_WORD = re.compile(r"\w+(?:['’./\u2010\u2011-]\w+)*|[^\w\s]")
_ELLIPSIS = re.compile(
    r" ?(?:\[ ?(?:…|\.\.\.|\. \. \.) ?\]|\((?:…|\.\.\.)\)|…|\.{3,4}|\. \. \.(?: \.)?) ?"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a quotation departs from its source.

    Attributes:
        written: The quotation's words; "" where it leaves words out.
        source: The source's words; "" where the quotation adds some.
    """

    written: str
    source: str

    def __str__(self) -> str:
        """Return the difference in words."""
        if not self.written:
            return f"leaves out “{self.source}”"
        if not self.source:
            return f"adds “{self.written}”"
        return f"has “{self.written}” for “{self.source}”"

    def to_dict(self) -> dict[str, Any]:
        """Return both sides, JSON-ready."""
        return {"written": self.written, "source": self.source}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How near a quotation is to a text that does not have it word for word.

    Attributes:
        likeness: Share of the quotation's words that the text has there, 0 to 1,
            whatever their case and punctuation.
        differences: In order; none where only the order of the parts differs.
        span: The range of the text compared, half-open.
    """

    likeness: float
    differences: tuple[Difference, ...]
    span: Span


def located(quotation: str, text: str) -> tuple[Span, ...]:
    """Return where a folded text has a quotation verbatim.

    Returns:
        The ranges of its parts, ascending: one, or one more than its ellipses. None
        at all when the text does not have every part, in order.
    """
    wanted, searched = fold(quotation).translate(_MARKS), text.translate(_MARKS)
    whole = _find(wanted, searched, 0)
    if whole is not None:
        return ((whole, whole + len(wanted)),)
    found: list[Span] = []
    for part in parts(wanted):
        start = _find(part, searched, found[-1][1] if found else 0)
        if start is None:
            return ()
        found.append((start, start + len(part)))
    return tuple(found)


def parts(quotation: str) -> list[str]:
    """Return the parts of a quotation between its ellipses, without empty ones."""
    return [part for part in _ELLIPSIS.split(quotation) if part.strip()]


def compare(quotation: str, text: str) -> Comparison:
    """Return how a quotation differs from the stretch of a text that is nearest to it.

    Args:
        quotation: One that `located` does not find.
        text: Folded.
    """
    words = _words(text, MAX_SEARCHED_WORDS)
    compared = [
        _compare_part(_words(part, MAX_COMPARED_WORDS), words)
        for part in parts(fold(quotation))[:MAX_COMPARED_WORDS]
        if words and not located(part, text)
    ]
    if not compared:
        return Comparison(1.0 if words else 0.0, (), (0, len(text)))
    return Comparison(
        likeness=sum(part.shared for part in compared)
        / max(1, sum(part.words for part in compared)),
        differences=tuple(d for part in compared for d in part.differences),
        span=(min(p.span[0] for p in compared), max(p.span[1] for p in compared)),
    )


def overlap(quotation: str, text: str) -> int:
    """Return how many of a quotation's words a text has, each counted once."""
    wanted = Counter(map(_key, _WORD.findall(quotation)))
    return (wanted & Counter(map(_key, _WORD.findall(text)))).total()


def source_spans(
    text: str, spans: Sequence[Span], ranges: Iterable[Span]
) -> tuple[Span, ...]:
    """Return where ranges of a folded passage stand in the text it is folded from.

    Args:
        text: The document's text.
        spans: The passage's, ascending; folded and joined by a space they are it.
        ranges: Half-open ranges of the passage.
    """
    # Each word keeps its distance from its start: words are all that folding keeps.
    starts: list[int] = []
    places: list[int] = []
    folded = 0
    for start, end in spans:
        for word in re.finditer(r"\S+", text[start:end]):
            starts.append(folded)
            places.append(start + word.start())
            folded += len(word[0]) + 1

    def place(at: int) -> int:
        word = max(0, bisect_right(starts, at) - 1)
        return places[word] + at - starts[word]

    found = [(place(a), place(b - 1) + 1) for a, b in ranges if a < b and starts]
    return tuple(
        (max(a, start), min(b, end))
        for a, b in found
        for start, end in spans
        if a < end and start < b
    )


@dataclass(frozen=True, slots=True)
class _Word:
    """A word or a mark of a text, as it compares strictly and as it does loosely."""

    span: Span
    strict: str
    loose: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A part compared: how many words it has, how many the text shares, and where."""

    words: int
    shared: int
    differences: tuple[Difference, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class _Words:
    """A text and its first words, in order."""

    text: str
    words: tuple[_Word, ...]

    def __len__(self) -> int:
        return len(self.words)

    def between(self, start: int, end: int) -> str:
        """Return the text from one word up to another."""
        if start >= end:
            return ""
        return self.text[self.words[start].span[0] : self.words[end - 1].span[1]]

    def cut(self, start: int, end: int) -> "_Words":
        """Return the words from one up to another."""
        return _Words(self.text, self.words[start:end])


def _words(text: str, limit: int) -> _Words:
    matches = islice(_WORD.finditer(text), limit)
    return _Words(
        text,
        tuple(_Word(m.span(), m[0].translate(_MARKS), _key(m[0])) for m in matches),
    )


def _compare_part(part: _Words, source: _Words) -> _Part:
    loose = [word.loose for word in part.words]
    source_loose = [word.loose for word in source.words]
    longest = SequenceMatcher(None, loose, source_loose, False).find_longest_match()
    # Around the longest run they share, with room for words left out or added.
    room = 4 + len(part) // 4
    first = min(max(0, longest.b - longest.a - room), len(source) - 1)
    window = source.cut(first, longest.b - longest.a + len(part) + room)
    wanted = Counter(filter(_is_word, loose))
    shared = wanted & Counter(word.loose for word in window.words)
    return _Part(
        words=wanted.total(),
        shared=shared.total(),
        differences=tuple(_differences(part, window)),
        span=(window.words[0].span[0], window.words[-1].span[1]),
    )


def _differences(part: _Words, window: _Words) -> Iterator[Difference]:
    """Yield the differences; that the source goes on at either end is none."""
    matcher = SequenceMatcher(
        None,
        [word.strict for word in part.words],
        [word.strict for word in window.words],
        False,
    )
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal" or (a == b and a in (0, len(part))):
            continue
        if a == 0:
            c = max(c, d - b)
        elif b == len(part):
            d = min(d, c + b - a)
        yield Difference(part.between(a, b), window.between(c, d))


def _key(word: str) -> str:
    """Return a word without its case and the kinds of its marks and dashes."""
    return word.casefold().translate(_MARKS).translate(_DASHES)


def _is_word(key: str) -> bool:
    return key[0].isalnum()


def _find(wanted: str, text: str, start: int) -> int | None:
    """Return where a text has some words, whole, from a place on."""
    while (at := text.find(wanted, start)) >= 0:
        end = at + len(wanted)
        cuts_first = at > 0 and text[at - 1].isalnum() and wanted[0].isalnum()
        cuts_last = end < len(text) and text[end].isalnum() and wanted[-1].isalnum()
        if not (cuts_first or cuts_last):
            return at
        start = at + 1
    return None
