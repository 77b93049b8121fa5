"""A process that does what it is told with one system, and says what it cost.

It runs in that system's own environment, so only the standard library is imported
here. Requests come as lines of JSON on standard input, replies go out in the same way;
whatever the system prints goes to standard error.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Protocol

DEPTH = 10
"""Passages asked for by each question."""


class System(Protocol):
    """What is compared."""

    def load(self, model: str) -> None:
        """Load the model in a folder, ready to embed."""

    def add(self, folder: Path, passages: Sequence[dict[str, str]]) -> None:
        """Embed passages with `id`, `title` and `text`; keep them in a new folder."""

    def open(self, folder: Path) -> None:
        """Make what a folder keeps ready to be asked."""

    def ask(self, question: str) -> Any:
        """Answer as users are answered."""

    def ranked(self, question: str, answer: Any) -> list[str]:
        """Return the ids of the passages found, best first, at most `DEPTH`.

        Where an answer does not have them, they are searched for once more.
        """


class Fed(System, Protocol):
    """One that takes vectors made elsewhere."""

    def add_embedded(
        self, folder: Path, passages: Sequence[dict[str, str]], vectors: Path
    ) -> None:
        """Keep passages whose unit vectors a NumPy file has, in their order."""


def serve(system: System) -> None:
    """Do what is asked until there is no more."""
    replies = _private_output()
    for line in sys.stdin:
        request = json.loads(line)
        action = ACTIONS[request.pop("action")]
        replies.write(json.dumps(action(system, **request)) + "\n")
        replies.flush()


def load(system: System, model: str) -> dict[str, Any]:
    """Load the model."""
    begun = _Clock()
    system.load(model)
    return begun.cost()


def add(system: System, folder: str, passages: str, question: str) -> dict[str, Any]:
    """Embed and keep passages, until the first question is answered."""
    records = _read(passages)
    begun = _Clock()
    system.add(Path(folder), records)
    system.ask(question)
    return begun.cost()


def embed(system: Any, passages: str, vectors: str) -> dict[str, Any]:
    """Write the vectors of passages into a NumPy file."""
    import numpy as np

    begun = _Clock()
    np.save(vectors, system.embed([each["text"] for each in _read(passages)]))
    return begun.cost()


def add_embedded(
    system: Fed, folder: str, passages: str, vectors: str, question: str
) -> dict[str, Any]:
    """Keep passages that are embedded, until the first question is answered."""
    records = _read(passages)
    begun = _Clock()
    system.add_embedded(Path(folder), records, Path(vectors))
    system.ask(question)
    return begun.cost()


def open_kept(system: System, folder: str, question: str) -> dict[str, Any]:
    """Open what was kept, until the first question is answered."""
    begun = _Clock()
    system.open(Path(folder))
    system.ask(question)
    return begun.cost()


def ask(system: System, questions: Sequence[str]) -> dict[str, Any]:
    """Ask, and say of each question what it cost and what was found.

    What was found is asked for after all have been answered, when nothing of a question
    is at hand any more.
    """
    asked: dict[str, list[Any]] = {"cpu": [], "wall": [], "ranking": [], "ranked": []}
    answers = []
    for question in questions:
        answering = _Clock()
        answers.append(system.ask(question))
        cost = answering.cost()
        asked["cpu"].append(cost["cpu"])
        asked["wall"].append(cost["wall"])
    for question, answer in zip(questions, answers, strict=True):
        ranking = _Clock()
        asked["ranked"].append(system.ranked(question, answer))
        asked["ranking"].append(ranking.cost()["cpu"])
    return {**asked, "peak": _peak()}


ACTIONS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "load": load,
    "add": add,
    "embed": embed,
    "add_embedded": add_embedded,
    "open": open_kept,
    "ask": ask,
}


class _Clock:
    """CPU and wall seconds since it was made, all threads and ended children."""

    def __init__(self) -> None:
        self._cpu, self._wall = _cpu(), time.perf_counter()

    def cost(self) -> dict[str, float]:
        return {
            "cpu": _cpu() - self._cpu,
            "wall": time.perf_counter() - self._wall,
            "peak": _peak(),
        }


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak() -> float:
    """Return the most memory this process has had, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _read(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _private_output() -> IO[str]:
    """Return standard output, and make what prints to it print to standard error."""
    private = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return private
