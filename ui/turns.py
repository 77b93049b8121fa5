"""What has been asked on the page: turns, and how one of them is asked again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

MAX_TURNS = 200
"""Earlier turns than these leave the page; a conversation is sent whole each time."""

_AGAIN = re.compile(r"(?P<how>typed|all) (?P<place>[0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what it is to be understood from.

    Attributes:
        question: As it was typed.
        history: The questions before it, oldest first.
        as_typed: Whether those were left out, for the reader wanted that.
        every: Whether every passage is wanted, not only the best.
    """

    question: str
    history: tuple[str, ...] = ()
    as_typed: bool = False
    every: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What was asked and the rendered answer."""

    asked: Asked
    shown: str


Turns = tuple[Turn, ...]


def next_asked(question: str, turns: Turns) -> Asked:
    """Return a new question, which goes on from the last turn.

    A turn that was searched as typed begins anew, and so do the questions after it.
    """
    if not turns:
        return Asked(question)
    last = turns[-1].asked
    return Asked(question, (*last.history, last.question)[-MAX_TURNS:])


def asked_again(request: str, turns: Sequence[Turn]) -> Asked | None:
    """Return the question of an earlier turn, to be answered in another way.

    Args:
        request: "typed 0" for the first turn's, as it was typed; "all 0" for every
            passage on it.
        turns: Those on the page.

    Returns:
        None where the request names no turn.
    """
    found = _AGAIN.fullmatch(request)
    if found is None or int(found["place"]) >= len(turns):
        return None
    asked = turns[int(found["place"])].asked
    if found["how"] == "typed":
        return replace(asked, history=(), as_typed=True)
    return replace(asked, every=True)
