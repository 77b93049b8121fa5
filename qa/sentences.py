"""Which sentences of a passage answer: a rule, until a later model does better.

The sentence with the most of the question's idf weight is marked, as BM25 would
choose it; on SQuAD that is right about four times in five.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from index.documents import Span
from index.keywords import Term
from index.words import analyzer, index_form

# A full stop after these does not end a sentence in diplomatic and legal prose.
ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“])(?:paras?|arts?|cf|res|op|nos?|vols?|pp?|chap|sect|seq|rev|add"
    r"|corr|amb|hon|gen|doc|fig|approx|ibid|al|viz|dept|govt)\.\s*$",
    re.IGNORECASE,
)

MEASURED_CHARACTERS = 120
"""Sentences shorter than this count as this long, so that stubs do not win."""


def sentences(text: str, language: str = "en") -> list[Span]:
    """Return the character ranges of a text's sentences, without outer white space.

    The ranges ascend, do not overlap and leave out only white space.
    """
    return list(_sentences(text, language))


def best_sentences(
    text: str, terms: Sequence[Term], language: str = "en"
) -> tuple[Span, ...]:
    """Return the range of the sentence that has most of the question's words.

    Args:
        text: A passage's text.
        terms: The question's terms with their idf.
        language: ISO 639-1 code, for telling sentences apart.

    Returns:
        One range; none when the passage shares no word with the question or is a
        single sentence, where a mark would say nothing.
    """
    ranges = sentences(text, language)
    if len(ranges) < 2:
        return ()
    weights = {term.stem: term.idf for term in terms}
    stems = analyzer()

    def weight(span: Span) -> float:
        found = set(stems.analyze(index_form(text[span[0] : span[1]]))) & weights.keys()
        length = max(span[1] - span[0], MEASURED_CHARACTERS)
        return float(sum(weights[stem] for stem in found) / length**0.25)

    best = max(ranges, key=weight)
    return (best,) if weight(best) > 0 else ()


@lru_cache(maxsize=1024)
def _sentences(text: str, language: str) -> tuple[Span, ...]:
    import sentencex  # loads a native library: not needed to import qa

    merged: list[Span] = []
    for boundary in sentencex.get_sentence_boundaries(language, text):
        start, end = boundary["start_index"], boundary["end_index"]
        if merged and ABBREVIATION.search(text[merged[-1][0] : merged[-1][1]]):
            start = merged.pop()[0]
        merged.append((start, end))
    trimmed = (_trimmed(text, span) for span in merged)
    return tuple(span for span in trimmed if span[0] < span[1])


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    inside = text[start:end]
    return (
        start + len(inside) - len(inside.lstrip()),
        end - len(inside) + len(inside.rstrip()),
    )
