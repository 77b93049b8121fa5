"""What the page is given when somebody asks, without a browser."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from qa import Assistant, QAError
from ui.conversing import Conversing
from ui.loading import Loading
from ui.turns import Asked, Turns, kept
from ui.visitors.visitors import Visitors

LAMP = "When was the lighthouse lamp replaced?"
TOWER = "And the tower?"
REQUEST: Any = SimpleNamespace(cookies={})


@pytest.fixture(scope="module")
def conversing(open_assistant: Callable[[], Assistant]) -> Iterator[Conversing]:
    loading = Loading(lambda report: open_assistant())
    loading.start()
    loading.wait(60)
    yield Conversing(loading, Visitors(loading))
    loading.close()


def asked(conversing: Conversing, *questions: str, chosen: str = "") -> Turns:
    turns: Turns = ()
    for question in questions:
        *_, (_, _, turns) = conversing.ask(question, turns, chosen, REQUEST)
    return turns


def test_the_question_is_shown_before_its_answer(conversing: Conversing):
    first, last = conversing.ask(LAMP, (), "", REQUEST)
    assert [message["role"] for message in first[1]] == ["user", "assistant"]
    assert "Searching" in first[1][1]["content"].value
    assert first[2] == ()
    assert "replaced in spring" in last[1][1]["content"].value
    assert last[0] == ""


def test_a_session_keeps_the_last_answer_alone(conversing: Conversing):
    turns = asked(conversing, LAMP, TOWER)
    assert [turn.answer is None for turn in turns] == [True, False]


def test_what_cannot_be_searched_goes_back_into_the_box(conversing: Conversing):
    *_, (box, messages, turns) = conversing.ask("?!", (), "", REQUEST)
    assert box == "?!"
    assert "no words" in messages[-1]["content"].value
    assert "Try again" not in messages[-1]["content"].value
    *_, (box, messages, turns) = conversing.ask(LAMP, turns, "", REQUEST)
    assert [turn.asked.question for turn in turns] == [LAMP]


def test_what_may_pass_is_tried_again_in_its_place():
    def provider(report: Any) -> Assistant:
        raise QAError("the disk is away; put it back")

    loading = Loading(provider)
    loading.start()
    away = Conversing(loading, Visitors(loading))
    turns = asked(away, LAMP)
    assert turns[0].failed
    assert "Try again" in turns[0].shown
    *_, (messages, again) = away.ask_again("again 0", turns, REQUEST)
    assert len(again) == 1
    assert len(messages) == 2
    assert away.suggest(turns, REQUEST) == ""


def test_an_answer_is_given_anew_in_its_place(conversing: Conversing):
    turns = asked(conversing, LAMP, TOWER)
    pending, (messages, again) = conversing.ask_again("again 0", turns, REQUEST)
    assert "Searching" in pending[0][1]["content"].value
    assert [turn.asked for turn in again] == [turn.asked for turn in turns]
    assert [turn.shown for turn in again] == [turn.shown for turn in turns]
    assert len(messages) == 4


def test_a_kept_conversation_is_answered_as_it_was(conversing: Conversing):
    turns = asked(conversing, LAMP, TOWER)
    conversation = f"[{','.join(kept(turn.asked) for turn in turns)}]"
    *_, (_, replayed) = conversing.ask_again(f"replay {conversation}", (), REQUEST)
    assert [turn.shown for turn in replayed] == [turn.shown for turn in turns]


def test_a_damaged_conversation_leaves_the_page_as_it_was(conversing: Conversing):
    turns = asked(conversing, LAMP)
    ((messages, still),) = conversing.ask_again("replay [3]", turns, REQUEST)
    assert still == turns
    assert "cannot be opened" in messages[-1]["content"].value


def test_a_question_can_be_kept_to_chosen_documents(
    conversing: Conversing, assistant: Assistant
):
    other = next(d.id for d in assistant.documents() if d.name == "catalogue.txt")
    (turn,) = asked(conversing, "lighthouse lamp", chosen=other)
    assert turn.asked == Asked("lighthouse lamp", documents=(other,))
    assert turn.answer
    cited = (*turn.answer.citations, *turn.answer.nearest)
    assert {citation.document.id for citation in cited} <= {other}


def test_suggestions_name_the_answer_they_are_for(conversing: Conversing):
    turns = asked(conversing, "Who pays the mooring fee?")
    html = conversing.suggest(turns, REQUEST)
    assert "Ask next" in html
    assert "data-after=" in html
    assert conversing.suggest((), REQUEST) == ""
