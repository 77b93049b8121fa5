from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import words as index_words
from index.stemming import stems as index_stems
from index.words import content_words, index_form, indexed


def stems(text: str) -> set[str]:
    return set(index_stems(index_form(text)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("G-21", "G21"),
        ("anti-satellite", "antisatellites"),
        ("anti-satellite", "anti satellite"),
        ("A/RES/71/31", "A/RES/71/31."),
        ("CD/2100", "cd2100"),
        ("U.S.", "US"),
        ("co\N{SOFT HYPHEN}operation", "cooperation"),
        ("non\N{NON-BREAKING HYPHEN}proliferation", "non-proliferation"),
        ("1,000,000", "1000000"),
        ("Côte d'Ivoire", "Cote d'Ivoire"),
        ("Cote", "Co\N{COMBINING CIRCUMFLEX ACCENT}te"),
        ("WEAPONS", "weapon"),
        ("the Group's", "groups"),
        ("Geneva\N{SUPERSCRIPT ONE}\N{SUPERSCRIPT TWO}", "Geneva"),
        ("CD/2100\N{SUPERSCRIPT FIVE}.", "CD/2100"),
        ("CO\N{SUBSCRIPT TWO}", "CO2"),
    ],
)
def test_two_ways_to_write_a_word_meet(one: str, other: str):
    assert stems(one) & stems(other) - {"anti", "non", "d"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2.5", "25"),
        ("1967-1974", "19671974"),
        ("5,12", "512"),
        ("10\N{SUPERSCRIPT TWO}", "102"),
    ],
)
def test_figures_that_differ_do_not_meet(one: str, other: str):
    assert not stems(one) & stems(other)


def test_function_words_are_not_content():
    question = "What does the G-21 say about it, and why isn't H.E. in space?"
    assert [word.surface for word in content_words(question)] == [
        "G-21",
        "say",
        "H.E",
        "H.E",
        "space",
    ]


@given(st.text(st.characters(exclude_categories=["Cs", "Cn"])))
def test_a_questions_stems_are_those_of_the_same_text_indexed(text: str):
    found = {stem for word in content_words(text) for stem in (word.whole, *word.parts)}
    assert found <= stems(text)


def test_a_passages_words_are_all_found_in_a_question_that_quotes_it():
    text = (
        "The Group of 21 (G-21) noted A/RES/71/31, 2.5 per cent, anti-satellite arms."
    )
    found = {stem for word in content_words(text) for stem in (word.whole, *word.parts)}
    assert found == stems(text)


TRICKY = (
    "aZ9_ \n.,-/&'=\u0301\u0338\u00ad\u2010\u00b2\u00a0\u3000é中文的กाдὸأ\uff11\uff0f“"
)


@given(
    st.text(st.sampled_from(TRICKY), max_size=30)
    | st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from(["en", "de", "es", "ru", "xx"]),
)
def test_a_text_is_indexed_as_its_form_is_stemmed(text: str, language: str):
    expected = Counter(index_stems(index_form(text), language))
    assert Counter(indexed(text, language).split()) == expected


def test_words_are_indexed_alike_when_some_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(index_words, "KEPT", 4)
    known = index_words._Pieces("en")
    words = [f"weapons{letter}" for letter in "abcdefghijk"]
    for word in [*words, *reversed(words), "x" * 1_000_000]:
        assert known[word].split() == index_stems(word)
        assert len(known) <= 4
