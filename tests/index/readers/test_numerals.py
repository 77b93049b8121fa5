import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.markers import roman
from index.readers.numerals import MAX_LETTERS, numeral


@pytest.mark.parametrize(
    ("form", "printed"),
    {
        "decimal": "1 4 12 15 16 21 40 53",
        "decimalZero": "01 04 12 15 16 21 40 53",
        "001": "001 004 012 015 016 021 040 053",
        "upperRoman": "I IV XII XV XVI XXI XL LIII",
        "lowerLetter": "a d l o p u nn aaa",
        "ordinal": "1st 4th 12th 15th 16th 21st 40th 53rd",
        "ordinalText": "First Fourth Twelfth Fifteenth Sixteenth Twenty-first Fortieth"
        " Fifty-third",
        "cardinalText": "One Four Twelve Fifteen Sixteen Twenty-one Forty Fifty-three",
        "russianLower": "\u0430 \u0433 \u043c \u043f"
        " \u0440 \u0445 \u043b\u043b \u0448\u0448",
        "chineseCounting": "一 四 十二 十五 十六 二十一 四十 五十三",
        "hebrew1": "\u05d0 \u05d3 \u05d9\u05d1 \u05d8\u05d5 \u05d8\u05d6"
        " \u05db\u05d0 \u05de \u05e0\u05d2",
        "decimalEnclosedCircle": "① ④ ⑫ ⑮ ⑯ 21 40 53",
    }.items(),
)
def test_numbers_in_every_form(form, printed):
    found = [numeral(n, form) for n in (1, 4, 12, 15, 16, 21, 40, 53)]
    assert found == printed.split()


@given(st.integers(1, 99))
def test_roman_numerals_are_read_back(value):
    assert roman(numeral(value, "lowerRoman")) == value


@given(st.integers(0, 10**6), st.text(max_size=12))
def test_an_unknown_form_prints_digits(value, form):
    assert numeral(value, f"x{form}") == str(value)


@given(
    st.integers(0, 10**6),
    st.sampled_from(["upperRoman", "lowerLetter", "hebrew1", "chicago", "ordinalText"]),
)
def test_no_number_is_long(value, form):
    assert len(numeral(value, form)) <= MAX_LETTERS
