"""Late interaction: how well a passage's word pieces meet the question's, one by one.

Each piece of the question is met by its nearest piece of a window of the passage
(MaxSim: Khattab and Zaharia, "ColBERT", 2020), here with the vectors of the model that
embeds the passages, without training. Pieces count by their word's idf.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.documents import Span
from index.keywords import Term
from index.tokens import Tokens, cosines

FUNCTION_WORD_WEIGHT = 1.0
"""Of pieces of words without idf, punctuation too: they keep a sentence's shape. From 0
to 2 it makes no difference beyond 0.005 on four public sets."""

NAME_WEIGHT = 0.5
"""Share of its idf that a word counts which names a document: "What does the G-21 say
about verification?" asks the G-21's paper for verification, not for its own name."""

Scores = NDArray[np.float32]


def token_weights(text: str, tokens: Tokens, terms: Sequence[Term]) -> Scores:
    """Return what each word piece of a question counts, shape (n,).

    Args:
        text: The question.
        tokens: Its word pieces.
        terms: Its content words with their idf.
    """
    weights = np.full(len(tokens), FUNCTION_WORD_WEIGHT, np.float32)
    starts, ends = tokens.spans[:, 0], tokens.spans[:, 1]
    for term in terms:
        weight = term.idf * (NAME_WEIGHT if term.names_document else 1)
        for start, end in _places(term.surface, text):
            weights[(starts >= start) & (ends <= end)] = weight
    return weights


def _places(word: str, text: str) -> Iterator[Span]:
    """Yield where a word stands in a text, not as a part of another one.

    A pattern would be compiled for each word of each question.
    """
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not _joins(text[start - 1 : start]) and not _joins(text[end : end + 1]):
            yield start, end
        start = text.find(word, start + 1)


def _joins(character: str) -> bool:
    return character.isalnum() or character == "_"


def late_interaction(
    question: Tokens, weights: Scores, passages: Sequence[Tokens]
) -> Scores:
    """Return the weighted mean cosine of the question's pieces and their nearest ones.

    Args:
        question: Its word pieces.
        weights: What each counts, at least 0.
        passages: Their word pieces. A long passage counts by its best window.

    Returns:
        One score a passage, -1 to 1; NaN where there is nothing to compare.
    """
    scores = np.full(len(passages), np.nan, np.float32)
    compared = [place for place, tokens in enumerate(passages) if len(tokens)]
    if not len(question) or not weights.sum() or not compared:
        return scores
    some = [passages[place] for place in compared]
    vectors = np.concatenate([tokens.vectors for tokens in some])
    windows = np.concatenate([tokens.windows for tokens in some])
    owners = np.repeat(compared, [tokens.windows.size for tokens in some])
    is_first = np.ones(len(owners), bool)
    is_first[1:] = (owners[1:] != owners[:-1]) | (windows[1:] != windows[:-1])
    firsts = np.flatnonzero(is_first)
    nearest = np.maximum.reduceat(cosines(question.units, vectors), firsts, axis=1)
    by_window = weights @ nearest / weights.sum()
    np.fmax.at(scores, owners[firsts], by_window)
    return scores
