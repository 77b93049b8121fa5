"""What a document is called: by its symbol, its title, its file, its senders.

People say "the G-21 paper" for what is headed "Note verbale … in its capacity as the
Coordinator for the Group of 21". All of it is taken from what the document prints, or
from its sidecar.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import Literal

from index.aliases import Aliases
from index.definitions import definitions
from index.documents import Document, Passage
from index.symbols import job_numbers, normal_symbol, symbols

Kind = Literal["symbol", "job number", "title", "file", "word", "noun"]

DOCUMENT_NOUNS = frozenset(
    """
    paper report treaty convention agreement resolution letter statement summary
    declaration protocol charter document text note memorandum cablegram guideline code
    covenant pact statute decision communique proposal submission minute draft act
    constitution regulation directive manual strategy
    """.split()  # noqa: SIM905
)
"""What a document may be called; in the singular."""

STOP_WORDS = frozenset(
    "a an and as at by de du for from in la le of on or the their to with".split()  # noqa: SIM905
)
PREPOSITIONS = frozenset(
    "on of for to by from between concerning governing banning regarding".split()  # noqa: SIM905
)
# What a covering letter says of itself: who sends it, for whom, and what it transmits.
SENDER = re.compile(r"\bfrom (?:the )?(.{3,200}?)(?= to the | addressed to |$)", re.I)
ROLE = re.compile(r"\bin (?:its|his|her|their) capacity as (?:the )?(.{3,160})", re.I)
BEHALF = re.compile(r"\bon behalf of (?:the )?([^,.;]{2,100})", re.I)
TRANSMITTED = re.compile(
    r"\b(?:transmit|submit|forward|convey|enclos)\w*\s(?:\w+\s){0,4}?(?:the|an?|its)\s"
    r"([^.,;]{3,200})",
    re.IGNORECASE,
)
# A heading that says whose paper it is.
BYLINE = re.compile(
    r"\b(?:submitted|presented|prepared|note|statement|letter|report|working paper)"
    r"\s(?:by|of|from|dated)\b",
    re.IGNORECASE,
)
MAX_SERIES = 5
"""Letters of a symbol's longest element; what has more is a file's own name."""

BRACKETS_AT_END = re.compile(r"\s*\([^()]{1,80}\)\s*$")


@dataclass(frozen=True, slots=True)
class Name:
    """One way to name a document, in the form it is looked for.

    A document has one "word" for each word of its titles and senders, and as "noun"
    what it calls itself: a treaty, a report; so a report on a treaty is none.
    """

    kind: Kind
    form: str


def names(document: Document, passages: Sequence[Passage]) -> list[Name]:
    """Return every name of a document, each once."""
    found = [
        *_numbers(document),
        *_titles(document.title),
        *_file(document.name),
        *(Name("word", word) for word in _words(document, passages)),
        *(Name("noun", noun) for noun in _nouns(document, passages)),
    ]
    return list(dict.fromkeys(name for name in found if name.form))


def name_key(text: str) -> str:
    """Return a name without capitals, accents and punctuation, one space between.

    >>> name_key("The G-21 Paper: Türkiye's view")
    'the g21 paper turkiye view'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = re.sub(r"['’]s\b|[\u0300-\u036f'’]", "", plain)
    key = " ".join(re.findall(r"[^\W_]+", plain))
    return re.sub(r"\b([a-z]) (\d+)\b", r"\1\2", key)


def name_words(text: str) -> list[str]:
    """Return the words that tell documents apart, in the singular, in order."""
    words = (word for word in name_key(text).split() if word not in STOP_WORDS)
    return list(dict.fromkeys(_singular(word) for word in words))


def head_noun(name: str) -> str:
    """Return what a name calls a document: "report" in "report on a treaty"; or "".

    It is the first such word of a title, and the last of a short name such as "the
    Outer Space Treaty".
    """
    words = [_singular(word) for word in name_key(name).split()]
    places = [place for place, word in enumerate(words) if word in DOCUMENT_NOUNS]
    if not places:
        return ""
    first, last = places[0], places[-1]
    followed = words[first + 1 : first + 2]
    return words[first if followed and followed[0] in PREPOSITIONS else last]


def _numbers(document: Document) -> Iterator[Name]:
    masthead = document.masthead
    if masthead.symbol:
        yield Name("symbol", normal_symbol(masthead.symbol))
        if "symbol" in document.supplied:
            # It may be of no form we know, and is then typed like a name.
            yield Name("title", name_key(masthead.symbol))
    for number, _ in job_numbers(masthead.job_number or ""):
        yield from job_names(number)


def job_names(number: str) -> Iterator[Name]:
    """Yield what a job number may be written as: its office and language left out.

    >>> [name.form for name in job_names("GE.18-13664(E)")]
    ['GE.18-13664(E)', 'GE.18-13664', '18-13664(E)', '18-13664']
    """
    for form in (number, number.partition(".")[2]):
        yield Name("job number", form)
        yield Name("job number", form.partition("(")[0])


def _titles(title: str) -> Iterator[Name]:
    yield Name("title", name_key(title))
    yield Name("title", name_key(BRACKETS_AT_END.sub("", title)))


def _file(name: str) -> Iterator[Name]:
    """Yield the file's name, with its folder and without, and the symbol it spells.

    Such as A/RES/72/26 in "A_RES_72_26-EN.pdf".
    """
    path = PurePath(name)
    stem = path.stem
    yield Name("file", name_key(name))
    yield Name("file", name_key(path.name))
    yield Name("file", name_key(stem))
    spelled = re.sub(r"(\d)[ _]([IVXLC]+)\b", r"\1 (\2)", stem)
    for form in (stem.replace("_", "/"), spelled.replace("_", " ")):
        form = re.sub(r"-[A-Z]{2}$", "", form)
        for found in symbols(form, typed=True):
            words = re.findall(r"[^\W\d_]+", found.symbol.name)
            if found.span == (0, len(form)) and len(max(words, key=len)) <= MAX_SERIES:
                yield Name("file", str(found.symbol))


def _words(document: Document, passages: Sequence[Passage]) -> Iterator[str]:
    said = list(_said(document, passages))
    defined = tuple((each.short, each.long) for each in definitions(document.text))
    others = _aliases(defined).others("\n".join(said))
    for text in [*said, *others]:
        yield from name_words(text)


@lru_cache(maxsize=1 << 6)
def _aliases(defined: tuple[tuple[str, str], ...]) -> Aliases:
    """Return the aliases where these are defined; most short documents define none."""
    return Aliases(defined)


def _nouns(document: Document, passages: Sequence[Passage]) -> Iterator[str]:
    for text in _said(document, passages):
        nouns = (word for word in name_words(text) if word in DOCUMENT_NOUNS)
        yield next(nouns, "")


def _said(document: Document, passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the texts that say what the document is and whose."""
    yield document.title
    if document.masthead.submitted_by:
        yield document.masthead.submitted_by
    cover = [passage for passage in passages if passage.part == "cover note"]
    headings = dict.fromkeys(passage.section[0] for passage in cover if passage.section)
    for heading in headings:
        for pattern in (SENDER, ROLE, BEHALF, TRANSMITTED):
            yield from pattern.findall(heading)
    for passage in cover:
        yield from BEHALF.findall(passage.text)
        yield from TRANSMITTED.findall(passage.text)
    if passages:
        yield from (h for h in passages[0].section if BYLINE.search(h))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == "s" != word[-2] else word
