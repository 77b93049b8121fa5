import pytest

from index.lines import (
    Setting,
    dangles,
    physical_lines,
    runs_on,
    setting,
    starts_caseless,
    starts_lower,
    would_fit,
)


def test_lines_are_exact_slices_of_the_text():
    text = "\ufeffOne \r\n\r\n\t two\x0cthree\u2028four\n"
    for line in physical_lines(text):
        assert text[line.start : line.end] == line.text


def test_blank_lines_indents_and_page_breaks_are_counted():
    lines = physical_lines("a\r\n\r\n\r\n  b\n\tc\f\nd")
    assert [(line.text, line.gap, line.indent) for line in lines] == [
        ("a", 0, 0),
        ("b", 2, 2),
        ("c", 0, 8),
        ("d", 1, 0),
    ]
    assert [line.seam for line in lines] == [False, False, False, True]


def test_text_with_a_blank_line_after_every_line_is_known_as_such():
    body = [
        "the Committee on outer space met on",
        "the first day and heard a report of",
    ]
    how = setting(physical_lines("\n\n".join(body * 5)))
    assert how == Setting(wrapped=True, width=35, gap=1, separated=False)


def test_one_line_a_paragraph_is_not_wrapped_text():
    assert not setting(
        physical_lines("A sentence.\n\nAnother one.\n\nA third.")
    ).wrapped


@pytest.mark.parametrize("text", ["in the last", "by Mr.", "and", "“quoted”", "A."])
def test_a_line_without_a_stop_runs_on(text):
    assert runs_on(text)


@pytest.mark.parametrize(
    "text", ["Done.", "said so.”", "as follows:", "完成。", "well?)"]
)
def test_a_line_with_a_stop_does_not_run_on(text):
    assert not runs_on(text)


def test_articles_prepositions_and_hyphens_dangle():
    assert dangles("report of the")
    assert dangles("Co-")
    assert dangles("of the Working Group on")
    assert not dangles("Working Group")


def test_capitals_small_letters_and_caseless_scripts_are_told_apart():
    assert starts_lower("the")
    assert not starts_lower("The")
    assert not starts_lower("外层")
    assert starts_caseless("外层")
    assert not starts_caseless("The")


def test_a_word_fits_with_the_space_before_it():
    assert would_fit("abc", "de f", 6)
    assert not would_fit("abc", "def", 6)
