"""Embeddings: what an embedder does, and which one there is."""

import os
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.model_files import bundled_model, named_model

Vector = NDArray[np.float32]
"""Shape (d,)."""

Matrix = NDArray[np.float32]
"""Shape (n, d)."""

OnProgress = Callable[[int], None]


def ignore_progress(finished: int) -> None:
    """Do nothing with the number of texts newly finished."""


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def fingerprint(self) -> str:
        """The model's identity: its name and a hash of its weights."""

    @property
    def dimension(self) -> int:
        """Length of its vectors."""

    def embed_query(self, text: str) -> Vector:
        """Return a query's unit vector, shape (dimension,)."""

    def embed_passages(
        self, texts: Sequence[str], on_progress: OnProgress = ignore_progress
    ) -> list[Matrix]:
        """Return the unit vectors of each text's windows, in the order given.

        Args:
            texts: Whole passages, of any length.
            on_progress: Told how many texts are newly finished.

        Returns:
            For each text a matrix of shape (windows, dimension), with 1 window or more.
        """


def load_embedder(model: str | None = None) -> Embedder:
    """Return an embedder that is on this machine; nothing is downloaded.

    Args:
        model: Folder of a sentence-transformers model, or its name in the local
            Hugging Face cache; None is the model installed with Pincite.

    Raises:
        ModelError: The model is missing, altered or unusable.
    """
    # Read when the model's library is imported.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from index.transformer import SentenceTransformersEmbedder

    files = bundled_model() if model is None else named_model(model)
    return SentenceTransformersEmbedder(files)
