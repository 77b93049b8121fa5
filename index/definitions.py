"""The short forms that a text defines: "a Long Form (LF)" and its variants.

Definitions in brackets are found after Schwartz and Hearst, "A simple algorithm for
identifying abbreviation definitions in biomedical text" (2003), with the initials of
words tried last, for diplomatic names leave many words out: "the Prevention of the
Placement of Weapons in Outer Space and of the Threat or Use of Force … (PPWT)". Where
nothing but the words' order tells a definition, every initial must fit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SHORT = r"[^\W\d_][\w&/-]{1,9}"
QUOTE = "“”\"'‘’"
SAID = r"(?:referred to(?: \w+)? as|known as|called|abbreviated(?: as| to)?)"
LATER = r"(?:hereinafter|hereafter|henceforth)"
# Two to ten characters that begin with a letter, before any further detail.
BRACKETED = re.compile(
    rf"\(\s*(?:(?:{LATER}|{SAID}|also|or|the),?\s){{0,5}}"
    rf"[{QUOTE}]?(?:the\s)?({SHORT})[{QUOTE}]?\s*[,;)]"
)
REVERSED = re.compile(rf"\b({SHORT})\s\(\s*(?:the\s+)?([^\W\d_][^()]{{5,150}})\)")
INLINE = re.compile(rf"\s(?:{SAID}|or)\s(?:the\s)?[{QUOTE}]?({SHORT})\b")
# What may stand between a name and "known as".
LINK = re.compile(
    rf",?(?:\s(?:is|are|was|also|commonly|often|better|{LATER})){{0,3}},?$"
)
# "(hereinafter “the Conference”)", "(the “Agency”)": good for its own document.
TERM = re.compile(
    rf"\(\s*({LATER},?\s)?(?:{SAID}\s)?(the\s)?([{QUOTE}])?(the\s)?"
    rf"([A-Z][^\W\d_]+(?:\s[A-Z][^\W\d_]+)?)[{QUOTE}]?\s*\)"
)
CAPITALISED = re.compile(
    r"[A-Z][\w’'&-]*(?:\s(?:(?:of|on|for|and|the|to|in)\s){0,2}[A-Z][\w’'&-]*)+\W*$"
)
LEADING = re.compile(
    r"^(?:(?:a|an|and|at|by|for|from|in|of|on|the|to)\s)+", re.IGNORECASE
)
WORD = re.compile(r"[^\W_]+")
ROMAN = re.compile(r"[IVXLM]+")
MARKS = re.compile(r"[()\[\]=*_]")
SENTENCE_END = re.compile(r"[.!?;:]\s")

FUNCTION_WORDS = frozenset(
    "a an and as at by de for from in la of on or the to".split()  # noqa: SIM905
)

MAX_NAME_CHARACTERS = 400
"""Where to look for the name before its short form."""

WORDS_PER_LETTER = 5
"""How far back from its short form a name may begin, by initials."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form and the name it stands for, as a document has them."""

    short: str
    long: str


def definitions(text: str) -> Iterator[Definition]:
    """Yield the short forms a text defines, in whatever order it puts the two."""
    for match in BRACKETED.finditer(text):
        if is_short(match[1]):
            before = _before(text, match.start())
            long = _by_letters(match[1], before) or _by_initials(match[1], before)
            yield from _definition(match[1], long)
            yield from _definition(match[1], _without_tail(match[1], long or ""))
    for match in REVERSED.finditer(text):
        if is_short(match[1]) and spells(match[1], match[2]):
            yield from _definition(match[1], match[2])
    for match in INLINE.finditer(text):
        if is_short(match[1]):
            before = LINK.sub("", _before(text, match.start()), count=1)
            yield from _definition(match[1], _by_every_initial(match[1], before))


def terms(text: str) -> Iterator[Definition]:
    """Yield the words that stand for a longer name throughout this document.

    "the Conference on Disarmament (hereinafter “the Conference”)" gives "the
    Conference", article and all.
    """
    for match in TERM.finditer(text):
        later, outer, quote, inner, term = match.groups()
        article = outer or inner
        long = CAPITALISED.search(_before(text, match.start()))
        if long is None or is_short(term) or not (later or quote):
            continue
        name = LEADING.sub("", long[0].strip(f"{QUOTE} ,"))
        holds = f" {term} " in f" {name} "
        if term != name and (later or holds or (article and quote)):
            yield Definition(f"the {term}" if article else term, name)


def is_short(form: str) -> bool:
    """Return whether a form looks like one made of initials; "II" is a number."""
    return sum(map(str.isupper, form)) >= 2 and not ROMAN.fullmatch(form)


def singular(form: str) -> str:
    """Return a short form without the "s" of its plural."""
    return form[:-1] if form.endswith("s") and form[:-1].isupper() else form


def spells(short: str, long: str) -> bool:
    """Return whether the initials of a name are its short form, each of them.

    Function words and what follows a hyphen may be passed over.
    """
    letters = _letters(short)
    words = [(match[0].casefold(), match.start()) for match in WORD.finditer(long)]
    if not words or words[0][0] in FUNCTION_WORDS:
        return False
    # The places in `letters` that the words so far may have reached.
    reached = {0}
    for word, start in words:
        optional = word in FUNCTION_WORDS or (start and long[start - 1] in "-’'")
        after = {
            place + 1 for place in reached if letters[place : place + 1] == word[0]
        }
        reached = after | reached if optional else after
    return len(letters) in reached


def _definition(short: str, long: str | None) -> Iterator[Definition]:
    if long and not MARKS.search(long):
        yield Definition(short, long.strip(f"{QUOTE} ,"))


def _before(text: str, end: int) -> str:
    """Return what stands before a place in its sentence."""
    return SENTENCE_END.split(text[max(0, end - MAX_NAME_CHARACTERS) : end])[-1]


def _by_initials(short: str, before: str) -> str | None:
    """Return the end of `before` whose words' initials spell the short form."""
    letters = list(_letters(short))
    words = list(WORD.finditer(before))[-WORDS_PER_LETTER * len(letters) :]
    for word in reversed(words):
        if len(letters) == 1 and word[0].casefold() in FUNCTION_WORDS:
            continue
        if word[0][0].casefold() == letters[-1]:
            letters.pop()
            if not letters:
                return before[word.start() :].strip()
    return None


def _by_every_initial(short: str, before: str) -> str | None:
    """Return the end of `before` that the short form has every initial of."""
    words = list(WORD.finditer(before))[-2 * len(short) :]
    for word in reversed(words):
        if spells(short, before[word.start() :]):
            return before[word.start() :].strip()
    return None


def _by_letters(short: str, before: str) -> str | None:
    """Return the end of `before` that has the short form's letters, in order.

    The first letter must begin a word, the others may stand anywhere.
    """
    letters = singular(short).casefold()
    words = before.split()[-min(len(letters) + 5, 2 * len(letters)) :]
    long = " ".join(words)
    place = len(long)
    for at in range(len(letters) - 1, -1, -1):
        if not letters[at].isalnum():
            continue
        place = long.casefold().rfind(letters[at], 0, place)
        while at == 0 and place > 0 and long[place - 1].isalnum():
            place = long.casefold().rfind(letters[at], 0, place)
        if place < 0:
            return None
    first = long[place:].partition(" ")[0].casefold()
    return None if first in FUNCTION_WORDS else long[place:]


def _without_tail(short: str, long: str) -> str | None:
    """Return a name without last words that the short form has nothing of.

    "Anti-Satellite Weapons (ASAT)" says what "anti-satellite" is, too.
    """
    letters = _letters(short)
    end = long.casefold().rfind(letters[-1]) + 1
    tail = re.search(r"\s", long[end:])
    if not end or tail is None or not tail.end() < len(long) - end:
        return None
    head = long[: end + tail.start()]
    return head if len(WORD.findall(head)) > 1 else None


def _letters(short: str) -> str:
    return "".join(filter(str.isalnum, singular(short).casefold()))
