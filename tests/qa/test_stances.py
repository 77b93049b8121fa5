from pathlib import Path

import pytest

from index.aliases import Aliases
from index.documents import Document, Locator, Masthead, Passage
from index.embedding import Embedder
from index.library import Library
from index.statements import Statement, statements
from qa import Answer, Assistant
from qa.ranking import Hit
from qa.stance_questions import Request
from qa.stances import Chosen, actor_shown, chosen, groups_of

TEXTS = (
    "Norway expressed reservations about the moon code. It is too long.",
    "Several delegations supported the moon code.",
    "Concern was expressed about the moon code.",
    "A view was expressed that the moon code should be short.",
    "Peru noted that the moon code has ten rules.",
    "Chile opposed a ban on the moon code.",
    "Ghana opposed the sun code.",
    "Kenya voiced its opposition to the moon code.",
)


MOON = "the moon code"
OPPOSED = Request(MOON, "opposes")


def hits(texts: tuple[str, ...] = TEXTS) -> list[Hit]:
    return [
        Hit(row, Passage(Locator("ab", ((0, 1),)), text, row), 1 - row / 100, 1, 1, 1)
        for row, text in enumerate(texts)
    ]


def said(found: list[Hit]) -> dict[int, list[Statement]]:
    text = "\n\n".join(hit.passage.text for hit in found)
    document = Document("ab", "a.txt", "A", text, "00", "en", Masthead())
    by_row: dict[int, list[Statement]] = {}
    for one in statements(document, [hit.passage for hit in found]):
        by_row.setdefault(one.passage.ordinal, []).append(one)
    return by_row


def choose(request: Request, limit: int = 10) -> list[Chosen]:
    found = hits()
    return chosen(request, found, found[:1], said(found), Aliases(), limit)


def grouped(request: Request, limit: int = 10) -> list[tuple[str, str]]:
    return [
        (one.heading, one.hit.passage.text.split()[0]) for one in choose(request, limit)
    ]


def test_the_asked_stance_comes_first_and_views_without_a_name_apart():
    assert grouped(OPPOSED) == [
        ("Opposed or had reservations", "Norway"),
        ("Opposed or had reservations", "Kenya"),
        ("Supported", "Several"),
        ("Views expressed without a name", "Concern"),
        ("Views expressed without a name", "A"),
    ]
    assert grouped(Request(MOON, "supports"))[0] == ("Supported", "Several")


def test_a_view_without_a_name_is_given_to_nobody():
    for one in choose(OPPOSED):
        if one.heading == "Views expressed without a name":
            assert one.statement is not None
            assert one.statement.actor is None


def test_opposing_a_ban_is_not_opposing_what_it_bans():
    texts = [one.hit.passage.text for one in choose(OPPOSED)]
    assert TEXTS[5] not in texts
    assert grouped(Request("a ban on the moon code", "opposes"))[0][1] == "Chile"


def test_every_group_has_a_place_within_the_limit():
    headings = [heading for heading, _ in grouped(OPPOSED, 3)]
    assert headings == [
        "Opposed or had reservations",
        "Supported",
        "Views expressed without a name",
    ]


def test_somebodys_words_come_before_those_of_others():
    found = grouped(Request(MOON, actor="Peru"))
    assert found[0] == ("Said by Peru", "Peru")
    assert grouped(Request(MOON, verb="note"))[0] == ("Noted", "Peru")


def test_without_anybody_who_says_it_there_are_no_groups():
    assert choose(Request("the sun code", "supports")) == []
    assert choose(Request(MOON, actor="Ghana")) == []


def test_views_are_apart_by_stance_and_name():
    headings = dict.fromkeys(heading for heading, _ in grouped(Request(MOON)))
    assert list(headings) == [
        "Supported",
        "Opposed or had reservations",
        "Said by name",
        "Views expressed without a name",
    ]


def test_groups_have_each_citation_once_in_order():
    found = choose(OPPOSED)
    places = [place for group in groups_of(found) for place in group.citations]
    assert places == list(range(len(found)))


def test_the_sentence_that_says_it_is_marked_unless_it_is_the_passage():
    first, _, second, *_ = choose(OPPOSED)
    assert first.marks() == ((0, TEXTS[0].index(" It is")),)
    assert second.marks() == ()


def test_the_actor_shown_is_who_says_what_is_marked():
    text = "Norway opposed the code. Peru supported it. A view was expressed that so."
    found = said(hits((text,)))[0]
    ends = [one.span for one in found]
    assert actor_shown(found, [ends[0]]) == "Norway"
    assert actor_shown(found, [ends[1]]) == "Peru"
    assert actor_shown(found, [ends[2]]) is None
    assert actor_shown(found, []) is None
    assert actor_shown(found[:1], []) == "Norway"


MINUTES = """Minutes

Norway opposed the moon code. The hall was full.

Several delegations supported the moon code.

A view was expressed that the moon code should be short.

Lunch was served at noon.
"""


@pytest.fixture
def minutes(library: Library, embedder: Embedder, tmp_path: Path) -> Assistant:
    assistant = Assistant(library, embedder)
    path = tmp_path / "minutes.txt"
    path.write_text(MINUTES)
    assistant.add([path])
    return assistant


def test_statements_are_kept_with_the_library(minutes: Assistant):
    found = minutes.statements()
    assert [(one.actor, one.verb, one.stance) for one in found] == [
        ("Norway", "oppose", "opposes"),
        ("Several delegations", "support", "supports"),
        (None, "express", None),
    ]
    ((start, end),) = found[0].citation.highlights
    assert found[0].citation.quote[start:end] == "Norway opposed the moon code."
    assert found[0].to_dict()["citation"]["actor"] == "Norway"


def test_statements_are_found_by_actor_and_subject(minutes: Assistant):
    assert [one.verb for one in minutes.statements(actor="norway")] == ["oppose"]
    assert len(minutes.statements(about="the moon code")) == 3
    assert minutes.statements(about="lunch") == []


def test_a_removed_documents_statements_are_gone(minutes: Assistant):
    minutes.remove([document.id for document in minutes.documents()])
    assert minutes.statements() == []


def answer(
    seeds: Assistant, question: str
) -> tuple[Answer, dict[str, list[str | None]]]:
    found = seeds.ask(question)
    actors = {
        group.heading: [found.citations[place].actor for place in group.citations]
        for group in found.groups
    }
    return found, actors


def test_who_opposed_the_treaty_and_why(seeds: Assistant):
    found, actors = answer(seeds, "Who opposed the PPWT and why?")
    headings = list(actors)
    assert headings[:2] == ["Opposed or had reservations", "Supported"]
    assert set(actors["Opposed or had reservations"]) == {
        "The United States",
        "Malta on behalf of the European Union",
    }
    assert "The United States" not in actors["Supported"]
    assert set(actors["Views expressed without a name"]) == {None}
    assert found.text.startswith("Opposed or had reservations\n\n“")


def test_who_supports_the_treaty(seeds: Assistant):
    _, actors = answer(seeds, "Who supports the PPWT?")
    assert "Several delegations" in actors["Supported"]
    assert "The Group of 21" in actors["Supported"]


def test_what_somebody_said_is_found_by_another_name(seeds: Assistant):
    _, actors = answer(seeds, "What did the EU say about the PPWT?")
    assert actors["Said by the EU"] == ["Malta on behalf of the European Union"]


def test_other_questions_have_no_groups(seeds: Assistant):
    found, actors = answer(seeds, "What is the role of COPUOS?")
    assert actors == {}
    assert found.to_dict()["groups"] == []


def test_where_nobody_is_found_to_say_so_the_answer_tells(seeds: Assistant):
    found = seeds.ask("Who proposed the NFP?")
    assert found.groups == ()
    assert "No sentence was recognised that says so by name" in found.note
