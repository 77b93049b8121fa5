from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.questions import (
    MAX_QUESTION_CHARACTERS,
    QuestionError,
    checked,
    is_follow_up,
    noun_phrases,
    understand,
)


@pytest.mark.parametrize("question", ["", "   ", "?!", "…", "\n\t"])
def test_a_question_without_words_is_refused(question: str):
    with pytest.raises(QuestionError, match="no words"):
        checked(question)


def test_an_overlong_question_is_refused_with_the_limit():
    with pytest.raises(QuestionError, match=r"100,000 characters.*at most 10,000"):
        checked("x" * 100_000)
    assert checked("x" * MAX_QUESTION_CHARACTERS)


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\ud800"])
def test_a_control_character_is_refused_with_its_place(character: str):
    with pytest.raises(
        QuestionError, match=rf"U\+{ord(character):04X}\) at position 4"
    ):
        checked(f"who{character} said")


def test_white_space_in_a_question_is_folded():
    assert checked(" who\tsaid\r\n it ") == "who said it"


@given(st.text())
def test_any_text_is_checked_or_refused(question: str):
    with suppress(QuestionError):
        folded = checked(question)
        assert folded == " ".join(question.split())
        assert any(character.isalnum() for character in folded)


@pytest.mark.parametrize(
    "question",
    [
        "Why does the US object to it?",
        "And about verification?",
        "What about China?",
        "Which country is he from?",
        "When?",
    ],
)
def test_a_question_that_points_back_is_a_follow_up(question: str):
    assert is_follow_up(question)


@pytest.mark.parametrize(
    "question",
    [
        "What did the United States say about the PPWT?",
        "Which resolution is titled No first placement of weapons in outer space?",
        "Why is the prevention of an arms race in outer space urgent?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str):
    query = understand(question, ["What is the International Code of Conduct?"])
    assert query.in_context is None
    assert query.understood_as == question


def test_a_follow_up_takes_the_subjects_of_the_question_before():
    query = understand("And the European Union?", ["Who opposed the PPWT?"])
    assert query.text == "And the European Union?"
    assert query.understood_as == "And the European Union? (opposed, PPWT)"


def test_a_chain_of_follow_ups_reaches_the_question_that_named_the_subject():
    query = understand("Why?", ["What did China say on verification?", "And Malta?"])
    assert query.in_context == "Why? (China, verification, Malta)"


def test_without_history_nothing_is_added():
    assert understand("And about it?").in_context is None


def test_noun_phrases_are_the_runs_of_content_words():
    assert noun_phrases(
        "What did China and the Russian Federation submit in 2014?"
    ) == [
        "China",
        "Russian Federation submit",
        "2014",
    ]
