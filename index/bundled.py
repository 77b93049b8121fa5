"""Embedding by the model installed with Pincite, without the libraries it was made by.

`GRAPH` says what is computed, and ONNX Runtime reads the weights where they lie. This
starts in a tenth of a second and takes 100 MB, where `index.transformer` needs some
seconds and 500 MB for the same numbers (benchmarks/engine.md).
"""

import os
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedding, OnProgress, ignore_progress
from index.model_files import ModelFiles
from index.model_languages import can_read, card_languages
from index.parts import Part, Window, cut, embed_parts, encodable
from index.tokens import Tokens, reduced

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

GRAPH = "bundled.onnx"
"""The model's computation for one text, its weights named by their places in
model.safetensors; benchmarks/write_graph.py made it.

It takes the ids of word pieces and their positions, shape (n,), and gives vectors,
shape (n, 384)."""

DIMENSION = 384

MAX_PIECES = 256 - 2
"""Of a text, beside the two that stand around it: the model was trained on no more."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokenizer: "Tokenizer"
    session: Any


class BundledEmbedder:
    """Embeds with all-MiniLM-L6-v2; threads may share it, and do not wait for another.

    A text is computed by itself and by one thread: a batch gains nothing on a CPU but
    padding, and several texts keep all cores busy. The model is loaded when it is first
    needed.
    """

    dimension = DIMENSION

    def __init__(self, model: ModelFiles) -> None:
        """Embed with these files, which are those that `bundled_model` has checked."""
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
        pieces = _pieces(tokenizer, text)
        unknown = tokenizer.token_to_id("[UNK]")
        return can_read(text, pieces.offsets, [one == unknown for one in pieces.ids])

    def embed_query(self, text: str) -> Embedding:
        """Return a query's embedding; text past the model's limit is left out."""
        window = self._window(encodable(text))
        return Embedding(window.vector[np.newaxis], window.tokens)

    def embed_passages(
        self, texts: Sequence[str], on_progress: OnProgress = ignore_progress
    ) -> list[Embedding]:
        """Return each text's embedding, in the order given."""
        parts = [self._cut(encodable(text)) for text in texts]
        return embed_parts(parts, self._windows, on_progress)

    def _cut(self, text: str) -> list[Part]:
        pieces = _pieces(self._loaded().tokenizer, text)
        return cut(text, pieces.offsets, pieces.word_ids, MAX_PIECES)

    def _windows(self, texts: Sequence[str]) -> Generator[Window, None, None]:
        """Yield what the model makes of each text, on as many cores as there are."""
        workers = min(_cores(), len(texts))
        if workers <= 1:
            yield from map(self._window, texts)
            return
        threads = ThreadPoolExecutor(workers, "embedding")
        try:
            yield from threads.map(self._window, texts)
        finally:
            threads.shutdown(cancel_futures=True)

    def _window(self, text: str) -> Window:
        model = self._loaded()
        pieces = _pieces(model.tokenizer, text)
        first, last = map(model.tokenizer.token_to_id, ("[CLS]", "[SEP]"))
        ids = np.array([first, *pieces.ids[:MAX_PIECES], last], np.int64)
        given = {"pieces": ids, "positions": np.arange(len(ids))}
        (vectors,) = model.session.run(["vectors"], given)
        spans = np.array(pieces.offsets[:MAX_PIECES], np.int32).reshape(-1, 2)
        return Window(
            _unit(vectors.mean(axis=0)),
            Tokens(
                reduced(vectors[1:-1], self.fingerprint),
                spans,
                np.zeros(len(spans), np.int32),
            ),
        )

    def _loaded(self) -> _Loaded:
        with self._loading:
            if self._model is None:
                self._model = _load(self._files)
            return self._model


def _load(model: ModelFiles) -> _Loaded:
    import onnxruntime
    from tokenizers import Tokenizer

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


def _pieces(tokenizer: "Tokenizer", text: str) -> "Encoding":
    return tokenizer.encode(text, add_special_tokens=False)


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
    return unit


def _cores() -> int:
    """Return how many threads may compute at once: as many as OMP_NUM_THREADS says."""
    said = os.environ.get("OMP_NUM_THREADS", "")
    if said.isdecimal() and int(said):
        return int(said)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
