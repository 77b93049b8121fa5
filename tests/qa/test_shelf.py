"""Several libraries asked as one."""

from collections.abc import Callable, Iterator

import pytest

from index.documents import fold
from index.errors import UnknownDocumentError
from index.library import Library
from qa import Answer, Assistant, QuestionError
from qa.records import records
from qa.shelf import Part, Shelf

OWN, SHARED = "In your documents", "In the library"

RULES = """CD/2107
14 March 2019

Rules of the harbour

1. A vessel that stays overnight pays the mooring fee before noon.

2. Every vessel at anchor shows a white lantern from dusk to dawn.

3. CD/1985 is kept at the gate of the harbour.
"""
VIEWS = """Views on the channel

Norway opposed the dredging of the channel, which harms the seabed.

Malta supported the dredging of the channel.
"""
NOTES = """My notes on lanterns

1. A lantern of brass needs polish every Sunday, said my aunt.

2. The white lantern of CD/2107 and of CD/1985 burns oil.

3. Peru opposed the dredging of the channel at once.
"""
BOTH = "Words of both\n\nThe ferryman Aksel sings of the ninth wave every evening.\n"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, embedder) -> Iterator[Callable]:
    libraries = []

    def make(**texts: str) -> Assistant:
        library = Library.open(tmp_path_factory.mktemp("library"), create=True)
        libraries.append(library)
        sources = [(f"{name}.txt", text.encode()) for name, text in texts.items()]
        if sources:
            library.add(sources, embedder)
        return Assistant(library, embedder)

    yield make
    for library in libraries:
        library.close()


@pytest.fixture(scope="module")
def own(opened: Callable) -> Assistant:
    return opened(notes=NOTES, both=BOTH)


@pytest.fixture(scope="module")
def shared(opened: Callable) -> Assistant:
    return opened(rules=RULES, views=VIEWS, both=BOTH)


@pytest.fixture(scope="module")
def shelf(own: Assistant, shared: Assistant) -> Shelf:
    return Shelf([Part(OWN, own), Part(SHARED, shared)])


@pytest.fixture(scope="module")
def whole(opened: Callable) -> Assistant:
    """One library of all the documents, to compare with."""
    return opened(notes=NOTES, both=BOTH, rules=RULES, views=VIEWS)


QUESTIONS = [
    "Where is the white lantern?",
    "Who opposed the dredging of the channel?",
    "What do states say about the dredging of the channel?",
    "Who pays the mooring fee before noon?",
    "What did my aunt say of the lantern of brass?",
    "Does the ferryman Aksel sing of the ninth wave?",
    "Why do volcanoes erupt in Iceland?",
    "CD/2107, para. 2",
    "CD/1985",
    "How is the lantern polished in Peru?",
]


def named(assistant: Assistant | Shelf, title: str) -> str:
    return next(one.id for one in assistant.documents() if one.title == title)


def check(answer: Answer, shelf: Shelf) -> None:
    """Every promise of an answer, of whatever library it quotes."""
    for citation in (*answer.citations, *answer.nearest):
        with shelf.library.snapshot() as snapshot:
            text = snapshot.document(citation.document.id).text
        assert fold(" ".join(text[a:b] for a, b in citation.spans)) == citation.quote
        assert all(0 <= a < b <= len(citation.quote) for a, b in citation.highlights)
    assert answer.abstained == (not answer.citations) == bool(answer.reason)
    assert 0 <= answer.confidence <= 1
    quotes = [citation.quote for citation in answer.citations]
    assert len(set(quotes)) == len(quotes)
    for term in answer.missing_terms:
        assert term.casefold() in answer.question.casefold()


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("limit", [1, 2, 3, 5, None])
def test_every_answer_keeps_what_answers_promise(shelf: Shelf, question, limit):
    answer = shelf.ask(question, limit=limit)
    check(answer, shelf)
    if limit:
        assert len(answer.citations) <= limit


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_is_missing_that_either_library_has(shelf, own, shared, question):
    answer = shelf.ask(question)
    for part in (own, shared):
        alone = part.ask(question)
        if not alone.abstained:
            assert set(answer.missing_terms) <= set(alone.missing_terms)


def test_the_passages_of_both_are_apart_the_surer_librarys_first(shelf: Shelf):
    question = "Where is the white lantern?"
    answer = shelf.ask(question)
    assert [group.heading for group in answer.groups] in ([OWN, SHARED], [SHARED, OWN])
    parts = {part.heading: part.assistant for part in shelf.parts}
    first, second = (parts[group.heading].ask(question) for group in answer.groups)
    assert answer.confidence == first.confidence >= second.confidence
    assert answer.citations[0].quote == first.citations[0].quote
    assert answer.citations[0].score == pytest.approx(first.confidence)
    place = answer.groups[1].citations[0]
    assert answer.citations[place].quote == second.citations[0].quote
    assert answer.citations[place].score == pytest.approx(second.confidence)


def test_where_one_library_answers_its_answer_stands_as_it_is(shelf, shared):
    question = "Who pays the mooring fee before noon?"
    together, alone = shelf.ask(question), shared.ask(question)
    assert together.citations[0] == alone.citations[0]
    assert not together.groups
    assert together.confidence == alone.confidence


def test_a_limit_of_one_gives_the_surest_passage(shelf: Shelf):
    answer = shelf.ask("Where is the white lantern?", limit=1)
    assert len(answer.citations) == 1
    assert not answer.groups


def test_who_said_what_stays_apart_within_each_library(shelf: Shelf):
    answer = shelf.ask("Who opposed the dredging of the channel?")
    headings = [group.heading for group in answer.groups]
    assert f"{OWN}: Opposed or had reservations" in headings
    assert f"{SHARED}: Opposed or had reservations" in headings
    opposed = [
        answer.citations[place].actor
        for group in answer.groups
        if "Opposed" in group.heading
        for place in group.citations
    ]
    assert sorted(map(str, opposed)) == ["Norway", "Peru"]
    assert "No sentence" not in answer.note


def test_a_reason_to_abstain_is_true_of_both(shelf: Shelf):
    # "aunt" is in one library, "fee" in the other, and "volcanoes" in neither.
    question = "Do volcanoes erupt in the aunt of Reykjavik or the fee of Iceland?"
    answer = shelf.ask(question)
    assert answer.abstained
    assert set(answer.missing_terms) == {"Reykjavik", "Iceland", "volcanoes erupt"}
    assert "aunt" not in answer.reason
    assert "fee" not in answer.reason
    assert all(word in answer.reason for word in answer.missing_terms)
    parts = [part.assistant.ask(question) for part in shelf.parts]
    assert answer.confidence == max(part.confidence for part in parts)
    assert {citation.document.id for citation in answer.nearest} & {
        named(shelf, "My notes on lanterns"),
        named(shelf, "Rules of the harbour"),
    }


@pytest.mark.parametrize(
    "reference", ["CD/2107, para. 2", "My notes on lanterns, para. 1"]
)
def test_a_reference_is_found_in_whichever_has_it(shelf, whole, reference):
    found = shelf.lookup(reference)
    assert found.found
    assert found == whole.lookup(reference)


def test_a_document_neither_has_is_cited_by_both(shelf: Shelf, whole: Assistant):
    absent = shelf.lookup("CD/1985")
    assert absent.status == "not-in-library"
    assert len(absent.cited_in) == 2
    assert "mentioned in 2 passages" in absent.message
    assert absent == whole.lookup("CD/1985")
    assert shelf.lookup("where is CD/2107 cited?").message == (
        "CD/2107 is mentioned in 1 passage."
    )


def test_a_name_that_both_have_is_not_guessed_at(opened: Callable):
    first = opened(a="Report on the whales\n\n1. The whale sings in June.\n")
    second = opened(b="Report on the whales\n\n1. The whale is silent in May.\n")
    shelf = Shelf([Part(OWN, first), Part(SHARED, second)])
    found = shelf.lookup("Report on the whales, para. 1")
    assert not found.found
    assert "could be any of 2 documents" in found.message


def test_that_same_document_is_the_one_the_last_answer_quoted(shelf: Shelf):
    history = ["What did my aunt say of the lantern of brass?"]
    found = shelf.lookup("ibid., para. 2", history=history)
    assert found.citations[0].quote.startswith("The white lantern of CD/2107")


def test_a_pasted_quotation_is_found_in_either(shelf: Shelf):
    for text in (
        "Every vessel at anchor shows a white lantern",
        "Peru opposed the dredging of the channel",
    ):
        assert shelf.lookup(f"“{text}”").found


@pytest.mark.parametrize("question", ["lantern", "dredging of the channel", "ferryman"])
def test_every_mention_is_what_one_library_of_all_would_list(shelf, whole, question):
    together, one = shelf.ask(question, limit=None), whole.ask(question, limit=None)
    quotes = {citation.quote for citation in one.citations}
    assert len(together.citations) == len(one.citations)
    assert {citation.quote for citation in together.citations} == quotes
    counts = {tally.document.id: tally.count for tally in one.tallies}
    assert {each.document.id: each.count for each in together.tallies} == counts
    assert together.note == one.note


def test_mentions_of_all_that_is_asked_come_before_those_of_a_part(shelf: Shelf):
    # Only the second library brings both together; the first has each alone.
    answer = shelf.ask("brass lantern vessel", limit=None)
    assert answer.note
    together = shelf.ask("white lantern vessel", limit=None)
    assert [c.document.title for c in together.citations] == ["Rules of the harbour"]
    assert not together.note


def test_a_document_that_both_hold_is_there_once(shelf: Shelf, own: Assistant):
    titles = [document.title for document in shelf.documents()]
    assert sorted(titles) == [
        "My notes on lanterns",
        "Rules of the harbour",
        "Views on the channel",
        "Words of both",
    ]
    answer = shelf.ask("Does the ferryman Aksel sing of the ninth wave?")
    assert len(answer.citations) == 1
    assert not answer.groups
    assert len(shelf.passages()) == len(
        {(c.document.id, c.spans) for c in shelf.passages()}
    )
    assert len(shelf.outlines()) == len(titles)


def test_only_the_documents_chosen_answer(shelf: Shelf):
    question = "Where is the white lantern?"
    rules = named(shelf, "Rules of the harbour")
    notes = named(shelf, "My notes on lanterns")
    for chosen in (rules, notes):
        for limit in (5, None):
            answer = shelf.ask(question, documents=[chosen], limit=limit)
            assert {c.document.id for c in answer.citations} == {chosen}
            assert not answer.groups
    both = shelf.ask(question, documents=[rules, notes])
    assert {c.document.id for c in both.citations} == {rules, notes}
    elsewhere = shelf.ask("CD/2107, para. 2", documents=[notes])
    assert {c.document.id for c in elsewhere.citations} <= {notes}
    nowhere = shelf.ask(question, documents=["0" * 16])
    assert nowhere.abstained


def test_documents_and_records_come_from_whoever_holds_them(shelf: Shelf):
    for document in shelf.documents():
        passages = shelf.passages(document.id)
        assert len(passages) == document.passages
        (first,) = records(shelf.library, passages[:1])
        assert first.text == passages[0].quote
    with pytest.raises(UnknownDocumentError):
        shelf.passages("0" * 16)


def test_what_is_mentioned_and_said_is_of_all_libraries(shelf: Shelf):
    held = {str(one.symbol): (one.passages, one.held) for one in shelf.mentioned()}
    assert held["CD/1985"] == (2, False)
    assert held["CD/2107"][1]
    actors = {one.actor for one in shelf.statements()}
    assert {"Norway", "Malta", "Peru"} <= actors
    by_name = {speaker.name: speaker for speaker in shelf.speakers()}
    (said,) = shelf.said_by(by_name["Peru"], 0, 5)
    assert said.citation.document.title == "My notes on lanterns"
    cites = {(one.document_id, str(one.symbol)) for one in shelf.citing()}
    assert (named(shelf, "My notes on lanterns"), "CD/1985") in cites


def test_an_empty_library_beside_takes_nothing_away(shared, opened):
    shelf = Shelf([Part(OWN, opened()), Part(SHARED, shared)])
    for question in QUESTIONS:
        assert shelf.ask(question) == shared.ask(question)
        assert shelf.ask(question, limit=None) == shared.ask(question, limit=None)


def test_libraries_without_any_document_say_so(opened: Callable):
    shelf = Shelf([Part(OWN, opened()), Part(SHARED, opened())])
    assert "no documents yet" in shelf.ask("anything at all?").reason
    assert "no documents yet" in shelf.ask("anything at all?", limit=None).reason
    assert shelf.documents() == []


@pytest.mark.parametrize(("question", "limit"), [("?!", 5), ("lantern", 0), ("a", 51)])
def test_what_cannot_be_asked_is_refused_as_by_one(shelf: Shelf, question, limit):
    with pytest.raises(QuestionError):
        shelf.ask(question, limit=limit)


def test_a_shelf_is_conversed_with(shelf: Shelf):
    conversation = shelf.conversation()
    conversation.ask("What did my aunt say of the lantern of brass?")
    answer = conversation.ask("And the polish?")
    assert "aunt" in answer.understood_as


def test_questions_are_suggested_from_both(shelf: Shelf):
    starters = shelf.starters(6)
    assert len({one.question for one in starters}) == len(starters) <= 6
    answer = shelf.ask("Who pays the mooring fee before noon?")
    for one in shelf.suggestions(answer):
        assert one.question
