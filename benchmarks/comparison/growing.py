"""What a question costs as the library grows.

All get the same passages and vectors, of libraries that `large.py` made, and are asked
the same questions by turns.
"""

import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from comparison.contenders import HERE, Contender
from comparison.measuring import Figures, Plan, Running, by_turns
from comparison.workers import Worker, WorkerError


def measure_size(plan: Plan, running: Running, library: Path, size: int) -> Figures:
    """Return what each system's questions cost over a library's passages.

    Args:
        plan: What is measured; its questions are asked.
        running: Which systems; one that fails is dropped.
        library: Made by `large.py`. Its indexes are built again if they are not of
            this version.
        size: How many passages it has.
    """
    here = Running([each for each in running.contenders if each.largest >= size])
    fed = plan.scratch / f"size-{size}"
    if any(each.environment != HERE for each in here.contenders):
        export(library, fed)
    added: Figures = {}
    with ExitStack() as stack:
        workers: dict[str, Worker] = {}
        for contender in here.shuffled():
            with here.trying(contender):
                _warm(plan, contender, library)
                worker = stack.enter_context(plan.worker(contender))
                worker.ask("load", model=str(plan.model))
                added[contender.name] = _ready(plan, contender, worker, library, fed)
                workers[contender.name] = worker
        asked = by_turns(here, workers, plan.questions)
    shutil.rmtree(fed, ignore_errors=True)
    for name, reason in here.failures.items():
        running.failures[f"{name} with {size:,} passages"] = reason
    return {"added": added, "asked": asked}


def export(library: Path | str, folder: Path) -> None:
    """Write a library's passages and vectors for the others.

    Raises:
        WorkerError: It cannot be read.
    """
    done = subprocess.run(
        [sys.executable, "-m", "comparison.exporting", str(library), str(folder)],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise WorkerError(f"{library} cannot be read: {done.stderr[-300:]}")


def _warm(plan: Plan, contender: Contender, library: Path) -> None:
    """See that a library's indexes are built before what asks it is measured."""
    if contender.environment == HERE:
        with plan.worker(contender) as worker:
            worker.ask("load", model=str(plan.model))
            worker.ask("open", folder=str(library), question=plan.questions[0][1])


def _ready(
    plan: Plan, contender: Contender, worker: Worker, library: Path, fed: Path
) -> dict[str, float]:
    if contender.environment == HERE:
        return worker.ask("open", folder=str(library), question=plan.questions[0][1])
    return worker.ask(
        "add_embedded",
        folder=str(fed / contender.name),
        passages=str(fed / "passages.jsonl"),
        vectors=str(fed / "vectors.npy"),
        question=plan.questions[0][1],
    )
