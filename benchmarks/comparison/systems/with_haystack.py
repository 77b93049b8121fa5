"""haystack: its document store in memory, by pipelines as its documentation shows.

Dense is an embedder and a retriever; hybrid adds the BM25 retriever, and joins both by
reciprocal rank fusion.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from worker import DEPTH, serve


class WithHaystack:
    """A document store, and a pipeline that asks it.

    Attributes:
        hybrid: Whether the pipeline has a BM25 retriever too.
    """

    def __init__(self, hybrid: bool) -> None:
        self.hybrid = hybrid

    def load(self, model: str) -> None:
        """Load the model in a folder."""
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders import sentence_transformers

        self.of_documents = sentence_transformers.SentenceTransformersDocumentEmbedder(
            model=model, progress_bar=False
        )
        self.of_questions = sentence_transformers.SentenceTransformersTextEmbedder(
            model=model, progress_bar=False
        )
        self.of_questions.warm_up()
        self.of_questions.run(text="ready")
        self.store: Any = InMemoryDocumentStore(embedding_similarity_function="cosine")

    def add(self, folder: Path, passages: Sequence[dict[str, str]]) -> None:
        """Embed and keep passages."""
        from haystack import Document

        documents = [Document(id=each["id"], content=each["text"]) for each in passages]
        self.of_documents.warm_up()
        self.store.write_documents(
            self.of_documents.run(documents=documents)["documents"]
        )
        folder.mkdir(parents=True)
        self.store.save_to_disk(str(folder / "store.json"))
        self._connect()

    def add_embedded(
        self,
        folder: Path,  # noqa: ARG002
        passages: Sequence[dict[str, str]],
        vectors: Path,
    ) -> None:
        """Keep passages that are embedded, in memory."""
        import numpy as np
        from haystack import Document

        self.store.write_documents(
            [
                Document(id=each["id"], content=each["text"], embedding=vector.tolist())
                for each, vector in zip(passages, np.load(vectors), strict=True)
            ]
        )
        self._connect()

    def open(self, folder: Path) -> None:
        """Read the store."""
        self.store = self.store.load_from_disk(str(folder / "store.json"))
        self._connect()

    def ask(self, question: str) -> Any:
        """Return the nearest passages."""
        asked: dict[str, dict[str, Any]] = {"embedder": {"text": question}}
        if self.hybrid:
            asked["words"] = {"query": question}
        (last,) = self.pipeline.run(asked).values()
        return last["documents"]

    def ranked(self, question: str, answer: Any) -> list[str]:  # noqa: ARG002
        """Return their ids."""
        return [each.id for each in answer]

    def _connect(self) -> None:
        from haystack import Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )

        self.pipeline = Pipeline()
        self.pipeline.add_component("embedder", self.of_questions)
        nearest = InMemoryEmbeddingRetriever(document_store=self.store, top_k=DEPTH)
        self.pipeline.add_component("nearest", nearest)
        self.pipeline.connect("embedder.embedding", "nearest.query_embedding")
        if self.hybrid:
            words = InMemoryBM25Retriever(document_store=self.store, top_k=DEPTH)
            joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=DEPTH)
            self.pipeline.add_component("words", words)
            self.pipeline.add_component("joiner", joiner)
            self.pipeline.connect("nearest", "joiner")
            self.pipeline.connect("words", "joiner")


if __name__ == "__main__":
    os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"
    serve(WithHaystack(hybrid="--hybrid" in sys.argv))
