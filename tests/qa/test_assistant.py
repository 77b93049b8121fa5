import threading
from pathlib import Path

import pytest

from index.documents import fold
from index.embedding import Embedder
from index.errors import (
    LibraryNotFoundError,
    QAError,
    UnreadableDocumentError,
    UnsupportedFormatError,
)
from index.library import Library
from qa import Assistant, QuestionError

WHALES = """Whales

Whales live in the sea. They breathe air and sing to one another over great distances.

Whales eat krill.

Whales eat krill.
"""


@pytest.fixture
def assistant(library: Library, embedder: Embedder) -> Assistant:
    return Assistant(library, embedder)


@pytest.fixture
def whales(assistant: Assistant, tmp_path: Path) -> Assistant:
    path = tmp_path / "whales.txt"
    path.write_text(WHALES)
    assistant.add([path])
    return assistant


def test_an_empty_library_abstains_and_says_why(assistant: Assistant):
    answer = assistant.ask("Where do whales live?")
    assert answer.abstained
    assert "no documents yet" in answer.reason
    assert answer.nearest == ()


def test_every_quotation_is_the_folded_source_at_its_spans(seeds: Assistant):
    for citation in seeds.passages():
        text = seeds.library.document(citation.document.id).text
        source = " ".join(text[start:end] for start, end in citation.spans)
        assert fold(source) == citation.quote


def test_passages_of_a_document_come_in_reading_order(seeds: Assistant):
    for document in seeds.documents():
        citations = seeds.passages(document.id)
        assert len(citations) == document.passages
        assert [c.spans for c in citations] == sorted(c.spans for c in citations)


def test_highlights_lie_inside_the_quotation(seeds: Assistant):
    answer = seeds.ask("What are the United States' objections to the PPWT?")
    assert answer.citations
    marked = [c.quote[a:b] for c in answer.citations for a, b in c.highlights]
    assert marked
    assert all(text == text.strip() != "" for text in marked)


def test_what_the_documents_lack_is_named(seeds: Assistant):
    answer = seeds.ask("What is the price of bitcoin?")
    assert answer.abstained
    assert answer.missing_terms == ("price", "bitcoin")
    assert answer.reason == "“price” and “bitcoin” do not occur in these documents."
    assert 0 < len(answer.nearest) <= 3


def test_no_more_citations_than_the_limit(seeds: Assistant):
    question = "Why is preventing an arms race in outer space urgent?"
    assert len(seeds.ask(question, limit=1).citations) == 1
    assert 1 < len(seeds.ask(question, limit=5).citations) <= 5


@pytest.mark.parametrize("limit", [0, -1, 51])
def test_a_limit_out_of_range_is_refused(assistant: Assistant, limit: int):
    with pytest.raises(QuestionError, match="take 1 to 50"):
        assistant.ask("Where?", limit=limit)


def test_only_the_documents_named_are_searched(seeds: Assistant):
    question = "Why is preventing an arms race in outer space urgent?"
    for document in seeds.documents():
        ranking, _ = seeds.consider(question, documents=[document.id])
        found = {hit.passage.locator.document_id for hit in ranking.hits}
        assert found == {document.id}


def test_a_follow_up_is_answered_from_the_question_before(seeds: Assistant):
    history = ["What did China and Russia submit in 2014?"]
    answer = seeds.ask("Why does the US object to it?", history=history)
    assert "China" in answer.understood_as
    assert answer.question == "Why does the US object to it?"


def test_a_conversation_remembers_what_was_asked(seeds: Assistant):
    conversation = seeds.conversation()
    first = conversation.ask("Who co-facilitated the meetings?")
    second = conversation.ask("Which country is he from?")
    assert first.understood_as == first.question
    assert "co-facilitated" in second.understood_as
    with pytest.raises(QuestionError):
        conversation.ask("?")
    assert len(conversation.questions) == 2


def test_a_question_asked_standing_alone_is_searched_as_typed(seeds: Assistant):
    conversation = seeds.conversation()
    conversation.ask("What does the United States say about the PPWT?")
    second = conversation.ask("And the European Union?")
    assert second.understood_as == "What does the European Union say about the PPWT?"
    again = conversation.ask("And the European Union?", standalone=True)
    assert again.to_dict() == seeds.ask("And the European Union?").to_dict()
    assert conversation.questions == ["And the European Union?"]


def test_a_conversation_may_ask_for_all_of_it(seeds: Assistant):
    conversation = seeds.conversation()
    conversation.ask("What does the United States say about verification?")
    answer = conversation.ask("And about the PPWT?", limit=None)
    assert answer.understood_as == "What does the United States say about the PPWT?"
    assert answer.tallies


def test_the_same_question_gets_the_same_answer(seeds: Assistant):
    question = "What is the role of COPUOS?"
    assert seeds.ask(question).to_dict() == seeds.ask(question).to_dict()


def test_threads_may_ask_at_once(seeds: Assistant):
    question = "Who is Hellmut Lagos?"
    expected = seeds.ask(question).to_dict()
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(seeds.ask(question).to_dict()))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_files_and_folders_are_added_and_found(whales: Assistant, tmp_path: Path):
    (document,) = whales.documents()
    assert (document.name, document.title, document.passages) == (
        "whales.txt",
        "Whales",
        3,
    )
    folder = tmp_path / "more" / "deep"
    folder.mkdir(parents=True)
    (folder / "krill.md").write_text("# Krill\n\nKrill are small crustaceans.\n")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    report = whales.add([tmp_path / "more"])
    assert len(report.added) == 1
    assert {d.name for d in whales.documents()} == {"whales.txt", "deep/krill.md"}


def test_files_of_one_name_in_different_folders_are_different_documents(
    assistant: Assistant, tmp_path: Path
):
    for year in ("2017", "2018"):
        folder = tmp_path / "papers" / year
        folder.mkdir(parents=True)
        (folder / "report.txt").write_text(f"Report\n\nThe meeting was in {year}.\n")
    assistant.add([tmp_path / "papers"])
    names = {document.name for document in assistant.documents()}
    assert names == {"2017/report.txt", "2018/report.txt"}


def test_identical_passages_are_cited_once(whales: Assistant):
    answer = whales.ask("whales eat krill")
    quotes = [citation.quote for citation in answer.citations or answer.nearest]
    assert quotes.count("Whales eat krill.") == 1


def test_a_removed_document_is_not_answered_from(whales: Assistant):
    (document,) = whales.documents()
    whales.remove([document.id])
    assert whales.documents() == []
    assert whales.ask("Where do whales live?").abstained
    with pytest.raises(QAError, match=document.id):
        whales.remove([document.id])


def test_a_file_that_cannot_be_read_is_named(assistant: Assistant, tmp_path: Path):
    with pytest.raises(UnreadableDocumentError, match=r"missing\.txt"):
        assistant.add([tmp_path / "missing.txt"])
    (tmp_path / "a.unheard").write_bytes(b"of")
    with pytest.raises(UnsupportedFormatError, match=r"a\.unheard"):
        assistant.add([tmp_path / "a.unheard"])
    assert assistant.documents() == []


def test_a_missing_library_is_named(tmp_path: Path):
    with pytest.raises(LibraryNotFoundError, match="nowhere"):
        Assistant.open(tmp_path / "nowhere")


def test_a_healthy_library_has_no_problems(seeds: Assistant):
    health = seeds.doctor()
    assert health.problems == ()
    assert (health.documents, health.passages) == (2, 84)
    assert "every quotation verbatim" in health.text
