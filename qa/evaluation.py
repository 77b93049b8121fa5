"""How well the default configuration ranks, marks and declines, on judged questions.

`qa.judged` describes the sets' files, `qa.quality` and `qa.measures` the figures.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from index.embedding import Embedder, load_embedder
from index.library import ignore_total_progress
from qa.assistant import Progress
from qa.failures import FAILURE_DEPTH, Failure, failures
from qa.judged import EvaluationError, Question, read_questions
from qa.judged_library import judged_library
from qa.measures import DEPTH
from qa.outcomes import alone, ask_all
from qa.quality import quality

Figures = dict[str, Any]
"""What is known of a set, JSON-ready."""

QUESTIONS = "queries.jsonl"

ALONE = "follow-ups alone"
"""The group of follow-ups asked once more without what was asked before."""


def ignore_set(name: str) -> None:
    """Do nothing with the name of a set that is about to be asked."""


def evaluate(
    folder: Path,
    *,
    library: Path | None = None,
    model: str | Embedder | None = None,
    documents: bool = False,
    limit_questions: int | None = None,
    seed: int = 0,
    on_passage: Progress = ignore_total_progress,
    on_question: Progress = ignore_total_progress,
    on_failure: Callable[[Failure], None] | None = None,
) -> Figures:
    """Return the measures of a folder of judged questions, JSON-ready.

    Args:
        folder: The set; see `qa.judged` for its files.
        library: The library to ask where the set brings nothing to ask; None is the
            seeds.
        model: As for `Assistant.open`.
        documents: Whether to ask the set's documents, read whole, instead of its
            corpus.
        limit_questions: Ask at most this many of each kind, drawn with `seed`.
        seed: For the draw, and for the intervals.
        on_passage: Progress of embedding the corpus, the first time.
        on_question: Progress of asking.
        on_failure: Given each question that failed, when all have been asked.

    Raises:
        EvaluationError: A file is missing or not of the form described.
    """
    groups = _questions(folder, limit_questions, seed)
    answerable = groups["answerable"]
    depth = DEPTH if on_failure is None else FAILURE_DEPTH
    with judged_library(
        folder,
        answerable,
        library=library,
        model=model,
        documents=documents,
        on_passage=on_passage,
    ) as judged:
        asked = groups | {ALONE: alone(answerable)}
        outcomes = ask_all(judged, asked, depth, on_question)
    out_of_context = outcomes.pop(ALONE)
    if on_failure is not None:
        for failure in failures(judged, outcomes):
            on_failure({"set": str(folder)} | failure)
    return quality(judged, outcomes, out_of_context, seed)


def evaluate_all(
    folder: Path,
    *,
    on_set: Callable[[str], None] = ignore_set,
    model: str | Embedder | None = None,
    **options: Any,
) -> Iterator[tuple[str, Figures | EvaluationError]]:
    """Yield each set below a folder by name, with its figures or why there are none.

    Args:
        folder: Searched with all its folders.
        on_set: Told the name of each set before it is asked.
        model: As for `Assistant.open`; loaded once.
        options: As for `evaluate`.

    Raises:
        EvaluationError: The folder has no set.
    """
    sets = find_sets(folder)
    embedder = load_embedder(model) if isinstance(model, str | None) else model
    for one in sets:
        name = one.name if one == folder else one.relative_to(folder).as_posix()
        on_set(name)
        try:
            yield name, evaluate(one, model=embedder, **options)
        except EvaluationError as error:
            yield name, error


def find_sets(folder: Path) -> list[Path]:
    """Return the folders below one, or the one itself, that have questions.

    Raises:
        EvaluationError: There are none.
    """
    sets = {path.parent for path in folder.rglob(f"{QUESTIONS}*") if _is_set(path)}
    if not sets:
        raise EvaluationError(f"{folder} has no folder with {QUESTIONS}; name another")
    return sorted(sets)


def _is_set(path: Path) -> bool:
    return path.name in (QUESTIONS, f"{QUESTIONS}.gz")


def _questions(
    folder: Path, limit: int | None, seed: int
) -> dict[str, Sequence[Question]]:
    """Return the questions to ask by group, drawn if there are more than the limit."""
    if not folder.is_dir():
        raise EvaluationError(f"{folder} is not a folder; name one with {QUESTIONS}")
    questions = read_questions(folder, QUESTIONS)
    if not questions:
        raise EvaluationError(
            f"{folder} has no {QUESTIONS}; see 'pincite evaluate -h', and --all for "
            "the sets below a folder"
        )
    groups = {
        "answerable": [q for q in questions if q.answerable],
        "unanswerable": [q for q in questions if not q.answerable],
        "off_corpus": read_questions(folder, "offcorpus_queries.jsonl"),
    }
    draw = random.Random(seed)
    return {name: _drawn(group, limit, draw) for name, group in groups.items()}


def _drawn(
    questions: Sequence[Question], limit: int | None, draw: random.Random
) -> Sequence[Question]:
    if limit is None or len(questions) <= limit:
        return questions
    chosen = sorted(draw.sample(range(len(questions)), limit))
    return [questions[i] for i in chosen]
