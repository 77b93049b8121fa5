"""Where a text has a phrase: the same words in a row, in any inflection.

Words are those of `index.words`, so what the keyword index finds in a passage can be
pointed at in its text: "anti-satellite weapons" in "the antisatellite weapon".
"""

import re
from collections.abc import Mapping, Sequence

from index.documents import Span
from index.stemming import WORD_CHARACTER, stems
from index.words import COMPOUND, JOINT, UNWRITTEN, Word, composed, content_words

# A word with the marks and the hyphens that its index form goes without.
WORD = re.compile(rf"\w(?:{WORD_CHARACTER}|{UNWRITTEN.pattern})*")
JOINT_WITHIN = re.compile(rf"(?<=\w)(?:{JOINT}|,)(?=\w)")
SENTENCE_END = re.compile(r"[.;:!?]\s")

Words = Sequence[re.Match[str]]
Stems = Sequence[str | None]
Compounds = Mapping[int, tuple[str | None, int]]
"""By the place of its first word: a compound as one word, and how many words it has."""


class PhraseFinder:
    """Finds phrases in texts; keeps the stems of the words it has met."""

    def __init__(self) -> None:
        """Begin without any word."""
        self._stems: dict[str, str | None] = {}
        self._wholes: dict[str, str | None] = {}

    def find(self, phrase: Sequence[Word], text: str) -> tuple[Span, ...]:
        """Return the ascending ranges of a text that are the phrase.

        Args:
            phrase: Its words, at least one.
            text: Any text. A function word or the end of a sentence between two words
                is no phrase's; a hyphen, a comma or a line's end may stand there.
        """
        words = list(WORD.finditer(text))
        found_as = [self._stem(word[0]) for word in words]
        compounds = self._compounds(text, words)
        first = {phrase[0].whole, phrase[0].parts[0]}
        found: list[Span] = []
        for start, stem in enumerate(found_as):
            if stem not in first and start not in compounds:
                continue
            end = _end(phrase, found_as, compounds, start)
            if end is None:
                continue
            span = (words[start].start(), words[end - 1].end())
            overlaps = bool(found) and span[0] < found[-1][1]
            if not overlaps and not SENTENCE_END.search(text, *span):
                found.append(span)
        return tuple(found)

    def _compounds(self, text: str, words: Words) -> Compounds:
        joints = {match.start() for match in JOINT_WITHIN.finditer(text)}
        if not joints:
            return {}
        compounds = {}
        for place, word in enumerate(words):
            if word.end() not in joints or word.start() - 1 in joints:
                continue
            if compound := COMPOUND.match(text, word.start()):
                parts = len(WORD.findall(compound[0]))
                compounds[place] = (self._whole(compound[0]), parts)
        return compounds

    def _stem(self, word: str) -> str | None:
        if word not in self._stems:
            self._stems[word] = next(iter(stems(composed(word))), None)
        return self._stems[word]

    def _whole(self, compound: str) -> str | None:
        if compound not in self._wholes:
            word = next(content_words(compound), None)
            self._wholes[compound] = word.whole if word else None
        return self._wholes[compound]


def _end(
    phrase: Sequence[Word], stems: Stems, compounds: Compounds, at: int
) -> int | None:
    """Return the place after the phrase that begins here, or None."""
    for word in phrase:
        if at >= len(stems):
            return None
        whole, parts = compounds.get(at, (None, 0))
        if tuple(stems[at : at + len(word.parts)]) == word.parts:
            at += len(word.parts)
        elif whole == word.whole:
            at += parts
        elif stems[at] == word.whole:
            at += 1
        else:
            return None
    return at
