"""Texts embedded part by part: what every engine does around its model."""

from collections.abc import Callable, Generator, Sequence, Sized
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

import numpy as np

from index.documents import Span
from index.embedding import Embedding, OnProgress, Vector
from index.tokens import Tokens
from index.windows import windows

Given = TypeVar("Given", bound=Sized)
"""What an engine's model takes for a window."""


@dataclass(frozen=True, slots=True)
class Part(Generic[Given]):
    """A window of a text: the character it starts at, and what the model takes."""

    start: int
    given: Given


@dataclass(frozen=True, slots=True)
class Window:
    """A window's unit vector, shape (dimension,), and its word pieces."""

    vector: Vector
    tokens: Tokens


Embed = Callable[[Sequence[Given]], Generator[Window, None, None]]
"""Yields what the model makes of windows that it reads whole, in the order given."""


def cut(
    text: str, offsets: Sequence[Span], words: Sequence[int | None], limit: int
) -> list[Part[str]]:
    """Return the text, or its windows if it has more word pieces than the limit.

    Args:
        text: Any text.
        offsets: As for `index.windows.windows`.
        words: As for `index.windows.windows`.
        limit: How many word pieces the model reads at once.
    """
    if len(offsets) <= limit:
        return [Part(0, text)]
    spans = windows(offsets, words, limit)
    return [Part(start, text[start:end]) for start, end in spans]


def embed_parts(
    texts: Sequence[Sequence[Part[Given]]],
    embed: Embed[Given],
    on_progress: OnProgress,
) -> list[Embedding]:
    """Return each text's embedding, in the order given.

    The longest windows are embedded first: those of like length stand together, and a
    rate taken on the way foretells rather too late an end than too early a one.

    Args:
        texts: The windows of each, one or more.
        embed: The model; closed before this returns, however it does.
        on_progress: Told how many texts are newly finished.
    """
    parts = [part for parts_of_text in texts for part in parts_of_text]
    owners = [at for at, parts_of_text in enumerate(texts) for _ in parts_of_text]
    unfinished = [len(parts_of_text) for parts_of_text in texts]
    longest_first = sorted(range(len(parts)), key=lambda at: -len(parts[at].given))
    found: dict[int, Window] = {}
    with closing(embed([parts[at].given for at in longest_first])) as embedded:
        for at, window in zip(longest_first, embedded, strict=True):
            found[at] = window
            unfinished[owners[at]] -= 1
            if not unfinished[owners[at]]:
                on_progress(1)
    whole = ((part, found[at]) for at, part in enumerate(parts))
    return [_joined(list(islice(whole, len(of_text)))) for of_text in texts]


def encodable(text: str) -> str:
    """Return the text with "?" for half characters, which tokenizers refuse."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _joined(windows: Sequence[tuple[Part[Given], Window]]) -> Embedding:
    """Return the embedding of the text that these windows are of."""
    tokens = [window.tokens for _, window in windows]
    return Embedding(
        windows=np.stack([window.vector for _, window in windows]),
        tokens=Tokens(
            vectors=np.concatenate([each.vectors for each in tokens]),
            spans=np.concatenate(
                [window.tokens.spans + part.start for part, window in windows]
            ),
            windows=np.repeat(
                np.arange(len(tokens), dtype=np.int32), [len(each) for each in tokens]
            ),
        ),
    )
