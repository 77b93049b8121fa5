import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.documents import Document, Masthead, Paragraph, fold
from index.extracts import Extract
from index.markdown import markdown_blocks
from index.passages import passages as number_passages
from index.structure import structure

SENTENCE = "The Committee met and considered its report. It was adopted without a vote."
PIECES = [
    *[
        "The Group met in the last",
        "round of talks",
        "1. ",
        "2) ",
        "(a) ",
        "(i) ",
        "• ",
    ],
    *[
        "- ",
        "# ",
        "> ",
        "* 1 ",
        "[^1]: ",
        "```",
        "| a | b |",
        "---",
        "____",
        "Article 2",
    ],
    *[
        "Annex",
        "CD/77",
        "English",
        "3 May 2001",
        "Please recycle",
        "- 2 -",
        "7",
        "done.",
    ],
    *["as follows:", "A heading", "Note verbale dated 3 May 2001", "(Signed) A", "\n"],
    *[
        "\n\n",
        "\r\n",
        "\r",
        "\f",
        "\t",
        " ",
        "\u00a0",
        "\u2003",
        "\u2028",
        "\x85",
        "\x1c",
    ],
    *["\u200b", "\ufeff", "é", "外层", ".", "_", "\\"],
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.text()
)


def passages(text, name="a.txt"):
    """Return the passages of any text at all, of what `read` refuses too."""
    blocks = tuple(markdown_blocks(text)) if name.endswith(".md") else None
    document = Document("id", name, "A", text, "0" * 64, "en", Masthead())
    made_of = structure(Extract(text, blocks, marks=blocks is not None))
    return number_passages(document, made_of)


def labels(text, name="a.txt"):
    return [p.paragraph and p.paragraph.label for p in passages(text, name)]


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(["a.txt", "a.md"]))
@example("The last\n\f\nround ended.", "a.txt")
@example("1.\f(a) x:\f• y", "a.txt")
def test_the_folded_spans_are_the_passage(text, name):
    for passage in passages(text, name):
        spans = passage.locator.spans
        assert fold(" ".join(text[a:b] for a, b in spans)) == passage.text
        assert passage.text
        assert all(0 <= a < b <= len(text) for a, b in spans)
        assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(["a.txt", "a.md"]))
def test_passages_do_not_overlap_and_come_in_reading_order(text, name):
    found = passages(text, name)
    assert [p.ordinal for p in found] == list(range(len(found)))
    assert [p.locator.spans[0] for p in found] == sorted(
        p.locator.spans[0] for p in found
    )
    spans = sorted(span for p in found for span in p.locator.spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
    assert all(p.lead_in is None or p.lead_in < p.ordinal for p in found)


def test_paragraph_cut_by_a_page_seam_is_one_passage():
    found = passages("The last\n\f\nround ended.")
    assert [p.text for p in found] == ["The last round ended."]


def test_printed_numbers_are_labels_and_no_part_of_the_text():
    found = passages(f"1. {SENTENCE}\n\n2. {SENTENCE}")
    assert [p.text for p in found] == [SENTENCE, SENTENCE]
    assert [p.paragraph for p in found] == [
        Paragraph("1", "printed"),
        Paragraph("2", "printed"),
    ]


def test_a_number_on_a_page_of_its_own_is_still_a_label():
    assert labels(f"1.\n\f\n{SENTENCE}\n\n2. {SENTENCE}") == ["1", "2"]


def test_sub_paragraphs_carry_the_labels_above_and_their_lead_in():
    text = (
        f"10. It said:\n\n(a) {SENTENCE}\n\n(b) In particular:\n\n(i) {SENTENCE}\n\n"
        f"(ii) {SENTENCE}\n\n(c) {SENTENCE}\n\n11. {SENTENCE}"
    )
    found = passages(text)
    assert [p.paragraph.label for p in found] == [
        "10", "10 (a)", "10 (b)", "10 (b) (i)", "10 (b) (ii)", "10 (c)", "11",
    ]  # fmt: skip
    assert [p.lead_in for p in found] == [None, 0, 0, 2, 2, 0, None]


def test_the_letter_after_h_is_i_and_the_numeral_after_i_is_ii():
    letters = [f"({letter}) {SENTENCE}" for letter in "abcdefghij"]
    assert labels("1. It said:\n\n" + "\n\n".join(letters))[-2:] == ["1 (i)", "1 (j)"]


def test_french_letters_are_labelled_like_any():
    text = f"3. Il a dit:\n\na) {SENTENCE}\n\nb) {SENTENCE}"
    assert labels(text) == ["3", "3 (a)", "3 (b)"]


def test_numbers_left_out_of_an_extract_do_not_stop_the_labels():
    text = (
        f"2. {SENTENCE}\n\n[omitted]\n\n6. {SENTENCE}\n\n7. It was:\n\n(c) {SENTENCE}"
    )
    assert labels(text) == ["2", "6", "7", "7 (c)"]


def test_numbers_that_begin_again_under_a_heading_begin_again():
    article = f"Article I\n\n1. {SENTENCE}\n\n2. {SENTENCE}"
    text = f"Treaty\n\n{article}\n\nArticle II\n\n1. {SENTENCE}"
    found = passages(text)
    assert [(p.section, p.paragraph.label) for p in found] == [
        (("Article I",), "1"),
        (("Article I",), "2"),
        (("Article II",), "1"),
    ]


def test_a_short_list_stands_with_its_lead_in():
    points = "The points were:\n\n1) Take stock,\n\n2) Go on,\n\n3) Stop."
    text = f"{SENTENCE}\n\n{points}\n\n{SENTENCE}"
    found = passages(text)
    assert [p.text for p in found] == [
        SENTENCE,
        "The points were: 1) Take stock, 2) Go on, 3) Stop.",
        SENTENCE,
    ]
    assert [p.paragraph for p in found] == [
        Paragraph(str(n), "counted") for n in (1, 2, 3)
    ]
    assert len(found[1].locator.spans) == 1


def test_a_list_within_a_short_list_stands_with_both_lead_ins():
    inner = "(b) the orbit:\n\n(i) period;\n\n(ii) apogee;"
    text = f"1. It shall give:\n\n(a) a name;\n\n{inner}"
    (found,) = passages(text)
    assert found.text.endswith("(b) the orbit: (i) period; (ii) apogee;")
    assert found.paragraph == Paragraph("1", "printed")


def test_titles_with_a_full_stop_are_fragments_too():
    (found,) = passages("The subjects were:\n\n1. Tests.\n\n2. Safeguards.\n\n3. Any.")
    assert found.text == "The subjects were: 1. Tests. 2. Safeguards. 3. Any."


def test_a_markdown_list_whose_numbers_begin_again_has_no_lead_in_above():
    text = f"It said:\n\n  1. {SENTENCE}\n  4. {SENTENCE}\n\n\n  2. {SENTENCE}\n"
    found = passages(text, "a.md")
    assert [p.lead_in for p in found] == [None, 0, 0, None]


def test_items_with_sentences_of_their_own_stand_alone():
    text = f"It proposed:\n\n• {SENTENCE}\n\n• {SENTENCE}"
    found = passages(text)
    assert [p.text for p in found] == ["It proposed:", SENTENCE, SENTENCE]
    assert [p.lead_in for p in found] == [None, 0, 0]


def test_bullets_under_a_heading_have_no_lead_in():
    text = f"Report\n\nProposals Made\n\n• {SENTENCE}\n\n• {SENTENCE}"
    found = passages(text)
    assert [(p.section, p.lead_in) for p in found] == [(("Proposals Made",), None)] * 2


def test_paragraphs_are_counted_where_none_is_numbered_and_headings_are_not():
    text = f"Report\n\nOne\n\n{SENTENCE}\n\nTwo\n\n{SENTENCE}\n\n{SENTENCE}"
    found = passages(text)
    assert [p.paragraph for p in found] == [
        Paragraph(str(n), "counted") for n in (1, 2, 3)
    ]


def test_an_unnumbered_paragraph_among_numbered_ones_has_no_label():
    assert labels(f"1. {SENTENCE}\n\n{SENTENCE}\n\n2. {SENTENCE}") == ["1", None, "2"]


def test_cover_note_and_body_are_labelled_apart():
    heading = "Note verbale dated 3 May 2001 from the Permanent Mission of Peru"
    text = f"{heading}\n\n{SENTENCE}\n\n{SENTENCE}\n\nCD/77\n\nA paper\n\n1. {SENTENCE}"
    found = passages(text)
    assert [(p.part, p.section, p.paragraph) for p in found] == [
        ("cover note", (heading,), Paragraph("cover note 1", "counted")),
        ("cover note", (heading,), Paragraph("cover note 2", "counted")),
        ("body", (), Paragraph("1", "printed")),
    ]


def test_sections_nest_by_their_form():
    text = f"Report\n\nI. ONE\n\nA. Two\n\n{SENTENCE}\n\nII. THREE\n\n{SENTENCE}"
    assert [p.section for p in passages(text)] == [
        ("I. ONE", "A. Two"),
        ("II. THREE",),
    ]


def test_a_heading_that_repeats_the_title_is_no_section():
    text = (
        f"# Cable from A to B (1958)\n\n## 7 Cable from A to B[1](#f1)\n\n{SENTENCE}\n"
    )
    assert [p.section for p in passages(text, "a.md")] == [()]


def test_notes_are_labelled_as_notes_and_stand_under_no_heading():
    text = f"# A\n\n## B\n\n{SENTENCE}[^4]\n\n[^4]: See paper 7.\n"
    note = passages(text, "a.md")[-1]
    assert (note.text, note.section) == ("See paper 7.", ())
    assert note.paragraph == Paragraph("note 4", "printed")


def test_notes_do_not_keep_paragraphs_from_being_counted():
    text = f"# A\n\n{SENTENCE}[^4]\n\n[^4]: See paper 7.\n"
    assert passages(text, "a.md")[0].paragraph == Paragraph("1", "counted")


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "(((",
        "1. 1. ",
        "1. x:\n",
        "(a) y:\n",
        "• z\n",
        "A/1/",
        "[",
        "*",
        "_a ",
        "|",
        "=",
        "3 May 2001 ",
        "Committee on ",
        "first session ",
        "item 1 ",
        ". . ",
        "Article 1 ",
        "Abc\n",
        "abc\n\n",
        "a\x0c",
        "7\n",
        "> ",
        "<!--",
        "____\n1 a\n",
        "(Signed) A\nHead\n",
        "a:\n",
    ],
)
def test_no_input_takes_more_than_linear_time(unit, name):
    # A quadratic rule would take minutes at this size.
    passages(unit * (60_000 // len(unit)), name)


def test_clauses_after_a_colon_are_items_however_long():
    clause = "to enable features such as prices by place, and the analysis of data "
    text = f"We use it:\n\n{clause * 3},\n\nto meet contracts, and\n\nto count you.\n"
    found = passages(text)
    assert [passage.lead_in for passage in found] == [None, 0, 0, 0]


def test_a_paragraph_goes_on_with_numbers_after_a_list_in_between():
    text = (
        "1\\. We met.\n\n2\\. They were:\n\n  1. tall; \n  2. old.\n\n3\\. We left.\n"
    )
    labels = [p.paragraph.label for p in passages(text, "a.md") if p.paragraph]
    assert labels[-1] == "3"
