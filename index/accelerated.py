"""The light engine, and a graphics card where there is one and enough to embed."""

import logging
from collections.abc import Callable, Sequence
from threading import Lock

from index.embedding import Embedder, Embedding, OnProgress, ignore_progress

MANY = 500
"""Texts given to embed since the program started. To load what a card needs takes as
long as the light engine takes for some hundreds of them."""

FEW = 16
"""Texts given at once that are not worth the way to a card."""

_log = logging.getLogger(__name__)


class AcceleratedEmbedder:
    """Embeds with a light engine, and many texts with another of the same model.

    Both give the same numbers but for rounding. What the other cannot do, the light one
    does: from then on everything, after one warning. Threads may share it.
    """

    def __init__(self, light: Embedder, find: Callable[[], Embedder | None]) -> None:
        """Embed with `light`, and with what `find` returns once there are many texts.

        Args:
            light: Embeds queries, and passages until there are many.
            find: Called once, if ever; returns None where there is no card.
        """
        self._light = light
        self._find = find
        self._given = 0
        self._sought = False
        self._card: Embedder | None = None
        self._lock = Lock()

    @property
    def fingerprint(self) -> str:
        """The model's identity: its name and a hash of its weights."""
        return self._light.fingerprint

    @property
    def dimension(self) -> int:
        """Length of its vectors."""
        return self._light.dimension

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639-1 codes of those it is said to know; None where nothing is said."""
        return self._light.languages

    def reads(self, text: str) -> bool:
        """Return whether it can make words of a text, and so something of its sense."""
        return self._light.reads(text)

    def embed_query(self, text: str) -> Embedding:
        """Return a query's embedding, of one window."""
        return self._light.embed_query(text)

    def embed_passages(
        self, texts: Sequence[str], on_progress: OnProgress = ignore_progress
    ) -> list[Embedding]:
        """Return each text's embedding, in the order given."""
        card = self._card_for(len(texts))
        if card is None:
            return self._light.embed_passages(texts, on_progress)
        progress = _Progress(on_progress)
        try:
            return card.embed_passages(texts, progress.count)
        except Exception as error:  # drivers, memory and builds fail in their own ways
            if error is progress.broken_off:
                raise
            self._give_up(error)
        progress.repeat()
        return self._light.embed_passages(texts, progress.count)

    def _card_for(self, count: int) -> Embedder | None:
        """Return the engine for so many texts, sought when they have become many."""
        with self._lock:
            self._given += count
            if self._given >= MANY and not self._sought:
                self._sought = True
                self._card = self._find()
            return self._card if count >= FEW else None

    def _give_up(self, error: Exception) -> None:
        with self._lock:
            if self._card is not None:
                _log.warning(
                    "the graphics card cannot be used (%s: %s), so passages are "
                    "embedded without it; to leave it alone: CUDA_VISIBLE_DEVICES=''",
                    type(error).__name__,
                    error,
                )
            self._card = None


class _Progress:
    """Tells how many texts are finished, those done twice once."""

    def __init__(self, on_progress: OnProgress) -> None:
        self.broken_off: Exception | None = None
        self._on_progress = on_progress
        self._told = 0
        self._again = 0

    def count(self, finished: int) -> None:
        """Tell that so many texts are newly finished."""
        known = min(finished, self._again)
        self._again -= known
        self._told += finished - known
        try:
            self._on_progress(finished - known)
        except Exception as error:
            self.broken_off = error
            raise

    def repeat(self) -> None:
        """Take note that all is done again from the start."""
        self._again = self._told
