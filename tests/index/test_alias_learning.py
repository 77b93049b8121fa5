from collections.abc import Sequence

import pytest

from index.alias_evidence import Evidence, Observed
from index.alias_learning import MISPRINT_REACH, learn
from index.aliases import Aliases


def observed(row: int) -> Observed:
    return Observed(row, f"document {row}", None, None, "")


def learned(*documents: Sequence[str]) -> Aliases:
    evidence = Evidence.create()
    for row, texts in enumerate(documents):
        evidence.note(observed(row), texts)
    return learn(evidence, lambda row: documents[row])


DEFINED = "They proposed No First Heron (NFH)."
APART = ["Something else."] * (MISPRINT_REACH + 1)


def test_definitions_of_all_documents_are_learned():
    aliases = learned([DEFINED], ["Nothing."])
    assert aliases.others("the NFH") == ["No First Heron"]


def test_two_letters_that_changed_places_near_the_right_form_are_a_misprint():
    aliases = learned([DEFINED, "The NHF is good."])
    assert aliases.others("the NHF") == ["NFH"]


@pytest.mark.parametrize(
    "documents",
    [
        [[DEFINED, *APART, "The NHF is good."]],
        [[DEFINED], ["The NHF is good."]],
        [[DEFINED, "The NHF is good."], ["The NHF again."]],
        [[DEFINED, "The NHF is good.", "The NHF is bad."]],
        [[DEFINED, "The National Heron Fund (NHF) is good."]],
        [[DEFINED, "Both NFH and NHF are good.", "NFH"]],
        [[DEFINED, "The FNH is good."]],
        [["The NFH is good.", "The NHF is good."]],
    ],
    ids=[
        "far away",
        "in another document",
        "in two documents",
        "more frequent",
        "defined",
        "told apart",
        "another first letter",
        "of an undefined form",
    ],
)
def test_other_short_forms_are_no_misprints(documents: list[list[str]]):
    assert "NFH" not in learned(*documents).others("the NHF")


NAME = "The Grey Heron Society met."


def test_a_name_that_is_repeated_explains_the_short_form_beside_it():
    assert learned([NAME, NAME, "The GHS agreed."]).others("the GHS") == [
        "Grey Heron Society"
    ]


@pytest.mark.parametrize(
    "documents",
    [
        [[NAME, "The GHS agreed."]],
        [[NAME, NAME], ["The GHS agreed."]],
        [[NAME, NAME, "The GHS agreed.", "A Great Horned Sheep saw it."]],
        [[NAME, NAME, "The GHS agreed."], ["The GHS."], ["GHS!"]],
        [["The Grey Heron met the Grey Heron.", "The GH agreed."]],
    ],
    ids=[
        "said once",
        "in another document",
        "two names",
        "mostly elsewhere",
        "two letters",
    ],
)
def test_less_evidence_explains_nothing(documents: list[list[str]]):
    aliases = learned(*documents)
    assert aliases.others("the GHS, the GH") == []


def test_what_is_written_beside_documents_is_added():
    aliases = learn(
        Evidence.create(), lambda _: [], [("NFH", "No First Heron", "Last Heron")]
    )
    assert aliases.others("NFH") == ["No First Heron", "Last Heron"]
