"""What the bundled model costs in our engine, next to sentence-transformers.

    python benchmarks/engine.py [--passages FILE] [--rounds N] [--threads N]

The same weights four ways: `ours` (index.bundled), `int8` (the same in eight bits),
`reference` (index.transformer, as other models are used) and `naive`
(sentence-transformers as its own page shows it, in batches of 32). Each round takes
every figure once for each of them, one after another, so that what else the machine
does falls on all alike. Prints Markdown: medians, and how many times as much the others
cost.

FILE has one JSON object with a "text" a line; without it the shipped papers are used.
"""

import argparse
import gzip
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

QUESTION = "Why is preventing an arms race in outer space urgent?"
MOST_PASSAGES = 500

Figures = dict[str, dict[str, list[float]]]
"""By what is measured, then by engine: a figure a round."""

OTHERS = ("int8", "reference", "naive")

BUILD = """
import sys
from index.model_files import INT8_MODEL
from qa import Assistant
from seeds import seed_files
model = INT8_MODEL if sys.argv[1] == "int8" else None
with Assistant.open(sys.argv[2], create=True, model=model) as assistant:
    assistant.library.add(list(seed_files()), assistant.embedder)
"""

COLD = """
import sys
from qa import Assistant
def embedder(engine):
    from index.model_files import INT8_MODEL, bundled_model
    if engine in ("ours", "int8"):
        return INT8_MODEL if engine == "int8" else None
    from index.transformer import SentenceTransformersEmbedder
    return SentenceTransformersEmbedder(bundled_model())
with Assistant.open(sys.argv[2], model=embedder(sys.argv[1])) as assistant:
    assert assistant.ask(sys.argv[3]).citations
"""
"""A process that opens a library, answers one question and ends."""

NAIVE = """
import sys
import faiss
from index.model_files import bundled_model
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(str(bundled_model().folder), local_files_only=True)
index = faiss.IndexFlatIP(384)
index.add(model.encode(["One passage."], normalize_embeddings=True))
index.search(model.encode([sys.argv[3]], normalize_embeddings=True), 1)
"""
"""The same without a library: one passage is embedded, and searched."""


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=Path, metavar="FILE")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)  # before they are imported
    figures: Figures = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as scratch:
        cold(Path(scratch), options.rounds, figures)
    texts = read_texts(options.passages)[:MOST_PASSAGES]
    warm(texts, options.rounds, figures)
    print(table(figures))
    print(
        f"\n{len(texts)} passages; {options.rounds} rounds, {options.threads} threads"
    )


def read_texts(path: Path | None) -> list[str]:
    """Return the passages of a file, or of the shipped papers."""
    if path is None:
        from index.reading import read
        from seeds import seed_files

        readings = [read(*each) for each in seed_files()]
        return [passage.text for one in readings for passage in one.passages]
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def cold(folder: Path, rounds: int, figures: Figures) -> None:
    """Measure a process that answers one question; libraries are built in a folder.

    A process's peak counts what it was forked from, so nothing is imported here before.
    """
    for engine in ("ours", "int8"):
        build = [sys.executable, "-c", BUILD, engine, str(folder / engine)]
        subprocess.run(build, check=True)
    for _ in range(rounds):
        for engine in ("ours", *OTHERS):
            code = NAIVE if engine == "naive" else COLD
            library = folder / ("int8" if engine == "int8" else "ours")
            command = [sys.executable, "-c", code, engine, str(library), QUESTION]
            started = time.perf_counter()
            process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                raise SystemExit(f"{engine} failed: {process.returncode}")
            for name, value in (
                ("first answer, CPU s", used.ru_utime + used.ru_stime),
                ("first answer, wall s", time.perf_counter() - started),
                ("first answer, peak MB", used.ru_maxrss / 1024),
            ):
                figures[name][engine].append(value)


def warm(texts: Sequence[str], rounds: int, figures: Figures) -> None:
    """Measure engines that are loaded, all in this process."""
    from index.bundled import BundledEmbedder
    from index.model_files import INT8_FINGERPRINT, bundled_model
    from index.transformer import SentenceTransformersEmbedder

    files = bundled_model()
    eight_bits = BundledEmbedder(bundled_model(INT8_FINGERPRINT))
    ours, reference = BundledEmbedder(files), SentenceTransformersEmbedder(files)
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(files.folder), local_files_only=True)

    def encode(texts: Sequence[str]) -> None:
        model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)

    questions = [f"{QUESTION} {number}" for number in range(20)]
    engines: Sequence[tuple[str, Callable[[str], object], Callable[..., object]]] = (
        ("ours", ours.embed_query, ours.embed_passages),
        ("int8", eight_bits.embed_query, eight_bits.embed_passages),
        ("reference", reference.embed_query, reference.embed_passages),
        ("naive", lambda question: encode([question]), encode),
    )
    for _, ask, _ in engines:
        ask("loaded")
    for _ in range(rounds):
        for engine, ask, embed in random.sample(engines, len(engines)):
            of_questions, _ = timed(lambda ask=ask: [ask(each) for each in questions])
            of_texts, wall = timed(lambda embed=embed: embed(texts))
            for name, value in (
                ("a question, CPU ms", of_questions / len(questions) * 1000),
                ("a passage, CPU ms", of_texts / len(texts) * 1000),
                ("a passage, wall ms", wall / len(texts) * 1000),
            ):
                figures[name][engine].append(value)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the CPU and wall seconds of some work."""
    started, began = cpu(), time.perf_counter()
    work()
    return cpu() - started, time.perf_counter() - began


def cpu() -> float:
    """Return the CPU seconds this process has used, all threads together."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def table(figures: Figures) -> str:
    """Return the medians, and the ratios of each round's figures to ours."""
    lines = [
        f"| | ours | {' | '.join(f'{other} | ÷ ours' for other in OTHERS)} |",
        f"|---|--:|{'--:|--:|' * len(OTHERS)}",
    ]
    for name, by_engine in figures.items():
        cells = [f"{statistics.median(by_engine['ours']):.2f}"]
        for engine in OTHERS:
            ratios = [
                theirs / mine
                for mine, theirs in zip(
                    by_engine["ours"], by_engine[engine], strict=True
                )
            ]
            cells += [
                f"{statistics.median(by_engine[engine]):.2f}",
                f"{statistics.median(ratios):.2f}",
            ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
