"""Embedding by the model installed with Pincite, without the libraries it was made by.

A graph says what is computed, and ONNX Runtime reads the weights where they lie. This
starts in a tenth of a second and takes 100 MB, where `index.transformer` needs some
seconds and 500 MB for the same numbers (benchmarks/engine.md).
"""

import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain, groupby
from threading import Lock
from types import MappingProxyType
from typing import Any

import numpy as np

from index.embedding import Embedding, OnProgress, ignore_progress
from index.model_files import BUNDLED_FINGERPRINT, INT8_FINGERPRINT, ModelFiles
from index.model_languages import card_languages
from index.parts import Window, embed_parts
from index.tokens import Tokens, reduction
from index.word_pieces import Pieces, WordPieces

GRAPHS: Mapping[str, str] = MappingProxyType(
    {BUNDLED_FINGERPRINT: "bundled.onnx", INT8_FINGERPRINT: "bundled_int8.onnx"}
)
"""What each form of the model computes, its weights named by their places in
model.safetensors; benchmarks/write_graph.py made them.

They take the ids of word pieces of texts that have equally many, shape (texts, n),
their positions, shape (n,), and the axes that are kept of word pieces' vectors, shape
(384, kept). They give unit vectors of the texts, shape (texts, 384), and of their word
pieces without the first and the last, shape (texts, n - 2, kept).

In eight bits the weights are rounded when a graph is loaded, and what they are
multiplied by is rounded a word piece at a time: a text's vectors do not depend on which
other texts are computed with it."""

DIMENSION = 384

ROWS = 256
"""Word pieces computed at once. With fewer the weights are fetched from memory more
often than need be, with more the vectors leave the caches."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    pieces: WordPieces
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
        return self._loaded().pieces.reads(text)

    def embed_query(self, text: str) -> Embedding:
        """Return a query's embedding; text past the model's limit is left out."""
        (window,) = self._together([self._loaded().pieces.beginning(text)])
        return Embedding(window.vector[np.newaxis], window.tokens)

    def embed_passages(
        self, texts: Sequence[str], on_progress: OnProgress = ignore_progress
    ) -> list[Embedding]:
        """Return each text's embedding, in the order given."""
        parts = [self._loaded().pieces.parts(text) for text in texts]
        return embed_parts(parts, self._windows, on_progress)

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
        (files("index") / GRAPHS[model.fingerprint]).read_bytes(),
        options,
        providers=["CPUExecutionProvider"],
    )
    return _Loaded(WordPieces.load(model), session)


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
