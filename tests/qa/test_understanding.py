from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.questions import QuestionError
from qa.understanding import is_actor, replace_phrase, understand

TREATY = "What does the US say about the PPWT?"


def test_a_question_that_stands_alone_is_left_alone():
    question = "What did China propose on verification?"
    query = understand(question, [TREATY])
    assert query.in_context is None
    assert query.understood_as == question


def test_without_history_nothing_is_added():
    assert understand("And about it?").in_context is None


@pytest.mark.parametrize(
    ("question", "understood_as"),
    [
        ("And the European Union?", "What does the European Union say about the PPWT?"),
        ("What about China?", "What does China say about the PPWT?"),
        ("China?", "What does China say about the PPWT?"),
        ("And China and Russia?", "What does China and Russia say about the PPWT?"),
        ("And about verification?", "What does the US say about verification?"),
        ("And verification?", "What does the US say about verification?"),
        ("And the ICoC?", "What does the US say about the ICoC?"),
    ],
)
def test_a_fragment_replaces_the_actor_or_the_topic(question: str, understood_as: str):
    assert understand(question, [TREATY]).understood_as == understood_as


@pytest.mark.parametrize(
    ("before", "fragment", "after"),
    [
        (
            "What did China and the Russian Federation submit in 2014?",
            "And Iran?",
            "What did Iran submit in 2014?",
        ),
        (
            "Who opposed the treaty and why?",
            "And the European Union?",
            "What did the European Union say about the treaty?",
        ),
        (
            "What is China's position on debris?",
            "And Russia's?",
            "What is Russia's position on debris?",
        ),
        (
            "What does China say about debris in 2014?",
            "And on mines?",
            "What does China say about mines in 2014?",
        ),
        ("What is the role of COPUOS?", "And UNIDIR?", "What is the role of UNIDIR?"),
        (
            "What does Acme Corp say about pensions?",
            "And Globex?",
            "What does Globex say about pensions?",
        ),
        ("What does the US say about debris?", "And us?", None),
        ("Who chaired the meetings?", "And the European Union?", None),
        ("What does China say about debris?", "And why not earlier?", None),
        ("I asked. What does China say about debris?", "And Russia?", None),
    ],
)
def test_what_a_fragment_stands_for_is_replaced_where_it_is_clear(
    before: str, fragment: str, after: str | None
):
    assert replace_phrase(fragment, before) == after


def test_a_fragment_may_follow_a_fragment():
    history = [TREATY, "And the European Union?", "And about verification?"]
    understood_as = understand("And China?", history).understood_as
    assert understood_as == "What does China say about verification?"


def test_a_replaced_question_that_points_back_keeps_the_subjects_before_it():
    history = ["Who drafted the Hague Code?", "What does China think about it?"]
    understood_as = understand("And the EU?", history).understood_as
    assert understood_as.startswith("What does the EU think about it?")
    assert "Hague Code" in understood_as


def test_any_other_follow_up_takes_the_subjects_of_the_question_before():
    query = understand("And the European Union?", ["Who chaired the meetings?"])
    assert query.text == "And the European Union?"
    assert query.understood_as == "And the European Union? (chaired, meetings)"


def test_a_chain_of_follow_ups_reaches_the_question_that_named_the_subject():
    history = ["What did China say on verification?", "Who disagreed with them?"]
    understood_as = understand("Why?", history).understood_as
    assert understood_as == "Why? (China, verification, disagreed)"


def test_a_subject_that_the_question_has_is_not_added():
    history = ["What does China say about the draft treaty?"]
    query = understand("Why does China object to it?", history)
    assert query.understood_as == "Why does China object to it? (draft treaty)"


@pytest.mark.parametrize("name", ["the EU", "China and Russia", "many delegations"])
def test_states_groups_and_people_are_actors(name: str):
    assert is_actor(name)


@pytest.mark.parametrize("name", ["verification", "the PPWT", "China and mines", ""])
def test_things_are_no_actors(name: str):
    assert not is_actor(name)


@given(st.text(), st.lists(st.text(), max_size=4))
def test_any_question_and_history_is_understood_or_refused(
    question: str, history: list[str]
):
    with suppress(QuestionError):
        query = understand(question, history)
        assert query.text == " ".join(question.split())
        assert query.in_context is None or query.in_context != query.text
