"""Which passages answer best: dense and keyword scores, then late interaction.

A passage's first score is a convex combination of its cosine and of its BM25 score
divided by the sum of the question's idf weights. The best are ranked again with late
interaction in the mix (`qa.late_interaction`). Nothing is scaled by what else was
found, so one score means the same for every question and every library, which
abstention wants; it ranks as well as min-max scaling does (benchmarks/quality.md).

A question that the model cannot read, being in a language it has no words of, is
searched by its words alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.best import best
from index.documents import Passage
from index.embedding import Embedder
from index.keywords import KeywordQuery, Term
from index.passage_rows import Compared
from index.snapshot import Snapshot
from index.tokens import NO_TOKENS, Tokens
from index.vectors import VectorQuery
from qa.late_interaction import late_interaction, token_weights
from qa.questions import FUNCTION_WORDS, Query
from qa.stance_questions import asking_words

DENSE_WEIGHT = 2 / 3
"""Of the first score. Best on the whole of four public question sets; 0.5 to 0.75
differ by under 0.005."""

RERANKED = 20
"""The best by the first score are ranked again; more of them are ranked no better
(benchmarks/quality.md)."""


@dataclass(frozen=True, slots=True)
class Mix:
    """What late interaction, cosine and keyword score count in the final score."""

    late: float
    cosine: float
    keyword: float


MIX = Mix(late=3, cosine=1, keyword=1)

# A follow-up's own words say little of its subject, and late interaction makes most of
# each word.
FOLLOW_UP_MIX = Mix(late=1, cosine=2, keyword=1)

OWN_WEIGHT = 0.4
"""Of a follow-up as it was asked; the rest is the question in its context."""

FIELD_WEIGHTS: Mapping[str, float] = {
    "text": 1.0,
    "heading": 0.3,
    "title": 0.1,
    "names": 1.5,
    "alias": 0.3,
}
"""BM25 over a passage's text and its context; `names` are those of its document."""

COVER_NOTE_PENALTY = 0.1
"""Courtesies share the paper's every keyword; they must not win over the paper."""

# Verbs of asking and reporting: a passage that answers "What did X say?" need not say
# "say". They do not count as words of the question that a passage lacks.
ASKING_WORDS = frozenset(
    """
    say says said saying speak speaks spoke spoken tell tells told talk talks talked
    mention mentions mentioned mean means meant get gets got happen happens happened
    want wants wanted think thinks thought stand stands stood call called explain
    describe know known
    """.split()  # noqa: SIM905 (readable as prose)
)

EMPTY_WORDS = ASKING_WORDS | FUNCTION_WORDS

CANDIDATES = 200
"""Taken from each of the two searches; every one is then scored exactly by both."""

FEW = 1_500
"""Passages. To score all of so few takes no longer than to find those candidates."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and how it was found.

    Attributes:
        row: The passage's row in the library.
        passage: The passage.
        score: Convex combination of the others; higher is better.
        cosine: Of the question and the passage's nearest window, -1 to 1; the higher
            one where the question was also searched in its context.
        keyword: BM25 over the question's idf sum, likewise; 0 where no word matches.
        late: Late interaction, likewise, -1 to 1; 0 where it was not compared.
    """

    row: int
    passage: Passage
    score: float
    cosine: float
    keyword: float
    late: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a query found.

    Attributes:
        query: What was searched.
        hits: Best first.
        terms: What the query is about, its context included.
        own_terms: What the question itself is about.
        tokens: The word pieces of `query.understood_as`.
        by_words: Whether the model could not read it: cosines and late interaction,
            all 0, say nothing then.
    """

    query: Query
    hits: tuple[Hit, ...]
    terms: tuple[Term, ...]
    own_terms: tuple[Term, ...]
    tokens: Tokens
    by_words: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """One form of the question, as it is searched.

    Attributes:
        text: Of the question.
        terms: Its content words.
        words: It as the keyword index is asked it.
        meaning: It as the vectors are; None where the model cannot read it.
        tokens: Its word pieces; none where the model cannot read it.
    """

    text: str
    terms: tuple[Term, ...]
    words: KeywordQuery
    meaning: VectorQuery | None = None
    tokens: Tokens = NO_TOKENS


@dataclass(frozen=True, slots=True)
class _Scores:
    """The candidates' scores.

    Attributes:
        cosine, keyword: A row for each form of the question, a column a candidate.
    """

    cosine: NDArray[np.float32]
    keyword: NDArray[np.float32]


def rank(
    snapshot: Snapshot,
    embedder: Embedder,
    query: Query,
    limit: int,
    documents: Collection[str] | None = None,
) -> Ranking:
    """Return the best `limit` passages for a query.

    Args:
        snapshot: One consistent state of the library.
        embedder: The embedder the library was built with.
        query: What to search.
        limit: How many hits at most.
        documents: Ids of the documents to search; None for all.
    """
    among = None if documents is None else snapshot.rows_of(documents)
    own_terms = content_terms(snapshot, query.text)
    query = _standing_alone(query, own_terms)
    of_texts = {query.text: own_terms}
    if query.in_context:
        of_texts[query.in_context] = content_terms(snapshot, query.in_context)
    is_read = all(map(embedder.reads, of_texts))
    asked = [
        _asked(snapshot, embedder if is_read else None, text, terms)
        for text, terms in of_texts.items()
    ]
    if is_read and among is None and len(snapshot) <= FEW:
        rows = snapshot.vectors.rows
    else:
        rows = _candidates(asked, among)
    scores = _scores(asked, rows)
    places, final, late = _in_order(snapshot, asked, rows, scores, limit)
    if among is None:
        terms = [one.terms for one in asked]
    else:
        # What is missing is missing from the documents searched.
        terms = [content_terms(snapshot, text, among) for text in of_texts]
    found = rows[places].tolist()
    hits = map(
        Hit,
        found,
        snapshot.passages(found),
        final.tolist(),
        scores.cosine[:, places].max(axis=0).tolist(),
        scores.keyword[:, places].max(axis=0).tolist(),
        late.tolist(),
    )
    return Ranking(
        query,
        tuple(hits),
        terms=terms[-1],
        own_terms=terms[0],
        tokens=asked[-1].tokens,
        by_words=not is_read,
    )


def content_terms(
    snapshot: Snapshot, text: str, among: NDArray[np.int64] | None = None
) -> tuple[Term, ...]:
    """Return the terms that say what a question is about, without words of asking.

    Args:
        snapshot: Where they are looked for.
        text: The question.
        among: The passage rows searched; None for all.
    """
    empty = EMPTY_WORDS | asking_words(text)
    return tuple(
        term
        for term in snapshot.keywords.terms(text, among)
        # In capitals it is a name: US, IT.
        if term.surface.isupper() or term.surface.casefold() not in empty
    )


def _standing_alone(query: Query, own_terms: Sequence[Term]) -> Query:
    """Return the query without its context if the library knows no word of it.

    It is another subject then, which what was asked before could only disguise.
    """
    known = any(term.frequency or term.names_document for term in own_terms)
    return query if known or not own_terms else replace(query, in_context=None)


def _asked(
    snapshot: Snapshot, embedder: Embedder | None, text: str, terms: tuple[Term, ...]
) -> _Asked:
    """Return a form of the question; without an embedder its words alone."""
    words = snapshot.keywords.asked(text, FIELD_WEIGHTS)
    if embedder is None:
        return _Asked(text, terms, words)
    embedding = embedder.embed_query(text)
    meaning = snapshot.vectors.asked(embedding.vector)
    return _Asked(text, terms, words, meaning, embedding.tokens)


def _candidates(
    asked: Sequence[_Asked], among: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    """Return the rows either search finds for any of the texts, ascending."""
    found = [
        one.meaning.nearest(CANDIDATES, among)[0] for one in asked if one.meaning
    ] + [one.words.likely(CANDIDATES, among) for one in asked]
    # A set, for `np.unique` would load masked arrays before the first answer.
    return np.array(sorted(set(np.concatenate(found).tolist())), np.int64)


def _scores(asked: Sequence[_Asked], rows: NDArray[np.int64]) -> _Scores:
    """Return the exact scores of the given rows."""
    return _Scores(
        cosine=np.array([_cosine(one, rows) for one in asked]),
        keyword=np.array([_keyword(one, rows) for one in asked]),
    )


def _cosine(asked: _Asked, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the rows' cosines with one form of the question; 0 if it is not read."""
    if asked.meaning is None:
        return np.zeros(len(rows), np.float32)
    return asked.meaning.cosines(rows)


def _keyword(asked: _Asked, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the rows' BM25 scores for one form of the question, over its idf sum."""
    possible = sum(term.idf for term in asked.terms)
    scores = asked.words.scores(rows)
    return scores / possible if possible else np.zeros_like(scores)


def _in_order(
    snapshot: Snapshot,
    asked: Sequence[_Asked],
    rows: NDArray[np.int64],
    scores: _Scores,
    limit: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float32]]:
    """Return the best candidates' places, final scores and late interaction.

    Those that are ranked again come first; ties go to the lower row.

    Args:
        snapshot: Where they are.
        asked: Each form of the question.
        rows: Of the candidates, ascending.
        scores: Of the same.
        limit: How many at most.
    """
    first = _averaged(
        DENSE_WEIGHT * scores.cosine + (1 - DENSE_WEIGHT) * scores.keyword
    )
    places, final = best(np.arange(len(rows)), first, max(limit, RERANKED))
    near, rest = places[:RERANKED], places[RERANKED:]
    compared = snapshot.compared(rows[near].tolist())
    late = np.array(_late(asked, compared))
    courtesies = np.array([one.in_cover_note for one in compared], bool)
    again = _mixed(scores, near, late) - COVER_NOTE_PENALTY * courtesies
    if len(rest):
        final += min(0.0, again.min() - final[RERANKED - 1])
    order = np.lexsort((near, -again))
    shown = np.nan_to_num(late).max(axis=0)[order]
    return (
        np.concatenate([near[order], rest])[:limit],
        np.concatenate([again[order], final[RERANKED:]])[:limit],
        np.concatenate([shown, np.zeros(len(rest), np.float32)])[:limit],
    )


def _late(
    asked: Sequence[_Asked], compared: Sequence[Compared]
) -> list[NDArray[np.float32]]:
    """Return the late interaction of each text with the given passages."""
    passages = [one.tokens for one in compared]
    return [
        late_interaction(tokens, token_weights(one.text, tokens, one.terms), passages)
        for one in asked
        for tokens in [one.tokens]
    ]


def _mixed(
    scores: _Scores, near: NDArray[np.int64], late: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Return the scores of those near with late interaction in the mix.

    Args:
        scores: Of all candidates.
        near: The candidates to be ranked again.
        late: Of each form of the question and each of `near`; NaN where there is
            nothing to compare.
    """
    mix = MIX if len(late) == 1 else FOLLOW_UP_MIX
    known = ~np.isnan(late)
    total = mix.cosine * scores.cosine[:, near] + mix.keyword * scores.keyword[:, near]
    total += mix.late * np.where(known, late, 0)
    total /= mix.cosine + mix.keyword + mix.late * known
    return _averaged(total)


def _averaged(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return each row's score of all forms of the question, shape (rows,).

    Args:
        scores: Of the question as asked and, of a follow-up, in its context.
    """
    weights = np.array([1.0] if len(scores) == 1 else [OWN_WEIGHT, 1 - OWN_WEIGHT])
    averaged: NDArray[np.float64] = weights @ scores
    return averaged
