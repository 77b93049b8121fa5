"""What the keyword search of a question costs: CPU time of one thread.

    python benchmarks/keywords.py --questions FILE --library FOLDER INDEX …

The indexes are folders `derived/…/keywords` of libraries that `benchmarks/large.py`
made, the questions the `text` of JSON lines. A question is taken apart, its likeliest
200 passages are found, and these and 200 others, for those found by their embeddings,
are scored, as `qa.ranking` does it. Then passages of a library are indexed alone, and
added to each of the indexes, in another folder. Prints Markdown.
"""

import argparse
import gzip
import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

# One thread, which the libraries read when they are imported.
os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np

from index import passage_rows
from index.aliases import Aliases
from index.connections import Connections
from index.keywords import KeywordIndex
from index.linking import link_all
from index.passage_rows import Searchable
from qa.ranking import CANDIDATES, FIELD_WEIGHTS

QUESTIONS = 300
PASSAGES_A_DOCUMENT = 20
DOCUMENTS = 10
PAGE_WORDS = 600

BUILT = 10_000
ADDED = 2_000
"""Passages of a hundred documents."""

Costs = dict[str, list[float]]
"""CPU milliseconds, one for each question, by what was done."""


def main() -> None:
    """Measure each index and print what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("indexes", type=Path, nargs="+")
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--library", type=Path, required=True)
    options = parser.parse_args()
    questions = _questions(options.questions)
    passages = _passages(options.library)
    for folder in options.indexes:
        _measure(folder, questions, passages)
    costs: Costs = {}
    with _noting(costs, "built"):
        KeywordIndex.build(passages, Aliases())
    print(f"\nBuilt: {1000 * costs['built'][0] / len(passages):.0f} µs a passage")


def _questions(file: Path) -> list[str]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    return texts[:: max(1, len(texts) // QUESTIONS)][:QUESTIONS]


def _passages(library: Path) -> list[Searchable]:
    connections = Connections(library)
    with connections.reading() as connection:
        passages = list(islice(passage_rows.searchable(connection), BUILT))
    connections.close()
    return passages


def _measure(
    folder: Path, questions: Sequence[str], passages: Sequence[Searchable]
) -> None:
    costs: Costs = {}
    before = _resident()
    with _noting(costs, "opened"):
        index = KeywordIndex.read(folder)
    _ask(index, questions, costs)
    resident = _resident() - before
    page = " ".join(one.text for one in passages[:20]).split()[:PAGE_WORDS]
    page_costs: Costs = {}
    _ask(index, [" ".join(page)], page_costs)
    _add(folder, passages[:ADDED], costs)
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    print(f"\n{len(index):,} passages, {size:.0f} MB, {resident:.0f} MB of it read\n")
    print("| CPU ms | median | 95 % | longest | a page |\n|---|---|---|---|---|")
    for what, all_ in costs.items():
        if len(all_) == 1:
            print(f"| {what} | {all_[0]:.0f} | | | |")
            continue
        middle, high = np.quantile(all_, [0.5, 0.95])
        paged = page_costs[what][0]
        print(f"| {what} | {middle:.1f} | {high:.1f} | {max(all_):.1f} | {paged:.0f} |")


def _ask(index: KeywordIndex, questions: Sequence[str], costs: Costs) -> None:
    rng = np.random.default_rng(0)
    parts = ("taken apart", "found", "scored")
    for question in questions:
        with _noting(costs, parts[0]):
            index.terms(question)
        with _noting(costs, parts[1]):
            asked = index.asked(question, FIELD_WEIGHTS)
            found = asked.likely(CANDIDATES)
        rows = np.union1d(found, rng.integers(1, len(index), CANDIDATES))
        with _noting(costs, parts[2]):
            asked.scores(rows)
        costs.setdefault("all three", []).append(sum(costs[part][-1] for part in parts))
        documents = rng.integers(len(index) // PASSAGES_A_DOCUMENT, size=(DOCUMENTS, 1))
        first = PASSAGES_A_DOCUMENT * documents
        among = (first + np.arange(1, PASSAGES_A_DOCUMENT + 1)).ravel()
        with _noting(costs, "in ten documents"):
            index.terms(question, among)
            index.asked(question, FIELD_WEIGHTS).likely(CANDIDATES, among)
        with _noting(costs, "two words together"):
            index.together(question.split()[-2:])


def _add(folder: Path, passages: Sequence[Searchable], costs: Costs) -> None:
    """Note what it costs to add passages, and to build an index of them alone."""
    with _noting(costs, f"{len(passages)} passages built alone"):
        KeywordIndex.build(passages, Aliases())
    highest = 1 << 40
    others = [replace(one, row=highest + one.row) for one in passages]
    with tempfile.TemporaryDirectory(dir=folder.parent) as other:
        link_all(folder, Path(other))
        with _noting(costs, f"{len(passages)} passages added"):
            KeywordIndex.update(Path(other), np.empty(0, np.int64), others, Aliases())


@contextmanager
def _noting(costs: Costs, what: str) -> Iterator[None]:
    start = time.process_time()
    yield
    costs.setdefault(what, []).append(1000 * (time.process_time() - start))


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    main()
