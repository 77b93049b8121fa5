"""Small real objects that the tests share."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.library import Library
from qa import Assistant
from seeds import seed_files


@dataclass(frozen=True)
class HashingEmbedder:
    """An embedder without a model: each word a random direction, a text their sum.

    Texts with common words are near each other. Long texts have several windows.
    """

    fingerprint: str = "hashing@1"
    dimension: int = 64
    window_words: int = 40

    def embed_query(self, text: str) -> NDArray[np.float32]:
        words = re.findall(r"\w+", text.lower()) or [text]
        vector = np.sum([_direction(word, self.dimension) for word in words], axis=0)
        return (vector / np.linalg.norm(vector)).astype(np.float32)

    def embed_passages(
        self,
        texts: Sequence[str],
        on_progress: Callable[[int], None] = lambda finished: None,
    ) -> list[NDArray[np.float32]]:
        matrices = []
        for text in texts:
            words = text.split() or [""]
            starts = range(0, len(words), self.window_words)
            parts = [" ".join(words[at : at + self.window_words]) for at in starts]
            matrices.append(np.stack([self.embed_query(part) for part in parts]))
            on_progress(1)
        return matrices


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
