"""Pincite: a library, asked as users ask it.

What is timed is the whole answer: ranked, decided, its citations quoted and marked.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from worker import DEPTH, serve


class WithPincite:
    """A library of passages as they stand, one document a title."""

    def __init__(self, eight_bits: bool) -> None:
        """Compute the bundled model as it is, or in eight bits."""
        self.eight_bits = eight_bits

    def load(self, model: str) -> None:  # noqa: ARG002
        """Load the bundled model, which is the one all others are given."""
        from index.embedding import load_embedder
        from index.model_files import INT8_MODEL

        self.embedder = load_embedder(INT8_MODEL if self.eight_bits else None)
        self.embedder.embed_query("ready")

    def add(self, folder: Path, passages: Sequence[dict[str, str]]) -> None:
        """Embed and keep passages."""
        from qa import Assistant
        from qa.judged_corpus import corpus_documents

        records = [{"_id": each["id"], **each} for each in passages]
        self.assistant = Assistant.open(folder, create=True, model=self.embedder)
        self.ids: dict[tuple[str, int], str] = {}
        for document, entries, ids in corpus_documents(records):
            source = document.text.encode()
            self.assistant.library.add_passages(
                document, source, entries, self.embedder
            )
            for passage, each in zip(entries, ids, strict=True):
                self.ids[document.id, passage.ordinal] = each

    def open(self, folder: Path) -> None:
        """Open the library."""
        from qa import Assistant

        self.assistant = Assistant.open(folder, model=self.embedder)
        self.ids = {}

    def ask(self, question: str) -> Any:
        """Return the answer."""
        return self.assistant.ask(question)

    def ranked(self, question: str, answer: Any) -> list[str]:  # noqa: ARG002
        """Return the ids of the passages ranked, whether it was answered or not."""
        from qa.ranking import rank
        from qa.understanding import understand

        query = understand(question)
        with self.assistant.library.snapshot() as snapshot:
            ranking = rank(snapshot, self.embedder, query, DEPTH)
        places = [
            (hit.passage.locator.document_id, hit.passage.ordinal)
            for hit in ranking.hits[:DEPTH]
        ]
        return [self.ids.get(place, str(place)) for place in places]


if __name__ == "__main__":
    serve(WithPincite(eight_bits="--int8" in sys.argv))
