from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.questions import (
    MAX_QUESTION_CHARACTERS,
    QuestionError,
    checked,
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
