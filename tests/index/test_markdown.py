from datetime import date

import pytest

from index.markdown import markdown_blocks
from index.markup import plain_heading
from index.readers.marked import read_markdown
from index.structure import structure


def blocks(text):
    return [(b.kind, b.level, b.text) for b in markdown_blocks(text)]


def test_hashes_underlines_wiki_marks_and_bold_lines_are_headings():
    text = (
        "# One #\n\nTwo\n===\n\nThree\n---\n\n = = Four = =\n\n**Five**\n\nText here.\n"
    )
    assert blocks(text) == [
        ("heading", 1, "One"),
        ("heading", 1, "Two"),
        ("heading", 2, "Three"),
        ("heading", 2, "Four"),
        ("heading", 7, "Five"),
        ("paragraph", 0, "Text here."),
    ]


def test_a_short_line_without_marks_is_no_heading():
    assert blocks("Introduction\n\nText follows it.")[0] == (
        "paragraph",
        0,
        "Introduction",
    )


def test_front_matter_gives_the_title_and_no_text():
    text = '---\ntitle: "A guide"\ntags: [x]\n---\n\nText.\n'
    assert blocks(text) == [("title", 0, "A guide"), ("paragraph", 0, "Text.")]


def test_items_know_their_depth():
    text = "  1. one\n  2. two\n     - inner\n       goes on\n  3. three\n"
    assert [(b.level, b.text) for b in markdown_blocks(text)] == [
        (1, "1. one"),
        (1, "2. two"),
        (2, "- inner goes on"),
        (1, "3. three"),
    ]


def test_an_escaped_number_is_a_number():
    (block,) = markdown_blocks("14\\. The Committee met.")
    assert block.marker is not None
    assert block.marker.value == "14"


def test_quotation_marks_of_lines_stand_outside_the_spans():
    text = "> one\n> two\n"
    (block,) = markdown_blocks(text)
    assert block.text == "one two"
    assert [text[a:b] for a, b in block.spans] == ["one", "two"]


def test_code_and_tables_are_one_block_each():
    text = "```\na = 1\n\nb = 2\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert [b.text for b in markdown_blocks(text)] == [
        "a = 1 b = 2",
        "| a | b | | 1 | 2 |",
    ]


@pytest.mark.parametrize(
    "notes",
    [
        "  * 1 See paper 7.\n  * 2 Not found.\n",
        "[^1]: See paper 7.\n\n[^2]: Not found.\n",
    ],
)
def test_footnotes_are_notes_and_not_items_of_the_last_section(notes):
    found = markdown_blocks(f"# A\n\n## B\n\nText.[^1]\n\n{notes}")
    assert [(b.kind, b.marker and b.marker.value) for b in found[3:]] == [
        ("note", "1"),
        ("note", "2"),
    ]


def test_bullets_that_do_not_count_up_are_no_notes():
    found = markdown_blocks("# A\n\n* 3 men came.\n* 2 women came.\n")
    assert found[1].kind == "paragraph"


def test_a_sentence_cut_by_an_empty_line_is_one_paragraph():
    cut = (
        "The report was adopted by the group after a long debate on the wording of the"
    )
    assert blocks(f"{cut}\n\nfirst part of it.") == [
        ("paragraph", 0, f"{cut} first part of it.")
    ]


def test_one_line_a_paragraph_needs_no_empty_lines():
    line = "The report was adopted. " * 10
    assert len(markdown_blocks(f"{line}\n{line}\n{line}\n")) == 3


def test_headings_lose_references_links_and_emphasis():
    heading = "On _space_ [law](http://a.b)[3](#f3) &mdash; **now**[^2]"
    assert plain_heading(heading) == "On space law — now"


def test_dateline_and_classification_are_masthead_and_the_subject_a_heading():
    text = "# Cable\n\nOslo, [8] April 1958\n\n466\\. Secret\n\nOn China\n\nText."
    found = structure(read_markdown("a.md", text.encode()))
    assert [b.kind for b in found.blocks] == [
        "title",
        "masthead",
        "masthead",
        "heading",
        "paragraph",
    ]
    assert found.masthead.date == date(1958, 4, 8)


def test_a_text_without_gaps_has_a_paragraph_a_line():
    sentences = [f"The harbour has {n} piers ." for n in range(7)]
    text = "= Harbour =\n" + "\n".join(sentences) + "\nFirst pier ; 1900\nSecond ; 1910"
    assert [text for _, _, text in blocks(text)] == [
        "Harbour",
        *sentences,
        "First pier ; 1900 Second ; 1910",
    ]


def test_sentences_a_line_between_gaps_are_paragraphs_as_marked():
    text = "\n\n".join("The glass protects the flame.\nIt is thin." for _ in range(6))
    assert len(blocks(text)) == 6


def test_lines_that_open_with_a_label_are_paragraphs():
    text = "Methods: We walked.\nResults: We slept.\nIt was good."
    assert [text for _, _, text in blocks(text)] == [
        "Methods: We walked.",
        "Results: We slept. It was good.",
    ]


def test_small_letters_tell_nothing_in_a_text_without_capitals():
    long = "the increase was caused by higher purchases of glass in the last quarter"
    text = f"{long}\n\nmanagement expects less . \n\n" + "it rose .\n\n" * 6
    assert [text for _, _, text in blocks(text)][:2] == [
        long,
        "management expects less .",
    ]


def test_a_table_is_apart_from_the_text_right_above_it():
    assert [text for _, _, text in blocks("Depths are:\n| A | 4 |\n| B | 5 |")] == [
        "Depths are:",
        "| A | 4 | | B | 5 |",
    ]


def test_pieces_of_a_list_of_abbreviations_are_no_headings():
    assert blocks("Note : P\n= points ; G =\ngoals") == [
        ("paragraph", 0, "Note : P = points ; G = goals")
    ]


def test_secrecy_is_masthead_wherever_it_stands():
    text = "# Note\n\nWe met today.\n\nTop Secret Guard\n\nWe parted.\n"
    found = structure(read_markdown("a.md", text.encode()))
    assert [b.kind for b in found.blocks][2] == "masthead"


def test_several_texts_in_one_file_have_no_title_in_common():
    text = "".join(f"# T{n}\n\nText {n}.\n\n## Part\n\nMore.\n\n" for n in range(3))
    assert structure(read_markdown("a.md", text.encode())).title is None
    alone = "# T\n\nText.\n\n## A\n\nMore.\n\n## B\n\nMore.\n\n# Annex\n\nEnd.\n"
    assert structure(read_markdown("a.md", alone.encode())).title == "T"


def test_lines_are_paragraphs_in_a_text_without_capitals_too():
    head = "northern lantern corporation notes to the statements ( continued )"
    said = "see note 9 to the consolidated financial statements of the group ."
    text = f"{said}\n{said}\n{head}\n" * 8
    assert said in [text for _, _, text in blocks(text)]
