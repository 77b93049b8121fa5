"""The rounds: every system once in each, one after another, in another order each time.

In a round each system embeds the passages, then all are asked the same questions a few
at a time by turns, then each is started anew to give a first answer.
"""

import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comparison.contenders import EXPORTED, PINCITE, PLAIN, Contender
from comparison.environments import python_of
from comparison.workers import Worker, WorkerError, measured

SYSTEMS = Path(__file__).parent / "systems"

TURN = 25
"""Questions that a system is asked before the next one has its turn."""

SEEDS_QUESTION = "Why is preventing an arms race in outer space urgent?"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured, and where.

    Attributes:
        model: The folder of the weights that all are given.
        environments: Where they are.
        scratch: For what the systems keep; removed by the caller.
        exported: The folder of chromadb's own embedder's file.
        passages: JSON lines of the passages.
        vectors: Theirs, as the naive pipeline makes them.
        seeds: JSON lines of the shipped papers' passages.
        questions: Their ids and texts.
    """

    model: Path
    environments: Path
    scratch: Path
    exported: Path | None
    passages: Path
    vectors: Path
    seeds: Path
    questions: Sequence[tuple[str, str]]

    def worker(self, contender: Contender) -> Worker:
        """Start a system's process, its model not loaded."""
        return Worker(
            [
                str(python_of(self.environments, contender.environment)),
                str(SYSTEMS / contender.script),
                *(
                    str(self.exported) if each == EXPORTED else each
                    for each in contender.arguments
                ),
            ]
        )


@dataclass
class Running:
    """The systems that have not failed.

    Attributes:
        failures: Why each other one is out, by name.
    """

    contenders: list[Contender]
    failures: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def trying(self, contender: Contender) -> Iterator[None]:
        """Drop a system that fails in the block; the others go on."""
        try:
            yield
        except WorkerError as error:
            self.drop(contender, str(error))

    def drop(self, contender: Contender, reason: str) -> None:
        """Take a system out."""
        print(f"{contender.label} is out: {reason}", file=sys.stderr)
        self.failures[contender.name] = reason
        self.contenders.remove(contender)

    def shuffled(self) -> list[Contender]:
        """Return those left in any order."""
        return random.sample(self.contenders, len(self.contenders))


Figures = dict[str, Any]


def measure_round(plan: Plan, running: Running, number: int, rounds: int) -> Figures:
    """Return what each system cost in one round.

    Args:
        plan: What is measured.
        running: Which systems; those that fail are dropped.
        number: Of the round, from 0; it decides which questions are asked.
        rounds: How many there are.
    """
    figures: Figures = {"added": {}, "asked": {}, "cold": {}}
    questions = plan.questions[number::rounds]
    first = questions[0][1]
    kept = plan.scratch / f"round-{number}"
    with ExitStack() as stack:
        workers: dict[str, Worker] = {}
        for contender in running.shuffled():
            with running.trying(contender):
                worker = stack.enter_context(plan.worker(contender))
                worker.ask("load", model=str(plan.model))
                added = _added(plan, contender, worker, kept, first)
                if contender.embeds:
                    figures["added"][contender.name] = added
                workers[contender.name] = worker
                print(f"{contender.label}: {added['cpu']:.1f} s", file=sys.stderr)
        figures["asked"] = by_turns(running, workers, questions)
    for contender in running.shuffled():
        if contender.embeds:
            with running.trying(contender):
                figures["cold"][contender.name] = _cold(plan, contender, kept, first)
    shutil.rmtree(kept)
    return figures


def by_turns(
    running: Running, workers: dict[str, Worker], questions: Sequence[tuple[str, str]]
) -> Figures:
    """Ask all systems the same questions by turns; return what each one's cost."""
    asked: Figures = {
        name: {"questions": [], "cpu": [], "wall": [], "ranking": [], "ranked": []}
        for name in workers
    }
    for start in range(0, len(questions), TURN):
        turn = questions[start : start + TURN]
        for contender in running.shuffled():
            with running.trying(contender):
                texts = [text for _, text in turn]
                reply = workers[contender.name].ask("ask", questions=texts)
                figures = asked[contender.name]
                figures["peak"] = reply.pop("peak")
                figures["questions"] += [key for key, _ in turn]
                for name, values in reply.items():
                    figures[name] += values
    return {
        contender.name: asked[contender.name]
        for contender in running.contenders
        if contender.name in asked
    }


def measure_seeds(plan: Plan, rounds: int) -> dict[str, list[dict[str, float]]]:
    """Return what `pincite ask` costs on the shipped papers, and the naive pipeline.

    Raises:
        WorkerError: One of them fails.
    """
    command = [str(Path(sys.executable).with_name("pincite")), "ask", SEEDS_QUESTION]
    data = plan.scratch / "seeds"
    settings = {
        "XDG_DATA_HOME": str(data / "data"),
        "XDG_CACHE_HOME": str(data / "cache"),
    }
    measured(command, settings)  # embeds the papers
    with plan.worker(PLAIN) as worker:
        worker.ask("load", model=str(plan.model))
        _add(worker, data / PLAIN.name, plan.seeds, SEEDS_QUESTION)
    figures: dict[str, list[dict[str, float]]] = {PINCITE.name: [], PLAIN.name: []}
    for _ in range(rounds):
        figures[PINCITE.name].append(measured(command, settings).as_dict())
        figures[PLAIN.name].append(_cold(plan, PLAIN, data, SEEDS_QUESTION))
    return figures


def embed(plan: Plan) -> None:
    """Write the passages' vectors, as the naive pipeline makes them.

    Raises:
        WorkerError: It fails.
    """
    with plan.worker(PLAIN) as worker:
        worker.ask("load", model=str(plan.model))
        worker.ask("embed", passages=str(plan.passages), vectors=str(plan.vectors))


def _added(
    plan: Plan, contender: Contender, worker: Worker, kept: Path, question: str
) -> dict[str, float]:
    folder = kept / contender.name
    if contender.embeds:
        return _add(worker, folder, plan.passages, question)
    return worker.ask(
        "add_embedded",
        folder=str(folder),
        passages=str(plan.passages),
        vectors=str(plan.vectors),
        question=question,
    )


def _add(
    worker: Worker, folder: Path, passages: Path, question: str
) -> dict[str, float]:
    return worker.ask(
        "add", folder=str(folder), passages=str(passages), question=question
    )


def _cold(
    plan: Plan, contender: Contender, kept: Path, question: str
) -> dict[str, float]:
    """Return what a process costs that opens what is kept and answers once."""
    with plan.worker(contender) as worker:
        worker.ask("load", model=str(plan.model))
        worker.ask("open", folder=str(kept / contender.name), question=question)
        return worker.close().as_dict()
