"""Embedding by a sentence-transformers model."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding import Matrix, OnProgress, Vector, ignore_progress
from index.errors import ModelError
from index.model_files import ModelFiles
from index.windows import windows

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# On a CPU bigger batches only add padding: 1.3 times slower at 32 than at 8.
BATCH_WINDOWS = 8


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A model in memory: what it reads at once, and the length of its vectors."""

    model: "SentenceTransformer"
    limit: int | None
    dimension: int


class SentenceTransformersEmbedder:
    """Embeds with a sentence-transformers model; may be shared by threads.

    The model is loaded when it is first needed: it takes seconds, and a library's
    documents can be listed or checked without it. A model that cannot be loaded is a
    `ModelError` then.
    """

    def __init__(self, files: ModelFiles) -> None:
        """Embed with the model in these files."""
        self._files = files
        self._loaded: _Loaded | None = None
        # Tokenizers refuse to be used by two threads at once.
        self._lock = Lock()

    @property
    def fingerprint(self) -> str:
        """The model's identity: its name and a hash of its weights."""
        return self._files.fingerprint

    @property
    def dimension(self) -> int:
        """Length of its vectors."""
        with self._lock:
            return self._load().dimension

    def embed_query(self, text: str) -> Vector:
        """Return a query's unit vector; text past the model's limit is left out."""
        with self._lock:
            vector: Vector = self._load().model.encode_query(
                _encodable(text), normalize_embeddings=True, show_progress_bar=False
            )
        return vector

    def embed_passages(
        self, texts: Sequence[str], on_progress: OnProgress = ignore_progress
    ) -> list[Matrix]:
        """Return the unit vectors of each text's windows, in the order given.

        Windows of like length are embedded together, the longest first: a rate taken
        on the way foretells rather too late an end than too early a one.
        """
        cut = [self._windows(_encodable(text)) for text in texts]
        parts = [part for parts_of_text in cut for part in parts_of_text]
        counts = [len(parts_of_text) for parts_of_text in cut]
        owners = np.repeat(np.arange(len(cut)), np.array(counts, dtype=int))
        unfinished = np.bincount(owners, minlength=len(cut))
        vectors = np.empty((len(parts), self.dimension), np.float32)
        longest_first = np.argsort([-len(part) for part in parts], kind="stable")
        for at in range(0, len(parts), BATCH_WINDOWS):
            batch = longest_first[at : at + BATCH_WINDOWS]
            vectors[batch] = self._embed([parts[place] for place in batch])
            np.subtract.at(unfinished, owners[batch], 1)
            on_progress(int((unfinished[np.unique(owners[batch])] == 0).sum()))
        firsts = np.cumsum([0, *counts])
        return [
            vectors[first : first + n] for first, n in zip(firsts, counts, strict=False)
        ]

    def _embed(self, parts: list[str]) -> Matrix:
        with self._lock:
            vectors: Matrix = self._load().model.encode_document(
                parts,
                batch_size=BATCH_WINDOWS,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return vectors

    def _windows(self, text: str) -> list[str]:
        """Return the text, or its windows if the model would cut it short."""
        with self._lock:
            loaded = self._load()
            if loaded.limit is None:
                return [text]
            tokenizer: Any = loaded.model.tokenizer
            pieces = tokenizer(
                text,
                add_special_tokens=False,
                return_offsets_mapping=True,
                truncation=False,
                verbose=False,  # no warning that the text is too long: we cut it
            )
        offsets = pieces["offset_mapping"]
        if len(offsets) <= loaded.limit:
            return [text]
        spans = windows(offsets, pieces.word_ids(), loaded.limit)
        return [text[start:end] for start, end in spans]

    def _load(self) -> _Loaded:
        """Return the model, loaded by the first caller; the lock must be held."""
        if self._loaded is None:
            model = _load(self._files)
            measured = model.encode_query("one to measure", show_progress_bar=False)
            self._loaded = _Loaded(model, _limit(model), len(measured))
        return self._loaded


def _load(files: ModelFiles) -> "SentenceTransformer":
    with _quiet():
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(
                str(files.folder), local_files_only=True, trust_remote_code=False
            )
        except Exception as error:  # whatever else may be wrong with somebody's files
            raise ModelError(
                f"{files.folder} cannot be loaded as a sentence-transformers model "
                f"({error}); give another one"
            ) from error


def _limit(model: "SentenceTransformer") -> int | None:
    """Return how many word pieces of a passage the model reads; None for any number."""
    longest: int | None = model.max_seq_length
    tokenizer: Any = model.tokenizer
    if longest is None or not getattr(tokenizer, "is_fast", False):
        return None
    prompts = [len(tokenizer.tokenize(prompt)) for prompt in model.prompts.values()]
    special = tokenizer.num_special_tokens_to_add()
    return max(2, longest - int(special) - max(prompts, default=0))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the model's library from drawing progress bars and logging its loading."""
    logging: Any = import_module("transformers.utils.logging")  # it is untyped
    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()


def _encodable(text: str) -> str:
    """Return the text with "?" for half characters, which tokenizers refuse."""
    return text.encode("utf-8", "replace").decode("utf-8")
