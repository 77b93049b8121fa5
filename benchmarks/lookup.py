"""How long a lookup takes on the shipped papers and on a library of 100,000 passages.

    python benchmarks/lookup.py [PASSAGES] [--inputs N]

The large library is made up: documents of a hundred numbered paragraphs, each with a
symbol, that cite one another. Its embeddings say nothing, for lookup uses none. Times
are of the processor, in milliseconds, each reference looked up again and again; then
the longest of N made-up inputs, each looked up once.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.embedding import Embedding, OnProgress, ignore_progress
from index.library import Library
from index.tokens import NO_TOKENS
from qa import Assistant
from seeds import seed_files

PARAGRAPHS = 100
REPETITIONS = 20
PIECES = [
    "CD/2100",
    "cd 2100",
    "GE.18-13664(E)",
    "G-21 paper",
    "resolution 72/26",
    "ibid.",
    ", ",
    " ",
    "para. ",
    "¶",
    "op ",
    "paras. ",
    "12",
    "10 (b)",
    "8-10",
    "99999999999999999999",
    " and ",
    " of ",
    "Taking stock",
    "cover note",
    "“",
    "article IV",
    "annex III",
    '"',
    "(",
    ")",
    "((((",
    "'",
    "where is ",
    " cited?",
    "OR",
    "*",
    ";",
    "%",
    "last",
    "Rev.1",
    "/",
    "-",
    "?",
    "its objections to the PPWT",
    "\u200f",
    "DROP TABLE",
    "\x00",
]
WORDS = [
    "arms",
    "conference",
    "control",
    "delegations",
    "disarmament",
    "draft",
    "limits",
    "measures",
    "meeting",
    "negotiations",
    "outer",
    "programme",
    "proposal",
    "race",
    "security",
    "session",
    "space",
    "states",
    "treaty",
    "verification",
    "views",
    "weapons",
    "working",
]

ON_SEEDS = (
    "CD/2100",
    "CD/2100, para. 12",
    "G-21 paper, para. 10 (b)",
    "GE.18-13664(E), paras. 8-10",
    "CD/2100, Taking stock",
    "CD/1985",
    "where is CD/1998 cited?",
    "ibid., para. 5",
    "“referred to its objections to the PPWT as outlined in CD/1998”",
)
ON_MANY = (
    "CD/1500",
    "CD/1500, para. 12",
    "cd 1500, paras. 8-10",
    "delegation 500 paper, para. 7",
    "CD/1500, Views",
    "CD/99999, para. 3",
    "where is CD/1500 cited?",
    "paper of a delegation that is not here, para. 3",
)


class TinyEmbedder:
    """Gives every text the same embedding."""

    fingerprint = "tiny@1"
    dimension = 2
    languages = None

    def reads(self, text: str) -> bool:  # noqa: ARG002
        """Return that it does."""
        return True

    def embed_query(self, text: str) -> Embedding:  # noqa: ARG002
        """Return the unit vector."""
        return Embedding(np.array([[1, 0]], dtype=np.float32), NO_TOKENS)

    def embed_passages(
        self,
        texts: Sequence[str],
        on_progress: OnProgress = ignore_progress,
    ) -> list[Embedding]:
        """Return one window of it for each text."""
        on_progress(len(texts))
        return [self.embed_query(text) for text in texts]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("passages", type=int, nargs="?", default=100_000)
    parser.add_argument("--inputs", type=int, default=10_000)
    options = parser.parse_args()
    passages = options.passages
    embedder = TinyEmbedder()
    with tempfile.TemporaryDirectory() as folder:
        with Library.open(Path(folder) / "seeds", create=True) as library:
            library.add(list(seed_files()), embedder)
            assistant = Assistant(library, embedder)
            measure("shipped papers", assistant, ON_SEEDS)
            measure_inputs(assistant, options.inputs)
        with Library.open(Path(folder) / "many", create=True) as library:
            started = time.perf_counter()
            library.add(list(documents(passages // PARAGRAPHS)), embedder)
            seconds = time.perf_counter() - started
            print(f"{passages:,} passages added in {seconds:.0f} s", file=sys.stderr)
            assistant = Assistant(library, embedder)
            last = library.documents()[-1].id
            quotation = library.passages(last)[-1].text
            measure(f"{passages:,} passages", assistant, (*ON_MANY, quotation))


def measure(title: str, assistant: Assistant, references: Sequence[str]) -> None:
    """Print the time of each reference's lookup, the median and the longest."""
    print(f"{title}: processor ms, median and longest of {REPETITIONS}")
    for reference in references:
        status = assistant.lookup(reference).status
        spent = []
        for _ in range(REPETITIONS):
            started = time.process_time()
            assistant.lookup(reference)
            spent.append((time.process_time() - started) * 1e3)
        median, longest = sorted(spent)[len(spent) // 2], max(spent)
        print(f"{median:8.2f} {longest:8.2f}  {status:<18} {reference[:60]}")


def measure_inputs(assistant: Assistant, count: int) -> None:
    """Print the longest time of made-up inputs: pieces of references, in any order."""
    draw = random.Random(2)
    longest, worst = 0.0, ""
    for _ in range(count):
        text = "".join(draw.choices(PIECES, k=draw.randint(1, 14)))
        started = time.process_time()
        assistant.lookup(text)
        spent = (time.process_time() - started) * 1e3
        if spent > longest:
            longest, worst = spent, text
    print(f"{count:,} made-up inputs: longest {longest:.1f} ms, {worst!r}")


def documents(count: int) -> list[tuple[str, bytes]]:
    """Return made-up working papers that cite one another."""
    draw = random.Random(1)
    return [(f"{n}.txt", paper(n, count, draw).encode()) for n in range(count)]


def paper(number: int, count: int, draw: random.Random) -> str:
    """Return a paper of `PARAGRAPHS` paragraphs under two headings."""
    lines = [
        f"CD/{1000 + number}",
        "Conference on Disarmament 3 May 2001",
        "Original: English",
        f"Working paper submitted by delegation {number}",
    ]
    for paragraph in range(1, PARAGRAPHS + 1):
        if paragraph in (1, PARAGRAPHS // 2):
            lines.append("Views" if paragraph == 1 else "Proposals")
        words = " ".join(draw.choices(WORDS, k=40))
        cited = (
            f" as in CD/{1000 + draw.randrange(count)}" if paragraph % 5 == 0 else ""
        )
        lines.append(f"{paragraph}. The delegation holds that {words}{cited}.")
    return "\n\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
