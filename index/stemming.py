"""What each language's words become in the keyword index: stems, without stop words.

Cyrillic, Arabic and Greek words show their stemmer by their letters, in any text. Words
in Latin letters need their text's language.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

ENGLISH = "en"
"""Of texts in Latin letters whose language has no stemmer here, too."""

STEMMERS: Mapping[str, str] = MappingProxyType(
    {
        "en": "english",
        "da": "danish",
        "de": "german",
        "es": "spanish",
        "fi": "finnish",
        "fr": "french",
        "hu": "hungarian",
        "it": "italian",
        "nl": "dutch",
        "no": "norwegian",
        "pt": "portuguese",
        "sv": "swedish",
    }
)
"""Of the languages in Latin letters that tantivy has stop words for as well."""

SAME_STEMMER: Mapping[str, str] = MappingProxyType(
    {"nb": "no", "nn": "no", "gl": "pt", "ca": "es"}
)
"""Languages stemmed as their next of kin."""

SCRIPT_STEMMERS = ("russian", "arabic", "greek")

MAX_WORD_CHARACTERS = 40

STOP_WORDS: Mapping[str, list[str]] = MappingProxyType(
    {
        language: words.split()
        for language, words in tomllib.loads(
            (files("index") / "stop_words.toml").read_text("utf-8")
        ).items()
    }
)
"""By language; beside English, those that tantivy's own lists lack."""

VOWEL_SIGNS = r"\u0900-\u0963\u0966-\u0e3e\u0e40-\u0e4e\u0e50-\u109f\u1780-\u17d3"
"""Scripts of India and South-East Asia: their vowels are marks, which no class of
letters has."""

TOKEN = rf"[\p{{L}}\p{{N}}_{VOWEL_SIGNS}]+"
WORD_CHARACTER = rf"[\w{VOWEL_SIGNS}]"
"""What `TOKEN` is made of, in the way Python writes it."""

# One letter for one letter, so that no place in a text moves.
SAME_LETTERS: Mapping[int, int | str] = {
    **{ord(full): ord(full) - 0xFEE0 for full in map(chr, range(0xFF01, 0xFF5F))},
    **str.maketrans(
        "\u0622\u0623\u0625\u0671\u0649\u06cc\u06a9",
        "\u0627\u0627\u0627\u0627\u064a\u064a\u0643",
    ),
    **{ord(zero) + i: str(i) for zero in "\u0660\u06f0" for i in range(10)},
    **str.maketrans("\u0451\u0401", "\u0435\u0415"),
}
"""Letters and figures that are written in more than one way: full-width ones, Arabic's
forms of alef, ya and kaf, Russian's yo."""


def stemmed_as(language: str) -> str:
    """Return the code of the language whose stemmer a text in Latin letters gets."""
    language = SAME_STEMMER.get(language, language)
    return language if language in STEMMERS else ENGLISH


def stems(text: str, language: str = ENGLISH) -> list[str]:
    """Return a text's words as the index has them, in order, without stop words.

    Args:
        text: Any text; `index.words.indexed` is with its compounds.
        language: ISO 639-1 code of it.
    """
    language = stemmed_as(language)
    if text.isascii():
        return _analyzer(language, scripts=()).analyze(text)
    return _analyzer(language, SCRIPT_STEMMERS).analyze(text.translate(SAME_LETTERS))


@cache
def _analyzer(language: str, scripts: Sequence[str]) -> TextAnalyzer:
    builder = (
        TextAnalyzerBuilder(Tokenizer.regex(TOKEN))
        .filter(Filter.remove_long(MAX_WORD_CHARACTERS))
        .filter(Filter.lowercase())
    )
    if scripts:
        builder = builder.filter(Filter.stopword("russian")).filter(
            Filter.custom_stopword(STOP_WORDS["ru"] + STOP_WORDS["ar"])
        )
    if language == ENGLISH:
        builder = builder.filter(Filter.ascii_fold()).filter(
            Filter.custom_stopword(STOP_WORDS[ENGLISH])
        )
    else:
        builder = builder.filter(Filter.stopword(STEMMERS[language])).filter(
            Filter.custom_stopword(STOP_WORDS.get(language, []))
        )
    for stemmer in (STEMMERS[language], *scripts):
        builder = builder.filter(Filter.stemmer(stemmer))
    # The other stemmers know their accents: "adopté" and "adoptée" meet by them.
    return builder.filter(Filter.ascii_fold()).build()
