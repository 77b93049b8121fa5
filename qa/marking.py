"""Whether the right sentence of a passage is marked, judged by annotated answers.

An answer's place is its first occurrence in the passage, white space folded, and the
sentences it stands in are the right ones. The first marked range is judged, by the
sentence it begins in. A passage of one sentence is left out: nothing is marked there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.documents import Span
from index.sentences import sentences
from qa.answers import Citation
from qa.measures import word_f1


@dataclass(frozen=True, slots=True)
class Mark:
    """What is marked first in a passage that holds an answer.

    Attributes:
        text: The marked text; empty when nothing is marked.
        right: Whether its sentence holds an answer; None in a passage of one sentence.
        span_f1: Word F1 with the nearest answer, 0 to 1; None where a whole sentence
            is marked, for it does not claim to be the answer's words.
    """

    text: str
    right: bool | None
    span_f1: float | None


def judge(citation: Citation, answers: Sequence[str]) -> Mark:
    """Return what a citation marks, judged by answers, white space folded."""
    text = citation.quote
    ranges = sentences(text, citation.document.language)
    places = [
        (start, start + len(answer))
        for answer in answers
        if (start := text.find(answer)) >= 0
    ]
    right = [one for one in ranges if any(_overlap(one, place) for place in places)]
    begin, end = citation.highlights[0] if citation.highlights else (0, 0)
    marked = next(
        (one for one in ranges if begin < end and one[0] <= begin < one[1]), None
    )
    is_narrow = marked is not None and marked != (begin, end) and end <= marked[1]
    return Mark(
        text=text[begin:end],
        right=None if len(ranges) < 2 else marked in right,
        span_f1=word_f1(text[begin:end], answers) if is_narrow else None,
    )


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
