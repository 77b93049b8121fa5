import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.prose_references import find_references
from qa.reference_values import Point, arabic, label_path
from qa.references import EXAMPLES, MAX_REFERENCE_CHARACTERS, parse_reference


@pytest.mark.parametrize(("typed", "read_as"), EXAMPLES)
def test_examples_are_read_as_they_say(typed: str, read_as: str):
    assert str(parse_reference(typed)) == read_as


@pytest.mark.parametrize(("typed", "read_as"), EXAMPLES)
def test_examples_are_read_so_in_any_typography(typed: str, read_as: str):
    spaced = typed.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "–")
    marked = f"\N{RIGHT-TO-LEFT MARK}{spaced}\N{LEFT-TO-RIGHT MARK} "
    assert str(parse_reference(marked)).replace("–", "-") == read_as.replace("–", "-")


SPELLINGS = [
    "para. 5",
    "para 5",
    "paragraph 5",
    "Paragraph 5",
    "par. 5",
    "¶5",
    "¶ 5",
    "§ 5",
    "op 5",
    "OP5",
    "op. 5",
    "operative paragraph 5",
    "paragraph five",
    "para. 05",
    "fifth paragraph",
    "5th para.",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_paragraph_in_any_spelling(spelling: str):
    before = parse_reference(f"CD/2100, {spelling}")
    after = parse_reference(f"{spelling} of CD/2100")
    assert before is not None
    assert after is not None
    assert before.points == after.points == (Point(("5",)),)
    assert before.document == after.document == "CD/2100"


@pytest.mark.parametrize(
    ("spelling", "points"),
    [
        ("paras. 8-10", [Point(("8",), ("10",))]),
        ("paras. 8 to 10", [Point(("8",), ("10",))]),
        ("¶¶ 8–10", [Point(("8",), ("10",))]),
        ("paragraphs 3, 5 and 7", [Point(("3",)), Point(("5",)), Point(("7",))]),
        ("paras 3; 5 & 7-9", [Point(("3",)), Point(("5",)), Point(("7",), ("9",))]),
        ("para. 3 and para. 5", [Point(("3",)), Point(("5",))]),
        ("para. 10(b)", [Point(("10", "b"))]),
        ("para. 10 (b) (ii)", [Point(("10", "b", "ii"))]),
        ("para. 10b", [Point(("10", "b"))]),
        ("para. 10 (a)-(c)", [Point(("10", "a"), ("10", "c"))]),
        ("para. 10, subpara. (b)", [Point(("10", "b"))]),
        ("paragraph 1.2", [Point(("1", "2"))]),
        ("PP 2", [Point(("2",), kind="preamble")]),
        ("second preambular paragraph", [Point(("2",), kind="preamble")]),
        ("footnote 3", [Point(("3",), kind="note")]),
        ("last paragraph", [Point(("last",))]),
    ],
)
def test_several_paragraphs_and_their_parts(spelling: str, points: list[Point]):
    reference = parse_reference(f"CD/2100, {spelling}")
    assert reference is not None
    assert list(reference.points) == points
    assert reference.pages == ()


@pytest.mark.parametrize(
    ("spelling", "pages"),
    [
        ("p. 4", [Point(("4",), kind="page")]),
        ("p 4", [Point(("4",), kind="page")]),
        ("page 4", [Point(("4",), kind="page")]),
        ("pp. 4-6, 9", [Point(("4",), ("6",), "page"), Point(("9",), kind="page")]),
        ("pages 4 to 6", [Point(("4",), ("6",), "page")]),
        ("p. iv", [Point(("iv",), kind="page")]),
        ("pp. iv–vi", [Point(("iv",), ("vi",), "page")]),
    ],
)
def test_pages(spelling: str, pages: list[Point]):
    for text in (f"CD/2100, {spelling}", f"{spelling} of CD/2100"):
        reference = parse_reference(text)
        assert reference is not None
        assert list(reference.pages) == pages
        assert (reference.document, reference.points) == ("CD/2100", ())


@pytest.mark.parametrize(
    "text", ["CD/2100, p. 4, para. 12", "CD/2100, para. 12 (p. 4)"]
)
def test_a_paragraph_and_its_page(text: str):
    reference = parse_reference(text)
    assert reference is not None
    assert reference.points == (Point(("12",)),)
    assert reference.pages == (Point(("4",), kind="page"),)


def test_a_date_after_a_paragraph_is_no_paragraph():
    reference = parse_reference("CD/2100, para. 5, 14 September 2017")
    assert reference is not None
    assert reference.points == (Point(("5",)),)


@pytest.mark.parametrize(
    ("numeral", "number"), [("IV", "4"), ("xix", "19"), ("7", "7"), ("b", "b")]
)
def test_roman_and_arabic_numerals_are_one(numeral: str, number: str):
    assert arabic(numeral) == number


def test_labels_are_compared_by_their_numbers_and_letters():
    assert label_path("10 (b)") == label_path("10(b)") == ("10", "b")


PROSE = (
    "As noted in CD/2100, para. 12, and in the G-21 paper, paras. 3–5 (see also "
    "resolution 72/26), paragraph 5 of GE.18-13664(E) says so; ibid., para. 6."
)


def test_references_in_prose_are_found_each_in_its_place():
    found = [PROSE[slice(*reference.span)] for reference in find_references(PROSE)]
    assert found == [
        "CD/2100, para. 12",
        "and in the G-21 paper, paras. 3–5",
        "resolution 72/26",
        "paragraph 5 of GE.18-13664(E)",
        "ibid., para. 6",
    ]


def test_places_are_those_of_the_text_as_it_was_typed():
    text = "\N{ZERO WIDTH SPACE}" * 5 + "see ＣＤ/2100, ¶\N{NO-BREAK SPACE}5."  # noqa: RUF001
    (reference,) = find_references(text)
    assert text[slice(*reference.span)] == "ＣＤ/2100, ¶\N{NO-BREAK SPACE}5"  # noqa: RUF001


def test_what_is_longer_than_a_reference_is_none():
    assert parse_reference("CD/2100 " * MAX_REFERENCE_CHARACTERS) is None


HOSTILE = [
    "(" * 10_000,
    "a " * 5_000,
    "1, " * 3_300,
    "para. " * 1_600,
    "para. 1" + ", 2" * 3_000,
    "CD/" * 3_300,
    "CD/1/" * 2_000,
    "resolution 1/1, " * 600,
    '"' * 10_000,
    "where is " * 1_100 + "cited",
    "please " * 1_400,
    "10 (a) " * 1_400,
    "of the " * 1_400,
    "9" * 10_000,
    " " * 9_999 + "5",
    "cover note " * 900,
    "- " * 5_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_takes_long(text: str):
    for read in (parse_reference, find_references):
        started = time.process_time()
        read(text[:MAX_REFERENCE_CHARACTERS])
        # A tenth of it is usual; the machine that tests may be busy.
        assert time.process_time() - started < 1


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str):
    parse_reference(text)
    for reference in find_references(text):
        start, end = reference.span
        assert 0 <= start < end <= len(text)
