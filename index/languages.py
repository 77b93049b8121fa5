"""The six languages of the United Nations, as mastheads and job numbers name them."""

import re

_CODES = {
    name: code
    for code, names in {
        "en": "english anglais inglés английский 英文",
        "fr": "french français francés",
        "es": "spanish español espagnol",
        "ru": "russian русский 俄文 russe ruso",
        "ar": "arabic arabe árabe арабский عربي عربية",
        "zh": "chinese chinois chino китайский 中文",
    }.items()
    for name in names.split()
}
_SUFFIXES = {"E": "en", "F": "fr", "S": "es", "R": "ru", "A": "ar", "C": "zh"}

LANGUAGE = "|".join(sorted(_CODES, key=len, reverse=True))
"""A pattern of every name; match it without regard to case."""

_NAME = re.compile(LANGUAGE, re.IGNORECASE)
_SUFFIX = re.compile(r"\(([EFSRAC])\)")


def language_code(text: str) -> str | None:
    """Return the ISO 639-1 code of the first language a text names, or None."""
    match = _NAME.search(text)
    return _CODES[match[0].lower()] if match else None


def job_language(job_number: str) -> str | None:
    """Return the code of a job number's language: "GE.18-13664(E)" is English."""
    match = _SUFFIX.search(job_number)
    return _SUFFIXES[match[1]] if match else None
