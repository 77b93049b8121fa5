from urllib.parse import parse_qs

from qa.speakers import Speaker
from ui.explore.speaking import (
    MAX_ACTORS,
    MAX_STATEMENTS,
    NOBODY,
    view_speaking,
    view_statements,
)


def speaker(name: str | None, **counts: int) -> Speaker:
    return Speaker(name, (name,), counts)


def test_a_bar_is_as_long_as_its_actor_speaks_much():
    view = view_speaking(
        [speaker("norway", opposes=3, states=1), speaker(None, states=2)]
    )
    assert [(bar.name, bar.total, bar.share) for bar in view.bars] == [
        ("Norway", 4, 100),
        (NOBODY, 2, 50),
    ]
    assert view.bars[0].spoken == "3 opposed, 1 other"
    assert view.summary == "6 statements, by 1 actor and by nobody named"
    assert [kind for kind, _ in view.kinds] == ["opposes", "states"]


def test_actors_come_a_window_at_a_time_and_all_stand_in_the_table():
    everybody = [speaker(f"Actor {n}", states=1) for n in range(MAX_ACTORS + 1)]
    first = view_speaking(everybody)
    assert len(first.bars) == MAX_ACTORS
    assert len(first.listed) == len(everybody)
    assert first.more == "Show 1 more of 1 actor"
    (last,) = view_speaking(everybody, MAX_ACTORS).bars
    assert last.name == f"Actor {MAX_ACTORS}"


def test_a_statement_is_the_sentence_word_for_word_with_its_place(assistant):
    (norway,) = (one for one in assistant.speakers() if one.name == "Norway")
    view = view_statements(norway, assistant.said_by(norway, 0, MAX_STATEMENTS), 0)
    (quote,) = view.quotes
    sentence = "Norway opposed the dredging of the channel, which harms the seabed."
    assert (quote.kind, quote.sentence) == ("opposes", sentence)
    fields = parse_qs(quote.href[1:])
    assert fields["mark"] == [f"0-{len(sentence)}"]
    assert view.next == ""


def test_nobody_is_asked_for_without_a_name():
    (bar,) = view_speaking([speaker(None, states=1)]).bars
    assert parse_qs(bar.address[1:]) == {"start": ["0"]}
