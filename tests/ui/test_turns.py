from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.turns import (
    MAX_CHOSEN,
    MAX_KEPT_CHARACTERS,
    MAX_TURNS,
    Asked,
    KeptError,
    Turn,
    Turns,
    asked_again,
    kept,
    next_asked,
    placed,
    read_chosen,
    read_kept,
    settled,
)


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
    again, place = asked_again("typed 1", turns(FIRST, SECOND))
    assert (again, place) == (Asked(SECOND.question, as_typed=True), 2)
    following = next_asked("And now?", turns(FIRST, SECOND, again))
    assert following == Asked("And now?", (SECOND.question,), back=1)


def test_every_passage_is_asked_for_from_where_the_question_stood():
    third = next_asked("And now?", turns(FIRST, SECOND))
    again, place = asked_again("all 1", turns(FIRST, SECOND, third))
    assert again == Asked(SECOND.question, SECOND.history, every=True, back=3)
    assert place == 3


def test_both_may_be_asked_one_after_the_other():
    typed, _ = asked_again("typed 0", turns(SECOND))
    every, _ = asked_again("all 0", turns(SECOND))
    assert asked_again("all 0", turns(typed)) == asked_again("typed 0", turns(every))


def test_a_question_asked_again_is_answered_in_its_place():
    there = turns(FIRST, SECOND)
    asked, place = asked_again("again 0", there)
    assert (asked, place) == (FIRST, 0)
    answered = placed(there, place, Turn(asked, "anew"))
    assert [turn.shown for turn in answered] == ["anew", "shown"]


def test_a_question_that_failed_gives_its_place_to_the_next():
    failed = Turn(SECOND, "what went wrong", failed=True)
    there = (*turns(FIRST), failed)
    assert settled(there) == turns(FIRST)
    assert asked_again("again 1", there) == (SECOND, 1)
    assert asked_again("all 1", there) is None
    every, place = asked_again("all 0", there)
    shown = placed(there, place, Turn(every, "every passage"))
    assert [turn.asked for turn in shown] == [FIRST, every]


def test_a_conversation_is_read_back_as_it_was_kept():
    third = next_asked("And now?", turns(FIRST, SECOND), documents=("a1", "b2"))
    there = turns(FIRST, SECOND, third)
    every, _ = asked_again("all 1", there)
    typed, _ = asked_again("typed 1", (*there, Turn(every, "")))
    last = next_asked("And then?", turns(*(turn.asked for turn in there), every, typed))
    asked = (FIRST, SECOND, third, every, typed, last)
    assert read_kept(f"[{','.join(map(kept, asked))}]") == asked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[1]",
        "null",
        '"a"',
        "[" * 10_000,
        '[{"question": 1}]',
        '[{"question": "a", "back": "1"}]',
        '[{"question": "a", "documents": 3}]',
        '[{"question": "a", "documents": [3]}]',
        f'[{{"question": "{"a" * MAX_KEPT_CHARACTERS}"}}]',
    ],
)
def test_a_damaged_conversation_is_refused(text: str):
    with pytest.raises(KeptError):
        read_kept(text)


@given(st.text() | st.from_regex(r'\[\{"question": ".*", "back": -?[0-9]+\}\]'))
def test_whatever_was_kept_is_read_or_refused(text: str):
    with suppress(KeptError):
        read_kept(text)


def test_only_the_latest_turns_are_read_back():
    many = ",".join([kept(FIRST)] * (MAX_TURNS + 1))
    assert len(read_kept(f"[{many}]")) == MAX_TURNS


def test_what_is_no_id_is_not_chosen():
    assert read_chosen("") == ()
    assert read_chosen("a1, b2,,a1, <img>, " + "c" * 65) == ("a1", "b2")
    assert len(read_chosen(",".join(map(str, range(2 * MAX_CHOSEN))))) == MAX_CHOSEN


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
