"""The shortest way in: `from qa import ask, lookup`."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from qa.answers import Answer, Lookup
from qa.assistant import Assistant


def ask(
    question: str,
    *,
    history: Sequence[str] = (),
    library: str | Path | None = None,
    limit: int | None = 5,
) -> Answer:
    """Return the paragraphs of a library that answer a question, or an abstention.

    The library stays open for the next call. The first call without one builds the
    library of the shipped papers, which takes some seconds.

    Args:
        question: What to answer.
        history: Earlier questions, oldest first, for follow-ups; without them the
            question is searched as typed.
        library: A library's folder; None is the shipped papers.
        limit: Citations at most; None for every passage that mentions what the question
            is about, in reading order, counted in the answer's `tallies`.

    Raises:
        QAError: The question or the library cannot be used; the message says why.
    """
    return _assistant(_folder(library)).ask(question, history=history, limit=limit)


def lookup(reference: str, *, library: str | Path | None = None) -> Lookup:
    """Return the paragraphs a reference points at, or why there are none.

    The library is opened and kept open as by `ask`.

    Args:
        reference: "CD/2100, para. 12", a pasted quotation, "where is CD/1998 cited?";
            any other text is "not-a-reference".
        library: A library's folder; None is the shipped papers.

    Raises:
        QAError: The library cannot be used; the message says why.
    """
    return _assistant(_folder(library)).lookup(reference)


def _folder(library: str | Path | None) -> Path | None:
    return None if library is None else Path(library).resolve()


@lru_cache(maxsize=8)
def _assistant(library: Path | None) -> Assistant:
    return Assistant.open(library)
