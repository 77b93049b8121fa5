"""The other forms of a question's names, shown where they found the passages."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.aliases import Aliases, Mention

Texts = Iterable[tuple[str, str]]
"""Passages as document id and text."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """A name as a question has it, and as a passage has it.

    Attributes:
        typed: As the question has it.
        found: As the passage has it.
        end: Where `typed` ends in the question.
    """

    typed: str
    found: str
    end: int


def reworded(question: str, aliases: Aliases, passages: Texts) -> list[Reworded]:
    """Return the names that a passage has in another form than the question only.

    Args:
        question: As it was understood.
        aliases: The library's.
        passages: Those cited, best first.
    """
    typed = _longest(aliases.mentions(question))
    asked = {mention.form for mention in aliases.mentions(question)}
    found: dict[int, Reworded] = {}
    for document_id, text in passages:
        here = aliases.mentions(text, document_id)
        present = {mention.form for mention in here}
        for mention in typed:
            other = _other(mention, here)
            if mention.form in present or other is None or other.form in asked:
                continue
            name = question[mention.start : mention.end]
            form = " ".join(text[other.start : other.end].split())
            if _letters(form) != _letters(name):
                found.setdefault(mention.end, Reworded(name, form, mention.end))
    return [found[end] for end in sorted(found)]


def understood_as(question: str, names: Iterable[Reworded]) -> str:
    """Return the question with each name's other form in brackets after it.

    Within brackets they are square ones.

    Args:
        question: As for `reworded`.
        names: What it returned.
    """
    parts, start = [], 0
    for name in names:
        before = question[: name.end]
        opening, closing = "[]" if before.count("(") > before.count(")") else "()"
        parts.append(f"{before[start:]} {opening}{name.found}{closing}")
        start = name.end
    return "".join([*parts, question[start:]])


def _longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the names that lie in no other, each form once."""
    kept: dict[tuple[str, ...], Mention] = {}
    end = 0
    for mention in mentions:
        if mention.start >= end:
            kept.setdefault(mention.form, mention)
            end = mention.end
    return list(kept.values())


def _other(typed: Mention, mentions: Iterable[Mention]) -> Mention | None:
    """Return the first mention of the same name in another form."""
    return next((one for one in mentions if typed.form in one.others), None)


def _letters(form: str) -> str:
    return "".join(filter(str.isalnum, form.casefold()))
