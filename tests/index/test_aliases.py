import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.aliases import Aliases
from index.definitions import Definition


def test_every_form_of_a_name_finds_the_others():
    aliases = Aliases([("HPMs", "heron-protecting measures")])
    assert aliases.others("on the HPM") == ["heron-protecting measures"]
    assert aliases.others("Heron-Protecting Measures") == ["HPMs"]
    assert aliases.others("a heron-protecting measure") == ["HPMs"]
    assert "Group of 21" in aliases.others("The G-21 said")
    assert "G-21" in aliases.others("the group of 21")


def test_us_the_pronoun_is_no_country():
    aliases = Aliases()
    assert aliases.others("they told us so") == []
    assert "United States" in aliases.others("the US said")


def test_a_turkey_is_no_country():
    assert Aliases().others("They roast a turkey.") == []
    assert "Türkiye" in Aliases().others("Turkey said so.")


def test_accents_and_full_stops_do_not_make_another_name():
    assert "Turkey" in Aliases().others("Turkiye said so")
    assert "United States" in Aliases().others("the U.S. position")


def test_a_form_the_text_has_already_is_left_out():
    assert Aliases().others("The European Union (EU) spoke.") == []


def test_a_form_of_the_same_words_and_more_adds_nothing():
    assert Aliases().others("Iran said") == []
    assert Aliases().others("the Islamic Republic of Iran said") == []


def test_a_longer_name_does_not_hide_a_shorter_one():
    assert "US" in Aliases().others("the United States of America")


def test_what_the_documents_define_goes_before_what_is_known():
    assert "Conference on Disarmament" in Aliases().others("the CD")
    aliases = Aliases([("CD", "continuous delivery")])
    assert aliases.others("the CD") == ["continuous delivery"]
    assert "CD" not in aliases.others("the Conference on Disarmament")
    agreed = Aliases([("CD", "Geneva Conference")])
    assert "Conference on Disarmament" in agreed.others("the CD")


CONFERENCE = Definition("the Conference", "Conference on Herons")


@pytest.mark.parametrize(
    ("text", "document_id", "others"),
    [
        ("The Conference met.", "ab", ["Conference on Herons"]),
        ("The Conference met.", "cd", []),
        ("The Conference on Herons met.", "ab", []),
        ("the conference met; this Conference too", "ab", []),
        ("the Conference Room", "ab", []),
        ("the Conference of Owls", "ab", []),
    ],
)
def test_a_term_is_good_for_its_own_document(
    text: str, document_id: str, others: list[str]
):
    aliases = Aliases(terms={"ab": [CONFERENCE]})
    assert aliases.others(text, document_id) == others


def test_a_mention_knows_its_place_and_its_other_forms():
    aliases = Aliases(terms={"ab": [CONFERENCE]})
    text = "The Conference heard the U.S. delegate."
    first, second = aliases.mentions(text, "ab")
    assert text[first.start : first.end] == "The Conference"
    assert first.others == {("conference", "on", "heron")}
    assert text[second.start : second.end] == "U.S."
    assert ("united", "state") in second.others


def test_aliases_are_read_as_they_were_written():
    aliases = Aliases([("HPT", "Heron Treaty")], {"ab": [CONFERENCE]})
    again = Aliases.from_json(aliases.to_json())
    assert again.to_json() == aliases.to_json()
    assert again.others("The Conference read the HPT.", "ab") == [
        "Heron Treaty",
        "Conference on Herons",
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"names": 1, "terms": {}}', "nul"])
def test_what_are_no_aliases_is_refused(text: str):
    with pytest.raises(ValueError, match=r"."):
        Aliases.from_json(text)


@given(st.text(alphabet=st.sampled_from("AB USGTurkey21.,-’ßİ\ud800")))
def test_mentions_lie_in_the_text_and_others_are_not_in_it(text: str):
    aliases = Aliases([("AB", "US")])
    for mention in aliases.mentions(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.form not in mention.others
    assert not set(aliases.others(text)) & set(text.split())


def test_names_of_a_long_text_are_found_in_linear_time():
    assert Aliases().others("United " * 100_000) == []
