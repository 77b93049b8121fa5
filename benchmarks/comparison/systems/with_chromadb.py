"""chromadb: a persistent collection, with a given model or its own embedder.

Its own embedder is what a collection has that is told nothing: the same weights as an
ONNX file, which it would download. Here it finds one that `export_onnx` made. Left to
itself it loads that for each question anew, and takes every core; here it is loaded
once, for one thread, as all others are.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from worker import DEPTH, serve

NAME = "passages"


class WithChromadb:
    """A collection, as it is unless told otherwise.

    Attributes:
        exported: Folder of the ONNX file for chromadb's own embedder; None where the
            model is computed by sentence-transformers.
    """

    def __init__(self, exported: Path | None) -> None:
        self.exported = exported

    def load(self, model: str) -> None:
        """Load the model in a folder."""
        from chromadb.utils import embedding_functions as functions

        self.embedder: Any
        if self.exported is None:
            self.embedder = functions.SentenceTransformerEmbeddingFunction(model)
        else:
            self.embedder = _own_embedder(self.exported)
        self.embedder(["ready"])

    def add(self, folder: Path, passages: Sequence[dict[str, str]]) -> None:
        """Embed and keep passages."""
        self._open(folder)
        self.collection.add(
            ids=[each["id"] for each in passages],
            documents=[each["text"] for each in passages],
        )

    def add_embedded(
        self, folder: Path, passages: Sequence[dict[str, str]], vectors: Path
    ) -> None:
        """Keep passages that are embedded, as many at once as chromadb takes."""
        import numpy as np

        self._open(folder)
        embeddings, step = np.load(vectors), self.client.get_max_batch_size()
        for start in range(0, len(passages), step):
            part = passages[start : start + step]
            self.collection.add(
                ids=[each["id"] for each in part],
                documents=[each["text"] for each in part],
                embeddings=embeddings[start : start + step],
            )

    def open(self, folder: Path) -> None:
        """Open the collection."""
        self._open(folder)

    def ask(self, question: str) -> Any:
        """Return the nearest passages."""
        return self.collection.query(query_texts=[question], n_results=DEPTH)

    def ranked(self, question: str, answer: Any) -> list[str]:  # noqa: ARG002
        """Return their ids."""
        ids: list[str] = answer["ids"][0]
        return ids

    def _open(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings

        self.client = chromadb.PersistentClient(
            str(folder), Settings(anonymized_telemetry=False)
        )
        self.collection = self.client.get_or_create_collection(
            NAME, embedding_function=self.embedder
        )


def _own_embedder(exported: Path) -> Any:
    """Return chromadb's embedder of an ONNX file, bound to one thread."""
    from chromadb.utils.embedding_functions import ONNXMiniLM_L6_V2
    from onnxruntime import InferenceSession, SessionOptions

    ONNXMiniLM_L6_V2.DOWNLOAD_PATH = exported
    embedder = ONNXMiniLM_L6_V2()
    options = SessionOptions()
    options.intra_op_num_threads = 1
    file = exported / ONNXMiniLM_L6_V2.EXTRACTED_FOLDER_NAME / "model.onnx"
    embedder.model = InferenceSession(str(file), options)
    return embedder


if __name__ == "__main__":
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    serve(WithChromadb(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
