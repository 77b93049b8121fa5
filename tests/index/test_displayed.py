import pytest

from index.displayed import is_row, is_table
from index.extracts import Extract
from index.structure import structure

VERSE = (
    "I hung a lantern by the door\n  To light the lane for you,\n"
    "And all night long it burned for four\n  Where it was lit for two.\n"
)
TABLE = (
    "Location        Feet      Use\n"
    "Duluth       120,000      Factory\n"
    "Reno          35,500      Warehouse\n"
)
PARAGRAPH = (
    "We believe that our properties are adequate. None of them is for sale, and all "
    "of them are insured against fire and flood."
)


def kinds(text):
    return [(b.kind, b.text) for b in structure(Extract(text)).blocks]


def folded(text):
    return " ".join(text.split())


def test_a_stanza_is_one_paragraph():
    text = f"The Lantern\n\n{VERSE}\n{VERSE}"
    stanza = ("paragraph", folded(VERSE))
    assert kinds(text) == [("title", "The Lantern"), stanza, stanza]


def test_rows_of_a_table_are_one_paragraph_and_no_heading():
    text = f"Properties\n\n{TABLE}\n{PARAGRAPH}\n"
    assert kinds(text)[1:] == [("paragraph", folded(TABLE)), ("paragraph", PARAGRAPH)]


def test_one_row_with_a_figure_is_no_heading():
    text = f"Sales\n\nNet sales          84,200\n\n{PARAGRAPH}\n"
    assert ("paragraph", "Net sales 84,200") in kinds(text)


def test_lines_that_are_sentences_stay_paragraphs():
    text = f"A day\n\nHe rose.\nHe ate.\nHe slept.\n\n{PARAGRAPH}\n"
    assert [text for _, text in kinds(text)[1:4]] == [
        "He rose.",
        "He ate.",
        "He slept.",
    ]


def test_a_table_before_the_title_does_not_hide_it():
    text = f"{TABLE}\n                The Lantern Protocol\n\n{PARAGRAPH}\n"
    assert ("title", "The Lantern Protocol") in kinds(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Duluth     Factory", True),
        ("Duluth\tFactory", True),
        ("I.   Introduction", False),
        ("(a)  Lanterns used at sea", False),
        ("Two  spaces  part  words", False),
        ("General Assembly        Distr.: General", False),
    ],
)
def test_a_row_has_cells_beside_its_number(text, found):
    assert is_row(text) is found


def test_two_cells_alone_are_a_table_only_with_a_figure():
    assert is_table("Net sales     84")
    assert not is_table("Article 5     Definitions")


def test_initials_side_by_side_number_nothing():
    text = f"{PARAGRAPH}\n\nA. Smith          B. Jones\n"
    assert structure(Extract(text)).blocks[-1].marker is None


def test_headings_right_above_a_short_sentence_are_not_one_with_it():
    text = f"Tower\n\n{PARAGRAPH}\n\nHistory\nEarly years\nIt burned.\n\n{PARAGRAPH}\n"
    assert kinds(text)[2:5] == [
        ("heading", "History"),
        ("heading", "Early years"),
        ("paragraph", "It burned."),
    ]
