from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Document, Masthead
from index.places import anchor_of, page_range, pages_of

TEXT = "Winds\n\nIt blew from the north.\n\nSeas\n\nThey were high."
DOCUMENT = Document("d", "a.html", "A", TEXT, "0", "en", Masthead())
SEAS = TEXT.index("Seas")
HIGH = TEXT.index("They")


@given(
    st.lists(st.text("ab ", min_size=0, max_size=9), min_size=1, max_size=9), st.data()
)
def test_spans_are_on_the_pages_their_first_and_last_characters_are_on(
    pages: list[str], data: st.DataObject
):
    on = [page for page, text in enumerate(pages, 1) for _ in text]
    starts = [sum(map(len, pages[:page])) for page in range(len(pages))]
    if not on:
        return
    start = data.draw(st.integers(0, len(on) - 1))
    end = data.draw(st.integers(start + 1, len(on)))
    assert pages_of(starts, [(start, end)]) == (on[start], on[end - 1])
    assert pages_of(starts, [(start, start + 1), (end - 1, end)]) == (
        on[start],
        on[end - 1],
    )


def test_a_text_without_pages_has_none():
    assert pages_of((), [(0, 9)]) is None


def test_what_stands_before_the_first_page_is_on_it():
    assert pages_of((5, 9), [(0, 3)]) == (1, 1)


@pytest.mark.parametrize(
    ("labels", "pages", "written"),
    [
        ((), (7, 7), "7"),
        ((), (7, 8), "7–8"),
        (("i", "ii", "1"), (2, 2), "ii"),
        (("i", "ii", "1"), (2, 3), "ii–1"),
        (("i", "", "1"), (2, 2), "2"),
        (("i",), (2, 2), "2"),
    ],
)
def test_pages_are_written_with_the_numbers_they_bear(
    labels: tuple[str, ...], pages: tuple[int, int], written: str
):
    assert page_range(labels, pages) == written


def test_the_nearest_anchor_before_a_passage_is_its():
    document = replace(DOCUMENT, anchors=((0, "winds"), (SEAS, "seas"), (99, "end")))
    assert anchor_of(document, HIGH, ("Seas",)) == "seas"
    assert anchor_of(document, TEXT.index("It"), ("Winds",)) == "winds"


def test_an_anchor_at_the_passage_is_its():
    document = replace(DOCUMENT, anchors=((SEAS, "seas"), (HIGH, "here")))
    assert anchor_of(document, HIGH, ("Seas",)) == "here"


def test_an_anchor_of_another_section_is_not():
    document = replace(DOCUMENT, anchors=((0, "winds"), (99, "end")))
    assert anchor_of(document, HIGH, ("Seas",)) is None
    assert anchor_of(document, HIGH, ()) == "winds"


def test_an_anchor_pages_away_is_not():
    document = replace(DOCUMENT, text="a" * 6000, anchors=((0, "top"),))
    assert anchor_of(document, 5999, ()) is None
