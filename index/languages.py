"""The six languages of the United Nations, as mastheads and job numbers name them.

Any other language is known by its code of ISO 639-1 alone.
"""

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

ISO_639_1 = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu
    cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he
    hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko
    kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd
    ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se
    sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty
    ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()  # noqa: SIM905
)
"""Every language's code of two letters."""

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
