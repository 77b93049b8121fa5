"""Which lines are headings, and which heading stands under which."""

import re

from index.dates import match_date
from index.lines import runs_on
from index.markers import is_roman, read_marker, roman

MAX_HEADING = 250
MAX_TRANSMITTAL = 700
MAX_QUESTION = 120
# "Sec. 2. Definitions." is a heading, full stop and all, if it is short.
MAX_STOPPED = 60
# Scripts without capitals, some without spaces: only what is short is a heading.
MAX_CASELESS = 60

# Outermost first; what no form names ranks last.
_KINDS = (
    "annex annexe anexo appendix appendice apéndice attachment enclosure addendum"
    " schedule приложение",
    "part partie parte book volume title часть",
    "chapter chapitre capítulo capitulo глава",
    "section sec. secção sección seccion раздел",
)
RANKS = {name: rank for rank, names in enumerate(_KINDS, 1) for name in names.split()}
ROMAN_RANK, CAPITAL_RANK, NUMBER_RANK = 5, 6, 7
DECIMAL_RANK = 7
ARTICLE_RANK = 14
PLAIN_RANK = 15

_ARTICLES = (
    "article art. artículo articulo artigo artikel статья rule règle regla principle"
    " principe principio guideline directive recommendation recommandation"
    " recomendación goal objective action resolution decision question item point"
)
_ORDINAL = (
    r"(?:\d{1,3}[A-Z]?(?:\.\d{1,2})*(?:\s?(?:bis|ter))?|[IVXLC]{1,7}|[A-Z]"
    r"|one|two|three|four|five|premier|première|primero|único)"
)
_NAMED = re.compile(
    rf"(?P<name>{'|'.join(map(re.escape, [*RANKS, *_ARTICLES.split()]))})"
    rf"(?:\s+(?:no\.\s?)?(?P<number>{_ORDINAL})(?!\w))?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_LONE = re.compile(
    r"(?:preamble|préambule|preámbulo|introduction|conclusions?|summary|résumé|resumen"
    r"|contents|abstract|background|foreword|glossary|definitions|references|notes)",
    re.IGNORECASE,
)
_TRANSMITTAL = re.compile(
    r"(?:note verbale|nota verbal|(?:identical )?letters?|lettres?|cartas?"
    r"|communication)\s+(?:dated|datée?s?|en date|de fecha|addressed|adressée)",
    re.IGNORECASE,
)
_OPENING = re.compile(r"[^\W_]|[“\"'‘«(]")
_CASELESS = re.compile(
    r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|shall|should|will|would|may|must|can|could)\b"
)
_FIRST_LETTER = re.compile(r"^[\W\d_\x00-\x1f]+")
_SIGNED = re.compile(r"\(?(?:signed|signé|firmado)\)?\W", re.IGNORECASE)
_RUN_IN = re.compile(
    r"(?:article|artículo|artigo|artikel|статья|principle|principe|principio|guideline"
    rf"|directive|rule|règle|regla|recommendation)\s+(?P<number>{_ORDINAL})"
    r"(?:\s?[.:–—-]+)?\s+(?=[\"“(]?[^\W_])",
    re.IGNORECASE,
)
# An address, a person's initial, a telephone number.
_VALUE = re.compile(r"@|\b[A-Z]\.\s|\+?\d[\d\s()\-]{6,}$")
_LETTERS = re.compile(r"[^\W\d_]+")


def is_numbered_heading(text: str) -> bool:
    """Return whether a line is a heading by its form: "Article IV", "ANNEX II".

    A title may follow ("Guideline 2: Minimize…"), a sentence may not.
    """
    if len(text) > MAX_HEADING:
        return False
    match = _NAMED.match(text)
    if match is None or not match["name"][0].isupper():
        return False
    rest = match["rest"].strip()
    if match["number"] is None:
        return not rest and match["name"].lower() in RANKS
    title = _FIRST_LETTER.sub("", rest)
    if not title:
        return True
    if rest[-1] == "." and match["name"].lower() in RANKS:
        return len(title) <= MAX_STOPPED and not has_verb(title)
    return rest[0] in ".:–—-" and runs_on(text) and title[0].isupper()


def article_number(text: str) -> int | None:
    """Return the number of the article that a line opens, or None."""
    match = _RUN_IN.match(text + " x")
    if match is None or not text[0].isupper():
        return None
    if len(text) > match.end() and not is_numbered_heading(text):
        rest = text[match.end() :]
        if not (rest[0].isupper() or read_marker(rest)):
            return None
    number = match["number"]
    if number.isdigit():
        return int(number)
    return roman(number.lower()) if is_roman(number) else None


def article_heading_length(text: str) -> int:
    """Return how much of a line is the article's number, 0 if it is all of it."""
    match = _RUN_IN.match(text)
    return 0 if match is None or is_numbered_heading(text) else match.end()


def is_division(text: str) -> bool:
    """Return whether a heading names a part of a document, never the whole."""
    match = _NAMED.match(text)
    named = match is not None and match["name"].lower() in RANKS
    return is_numbered_heading(text) and (named or article_number(text) is not None)


def is_transmittal(text: str) -> bool:
    """Return whether a heading introduces a covering letter or note verbale."""
    return len(text) <= MAX_TRANSMITTAL and bool(_TRANSMITTAL.match(text))


def is_signature(text: str) -> bool:
    """Return whether a line is where somebody signed."""
    return bool(_SIGNED.match(text))


def has_verb(text: str) -> bool:
    """Return whether an English auxiliary shows that a line is a sentence."""
    return bool(_VERB.search(text))


def is_question(text: str) -> bool:
    """Return whether a line is one short question, such as heads an answer."""
    return text.endswith("?") and len(text) <= MAX_QUESTION and text[0].isupper()


def may_be_heading(text: str) -> bool:
    """Return whether a line has the form of a heading; what follows it decides."""
    if is_numbered_heading(text) or (is_transmittal(text) and runs_on(text)):
        return True
    if is_signature(text):
        return False
    marker = read_marker(text)
    bare = text[marker.length :] if marker else text
    if not bare or len(text) > MAX_HEADING or (marker and marker.style == "bullet"):
        return False
    if bare[-1] in ",;—–" or bare[0].islower() or not _OPENING.match(bare):
        return False
    if (bare[0], bare[-1]) == ("(", ")") or _is_fact(bare):
        return False
    words = bare.split()
    if _CASELESS.match(bare) and len(bare) > MAX_CASELESS:
        return False
    titled = _is_titled(bare)
    if bare[-1] == ":":
        return titled and len(words) <= 12
    if not runs_on(bare):
        return False
    if titled:
        return len(words) <= 30
    return len(words) <= 14 and not (len(words) > 7 and has_verb(bare))


def rank(text: str) -> int:
    """Return how deep a heading stands by its form; 1 is outermost."""
    match = _NAMED.match(text)
    if match and (match["number"] or not match["rest"].strip()):
        return RANKS.get(match["name"].lower(), ARTICLE_RANK)
    marker = read_marker(text)
    if marker is None:
        if is_transmittal(text):
            return 0
        return (
            ARTICLE_RANK
            if _LONE.fullmatch(text) and text.lower() == "preamble"
            else PLAIN_RANK
        )
    if marker.style == "capital":
        return (
            ROMAN_RANK
            if (is_roman(marker.value) and len(marker.value) > 1)
            or marker.value in "IVX"
            else CAPITAL_RANK
        )
    if marker.style == "decimal":
        return min(DECIMAL_RANK + marker.value.count("."), ARTICLE_RANK - 1)
    if marker.style == "number":
        return NUMBER_RANK
    return ARTICLE_RANK - 1


def _is_fact(text: str) -> bool:
    """Return whether a line is a label and its value, as forms and minutes have them.

    "Last updated: 3 May 2010", "Present: A. Reed, B. Cole"; not "Part two: the sea".
    """
    label, colon, rest = text.partition(":")
    if not colon or not rest.strip() or not label[-1:].isalpha():
        return False
    date = match_date(rest.strip())
    if date is not None and date.end() == len(rest.strip()):
        return True
    return " " not in label and bool(_VALUE.search(rest))


def _is_titled(text: str) -> bool:
    """Return whether nearly every word of weight has a capital, as titles have."""
    words = [word for word in _LETTERS.findall(text) if len(word) > 3]
    return bool(words) and sum(w[0].isupper() for w in words) >= 0.7 * len(words)
