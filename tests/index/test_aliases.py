import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.aliases import Aliases, Definition, definitions


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        (
            "on Transparency and Confidence-Building Measures (TCBMs) in space",
            "TCBMs",
            "Transparency and Confidence-Building Measures",
        ),
        (
            "of the United Nations Institute for Disarmament Research (UNIDIR)",
            "UNIDIR",
            "United Nations Institute for Disarmament Research",
        ),
        (
            "the exclusion of Anti-Satellite Weapons (ASAT)",
            "ASAT",
            "Anti-Satellite Weapons",
        ),
        (
            "an International Code of Conduct (ICoC).",
            "ICoC",
            "International Code of Conduct",
        ),
        (
            "a treaty on the prevention of placement of weapons in outer space and of "
            "the threat or use of force against outer space objects (PPWT, CD/1985)",
            "PPWT",
            "prevention of placement of weapons in outer space and of the threat or "
            "use of force against outer space objects",
        ),
    ],
)
def test_a_short_form_in_brackets_is_defined_by_the_words_before(
    text: str, short: str, long: str
):
    assert list(definitions(text)) == [Definition(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "the resolution (see annex) was adopted",
        "its resolution 110 (II) of 3 November",
        "a report (A/68/189) was issued",
        "It ended. (ABC) was not defined",
        "nothing",
    ],
)
def test_other_brackets_define_nothing(text: str):
    assert list(definitions(text)) == []


def test_every_form_of_a_name_finds_the_others():
    aliases = Aliases([Definition("TCBMs", "confidence-building measures")])
    assert aliases.others("on the TCBM") == ["confidence-building measures"]
    assert aliases.others("Confidence-Building Measures") == ["TCBMs"]
    assert "Group of 21" in aliases.others("The G-21 said")
    assert "G-21" in aliases.others("the group of 21")


def test_us_the_pronoun_is_no_country():
    aliases = Aliases()
    assert aliases.others("they told us so") == []
    assert "United States" in aliases.others("the US said")


def test_a_form_the_text_has_already_is_left_out():
    others = Aliases().others("The European Union (EU) spoke.")
    assert others == []


def test_a_longer_name_does_not_hide_a_shorter_one():
    others = Aliases().others("the United States of America")
    assert "US" in others


@given(st.text(alphabet=st.sampled_from("AB cd(),.-’G21 ")))
def test_any_text_is_read_in_peace(text: str):
    for definition in definitions(text):
        assert definition.long in text
    Aliases().others(text)


def test_names_of_a_long_text_are_found_in_linear_time():
    assert list(definitions("(AB" * 50_000)) == []
    assert list(definitions("x (AB)" * 20_000)) == []
    assert Aliases().others("United " * 100_000) == []
