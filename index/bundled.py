"""Embedding by the model installed with Pincite, without the libraries it was made by.

`GRAPH` says what is computed, and ONNX Runtime reads the weights where they lie. This
starts in a tenth of a second and takes 100 MB, where `index.transformer` needs some
seconds and 500 MB for the same numbers (benchmarks/engine.md).
"""

import os
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain, groupby
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedding, OnProgress, ignore_progress
from index.model_files import ModelFiles
from index.model_languages import can_read, card_languages
from index.parts import Part, Window, cut, embed_parts, encodable
from index.tokens import Spans, Tokens, reduction

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

GRAPH = "bundled.onnx"
"""The model's computation, its weights named by their places in model.safetensors;
benchmarks/write_graph.py made it.

It takes the ids of word pieces of texts that have equally many, shape (texts, n), their
positions, shape (n,), and the axes that are kept of word pieces' vectors, shape
(384, kept). It gives unit vectors of the texts, shape (texts, 384), and of their word
pieces without the first and the last, shape (texts, n - 2, kept)."""

DIMENSION = 384

MAX_PIECES = 256 - 2
"""Of a text, beside the two that stand around it: the model was trained on no more."""

ROWS = 256
"""Word pieces computed at once. With fewer the weights are fetched from memory more
often than need be, with more the vectors leave the caches."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A window's word pieces.

    Attributes:
        ids: In the model's vocabulary, the two around them included, shape (n + 2,).
        spans: Their ranges of the window's characters, shape (n, 2).
    """

    ids: NDArray[np.int64]
    spans: Spans

    def __len__(self) -> int:
        """Return how many the model reads, the two around them included."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokenizer: "Tokenizer"
    session: Any


class BundledEmbedder:
    """Embeds with all-MiniLM-L6-v2; threads may share it, and do not wait for another.

    Texts are computed together only where they have equally many word pieces, and by
    one thread: padding would be lost work, and several threads keep all cores busy. The
    model is loaded when it is first needed.
    """

    dimension = DIMENSION

    def __init__(self, model: ModelFiles) -> None:
        """Embed with these files, which `bundled_model` finds."""
        self._files = model
        self._model: _Loaded | None = None
        self._loading = Lock()

    @property
    def fingerprint(self) -> str:
        """The model's identity: its name and a hash of its weights."""
        return self._files.fingerprint

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639-1 codes of those its card names."""
        return card_languages(self._files.folder)

    def reads(self, text: str) -> bool:
        """Return whether its word pieces were made for a text like this one."""
        text = encodable(text)
        tokenizer = self._loaded().tokenizer
        pieces = _encoded(tokenizer, text)
        unknown = tokenizer.token_to_id("[UNK]")
        return can_read(text, pieces.offsets, [one == unknown for one in pieces.ids])

    def embed_query(self, text: str) -> Embedding:
        """Return a query's embedding; text past the model's limit is left out."""
        pieces = _encoded(self._loaded().tokenizer, encodable(text))
        (window,) = self._together([self._given(pieces)])
        return Embedding(window.vector[np.newaxis], window.tokens)

    def embed_passages(
        self, texts: Sequence[str], on_progress: OnProgress = ignore_progress
    ) -> list[Embedding]:
        """Return each text's embedding, in the order given."""
        parts = [self._cut(encodable(text)) for text in texts]
        return embed_parts(parts, self._windows, on_progress)

    def _cut(self, text: str) -> list[Part[Pieces]]:
        tokenizer = self._loaded().tokenizer
        pieces = _encoded(tokenizer, text)
        if len(pieces) <= MAX_PIECES:
            return [Part(0, self._given(pieces))]
        return [
            Part(part.start, self._given(_encoded(tokenizer, part.given)))
            for part in cut(text, pieces.offsets, pieces.word_ids, MAX_PIECES)
        ]

    def _given(self, pieces: "Encoding") -> Pieces:
        first, last = map(self._loaded().tokenizer.token_to_id, ("[CLS]", "[SEP]"))
        return Pieces(
            np.array([first, *pieces.ids[:MAX_PIECES], last], np.int64),
            np.array(pieces.offsets[:MAX_PIECES], np.int32).reshape(-1, 2),
        )

    def _windows(self, given: Sequence[Pieces]) -> Generator[Window, None, None]:
        """Yield what the model makes of windows, on as many cores as there are."""
        together = list(_of_one_length(given))
        workers = min(_cores(), len(together))
        if workers <= 1:
            yield from chain.from_iterable(map(self._together, together))
            return
        from concurrent.futures import ThreadPoolExecutor

        threads = ThreadPoolExecutor(workers, "embedding")
        try:
            yield from chain.from_iterable(threads.map(self._together, together))
        finally:
            threads.shutdown(cancel_futures=True)

    def _together(self, given: Sequence[Pieces]) -> list[Window]:
        """Return what the model makes of windows with equally many word pieces."""
        ids = np.stack([each.ids for each in given])
        inputs = {
            "pieces": ids,
            "positions": np.arange(ids.shape[1]),
            "axes": reduction(),
        }
        made = self._loaded().session.run(["vectors", "tokens"], inputs)
        return [
            Window(vector, Tokens(tokens, each.spans, np.zeros(len(tokens), np.int32)))
            for each, vector, tokens in zip(given, *made, strict=True)
        ]

    def _loaded(self) -> _Loaded:
        with self._loading:
            if self._model is None:
                self._model = _load(self._files)
            return self._model


def _load(model: ModelFiles) -> _Loaded:
    import onnxruntime
    from tokenizers import Tokenizer

    model.check()
    onnxruntime.disable_telemetry_events()
    onnxruntime.set_default_logger_severity(3)  # errors, which are raised as well
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # The graph comes from memory: this is where the file with its weights is.
    options.add_session_config_entry(
        "session.model_external_initializers_file_folder_path", str(model.folder)
    )
    session = onnxruntime.InferenceSession(
        (files("index") / GRAPH).read_bytes(),
        options,
        providers=["CPUExecutionProvider"],
    )
    # Set up once: a tokenizer that is changed cannot be used by others meanwhile.
    tokenizer = Tokenizer.from_file(str(model.folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return _Loaded(tokenizer, session)


def _encoded(tokenizer: "Tokenizer", text: str) -> "Encoding":
    return tokenizer.encode(text, add_special_tokens=False)


def _of_one_length(given: Sequence[Pieces]) -> Iterator[Sequence[Pieces]]:
    """Yield neighbours with equally many word pieces, as many as `ROWS` hold."""
    for length, alike in groupby(given, len):
        some = list(alike)
        at_once = max(1, ROWS // length)
        for at in range(0, len(some), at_once):
            yield some[at : at + at_once]


def _cores() -> int:
    """Return how many threads may compute at once: as many as OMP_NUM_THREADS says."""
    said = os.environ.get("OMP_NUM_THREADS", "")
    if said.isdecimal() and int(said):
        return int(said)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
