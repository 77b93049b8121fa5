"""Which language a document is in, by its letters and by what its file says."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import Any

from index.documents import Reading
from index.languages import ISO_639_1

SAMPLES = 5
SAMPLE_CHARACTERS = 2_000
"""Looked at, from all over the text: a cover page may be in another language."""

MIN_PROBABILITY = 0.5
"""Below it a text does not tell its language. Of the first 80 characters of 575
paragraphs in five languages 572 are above it, two of them told wrongly."""

MUCH_TEXT = 300
SURE = 0.9
"""A text of so many letters whose language is so probable is in it, whatever its file
says: programs write lang="en" into everything."""

# A dialect is told for its language by chance, and Latin for any few words.
UNLIKELY = frozenset(
    """
    aa an ba br eo fo fy gd gv ht ig jv ku kw la lb lg ln mg oc om qu rw sa se sn st tk
    tt vo wa xh yo zu
    """.split()  # noqa: SIM905 (as a list it is longer)
)

# Languages that no short text, and hardly a long one, tells apart.
KIN: Mapping[str, str] = {"nb": "no", "nn": "no", "bs": "hr", "sr": "hr", "ms": "id"}

# Of a text too short to tell, by the name that Unicode gives its letters.
BY_SCRIPT: Mapping[str, str] = {
    "ARABIC": "ar",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "GREEK": "el",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "THAI": "th",
}
DEFAULT = "en"

MANY_LETTERS = 200
"""As many tell a text's script."""


_LOADING = Lock()


def with_language(reading: Reading) -> Reading:
    """Return a reading whose document has the language that its text is in.

    Args:
        reading: Its document has the language that its file says, or "".
    """
    document = reading.document
    language = language_of(document.text, document.masthead.language, document.language)
    return replace(reading, document=replace(document, language=language))


def language_of(text: str, *claims: str | None) -> str:
    """Return the ISO 639-1 code of the language that a text is in.

    Args:
        text: All of it.
        claims: What is said of it, most reliable first: what it prints, what its file
            has. The first that is a language counts, unless the text surely is in
            another one.
    """
    sample = _sample(text)
    said = next((code for claim in claims if (code := _code(claim))), None)
    if said and (said in UNLIKELY or sum(map(str.isalpha, sample)) < MUCH_TEXT):
        return said
    found, probability = _classified(sample)
    if said is None:
        return found if probability >= MIN_PROBABILITY else _by_script(sample)
    is_other = kin(found) != kin(said)
    return found if is_other and probability >= SURE else said


def kin(language: str) -> str:
    """Return the language that stands for it and those it is hardly told from."""
    return KIN.get(language, language)


def _sample(text: str) -> str:
    """Return parts of a long text, from its beginning to its end."""
    if len(text) <= SAMPLES * SAMPLE_CHARACTERS:
        return text
    step = (len(text) - SAMPLE_CHARACTERS) // (SAMPLES - 1)
    starts = range(0, SAMPLES * step, step)
    return "\n".join(text[start : start + SAMPLE_CHARACTERS] for start in starts)


def _code(claim: str | None) -> str | None:
    """Return the language of a tag such as "en", "EN-gb" or "pt_BR"; None for none."""
    code = re.split("[-_]", (claim or "").strip().lower())[0]
    return code if code in ISO_639_1 else None


def _classified(text: str) -> tuple[str, float]:
    """Return the likeliest language and its probability."""
    # Capitals look like another language to the model, be it for a few lines.
    words = (word.lower() if word.isupper() else word for word in text.split())
    with _LOADING:
        identifier = _identifier()
    language, probability = identifier.classify(" ".join(words))
    return language, float(probability)


def _by_script(text: str) -> str:
    letters = [character for character in text if character.isalpha()][:MANY_LETTERS]
    scripts = Counter(
        unicodedata.name(letter, "").partition(" ")[0] for letter in letters
    )
    return BY_SCRIPT.get(scripts.most_common(1)[0][0], DEFAULT) if scripts else DEFAULT


@cache
def _identifier() -> Any:
    # Heavy, and only documents that are read need it.
    from py3langid.langid import (  # type: ignore[import-untyped]
        MODEL_FILE,
        LanguageIdentifier,
    )

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels) & (ISO_639_1 - UNLIKELY)
    identifier.set_languages(sorted(known))
    return identifier
