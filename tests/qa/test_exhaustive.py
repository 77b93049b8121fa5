from collections.abc import Iterator, Sequence

import pytest

from index.embedding import Embedder
from index.library import Library
from qa import Answer, Assistant

REPORT = """# Report

## Debris

Space debris is a danger, and more space debris is made every year.

The Space Debris Coordination Board (SDCB) met twice.

## Mines

Space is large. Debris of mines is found on land.

The SDCB said nothing of mines.

The chair thanked everybody.

The chair thanked everybody.
"""

NOTE = """# Note

Chile spoke of the Space Debris Coordination Board.

Anti-satellite weapons make debris in space.
"""


@pytest.fixture(scope="module")
def assistant(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("debris") / "library"
    with Library.open(folder, create=True) as library:
        library.add(
            [("report.md", REPORT.encode()), ("note.md", NOTE.encode())], embedder
        )
        yield Assistant(library, embedder)


def beginnings(answer: Answer) -> list[str]:
    return [" ".join(citation.quote.split()[:3]) for citation in answer.citations]


def marked(answer: Answer) -> list[Sequence[str]]:
    return [
        [one.quote[start:end] for start, end in one.highlights]
        for one in answer.citations
    ]


def test_a_phrase_is_mentioned_only_where_its_words_stand_in_a_row(
    assistant: Assistant,
):
    answer = assistant.ask("List all paragraphs about space debris", limit=None)
    assert beginnings(answer)[0] == "Space debris is"
    assert "Space is large." not in beginnings(answer)
    assert "Anti-satellite weapons make" not in beginnings(answer)


def test_every_mention_is_marked_and_counted(assistant: Assistant):
    answer = assistant.ask("space debris", limit=None)
    assert marked(answer)[0] == ["Space debris", "space debris"]
    assert answer.citations[0].score == 2


def test_an_alias_is_a_mention(assistant: Assistant):
    answer = assistant.ask("Where is the SDCB mentioned?", limit=None)
    assert beginnings(answer) == ["The Space Debris", "The SDCB said", "Chile spoke of"]
    assert marked(answer)[2] == ["Space Debris Coordination Board"]


def test_another_inflection_is_a_mention(assistant: Assistant):
    answer = assistant.ask("antisatellite weapon", limit=None)
    assert marked(answer) == [["Anti-satellite weapons"]]


def test_passages_come_in_reading_order_each_place_of_a_text(assistant: Assistant):
    answer = assistant.ask("Who thanked?", limit=None)
    assert beginnings(answer) == ["The chair thanked"] * 2
    first, second = answer.citations
    assert first.spans < second.spans


def test_tallies_count_by_document_and_section(assistant: Assistant):
    answer = assistant.ask("SDCB", limit=None)
    report, note = answer.tallies
    assert (report.document.title, report.count) == ("Report", 2)
    assert [(section[-1], count) for section, count in report.sections] == [
        ("Debris", 1),
        ("Mines", 1),
    ]
    assert note.count == 1
    assert sum(tally.count for tally in answer.tallies) == len(answer.citations)
    assert answer.to_dict()["tallies"][0]["sections"][0]["count"] == 1


def test_an_ordinary_answer_has_no_tallies(assistant: Assistant):
    assert assistant.ask("space debris").tallies == ()


def test_several_subjects_are_mentioned_together(assistant: Assistant):
    answer = assistant.ask("What did the SDCB say about mines?", limit=None)
    assert beginnings(answer) == ["The SDCB said"]
    assert marked(answer) == [["SDCB", "mines"]]
    assert (answer.confidence, answer.note) == (1, "")


def test_where_none_mentions_all_the_rarest_is_listed_and_the_note_says_so(
    assistant: Assistant,
):
    answer = assistant.ask("What does Chile say about mines?", limit=None)
    assert beginnings(answer) == ["Chile spoke of"]
    assert answer.note == (
        "No passage mentions “Chile” and “mines” together; these mention “Chile”."
    )
    assert answer.confidence == 1 / 2


def test_what_is_mentioned_nowhere_is_named(assistant: Assistant):
    answer = assistant.ask("What does India say about mines?", limit=None)
    assert len(answer.citations) == 2
    assert answer.missing_terms == ("India",)
    assert answer.note.startswith("“India” does not occur in these documents")


def test_it_abstains_when_nothing_mentions_it(assistant: Assistant):
    answer = assistant.ask("Where is India mentioned?", limit=None)
    assert answer.abstained
    assert answer.reason == "“India” does not occur in these documents."
    assert answer.confidence == 0
    assert answer.tallies == ()


def test_a_question_without_a_subject_is_told_so(assistant: Assistant):
    assert "no subject" in assistant.ask("What do they say?", limit=None).reason


def test_an_empty_library_says_so(library: Library, embedder: Embedder):
    answer = Assistant(library, embedder).ask("debris", limit=None)
    assert "no documents yet" in answer.reason


def test_only_the_documents_named_are_looked_through(assistant: Assistant):
    _, note = assistant.documents()
    answer = assistant.ask("SDCB", limit=None, documents=[note.id])
    assert beginnings(answer) == ["Chile spoke of"]
    assert assistant.ask("mines", limit=None, documents=[note.id]).abstained


def test_a_follow_up_is_understood_first(assistant: Assistant):
    history = ["What does Chile say about mines?"]
    answer = assistant.ask("And about debris?", history=history, limit=None)
    assert answer.understood_as == "What does Chile say about debris?"
    assert beginnings(answer) == ["Chile spoke of"]


def test_a_document_named_gives_what_mentions_it(seeds: Assistant):
    answer = seeds.ask("CD/1985", limit=None)
    cited_in = seeds.lookup("CD/1985").cited_in
    assert [one.label for one in answer.citations] == [one.label for one in cited_in]
    assert all("CD/1985" in found for found in marked(answer))
    assert sum(tally.count for tally in answer.tallies) == len(cited_in) > 0
    assert seeds.ask("CD/9999", limit=None).abstained


def test_nothing_that_mentions_a_name_is_left_out(seeds: Assistant):
    answer = seeds.ask("the PPWT", limit=None)
    listed = {one.quote for one in answer.citations}
    mentioning = {one.quote for one in seeds.passages() if "PPWT" in one.quote}
    assert mentioning <= listed
