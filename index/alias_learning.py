"""The names of a library that have more than one form, learned from its passages.

Beside what is defined outright, two kinds of short form are explained by their use,
both rarely and only where nothing else explains them:

* one that no document defines, whose initials a capitalised name spells that the same
  document repeats ("TMNT", "Teenage Mutant Ninja Turtles");
* a misprint: two letters of a defined one changed places ("NPF" for "NFP"), a few
  passages away from it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from index.alias_evidence import Evidence
from index.aliases import Aliases
from index.definitions import singular
from index.known_names import known_names

MIN_REPEATS = 2
"""How often a document must have a name that explains an undefined short form."""

MISPRINT_REACH = 3
"""How many passages away the right form must stand. On seven public collections, 3,000
passages in all, no two different short forms were taken for one another."""

Texts = Callable[[int], Iterable[str]]
"""Gives the texts of the passages of the document of a row."""


def learn(
    evidence: Evidence, texts: Texts, written: Iterable[Sequence[str]] = ()
) -> Aliases:
    """Return the aliases of a library.

    Args:
        evidence: What its documents show.
        texts: Read again of the few documents that may have a misprint.
        written: Names in their forms, as sidecars have them.
    """
    found = evidence.definitions()
    names: list[tuple[str, ...]] = [(each.short, each.long) for each in found]
    names += map(tuple, written)
    forms = (form for each in (*names, *known_names()) for form in each)
    explained = {singular(form) for form in forms}
    users = evidence.users()
    unexplained = {
        short: count for short, count in users.items() if short not in explained
    }
    right = {singular(each.short) for each in found} & users.keys()
    names += (pairs := list(_misprints(evidence, unexplained, right, texts)))
    for short, _ in pairs:
        del unexplained[short]
    names += _repeated(evidence, unexplained)
    return Aliases(names, evidence.terms())


def _misprints(
    evidence: Evidence,
    unexplained: Mapping[str, int],
    right: Iterable[str],
    texts: Texts,
) -> Iterator[tuple[str, str]]:
    """Yield the misprinted short forms, each with the right one."""
    swapped: dict[str, set[str]] = defaultdict(set)
    for short in right:
        for other in _with_letters_swapped(short):
            swapped[other].add(short)
    for short, count in unexplained.items():
        # A misprint stands in one document only.
        if count == 1 and len(swapped.get(short, ())) == 1:
            (other,) = swapped[short]
            ((document, places),) = evidence.places(short).items()
            if _near(places, evidence.places(other).get(document, ())) and not any(
                _are_told_apart(short, other, text) for text in texts(document)
            ):
                yield short, other


def _with_letters_swapped(short: str) -> Iterator[str]:
    """Yield the short form with two neighbours swapped, but never the first letter."""
    for at in range(1, len(short) - 1):
        if short[at] != short[at + 1]:
            yield short[:at] + short[at + 1] + short[at] + short[at + 2 :]


def _near(places: Sequence[int], others: Sequence[int]) -> bool:
    """Return whether a form never stands far from the right one in a document.

    A form that is more frequent than the right one is no misprint of it.
    """
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


def _repeated(
    evidence: Evidence, unexplained: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """Yield short forms with the one name, repeated beside them, that spells them."""
    times: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for short, name, count in evidence.spelled():
        if short in unexplained:
            times[short][name].append(count)
    for short, names in times.items():
        if len(names) == 1:
            ((name, counts),) = names.items()
            in_most = 2 * len(counts) > unexplained[short]
            if max(counts) >= MIN_REPEATS and in_most:
                yield short, name
