"""When to answer, and with how many citations.

The decision is a logistic model over four signals. `benchmarks/fit_confidence.py`
fitted its weights on answerable questions of public sets against four kinds of others;
benchmarks/quality.md has its figures. It knows whether the library speaks of what is
asked, not whether a near miss truly answers.
"""

from collections.abc import Mapping, Sequence

from qa.ranking import Hit, Ranking

WEIGHTS: Mapping[str, float] = {
    "cosine": 10.3,
    "late": 9.3,
    "margin": 8.5,
    "absent_names": -1.3,
}
BIAS = -11.6

# Where the model has no vectors of word pieces, or the library was written before
# Pincite kept them.
WEIGHTS_WITHOUT_TOKENS: Mapping[str, float] = {
    "cosine": 12.7,
    "keyword": 0.7,
    "margin": 12.5,
    "absent_names": -1.5,
}
BIAS_WITHOUT_TOKENS = -7.7

# For a question that the model cannot read. Fitted with Russian, Arabic and Chinese
# ones too: of each 95 % are kept, and 6 to 19 % answered with the document left out.
WEIGHTS_BY_WORDS: Mapping[str, float] = {
    "keyword": 4.3,
    "margin": 13.8,
    "absent_names": -2.2,
}
BIAS_BY_WORDS = -3.8

MIN_CONFIDENCE = 0.25
"""Keeps 98 % of squad2-A's answerable questions and answers 8 % of those off corpus;
of the answerable turns of mtrag-dev's conversations it keeps 96 %."""

BEST_OF = 3
"""Each signal but the margin is the best of this many hits."""

MARGIN_RANK = 5
"""The margin is the best score less that of the fifth hit."""

RELATIVE_SCORE = 0.8
"""A passage is shown beside the best one from this share of its score. From 0.7 to 0.9,
what is shown answers more often and an answer is missed more often
(benchmarks/quality.md); here the second is still slow."""


def signals(ranking: Ranking) -> dict[str, float]:
    """Return what the decision is made on; of hits, zeros where there are none."""
    hits = ranking.hits
    top = hits[:BEST_OF]
    margin = hits[0].score - hits[:MARGIN_RANK][-1].score if hits else 0.0
    return {
        "cosine": max((hit.cosine for hit in top), default=0.0),
        "keyword": max((hit.keyword for hit in top), default=0.0),
        "late": max((hit.late for hit in top), default=0.0),
        "margin": margin,
        "absent_names": float(_has_absent_name(ranking)),
    }


def logit(ranking: Ranking) -> float:
    """Return the log odds that the library answers, as fitted on public questions."""
    values = signals(ranking)
    weights, bias = WEIGHTS, BIAS
    if ranking.by_words:
        weights, bias = WEIGHTS_BY_WORDS, BIAS_BY_WORDS
    elif not values["late"]:
        weights, bias = WEIGHTS_WITHOUT_TOKENS, BIAS_WITHOUT_TOKENS
    return bias + sum(weights[name] * values[name] for name in weights)


def worth_showing(hits: Sequence[Hit], limit: int) -> list[Hit]:
    """Return the hits to cite, best first: near the best, identical passages once."""
    shown: dict[str, Hit] = {}
    for hit in hits:
        if hit.score >= RELATIVE_SCORE * hits[0].score:
            shown.setdefault(hit.passage.text, hit)
    return list(shown.values())[:limit]


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
