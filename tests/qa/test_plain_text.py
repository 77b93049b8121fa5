from hypothesis import given
from hypothesis import strategies as st

from qa.plain_text import plain


def test_full_width_and_no_break_characters_are_plain():
    text = "ＣＤ／２１００\N{NO-BREAK SPACE}¶\N{NARROW NO-BREAK SPACE}12"  # noqa: RUF001
    assert plain(text).text == "CD/2100 ¶ 12"


def test_invisible_characters_are_gone():
    text = "\N{RIGHT-TO-LEFT MARK}CD\N{ZERO WIDTH SPACE}/21\N{SOFT HYPHEN}00"
    assert plain(text).text == "CD/2100"


def test_dashes_and_quotes_are_the_plain_ones():
    assert plain("paras. 8–10 “a” ‘b’").text == "paras. 8-10 \"a\" 'b'"


@given(st.text(max_size=200))
def test_every_plain_character_knows_its_place(text: str):
    read = plain(text)
    assert len(read.places) == len(read.text)
    assert list(read.places) == sorted(read.places)
    for at in range(len(read.text)):
        start, end = read.original((at, at + 1))
        assert 0 <= start < end <= len(text)
