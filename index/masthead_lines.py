"""Which lines are masthead, and what each of their parts is."""

import re

from index.dates import match_date, match_month
from index.languages import LANGUAGE

# Masthead lines are short; longer ones are prose that mentions a symbol or a date.
MAX_MASTHEAD_LINE = 160

_SYMBOL = (
    r"[A-Z]{1,6}(?:\.\d{1,3})?(?:/[A-Z0-9][\w.()\-]*){1,9}/?"
    r"(?:\s?/?(?:Rev|Add|Corr|Amend)\.\s?\d+)*\*{0,3}"
)
_JOB = (
    r"(?:GE\.|V\.|M\.|K\d{0,4}\.|ROM\.|NA\.)\d{2}-\d{4,6}(?:\s?\((?P<a>[EFSRAC])\))?"
    r"|\d{2}-\d{5}(?:\s?\((?P<b>[EFSRAC])\))?\*?"
    r"|N\d{2}\s\d{5}(?:\s?\((?P<c>[EFSRAC])\))?"
)

_IS_SYMBOL = re.compile(rf"(?=\S*\d)(?:{_SYMBOL})(?!\S)")
JOB_NUMBER = re.compile(rf"(?P<job>{_JOB})(?!\w)(?:\s+\d{{6}})*")
_ORIGINAL = re.compile(
    rf"[\[(]?(?:original|langue originale|idioma original)\s?:\s*"
    rf"(?P<language>{LANGUAGE})(?:\s*[/,]?\s*(?:and\s+|et\s+|y\s+)?(?:{LANGUAGE}))*"
    r"(?:\s+only)?[\])]?(?!\w)",
    re.IGNORECASE,
)
_LANGUAGE_ALONE = re.compile(
    rf"(?P<language>{LANGUAGE})(?:\s+only|\s+seulement|\s+solamente)?(?!\w)",
    re.IGNORECASE,
)
_DISTRIBUTION = re.compile(
    r"(?:distr(?:ibution)?\.?\s?:?\s*)?(?:general|limited|restricted|reserved|générale"
    r"|limitée|limitada|reservada)(?!\w)|distr(?:ibution)?\.(?!\w)",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:Conference on Disarmament|General Assembly|Security Council"
    r"|Economic and Social Council|Human Rights Council|Trusteeship Council"
    r"|Disarmament Commission|International Law Commission"
    r"|Conférence du désarmement|Assemblée générale|Conseil de sécurité"
    r"|Conseil économique et social|Conseil des droits de l[’']homme"
    r"|Конференция по разоружению|Генеральная Ассамблея|Совет Безопасности"
    r"|裁军谈判会议|大会|安全理事会"
    r"|Conferencia de Desarme|Asamblea General|Consejo de Seguridad"
    r"|(?:Preparatory |Legal |United Nations )?"
    r"(?:Committee|Commission|Conference of the Parties|Meeting of the States Parties)"
    r"(?: (?:on|for|to) (?:the )?[A-Z][\w ,’'\-]{3,80})?)"
    r"(?!\w)",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"(?:United Nations|Nations Unies|Naciones Unidas"
    r"|Организация Объединенных Наций|联合国)(?=\s{2,}|$|\s+[A-Z]{1,4}/)",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"(?:resumed\s+)?[\w\-]+(?:th|st|nd|rd|ième|e|º)\s+(?:special\s+|emergency\s+"
    r"|plenary\s+|regular\s+)?(?:session|meeting|year)(?!\w)"
    r"|on(?=\s+\d)|geneva|new york|vienna|,",
    re.IGNORECASE,
)
_AGENDA = re.compile(
    r"(?:agenda )?items?\s+\d+(?:\s?\(\w{1,4}\))*"
    r"(?:(?:,|,? and)\s+\d+(?:\s?\(\w{1,4}\))*)*"
    r"(?:\s+of the (?:provisional |preliminary )?(?:agenda|list))?\*?(?!\w)",
    re.IGNORECASE,
)
_ADOPTION = re.compile(
    r"(?:resolutions?|decisions?)\s+(?:\d[\w/]*\s+(?:\(\w+\)\s+)?)?"
    r"adopted by the [\w ]{4,60}?"
    r"(?=,?\s+on\s+\d|$)"
    r"|adopted by the [\w ]{4,60}? at its [\w\-]+ (?:plenary )?meeting,?",
    re.IGNORECASE,
)
_RECYCLE = (
    r"(?:please recycle\W*|veuillez recycler\W*|recíclese por favor\W*"
    r"|se ruega reciclar\W*|\*\s?(?:\d\s?){5,10}\*|prière de recycler\W*)"
)
_BOILERPLATE = re.compile(rf"{_RECYCLE}(?:\s*{_RECYCLE})*", re.IGNORECASE)
_PLACE = re.compile(r"(?!\d)[^\W_][\w.’' ]{2,40},\s+")
# "27 June-8 July 2011": when a session is held, not when its paper is issued.
_RANGE = re.compile(r"\d{1,2}(?:\s+[^\W\d_]+)?\s?[-–]\s?(?=\d{1,2}\s)")
_CLASSIFICATION = re.compile(
    r"(?:(?:[A-Z]{1,4}\.?\s)?\d{1,5}\\?[.,]?\s+)?(?:(?:top\s+)?secret|confidential|restricted|unclassified"
    r"|most immediate|immediate|priority|routine|important|personal|guard|emergency"
    r"|for official use only|\W)+$",
    re.IGNORECASE,
)
_SECRECY = re.compile(
    r"secret|confidential|restricted|unclassified|official use", re.IGNORECASE
)
# Tried in this order at each place of a line.
_TOKENS = (
    ("job", JOB_NUMBER),
    ("symbol", _IS_SYMBOL),
    ("original", _ORIGINAL),
    ("adoption", _ADOPTION),
    ("agenda", _AGENDA),
    ("session", _SESSION),
    ("publisher", _PUBLISHER),
    ("body", _BODY),
    ("language", _LANGUAGE_ALONE),
    ("distribution", _DISTRIBUTION),
)
# Every line that is masthead wherever it stands shows one of these; most lines don't.
_SIGN = re.compile(
    r"^(?=.{1,160}$)(?:.*?[A-Z](?:\.\d+)?/|.*?\d\d[- ]\d"
    r"|[\[(]?(?:original|langue|idioma)"
    r"|\*|.*?rec[iyí]cl|.*?adopted by)",
    re.IGNORECASE | re.DOTALL,
)
_STRONG = {"job", "symbol", "original", "adoption", "boilerplate"}


def masthead_tokens(line: str) -> dict[str, str]:
    """Return the line's masthead facts by kind; empty unless it is nothing else.

    Kinds: "job", "symbol", "date", "original", "language", "body", "publisher",
    "adoption", "agenda", "session", "distribution", "place", "classification",
    "boilerplate".
    The first of a kind counts.
    """
    line = line.strip()
    if not line or len(line) > MAX_MASTHEAD_LINE:
        return {}
    if _BOILERPLATE.fullmatch(line):
        return {"boilerplate": line}
    if _CLASSIFICATION.match(line) and any(c.isalpha() for c in line):
        return {"classification": line}
    if dateline := _dateline(line):
        return dateline
    found: dict[str, str] = {}
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
            continue
        kind, end = _token(line, at)
        if end == at:
            return {}
        found.setdefault(kind, line[at:end])
        at = end
    return found


def is_masthead(line: str) -> bool:
    """Return whether a line is masthead or boilerplate wherever it stands."""
    return bool(_SIGN.search(line)) and is_strong(masthead_tokens(line))


def is_strong(tokens: dict[str, str]) -> bool:
    """Return whether the facts make a masthead line wherever they stand."""
    return not _STRONG.isdisjoint(tokens)


def is_classification(line: str) -> bool:
    """Return whether a line only says how secret a paper is: "Top Secret", and such.

    Words such as "Important" alone may as well be a heading.
    """
    found = masthead_tokens(line)
    return "classification" in found and bool(_SECRECY.search(line))


def _token(line: str, at: int) -> tuple[str, int]:
    """Return the kind of fact at a place of a line and where it ends."""
    if match := match_date(line, at):
        return "date", match.end()
    for kind, pattern in _TOKENS:
        match = pattern.match(line, at)
        if match and match.end() > at:
            return kind, match.end()
    return "", at


def _dateline(line: str) -> dict[str, str]:
    """Return what "Geneva, 3 August 2018" says; its day or year may be missing."""
    place = _PLACE.match(line)
    if place is None:
        return {}
    period = _RANGE.match(line, place.end())
    start = period.end() if period else place.end()
    day = match_date(line, start)
    match = day or match_month(line, start)
    if match is None or line[match.end() :].strip(". "):
        return {}
    return {"place": place[0]} | ({"date": match[0]} if day and not period else {})
