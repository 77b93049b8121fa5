"""What a question asks for, and every passage that mentions it.

It is a name with all its forms ("PPWT"), a phrase where the library has the words in a
row ("space debris"), and otherwise a word.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.aliases import Tokens
from index.documents import Span
from index.joint import AnySnapshot
from index.phrases import PhraseFinder
from index.words import WORD, Word, content_words
from qa.ranking import EMPTY_WORDS

# Words of asking for everything: they say what to do with a subject.
LISTING_WORDS = frozenset(
    """
    list lists listed find finds found show shows mention mentions mentioned mentioning
    refer refers referred reference references discuss discusses discussed discussion
    cite cites cited occur occurs occurrence occurrences appear appears contain contains
    passage passages paragraph paragraphs place places document documents text texts
    anything everything anywhere everywhere regarding concerning related speak speaks
    """.split()  # noqa: SIM905 (readable as prose)
)

MAX_PHRASE_WORDS = 5
MAX_SOUGHT = 12
"""A question has two or three; what is pasted is not a question about all of it."""

CHUNK_ROWS = 2000
"""Passages read at a time, which bounds the memory that a common word takes."""

Mentions = Mapping[int, tuple[Span, ...]]
"""Ascending ranges of the text of each passage, by row."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Something a question asks for.

    Attributes:
        surface: As the question has it.
        mentions: Where it, or another form of it, is mentioned; rows ascending.
    """

    surface: str
    mentions: Mentions


@dataclass(frozen=True, slots=True)
class _Piece:
    """A name of a question, or a word that may be part of a phrase.

    Attributes:
        forms: Of a name, all of them; none of a word.
        word: Of a word, how the index knows it.
    """

    surface: str
    forms: frozenset[Tokens] = frozenset()
    word: Word | None = None


def sought(
    snapshot: AnySnapshot, question: str, among: NDArray[np.int64] | None = None
) -> list[Sought]:
    """Return what a question asks for with every mention of it, in its order.

    Args:
        snapshot: Where they are looked for.
        question: Any text; the words of asking in it are left out.
        among: The passage rows searched; None for all.
    """
    search = _Search(snapshot, among)
    found: dict[str, Sought] = {}
    for run in _runs(_pieces(snapshot, question)):
        if len(found) >= MAX_SOUGHT:
            break
        if run[0].forms:
            name = Sought(run[0].surface, search.named(run[0].forms))
            found.setdefault(name.surface, name)
            continue
        for phrase in _phrases(search, [piece.word for piece in run if piece.word]):
            found.setdefault(phrase.surface, phrase)
    return list(found.values())[:MAX_SOUGHT]


class _Search:
    """Looks for mentions within some rows."""

    def __init__(self, snapshot: AnySnapshot, among: NDArray[np.int64] | None) -> None:
        self._snapshot = snapshot
        self._among = among
        self._finder = PhraseFinder()

    def named(self, forms: frozenset[Tokens]) -> Mentions:
        """Return where a name is mentioned in any of its forms."""
        rows = [
            self._snapshot.keywords.mentioning(" ".join(form), self._among)
            for form in sorted(forms)
        ]
        found = {}
        for row, text, document_id in self._texts(np.unique(np.concatenate(rows))):
            spans: list[Span] = []
            for one in self._snapshot.aliases.mentions(text, document_id):
                is_it = one.form in forms or not forms.isdisjoint(one.others)
                if is_it and not (spans and one.start < spans[-1][1]):
                    spans.append((one.start, one.end))
            if spans:
                found[row] = tuple(spans)
        return found

    def phrase(self, words: Sequence[Word]) -> Mentions:
        """Return where these words stand in a row."""
        surface = " ".join(word.surface for word in words)
        rows = self._snapshot.keywords.mentioning(surface, self._among)
        found = {}
        for row, text, _ in self._texts(rows):
            if spans := self._finder.find(words, text):
                found[row] = spans
        return found

    def _texts(self, rows: NDArray[np.int64]) -> Iterator[tuple[int, str, str]]:
        for start in range(0, len(rows), CHUNK_ROWS):
            chunk = rows[start : start + CHUNK_ROWS].tolist()
            passages = self._snapshot.passages(chunk)
            for row, passage in zip(chunk, passages, strict=True):
                yield row, passage.text, passage.locator.document_id


def _phrases(search: _Search, words: Sequence[Word]) -> Iterator[Sought]:
    """Yield the longest phrases of a run of words that the library has, then words."""
    place = 0
    while place < len(words):
        for length in range(min(MAX_PHRASE_WORDS, len(words) - place), 0, -1):
            phrase = words[place : place + length]
            mentions = search.phrase(phrase)
            if mentions or length == 1:
                yield Sought(" ".join(word.surface for word in phrase), mentions)
                place += length
                break


def _pieces(snapshot: AnySnapshot, question: str) -> Iterator[_Piece | None]:
    """Yield the names and content words of a question; None where a run ends."""
    words = list(WORD.finditer(question))
    begins = {match.start() for match in words}
    ends = {match.end() for match in words}
    names = {
        mention.start: mention
        # Of names that begin together the longest comes first.
        for mention in reversed(snapshot.aliases.mentions(question))
        # "CD" in "CD/2100" is part of another word.
        if mention.start in begins and mention.end in ends
    }
    end = 0
    for match in words:
        if match.start() < end:
            continue  # within a name
        if re.search(r"[^\s\"“”'‘’(]", question[end : match.start()]):
            yield None
        end = match.end()
        if name := names.get(match.start()):
            end = name.end
            yield _Piece(question[name.start : end], name.others | {name.form})
            continue
        word = None if _is_empty(match[0]) else next(content_words(match[0]), None)
        yield _Piece(match[0], word=word) if word else None


def _runs(pieces: Iterator[_Piece | None]) -> Iterator[list[_Piece]]:
    """Yield names alone, and words that stand in a row together."""
    run: list[_Piece] = []
    for piece in pieces:
        if run and (piece is None or piece.forms):
            yield run
            run = []
        if piece is not None and piece.forms:
            yield [piece]
        elif piece is not None:
            run.append(piece)
    if run:
        yield run


def _is_empty(word: str) -> bool:
    # In capitals it is a name: US, IT.
    return not word.isupper() and word.casefold() in EMPTY_WORDS | LISTING_WORDS
