import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.aliases import Aliases
from index.documents import Masthead
from index.keywords import KeywordIndex
from index.passage_rows import Searchable
from index.vectors import Rows
from qa.reasons import EMPTY_LIBRARY, MAX_NAMED, NOT_NEAR, missing, reason

TEXTS = (
    "Viet Nam signed the treaty in 2014.",
    "The population of herons grows; the United States counted them.",
    "The heron is a bird of rivers.",
    "Rivers carry anti-freeze to the sea.",
)


def index_of(texts: Sequence[str]) -> KeywordIndex:
    passages = [
        Searchable(
            row=row,
            text=text,
            section=(),
            lead_in=None,
            document_id="ab",
            title="",
            language="en",
            masthead=Masthead(),
            cover_note="",
        )
        for row, text in enumerate(texts, start=1)
    ]
    return KeywordIndex.build(passages, Aliases())


KEYWORDS = index_of(TEXTS)


def lacking(question: str, keywords: KeywordIndex = KEYWORDS) -> tuple[str, ...]:
    return missing(question, keywords.terms(question))


def said(
    question: str, keywords: KeywordIndex = KEYWORDS, among: Rows | None = None
) -> str:
    return reason(question, keywords.terms(question, among), keywords, among)


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("What of India?", ("India",)),
        ("What is the price of bitcoin?", ("price", "bitcoin")),
        ("Who won the Nobel Prize?", ("Nobel Prize", "won")),
        ("Did the Bank of England sign?", ("Bank of England",)),
        ("Did India and Chad sign?", ("India", "Chad")),
        ("Was it the Panther the Broncos beat?", ("Panther", "Broncos", "beat")),
        ("Did the Outer Heron Treaty end?", ("Outer Heron Treaty", "end")),
        ("What of Tesla's submarine telegraph?", ("Tesla", "submarine telegraph")),
        ("Is it about anti-tank mines?", ("anti-tank mines",)),
        ("What kind of bird, and how many words?", ()),
        ("Bitcoin and article 5?", ("Bitcoin", "article")),
        ("Did the USA sign in 1815?", ("1815",)),
        ("Who signed the treaty?", ()),
    ],
)
def test_what_is_missing_is_named_as_a_reader_would(
    question: str, absent: tuple[str, ...]
):
    assert lacking(question) == absent


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What of India?", "“India” does not occur in these documents."),
        ("Did India and Chad sign?", "“India” and “Chad” do not occur in these"),
        (
            "Did India, Chad, Peru and Mali sign?",
            "“India”, “Chad”, “Peru” and another word of the question do not occur",
        ),
        (
            "Did India, Chad, Peru, Mali and Togo sign?",
            "“India”, “Chad”, “Peru” and other words of the question do not occur",
        ),
        (
            "What is the population of Viet Nam?",
            "These documents speak of “Viet Nam”, but no paragraph brings it together "
            "with “population”.",
        ),
        (
            "Did Viet Nam count the population of herons?",
            "These documents speak of “Viet Nam”, but no paragraph brings it together "
            "with “count” or “population”.",
        ),
        (
            "Is the sea a heron?",
            "These documents have the word “sea”, but no paragraph has it together "
            "with “heron”.",
        ),
        (
            "Do herons of the population like rivers?",
            "“like” does not occur in these documents.",
        ),
        ("Who signed the treaty?", NOT_NEAR),
        ("What of it?", NOT_NEAR),
    ],
)
def test_the_reason_says_what_is_missing_or_never_together(
    question: str, expected: str
):
    assert said(question).startswith(expected)


def test_two_words_may_stand_together_that_no_third_joins():
    keywords = index_of(["heron river", "river bird", "heron bird"])
    assert said("A heron, a river, a bird?", keywords) == (
        "These documents have the words “heron” and “river”, but no paragraph has "
        "them together with “bird”."
    )


def test_a_name_known_by_another_form_is_not_missing():
    assert lacking("Did the US count?") == ()
    assert lacking("Did the United States count?") == ()


def test_only_the_passages_that_were_searched_count():
    among = np.array([3, 4])
    assert said("Who signed the treaty?", among=among) == (
        "“signed” and “treaty” do not occur in these documents."
    )


def test_an_empty_library_says_so():
    assert said("What of India?", index_of([])) == EMPTY_LIBRARY


WORDS = ("heron", "river", "Owl", "Nile", "bird", "fox")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1), min_size=1, max_size=4),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=5, unique=True),
)
def test_nothing_is_said_that_the_passages_do_not_bear_out(
    passages: list[list[str]], asked: list[str]
):
    keywords = index_of([" ".join(words) for words in passages])
    question = "Is it " + " or ".join(asked) + "?"
    absent = {word for word in asked if not any(word in words for words in passages)}
    assert set(" ".join(lacking(question, keywords)).split()) == absent
    sentence = said(question, keywords)
    named = re.findall("“(.*?)”", sentence)
    if absent:
        assert len(named) == min(len(absent), MAX_NAMED)
        assert set(named) <= absent
    elif sentence != NOT_NEAR:
        here, apart = (
            set(re.findall("“(.*?)”", half)) for half in sentence.split(", but no ")
        )
        assert any(here <= set(words) for words in passages)
        for word in apart:
            assert not any({*here, word} <= set(words) for words in passages)
