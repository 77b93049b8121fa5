"""Which passages answer best: dense and keyword scores, mixed.

A passage's score is a convex combination of its cosine and of its BM25 score divided
by the sum of the question's idf weights. Neither is scaled by what else was found, so
one score means the same for every question and every library, which abstention wants;
it ranks as well as min-max scaling does (benchmarks/quality.md).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.documents import Passage
from index.embedding import Embedder, Vector
from index.keywords import Term
from index.snapshot import Snapshot
from qa.questions import FUNCTION_WORDS, Query

DENSE_WEIGHT = 2 / 3
"""Best on the whole of four public question sets; 0.5 to 0.75 differ by under 0.005."""

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


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and how it was found.

    Attributes:
        row: The passage's row in the library.
        passage: The passage.
        score: Convex combination of `cosine` and `keyword`; higher is better.
        cosine: Of the question and the passage's nearest window, -1 to 1; the higher
            one where the question was also searched in its context.
        keyword: BM25 over the question's idf sum, likewise; 0 where no word matches.
        coverage: Share of the question's idf weight whose words the passage has,
            likewise, 0 to 1.
    """

    row: int
    passage: Passage
    score: float
    cosine: float
    keyword: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a query found.

    Attributes:
        query: What was searched.
        hits: Best first.
        terms: What the query is about, its context included.
        own_terms: What the question itself is about.
    """

    query: Query
    hits: tuple[Hit, ...]
    terms: tuple[Term, ...]
    own_terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class _Scores:
    """Parallel arrays, one entry a candidate row."""

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
        query: What to search; its context, if any, is given half the weight.
        limit: How many hits at most.
        documents: Ids of the documents to search; None for all.
    """
    among = None if documents is None else snapshot.rows_of(documents)
    texts = [query.text, *([query.in_context] if query.in_context else [])]
    vectors = [embedder.embed_query(text) for text in texts]
    rows = _candidates(snapshot, texts, vectors, among)
    terms = [content_terms(snapshot, text) for text in texts]
    found = [
        _scores(snapshot, text, own, vector, rows)
        for text, own, vector in zip(texts, terms, vectors, strict=True)
    ]
    mixed = [
        DENSE_WEIGHT * scores.cosine + (1 - DENSE_WEIGHT) * scores.keyword
        for scores in found
    ]
    score = np.mean(mixed, axis=0)
    cosine = np.max([scores.cosine for scores in found], axis=0)
    keyword = np.max([scores.keyword for scores in found], axis=0)
    passages = snapshot.passages(rows.tolist())
    score = score - COVER_NOTE_PENALTY * np.array(
        [passage.part == "cover note" for passage in passages], dtype=score.dtype
    )
    best = np.lexsort((rows, -score))[:limit]
    if among is not None:
        # What is missing is missing from the documents searched.
        terms = [content_terms(snapshot, text, among) for text in texts]
    coverage = np.max([_coverage(snapshot, t, rows[best]) for t in terms], axis=0)
    hits = tuple(
        Hit(
            row=int(rows[i]),
            passage=passages[i],
            score=float(score[i]),
            cosine=float(cosine[i]),
            keyword=float(keyword[i]),
            coverage=float(share),
        )
        for i, share in zip(best, coverage, strict=True)
    )
    return Ranking(query, hits, terms=terms[-1], own_terms=terms[0])


def content_terms(
    snapshot: Snapshot, text: str, among: NDArray[np.int64] | None = None
) -> tuple[Term, ...]:
    """Return the terms that say what a question is about, without words of asking.

    Args:
        snapshot: Where they are looked for.
        text: The question.
        among: The passage rows searched; None for all.
    """
    return tuple(
        term
        for term in snapshot.keywords.terms(text, among)
        # In capitals it is a name: US, IT.
        if term.surface.isupper() or term.surface.casefold() not in EMPTY_WORDS
    )


def _candidates(
    snapshot: Snapshot,
    texts: list[str],
    vectors: list[Vector],
    among: NDArray[np.int64] | None,
) -> NDArray[np.int64]:
    """Return the rows either search finds for any of the texts, ascending."""
    found = [
        snapshot.vectors.nearest(vector, CANDIDATES, among)[0] for vector in vectors
    ] + [
        snapshot.keywords.matching(text, CANDIDATES, among, FIELD_WEIGHTS)[0]
        for text in texts
    ]
    return np.unique(np.concatenate(found)).astype(np.int64)


def _scores(
    snapshot: Snapshot,
    text: str,
    terms: Sequence[Term],
    vector: Vector,
    rows: NDArray[np.int64],
) -> _Scores:
    """Return both exact scores of the given rows for one text and its terms."""
    possible = sum(term.idf for term in terms)
    keyword = snapshot.keywords.scores(text, rows, FIELD_WEIGHTS)
    return _Scores(
        cosine=snapshot.vectors.cosines(vector, rows),
        keyword=keyword / possible if possible else np.zeros_like(keyword),
    )


def _coverage(
    snapshot: Snapshot, terms: Sequence[Term], rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the share of the terms' idf weight that each row has in any field."""
    weights = np.array([term.idf for term in terms])
    if not weights.sum():
        return np.zeros(len(rows))
    covered = snapshot.keywords.covered([term.stem for term in terms], rows)
    share: NDArray[np.float64] = covered @ weights / weights.sum()
    return share
