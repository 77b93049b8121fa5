"""What a question costs as the library grows: CPU time of one thread.

    python benchmarks/question.py [--passages N …] [--questions N]

The libraries are made of the shipped papers' passages, over and over: the words of each
copy in another order, the model's vectors moved a little at random, so that nothing is
embedded but the papers and the questions. Ranking has as much to do as on N different
passages; how well it ranks, this cannot say. Prints a Markdown table.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

# One thread, which the libraries read when they are imported.
os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
from numpy.typing import NDArray

from index.documents import Document, Locator, Masthead, Passage
from index.embedding import (
    Embedder,
    Embedding,
    OnProgress,
    ignore_progress,
    load_embedder,
)
from index.library import Library
from index.reading import read
from qa import Assistant
from seeds import seed_files

QUESTIONS = Path(__file__).parents[1] / "tests" / "questions.jsonl"
PER_DOCUMENT = 500
NOISE = 0.3
"""Length of what is added to unit vectors: the copies' cosines are about 0.96."""


class PerturbedEmbedder:
    """Embeds questions with a model, and passages as given ones moved at random."""

    def __init__(self, model: Embedder, originals: Sequence[Embedding]) -> None:
        """Take each passage, in the order they come, for the next of the originals."""
        self._model = model
        self._originals = originals
        self._random = np.random.default_rng(0)
        self._embedded = 0
        self.fingerprint = model.fingerprint
        self.dimension = model.dimension
        self.languages = model.languages
        self.reads = model.reads

    def embed_query(self, text: str) -> Embedding:
        """Return the model's embedding."""
        return self._model.embed_query(text)

    def embed_passages(
        self, texts: Sequence[str], on_progress: OnProgress = ignore_progress
    ) -> list[Embedding]:
        """Return moved copies of the originals, whatever the texts."""
        made = []
        for _ in texts:
            original = self._originals[self._embedded % len(self._originals)]
            self._embedded += 1
            tokens = replace(
                original.tokens, vectors=self._moved(original.tokens.vectors)
            )
            made.append(Embedding(self._moved(original.windows), tokens))
        on_progress(len(texts))
        return made

    def _moved(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        noise = self._random.standard_normal(vectors.shape, np.float32)
        moved = vectors + NOISE * noise / np.sqrt(vectors.shape[1])
        units: NDArray[np.float32] = moved / np.linalg.norm(
            moved, axis=1, keepdims=True
        )
        return units


def main() -> None:
    """Build a library of each size, ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--questions", type=int, default=100)
    options = parser.parse_args()
    model = load_embedder()
    originals = [
        passage
        for name, content in seed_files()
        for passage in read(name, content).passages
    ]
    embeddings = model.embed_passages([passage.text for passage in originals])
    asked = [json.loads(line)["text"] for line in QUESTIONS.open(encoding="utf-8")]
    print(
        "| passages | median CPU ms | 95th percentile | of which the model | folder |"
    )
    print("|---|---|---|---|---|")
    for size in options.passages:
        with tempfile.TemporaryDirectory() as folder:
            embedder = PerturbedEmbedder(model, embeddings)
            with Library.open(Path(folder), embedder.fingerprint, create=True) as made:
                for document, copies in _copies(originals, size):
                    source = document.text.encode()
                    made.add_passages(document, source, copies, embedder)
                taken = _asked(Assistant(made, embedder), asked, options.questions)
            used = sum(one.stat().st_size for one in Path(folder).rglob("*.*"))
        alone = _timed(embedder, asked, options.questions)
        print(
            f"| {size:,} | {np.median(taken):.0f} | {np.percentile(taken, 95):.0f} "
            f"| {np.median(alone):.0f} | {used / 1e6:,.0f} MB |"
        )


def _copies(
    originals: Sequence[Passage], size: int
) -> Iterator[tuple[Document, list[Passage]]]:
    """Yield documents that have `size` passages in all, none like another."""
    shuffle = np.random.default_rng(1).permutation
    for first in range(0, size, PER_DOCUMENT):
        texts = [
            " ".join(shuffle(originals[at % len(originals)].text.split()))
            for at in range(first, min(size, first + PER_DOCUMENT))
        ]
        text = "\n\n".join(texts)
        name = f"{first:07}.txt"
        ends = np.cumsum([len(one) + 2 for one in texts])
        copies = [
            Passage(Locator(name, ((int(end) - len(one) - 2, int(end) - 2),)), one, at)
            for at, (one, end) in enumerate(zip(texts, ends, strict=True))
        ]
        yield Document(name, name, name, text, name, "en", Masthead()), copies


def _asked(assistant: Assistant, asked: Sequence[str], count: int) -> list[float]:
    """Return the CPU milliseconds of answering, the library warm."""
    assistant.ask(asked[0])
    taken = []
    for at in range(count):
        started = time.process_time()
        assistant.ask(asked[at % len(asked)])
        taken.append((time.process_time() - started) * 1000)
    return taken


def _timed(
    embedder: PerturbedEmbedder, asked: Sequence[str], count: int
) -> list[float]:
    """Return the CPU milliseconds of embedding a question alone."""
    taken = []
    for at in range(count):
        started = time.process_time()
        embedder.embed_query(asked[at % len(asked)])
        taken.append((time.process_time() - started) * 1000)
    return taken


if __name__ == "__main__":
    main()
