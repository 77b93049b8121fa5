"""One answer of several: its places, its groups and its scores."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.keywords import Term
from qa.answers import Answer, Citation, CitationGroup, CitedDocument
from qa.merging import RELATIVE_CONFIDENCE, Given, declined, joint_terms, merged

QUOTES = [f"Paragraph {n}." for n in range(12)]


def cited(quote: str, score: float) -> Citation:
    return Citation(
        document=CitedDocument("d", None, "A title", None, "en", None),
        paragraph=None,
        section=(),
        quote=quote,
        highlights=(),
        spans=((0, len(quote)),),
        sha256="0" * 64,
        score=score,
        label=quote,
    )


def answer(
    quotes: Sequence[str], confidence: float, sizes: Sequence[int] = (), note: str = ""
) -> Answer:
    """An answer whose citations score ever less, in groups of these sizes."""
    citations = tuple(cited(quote, 1 - n / 20) for n, quote in enumerate(quotes))
    groups, done = [], 0
    for n, size in enumerate(sizes):
        places = tuple(range(done, min(done + size, len(quotes))))
        done += size
        if places:
            groups.append(CitationGroup(f"Group {n}", places))
    if groups and done < len(quotes):
        rest = tuple(range(done, len(quotes)))
        groups.append(CitationGroup("Rest", rest))
    return Answer("q", "q", confidence, citations, note=note, groups=tuple(groups))


answers = st.builds(
    answer,
    st.lists(st.sampled_from(QUOTES), min_size=1, max_size=6, unique=True),
    st.floats(0.25, 1),
    st.lists(st.integers(1, 3), max_size=3),
    st.sampled_from(["", "A note."]),
)
declining = st.builds(
    lambda quotes, confidence: Answer(
        "q", "q", confidence, nearest=tuple(cited(q, 0.5) for q in quotes), reason="No."
    ),
    st.lists(st.sampled_from(QUOTES), max_size=4, unique=True),
    st.floats(0, 0.25),
)


@given(st.lists(answers | declining, min_size=1, max_size=3), st.integers(1, 6))
def test_every_place_is_given_to_what_some_library_cites(several, limit):
    given_ = [Given(f"Library {n}", one) for n, one in enumerate(several)]
    answering = [one for one in given_ if not one.answer.abstained]
    if not answering:
        return
    if all(len(one.answer.citations) > limit for one in answering):
        return  # each was asked for so many at most
    together = merged(given_, limit)
    surest = max(answering, key=lambda one: one.answer.confidence).answer
    assert together.confidence == surest.confidence
    assert together.citations[0].quote == surest.citations[0].quote
    quotes = [citation.quote for citation in together.citations]
    assert len(set(quotes)) == len(quotes)
    offered = {c.quote for one in answering for c in one.answer.citations}
    assert set(quotes) <= offered
    if together == surest:
        return
    assert len(quotes) <= limit
    assert [n for group in together.groups for n in group.citations] == [
        *range(len(quotes))
    ]
    by_heading = {one.heading: one.answer for one in answering}
    for group in together.groups:
        library = by_heading[group.heading.partition(":")[0]]
        there = [citation.quote for citation in library.citations]
        shown = [quotes[n] for n in group.citations]
        assert shown == sorted(shown, key=there.index)
        assert library.confidence >= RELATIVE_CONFIDENCE * surest.confidence
        for n in group.citations:
            assert together.citations[n].score <= library.confidence + 1e-9


def test_places_are_shared_in_turn_and_none_is_wasted():
    first, second = answer(QUOTES[:5], 0.9), answer(QUOTES[5:7], 0.8)
    together = merged([Given("B", second), Given("A", first)], 5)
    assert [(g.heading, len(g.citations)) for g in together.groups] == [
        ("A", 3),
        ("B", 2),
    ]


def test_each_group_of_an_answer_keeps_a_place():
    first, second = answer(QUOTES[:5], 0.9, (3, 2)), answer(QUOTES[5:10], 0.8)
    together = merged([Given("A", first), Given("B", second)], 5)
    assert [(g.heading, len(g.citations)) for g in together.groups] == [
        ("A: Group 0", 2),
        ("A: Group 1", 1),
        ("B", 2),
    ]


def test_a_library_far_less_sure_is_left_out():
    first, second = answer(QUOTES[:2], 0.9), answer(QUOTES[5:7], 0.4)
    assert merged([Given("A", first), Given("B", second)], 5) == first


def test_that_nobody_says_so_is_not_noted_where_another_library_has_it():
    first = answer(QUOTES[:2], 0.9, note="No sentence says so.")
    second = answer(QUOTES[5:7], 0.8, (1, 1), note="By our count.")
    assert merged([Given("A", first), Given("B", second)], 5).note == "By our count."


@given(st.lists(declining, min_size=1, max_size=3))
def test_of_abstentions_the_surest_stands_and_the_nearest_are_mixed(several):
    given_ = [Given(f"Library {n}", one) for n, one in enumerate(several)]
    together = declined(given_, "Neither does.", ["zebra"])
    assert together.abstained
    assert together.confidence == max(one.confidence for one in several)
    quotes = [citation.quote for citation in together.nearest]
    assert len(set(quotes)) == len(quotes) <= 3
    assert together.missing_terms == ("zebra",)


@pytest.mark.parametrize(
    ("first", "second", "absent"),
    [((0, 0), (0, 0), True), ((0, 0), (2, 1), False), ((0, 2), (3, 0), True)],
)
def test_a_word_is_absent_where_no_library_has_it(first, second, absent):
    several = [
        [Term("war-time", stem, 1.0, n) for stem, n in zip("ab", one, strict=True)]
        for one in (first, second)
    ]
    terms = joint_terms(several)
    assert all((term.frequency == 0) == absent for term in terms)
