import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.turns import MAX_TURNS, Asked, Turn, Turns, asked_again, next_asked


def turns(*asked: Asked) -> Turns:
    return tuple(Turn(one, "shown") for one in asked)


FIRST = Asked("Where is the lamp?")
SECOND = next_asked("And the tower?", turns(FIRST))


def test_a_question_goes_on_from_those_before_it():
    assert next_asked("Where?", ()) == Asked("Where?")
    assert SECOND.history == (FIRST.question,)
    third = next_asked("And now?", turns(FIRST, SECOND))
    assert third.history == (FIRST.question, SECOND.question)


def test_a_question_searched_as_typed_begins_anew():
    again = asked_again("typed 1", turns(FIRST, SECOND))
    assert again == Asked(SECOND.question, as_typed=True)
    following = next_asked("And now?", turns(FIRST, SECOND, again))
    assert following == Asked("And now?", (SECOND.question,))


def test_every_passage_is_asked_for_from_where_the_question_stood():
    third = next_asked("And now?", turns(FIRST, SECOND))
    again = asked_again("all 1", turns(FIRST, SECOND, third))
    assert again == Asked(SECOND.question, SECOND.history, every=True)


def test_both_may_be_asked_one_after_the_other():
    typed = asked_again("typed 0", turns(SECOND))
    assert asked_again("all 0", turns(typed)) == asked_again(
        "typed 0", turns(asked_again("all 0", turns(SECOND)))
    )


@pytest.mark.parametrize(
    "request_",
    ["", "all", "all 2", "all -1", "some 0", "all 0 ", "all \u0660", "all 99999"],
)
def test_a_request_that_names_no_turn_asks_nothing(request_: str):
    assert asked_again(request_, turns(FIRST, SECOND)) is None


@given(st.text())
def test_no_request_breaks_anything(request_: str):
    asked_again(request_, turns(FIRST))


def test_a_history_does_not_grow_without_end():
    asked = FIRST
    for _ in range(2 * MAX_TURNS):
        asked = next_asked("And now?", turns(asked))
    assert len(asked.history) == MAX_TURNS
