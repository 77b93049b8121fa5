from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from index.aliases import Aliases
from index.definitions import Definition
from qa import Assistant
from qa.alias_wording import reworded, understood_as

ALIASES = Aliases(
    [("HPT", "Heron Protection Treaty")],
    {"ab": [Definition("the Treaty", "Heron Protection Treaty")]},
)


def understood(question: str, *texts: str, aliases: Aliases = ALIASES) -> str:
    passages = [("ab", text) for text in texts]
    return understood_as(question, reworded(question, aliases, passages))


def test_the_form_that_a_passage_has_instead_follows_in_brackets():
    assert understood("What of the HPT?", "The heron protection treaty is old.") == (
        "What of the HPT (heron protection treaty)?"
    )
    assert understood("What does the US say?", "The United States said no.") == (
        "What does the US (United States) say?"
    )


def test_names_that_did_not_matter_are_left_alone():
    for question, text in [
        ("What of the HPT?", "The HPT is old."),
        ("What of the HPT?", "The Heron Protection Treaty (HPT) is old."),
        ("What of the HPT?", "Fish swim."),
        ("Is the HPT the Heron Protection Treaty?", "The Heron Protection Treaty."),
        ("What of the United States?", "The United States of America said no."),
        ("What of the G-21?", "The G21 said no."),
        ("Do fish swim?", "The HPT is old."),
    ]:
        assert understood(question, text) == question


def test_one_passage_is_enough_and_the_first_decides():
    texts = ["The HPT is old.", "Heron Protection Treaty", "The Treaty is old."]
    assert understood("What of the HPT?", *texts) == (
        "What of the HPT (Heron Protection Treaty)?"
    )


def test_a_term_of_the_document_is_a_form_too():
    assert understood("Is the Heron Protection Treaty old?", "The Treaty is old.") == (
        "Is the Heron Protection Treaty (The Treaty) old?"
    )


def test_a_name_is_explained_once_and_within_brackets_in_square_ones():
    text = "The Heron Protection Treaty is old."
    assert understood("HPT or HPT?", text).count("Heron") == 1
    assert understood("And now? (HPT, fish)", text) == (
        "And now? (HPT [Heron Protection Treaty], fish)"
    )


def test_an_answer_shows_the_form_that_the_papers_have(seeds: Assistant):
    answer = seeds.ask("What are the US objections to the PPWT?")
    assert answer.understood_as == (
        "What are the US (United States) objections to the PPWT?"
    )
    question = "What are the United States' objections to the PPWT?"
    assert seeds.ask(question).understood_as == question


@given(
    st.text(alphabet=st.sampled_from("HPTUS eronG21().")),
    st.lists(st.text(alphabet=st.sampled_from("HPTUS eronG21()."))),
)
def test_without_what_was_put_in_it_is_the_question(
    question: str, texts: Sequence[str]
):
    passages = [("ab", text) for text in texts]
    names = reworded(question, ALIASES, passages)
    shown = understood_as(question, names)
    assert len(shown) == len(question) + sum(len(f" ({n.found})") for n in names)
    assert names or shown == question
