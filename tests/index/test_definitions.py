import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.definitions import Definition, definitions, spells, terms


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
        (
            "the Organization of Quiet Marsh Keeping Communes (OQMKC) met",
            "OQMKC",
            "Organization of Quiet Marsh Keeping Communes",
        ),
        (
            "the Heron Protection Treaty (hereinafter referred to as “the HPT”) is old",
            "HPT",
            "Heron Protection Treaty",
        ),
        ("the HPT (Heron Protection Treaty) is old", "HPT", "Heron Protection Treaty"),
        ("Heron Protection Treaty, or HPT, is", "HPT", "Heron Protection Treaty"),
        (
            "The Heron Protection Treaty is commonly known as the HPT.",
            "HPT",
            "Heron Protection Treaty",
        ),
    ],
)
def test_a_short_form_is_defined_by_the_words_beside_it(
    text: str, short: str, long: str
):
    assert list(definitions(text)) == [Definition(short, long)]


def test_words_that_a_short_form_has_nothing_of_may_be_left_out():
    assert list(definitions("the exclusion of Anti-Satellite Weapons (ASAT)")) == [
        Definition("ASAT", "Anti-Satellite Weapons"),
        Definition("ASAT", "Anti-Satellite"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "the resolution (see annex) was adopted",
        "its resolution 110 (II) of 3 November",
        "a report (A/68/189) was issued",
        "It ended. (ABC) was not defined",
        "the HPT (see the annex to it) is old",
        "the Heron Treaty, or HPT, is old",
        "choose the first one, or NATO, as you like",
        "nothing",
    ],
)
def test_what_explains_nothing_defines_nothing(text: str):
    assert list(definitions(text)) == []


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        (
            "In the Conference on Herons (hereinafter “the Conference”) we met.",
            "the Conference",
            "Conference on Herons",
        ),
        (
            "the International Heron Agency (the “Agency”) said",
            "the Agency",
            "International Heron Agency",
        ),
        (
            "Acme Media Group LLC (hereinafter referred to as the Company) collects",
            "the Company",
            "Acme Media Group LLC",
        ),
        ("the Heron Forum (“Forum”) met", "Forum", "Heron Forum"),
    ],
)
def test_a_term_stands_for_the_name_before_it(text: str, short: str, long: str):
    assert list(terms(text)) == [Definition(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "the Heron Forum (Geneva) met",
        "the Heron Forum (“Reiher”) met",
        "the forum (“the Forum”) met",
        "the Heron Protection Treaty (“the HPT”)",
    ],
)
def test_other_brackets_are_no_terms(text: str):
    assert list(terms(text)) == []


def test_every_initial_counts_but_those_of_function_words_and_after_hyphens():
    assert spells("TCBMs", "Transparency and Confidence-Building Measures")
    assert spells("ASW", "Anti-Satellite Weapons")
    assert spells("AW", "Anti-Satellite Weapons")
    assert spells("DoD", "Department of Defence")
    assert not spells("HT", "Heron Protection Treaty")
    assert not spells("THPT", "the Heron Protection Treaty")
    assert not spells("HPT", "")


@given(st.text(alphabet=st.sampled_from("AB cd(),.-’G21“”or ")))
def test_what_is_defined_stands_in_the_text(text: str):
    for definition in [*definitions(text), *terms(text)]:
        assert " ".join(definition.long.split()) in " ".join(text.split())


def test_long_texts_are_read_in_linear_time():
    for text in (
        "(AB" * 50_000,
        "x (AB)" * 20_000,
        ", or AB" * 20_000,
        "Aa (" * 50_000,
    ):
        list(definitions(text))
        list(terms(text))
