"""What is suggested is drawn from the documents, and the library answers it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa import Assistant, Suggestion
from qa.follow_ups import is_follow_up
from qa.reference_answers import is_reference
from qa.subjects import subjects
from qa.suggestion_wording import Called, about_section, topic_of

PORT = """# Note sur le port

## Les amarres

Les amarres des navires sont vérifiées chaque matin par le gardien du port.

Les amarres usées sont remplacées avant la marée.

## Conclusions

Le conseil remercie le gardien du port.
"""

HARBOUR = """HR/12

Rules of the harbour

Moorings

1. A vessel at the moorings pays the mooring fee before noon. The harbour master keeps
the list of fees. Visitors find it at the gate.

2. No vessel anchors in the fairway, whatever the tide.

Lights

3. Every vessel at anchor shows lights from dusk to dawn, as CD/1985 had it.
"""

DREDGING = """# Debate on the channel

## Should the Dredging Plan go ahead?

Norway opposed the Dredging Plan, which harms the seabed of the bay. It asked for a
study of the channel before it is deepened.

Malta supported the Dredging Plan. It said that the ferry routes of the bay were at
risk.

## Other views

Some speakers said that the ferry routes would change anyway, and CD/1985 allowed it.
"""


@pytest.fixture(scope="module")
def port(
    seeds: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("port") / "library"
    files = {"port.md": PORT, "rules.txt": HARBOUR, "debate.md": DREDGING}
    with Assistant.open(folder, create=True, model=seeds.embedder) as assistant:
        sources = [(name, text.encode()) for name, text in files.items()]
        assistant.library.add(sources, assistant.embedder)
        yield assistant


def places(assistant: Assistant, question: str) -> set[object]:
    citations = assistant.ask(question).citations
    return {(one.document.id, one.spans) for one in citations}


def document_of(assistant: Assistant, name: str) -> str:
    return next(one.id for one in assistant.documents() if one.name == name)


def test_every_question_to_begin_with_is_answered(seeds: Assistant, port: Assistant):
    for assistant in (seeds, port):
        starters = assistant.starters(12)
        assert starters
        for one in starters:
            assert not assistant.ask(one.question).abstained


def test_what_is_suggested_stands_alone(seeds: Assistant, port: Assistant):
    answer = seeds.ask("Who opposed the PPWT?")
    for one in (*seeds.starters(12), *seeds.suggestions(answer), *port.starters(12)):
        assert is_reference(one.question) or not is_follow_up(one.question)


def test_questions_to_begin_with_are_of_several_documents(port: Assistant):
    cited = {
        citation.document.id
        for one in port.starters(4)
        for citation in port.ask(one.question).citations[:1]
    }
    assert len(cited) == len(port.documents())


def test_a_heading_is_asked_about_word_for_word(seeds: Assistant):
    found = next(one for one in seeds.starters(12) if one.kind == "section")
    assert f"“{found.label}” of CD/2100" in found.question
    citations = seeds.ask(found.question).citations
    assert {citation.section[-1] for citation in citations} == {found.label}


def test_headings_that_are_no_topics_are_left_out(seeds: Assistant, port: Assistant):
    labels = {one.label for one in (*seeds.starters(50), *port.starters(50))}
    assert labels.isdisjoint(["Introduction", "Conclusions", "Taking stock"])


def test_a_heading_that_is_a_question_is_asked_as_it_stands():
    found = about_section(
        "Should the Dredging Plan go ahead?", Called(), is_shared=True
    )
    assert found is not None
    assert found.question == "Should the Dredging Plan go ahead?"


def test_a_heading_is_a_topic_where_its_section_speaks_of_it():
    text = "The moorings are checked every morning."
    assert topic_of("2. The moorings:", [text], "en") == "The moorings"
    assert topic_of("Setting the scene", [text], "en") is None
    assert topic_of("Article IV", [text], "en") is None
    assert topic_of("The moorings are checked.", [text], "en") is None
    assert topic_of("The moorings" + " of the harbour" * 9, [text], "en") is None


def test_a_subject_is_repeated_and_has_its_article():
    texts = [
        "Ships wait for the ebb tide, and then for the pilot boat.",
        "The ebb tide runs fast. Harbour dues are paid by ships in harbour dues, too.",
        "Nobody sails against the ebb tide. They improve coordination every year.",
    ]
    found = {one.name: one for one in subjects(texts)}
    assert found["ebb tide"].spoken == "the ebb tide"
    assert found["ebb tide"].texts == (0, 1, 2)
    assert found.keys().isdisjoint(["pilot boat", "improve coordination"])
    assert "pilot boat" in {one.name for one in subjects(texts, ["pilot boat"])}


def test_of_a_text_that_is_not_english_only_headings_are_quoted(port: Assistant):
    note = document_of(port, "port.md")
    asked = port.starters(10, documents=[note])
    assert [one.label for one in asked] == ["Les amarres"]
    assert "“Les amarres”" in asked[0].question


def test_who_said_something_is_asked_by_name(port: Assistant):
    asked = {one.question: one for one in port.starters(20)}
    found = asked["What did Malta say about the Dredging Plan?"]
    assert (found.label, found.kind) == ("Malta on Dredging Plan", "statement")
    assert port.ask(found.question).groups[0].heading == "Said by Malta"


def test_a_document_that_is_mentioned_is_asked_about(port: Assistant):
    answer = port.ask("HR/12, para. 3")
    found = [one for one in port.suggestions(answer, 10) if one.kind == "reference"]
    assert [one.label for one in found] == ["CD/1985"]
    assert "CD/1985" in port.ask(found[0].question).citations[0].quote


def test_no_suggestion_repeats_a_question_or_the_answer(seeds: Assistant):
    question = "Who opposed the PPWT?"
    answer = seeds.ask(question)
    first = seeds.suggestions(answer, limit=3)
    asked = [one.question for one in first]
    assert question not in asked
    more = seeds.suggestions(answer, limit=3, asked=asked)
    assert more
    assert not {one.question for one in more} & set(asked)
    shown = {(one.document.id, one.spans) for one in answer.citations}
    for one in (*first, *more):
        assert places(seeds, one.question) - shown


def test_an_abstention_is_followed_by_what_the_library_does_answer(seeds: Assistant):
    answer = seeds.ask("What is the price of bitcoin?")
    assert answer.abstained
    suggested = seeds.suggestions(answer)
    assert suggested
    assert not any(seeds.ask(one.question).abstained for one in suggested)


def test_only_the_documents_chosen_are_drawn_from(port: Assistant):
    rules = document_of(port, "rules.txt")
    chosen = port.starters(10, documents=[rules])
    assert chosen
    for one in chosen:
        cited = port.ask(one.question, documents=[rules]).citations
        assert {citation.document.id for citation in cited} == {rules}
    assert port.starters(10, documents=[]) == ()


def test_an_empty_library_suggests_nothing(seeds: Assistant, tmp_path: Path):
    with Assistant.open(tmp_path, create=True, model=seeds.embedder) as assistant:
        assert assistant.starters() == ()
        assert assistant.suggestions(assistant.ask("Who opposed the plan?")) == ()


def test_what_was_added_is_suggested(seeds: Assistant, tmp_path: Path):
    with Assistant.open(tmp_path, create=True, model=seeds.embedder) as assistant:
        assert assistant.starters() == ()
        assistant.library.add([("rules.txt", HARBOUR.encode())], assistant.embedder)
        assert assistant.starters()


def test_a_suggestion_is_json_ready():
    suggestion = Suggestion("What is said about the tide?", "Tide", "term")
    assert suggestion.to_dict() == {
        "question": "What is said about the tide?",
        "label": "Tide",
        "kind": "term",
    }
