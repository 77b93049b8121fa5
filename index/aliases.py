"""Names that mean the same: defined in the documents, or known to everyone.

Documents define short forms as they use them: "Transparency and Confidence-Building
Measures (TCBMs)". A few names of states, groups and organs are used without being
defined; `KNOWN` has those. Aliases widen what finds a passage, never what is quoted.

Definitions are found after Schwartz and Hearst, "A simple algorithm for identifying
abbreviation definitions in biomedical text" (2003), with the initials of words tried
last, for diplomatic names leave many words out: "the Prevention of the Placement of
Weapons in Outer Space and of the Threat or Use of Force … (PPWT)".
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Each line is one name in its forms. Only what a reader may take for granted.
KNOWN: tuple[tuple[str, ...], ...] = (
    ("United States of America", "United States", "USA", "US", "U.S."),
    ("United Kingdom", "UK", "Great Britain"),
    ("Russian Federation", "Russia"),
    ("European Union", "EU"),
    ("Group of 21", "G-21", "G21"),
    ("Non-Aligned Movement", "NAM"),
    ("Viet Nam", "Vietnam"),
    ("Democratic People's Republic of Korea", "DPRK", "North Korea"),
    ("Republic of Korea", "ROK", "South Korea"),
    ("Islamic Republic of Iran", "Iran"),
    ("Syrian Arab Republic", "Syria"),
    ("Türkiye", "Turkey"),
    ("Soviet Union", "USSR", "Union of Soviet Socialist Republics"),
    ("United Nations", "UN", "U.N."),
    ("General Assembly", "UNGA"),
    ("Security Council", "UNSC"),
    ("Conference on Disarmament", "CD"),
    ("weapons of mass destruction", "WMD"),
)

WORD = re.compile(r"[^\W_]+(?:\.[^\W_]\b\.?)*")
# Two to ten characters that begin with a letter, before any further detail.
BRACKETED = re.compile(r"\(\s*[“\"']?([^\W\d_][\w&/-]{1,9})[”\"']?\s*[,;)]")
ROMAN = re.compile(r"[IVXLM]+")
MARKS = re.compile(r"[()\[\]=*_]")
SENTENCE_END = re.compile(r"[.!?;:]\s")

MAX_NAME_CHARACTERS = 400
"""Where to look for the name before its short form."""

WORDS_PER_LETTER = 5
"""How far back from its short form a name may begin, by initials."""

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form and the name it stands for, as a document has them."""

    short: str
    long: str


class Aliases:
    """All the names of a library that have more than one form."""

    def __init__(self, definitions: Iterable[Definition] = ()) -> None:
        """Join what documents define with what is known."""
        self._forms: dict[Tokens, set[str]] = defaultdict(set)
        self._longest: dict[str, int] = defaultdict(int)
        for forms in KNOWN:
            self._add(forms)
        for definition in definitions:
            self._add((definition.short, definition.long))

    def others(self, text: str) -> list[str]:
        """Return the other forms of the names in a text, in the order of the names.

        A form that the text has too is left out.
        """
        tokens = _tokens(text)
        present: set[Tokens] = set()
        found: dict[str, None] = {}
        for place, first in enumerate(tokens):
            for length in range(self._longest.get(first, 0), 0, -1):
                form = tokens[place : place + length]
                if form in self._forms:
                    present.add(form)
                    found.update(dict.fromkeys(sorted(self._forms[form])))
        return [form for form in found if _tokens(form) not in present]

    def _add(self, forms: Sequence[str]) -> None:
        for form in forms:
            tokens = _tokens(form)
            if tokens:
                self._forms[tokens].update(set(forms) - {form})
                first = tokens[0]
                self._longest[first] = max(self._longest[first], len(tokens))


def definitions(text: str) -> Iterator[Definition]:
    """Yield the short forms a text defines, as in "a Long Form (LF)"."""
    for match in BRACKETED.finditer(text):
        short = match[1]
        if sum(map(str.isupper, short)) < 2 or ROMAN.fullmatch(short):
            continue
        near = text[max(0, match.start() - MAX_NAME_CHARACTERS) : match.start()]
        before = SENTENCE_END.split(near)[-1]
        long = _by_letters(short, before) or _by_initials(short, before)
        if long and not MARKS.search(long):
            yield Definition(short, long.strip("“”\"'‘’ ,"))


def _by_initials(short: str, before: str) -> str | None:
    """Return the end of `before` whose words' initials spell the short form."""
    letters = [letter.casefold() for letter in _singular(short) if letter.isalnum()]
    words = list(re.finditer(r"[^\W_]+", before))[-WORDS_PER_LETTER * len(letters) :]
    for word in reversed(words):
        if word[0][0].casefold() == letters[-1]:
            letters.pop()
            if not letters:
                return before[word.start() :].strip()
    return None


def _by_letters(short: str, before: str) -> str | None:
    """Return the end of `before` that has the short form's letters, in order.

    The first letter must begin a word, the others may stand anywhere.
    """
    letters = _singular(short).casefold()
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
    return long[place:]


def _singular(short: str) -> str:
    return short[:-1] if short.endswith("s") and short[:-1].isupper() else short


def _tokens(text: str) -> Tokens:
    """Return a text's words: short forms as they are, in the singular; others folded.

    So "US" is not "us", and "TCBMs" is "TCBM".
    """
    words = (_singular(match[0].rstrip(".")) for match in WORD.finditer(text))
    return tuple(word if _is_short(word) else word.casefold() for word in words)


def _is_short(word: str) -> bool:
    return len(word) > 1 and word.replace(".", "").isupper()
