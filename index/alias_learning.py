"""The names of a library that have more than one form, learned from its passages.

Beside what is defined outright, two kinds of short form are explained by their use,
both rarely and only where nothing else explains them:

* one that no document defines, whose initials a capitalised name spells that the same
  document repeats ("TMNT", "Teenage Mutant Ninja Turtles");
* a misprint: two letters of a defined one changed places ("NPF" for "NFP"), a few
  passages away from it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from index.aliases import Aliases
from index.definitions import (
    LEADING,
    ROMAN,
    Definition,
    definitions,
    singular,
    spells,
    terms,
)
from index.known_names import known_names

SHORT = re.compile(r"\b[A-Z]{3,8}s?\b")
NAME = re.compile(
    r"\b[A-Z][a-z]+(?:-[A-Za-z][a-z]+)*"
    r"(?:\s(?:(?:of|on|for|and|the|to|in|de|la)\s){0,2}[A-Z][a-z]+(?:-[A-Za-z][a-z]+)*)+"
)

MIN_REPEATS = 2
"""How often a document must have a name that explains an undefined short form."""

MISPRINT_REACH = 3
"""How many passages away the right form must stand. On seven public collections, 3,000
passages in all, no two different short forms were taken for one another."""

Passages = Callable[[], Iterable[tuple[str, str]]]
"""Gives every passage's document id and text, documents together, in reading order."""


Places = Mapping[str, Mapping[str, Sequence[int]]]
"""By short form and document id, the places of the passages that have it."""


def learn(passages: Passages, written: Iterable[Sequence[str]] = ()) -> Aliases:
    """Return the aliases of a library.

    Args:
        passages: Its passages; read twice if a short form is left to explain.
        written: Names in their forms, as sidecars have them.
    """
    found: dict[Definition, None] = {}
    local: dict[str, dict[Definition, None]] = defaultdict(dict)
    uses: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    place, last = 0, ""
    for document, text in passages():
        place, last = (place + 1, document) if document == last else (0, document)
        found.update(dict.fromkeys(definitions(text)))
        local[document].update(dict.fromkeys(terms(text)))
        for short in set(map(singular, SHORT.findall(text))):
            uses[short][document].append(place)
    names: list[tuple[str, ...]] = [(each.short, each.long) for each in found]
    names += map(tuple, written)
    forms = (form for each in (*names, *known_names()) for form in each)
    explained = {singular(form) for form in forms}
    unexplained = {
        short: where
        for short, where in uses.items()
        if short not in explained and not ROMAN.fullmatch(short)
    }
    defined = {singular(each.short) for each in found}
    right = {short: where for short, where in uses.items() if short in defined}
    names += (pairs := _misprints(unexplained, right, passages))
    for short, _ in pairs:
        del unexplained[short]
    names += _repeated(unexplained, passages)
    return Aliases(names, {key: tuple(own) for key, own in local.items() if own})


def _misprints(
    unexplained: Places, right: Places, passages: Passages
) -> list[tuple[str, ...]]:
    """Return the misprinted short forms, each with the right one."""
    swapped: dict[str, set[str]] = defaultdict(set)
    for short in right:
        for other in _with_letters_swapped(short):
            swapped[other].add(short)
    pairs = {
        short: next(iter(swapped[short]))
        for short, where in unexplained.items()
        if len(swapped.get(short, ())) == 1
        and all(_near(where, right[each]) for each in swapped[short])
    }
    for _, text in passages() if pairs else ():
        for short, other in list(pairs.items()):
            if _are_told_apart(short, other, text):
                del pairs[short]
    return list(pairs.items())


def _with_letters_swapped(short: str) -> Iterator[str]:
    """Yield the short form with two neighbours swapped, but never the first letter."""
    for at in range(1, len(short) - 1):
        if short[at] != short[at + 1]:
            yield short[:at] + short[at + 1] + short[at] + short[at + 2 :]


def _near(
    where: Mapping[str, Sequence[int]], right: Mapping[str, Sequence[int]]
) -> bool:
    """Return whether a form stands in one document only, never far from the right one.

    A form that is more frequent than the right one is no misprint of it.
    """
    if len(where) > 1:
        return False
    ((document, places),) = where.items()
    others = right.get(document, ())
    return len(places) <= len(others) and all(
        any(abs(place - other) <= MISPRINT_REACH for other in others)
        for place in places
    )


def _are_told_apart(short: str, other: str, text: str) -> bool:
    """Return whether a text lists two forms side by side, as different things."""
    if short not in text or other not in text:
        return False
    between = r"s?(?:,|/| -|\s(?:and|or|nor|versus|vs\.?|from|to|than))+\s?(?:the\s)?"
    listed = rf"{short}{between}{other}|{other}{between}{short}"
    return re.search(listed, text) is not None


def _repeated(unexplained: Places, passages: Passages) -> Iterator[tuple[str, ...]]:
    """Yield short forms with the one name, repeated beside them, that spells them."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for document, text in passages() if unexplained else ():
        for match in NAME.finditer(text):
            name = LEADING.sub("", match[0])
            for short in {
                "".join(filter(str.isupper, name)),
                "".join(word[0].upper() for word in name.split()),
            }:
                if document in unexplained.get(short, ()) and spells(short, name):
                    counts[short][" ".join(name.split())][document] += 1
    for short, names in counts.items():
        repeated = [
            (name, documents)
            for name, documents in names.items()
            if max(documents.values()) >= MIN_REPEATS
        ]
        if len(names) == len(repeated) == 1:
            ((name, documents),) = repeated
            if 2 * len(documents) > len(unexplained[short]):
                yield short, name
