"""What became of judged questions, asked as a user would ask them."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.library import ignore_total_progress
from qa.assistant import Progress
from qa.judged import Question
from qa.judged_library import JudgedLibrary
from qa.marking import Mark, judge
from qa.measures import DEPTH
from qa.ranking import Ranking


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question.

    Attributes:
        question: As it was asked.
        keys: Of the passages ranked, best first; at least ten of a larger library.
        shown: The quotations of the answer's citations.
        confidence: The answer's, 0 to 1.
        abstained: Whether it was declined.
        mark: What is marked in the first relevant passage that holds one of the
            question's `answers`; None where there is none or it was not looked at.
        seconds: From the question to the answer.
    """

    question: Question
    keys: tuple[str, ...]
    shown: tuple[str, ...]
    confidence: float
    abstained: bool
    mark: Mark | None
    seconds: float


def ask_all(
    judged: JudgedLibrary,
    groups: Mapping[str, Sequence[Question]],
    depth: int = DEPTH,
    on_question: Progress = ignore_total_progress,
) -> dict[str, list[Outcome]]:
    """Return what became of each group's questions, in their order.

    Args:
        judged: What to ask.
        groups: Questions by any name.
        depth: How many passages to rank.
        on_question: Told how many are done, and in all.
    """
    total, done = sum(map(len, groups.values())), 0
    outcomes: dict[str, list[Outcome]] = {name: [] for name in groups}
    ask = _asker(judged, depth)
    for name, group in groups.items():
        for question in group:
            outcomes[name].append(ask(question))
            done += 1
            on_question(done, total)
    return outcomes


def alone(questions: Sequence[Question]) -> list[Question]:
    """Return the follow-ups among questions, as if nothing had been asked before."""
    return [replace(q, history=(), answers=()) for q in questions if q.history]


def _asker(judged: JudgedLibrary, depth: int) -> Callable[[Question], Outcome]:
    assistant = judged.assistant
    places = {key: place for place, key in judged.keys.items()}

    def ask(question: Question) -> Outcome:
        scope = (
            None if question.scope is None else judged.scopes.get(question.scope, [])
        )
        started = time.perf_counter()
        ranking, answer = assistant.consider(
            question.text, history=question.history, documents=scope, depth=depth
        )
        seconds = time.perf_counter() - started
        found = (hit.passage for hit in ranking.hits[:depth])
        return Outcome(
            question=question,
            keys=tuple(judged.keys[p.locator.document_id, p.ordinal] for p in found),
            shown=tuple(citation.quote for citation in answer.citations),
            confidence=answer.confidence,
            abstained=answer.abstained,
            mark=mark(question, ranking),
            seconds=seconds,
        )

    def mark(question: Question, ranking: Ranking) -> Mark | None:
        for key in judged.relevant(question):
            if any(answer in judged.texts.get(key, "") for answer in question.answers):
                return judge(assistant.cited(ranking, *places[key]), question.answers)
        return None

    return ask
