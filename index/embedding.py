"""Embeddings: what an embedder does, and which one there is."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.model_files import (
    INT8_FINGERPRINT,
    INT8_MODEL,
    bundled_model,
    named_model,
)
from index.tokens import Tokens

Vector = NDArray[np.float32]
"""Shape (d,)."""

Matrix = NDArray[np.float32]
"""Shape (n, d)."""

OnProgress = Callable[[int], None]


def ignore_progress(finished: int) -> None:
    """Do nothing with the number of texts newly finished."""


@dataclass(frozen=True, slots=True)
class Embedding:
    """What a model makes of a text.

    Attributes:
        windows: Unit vector of each window, shape (windows, dimension), 1 or more.
        tokens: The text's word pieces; none where the model gives no vectors of them.
    """

    windows: Matrix
    tokens: Tokens

    @property
    def vector(self) -> Vector:
        """The only window's unit vector, or the first's, shape (dimension,)."""
        vector: Vector = self.windows[0]
        return vector


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def fingerprint(self) -> str:
        """The model's identity: its name and a hash of its weights."""

    @property
    def dimension(self) -> int:
        """Length of its vectors."""

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639-1 codes of those it is said to know; None where nothing is said."""

    def reads(self, text: str) -> bool:
        """Return whether it can make words of a text, and so something of its sense."""

    def embed_query(self, text: str) -> Embedding:
        """Return a query's embedding, of one window."""

    def embed_passages(
        self, texts: Sequence[str], on_progress: OnProgress = ignore_progress
    ) -> list[Embedding]:
        """Return each text's embedding, in the order given.

        Args:
            texts: Whole passages, of any length.
            on_progress: Told how many texts are newly finished.
        """


def load_embedder(model: str | None = None) -> Embedder:
    """Return an embedder that is on this machine; nothing is downloaded.

    Args:
        model: Folder of a sentence-transformers model, or its name in the local
            Hugging Face cache; None is the model installed with Pincite, and
            `INT8_MODEL` the same in eight bits, never computed by a graphics card.

    Raises:
        ModelError: The model is missing, altered or unusable.
    """
    # Read when the model's library is imported.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if model == INT8_MODEL:
        from index.bundled import BundledEmbedder

        return BundledEmbedder(bundled_model(INT8_FINGERPRINT))
    if model is None:
        from index.accelerated import AcceleratedEmbedder
        from index.bundled import BundledEmbedder
        from index.graphics import on_card

        files = bundled_model()
        return AcceleratedEmbedder(BundledEmbedder(files), lambda: on_card(files))
    from index.transformer import SentenceTransformersEmbedder

    return SentenceTransformersEmbedder(named_model(model))
