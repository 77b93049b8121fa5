"""Passages' embeddings as they are stored: none is made that is there."""

from collections.abc import Sequence
from hashlib import sha256
from itertools import islice

import numpy as np

from index import store
from index.connections import Connections
from index.embedding import Embedder, Embedding, OnProgress
from index.errors import ModelError
from index.store import StoredEmbedding
from index.tokens import to_columns

REMEMBERED = 2_000
"""Embeddings made last, about 15 kB each: what is made ahead is stored a little later,
and the next documents may have the same texts."""


class StoredEmbeddings:
    """Gives texts' embeddings: the library's, or new ones."""

    def __init__(self, connections: Connections, embedder: Embedder) -> None:
        """Look in a library; make what is not there with its model."""
        self._connections = connections
        self._embedder = embedder
        self._made: dict[bytes, StoredEmbedding] = {}

    def of(
        self, texts: Sequence[str], on_progress: OnProgress
    ) -> list[StoredEmbedding]:
        """Return each text's embedding, in the order given.

        Args:
            texts: Of whole passages, as they are embedded.
            on_progress: Told how many of them newly have their embeddings.

        Raises:
            ModelError: What the model gives are no numbers.
        """
        digests = [text_key(text) for text in texts]
        with self._connections.reading() as connection:
            known = store.embeddings(connection, set(digests) - self._made.keys())
        known |= self._made
        missing = {
            digest: text
            for digest, text in zip(digests, texts, strict=True)
            if digest not in known
        }
        on_progress(len(texts) - len(missing))
        made = self._embedder.embed_passages(list(missing.values()), on_progress)
        new = {
            digest: self._stored(digest, embedding)
            for digest, embedding in zip(missing, made, strict=True)
        }
        self._remember(new)
        known |= new
        return [known[digest] for digest in digests]

    def _stored(self, digest: bytes, embedding: Embedding) -> StoredEmbedding:
        windows, tokens = embedding.windows, embedding.tokens
        if not (np.isfinite(windows).all() and np.isfinite(tokens.vectors).all()):
            raise ModelError(
                f"the model {self._embedder.fingerprint!r} gives embeddings that are "
                "not numbers; use another one"
            )
        vectors = windows.astype(np.float16).tobytes()
        return StoredEmbedding(digest, len(windows), vectors, *to_columns(tokens))

    def _remember(self, new: dict[bytes, StoredEmbedding]) -> None:
        self._made |= new
        oldest = islice(self._made, max(0, len(self._made) - REMEMBERED))
        for digest in list(oldest):
            del self._made[digest]


def text_key(text: str) -> bytes:
    """Return what an embedded text's embedding is kept by."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
