"""What texts speak of: names, and noun phrases that they repeat. Of English ones."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from index.actor_names import word_lists
from qa.noun_phrases import TOKEN, Use, uses_in
from qa.phrase_words import BRACKET, LINKS, PREPOSITIONS

MAX_SUBJECTS = 200
"""The most frequent are kept."""

MIN_TIMES = 2
"""A phrase used once may be a slip of these rules, or of no weight."""

MAX_SHARE = 0.3
"""Of the texts: what more of them speak of is what they are all about."""

FEW_TEXTS = 8
"""Of so few texts any share is one."""

USUAL = 0.5
"""The share of its uses in which a subject has its article."""

LIKE = 0.5
"""The share of its words by which a name is known again."""

# What follows them is a verb, as it stands.
BEFORE_VERBS = re.compile(
    r"\b(?:to|will|would|may|can|could|must|should|shall|not|we|you|they|who)\s([a-z]+)\b"
)
# What follows them is mostly a noun, or leads to one.
BEFORE_NOUNS = re.compile(
    r"\b(?:the|an?|its|their|our|your|his|her|of|in|on|for)\s([a-z]+)\b"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A name or a noun phrase.

    Attributes:
        name: As the texts have it within a sentence, without its article.
        article: "the ", "a " or "an " where they mostly put it before, else empty.
        texts: The places of the texts that have it, ascending.
    """

    name: str
    article: str
    texts: tuple[int, ...]

    @property
    def spoken(self) -> str:
        """It as it stands within a question."""
        return f"{self.article}{self.name}"

    def is_in(self, text: str) -> bool:
        """Return whether a text has it, in whatever case."""
        return found_in(self.name, text)


def found_in(name: str, text: str) -> bool:
    """Return whether a text has these words in a row, in whatever case."""
    return f" {_plain(name)} " in f" {_plain(text)} "


def is_like(name: str, text: str) -> bool:
    """Return whether a text has most words of a name, as of a longer form of it."""
    words = set(_plain(name).split()) - LINKS
    return len(words & set(_plain(text).split())) > LIKE * len(words)


def subjects(
    texts: Sequence[str], names: Collection[str] = (), *, once: bool = False
) -> list[Subject]:
    """Return what texts of one document speak of, most often first.

    Args:
        texts: Its passages.
        names: What is known to be a name: one use of it is enough.
        once: Whether one use of anything is.
    """
    known = set(map(_plain, names))
    uses: dict[str, list[Use]] = defaultdict(list)
    for text in texts:
        for use in uses_in(text):
            uses[_plain(use.name)].append(use)
    lower = {token for text in texts for token in TOKEN.findall(text)}
    verbs = {verb for text in texts for verb in BEFORE_VERBS.findall(text)}
    nouns = {noun for text in texts for noun in BEFORE_NOUNS.findall(text)}
    chosen = [
        (key, those)
        for key, those in uses.items()
        if key in known
        or _is_subject(those, lower)
        or (once and " " in key and not all(use.is_joined for use in those))
    ]
    chosen.sort(key=lambda one: (-len(one[1]) * (1 + (" " in one[0])), one[0]))
    plain = [f" {_plain(text)} " for text in texts]
    found = []
    for key, those in chosen[:MAX_SUBJECTS]:
        (name, _), *_ = Counter(use.name for use in those).most_common(1)
        if not _ends_well(name, verbs, nouns):
            continue
        inside = tuple(at for at, text in enumerate(plain) if f" {key} " in text)
        if len(texts) >= FEW_TEXTS and len(inside) > MAX_SHARE * len(texts):
            continue
        article = _article(name, those)
        if article is not None:
            found.append(Subject(name, article, inside))
    return found


def _is_subject(uses: Sequence[Use], lower: set[str]) -> bool:
    """Return whether a phrase is repeated, and a single word surely a name."""
    name = uses[0].name
    if len(uses) < MIN_TIMES:
        return False
    if " " in name or sum(map(str.isupper, name)) > 1:
        return True
    # "The Committee" is one of many.
    is_common = any(name.casefold() in those for those in word_lists().values())
    return not is_common and name.casefold() not in lower and len(uses) > MIN_TIMES


def _ends_well(name: str, verbs: Set[str], nouns: Set[str]) -> bool:
    """Return whether a phrase ends in a noun, as far as the texts show.

    It does not in "the law requires" where somebody is "to require", nor in "Acme
    Stores except" where nothing is "the except".
    """
    last = name.split()[-1]
    if not last.islower():
        return True
    if not verbs.isdisjoint((last, last.removesuffix("s"))):
        return False
    return name[0].islower() or last in nouns


def _article(name: str, uses: Sequence[Use]) -> str | None:
    """Return the article that a subject mostly has, or ""; None where it varies."""
    before = Counter(use.before for use in uses)
    indefinite = max("a", "an", key=lambda word: before[word])
    articles = {
        "the ": before["the"],
        f"{indefinite} ": before["a"] + before["an"],
        "": sum(
            count
            for word, count in before.items()
            if word in PREPOSITIONS or word == BRACKET
        ),
    }
    article = max(articles, key=lambda one: articles[one])
    if articles[article] < USUAL * len(uses):
        return None  # mostly "your", "their"
    if article in ("a ", "an ") and name[0].isupper():
        return None  # one of several of a name
    is_word = " " not in name and sum(map(str.isupper, name)) < 2
    # "The Chinese", "the Atlantic": what is left out tells what is meant.
    return None if article and is_word else article


@lru_cache(1024)
def _plain(text: str) -> str:
    return " ".join(match[0].casefold() for match in TOKEN.finditer(text))
