import json
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index.database import DATABASE
from index.documents import fold
from index.library import Library
from qa import Answer, Assistant
from qa.findings import Finding
from qa.records import records
from qa.styles import STYLES
from qa.verification import verify_text

RULES = """HR/12
14 March 2019

Rules of the harbour

Moorings

1. A vessel that stays overnight pays the mooring fee before noon. The harbour
master keeps the list of fees.

2. No vessel anchors in the fairway \N{EN DASH} not even for “a short while”.

Lights

3. Every vessel at anchor shows a white lantern from dusk to dawn.
"""

DIARY = """Diary of a keeper

The lamp

The lighthouse lamp was replaced in spring. The old lamp had burned for forty years.

Visitors may climb the tower on Sundays.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, embedder: Any) -> Path:
    folder = tmp_path_factory.mktemp("harbour") / "library"
    sources = [("rules.txt", RULES.encode()), ("diary.txt", DIARY.encode())]
    with Library.open(folder, create=True) as library:
        library.add(sources, embedder)
    return folder


@pytest.fixture
def harbour(tmp_path: Path, built: Path, embedder: Any) -> Iterator[Assistant]:
    """A library of its own for each test, to be altered."""
    shutil.copytree(built, tmp_path / "library")
    library = Library.open(tmp_path / "library", embedder.fingerprint)
    with Assistant(library, embedder) as assistant:
        yield assistant


def statuses(text: str, assistant: Assistant) -> list[tuple[str, str]]:
    return [(f.kind, f.status) for f in verify_text(text, assistant).findings]


def one(text: str, assistant: Assistant) -> Finding:
    (finding,) = verify_text(text, assistant).findings
    return finding


def alter(assistant: Assistant, statement: str) -> None:
    with closing(sqlite3.connect(assistant.folder / DATABASE)) as database, database:
        assert database.execute(statement).rowcount > 0


def test_a_verbatim_quotation_is_found_at_its_place(harbour: Assistant):
    finding = one("Note: “harbour master keeps the list of fees”.", harbour)
    assert (finding.status, finding.fails) == ("verbatim", False)
    assert finding.where
    assert finding.where.label == "HR/12, para. 1"
    document = harbour.library.document(finding.where.document.id)
    ((start, end),) = finding.where.spans
    assert document.text[start:end] == "harbour\nmaster keeps the list of fees"
    assert finding.span
    assert finding.line == 1


def test_a_changed_word_is_named_against_the_closest_passage(harbour: Assistant):
    finding = one("“shows a red lantern from dusk to dawn”", harbour)
    assert finding.status == "differs"
    assert [str(d) for d in finding.differences] == ["has “red” for “white”"]
    assert finding.where
    assert finding.where.label == "HR/12, para. 3"


def test_a_dash_counts_and_a_mark_does_not(harbour: Assistant):
    quoted = "the fairway – not even for ‘a short while’"
    assert one(f"“{quoted}”", harbour).status == "verbatim"
    assert one(f"“{quoted.replace('–', '-')}”", harbour).status == "differs"


def test_what_no_document_says_is_not_found(harbour: Assistant):
    finding = one("“Dragons sleep in caves of gold”", harbour)
    assert (finding.status, finding.where) == ("not found", None)
    assert one("“to be or not to be”", harbour).status == "not found"


def test_parts_around_an_ellipsis_are_in_one_passage_in_order(harbour: Assistant):
    assert one("“Every vessel … from dusk to dawn”", harbour).status == "verbatim"
    assert one("“from dusk to dawn … Every vessel”", harbour).status == "differs"
    across = "“pays the mooring fee [...] No vessel anchors”"
    assert one(across, harbour).status != "verbatim"


def test_titles_and_headings_may_be_quoted(harbour: Assistant):
    assert one("See “Rules of the harbour” first.", harbour).status == "verbatim"
    assert one("> Diary of a keeper", harbour).status == "verbatim"


def test_a_quotation_may_run_over_paragraphs(harbour: Assistant):
    text = "“had burned for forty years. Visitors may climb the tower”"
    assert one(text, harbour).status == "verbatim"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“No vessel anchors in the fairway” (HR/12, para. 2)", "verbatim"),
        ("“No vessel anchors in the fairway” (HR/12)", "verbatim"),
        ("“No vessel anchors in the fairway” (HR/12, paras. 1-2)", "verbatim"),
        ("“No vessel anchors in the fairway” (HR/12, para. 3)", "differs"),
        ("“No vessel anchors in the fairway” (HR/12, para. 99)", "not found"),
        ("“No vessel anchors in the fairway” (HR/99, para. 2)", "not found"),
    ],
)
def test_a_citation_must_name_what_is_quoted(
    harbour: Assistant, text: str, expected: str
):
    assert statuses(text, harbour) == [
        ("quotation", "verbatim"),
        ("citation", expected),
    ]


def test_an_aside_is_no_citation(harbour: Assistant):
    text = "“No vessel anchors in the fairway” (emphasis added)"
    assert statuses(text, harbour) == [("quotation", "verbatim")]


def test_a_citation_alone_is_looked_up(harbour: Assistant):
    assert statuses("See HR/12, para. 3.", harbour) == [("citation", "verbatim")]
    finding = one("One.\n\nSee HR/12, para. 9.", harbour)
    assert (finding.kind, finding.status, finding.line) == ("citation", "not found", 3)
    assert finding.note


def test_a_counted_number_is_not_a_way_to_cite(seeds: Assistant):
    finding = one("See CD/2100, para. 12.", seeds)
    assert (finding.kind, finding.status) == ("citation", "differs")
    assert "prints no paragraph numbers" in finding.note


def test_everything_we_write_is_verbatim(seeds: Assistant):
    citations = seeds.passages()
    answer = Answer("q", "q", 0.9, citations=tuple(citations))
    texts = [answer.text, json.dumps(answer.to_dict())]
    made = records(seeds.library, citations, page="https://papers.example/")
    texts += [
        "\n\n".join(STYLES[style](one) for one in made)
        for style in ("markdown", "plain")
    ]
    texts.append("\n".join(json.dumps(one.to_dict()) for one in made))
    for text, cited in zip(texts, (2, 2, 2, 2, 1), strict=True):
        verification = verify_text(text, seeds)
        assert [f for f in verification.findings if f.fails] == []
        assert len(verification.findings) == cited * len(citations)
        quoted = [f for f in verification.findings if f.kind == "quotation"]
        assert [f.text for f in quoted if f.span is None] in (
            [], [citation.quote for citation in citations]
        )  # fmt: skip
        for finding, citation in zip(quoted, citations, strict=True):
            assert finding.where
            text_of = seeds.library.document(finding.where.document.id).text
            said = " ".join(text_of[a:b] for a, b in finding.where.spans)
            assert fold(said) == citation.quote


ALTERATIONS = {
    "a byte of the source": (
        "UPDATE contents SET source = CAST(replace(CAST(source AS TEXT), 'white', "
        "'whyte') AS BLOB) WHERE document IN "
        "(SELECT row FROM documents WHERE name = 'rules.txt')",
        {"HR/12, para. 1", "HR/12, para. 2", "HR/12, para. 3"},
    ),
    "a character of the text": (
        "UPDATE contents SET text = replace(text, 'white', 'whyte') "
        "WHERE document IN (SELECT row FROM documents WHERE name = 'rules.txt')",
        {"HR/12, para. 3"},
    ),
    "a character of the passage": (
        "UPDATE passages SET text = replace(text, 'white', 'whyte') "
        "WHERE text LIKE '%white%'",
        {"HR/12, para. 3"},
    ),
}


@pytest.mark.parametrize("altered", ALTERATIONS)
def test_one_character_changed_in_what_is_stored_changes_every_citation_of_it(
    harbour: Assistant, altered: str
):
    statement, affected = ALTERATIONS[altered]
    answer = Answer("q", "q", 0.9, citations=tuple(harbour.passages()))
    assert not verify_text(answer.text, harbour).fails
    alter(harbour, statement)
    findings = verify_text(answer.text, harbour).findings
    assert {f.where.label for f in findings if f.fails and f.where} == affected
    assert {f.status for f in findings if f.fails} == {"source changed"}
    assert len([f for f in findings if f.fails]) == 2 * len(affected)
    problems = harbour.doctor().problems
    assert problems
    assert all("rules.txt: source changed" in problem for problem in problems)


@pytest.mark.parametrize("altered", ALTERATIONS)
def test_a_citation_alone_of_a_changed_source_says_so(harbour: Assistant, altered: str):
    alter(harbour, ALTERATIONS[altered][0])
    assert statuses("See HR/12, para. 3.", harbour) == [("citation", "source changed")]


def test_text_and_passage_changed_alike_are_still_found_out(harbour: Assistant):
    for table in ("contents", "passages"):
        alter(harbour, f"UPDATE {table} SET text = replace(text, 'white', 'whyte')")
    text = "“Every vessel at anchor shows a whyte lantern”"
    assert one(text, harbour).status == "source changed"
    assert any("source changed" in problem for problem in harbour.doctor().problems)


def test_a_hash_of_another_version_is_a_changed_source(harbour: Assistant):
    citation = harbour.passages()[0]
    other = citation.to_dict() | {"sha256": "0" * 64}
    finding = verify_text(json.dumps(other), harbour).findings[0]
    assert finding.status == "source changed"
    assert not verify_text(json.dumps(citation.to_dict()), harbour).fails
    text = f"“Every vessel at anchor shows a white lantern” (SHA-256 {'0' * 64})"
    assert one(text, harbour).status == "source changed"


def test_a_text_without_quotations_has_nothing_to_fail(harbour: Assistant):
    verification = verify_text("Nothing is quoted here.", harbour)
    assert not verification.fails
    assert verification.text == "no quotations or citations found"


def test_findings_are_text_and_json(harbour: Assistant):
    text = "A “short” one.\n\n“shows a red lantern from dusk to dawn” (HR/12, para. 3)"
    verification = verify_text(text, harbour)
    assert verification.text.splitlines()[0].startswith("line 3: differs: “shows a red")
    assert "    has “red” for “white”" in verification.text
    assert verification.text.endswith("; 1 too short to look for")
    found = json.loads(json.dumps(verification.to_dict()))
    assert set(found) == {"fails", "skipped", "passed_over", "findings"}
    assert set(found["findings"][0]) == {
        "kind", "status", "text", "span", "line", "where", "differences", "note",
    }  # fmt: skip
    assert set(found["findings"][0]["where"]) == {"document", "label", "spans"}


def test_an_empty_library_has_no_quotation(library: Library, embedder: Any):
    assistant = Assistant(library, embedder)
    assert one("“No vessel anchors in the fairway”", assistant).status == "not found"


def test_a_megabyte_is_verified_within_seconds(harbour: Assistant):
    prose = "Vessels of all kinds were spoken of at length. " * 40
    quoted = "“shows a red lantern from dusk to dawn” and “Every vessel at anchor”"
    page = f"{prose}\n\nThey say {quoted}.\n\n"
    text = page * (1_000_000 // len(page))
    started = time.perf_counter()
    verification = verify_text(text, harbour)
    assert time.perf_counter() - started < 10
    assert len(verification.findings) == 2 * text.count("They say")
