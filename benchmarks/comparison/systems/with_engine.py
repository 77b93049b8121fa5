"""The same as `plain`, embedding with Pincite's engine instead."""

from typing import Any

from plain import Plain
from worker import serve


class WithEngine(Plain):
    """A flat FAISS index of what Pincite's engine makes of the same weights."""

    def load(self, model: str) -> None:  # noqa: ARG002
        """Load the bundled model, which is the one all others are given."""
        from index.embedding import load_embedder

        self.model = load_embedder()
        self.embed(["ready"])

    def embed(self, texts: list[str]) -> Any:
        """Return unit vectors, float32, a row each; questions come alone."""
        import numpy as np

        if len(texts) == 1:
            return self.model.embed_query(texts[0]).windows
        return np.stack([each.vector for each in self.model.embed_passages(texts)])


if __name__ == "__main__":
    serve(WithEngine())
