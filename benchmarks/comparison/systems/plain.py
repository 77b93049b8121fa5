"""sentence-transformers and FAISS as their own pages show them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from worker import DEPTH, serve

BATCH = 32
"""What sentence-transformers embeds at once, if it is told nothing."""


class Plain:
    """Every passage's vector in a flat FAISS index; the ids in a list."""

    def load(self, model: str) -> None:
        """Load the model in a folder."""
        from sentence_transformers import SentenceTransformer

        self.model: Any = SentenceTransformer(
            model, device="cpu", local_files_only=True
        )
        self.embed(["ready"])

    def embed(self, texts: list[str]) -> Any:
        """Return unit vectors, float32, a row each."""
        return self.model.encode(
            texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )

    def add(self, folder: Path, passages: Sequence[dict[str, str]]) -> None:
        """Embed and keep passages."""
        import faiss

        self._index(passages, self.embed([each["text"] for each in passages]))
        folder.mkdir(parents=True)
        faiss.write_index(self.index, str(folder / "index.faiss"))
        (folder / "passages.json").write_text(json.dumps(self.passages), "utf-8")

    def add_embedded(
        self,
        folder: Path,  # noqa: ARG002
        passages: Sequence[dict[str, str]],
        vectors: Path,
    ) -> None:
        """Keep passages that are embedded, in memory."""
        import numpy as np

        self._index(passages, np.load(vectors))

    def open(self, folder: Path) -> None:
        """Read the index and the passages."""
        import faiss

        self.index = faiss.read_index(str(folder / "index.faiss"))
        self.passages = json.loads((folder / "passages.json").read_text("utf-8"))

    def ask(self, question: str) -> list[dict[str, str]]:
        """Return the nearest passages."""
        _, (rows,) = self.index.search(self.embed([question]), DEPTH)
        return [self.passages[row] for row in rows if row >= 0]

    def ranked(self, question: str, answer: Any) -> list[str]:  # noqa: ARG002
        """Return their ids."""
        return [each["id"] for each in answer]

    def _index(self, passages: Sequence[dict[str, str]], vectors: Any) -> None:
        import faiss

        self.index = faiss.IndexFlatIP(vectors.shape[1])
        self.index.add(vectors)
        self.passages = list(passages)


if __name__ == "__main__":
    serve(Plain())
