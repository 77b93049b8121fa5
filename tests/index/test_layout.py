import textwrap

import pytest

from index.documents import fold
from index.layout import logical_lines

FIRST = (
    "The Committee considered the report of its working group on the use of nuclear "
    "power sources, and heard statements by the members who had asked for the floor."
)
SECOND = (
    "Several delegations said that the work had gone well, and that the framework "
    "could be adopted at the next session. Others asked for more time to study it."
)
START, END = FIRST[: FIRST.index(" power")], FIRST[FIRST.index("power") :]
THIRD = (
    "It was agreed that the question would be taken up again in the spring of the year."
)


def lines(text):
    return [block.text for block in logical_lines(text)]


def wrapped(*paragraphs, width=60, first="", rest=""):
    return [
        textwrap.wrap(p, width, initial_indent=first, subsequent_indent=rest)
        for p in paragraphs
    ]


def test_hard_wrapped_paragraphs_between_blank_lines_are_joined():
    text = "\n\n".join("\n".join(p) for p in wrapped(FIRST, SECOND, THIRD))
    assert lines(text) == [FIRST, SECOND, THIRD]


def test_a_blank_line_after_every_line_separates_no_paragraphs():
    text = "\n\n".join(line for p in wrapped(FIRST, SECOND, THIRD) for line in p)
    assert lines(text) == [FIRST, SECOND, THIRD]


def test_paragraphs_without_any_blank_line_end_with_a_short_line():
    text = "\n".join(line for p in wrapped(FIRST, SECOND, THIRD) for line in p)
    assert lines(text) == [FIRST, SECOND, THIRD]


def test_an_indent_begins_a_paragraph():
    text = "\n".join(
        line for p in wrapped(FIRST, SECOND, THIRD, first="    ") for line in p
    )
    assert lines(text) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read_alike(newline):
    text = newline.join(line for p in wrapped(FIRST, SECOND) for line in p)
    assert lines(text) == [FIRST, SECOND]


def test_one_line_a_paragraph_stays_so():
    assert lines(f"{FIRST}\n{SECOND}\n{THIRD}") == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "seam",
    [
        "\f",
        "\n\f\n",
        "\n\n- 12 -\n\n",
        "\nCD/1\npage 3\n\n",
        "\n\n\n",
        "\n2/3      16-21567\n\f",
    ],
)
def test_a_paragraph_cut_by_the_edge_of_a_page_is_one(seam):
    text = f"CD/1\n\n{THIRD}\n\n{START}{seam}{END}\n\n{SECOND}"
    assert lines(text) == ["CD/1", THIRD, FIRST, SECOND]


def test_a_cut_paragraph_has_a_span_for_each_of_its_parts():
    text = f"{START}\n\n- 12 -\n\n{END}"
    (block,) = logical_lines(text)
    assert len(block.spans) == 2
    assert fold(" ".join(text[a:b] for a, b in block.spans)) == FIRST


def test_running_headers_are_kept_once_and_repeated_sentences_always():
    page = "Report of the Committee on Outer Space\n\n{}\n\nIt was so decided.\f"
    text = "".join(page.format(p) for p in (FIRST, SECOND, THIRD, FIRST))
    assert lines(text).count("Report of the Committee on Outer Space") == 1
    assert lines(text).count("It was so decided.") == 4


def test_left_and_right_headers_with_a_symbol_are_dropped():
    left, right = "A/RES/1/2        On outer space", "On outer space        A/RES/1/2"
    text = f"A/RES/1/2\n\n{FIRST}\f{left}\n\n{SECOND}\f{right}\n\n{THIRD}"
    assert lines(text) == ["A/RES/1/2", FIRST, SECOND, THIRD]


def test_a_symbol_printed_again_is_a_running_header():
    assert lines(f"CD/7\n\n{FIRST}\n\nCD/7\n\n{SECOND}") == ["CD/7", FIRST, SECOND]


def test_numbers_within_a_table_are_no_page_numbers():
    assert lines("Members:\n\n65\n\nObservers:\n\n40\n\nTotal: 105.")[1] == "65"


def test_a_heading_over_several_lines_is_one_and_not_glued_to_its_paragraph():
    heading = [
        "Group of Governmental Experts on Transparency and",
        "Confidence-Building Measures in Outer",
    ]
    body = wrapped(FIRST, SECOND, width=72)
    text = "\n\n".join(["  " + heading[0], heading[1], *body[0], *body[1]])
    assert lines(text) == [" ".join(heading), FIRST, SECOND]


def test_items_of_a_list_stand_alone_and_a_number_in_running_text_does_not_cut_it():
    item = "1. " + FIRST
    running = (
        "The matter is dealt with in the second chapter of the report, in paragraph\n"
        "3. The rest follows here and goes on for a while so that it fills the line\n"
        "to the end."
    )
    assert lines("\n".join(wrapped(item)[0]) + "\n\n" + running) == [
        item,
        fold(running),
    ]


def test_figures_set_below_the_line_do_not_cut_an_unwrapped_paragraph():
    text = f"{FIRST}\n\nThe gas (O\n3) is a form of O\n2\nthat is rare.\n\n{SECOND}"
    assert lines(text) == [
        FIRST,
        "The gas (O 3) is a form of O 2 that is rare.",
        SECOND,
    ]


def test_hanging_items_keep_their_lines():
    text = "\n".join(
        line
        for p in wrapped("(a) " + FIRST, "(b) " + SECOND, rest="    ")
        for line in p
    )
    assert lines(text) == ["(a) " + FIRST, "(b) " + SECOND]


def test_clauses_of_a_preamble_are_paragraphs():
    clauses = ["Recalling its earlier resolutions,", "considérant que le temps presse,"]
    assert lines("\n\n".join([*clauses, FIRST])) == [*clauses, FIRST]


def test_a_number_on_a_line_of_its_own_belongs_to_the_next():
    assert lines(f"1.\n\n{FIRST}\n\n2.\n\n{SECOND}") == ["1. " + FIRST, "2. " + SECOND]


def test_footnotes_at_the_bottom_of_a_page_do_not_cut_the_paragraph():
    text = f"{START}\n________\n1 See document 7.\n2 Idem.\n\f{END}\n\n{SECOND}"
    found = logical_lines(text)
    assert [(b.kind, b.text) for b in found] == [
        ("paragraph", FIRST),
        ("note", "1 See document 7."),
        ("note", "2 Idem."),
        ("paragraph", SECOND),
    ]


def test_a_rule_between_sections_begins_no_footnotes():
    text = f"{FIRST}\n\n-----\n\n{SECOND}\n\n{THIRD}"
    assert {block.kind for block in logical_lines(text)} == {"paragraph"}


def test_an_annex_that_ends_a_sentence_is_no_heading():
    text = (
        '1.1 In this Memorandum, "the Land" means the land described in\nAnnex A.\n\n'
        "1.2 The Port leases the Land to the City for a term of thirty\n"
        "years. The rent is one dollar a year, and is paid in advance on\nthe first "
        "day of May.\n"
    )
    assert lines(text)[0].endswith("described in Annex A.")


def test_footers_that_name_the_page_are_dropped_beside_anything():
    start, end = wrapped(FIRST, width=50)[0][:2], wrapped(FIRST, width=50)[0][2:]
    pages = "\n".join(
        f"Rowe              Informational         [Page {n}]\n\n{line}"
        for n, line in enumerate(end, 1)
    )
    text = (
        "\n".join(start)
        + "\n\n\n"
        + pages
        + "\n\n"
        + "\n".join(wrapped(SECOND, width=50)[0])
    )
    assert "Informational" not in " ".join(lines(text))
    assert lines(text)[0] == FIRST


def test_clauses_of_a_list_that_an_empty_line_parts_are_not_one_sentence():
    text = (
        "We may use what you tell us:\n\nto perform services with tools that others "
        "have made, and that we do not run ourselves, and\n\nto count our visitors."
        f"\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n\n" + f"{THIRD}\n\n" * 12
    )
    assert lines(text)[2] == "to count our visitors."


def test_wiki_marks_make_headings_in_plain_text_too():
    found = logical_lines(f" = Harbour = \n\n {FIRST} \n\n = = History = = \n")
    assert [(b.kind, b.level, b.text) for b in found] == [
        ("heading", 1, "Harbour"),
        ("paragraph", 0, FIRST),
        ("heading", 2, "History"),
    ]


def test_a_job_number_ends_the_footnotes_of_a_page():
    text = f"{FIRST}\n\n__________\n1 See the report.\n\nV.11-82999 (E)\n\n{SECOND}\n"
    assert "1 See the report." in lines(text)


def test_small_letters_join_nothing_in_a_text_without_capitals():
    clause = "the increase was caused by higher purchases of glass in the last quarter"
    text = f"{clause}\nmanagement expects less .\n" + "it rose in may .\n" * 12
    assert lines(text)[:2] == [clause, "management expects less ."]
