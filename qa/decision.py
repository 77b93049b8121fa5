"""When to answer, with how many citations, and what to say when the documents don't.

The decision is a logistic model over five signals. `benchmarks/fit_confidence.py`
fitted its weights on questions of a public set against questions about other documents;
benchmarks/quality.md has its figures. It knows whether the library speaks of what is
asked, not whether a near miss truly answers.
"""

import math
from collections.abc import Sequence

from index.keywords import Term
from qa.ranking import Hit, Ranking

# Weights of cosine, keyword score, coverage and margin, and the constant.
WEIGHTS = {
    "cosine": 15.89,
    "keyword": 1.59,
    "coverage": 4.28,
    "margin": 4.16,
    "absent_names": -1.42,
}
BIAS = -10.5

MIN_CONFIDENCE = 0.35
"""Keeps 97 % of squad2-A's answerable questions and answers 8 % of those off corpus;
of the seeds' questions it keeps all and declines nine of ten unanswerable ones."""

BEST_OF = 3
"""Each signal but the margin is the best of this many hits."""

MARGIN_RANK = 5
"""The margin is the best score less that of the fifth hit."""

RELATIVE_SCORE = 0.7
"""A passage is shown beside the best one from this share of its score. On 44 questions
over the seeds an answering passage is then among those shown for 95 %; at 0.8, 93 %."""


def signals(ranking: Ranking) -> dict[str, float]:
    """Return what the decision is made on; of hits, zeros where there are none."""
    hits = ranking.hits
    top = hits[:BEST_OF]
    margin = hits[0].score - hits[:MARGIN_RANK][-1].score if hits else 0.0
    return {
        "cosine": max((hit.cosine for hit in top), default=0.0),
        "keyword": max((hit.keyword for hit in top), default=0.0),
        "coverage": max((hit.coverage for hit in top), default=0.0),
        "margin": margin,
        "absent_names": float(_has_absent_name(ranking)),
    }


def confidence(ranking: Ranking) -> float:
    """Return the calibrated probability, 0 to 1, that the library answers."""
    values = signals(ranking)
    logit = BIAS + sum(WEIGHTS[name] * values[name] for name in WEIGHTS)
    return 1 / (1 + math.exp(-logit))


def worth_showing(hits: Sequence[Hit], limit: int) -> list[Hit]:
    """Return the hits to cite, best first: near the best, identical passages once."""
    shown: dict[str, Hit] = {}
    for hit in hits:
        if hit.score >= RELATIVE_SCORE * hits[0].score:
            shown.setdefault(hit.passage.text, hit)
    return list(shown.values())[:limit]


def missing(terms: Sequence[Term]) -> tuple[str, ...]:
    """Return the question's words that occur nowhere in the library, as written."""
    return tuple(dict.fromkeys(term.surface for term in terms if not term.frequency))


def reason(ranking: Ranking, documents: int) -> str:
    """Return one sentence saying why the documents do not answer."""
    if not documents:
        return "This library has no documents yet; add some with 'pincite add'."
    absent = [f"“{term}”" for term in missing(ranking.own_terms)]
    if len(absent) == 1:
        return f"{absent[0]} does not occur in these documents."
    if absent:
        listed = f"{', '.join(absent[:-1])} and {absent[-1]}"
        return f"{listed} do not occur in these documents."
    return "No paragraph of these documents is close enough to be quoted as an answer."


def _has_absent_name(ranking: Ranking) -> bool:
    """Return whether the question names somebody or something the library lacks.

    A name is a word with a capital or a figure; the first word's capital says nothing.
    """
    first = ranking.query.text.split(maxsplit=1)[0]
    return any(
        not term.frequency
        and any(map(str.isupper, term.surface[term.surface == first :]))
        for term in ranking.own_terms
    )
