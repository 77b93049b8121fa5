"""Words as the keyword index knows them: one analysis for passages and questions.

Letters are lowered, accents and English endings dropped, function words left out. A
word with inner punctuation is known by its parts and as a whole, so that "G-21" meets
"G21", and "anti-satellite" both "antisatellite" and "satellite".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

# Raise it when the analysis changes: indexes made by another one are then rebuilt.
ANALYSIS_VERSION = 1

MAX_WORD_CHARACTERS = 40

# Articles, pronouns, auxiliaries, common prepositions and the words that ask: they say
# nothing of a passage, and no question goes unanswered for want of them. "us" is not
# among them: it is a country more often than a pronoun.
STOP_WORDS = (  # noqa: SIM905 (as a list it is longer than this module)
    "a about also am an and any are aren as at be because been but by can could "
    "couldn did didn do does doesn doing don for from had hadn has hasn have haven he "
    "her here him his how i if in into is isn it its just ll me my no nor not of on or "
    "our re s shall she should shouldn so some such t than that the their them then "
    "there these they this those to too ve very was wasn we were weren what when where "
    "whether which while who whom whose why will with would wouldn you your"
).split()

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
TOKEN = r"[\p{L}\p{N}_]+"  # what Python calls \w
JOINT = r"[-\u2010\u2011\u2013./&]"  # hyphens, en dash
COMPOUND = re.compile(rf"\w+(?:{JOINT}\w+)+|(?<!\d)\d{{1,3}}(?:,\d{{3}})+(?!\d)")
WORD = re.compile(rf"{COMPOUND.pattern}|\w+")


@dataclass(frozen=True, slots=True)
class Word:
    """A content word of a question.

    Attributes:
        surface: As it was written.
        whole: What the index has for it as a whole, if it has it.
        parts: What the index has for its parts; `(whole,)` where there is one.
    """

    surface: str
    whole: str
    parts: tuple[str, ...]


def composed(text: str) -> str:
    """Return the text with each accented letter as one character, words unbroken."""
    return normalize("NFC", text).replace(SOFT_HYPHEN, "")


def analyzer() -> TextAnalyzer:
    """Return a new analyzer of index forms."""
    return (
        TextAnalyzerBuilder(Tokenizer.regex(TOKEN))
        .filter(Filter.remove_long(MAX_WORD_CHARACTERS))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.custom_stopword(STOP_WORDS))
        .filter(Filter.stemmer("english"))
        .build()
    )


def index_form(text: str) -> str:
    """Return the text to analyze in place of this one: it, and its compounds whole."""
    text = composed(text)
    return " ".join([text, *map(_whole, COMPOUND.findall(text))])


def content_words(question: str) -> Iterator[Word]:
    """Yield the question's words in order, as `index_form` and `analyzer` find them."""
    stems = analyzer()
    for match in WORD.finditer(composed(question)):
        surface = match[0]
        parts = tuple(stems.analyze(surface))
        whole = tuple(stems.analyze(_whole(surface)))
        if len(whole) == 1 and parts:
            yield Word(surface, whole[0], parts)
        else:
            yield from (Word(surface, part, (part,)) for part in parts)


def _whole(compound: str) -> str:
    """Return a compound as one word.

    Figures keep their distance ("2.5" is not 25), unless a comma groups their digits.
    """
    if "," in compound:
        return compound.replace(",", "")
    figures = not any(map(str.isalpha, compound))
    return re.sub(JOINT, "_" if figures else "", compound)
