"""Pincite side by side with the naive pipeline, chromadb, txtai and haystack.

    python benchmarks/peers.py SET [--libraries FOLDER] [--rounds N] [--only NAME …]

SET is a folder of judged questions with a corpus, as `pincite evaluate` takes it. Every
system gets the same weights, passages and questions, in an environment of its own that
is made on the first run and kept (`--environments`; about 6 GB). Each round takes every
figure once for each, in another order, so that what else the machine does falls on all
alike: CPU time, wall time, peak memory, and how well each ranks. With `--libraries`,
where `large.py` made libraries, also what a question costs as they grow.

Writes `speed.md` and `speed.svg` into `--write`, and everything measured into
`--results`; `--report FILE` writes them again from such a file. With `--rounds 0` only
the libraries are asked, and what `--results` has already of the rest stays. One that
cannot be installed or fails is reported as such, and the others go on.
"""

import argparse
import datetime
import json
import os
import platform
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from comparison.contenders import CONTENDERS, EXPORTED, PINCITE, PLAIN, Contender
from comparison.environments import (
    InstallationError,
    exported_model,
    provide,
    versions,
)
from comparison.growing import export, measure_size
from comparison.measuring import Plan, Running, embed, measure_round, measure_seeds
from comparison.report import write_report
from comparison.workers import WorkerError
from platformdirs import user_cache_path

from index.model_files import bundled_model
from qa.judged import Question, read_corpus, read_judgements, read_questions

QUESTIONS = 900
GROWTH_QUESTIONS = 50
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def main() -> None:
    """Measure, and write what was found."""
    parser = _parser()
    options = parser.parse_args()
    if options.set is None and options.report is None:
        parser.error("name a folder of judged questions, or --report")
    if options.report:
        results = json.loads(options.report.read_text("utf-8"))
    else:
        results = measure(options)
    write_report(results, options.write)


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return everything measured, JSON-ready; it is written after each step too."""
    corpus = read_corpus(options.set)
    if corpus is None:
        raise SystemExit(f"{options.set} has no corpus; name a set that has one")
    asked = _questions(options)
    gold = read_judgements(options.set)
    running = Running(_chosen(options.only))
    model = bundled_model().folder
    exported = provide_all(options.environments, running, model)
    results = earlier(options) or {
        "date": datetime.date.today().isoformat(),
        "set": options.set.name,
        "passages": len(corpus),
        "gold": {each.id: list(gold.get(each.id, ())) for each in asked},
        "machine": _machine(),
        "versions": {
            name: versions(options.environments, name)
            for name in sorted({each.environment for each in running.contenders})
        },
        "failures": {},
        "rounds": [],
        "seeds": {},
        "sizes": {},
    }
    with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
        scratch = Path(folder)
        plan = Plan(
            model=model,
            environments=options.environments,
            scratch=scratch,
            exported=exported,
            passages=scratch / "passages.jsonl",
            vectors=scratch / "vectors.npy",
            seeds=scratch / "seeds" / "passages.jsonl",
            questions=[(each.id, each.text) for each in asked],
        )
        with plan.passages.open("w", encoding="utf-8") as file:
            for record in corpus:
                file.write(json.dumps({"id": record["_id"], **record}) + "\n")
        for step in _steps(options, plan, running, results):
            print(step, file=sys.stderr, flush=True)
            results["machine"]["load_after"] = os.getloadavg()[0]
            results["failures"] |= running.failures
            options.results.write_text(json.dumps(results), "utf-8")
    return results


def earlier(options: argparse.Namespace) -> dict[str, Any] | None:
    """Return what an earlier run left, if only the libraries are to be asked."""
    if options.rounds or not options.results.exists():
        return None
    results: dict[str, Any] = json.loads(options.results.read_text("utf-8"))
    if results["set"] != options.set.name:
        raise SystemExit(f"{options.results} is of {results['set']}; name another file")
    return results


def provide_all(folder: Path, running: Running, model: Path) -> Path | None:
    """Make the environments; return where chromadb's own embedder has its file."""
    for name in {each.environment for each in running.contenders}:
        try:
            provide(folder, name)
        except InstallationError as error:
            for each in [one for one in running.contenders if one.environment == name]:
                running.drop(each, f"cannot be installed here: {error}")
    needing = [each for each in running.contenders if EXPORTED in each.arguments]
    try:
        return exported_model(folder, model) if needing else None
    except InstallationError as error:
        for each in needing:
            running.drop(each, f"its ONNX file cannot be written: {error}")
        return None


def _steps(
    options: argparse.Namespace, plan: Plan, running: Running, results: dict[str, Any]
) -> Iterator[str]:
    """Measure, putting the figures into the results; yield what has been done."""
    if PLAIN not in running.contenders:
        for each in [one for one in running.contenders if not one.embeds]:
            running.drop(each, "is given the vectors of the naive pipeline")
    elif options.rounds:
        embed(plan)
        export("seeds", plan.seeds.parent)
        if PINCITE in running.contenders:
            try:
                results["seeds"] = measure_seeds(plan, options.rounds)
            except WorkerError as error:
                running.failures["the shipped papers"] = str(error)
            yield "the shipped papers"
    for number in range(options.rounds):
        figures = measure_round(plan, running, number, options.rounds)
        results["rounds"].append(figures)
        yield f"round {number + 1} of {options.rounds}"
    few = replace(plan, questions=plan.questions[:GROWTH_QUESTIONS])
    for size in options.sizes:
        library = options.libraries and options.libraries / str(size)
        if library and library.exists():
            try:
                results["sizes"][str(size)] = measure_size(few, running, library, size)
            except WorkerError as error:
                running.failures[f"{size:,} passages"] = str(error)
            yield f"{size:,} passages"


def _questions(options: argparse.Namespace) -> list[Question]:
    """Return those to ask, in an order that leaves each round some of everything."""
    questions = read_questions(options.set, "queries.jsonl")
    asked = [each for each in questions if each.answerable]
    random.Random(options.seed).shuffle(asked)
    return asked[: options.questions or None]


def _chosen(names: Sequence[str] | None) -> list[Contender]:
    return [each for each in CONTENDERS if not names or each.name in names]


def _machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    cpu = platform.processor() or platform.machine()
    described = Path("/proc/cpuinfo")
    if described.exists():
        lines = described.read_text("utf-8").splitlines()
        named = [line for line in lines if line.startswith("model name")]
        cpu = named[0].partition(":")[2].strip() if named else cpu
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "memory_gb": round(pages / (1 << 30)),
        "system": platform.system(),
        "load_before": os.getloadavg()[0],
    }


def _parser() -> argparse.ArgumentParser:
    def folder(path: str) -> Path:
        return Path(path).resolve()

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cache = user_cache_path("pincite-benchmarks", appauthor=False)
    add = parser.add_argument
    add("set", type=Path, nargs="?", metavar="SET")
    add("--libraries", type=folder, metavar="FOLDER")
    add("--sizes", type=int, nargs="+", default=SIZES)
    add("--rounds", type=int, default=3, help="0 asks only the libraries")
    add("--questions", type=int, default=QUESTIONS, help="in all; 0 asks every one")
    add("--seed", type=int, default=0, help="for drawing the questions")
    add("--only", nargs="+", choices=[each.name for each in CONTENDERS])
    add("--environments", type=folder, default=cache, metavar="FOLDER")
    add("--scratch", type=folder, metavar="FOLDER", help="for what the systems keep")
    add("--results", type=Path, default=Path("peers.json"), metavar="FILE")
    add("--report", type=Path, metavar="FILE", help="measure nothing, only write")
    add("--write", type=Path, default=Path(__file__).parent, metavar="FOLDER")
    return parser


if __name__ == "__main__":
    main()
