"""Libraries of any size, for measuring: real paragraphs, recombined.

    python benchmarks/large.py FOLDER --corpora FOLDER --sizes 1000 10000 …

Makes FOLDER/1000 and so on. A passage is the first sentences of one real paragraph and
the last of another of the same collection; its embedding lies between theirs, with
noise, and its word pieces are theirs. So words, lengths and stored bytes are those of
real text, but there are only as many different words as the paragraphs have, which is
hard on keyword search, and many passages are alike, which is hard on compressed
embeddings. Twenty passages are a document.
"""

import argparse
import gzip
import hashlib
import json
import random
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import document_rows, store
from index.connections import Connections
from index.database import create
from index.documents import Document, Locator, Masthead, Passage, fold
from index.embedding import Embedder, Embedding, load_embedder
from index.store import StoredEmbedding
from index.stored_embeddings import text_key
from index.structure_version import STRUCTURE_VERSION
from index.tokens import Tokens, to_columns

PASSAGES_A_DOCUMENT = 20
DOCUMENTS_AT_ONCE = 500
SHORTEST = 20
"""Words of a paragraph that is taken."""

NOISE = 0.6
"""Length of the noise beside a unit vector: two passages of the same two paragraphs
are then no nearer to each other than two paragraphs of one article."""

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A real paragraph.

    Attributes:
        collection: What it is from; only those of one collection are recombined.
        cut: Where the sentence in its middle begins; 0 where there is but one.
        pieces_before: How many of its word pieces stand before the cut.
    """

    collection: str
    text: str
    cut: int
    embedding: Embedding
    pieces_before: int

    @property
    def head(self) -> str:
        """What stands before the cut."""
        return self.text[: self.cut].rstrip()

    @property
    def tail(self) -> str:
        """What follows it."""
        return self.text[self.cut :]


def main() -> None:
    """Make the libraries that are asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    options = parser.parse_args()
    embedder = load_embedder()
    real = paragraphs(options.corpora, embedder)
    print(f"{len(real)} paragraphs")
    for size in options.sizes:
        make(options.folder / str(size), real, size, embedder)
        print(f"{size} passages")


def paragraphs(folder: Path, embedder: Embedder) -> list[Paragraph]:
    """Return the English paragraphs of every `corpus.jsonl` below a folder."""
    texts: dict[str, str] = {}
    for path in sorted(folder.rglob("corpus.jsonl*")):
        if path.parent.parent.name.startswith("xquad") and path.parent.name != "en":
            continue
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = fold(json.loads(line)["text"])
                if len(text.split()) >= SHORTEST:
                    texts.setdefault(text, str(path.parent.relative_to(folder)))
    embeddings = embedder.embed_passages(list(texts))
    return [
        _paragraph(collection, text, embedding)
        for (text, collection), embedding in zip(texts.items(), embeddings, strict=True)
    ]


def make(
    folder: Path, real: Sequence[Paragraph], size: int, embedder: Embedder
) -> None:
    """Make a library of as many passages, unless there is one."""
    if folder.exists():
        return
    create(folder)
    connections = Connections(folder)
    documents = -(-size // PASSAGES_A_DOCUMENT)
    rng = random.Random(size)
    made = recombined(real, rng)
    for start in range(0, documents, DOCUMENTS_AT_ONCE):
        with connections.writing() as connection:
            if not start:
                dimension = embedder.dimension
                store.set_model(connection, embedder.fingerprint, dimension)
            for number in range(start, min(start + DOCUMENTS_AT_ONCE, documents)):
                first = number * PASSAGES_A_DOCUMENT
                count = min(PASSAGES_A_DOCUMENT, size - first)
                entries = [next(made) for _ in range(count)]
                _insert(connection, number, entries)
            store.advance(connection)
    connections.close()


def recombined(
    real: Sequence[Paragraph], rng: random.Random
) -> Iterator[tuple[str, StoredEmbedding]]:
    """Yield different passages without end, each with its embedding."""
    by_collection: dict[str, list[Paragraph]] = {}
    for one in real:
        by_collection.setdefault(one.collection, []).append(one)
    several = [one for one in real if one.cut]
    noise = np.random.default_rng(rng.randrange(1 << 32))
    seen: set[bytes] = set()
    while True:
        first = rng.choice(several)
        second = rng.choice(by_collection[first.collection])
        text = f"{first.head} {second.tail}"
        digest = text_key(text)
        if digest in seen:
            # Two paragraphs give one text; a number makes it another passage.
            text = f"{text} ({len(seen)})"
            digest = text_key(text)
        seen.add(digest)
        share = rng.uniform(0.3, 0.7)
        blend = share * first.embedding.vector + (1 - share) * second.embedding.vector
        away = noise.standard_normal(len(blend), np.float32)
        blend = blend / np.linalg.norm(blend) + NOISE * away / np.linalg.norm(away)
        unit = (blend / np.linalg.norm(blend)).astype(np.float16)
        columns = to_columns(_pieces(first, second))
        yield text, StoredEmbedding(digest, 1, unit.tobytes(), *columns)


def _pieces(first: Paragraph, second: Paragraph) -> Tokens:
    """Return the word pieces of the head of one and the tail of the other."""
    head, tail = first.embedding.tokens, second.embedding.tokens
    before, after = slice(first.pieces_before), slice(second.pieces_before, None)
    moved = len(first.head) + 1 - second.cut
    spans = np.concatenate([head.spans[before], tail.spans[after] + moved])
    vectors = np.concatenate([head.vectors[before], tail.vectors[after]])
    return Tokens(vectors, spans, np.zeros(len(spans), np.int32))


def _paragraph(collection: str, text: str, embedding: Embedding) -> Paragraph:
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    cut = ends[len(ends) // 2] if ends else 0
    before = int(np.searchsorted(embedding.tokens.spans[:, 0], cut))
    return Paragraph(collection, text, cut, embedding, before)


def _insert(
    connection: sqlite3.Connection,
    number: int,
    entries: Sequence[tuple[str, StoredEmbedding]],
) -> None:
    """Store a document of these passages."""
    title = f"Compilation {number}"
    text = "\n\n".join(each for each, _ in entries)
    source = f"{title}\n\n{text}".encode()
    sha256 = hashlib.sha256(source).hexdigest()
    document = Document(
        id=sha256[:16],
        name=f"compilation-{number}.txt",
        title=title,
        text=text,
        sha256=sha256,
        language="en",
        masthead=Masthead(symbol=f"COMP/{number}"),
    )
    row = document_rows.insert_document(connection, document, source, STRUCTURE_VERSION)
    start = 0
    for ordinal, (each, embedding) in enumerate(entries):
        locator = Locator(document.id, ((start, start + len(each)),))
        passage = Passage(locator, each, ordinal)
        store.insert_passage(connection, row, passage, embedding)
        start += len(each) + len("\n\n")


if __name__ == "__main__":
    main()
