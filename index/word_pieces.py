"""The word pieces of a text that the bundled model reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from index.documents import Span
from index.model_files import ModelFiles
from index.model_languages import can_read
from index.parts import Part, cut, encodable
from index.tokens import Spans

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MAX_PIECES = 256 - 2
"""Of a text, beside the two that stand around it: the model was trained on no more."""

LATEST = 2
"""Texts kept of those asked about: whoever asks whether a question can be read goes on
to embed it, together with the same question in its context."""


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
class _Made:
    """What a tokenizer makes of a whole text, without the two pieces around it."""

    text: str
    ids: Sequence[int]
    offsets: Sequence[Span]
    encoding: "Encoding"


class WordPieces:
    """Makes the word pieces of texts; threads may share it."""

    def __init__(self, tokenizer: "Tokenizer") -> None:
        """Make them with this tokenizer, which is set up and nobody changes."""
        self._tokenizer = tokenizer
        self._first, self._last, self._unknown = map(
            tokenizer.token_to_id, ("[CLS]", "[SEP]", "[UNK]")
        )
        self._latest: tuple[_Made, ...] = ()

    @classmethod
    def load(cls, model: ModelFiles) -> Self:
        """Return what makes a model's, whose files have been checked."""
        from tokenizers import Tokenizer

        # Set up once: a tokenizer that is changed cannot be used by others meanwhile.
        tokenizer = Tokenizer.from_file(str(model.folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(tokenizer)

    def reads(self, text: str) -> bool:
        """Return whether word pieces were made for a text like this one."""
        made = self._asked(text)
        unknown = [one == self._unknown for one in made.ids]
        return can_read(made.text, made.offsets, unknown)

    def beginning(self, text: str) -> Pieces:
        """Return the pieces of a text; what is past the model's limit is left out."""
        return self._given(self._asked(text))

    def parts(self, text: str) -> list[Part[Pieces]]:
        """Return the pieces of a text's windows."""
        made = self._make(encodable(text))
        if len(made.ids) <= MAX_PIECES:
            return [Part(0, self._given(made))]
        return [
            Part(part.start, self._given(self._make(part.given)))
            for part in cut(made.text, made.offsets, made.encoding.word_ids, MAX_PIECES)
        ]

    def _asked(self, text: str) -> _Made:
        """Return what is made of a question, or was a moment ago.

        Threads that ask at once may lose what another kept, and make it again.
        """
        text = encodable(text)
        latest = self._latest
        for made in latest:
            if made.text == text:
                return made
        made = self._make(text)
        self._latest = (made, *latest[: LATEST - 1])
        return made

    def _make(self, text: str) -> _Made:
        pieces = self._tokenizer.encode(text, add_special_tokens=False)
        return _Made(text, pieces.ids, pieces.offsets, pieces)

    def _given(self, made: _Made) -> Pieces:
        offsets = made.offsets[:MAX_PIECES]
        places = np.fromiter(chain.from_iterable(offsets), np.int32, 2 * len(offsets))
        return Pieces(
            np.array([self._first, *made.ids[:MAX_PIECES], self._last], np.int64),
            places.reshape(-1, 2),
        )
