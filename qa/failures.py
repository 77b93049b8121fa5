"""Which judged questions went wrong, and how, for reading one by one."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten
from typing import Any

from qa.judged import EvaluationError
from qa.judged_library import JudgedLibrary
from qa.outcomes import Outcome

Failure = dict[str, Any]
"""A question that failed, JSON-ready; `kinds` says in which of `KINDS` it did."""

KINDS = ("ranking", "declined", "answered", "highlight")
"""A passage that does not answer is first; an answerable question is declined; one to
decline is answered; the sentence marked in the passage that answers is a wrong one."""

FAILURE_DEPTH = 100
"""How deep the passage that answers is looked for, to say its rank."""

MAX_CHARACTERS = 300
"""Of a passage that is shown; enough to tell why it came first."""


def failures(
    judged: JudgedLibrary, outcomes: Mapping[str, Sequence[Outcome]]
) -> Iterator[Failure]:
    """Yield the questions that failed, in the order they were asked.

    Args:
        judged: What was asked.
        outcomes: By group: "answerable", or any name for questions to be declined.
    """
    for group, found in outcomes.items():
        for outcome in found:
            kinds = _kinds(judged, outcome, is_answerable=group == "answerable")
            if kinds:
                yield _failure(judged, outcome, group, kinds)


@contextmanager
def failure_file(path: Path) -> Iterator[Callable[[Failure], None]]:
    """Give a function that takes failures; the file appears when the block ends well.

    Raises:
        EvaluationError: It cannot be written, found out before the block is entered
            where possible.
    """
    if path.is_dir():
        raise EvaluationError(f"{path} is a folder; name a file for the failures")
    part = path.with_name(f"{path.name}.part")
    lines: list[str] = []
    try:
        _write(part, "")
        yield lambda failure: lines.append(json.dumps(failure, ensure_ascii=False))
        _write(part, "".join(f"{line}\n" for line in lines))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _kinds(
    judged: JudgedLibrary, outcome: Outcome, *, is_answerable: bool
) -> list[str]:
    if not is_answerable:
        return [] if outcome.abstained else ["answered"]
    first = outcome.keys[:1]
    failed = {
        "ranking": not set(first) & set(judged.relevant(outcome.question)),
        "declined": outcome.abstained,
        "highlight": outcome.mark is not None and outcome.mark.right is False,
    }
    return [kind for kind in KINDS if failed.get(kind)]


def _failure(
    judged: JudgedLibrary, outcome: Outcome, group: str, kinds: list[str]
) -> Failure:
    question, gold = outcome.question, judged.relevant(outcome.question)
    ranks = (rank for rank, key in enumerate(outcome.keys, 1) if key in gold)
    return {
        "kinds": kinds,
        "group": group,
        "id": question.id,
        "question": question.text,
        "history": list(question.history),
        "answers": list(question.answers),
        "confidence": round(outcome.confidence, 4),
        "rank": next(ranks, None),
        "gold": [_passage(judged, key) for key in gold],
        "first": _passage(judged, outcome.keys[0]) if outcome.keys else None,
        "marked": outcome.mark and outcome.mark.text,
    }


def _passage(judged: JudgedLibrary, key: str) -> dict[str, str]:
    text = shorten(judged.texts.get(key, ""), MAX_CHARACTERS, placeholder=" …")
    return {"key": key, "text": text}


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvaluationError(
            f"{path} cannot be written ({error.strerror}); name a file in a folder "
            "that exists and may be written"
        ) from error
