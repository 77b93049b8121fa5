"""Which sentence of a passage answers: the one with the best sum of four signals.

The signals are rules (`qa.sentence_signals`); their weights are fitted on public
questions by `benchmarks/fit_highlights.py`. One sentence is marked: a second, however
near to the first, is more often wrong than right (benchmarks/quality.md).

A `Scorer` that knows better, such as a reader trained to find answers, can take the
place of `sum_of_signals`.
"""

from collections.abc import Callable, Mapping

import numpy as np

from index.documents import Span
from index.sentences import sentences
from index.tokens import Tokens
from qa.sentence_signals import Asked, Reading, Scores, signals

WEIGHTS: Mapping[str, float] = {
    "matched": 2.0,
    "covered": 2.0,
    "cosine": 5.0,
    "typed": 1.5,
}
"""Round numbers among those fitted on several sets: far apart as those are, each gets
the same share right, within a hundredth, on the sets it was not fitted on."""

WORD_WEIGHTS: Mapping[str, float] = {"covered": 8.0, "typed": 1.7}
"""For passages without token vectors."""

Scorer = Callable[[Asked, Reading], Scores]
"""Returns how well each sentence of a passage answers a question.

Only differences within the passage count; of equals the first is taken.
"""


def sum_of_signals(asked: Asked, reading: Reading) -> Scores:
    """Return the weighted sum of the signals for each sentence."""
    found = signals(asked, reading)
    weights = WEIGHTS if WEIGHTS.keys() <= found.keys() else WORD_WEIGHTS
    total: Scores = np.sum([weights[name] * found[name] for name in weights], axis=0)
    return total


def answering_sentences(
    text: str,
    asked: Asked,
    tokens: Tokens,
    language: str = "en",
    scorer: Scorer = sum_of_signals,
) -> tuple[Span, ...]:
    """Return the range of the sentence that answers best.

    Args:
        text: A passage's text.
        asked: The question, made by `qa.sentence_signals.prepare`.
        tokens: The passage's word pieces; `NO_TOKENS` where the model gives none.
        language: ISO 639-1 code, for telling sentences apart.
        scorer: Compares the sentences.

    Returns:
        One range, the only sentence's if there is but one; none when nothing speaks
        for one sentence more than for another.
    """
    ranges = sentences(text, language)
    if len(ranges) < 2:
        return tuple(ranges)
    scores = scorer(asked, Reading(text, ranges, tokens, language))
    return (ranges[int(scores.argmax())],) if np.ptp(scores) > 0 else ()
