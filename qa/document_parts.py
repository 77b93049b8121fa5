"""The parts of a document that a reference names by heading or by number."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from index.catalogue import Position
from index.names import name_key
from qa.citations import shortened
from qa.reference_values import Run, arabic

MAX_LISTED = 12
"""Headings or parts named in a message."""

ENUMERATED = re.compile(
    r"(?P<word>article|art|annexe?|appendix|chapter|part|section|principle|guideline"
    r"|rule|schedule)\.?\s+(?P<number>[ivxlc]+|\d+|[a-h])\b",
    re.IGNORECASE,
)

# "II. Rationale", "2. Rationale": a heading that only bears a number.
NUMBERED = re.compile(r"(?P<number>[ivxlc]+|\d+|[a-h])[.)]\s", re.IGNORECASE)

ANY_NUMBERED = frozenset(("section", "chapter", "part"))


class Missing(Exception):  # noqa: N818 (it is a finding, not a fault)
    """The document has no such place; the text says what it has."""


def designated(
    scope: Sequence[Position], word: str, number: str, name: str
) -> list[Position]:
    """Return the passages under a numbered heading.

    Raises:
        Missing: There is no such heading.
    """
    wanted = {(word, number)}
    if word in ANY_NUMBERED:
        wanted.add(("", number))
    found = [p for p in scope if any(_designators(h) & wanted for h in p.section)]
    if not found:
        headings = {heading: None for p in scope for heading in p.section}
        there = [n for h in headings for w, n in _designators(h) if w == word]
        has = f"; it has {word} {listed(there)}" if there else ""
        raise Missing(f"{name} has no heading “{word} {number}”{has}")
    return found


def named_headings(scope: Sequence[Position], run: Run) -> list[str]:
    """Return the headings that words name; of several with the same words, the first.

    The words are the heading; or, set off by a comma or quotation marks, its beginning
    or else a part of it.
    """
    wanted = name_key(run.text)
    if not wanted:
        return []
    headings = dict.fromkeys(heading for p in scope for heading in p.section)
    forms = {heading: _heading_keys(heading) for heading in headings}
    tests: list[Callable[[str], bool]] = [lambda key: key == wanted]
    if run.set_off:
        tests.append(lambda key: key.startswith(wanted))
        tests.append(lambda key: f" {wanted} " in f" {key} ")
    for test in tests:
        found = {name_key(h): h for h, keys in forms.items() if any(map(test, keys))}
        if found:
            return list(found.values())
    return []


def matches_heading(outline: Sequence[Position], run: Run) -> bool:
    """Return whether words beside a reference are a heading of the document."""
    return bool(named_headings(outline, run))


def no_heading(
    scope: Sequence[Position], run: Run, several: Sequence[str], name: str
) -> str:
    """Return that words name no heading, or several, and which there are."""
    if several:
        rivals = listed(map(shortened, several), "“{}”")
        return f"“{run.text}” could be any of the headings of {name}: {rivals}"
    headings = [shortened(heading) for p in scope for heading in p.section[-1:]]
    has = f"; its headings are {listed(headings, '“{}”')}" if headings else ""
    return f"{name} has no heading “{shortened(run.text)}”{has}"


def listed(items: Iterable[str], form: str = "{}") -> str:
    """Return items as one phrase, each once, of many only the first."""
    known = list(dict.fromkeys(items))
    shown = ", ".join(form.format(item) for item in known[:MAX_LISTED])
    more = len(known) - MAX_LISTED
    return f"{shown} and {more} more" if more > 0 else shown


def _designators(heading: str) -> set[tuple[str, str]]:
    match = ENUMERATED.match(heading)
    if match:
        word = match["word"].casefold().replace("annexe", "annex")
        word = "article" if word == "art" else word
        return {(word, arabic(match["number"]))}
    match = NUMBERED.match(heading)
    return {("", arabic(match["number"]))} if match else set()


@lru_cache(4096)
def _heading_keys(heading: str) -> frozenset[str]:
    """Return what a heading may be called: with or without its number and "the"."""
    keys = {name_key(heading), name_key(NUMBERED.sub("", heading))}
    match = ENUMERATED.match(heading)
    if match:
        keys.add(name_key(heading[match.end() :]))
    keys |= {key.removeprefix("the ") for key in keys}
    return frozenset(keys - {""})
