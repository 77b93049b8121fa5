"""Words as the keyword index knows them: one analysis for passages and questions.

Letters are lowered, accents and endings dropped, function words left out, as the text's
language has it (`index.stemming`). A word with inner punctuation is known by its parts
and as a whole, so that "G-21" meets "G21", and "anti-satellite" both "antisatellite"
and "satellite". Scripts without spaces are known by their neighbouring characters.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from unicodedata import normalize

from index.stemming import ENGLISH, STOP_WORDS, WORD_CHARACTER, stemmed_as, stems

# Raise it when the analysis changes: indexes made by another one are then rebuilt.
ANALYSIS_VERSION = 2

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
JOINT = r"[-\u2010\u2011\u2013./&]"  # hyphens, en dash
# From a word's first letter on, and never back: else a million letters without a joint
# would be looked through a million times.
COMPOUND = re.compile(
    rf"(?<!{WORD_CHARACTER}){WORD_CHARACTER}++(?:{JOINT}{WORD_CHARACTER}++)+"
    rf"|(?<!\d)\d{{1,3}}(?:,\d{{3}})+(?!\d)"
)
WORD = re.compile(rf"{COMPOUND.pattern}|{WORD_CHARACTER}+")

# What is written only where a word would be read wrongly: accents that make no letter
# of their own, Hebrew and Arabic vowels, and the stroke that stretches Arabic words.
UNWRITTEN = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u0640"
    f"\u064b-\u065f\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed{SOFT_HYPHEN}]+"
)
# Chinese, Japanese, Korean, Thai, Lao, Burmese and Khmer letters.
UNSPACED = re.compile(
    "[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
    "\u0e01-\u0e3e\u0e40-\u0e4e\u0e80-\u0ecd\u1000-\u103f\u1780-\u17d3]+"
)
# They lead to a footnote or are a power: no part of the word before them, which as
# plain figures they would be ("Geneva12").
RAISED = re.compile("[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+")
# Whatever makes or joins words, up to an ASCII character that does neither: no stem
# and no compound reaches beyond it.
PIECE = re.compile(
    r"[0-9A-Za-z_\u0080-\U0010ffff]+(?:[-./&,]+[0-9A-Za-z_\u0080-\U0010ffff]+)*"
)
CHINESE_STOP_WORDS = re.compile("|".join(STOP_WORDS["zh"]))

KEPT = 1 << 15
"""Words of questions whose analysis is remembered, and half of the pieces of texts."""

MAX_KEPT_CHARACTERS = 64
"""Of a longer one it is not: it may be a book in a script without spaces."""


@dataclass(frozen=True, slots=True)
class Word:
    """A content word of a question.

    Attributes:
        surface: As it was written.
        whole: What the index has for it as a whole, if it has it.
        parts: What the index has for its parts; `(whole,)` where there is one.
        others: The same word as texts in other languages would have it.
    """

    surface: str
    whole: str
    parts: tuple[str, ...]
    others: tuple["Word", ...] = ()

    @property
    def forms(self) -> tuple["Word", ...]:
        """It and the others."""
        return (self, *self.others)


def composed(text: str) -> str:
    """Return the text with each accented letter as one character, words unbroken."""
    return text if text.isascii() else UNWRITTEN.sub("", normalize("NFC", text))


def indexed(text: str, language: str = ENGLISH) -> str:
    """Return what the index is given of a text: its words, analyzed, between spaces.

    They are the `stems` of its `index_form`, each compound behind its parts.

    Args:
        text: Any text.
        language: ISO 639-1 code of it.
    """
    known = _pieces(stemmed_as(language))
    return " ".join(map(known.__getitem__, PIECE.findall(text)))


def index_form(text: str) -> str:
    """Return the text to take `stems` of: it, and its compounds whole."""
    text = _spaced(composed(text))
    return " ".join([text, *map(_whole, COMPOUND.findall(text))])


def content_words(
    question: str, languages: Sequence[str] = (ENGLISH,)
) -> Iterator[Word]:
    """Yield the question's words in order, as the index has them.

    Args:
        question: Any text.
        languages: Those it may be in, or is to find words in, as `stemmed_as` names
            them; the likeliest of them says which words are no content.
    """
    text = _spaced(composed(question))
    own, *others = _likeliest_first(text, languages)
    for match in WORD.finditer(text):
        words = _analyzed(match[0], own)
        if not words:
            continue
        in_others = [_analyzed(match[0], language) for language in others]
        for place, word in enumerate(words):
            forms = (them[place] for them in in_others if len(them) == len(words))
            different = dict.fromkeys(form for form in forms if form != word)
            yield replace(word, others=tuple(different)) if different else word


def _likeliest_first(text: str, languages: Sequence[str]) -> list[str]:
    """Return the languages, first the one that has most of a text's function words."""
    if len(languages) == 1:
        return list(languages)
    words = [match[0] for match in WORD.finditer(text)]
    return sorted(
        languages, key=lambda one: -sum(not stems(word, one) for word in words)
    )


class _Pieces(dict[str, str]):
    """What the index has of pieces of text; those met lately are remembered.

    A dictionary that forgets by halves: each word of a million passages is looked up
    here, and to keep them in order, as `lru_cache` does, takes longer than that.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._earlier: dict[str, str] = {}

    def __missing__(self, piece: str) -> str:
        known = self._earlier.get(piece)
        if known is None:
            known = " ".join(stems(index_form(piece), self._language))
        if len(piece) <= MAX_KEPT_CHARACTERS:
            if len(self) >= KEPT:
                self._earlier = dict(self)
                self.clear()
            self[piece] = known
        return known


_pieces = cache(_Pieces)


def _analyzed(surface: str, language: str) -> tuple[Word, ...]:
    """Return a word, or its parts as words if it is none as a whole; none if empty."""
    is_short = len(surface) <= MAX_KEPT_CHARACTERS
    return (_known if is_short else _known.__wrapped__)(surface, language)


@lru_cache(KEPT)
def _known(surface: str, language: str) -> tuple[Word, ...]:
    parts = tuple(stems(surface, language))
    whole = tuple(stems(_whole(surface), language))
    if len(whole) == 1 and parts:
        return (Word(surface, whole[0], parts),)
    return tuple(Word(surface, part, (part,)) for part in parts)


def _spaced(text: str) -> str:
    """Return the text with spaces where words end without one.

    They end at raised figures. In a script without spaces each two neighbours are one.
    """
    if text.isascii():
        return text
    text = RAISED.sub(r" \g<0> ", text)
    return UNSPACED.sub(lambda run: f" {' '.join(_pairs(run[0]))} ", text)


def _pairs(run: str) -> Iterator[str]:
    for part in CHINESE_STOP_WORDS.split(run):
        yield from (part[i : i + 2] for i in range(max(1, len(part) - 1)))


def _whole(compound: str) -> str:
    """Return a compound as one word.

    Figures keep their distance ("2.5" is not 25), unless a comma groups their digits.
    """
    if "," in compound:
        return compound.replace(",", "")
    figures = not any(map(str.isalpha, compound))
    return re.sub(JOINT, "_" if figures else "", compound)
