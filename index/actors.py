"""Who may be speaking: the noun phrases that name people, states and bodies.

There is no tagger here: a phrase names somebody by its noun ("delegations", "the
Court"), by a title ("Ambassador …"), by a name everyone knows, or by capitals that the
document itself shows to be a name's. What is not sure to be somebody is nobody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.actor_names import Names, known_actors, word_lists
from index.reporting_verbs import with_s

TITLES = (
    r"(?:H\.\s?E\.|Mr|Ms|Mrs|Miss|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Ambassador|Amb"
    r"|President|Prime Minister|Foreign Minister|Minister|Senator|Judge|Justice|Judges"
    r"|General|Admiral|Air Marshal|Colonel|Captain|Secretary|Chancellor|Chairman|Pope"
    r"|King|Queen|Prince|Princess|Bishop|Archbishop|Cardinal|Saint|St|Governor|Mayor"
    r"|Commissioner|Messrs|Monsieur|Dom)"
)

COUNTS = (
    r"(?:[Aa] (?:great |large |small |considerable |significant )?(?:number|group"
    r"|majority|minority|couple|few|handful) of"
    r"|[Tt]he (?:overwhelming |great |vast |large )?(?:majority|rest) of"
    r"|[Ss]everal|[Ss]ome|[Mm]any|[Mm]ost|[Aa]ll|[Bb]oth|[Oo]ther|[Vv]arious"
    r"|[Nn]umerous|[Cc]ertain|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Aa]nother"
    r"|[Aa]ny|[Ff]ew|[Aa] few|[Ee]ach|[Ee]very|[Aa]n important number of)"
)
DETERMINERS = (
    r"(?:[Tt]he|[Aa]n?|[Tt]hese|[Tt]hose|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Oo]ur)"
)
CAPITAL = (
    r"(?:(?:[A-ZÀ-ÖØ-Þ]\.){2,}|[A-ZÀ-ÖØ-Þ]\.(?=\s[A-ZÀ-ÖØ-Þ])"
    r"|[A-ZÀ-ÖØ-Þ][\w&’'/-]*)"
)
LINK = r"(?:of the|of|for the|for|on the|on|de la|de|du|von|van|bin|al|ibn)"
NAME = rf"{CAPITAL}(?:\s(?:{LINK}\s)?{CAPITAL}|\sof\s\d+)*"
# Words between a determiner and its noun; never one that begins another phrase.
MODIFIER = (
    r"(?:(?!(?:of|in|on|at|by|for|from|to|with|and|or|that|which|who|as|than|the|an?"
    r"|several|some|other|its|their|is|are|was|were|not|has|have|had)\b)"
    r"[\w’'/-]+,?\s)"
)
MODIFIERS = rf"{MODIFIER}{{0,3}}?(?:and {MODIFIER}{{1,2}}?)?"
SOMEBODY = "|".join(sorted(word_lists()["People"] | word_lists()["Offices"]))
PLURAL = (
    rf"(?:{'|'.join(map(with_s, SOMEBODY.split('|')))}|Five|Twenty-One|spokesmen"
    r"|people|men|women|police)\b"
)
NOUN = rf"(?i:(?P<plural>{PLURAL})|(?:{SOMEBODY})\b)"

COUNTED = rf"{COUNTS}\s(?:of (?:the|its|these|those)\s)?{MODIFIERS}{NOUN}"
ROLE = rf"{DETERMINERS}\s{MODIFIER}{{0,4}}?{NOUN}"
BARE = rf"{MODIFIER}{{0,2}}?(?i:(?P<plural>{PLURAL}))"
FRIEND = r"[Tt]he\s(?:[Cc]o-?)?[Ff]riends?\sof\sthe\s[Cc]hair"
TITLED = rf"(?:[Tt]he\s)?(?:{TITLES}\.?\s)+{NAME}"
ET_AL = r"[A-Z][\w’'-]+(?P<plural>\set\sal\.?)(?:,?\s\(?(?:19|20)\d\d[a-z]?\)?)?"
DATED = (
    r"[A-Z][\w’'-]+(?P<plural>,?\s(?:and|&)\s[A-Z][\w’'-]+)?"
    r"\s\((?:19|20)\d\d[a-z]?\)"
)
PHRASES = [
    re.compile(pattern)
    for pattern in (COUNTED, FRIEND, ROLE, TITLED, ET_AL, DATED, BARE)
]
NAMED = re.compile(rf"(?:[Tt]he\s)?{NAME}")
BRACKET = re.compile(r"\s\([^()]{1,80}\)")
# Those who spoke are those who were there; any other clause may hold other people.
WHO_SPOKE = re.compile(
    r"\s(?:that|which|who)\s(?:attended|intervened|participated|spoke|took part"
    r"|took the floor|were present)\b(?:\s(?:in|at)\s(?:the\s)?[\w-]+)?"
)
PREPOSITION = re.compile(
    r"\s(?:of|from|for|to|in|at|on|representing|within)"
    r"(?:\s(?:the|its|their|all|both|an?|other))?(?=\s)"
)
INSIDE = re.compile(
    rf"\s(?:{NAME}|(?!(?:that|which|who|and|or|the|has|had|have|not|was|were|is|are|of"
    r"|from|for|to|in|at|on|within|by|with)\b|[a-z][\w-]*ed\b)[\w’'-]+)"
)
JOINED = re.compile(
    r",?\s(?:and|as\swell\sas|together\swith|along\swith|&)\s(?:also\s)?|,\s"
)
JOINING = re.compile(r"\b(?:and|as\swell\sas|together\swith|along\swith)\b|&")
# "The United States" is a phrase already, and so is its "Government".
HEAD_AFTER = re.compile(rf"\s{MODIFIER}{{0,2}}?{NOUN}")
# "Although many countries …" begins a clause, not a name.
CLAUSE_WORDS = (
    "Although ",
    "Though ",
    "While ",
    "Whilst ",
    "When ",
    "If ",
    "As ",
    "Since ",
    "Because ",
    "Where ",
    "Unless ",
    "That ",
    "However ",
    "Thus ",
    "Whether ",
    "Until ",
)
MAX_JOINED = 5
MAX_PHRASES_OF = 2
MAX_WORDS_OF = 4


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody named in a sentence.

    Attributes:
        text: As the sentence has it.
        end: Where the words for it end.
        plural: Whether "they" would be said of it.
    """

    text: str
    end: int
    plural: bool


def actors_at(text: str, at: int, names: Names) -> Iterator[Actor]:
    """Yield the phrases beginning here that name somebody, the likeliest end first.

    A phrase is yielded alone, with what belongs to it ("of China") and with those it
    is joined to ("China and the Russian Federation").
    """
    yield from _joined(text, at, at, names, MAX_JOINED)


def _joined(
    text: str, begun: int, at: int, names: Names, places: int
) -> Iterator[Actor]:
    for end, plural in _single(text, at, names):
        yield Actor(text[begun:end], end, plural or begun < at)
        link = JOINED.match(text, end) if places else None
        if link is None:
            continue
        for longer in _joined(text, begun, link.end(), names, places - 1):
            # A comma joins only what goes on to an "and".
            if link.group() != ", " or JOINING.search(text, link.end(), longer.end):
                yield longer


def _single(text: str, at: int, names: Names) -> Iterator[tuple[int, bool]]:
    """Yield where a phrase may end and whether it is plural."""
    found = NAMED.match(text, at)
    if found and names.is_name(found.group()):
        yield from ((end, False) for end in _ends(text, found.end(), MAX_PHRASES_OF))
        if found.group().removeprefix("The ").removeprefix("the ") in known_actors():
            return
    for pattern in PHRASES:
        phrase = pattern.match(text, at)
        if phrase and not phrase.group().startswith(CLAUSE_WORDS):
            plural = bool(phrase.groupdict().get("plural"))
            for end in _ends(text, phrase.end(), MAX_PHRASES_OF):
                yield end, plural
            if more := HEAD_AFTER.match(text, phrase.end()):
                yield more.end(), bool(more["plural"])


def _ends(text: str, end: int, phrases: int) -> Iterator[int]:
    """Yield the ends of a phrase with none, one and more of those that belong to it."""
    yield end
    if bracket := BRACKET.match(text, end) or WHO_SPOKE.match(text, end):
        yield from _ends(text, bracket.end(), phrases)
    preposition = PREPOSITION.match(text, end) if phrases else None
    if preposition:
        at = preposition.end()
        for _ in range(MAX_WORDS_OF):
            word = INSIDE.match(text, at)
            if word is None:
                break
            at = word.end()
            yield from _ends(text, at, phrases - 1)
