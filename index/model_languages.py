"""Which languages an embedding model knows, and what follows for a document."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from index.detection import SAMPLE_CHARACTERS, kin
from index.documents import Document, Span
from index.embedding import Embedder
from index.languages import ISO_639_1
from index.words import UNSPACED

CARD = "README.md"
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\s", re.DOTALL)
LANGUAGES = re.compile(r"^languages?:[ \t]*(.*(?:\n[ \t]*-.*)*)", re.MULTILINE)

MAX_SPELT = 0.5
"""Share of a text's letters that stand alone in a word piece, within a longer word. Of
questions in a language that a model's word pieces were made for it is under 0.2, of
others over 0.7, names in other letters apart."""

MAX_UNKNOWN = 0.1
"""Share of a text's letters for which there is no word piece."""


# Of the languages that are likely.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        name[:2]: name[3:]
        for name in """
    af Afrikaans, ar Arabic, az Azerbaijani, be Belarusian, bg Bulgarian, bn
    Bengali, bs Bosnian, ca Catalan, cs Czech, da Danish, de German, el Greek, en
    English, es Spanish, et Estonian, eu Basque, fa Persian, fi Finnish, fr French,
    ga Irish, he Hebrew, hi Hindi, hr Croatian, hu Hungarian, hy Armenian, id
    Indonesian, is Icelandic, it Italian, ja Japanese, ka Georgian, kk Kazakh, km
    Khmer, ko Korean, lo Lao, lt Lithuanian, lv Latvian, mk Macedonian, mn
    Mongolian, ms Malay, my Burmese, ne Nepali, nl Dutch, no Norwegian, pl Polish,
    ps Pashto, pt Portuguese, ro Romanian, ru Russian, sk Slovak, sl Slovenian, sq
    Albanian, sr Serbian, sv Swedish, sw Swahili, ta Tamil, th Thai, tr Turkish, uk
    Ukrainian, ur Urdu, uz Uzbek, vi Vietnamese, zh Chinese
    """.strip()
        .replace("\n    ", " ")
        .split(", ")
    }
)


def card_languages(folder: Path) -> frozenset[str] | None:
    """Return the ISO 639-1 codes that a model's card names; None where it has none.

    Args:
        folder: The model's; the card is its README.md.
    """
    try:
        front = FRONT_MATTER.match((folder / CARD).read_text("utf-8", "replace"))
    except OSError:
        return None
    named = LANGUAGES.search(front[1]) if front else None
    words = re.findall(r"[a-z]+", named[1].lower()) if named else []
    return frozenset(words) & ISO_639_1 or None


def can_read(text: str, pieces: Sequence[Span], unknown: Sequence[bool]) -> bool:
    """Return whether a model's word pieces were made for a text's language.

    Args:
        text: Any text.
        pieces: The range of each word piece.
        unknown: Whether each stands for what the model has no piece for.
    """
    letters = max(1, sum(map(str.isalpha, text)))
    missing = spelt = 0
    for (start, end), is_unknown in zip(pieces, unknown, strict=True):
        inside = sum(map(str.isalpha, text[start:end]))
        if is_unknown:
            missing += inside
        elif inside == 1 and not UNSPACED.match(text, start):
            beside = text[max(0, start - 1) : start] + text[end : end + 1]
            spelt += any(map(str.isalpha, beside))
    return missing <= MAX_UNKNOWN * letters and spelt <= MAX_SPELT * letters


def with_language_warning(
    document: Document, embedder: Embedder, language: str | None = None
) -> Document:
    """Return the document, warning of itself if the model does not know its language.

    Args:
        document: As it was read.
        embedder: The model that questions will be understood by.
        language: ISO 639-1 code that a person supplied; None takes the document's.
    """
    warning = language_warning(document.text, language or document.language, embedder)
    if warning is None:
        return document
    return replace(document, warnings=(*document.warnings, warning))


def language_warning(text: str, language: str, embedder: Embedder) -> str | None:
    """Return what to tell of a text in a language that the model does not know."""
    known = embedder.languages
    is_known = known is None or kin(language) in map(kin, known)
    if is_known and embedder.reads(text[:SAMPLE_CHARACTERS]):
        return None
    name = NAMES.get(language, f"a language ({language})")
    model = embedder.fingerprint.partition("@")[0]
    return (
        f"The text is in {name}, which the model {model} does not know: questions find "
        "it by its words, hardly by its meaning. A multilingual model, given with "
        "--model, knows more."
    )
