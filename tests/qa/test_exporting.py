import io
import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
from markdown_it import MarkdownIt

from index.documents import fold
from index.library import Library
from qa import Answer, Assistant, exporting
from qa.exporting import Exported, cited_records, document_names, export, exported
from qa.quotations import unescaped
from qa.verification import verify_text
from ui.printing import render_printed

DAY = date(2026, 3, 9)

QUESTIONS = (
    "What are the objections to the PPWT?",
    "And what did “the Group of 21 never say”, see CD/9999, para. 4?",
    "Who said what about transparency?",
    "How do volcanoes erupt beneath glaciers?",
    "CD/2100, para. 12",
    "GE.18-13664(E), para. 11",
    "CD/2100, para. 999",
)

PARROT = r"""PR/7
9 March 2019

Diary of a “parrot <b>who</b> can't”, see CD/1985

1. The parrot says ${window.pwned=1} {{7*7}} <script>x()</script> **bold** _it_ [a](b).

2. ![parrot](http://parrot.invalid/p.png) is $$x^2$$ a \ picture <!-- not quoted -->

3. “We saw a parrot”, said the keeper, “and no ledger like CD/1985 (ibid.)”.

4. — the parrot dashes off; # no heading, 1. no list, > no quotation, &amp; no entity.

5. קברניט אמר ‮hidden parrot‬ שלום parrot 123 العربية parrot.

6. </p></blockquote><h2 data-not-quoted>A parrot breaks out</h2>
"""

TWIN = PARROT.replace("9 March 2019", "10 March 2019").replace("parrot says", "other")


@pytest.fixture(scope="module")
def aviary(
    tmp_path_factory: pytest.TempPathFactory, embedder: Any
) -> Iterator[Assistant]:
    """Documents that try to be anything but quoted; two have the same symbol."""
    folder = tmp_path_factory.mktemp("aviary") / "library"
    sources = [("parrot.txt", PARROT.encode()), ("twin.txt", TWIN.encode())]
    library = Library.open(folder, embedder.fingerprint, create=True)
    library.add(sources, embedder)
    with Assistant(library, embedder) as assistant:
        yield assistant


@pytest.fixture(scope="module")
def conversation(seeds: Assistant) -> list[Exported]:
    answers = []
    for n, question in enumerate(QUESTIONS):
        answers.append(seeds.ask(question, history=QUESTIONS[:n]))
    answers.append(seeds.ask("transparency", limit=None))
    return exported(answers, seeds.library)


def all_of(assistant: Assistant) -> list[Exported]:
    """Everything there is, as an answer to a question that is hostile itself."""
    citations = tuple(assistant.passages())
    question = "> “fake words of a parrot” <!-- --> </h2><script>x()</script> CD/1985"
    answer = Answer(question, question, 1.0, citations, note="see “CD/1985, para. 3 b”")
    return exported([answer], assistant.library)


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_every_quotation_of_an_export_is_verified_with_its_citation(
    conversation: list[Exported], seeds: Assistant, form: str
):
    written = written_as(form, conversation)
    verification = verify_text(written, seeds)
    found = [finding for finding in verification.findings if finding.fails]
    assert found == []
    quoted = sum(len(one.quoted) for one in conversation)
    kinds = [finding.kind for finding in verification.findings]
    assert kinds == ["quotation", "citation"] * quoted
    assert verification.passed_over > len(conversation)


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_an_export_of_hostile_documents_is_verified(aviary: Assistant, form: str):
    everything = all_of(aviary)
    written = written_as(form, everything)
    verification = verify_text(written, aviary)
    assert [str(one.to_dict()) for one in verification.findings if one.fails] == []
    as_read = unescaped if form == "markdown" else fold
    quoted = {as_read(one.text) for one in verification.findings}
    assert {one.record.text for one in everything[0].quoted} - quoted <= {
        # It begins with a quotation mark of its own, so its own words are compared.
        passage.quote
        for passage in aviary.passages()
        if passage.quote.startswith("“")
    }


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_quotation_that_is_altered_in_an_export_is_found(
    conversation: list[Exported], seeds: Assistant, form: str
):
    quoted = conversation[0].quoted[0].record.text
    word = max(quoted.split(), key=lambda word: len(word) * word.isalpha())
    written = written_as(form, conversation)
    altered = written.replace(word, "elephants", 1) if word in written else ""
    assert verify_text(altered, seeds).fails


def test_markdown_shows_what_the_documents_say_as_it_is(aviary: Assistant):
    everything = all_of(aviary)
    tokens = MarkdownIt("commonmark", {"html": False}).parse(
        export(everything, "markdown").replace(exporting.NOT_QUOTED, "")
    )
    shown = [
        "".join(child.content for child in token.children or ())
        for before, token in pairwise(tokens)
        if before.type == "paragraph_open" and before.level == 1
    ]
    texts = [one.record.text for one in everything[0].quoted]
    assert [text for text in shown if not text.startswith("— PR/7")] == texts
    links = [t for t in tokens if t.type in ("html_block", "fence", "code_block")]
    assert links == []


def test_a_page_to_print_holds_nothing_that_runs_or_is_fetched(aviary: Assistant):
    page = render_printed(all_of(aviary), DAY)
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("<h2 data-not-quoted") == 1
    assert "A parrot breaks out" in page
    assert "9 March 2026" in page


def test_what_several_answers_cite_is_listed_once(conversation: list[Exported]):
    twice = [*conversation, *conversation]
    assert cited_records(twice) == cited_records(conversation)
    for form in ("bibtex", "ris", "csl-json"):
        assert export(twice, form) == export(conversation, form)
    assert len(document_names(twice)) == 2


def test_reference_managers_read_every_passage_cited(
    conversation: list[Exported], aviary: Assistant
):
    for answers in (conversation, all_of(aviary)):
        records = cited_records(answers)
        entries = rispy.load(io.StringIO(export(answers, "ris")))
        assert [entry["title"] for entry in entries] == [one.title for one in records]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            library = bibtexparser.parse_string(export(answers, "bibtex"))
        assert library.failed_blocks == []
        assert len(library.entries_dict) == len(records)
        items = json.loads(export(answers, "csl-json"))
        assert len({item["id"] for item in items}) == 2


def test_what_was_not_answered_says_so(conversation: list[Exported]):
    declined = [one for one in conversation if one.answer.abstained]
    assert declined
    markdown = export(conversation, "markdown")
    page = render_printed(conversation, DAY)
    assert markdown.count(exporting.NOT_ANSWERED) == len(declined)
    assert page.count(exporting.NOT_ANSWERED) == len(declined)


def test_who_said_what_stays_apart(seeds: Assistant):
    answer = seeds.ask("Who opposed the PPWT?")
    assert answer.groups
    (one,) = exported([answer], seeds.library)
    assert [heading for heading, _ in one.groups] == [g.heading for g in answer.groups]
    assert [quote.citation for quote in one.quoted] == list(answer.citations)
    for heading, _ in one.groups:
        assert f"### {heading} " in export([one], "markdown")


def test_an_export_says_what_it_leaves_out(
    seeds: Assistant, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(exporting, "MAX_QUOTED", 3)
    answer = seeds.ask("transparency", limit=None)
    first, second = exported([answer, answer], seeds.library)
    assert len(first.quoted) == 3
    assert first.left_out == len(answer.citations) - 3
    assert second.quoted == ()
    assert first.omission.startswith(f"{first.left_out:,} more passages")
    assert first.omission in export([first, second], "markdown")


def test_a_conversation_without_answers_is_exported_too(tmp_path: Path):
    answer = Answer("Why?", "Why?", 0.0, reason="The library is empty.")
    one = Exported(answer, ())
    assert "The library is empty." in export([one], "markdown")
    assert cited_records([replace(one)]) == []
    assert json.loads(export([one], "csl-json")) == []


def written_as(form: str, answers: list[Exported]) -> str:
    if form == "html":
        return render_printed(answers, DAY)
    return export(answers, form)
