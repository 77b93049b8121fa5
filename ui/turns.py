"""What has been asked on the page: turns, asked again, kept as text and read back."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from qa import Answer, QAError
from qa.shelf import Answerer

MAX_TURNS = 200
"""Earlier turns than these leave the page; a conversation is sent whole each time."""

MAX_KEPT_CHARACTERS = 1_000_000
"""Of a conversation's questions that are read back; anyone may send them."""

MAX_CHOSEN = 500
"""Documents a question can be kept to."""

MAX_CHOSEN_CHARACTERS = 20_000
"""Of their ids, written one after the other."""

_AGAIN = re.compile(r"(?P<how>typed|all|again) (?P<place>[0-9]{1,4})")
_ID = re.compile(r"[0-9A-Za-z_.-]{1,64}")


class KeptError(QAError):
    """What was kept of a conversation cannot be read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what it is to be understood from.

    Attributes:
        question: As it was typed.
        history: The questions before it, oldest first.
        as_typed: Whether those were left out, for the reader wanted that.
        every: Whether every passage is wanted, not only the best.
        documents: Ids of those searched; empty for all.
        back: How many turns before it the one stands that it goes on from; 0 where it
            goes on from none.
    """

    question: str
    history: tuple[str, ...] = ()
    as_typed: bool = False
    every: bool = False
    documents: tuple[str, ...] = ()
    back: int = 0

    def __post_init__(self) -> None:
        # Half a character, which UTF-8 cannot hold, would break the stream to the page.
        whole = self.question.encode("utf-8", "replace").decode("utf-8")
        object.__setattr__(self, "question", whole)


@dataclass(frozen=True, slots=True)
class Turn:
    """What was asked, and what came of it.

    Attributes:
        asked: The question.
        shown: The rendered answer, or the card that says what went wrong.
        failed: Whether it is that card.
        answer: The answer, of the last turn alone: a session is to stay small.
    """

    asked: Asked
    shown: str
    failed: bool = False
    answer: Answer | None = None


Turns = tuple[Turn, ...]


def next_asked(question: str, turns: Turns, documents: Sequence[str] = ()) -> Asked:
    """Return a new question, which goes on from the last turn.

    A turn that was searched as typed begins anew, and so do the questions after it.
    """
    if not turns:
        return Asked(question, documents=tuple(documents))
    last = turns[-1].asked
    history = (*last.history, last.question)[-MAX_TURNS:]
    return Asked(question, history, documents=tuple(documents), back=1)


def asked_again(request: str, turns: Turns) -> tuple[Asked, int] | None:
    """Return the question of an earlier turn, to be answered anew or in another way.

    Args:
        request: "typed 0" for the first turn's, as it was typed; "all 0" for every
            passage on it; "again 0" for a new answer in the place of the old one.
        turns: Those on the page.

    Returns:
        The question and the place of its answer among the turns; None where the
        request names no turn.
    """
    found = _AGAIN.fullmatch(request)
    if found and found["how"] != "again":
        turns = settled(turns)
    if found is None or int(found["place"]) >= len(turns):
        return None
    place = int(found["place"])
    asked = turns[place].asked
    if found["how"] == "again":
        return asked, place
    back = len(turns) - place + asked.back if asked.back else 0
    if found["how"] == "typed":
        return replace(asked, history=(), as_typed=True, back=0), len(turns)
    return replace(asked, every=True, back=back), len(turns)


def placed(turns: Turns, place: int, turn: Turn) -> Turns:
    """Return the turns with one put in a place, or after the last one."""
    is_last = place >= len(turns) - 1
    before = (replace(one, answer=None) for one in turns[:place])
    now = turn if is_last else replace(turn, answer=None)
    return (*before, now, *turns[place + 1 :])[-MAX_TURNS:]


def settled(turns: Turns) -> Turns:
    """Return the turns without a last one that failed: the next takes its place."""
    return turns[:-1] if turns and turns[-1].failed else turns


def answer_to(asked: Asked, assistant: Answerer) -> Answer:
    """Return the assistant's answer.

    Raises:
        QAError: The question cannot be searched.
    """
    ask = partial(
        assistant.ask,
        asked.question,
        history=asked.history,
        documents=asked.documents or None,
    )
    return ask(limit=None) if asked.every else ask()


def kept(asked: Asked) -> str:
    """Return a question as the browser keeps it; its history is the turns before it."""
    fields = {
        "question": asked.question,
        "back": asked.back,
        "typed": asked.as_typed,
        "all": asked.every,
        "documents": list(asked.documents),
    }
    return json.dumps({name: value for name, value in fields.items() if value})


def read_kept(text: str) -> tuple[Asked, ...]:
    """Return the questions of a conversation, the latest `MAX_TURNS` of them.

    Args:
        text: A JSON list of what `kept` wrote, in the order of the turns.

    Raises:
        KeptError: It is something else.
    """
    if len(text) > MAX_KEPT_CHARACTERS:
        raise KeptError(
            "the conversation is too long to be asked again; begin a new one"
        )
    try:
        values = json.loads(text)
        read = tuple(_read(values[-MAX_TURNS:]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise KeptError(
            "what was kept of the conversation is damaged; begin a new one"
        ) from error
    if not read:
        raise KeptError("nothing has been asked yet; ask a question first")
    return read


def read_chosen(text: str) -> tuple[str, ...]:
    """Return the ids of the documents chosen; what is no id is left out.

    Args:
        text: Ids with commas between; empty for all documents.
    """
    ids = (
        part.strip() for part in text[:MAX_CHOSEN_CHARACTERS].split(",")[:MAX_CHOSEN]
    )
    return tuple(dict.fromkeys(one for one in ids if _ID.fullmatch(one)))


def _read(values: Sequence[dict[str, Any]]) -> Iterator[Asked]:
    read: list[Asked] = []
    for value in values:
        question, documents = value["question"], value.get("documents", [])
        back = value.get("back", 0)
        if not isinstance(question, str) or not isinstance(back, int):
            raise TypeError(value)
        before = read[-back] if 0 < back <= len(read) else None
        history = (*before.history, before.question) if before else ()
        asked = Asked(
            question=question,
            history=history[-MAX_TURNS:],
            as_typed=bool(value.get("typed")),
            every=bool(value.get("all")),
            documents=read_chosen(",".join(documents)),
            back=back if before else 0,
        )
        read.append(asked)
        yield asked
