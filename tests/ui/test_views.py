from dataclasses import replace
from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st

from index.documents import Paragraph
from qa import Citation, CitedDocument
from ui.links import MAX_MARKS, link_to, nearest_place, parse_marks
from ui.mentions import Mention
from ui.segments import cut, linked
from ui.views import WINDOW, view_rows, view_source
from ui.wording import copied, facts, long_date, margin_number, pinpoint

DOCUMENT = CitedDocument("d1", "HR/12", "Rules", "2019-03-14", "en", None)
marks = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=6)


def passage(
    start: int = 0,
    paragraph: Paragraph | None = None,
    section: tuple[str, ...] = (),
    highlights: tuple[tuple[int, int], ...] = (),
) -> Citation:
    return Citation(
        document=DOCUMENT,
        paragraph=paragraph,
        section=section,
        quote=f"Quote at {start}.",
        highlights=highlights,
        spans=((start, start + 10),),
        sha256="0" * 64,
        score=0.0,
        label="HR/12, para. 1",
    )


@given(st.text(max_size=40), marks)
def test_cut_text_joined_again_is_the_text(text: str, ranges):
    assert "".join(segment.text for segment in cut(text, ranges)) == text


@given(st.text(max_size=40), marks)
def test_every_character_in_a_range_is_marked_and_no_other(text: str, ranges):
    flags = [segment.marked for segment in cut(text, ranges) for _ in segment.text]
    inside = [any(a <= n < b for a, b in ranges) for n in range(len(text))]
    assert flags == inside


@given(st.text(max_size=40), marks, marks)
def test_links_neither_add_nor_lose_a_character_nor_move_a_mark(text, ranges, spans):
    segments = cut(text, ranges)
    found = linked(segments, [Mention(span, href="?") for span in sorted(spans)])
    assert [(s.text, s.marked) for s in found] == [(s.text, s.marked) for s in segments]
    for segment in found:
        if segment.parts:
            assert "".join(part.text for part in segment.parts) == segment.text


def test_a_reference_is_a_link_of_its_own_words_unless_marked_in_part():
    text = "See HR/12 and HR/13."
    mentions = [Mention((4, 9), href="?doc=a"), Mention((14, 19), asked="HR/13")]
    (whole,) = linked(cut(text, ()), mentions)
    assert [(p.text, p.href, p.asked) for p in whole.parts] == [
        ("See ", "", ""),
        ("HR/12", "?doc=a", ""),
        (" and ", "", ""),
        ("HR/13", "", "HR/13"),
        (".", "", ""),
    ]
    cut_through = linked(cut(text, [(6, 10)]), mentions)
    led = [p.text for s in cut_through for p in s.parts if p.href or p.asked]
    assert led == ["HR/13"]


@given(
    st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), max_size=MAX_MARKS)
)
def test_a_link_says_where_the_citation_stands_and_what_is_marked(ranges):
    link = link_to(passage(start=123, highlights=tuple(ranges)))
    fields = parse_qs(link.removeprefix("?"))
    assert fields["doc"] == ["d1"]
    assert fields["p"] == ["123"]
    assert list(parse_marks(fields.get("mark", [""])[0])) == ranges


def test_what_is_no_range_is_left_out_of_the_marks():
    assert parse_marks("1-2,<b>,3-,-4,9" + "9" * 40 + "-1,5-6") == ((1, 2), (5, 6))
    assert len(parse_marks(",".join(["1-2"] * 1000))) == MAX_MARKS


def test_a_place_inside_a_passage_opens_that_passage():
    passages = [passage(start) for start in (10, 50, 90)]
    assert [nearest_place(passages, p) for p in (0, 10, 49, 50, 10**9)] == [
        0,
        0,
        0,
        1,
        2,
    ]


def test_a_counted_number_stands_in_brackets_and_a_printed_one_bare():
    counted = passage(paragraph=Paragraph("12", "counted"))
    printed = passage(paragraph=Paragraph("10 (b)", "printed"), section=("A", "B"))
    assert margin_number(counted) == "[12]"
    assert margin_number(printed) == "10 (b)"
    assert margin_number(passage()) == ""
    assert pinpoint(counted) == "Paragraph 12 (counted)"
    assert pinpoint(printed).startswith("Paragraph 10 (b) · A")


def test_the_page_stands_beside_the_paragraph():
    one = passage(paragraph=Paragraph("11", "printed"), section=("Moorings",))
    on_one = replace(one, pages=(9, 9), page_numbers="iv")
    on_two = replace(one, pages=(9, 10), page_numbers="iv–v")
    assert pinpoint(on_one) == "Paragraph 11 · Page iv · Moorings"
    assert pinpoint(on_two) == "Paragraph 11 · Pages iv–v · Moorings"
    assert pinpoint(one) == "Paragraph 11 · Moorings"


def test_what_a_sidecar_supplies_is_said_to_be_supplied():
    supplied = replace(DOCUMENT, supplied=("symbol", "date"))
    assert facts(supplied) == f"{facts(DOCUMENT)} · symbol and date as supplied"


def test_the_cover_note_is_a_part_of_its_own():
    rows = view_rows(
        [
            passage(0, Paragraph("cover note 1", "counted")),
            passage(20, Paragraph("cover note 2", "counted")),
            passage(40, Paragraph("1", "printed"), ("Aims",)),
        ],
        0,
        3,
    )
    assert [row.headings for row in rows] == [((3, "Cover note"),), (), ((3, "Aims"),)]
    assert [row.number for row in rows] == ["[1]", "[2]", "1"]


def test_a_heading_stands_where_it_begins_and_is_not_repeated():
    sections = [("A",), ("A", "B"), ("A", "B"), ("A", "C"), ("D",), ()]
    passages = [passage(n, section=section) for n, section in enumerate(sections)]
    found = [row.headings for row in view_rows(passages, 0, len(passages))]
    assert found == [((3, "A"),), ((4, "B"),), (), ((4, "C"),), ((3, "D"),), ()]


def test_a_long_document_is_opened_by_the_window_around_the_passage():
    passages = [passage(n) for n in range(1000)]
    view = view_source(passages, 500)
    assert (view.start, view.stop, view.total) == (500 - WINDOW, 501 + WINDOW, 1000)
    assert [row.cited for row in view.rows].index(True) == WINDOW
    assert view_source(passages, 3).start == 0
    assert not any(row.cited for row in view_source(passages).rows)


def test_a_date_is_written_out_and_what_is_no_date_left_alone():
    assert long_date("2019-03-14") == "14 March 2019"
    assert long_date("spring 2019") == "spring 2019"
    assert long_date(None) == ""
    assert facts(DOCUMENT) == "HR/12 · 14 March 2019"


def test_a_copied_quotation_carries_its_source():
    assert copied(passage(5)) == "“Quote at 5.” (HR/12, para. 1, Rules, 14 March 2019)"


def test_more_marks_than_an_address_takes_are_left_out_of_it():
    many = tuple((n, n + 1) for n in range(0, 4_000, 2))
    (marks,) = parse_qs(link_to(passage(highlights=many))[1:])["mark"]
    assert parse_marks(marks) == many[:MAX_MARKS]
    assert len(marks) < 400  # what a document is opened with at most


def test_a_page_is_told_where_it_begins_and_once():
    places = [((1, 1), "iv"), ((1, 1), "iv"), ((1, 2), "iv–v"), ((2, 2), "v"), None]
    passages = [
        passage(n * 20)
        if place is None
        else replace(passage(n * 20), pages=place[0], page_numbers=place[1])
        for n, place in enumerate(places)
    ]
    rows = view_rows(passages, 0, len(passages))
    assert [row.pages for row in rows] == ["Page iv", "", "Pages iv–v", "", ""]
    assert view_rows(passages, 1, 2)[0].pages == ""
