"""What a library costs as it grows: to open, to search, to ask, to add to.

    python benchmarks/growth.py FOLDER --questions FILE [--add]

FOLDER holds libraries that `large.py` made. Each is opened in a process of its own, by
one thread; FILE has a JSON object with a "text" a line. `--add` puts a hundred
documents into the largest library and takes them out again. Prints Markdown.

"Search" is what finds the candidates, dense and keyword; recall@10 is that of the dense
search, next to comparing the question with every stored embedding.
"""

import argparse
import gzip
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np

MOST_QUESTIONS = 300
TOP = 10
CHUNK = 20_000
DOCUMENTS, PARAGRAPHS = 100, 20
MEGABYTE = 1_000_000

Figures = dict[str, float]


@dataclass
class Spent:
    """Seconds of a block: on all cores together, and by the clock."""

    cpu: float = 0.0
    wall: float = 0.0


def main() -> None:
    """Measure every library and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--add", action="store_true")
    parser.add_argument("--one", choices=MEASURES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure = MEASURES[options.one]
        print(json.dumps(measure(options.folder, options.questions)))
        return
    os.environ["OMP_NUM_THREADS"] = "1"
    sizes = sorted(int(one.name) for one in options.folder.iterdir())
    columns = {
        size: {
            key: value
            for one in ("index", "ask", "search")
            for key, value in run(options.folder / str(size), one, options).items()
        }
        for size in sizes
    }
    print(table(columns))
    if options.add:
        added = run(options.folder / str(sizes[-1]), "add", options)
        print(f"\n## {DOCUMENTS} documents more, {sizes[-1]:,} passages\n")
        print(table({"": added}))


def run(library: Path, one: str, options: argparse.Namespace) -> Figures:
    """Return what a process of its own measures."""
    command = [sys.executable, __file__, str(library), "--one", one]
    command += ["--questions", str(options.questions)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    figures: Figures = json.loads(done.stdout)
    return figures


def index(library: Path, _: Path) -> Figures:
    """Make what is derived, if it is not there; return what it took and its size."""
    from index.library import Library

    had = any((library / "derived").glob("*/manifest.json"))
    with Library.open(library) as opened, spending() as made, opened.snapshot():
        pass
    (derived,) = (library / "derived").iterdir()
    return {
        **({} if had else {"indexes made, CPU s": made.cpu, **peak("made, ")}),
        "vectors, MB": size(derived / "vectors"),
        "keyword index, MB": size(derived / "keywords"),
        "names, MB": size(derived)
        - size(derived / "vectors")
        - size(derived / "keywords"),
        "database, MB": size(library) - size(derived),
    }


def ask(library: Path, questions: Path) -> Figures:
    """Open a library and ask it."""
    from qa import Assistant

    texts = read_questions(questions)
    with spending() as opening:
        assistant = Assistant.open(library)
        with assistant.library.snapshot():
            pass
    assistant.warm_up()
    with spending() as first:
        assistant.ask(texts[0])
    times = []
    for text in texts[1:]:
        with spending() as one:
            assistant.ask(text)
        times.append(1000 * one.cpu)
    return {
        "opened, CPU s": opening.cpu,
        "opened, wall s": opening.wall,
        "first question, CPU ms": 1000 * first.cpu,
        **spread("a question", times),
        **peak("asked, "),
    }


def search(library: Path, questions: Path) -> Figures:
    """Search by embedding and by words; compare with an exact search."""
    from index.embedding import load_embedder
    from index.library import Library
    from qa.ranking import CANDIDATES, FIELD_WEIGHTS

    texts = read_questions(questions)
    embedder = load_embedder()
    vectors = [embedder.embed_query(text).vector for text in texts]
    dense, keyword, both = [], [], []
    found = []
    with Library.open(library) as opened, opened.snapshot() as snapshot:
        for text, vector in zip(texts, vectors, strict=True):
            with spending() as one:
                rows, _ = snapshot.vectors.nearest(vector, CANDIDATES)
            with spending() as other:
                snapshot.keywords.asked(text, FIELD_WEIGHTS).likely(CANDIDATES)
            found.append(set(rows[:TOP].tolist()))
            dense.append(1000 * one.cpu)
            keyword.append(1000 * other.cpu)
            both.append(1000 * (one.cpu + other.cpu))
    exact = exactly(library, np.array(vectors), embedder.dimension)
    shared = [len(a & b) / len(b) for a, b in zip(found, exact, strict=True)]
    return {
        **spread("dense search", dense),
        **spread("keyword search", keyword),
        **spread("search", both),
        "recall@10 of exact": sum(shared) / len(shared),
    }


def add(library: Path, questions: Path) -> Figures:
    """Add documents and remove them; compare with embedding their passages."""
    from index.reading import read
    from index.storing import embedded_texts
    from qa import Assistant

    text = read_questions(questions)[0]
    with tempfile.TemporaryDirectory() as folder, Assistant.open(library) as assistant:
        paths = list(written(Path(folder), assistant))
        readings = [read(path.name, path.read_bytes()) for path in paths]
        texts = [each for one in readings for each in embedded_texts(one.passages)]
        assistant.ask(text)
        with spending() as embedding:
            assistant.embedder.embed_passages(texts)
        with spending() as adding:
            report = assistant.add(paths)
        with spending() as asked:
            assistant.ask(text)
        with spending() as removing:
            assistant.remove(report.added)
            assistant.ask(text)
    whole = adding.cpu + asked.cpu
    return {
        "passages": len(texts),
        "embedded alone, CPU s": embedding.cpu,
        "added, CPU s": adding.cpu,
        "first question after, CPU s": asked.cpu,
        "added and asked ÷ embedded": whole / embedding.cpu,
        "removed and asked, CPU s": removing.cpu,
        **peak("added, "),
    }


MEASURES: dict[str, Callable[[Path, Path], Figures]] = {
    "index": index,
    "ask": ask,
    "search": search,
    "add": add,
}


def written(folder: Path, assistant: Any) -> Iterator[Path]:
    """Write documents, the library's paragraphs recombined, and yield their paths."""
    rng = random.Random(7)
    held = assistant.library.documents()
    texts = [
        passage.text
        for one in rng.sample(held, min(DOCUMENTS, len(held)))
        for passage in assistant.library.passages(one.id)
    ]
    for number in range(DOCUMENTS):
        halves = [rng.sample(texts, 2) for _ in range(PARAGRAPHS)]
        paragraphs = [
            f"{one[: one.rfind('. ', 0, len(one) // 2) + 1]} {other}".strip()
            for one, other in halves
        ]
        path = folder / f"new-{number}.txt"
        path.write_text("\n\n".join(paragraphs), "utf-8")
        yield path


def exactly(
    library: Path, questions: np.ndarray[Any, Any], dimension: int
) -> list[set[int]]:
    """Return the nearest passages to each question by comparing it with all."""
    from index import passage_rows
    from index.connections import Connections

    best = [np.empty((0, 2)) for _ in questions]
    with Connections(library).reading() as connection:
        entries = passage_rows.embeddings(connection, dimension)
        for chunk in chunks(entries):
            rows = np.array([row for row, _ in chunk])
            cosines = questions @ np.concatenate([each for _, each in chunk]).T
            for place, scores in enumerate(cosines):
                top = np.argsort(-scores)[:TOP]
                pairs = np.column_stack([rows[top], scores[top]])
                both = np.concatenate([best[place], pairs])
                best[place] = both[np.argsort(-both[:, 1], kind="stable")[:TOP]]
    return [set(each[:, 0].astype(int).tolist()) for each in best]


def chunks(entries: Iterator[Any]) -> Iterator[list[Any]]:
    """Yield the entries, some thousands at a time."""
    chunk: list[Any] = []
    for entry in entries:
        chunk.append(entry)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def read_questions(path: Path) -> list[str]:
    """Return the first questions of a file."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines][:MOST_QUESTIONS]


@contextmanager
def spending() -> Iterator[Spent]:
    """Give what the block takes, its children's time included, once it has ended."""
    spent = Spent()
    cpu, wall = seconds(), time.perf_counter()
    yield spent
    spent.cpu, spent.wall = seconds() - cpu, time.perf_counter() - wall


def seconds() -> float:
    """Return the CPU time of this process and of its children that have ended."""
    used = [
        resource.getrusage(who)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return sum(each.ru_utime + each.ru_stime for each in used)


def spread(what: str, times: Sequence[float]) -> Figures:
    """Return the median and the 95th percentile."""
    return {
        f"{what}, CPU ms": median(times),
        f"{what}, p95": quantiles(times, n=20)[-1],
    }


def peak(when: str) -> Figures:
    """Return the most memory this process has had."""
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {f"{when}peak MB": kilobytes * 1024 / MEGABYTE}


def size(folder: Path) -> float:
    """Return what the files below a folder take, in megabytes."""
    return (
        sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) / MEGABYTE
    )


def table(columns: dict[Any, Figures]) -> str:
    """Return figures as Markdown, a column for each library."""
    names = list(dict.fromkeys(name for one in columns.values() for name in one))
    heads = [f"{size:,} passages" if size else "" for size in columns]
    lines = [f"| | {' | '.join(heads)} |", f"|---|{'--:|' * len(heads)}"]
    for name in names:
        values = [cell(one.get(name)) for one in columns.values()]
        lines.append(f"| {name} | {' | '.join(values)} |")
    return "\n".join(lines)


def cell(value: float | None) -> str:
    """Return a figure with three digits that count."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    main()
