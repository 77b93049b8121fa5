import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import fold
from qa.matching import (
    MIN_LIKENESS,
    Difference,
    compare,
    located,
    overlap,
    parts,
    source_spans,
)

TEXT = (
    "The Group stresses that “no first placement” – an aim of all States’ policies – "
    "is not a substitute for a legally-binding treaty, and should be pursued."
)


def said(quotation: str) -> list[str]:
    return [TEXT[a:b] for a, b in located(quotation, TEXT)]


@pytest.mark.parametrize(
    "quotation",
    [
        TEXT,
        "The Group stresses that ‘no first placement’ – an aim",
        'that "no first placement"',
        "all States' policies",
        "  is not\n a   substitute ",
        "legally-binding",
    ],
)
def test_white_space_and_the_kind_of_marks_are_the_writers(quotation: str):
    assert len(said(quotation)) == 1


@pytest.mark.parametrize(
    "quotation",
    [
        "the Group stresses",
        "no first placement” - an aim",
        "legally binding treaty",
        "be pursued,",
        "roup stresses",
        "The Group stres",
        "is a substitute",
    ],
)
def test_anything_else_is_not_verbatim(quotation: str):
    assert said(quotation) == []


@pytest.mark.parametrize(
    "ellipsis", ["…", " … ", "...", " [...] ", "[…]", " . . . ", "(…)"]
)
def test_an_ellipsis_leaves_words_out_in_order(ellipsis: str):
    assert said(f"The Group stresses{ellipsis}is not a substitute") == [
        "The Group stresses",
        "is not a substitute",
    ]
    assert said(f"is not a substitute{ellipsis}The Group stresses") == []
    assert said(f"The Group stresses{ellipsis}is a substitute") == []


def test_an_ellipsis_of_the_source_is_quoted_as_it_is():
    assert located("wait … and see", "They wait … and see.") == ((5, 19),)


def test_parts_are_what_stands_between_ellipses():
    assert parts("one … two [...] three....") == ["one", "two", "three"]
    assert parts("…") == []


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("is not a substitute for a binding treaty", [("binding", "legally-binding")]),
        ("The Group notes that “no first placement”", [("notes", "stresses")]),
        ("is a substitute for a legally-binding treaty", [("", "not")]),
        ("is not really a substitute for", [("really", "")]),
        ("the Group stresses that", [("the", "The")]),
        ("and should be pursued!", [("!", ".")]),
        ("Group stresses - that “no first placement”", [("-", "")]),
        ("The Group stresses … is a substitute for a", [("", "not")]),
    ],
)
def test_differences_are_named_in_order(
    quotation: str, expected: list[tuple[str, str]]
):
    compared = compare(quotation, TEXT)
    assert compared.differences == tuple(Difference(*pair) for pair in expected)
    assert compared.likeness >= MIN_LIKENESS
    start, end = compared.span
    assert TEXT[start:end]


def test_a_difference_says_what_it_is():
    assert str(Difference("may", "shall")) == "has “may” for “shall”"
    assert str(Difference("", "not")) == "leaves out “not”"
    assert str(Difference("very", "")) == "adds “very”"


def test_another_matter_is_not_like_it():
    assert compare("Whales eat krill in the sea", TEXT).likeness < MIN_LIKENESS
    assert compare("Whales", "").likeness < MIN_LIKENESS


def test_parts_in_another_order_have_no_differences():
    compared = compare("is not a substitute … The Group stresses", TEXT)
    assert (compared.likeness, compared.differences) == (1.0, ())


def test_overlap_counts_each_word_once():
    assert overlap("the the Group’s aim", "The group's aims") == 2


WORDS = st.lists(
    st.sampled_from(["the", "Group", "of", "21", "“it”", "co-op", "–", "été", "a,"]),
    min_size=1,
    max_size=30,
)


@given(WORDS, st.data())
def test_any_run_of_words_is_located_where_it_stands(
    words: list[str], data: st.DataObject
):
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    text, quotation = " ".join(words), " ".join(words[start:end])
    ((a, b),) = located(quotation, text)
    assert text[a:b] == quotation


@given(WORDS, WORDS)
def test_comparing_never_fails(one: list[str], other: list[str]):
    compared = compare(" ".join(one), " ".join(other))
    assert 0 <= compared.likeness <= 1
    assert 0 <= compared.span[0] < compared.span[1] <= len(" ".join(other))


SPACE = st.text(st.sampled_from(" \n\t\r\u00a0\x1c"), min_size=1, max_size=4)


@given(st.lists(st.tuples(WORDS, SPACE), min_size=1, max_size=4), st.data())
def test_ranges_are_found_in_the_source(
    pieces: list[tuple[list[str], str]], data: st.DataObject
):
    text, spans = "# ", []
    for words, space in pieces:
        start = len(text)
        text += space.join(words)
        spans.append((start, len(text)))
        text += "\n\nheader\n\n"
    folded = fold(" ".join(text[a:b] for a, b in spans))
    start = data.draw(st.integers(0, len(folded) - 1))
    end = data.draw(st.integers(start + 1, len(folded)))
    if folded[start] == " " or folded[end - 1] == " ":
        return
    found = source_spans(text, spans, [(start, end)])
    assert fold(" ".join(text[a:b] for a, b in found)) == folded[start:end]
    assert list(found) == sorted(found)


def test_long_and_repetitive_texts_are_compared_soon():
    started = time.perf_counter()
    compare("again and " * 20_000, "and again " * 20_000)
    compare(" … ".join(["again and"] * 5_000), "and again " * 20_000)
    assert time.perf_counter() - started < 10
