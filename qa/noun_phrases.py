"""The noun phrases of English texts, found without a tagger.

A run of content words is one where it stands between a word that opens a noun phrase
("the", "of", "about") and what may follow a whole one (a preposition, an auxiliary, a
comma).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.actor_names import NOT_NAMES, known_actors
from index.markers import is_roman
from qa.phrase_words import (
    BRACKET,
    FOLLOWING,
    LINKS,
    NAME_PREPOSITIONS,
    OPENING,
    VAGUE,
)
from qa.questions import FUNCTION_WORDS

MAX_WORDS = 4
"""Of a phrase; a name in capitals may have more."""

MAX_NAME_WORDS = 7

MAX_RUN = 20
"""Words in a row that are looked at; so many make no phrase."""

TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:[-’'./&][^\W_]+)*")
STOPS = re.compile(r"[,.;:)\]”\"?!]")
VERBAL = re.compile(r"(?:ed|ly|ing)$")


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a phrase.

    Attributes:
        name: The phrase.
        before: The word before it, lowered, or an opening bracket.
        is_joined: Whether "and" or "or" follows, and with it perhaps the phrase.
    """

    name: str
    before: str
    is_joined: bool


def uses_in(text: str) -> Iterator[Use]:
    """Yield the noun phrases of a text."""
    tokens = list(TOKEN.finditer(text))
    start = 0
    while start < len(tokens):
        if not _is_content(tokens[start][0]):
            start += 1
            continue
        end = start + 1
        last = min(len(tokens), start + MAX_RUN)
        while end < last and _continues(text, tokens, start, end):
            end += 1
        while tokens[end - 1][0] in LINKS:
            end -= 1
        words = [token[0] for token in tokens[start:end]]
        before = tokens[start - 1][0] if start else ""
        joined = text[tokens[start - 1].end() : tokens[start].start()] if start else ""
        before = BRACKET if joined == f" {BRACKET}" else before
        if (
            _is_phrase(words)
            and joined in (" ", f" {BRACKET}")
            and before.casefold() in OPENING
            and not (words[0][0].isupper() and _is_within_name(tokens, start))
            and _is_over(text, tokens, end)
        ):
            is_joined = end < len(tokens) and tokens[end][0] in ("and", "or")
            yield Use(" ".join(words), before.casefold(), is_joined)
        start = end


def _continues(text: str, tokens: Sequence[re.Match[str]], start: int, at: int) -> bool:
    """Return whether a phrase goes on with a word, or a link before a capital."""
    if text[tokens[at - 1].end() : tokens[at].start()] != " ":
        return False
    word = tokens[at][0]
    if _is_content(word):
        return True
    follows = tokens[at + 1][0] if at + 1 < len(tokens) else ""
    earlier = [token[0] for token in tokens[start:at] if token[0] not in LINKS]
    is_name = all(one[0].isupper() or one[0].isdigit() for one in earlier)
    goes_on = follows[:1].isupper() or follows in LINKS
    return word in LINKS and word != "and" and is_name and goes_on


def _is_within_name(tokens: Sequence[re.Match[str]], start: int) -> bool:
    """Return whether what begins here ends a name: "Measures in Outer Space"."""
    is_linked = start > 1 and tokens[start - 1][0] in NAME_PREPOSITIONS
    return is_linked and tokens[start - 2][0][0].isupper()


def _is_over(text: str, tokens: Sequence[re.Match[str]], end: int) -> bool:
    """Return whether what stands after a phrase may follow a whole one."""
    if end >= len(tokens):
        return True
    between = text[tokens[end - 1].end() : tokens[end].start()]
    if STOPS.match(between):
        return True
    return between == " " and tokens[end][0] in FOLLOWING


def _is_content(word: str) -> bool:
    plain = word.casefold()
    return not (
        (plain in FUNCTION_WORDS and not (word.isupper() and len(word) > 1))
        or plain in NOT_NAMES
        or plain in LINKS
    )


def _is_phrase(words: Sequence[str]) -> bool:
    """Return whether words may name something one can ask about."""
    is_name = all(word[0].isupper() or word in LINKS for word in words)
    if len(words) > (MAX_NAME_WORDS if is_name else MAX_WORDS):
        return False
    plain = [word.casefold() for word in words]
    if any(word[0].isdigit() for word in words[:1]) or any(
        word in VAGUE for word in plain
    ):
        return False
    bare = " ".join(words)
    if is_name:
        is_number = is_roman(bare.casefold())
        is_cut = bare.endswith("ed")  # "the Return of Objects Launched into"
        return len(bare) > 2 and not (is_number or is_cut or _is_actor(bare))
    if len(words) == 1 or words[-1][-1].isdigit():
        return False
    if any(len(word) == 1 and word.islower() for word in words):
        return False
    # "The Russian Federation drew attention to": a clause, not a name.
    if any(_is_actor(" ".join(words[:end])) for end in range(1, len(words))):
        return False
    return not any(VERBAL.search(word) for word in (plain[0], plain[-1]))


def _is_actor(name: str) -> bool:
    return not known_actors().isdisjoint((name, name.replace(".", "")))
