import pytest

from index.markers import following, is_first, places, read_marker


@pytest.mark.parametrize(
    ("text", "style", "value", "length"),
    [
        ("11. The Group", "number", "11", 4),
        ("1) Take stock", "number", "1", 3),
        (r"14\. Escaped", "number", "14", 5),
        ("(a) The Conference", "letter", "a", 4),
        ("a) désigne", "letter", "a", 3),
        ("(iv) perigee", "letter", "iv", 5),
        ("A. General", "capital", "A", 3),
        ("III. Conclusions", "capital", "III", 5),
        ("2.1 Debris", "decimal", "2.1", 4),
        ("• A call", "bullet", "", 2),
        ("- a dash", "bullet", "", 2),
        ("1.The word", "number", "1", 2),
    ],
)
def test_printed_markers_are_read_with_the_space_behind_them(
    text, style, value, length
):
    found = read_marker(text)
    assert found is not None
    assert (found.style, found.value, found.length) == (style, value, length)


@pytest.mark.parametrize(
    "text",
    [
        "1985. The year",
        "e.g. this",
        "U.S. forces",
        "12 members",
        "-5 degrees",
        "(PPWT)",
        "*emphasis* here",
        "mm. of rain",
        "Hello",
        "",
        "1.",
    ],
)
def test_years_abbreviations_and_bare_numbers_are_no_markers(text):
    assert read_marker(text) is None


def test_a_letter_may_also_be_a_roman_numeral():
    after_h, one = read_marker("(h) x"), read_marker("(i) x")
    assert after_h
    assert one
    assert set(places(one)) == {("letter", 9), ("roman", 1)}
    assert following(places(after_h)) & set(places(one)) == {("letter", 9)}
    assert is_first(places(one))
    assert not is_first(places(after_h))


def test_roman_numerals_count():
    for value, place in [("ii", 2), ("iv", 4), ("ix", 9), ("xiv", 14), ("xl", 40)]:
        found = read_marker(f"({value}) x")
        assert found
        assert ("roman", place) in places(found)
