"""Small real objects that the tests share."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import NDArray

from index.embedding import Embedding
from index.library import Library
from index.tokens import Tokens
from qa import Assistant
from seeds import seed_files

# On a busy machine any example may be slow, which is no failure of what it shows.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@dataclass(frozen=True)
class HashingEmbedder:
    """An embedder without a model: each word a random direction, a text their sum.

    Texts with common words are near each other. Long texts have several windows.
    """

    fingerprint: str = "hashing@1"
    dimension: int = 64
    window_words: int = 40
    languages: frozenset[str] | None = None

    def reads(self, text: str) -> bool:
        return True

    def embed_query(self, text: str) -> Embedding:
        return Embedding(self._vector(text)[np.newaxis], self._tokens(text, 0, 0))

    def embed_passages(
        self,
        texts: Sequence[str],
        on_progress: Callable[[int], None] = lambda finished: None,
    ) -> list[Embedding]:
        embeddings = []
        for text in texts:
            ends = [word.end() for word in re.finditer(r"\S+", text)]
            ends = [*ends[self.window_words - 1 :: self.window_words], len(text)]
            cuts = list(pairwise([0, *dict.fromkeys(ends)])) or [(0, 0)]
            tokens = [
                self._tokens(text[start:end], start, window)
                for window, (start, end) in enumerate(cuts)
            ]
            embeddings.append(
                Embedding(
                    np.stack([self._vector(text[start:end]) for start, end in cuts]),
                    Tokens(
                        np.concatenate([each.vectors for each in tokens]),
                        np.concatenate([each.spans for each in tokens]),
                        np.concatenate([each.windows for each in tokens]),
                    ),
                )
            )
            on_progress(1)
        return embeddings

    def _vector(self, text: str) -> NDArray[np.float32]:
        words = re.findall(r"\w+", text.lower()) or [text]
        vector = np.sum([_direction(word, self.dimension) for word in words], axis=0)
        return (vector / np.linalg.norm(vector)).astype(np.float32)

    def _tokens(self, text: str, start: int, window: int) -> Tokens:
        words = list(re.finditer(r"\w+", text))
        spans = [(start + word.start(), start + word.end()) for word in words]
        return Tokens(
            np.array([self._vector(word[0]) for word in words], np.float32).reshape(
                -1, self.dimension
            ),
            np.array(spans, np.int32).reshape(-1, 2),
            np.full(len(words), window, np.int32),
        )


@pytest.fixture(scope="session")
def embedder() -> HashingEmbedder:
    return HashingEmbedder()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as library:
        yield library


@pytest.fixture(scope="session")
def seeds_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library of the shipped papers, embedded by the real model."""
    folder = tmp_path_factory.mktemp("seeds") / "library"
    with Assistant.open(folder, create=True) as assistant:
        assistant.library.add(list(seed_files()), assistant.embedder)
    return folder


@pytest.fixture(scope="session")
def seeds(seeds_folder: Path) -> Iterator[Assistant]:
    """The shipped papers, to be asked and read; not to be changed."""
    with Assistant.open(seeds_folder) as assistant:
        yield assistant


@cache
def _direction(word: str, dimension: int) -> NDArray[np.float64]:
    seed = int.from_bytes(sha256(word.encode("utf-8", "replace")).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(dimension)
