"""One answer of several libraries' answers to the same question.

What a passage scores is scaled within its library and says nothing beside another
library's score; the confidence is calibrated, and is compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from index.keywords import Term
from qa.answering import NEAREST_SHOWN
from qa.answers import Answer, Citation, CitationGroup

RELATIVE_CONFIDENCE = 0.5
"""A library's passages are shown beside a surer library's from this share of its
confidence: an unrelated library is answered from now and then, rarely so surely."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one library answers.

    Attributes:
        heading: Whose documents these are, for the reader: "In your documents".
        answer: Its own, as if there were no other library.
    """

    heading: str
    answer: Answer


def merged(given: Sequence[Given], limit: int) -> Answer:
    """Return the answer of the libraries that answer, the surest library's first.

    Where passages of several are shown, each library's are a group, or several where
    its own answer has groups; a passage that two have is the surer one's. Scores are
    then shares of the confidence. The reasons to abstain are the caller's to find.

    Args:
        given: One answer at least; not all abstain.
        limit: Citations at most.
    """
    sure = sorted(
        (one for one in given if not one.answer.abstained),
        key=lambda one: -one.answer.confidence,
    )
    first = sure[0].answer
    least = RELATIVE_CONFIDENCE * first.confidence
    beside = [one for one in sure if one.answer.confidence >= least]
    quoted: set[str] = set()
    offered: list[list[int]] = []
    for one in beside:
        citations = one.answer.citations
        new = [n for n, cited in enumerate(citations) if cited.quote not in quoted]
        quoted |= {citations[n].quote for n in new}
        offered.append(new)
    shares = _in_turn([len(places) for places in offered], limit)
    shown = [
        (one, _chosen(one.answer, places, share))
        for one, places, share in zip(beside, offered, shares, strict=True)
        if share
    ]
    if len(shown) == 1:
        return first
    return replace(
        first,
        citations=tuple(
            citation
            for one, places in shown
            for citation in _scaled(
                one.answer, [one.answer.citations[n] for n in places]
            )
        ),
        groups=_groups(shown),
        note=_note([one.answer for one, _ in shown]),
    )


def declined(given: Sequence[Given], reason: str, missing: Sequence[str]) -> Answer:
    """Return the abstention of libraries that all abstain, the surest one's.

    Args:
        given: Their abstentions.
        reason: Why all of them together do not answer.
        missing: What occurs in none of them.
    """
    answers = sorted((one.answer for one in given), key=lambda one: -one.confidence)
    scaled = [_scaled(answer, answer.nearest) for answer in answers]
    nearest: dict[str, Citation] = {}
    for citation in chain.from_iterable(zip_longest(*scaled)):
        if citation is not None:
            nearest.setdefault(citation.quote, citation)
    return replace(
        answers[0],
        nearest=tuple(nearest.values())[:NEAREST_SHOWN],
        reason=reason,
        missing_terms=tuple(missing),
    )


def joint_terms(several: Sequence[Sequence[Term]]) -> list[Term]:
    """Return a question's terms in several libraries; absent are those absent in all.

    Args:
        several: Each library's, with how often it has each.
    """
    absent = set.intersection(
        *({term.surface for term in terms if not term.frequency} for terms in several)
    )
    found: dict[tuple[str, str], Term] = {}
    for term in chain.from_iterable(several):
        key = (term.surface, term.stem)
        before = found.get(key, term)
        found[key] = replace(
            before,
            idf=max(before.idf, term.idf),
            frequency=0
            if term.surface in absent
            else max(1, before.frequency, term.frequency),
        )
    return list(found.values())


def _in_turn(numbers: Sequence[int], limit: int) -> list[int]:
    """Return how many of each there is room for, one of each in turn."""
    shares = [0] * len(numbers)
    while sum(shares) < min(limit, sum(numbers)):
        for place, number in enumerate(numbers):
            if shares[place] < number and sum(shares) < limit:
                shares[place] += 1
    return shares


def _chosen(answer: Answer, places: Sequence[int], share: int) -> list[int]:
    """Return which of an answer's citations to show, ascending: of each group some."""
    groups = [
        [place for place in group if place in places] for group in _places(answer)
    ]
    shares = _in_turn([len(group) for group in groups], share)
    return [
        place
        for group, number in zip(groups, shares, strict=True)
        for place in group[:number]
    ]


def _places(answer: Answer) -> list[tuple[int, ...]]:
    """Return the places of the citations of each group, or of all."""
    groups = [group.citations for group in answer.groups]
    return groups or [tuple(range(len(answer.citations)))]


def _scaled(answer: Answer, citations: Sequence[Citation]) -> list[Citation]:
    """Return citations scored by their answer's confidence, which the best one has."""
    highest = max((one.score for one in answer.citations or answer.nearest), default=0)
    scale = answer.confidence / highest if highest > 0 else 0.0
    return [replace(one, score=scale * one.score) for one in citations]


def _groups(shown: Sequence[tuple[Given, Sequence[int]]]) -> tuple[CitationGroup, ...]:
    groups: list[CitationGroup] = []
    done = 0
    for one, places in shown:
        headings = [group.heading for group in one.answer.groups]
        for heading, group in zip_longest(headings, _places(one.answer)):
            number = len([place for place in group if place in places])
            if number:
                named = f"{one.heading}: {heading}" if heading else one.heading
                at = tuple(range(done, done + number))
                groups.append(CitationGroup(named, at))
                done += number
    return tuple(groups)


def _note(answers: Sequence[Answer]) -> str:
    """Return what the reader should know of all of them.

    That nobody is found to say what is asked is not so where another answer has it.
    """
    grouped = [answer for answer in answers if answer.groups] or answers
    return " ".join(dict.fromkeys(one.note for one in grouped if one.note))
