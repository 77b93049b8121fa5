import subprocess
import sys
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from index import accelerated
from index.accelerated import FEW, AcceleratedEmbedder
from index.bundled import BundledEmbedder
from index.embedding import Embedder, Embedding, OnProgress, ignore_progress
from index.errors import ModelError
from index.graphics import BATCH_WINDOWS
from index.model_files import bundled_model
from index.transformer import SentenceTransformersEmbedder

TEXTS = [f"Article {number} binds all parties. " * (number % 9) for number in range(40)]
CLOSE = 1e-5


class Card:
    """An engine that embeds until it breaks."""

    def __init__(self, embedder: Embedder, breaks_after: int = 10**9) -> None:
        self.embedder = embedder
        self.breaks_after = breaks_after
        self.finished = 0
        self.fingerprint = embedder.fingerprint
        self.dimension = embedder.dimension
        self.languages = embedder.languages
        self.reads = embedder.reads
        self.embed_query = embedder.embed_query

    def embed_passages(
        self, texts: Sequence[str], on_progress: OnProgress = ignore_progress
    ) -> list[Embedding]:
        def count(finished: int) -> None:
            if self.finished + finished > self.breaks_after:
                raise RuntimeError("out of memory")
            self.finished += finished
            on_progress(finished)

        return self.embedder.embed_passages(texts, count)


@pytest.fixture
def made(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    monkeypatch.setattr(accelerated, "MANY", len(TEXTS))
    return lambda card: AcceleratedEmbedder(embedder, lambda: card)


def assert_equal(found: Sequence[Embedding], expected: Sequence[Embedding]):
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one.windows, other.windows)


def test_the_cards_path_gives_the_light_engines_numbers():
    files = bundled_model()
    light = BundledEmbedder(files)
    card = SentenceTransformersEmbedder(files, "cpu", BATCH_WINDOWS)
    pairs = zip(card.embed_passages(TEXTS), light.embed_passages(TEXTS), strict=True)
    for found, expected in pairs:
        np.testing.assert_allclose(found.windows, expected.windows, rtol=0, atol=CLOSE)
        np.testing.assert_allclose(
            found.tokens.vectors, expected.tokens.vectors, rtol=0, atol=CLOSE
        )
        np.testing.assert_array_equal(found.tokens.spans, expected.tokens.spans)


def test_many_texts_go_to_the_card_and_questions_do_not(
    embedder: Embedder, made: Callable[[object], AcceleratedEmbedder]
):
    card = Card(embedder)
    both = made(card)
    both.embed_query("Which article?")
    both.embed_passages(TEXTS[1:])
    assert card.finished == 0
    assert_equal(both.embed_passages(TEXTS), embedder.embed_passages(TEXTS))
    assert card.finished == len(TEXTS)
    both.embed_passages(TEXTS[: FEW - 1])
    assert card.finished == len(TEXTS)


def test_without_a_card_nothing_is_sought_twice(
    embedder: Embedder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(accelerated, "MANY", len(TEXTS))
    sought: list[None] = []
    both = AcceleratedEmbedder(embedder, lambda: sought.append(None))
    for _ in range(3):
        assert_equal(both.embed_passages(TEXTS), embedder.embed_passages(TEXTS))
    assert len(sought) == 1


@pytest.mark.parametrize("breaks_after", [0, 7])
def test_a_card_that_breaks_loses_nothing_and_is_told_once(
    embedder: Embedder,
    made: Callable[[object], AcceleratedEmbedder],
    caplog: pytest.LogCaptureFixture,
    breaks_after: int,
):
    both = made(Card(embedder, breaks_after))
    for _ in range(2):
        counted: list[int] = []
        found = both.embed_passages(TEXTS, counted.append)
        assert_equal(found, embedder.embed_passages(TEXTS))
        assert sum(counted) == len(TEXTS)
    (record,) = caplog.records
    assert "RuntimeError: out of memory" in record.getMessage()


def test_who_breaks_off_is_no_fault_of_the_card(
    embedder: Embedder,
    made: Callable[[object], AcceleratedEmbedder],
    caplog: pytest.LogCaptureFixture,
):
    card = Card(embedder)
    both = made(card)

    def leave(finished: int) -> None:
        raise ModelError("enough")

    with pytest.raises(ModelError, match="enough"):
        both.embed_passages(TEXTS, leave)
    both.embed_passages(TEXTS)
    assert card.finished == 1 + len(TEXTS)
    assert not caplog.records


def test_a_device_that_is_not_there_is_fallen_back_from(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(accelerated, "MANY", 1)
    files = bundled_model()
    light = BundledEmbedder(files)
    absent = SentenceTransformersEmbedder(files, "cuda:99", BATCH_WINDOWS)
    both = AcceleratedEmbedder(light, lambda: absent)
    assert_equal(both.embed_passages(TEXTS), light.embed_passages(TEXTS))
    assert len(caplog.records) == 1


def test_looking_for_a_card_imports_no_torch():
    code = (
        "import sys; from index.graphics import count_cards; "
        "print(count_cards() >= 0, 'torch' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["True", "False"]


def test_no_card_is_found_where_none_may_be_seen():
    code = "from index.graphics import count_cards; print(count_cards())"
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"CUDA_VISIBLE_DEVICES": "", "PATH": ""},
    )
    assert result.stdout.strip() == "0"
