"""txtai: an embeddings database with content, dense as it is, or hybrid if told so."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from worker import DEPTH, serve


class WithTxtai:
    """An embeddings database.

    Attributes:
        hybrid: Whether words are indexed too; txtai then weighs both alike.
    """

    def __init__(self, hybrid: bool) -> None:
        self.hybrid = hybrid

    def load(self, model: str) -> None:
        """Load the model in a folder."""
        from txtai import Embeddings

        self.database: Any = Embeddings(path=model, content=True, hybrid=self.hybrid)
        self.database.transform("ready")

    def add(self, folder: Path, passages: Sequence[dict[str, str]]) -> None:
        """Embed and keep passages."""
        self.database.index([(each["id"], each["text"], None) for each in passages])
        self.database.save(str(folder))

    def add_embedded(
        self,
        folder: Path,  # noqa: ARG002
        passages: Sequence[dict[str, str]],
        vectors: Path,
    ) -> None:
        """Keep passages that are embedded, in memory.

        txtai takes a function that embeds in place of a model. It cannot be saved.
        """
        import numpy as np
        from txtai import Embeddings

        texts = (each["text"] for each in passages)
        known = dict(zip(texts, np.load(vectors), strict=True))
        embed = self.database.batchtransform

        def vectors_of(texts: list[str]) -> Any:
            if all(text in known for text in texts):
                return np.stack([known[text] for text in texts])
            return np.array(embed(texts))

        self.database = Embeddings(
            method="external", transform=vectors_of, content=True, hybrid=self.hybrid
        )
        self.database.index([(each["id"], each["text"], None) for each in passages])

    def open(self, folder: Path) -> None:
        """Load the database."""
        self.database.load(str(folder))

    def ask(self, question: str) -> list[dict[str, Any]]:
        """Return the nearest passages."""
        found: list[dict[str, Any]] = self.database.search(question, DEPTH)
        return found

    def ranked(self, question: str, answer: Any) -> list[str]:  # noqa: ARG002
        """Return their ids."""
        return [each["id"] for each in answer]


if __name__ == "__main__":
    serve(WithTxtai(hybrid="--hybrid" in sys.argv))
