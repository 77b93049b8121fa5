"""The two shipped papers, read by hand: 84 passages."""

from collections import Counter
from datetime import date

import pytest

from index.documents import Masthead, Paragraph
from index.reading import read
from seeds import seed_files

REPORT, PAPER = (read(name, content) for name, content in seed_files())


@pytest.fixture(scope="module")
def report():
    return list(REPORT.passages)


@pytest.fixture(scope="module")
def paper():
    return list(PAPER.passages)


def test_there_are_84_passages(report, paper):
    parts = Counter(("report", p.part) for p in report) + Counter(
        ("paper", p.part) for p in paper
    )
    assert parts == {
        ("report", "cover note"): 3,
        ("report", "body"): 61,
        ("paper", "cover note"): 3,
        ("paper", "body"): 15 + 2,
    }


def test_mastheads_say_what_is_printed_and_no_more():
    assert REPORT.document.masthead == Masthead(
        symbol="CD/2100",
        body="Conference on Disarmament",
        date=date(2017, 9, 14),
        note_verbale_date=date(2017, 9, 7),
        language="en",
        original_language="es",
        transmitted_by="Permanent Mission of Chile",
    )
    assert PAPER.document.masthead == Masthead(
        job_number="GE.18-13664(E)",
        body="Conference on Disarmament",
        date=date(2018, 8, 17),
        note_verbale_date=date(2018, 8, 3),
        language="en",
        original_language="en",
        transmitted_by="Permanent Mission of the Socialist Republic of Viet Nam",
    )
    assert (REPORT.document.language, PAPER.document.language) == ("en", "en")


def test_titles_are_the_printed_ones():
    assert REPORT.document.title == (
        "Summary of the discussions on PAROS provided by the Co-Friend of the Chair of "
        "the Way Ahead Working Group"
    )
    assert PAPER.document.title == "Prevention of an Arms Race in Outer Space (PAROS)"


def test_no_passage_begins_or_ends_in_mid_sentence(report, paper):
    for passage in report + paper:
        assert passage.text[0].isupper() or passage.text[0] == "“"
        assert passage.text.endswith((".", ":", "; and")), passage.text


def test_metadata_and_headings_are_no_passages(report, paper):
    headings = {heading for p in report + paper for heading in p.section}
    metadata = {
        "CD/2100",
        "English",
        "17 August 2018",
        "GE.18-13664(E)",
        "Please recycle",
    }
    assert not {p.text for p in report + paper} & (headings | metadata)
    assert not any(
        "Please recycle" in p.text or "* 1 8" in p.text for p in report + paper
    )


def test_the_report_is_counted_and_its_sections_are_its_headings(report):
    body = [p for p in report if p.part == "body"]
    assert [p.paragraph for p in body] == [
        Paragraph(str(n), "counted") for n in range(1, 62)
    ]
    assert list(Counter(p.section[0] for p in body).values()) == [
        5, 2, 5, 10, 2, 3, 7, 2, 2, 7, 10, 6,
    ]  # fmt: skip


def test_the_paper_keeps_its_printed_numbers(paper):
    body = [p for p in paper if p.part == "body"]
    printed = (
        [str(n) for n in range(1, 11)]
        + ["10 (a)", "10 (b)"]
        + [str(n) for n in range(11, 16)]
    )
    assert [p.paragraph for p in body] == [
        Paragraph(label, "printed") for label in printed
    ]
    ten = next(p for p in body if p.paragraph == Paragraph("10", "printed"))
    assert [p.lead_in for p in body if p.lead_in is not None] == [ten.ordinal] * 2


def test_cover_notes_stand_under_the_note_verbale(report, paper):
    for found in (report, paper):
        cover = [p for p in found if p.part == "cover note"]
        assert [p.paragraph for p in cover] == [
            Paragraph(f"cover note {n}", "counted") for n in (1, 2, 3)
        ]
        assert all(p.section[0].startswith("Note verbale dated") for p in cover)


def test_the_four_points_stand_with_their_lead_in(report):
    (points,) = [p for p in report if "1) Take stock" in p.text]
    assert points.text.startswith("During the sessions")
    assert points.text.endswith("4) Consider steps for the way ahead.")


def test_paragraphs_cut_by_a_page_are_whole(report):
    assert any("during the last round of negotiations." in p.text for p in report)
    (called,) = [p for p in report if p.text.startswith("Some delegations called for")]
    assert called.section == ("Taking stock",)


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_ends_change_no_passage(newline, report):
    for name, content in seed_files():
        text = content.decode().replace("\n", newline)
        again = read(name, text.encode()).passages
        assert [p.text for p in again] == [p.text for p in read(name, content).passages]


def test_without_its_blank_lines_the_report_has_the_same_passages(report):
    tight = "\n".join(line for line in REPORT.document.text.split("\n") if line.strip())
    again = read("tight.txt", tight.encode()).passages
    assert [p.text for p in again] == [p.text for p in report]
