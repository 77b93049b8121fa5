"""What speaks for each sentence of a passage as the answer to a question."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.documents import Span
from index.keywords import Term
from index.tokens import Tokens, cosines
from index.words import indexed
from qa.answer_types import AnswerType, answer_type, words
from qa.late_interaction import token_weights

Scores = NDArray[np.float64]
"""One a sentence; higher is better."""

SHARPNESS = 12.0
"""Of the softmax that shares out a word's match; 8 to 20 do as well."""

LEAST_SHARE = 1e-3
"""Added before the logarithm, for a sentence the model has not read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, ready to be compared with sentences; made by `prepare`.

    Attributes:
        text: As it was understood.
        terms: What it is about.
        tokens: Its word pieces; none where the model gives none.
        weights: What each word piece counts in late interaction, shape (n,).
        kind: What kind of answer it wants; None where that does not show.
        words: Its words, case-folded.
    """

    text: str
    terms: tuple[Term, ...]
    tokens: Tokens
    weights: NDArray[np.float32]
    kind: AnswerType | None
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage to find the answer in.

    Attributes:
        text: The passage's text.
        sentences: Their ranges of it, ascending; at least one.
        tokens: Its word pieces, their spans those of `text`, negative for a heading
            before it; none where the model gives none.
        language: ISO 639-1 code of the text.
    """

    text: str
    sentences: Sequence[Span]
    tokens: Tokens
    language: str = "en"


def prepare(question: str, terms: Sequence[Term], tokens: Tokens) -> Asked:
    """Return a question ready to be compared with the sentences of many passages.

    Args:
        question: As it was understood.
        terms: What it is about, without words of asking.
        tokens: Its word pieces; `NO_TOKENS` where the model gives none.
    """
    return Asked(
        text=question,
        terms=tuple(terms),
        tokens=tokens,
        weights=token_weights(question, tokens, terms),
        kind=answer_type(question),
        words=words(question),
    )


def signals(asked: Asked, reading: Reading) -> dict[str, Scores]:
    """Return the signals by name, each with a value for each sentence.

    covered: Share of the question's idf weight whose words the sentence has; a word
        that few of the passage's sentences have counts more. 0 to 1.
    typed: Whether it has an answer of the kind that is wanted. 0 or 1.
    matched: Log of the weighted share of the question's word pieces that meet their
        best match in it, -7 to 0.
    cosine: Of its mean word piece and the question's. -1 to 1.

    The last two are there if both texts have word pieces.
    """
    found = {"covered": _covered(asked, reading), "typed": _typed(asked, reading)}
    if asked.tokens and reading.tokens:
        found |= _compared(asked.tokens, asked.weights, reading.tokens, reading)
    return found


def _covered(asked: Asked, reading: Reading) -> Scores:
    present = [
        set(indexed(reading.text[a:b], reading.language).split())
        for a, b in reading.sentences
    ]
    count = len(present)
    total = np.zeros(count)
    for term in asked.terms:
        has = np.array([not found.isdisjoint(term.stems) for found in present])
        if has.any():
            total += has * term.idf * np.log1p(count / has.sum()) / np.log1p(count)
    possible = sum(term.idf for term in asked.terms)
    return total / possible if possible else total


def _typed(asked: Asked, reading: Reading) -> Scores:
    kind = asked.kind
    if kind is None:
        return np.zeros(len(reading.sentences))
    return np.array(
        [kind.is_new_in(reading.text[a:b], asked.words) for a, b in reading.sentences],
        dtype=np.float64,
    )


def _compared(
    question: Tokens, weights: NDArray[np.float32], passage: Tokens, reading: Reading
) -> dict[str, Scores]:
    """Return the signals that come of token vectors."""
    begins = [begin for begin, _ in reading.sentences]
    owners = np.searchsorted(begins, passage.spans[:, 0], "right") - 1
    # In reading order also where windows overlap, without what precedes the text.
    order = np.argsort(owners, kind="stable")[np.count_nonzero(owners < 0) :]
    vectors = passage.units[order]
    present, firsts = np.unique(owners[order], return_index=True)
    nearest = np.full((len(question), len(begins)), -1.0)
    means = np.zeros((len(begins), vectors.shape[1]))
    if len(present):
        near = cosines(question.units, vectors)
        nearest[:, present] = np.maximum.reduceat(near, firsts, axis=1)
        means[present] = np.add.reduceat(vectors, firsts, axis=0)
    shares = np.exp(SHARPNESS * (nearest - nearest.max(axis=1, keepdims=True)))
    shares /= shares.sum(axis=1, keepdims=True)
    return {
        "matched": np.log(weights @ shares / max(weights.sum(), 1e-9) + LEAST_SHARE),
        "cosine": _unit(means) @ _unit(question.units.sum(axis=0)),
    }


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: NDArray[np.float64] = vectors / np.maximum(lengths, 1e-12)
    return unit
