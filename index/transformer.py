"""Embedding by a sentence-transformers model."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding import Embedding, OnProgress, ignore_progress
from index.errors import ModelError
from index.model_files import ModelFiles
from index.model_languages import can_read, card_languages
from index.parts import Part, Window, cut, embed_parts, encodable
from index.tokens import NO_TOKENS, Tokens, reduced

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

    def __init__(
        self,
        files: ModelFiles,
        device: str | None = None,
        batch_windows: int = BATCH_WINDOWS,
    ) -> None:
        """Embed with the model in these files.

        Args:
            files: In the form sentence-transformers reads.
            device: As torch names them; None is the best that torch finds.
            batch_windows: How many windows are computed at once.
        """
        self._files = files
        self._device = device
        self._batch_windows = batch_windows
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

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639-1 codes of those its card names; None where there is no such card."""
        return card_languages(self._files.folder)

    def reads(self, text: str) -> bool:
        """Return whether its word pieces were made for a text like this one.

        True for a model that does not show its word pieces.
        """
        text = encodable(text)
        with self._lock:
            tokenizer: Any = self._load().model.tokenizer
            if not getattr(tokenizer, "is_fast", False):
                return True
            pieces = tokenizer(
                text,
                add_special_tokens=False,
                return_offsets_mapping=True,
                truncation=False,
                verbose=False,
            )
            unknown = [piece == tokenizer.unk_token_id for piece in pieces["input_ids"]]
        return can_read(text, pieces["offset_mapping"], unknown)

    def embed_query(self, text: str) -> Embedding:
        """Return a query's embedding; text past the model's limit is left out."""
        (window,) = self._embed([encodable(text)], is_query=True)
        return Embedding(window.vector[np.newaxis], window.tokens)

    def embed_passages(
        self, texts: Sequence[str], on_progress: OnProgress = ignore_progress
    ) -> list[Embedding]:
        """Return each text's embedding, in the order given.

        Windows of like length are embedded together.
        """
        parts = [self._cut(encodable(text)) for text in texts]
        return embed_parts(parts, self._batches, on_progress)

    def _batches(self, texts: Sequence[str]) -> Generator[Window, None, None]:
        for at in range(0, len(texts), self._batch_windows):
            yield from self._embed(texts[at : at + self._batch_windows])

    def _embed(self, texts: Sequence[str], *, is_query: bool = False) -> list[Window]:
        """Return what the model makes of texts that it reads whole, or cut short."""
        with self._lock:
            model = self._load().model
            encode = model.encode_query if is_query else model.encode_document
            outputs: Any = encode(
                list(texts),
                batch_size=self._batch_windows,
                normalize_embeddings=True,
                show_progress_bar=False,
                output_value=None,
            )
            return [
                Window(
                    output["sentence_embedding"].cpu().float().numpy(),
                    _tokens(model, text, output, self.fingerprint),
                )
                for text, output in zip(texts, outputs, strict=True)
            ]

    def _cut(self, text: str) -> list[Part[str]]:
        """Return the text, or its windows if the model would cut it short."""
        with self._lock:
            loaded = self._load()
            if loaded.limit is None:
                return [Part(0, text)]
            tokenizer: Any = loaded.model.tokenizer
            pieces = tokenizer(
                text,
                add_special_tokens=False,
                return_offsets_mapping=True,
                truncation=False,
                verbose=False,  # no warning that the text is too long: we cut it
            )
        return cut(text, pieces["offset_mapping"], pieces.word_ids(), loaded.limit)

    def _load(self) -> _Loaded:
        """Return the model, loaded by the first caller; the lock must be held."""
        if self._loaded is None:
            model = _load(self._files, self._device)
            measured = model.encode_query("one to measure", show_progress_bar=False)
            self._loaded = _Loaded(model, _limit(model), len(measured))
        return self._loaded


def _tokens(
    model: "SentenceTransformer", text: str, output: Any, fingerprint: str
) -> Tokens:
    """Return the word pieces of a text the model has read; none if it hides them."""
    vectors = output.get("token_embeddings")
    tokenizer: Any = model.tokenizer
    if vectors is None or not getattr(tokenizer, "is_fast", False):
        return NO_TOKENS
    pieces = tokenizer(
        text,
        return_offsets_mapping=True,
        return_special_tokens_mask=True,
        truncation=True,
        max_length=model.max_seq_length,
    )
    read = output["attention_mask"].bool().cpu()
    if output["input_ids"].cpu()[read].tolist() != pieces["input_ids"]:
        return NO_TOKENS  # a prompt was put before the text
    own = np.array(pieces["special_tokens_mask"]) == 0
    kept = vectors.cpu().float()[read].numpy()[own]
    spans = np.array(pieces["offset_mapping"], np.int32).reshape(-1, 2)[own]
    return Tokens(reduced(kept, fingerprint), spans, np.zeros(len(spans), np.int32))


def _load(files: ModelFiles, device: str | None) -> "SentenceTransformer":
    files.check()
    with _quiet():
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(
                str(files.folder),
                device=device,
                local_files_only=True,
                trust_remote_code=False,
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
