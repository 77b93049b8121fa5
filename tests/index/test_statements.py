import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Document, Locator, Masthead, Passage, fold
from index.sentences import sentences
from index.statements import Statement, statements

Told = tuple[str | None, str, str | None]


def document(text: str, language: str = "en") -> Document:
    return Document("ab", "a.txt", "A", text, "00", language, Masthead())


def reported(*texts: str, language: str = "en") -> list[Statement]:
    found = [
        Passage(Locator("ab", ((0, 1),)), fold(text), place)
        for place, text in enumerate(texts)
    ]
    return statements(document("\n\n".join(texts), language), found)


def told(*texts: str) -> list[Told]:
    return [(one.actor, one.verb, one.stance) for one in reported(*texts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway stressed that mines kill.", ("Norway", "stress", None)),
        ("The United Kingdom welcomed the plan.",
         ("The United Kingdom", "welcome", "supports")),
        ("Peru and the European Union rejected the draft.",
         ("Peru and the European Union", "reject", "opposes")),
        ("A number of delegations also endorsed the code.",
         ("A number of delegations", "endorse", "supports")),
        ("Most members of the Council favoured a ban.",
         ("Most members of the Council", "favour", "supports")),
        ("All delegations that took the floor recognized the danger.",
         ("All delegations that took the floor", "recognize", None)),
        ("Ambassador Ana Ruiz of Peru noted that time is short.",
         ("Ambassador Ana Ruiz of Peru", "note", None)),
        ("Malta (on behalf of the European Union) spoke against the ban.",
         ("Malta on behalf of the European Union", "speak", "opposes")),
        ("Kenya, speaking on behalf of the African Group, supported it.",
         ("Kenya on behalf of the African Group", "support", "supports")),
        ("Norway, supported by several States, called for a ban.",
         ("Norway", "call", "supports")),
        ("In this regard, the Chair recalled that the rules bind.",
         ("the Chair", "recall", None)),
        ("The court held that the clause is void.", ("The court", "hold", None)),
        ("The Ministry of Health announced a new plan.",
         ("The Ministry of Health", "announce", None)),
        ("Okafor et al. argue that whales sing.", ("Okafor et al.", "argue", None)),
        ("Critics doubt the figures.", ("Critics", "doubt", "opposes")),
        ("According to Norway, mines kill.", ("Norway", "accord", None)),
        ("The plan was rejected by the Senate in 1999.",
         ("the Senate", "reject", "opposes")),
        ("The plan received strong support from many States.",
         ("many States", "support", "supports")),
    ],
)  # fmt: skip
def test_a_named_speaker_is_the_actor(text: str, expected: Told):
    assert told(text) == [expected]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Norway expressed its strong support for the plan.", "supports"),
        ("Norway expressed reservations about the plan.", "opposes"),
        ("Norway expressed no support for the plan.", "opposes"),
        ("Norway expressed no objection to the plan.", None),
        ("Norway reaffirmed its opposition to the plan.", "opposes"),
        ("Norway noted the lack of support for the plan.", None),
        ("Norway did not support the plan.", "opposes"),
        ("Norway could not support the plan.", "opposes"),
        ("Norway was not in favour of the plan.", "opposes"),
        ("Norway was in favour of the plan.", "supports"),
        ("Norway refused to endorse the plan.", "opposes"),
        ("Norway continued to oppose the plan.", "opposes"),
        ("Norway objected to the plan.", "opposes"),
        ("Norway expressed the view that the plan is old.", None),
    ],
)
def test_the_verb_and_its_object_tell_the_stance(text: str, stance: str | None):
    (one,) = reported(text)
    assert (one.actor, one.stance) == ("Norway", stance)


@pytest.mark.parametrize(
    "text",
    [
        "Norway did not object to the plan.",
        "Norway did not mention the plan.",
        "No delegation supported the plan.",
        "States should support the plan.",
        "The plan could support many uses.",
        "The beam supports the roof.",
        "If the plan is rejected, nothing changes.",
        "We support the plan.",
        "I said that the plan is old.",
        "He was opposed by many.",
        "The Treaty states that mines are banned.",
        "Norway held a meeting.",
        "Norway was told of the plan.",
    ],
)
def test_what_is_no_statement_of_somebody_is_none(text: str):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "verb", "stance"),
    [
        ("A view was expressed that mines kill.", "express", None),
        ("It was noted that mines kill.", "note", None),
        ("It has been widely argued that mines kill.", "argue", None),
        ("Concern was expressed about the plan.", "express", "opposes"),
        ("Support for the plan was voiced.", "voice", "supports"),
        ("There was broad support for the plan.", "express", "supports"),
        ("The need for haste was emphasized.", "emphasize", None),
        ("A proposal was made to wait.", "make", None),
    ],
)
def test_a_view_without_a_speaker_is_given_to_nobody(
    text: str, verb: str, stance: str | None
):
    assert told(text) == [(None, verb, stance)]


def test_a_view_expressed_by_somebody_is_theirs():
    assert told("Concern was expressed by some delegations about the plan.") == [
        ("some delegations", "express", "opposes")
    ]


def test_a_pronoun_goes_on_with_the_speaker_of_the_sentence_before():
    assert told(
        "Some delegations opposed the plan. They added that it is old.",
        "Norway opposed the plan. It stressed that it is old.",
        "Mr. Ito of Japan opposed the plan. In his view, it is old.",
        "It was said that the plan is old. It warned against it.",
    ) == [
        ("Some delegations", "oppose", "opposes"),
        ("Some delegations", "add", None),
        ("Norway", "oppose", "opposes"),
        ("Norway", "stress", None),
        ("Mr. Ito of Japan", "oppose", "opposes"),
        ("Mr. Ito of Japan", "be of the view", None),
        (None, "say", None),
        (None, "warn", "opposes"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Norway accused Peru of delay. It noted that the plan is old.",
        "Norway and Peru opposed the plan. It noted that the plan is old.",
        "Norway opposed the plan. The hall was cold. It noted that the plan is old.",
        "Norway opposed the plan. They noted that the plan is old.",
    ],
)
def test_an_unclear_pronoun_is_given_to_nobody(text: str):
    assert [one.verb for one in reported(text)] in (["accuse"], ["oppose"])


def test_each_clause_has_its_own_speaker_and_stance():
    assert told("Some delegations supported the plan, while others opposed it.") == [
        ("Some delegations", "support", "supports"),
        ("others", "oppose", "opposes"),
    ]
    assert told("Norway welcomed the plan and added that time is short.") == [
        ("Norway", "welcome", "supports"),
        ("Norway", "add", None),
    ]
    assert told("While welcoming the plan, Norway noted that it is old.") == [
        ("Norway", "welcome", "supports"),
        ("Norway", "note", None),
    ]


def test_what_somebody_says_of_another_is_not_the_others_statement():
    assert told("Norway said that Peru had supported the plan and rejected talks.") == [
        ("Norway", "say", None)
    ]


def test_a_quotation_is_not_the_documents_own_report():
    text = "Norway said: “We must act. Peru rejected the plan. It added that no.”"
    assert told(text) == [("Norway", "say", None)]


def test_the_group_is_the_one_that_the_cover_note_speaks_for():
    letter = Passage(
        Locator("ab", ((0, 1),)),
        "On behalf of the Group of 21, Peru requests that this be issued.",
        0,
        part="cover note",
    )
    paper = Passage(Locator("ab", ((2, 3),)), "The Group welcomes the plan.", 1)
    text = f"{letter.text}\n\n{paper.text}"
    assert statements(document(text), [letter, paper])[-1].actor == "The Group of 21"
    assert statements(document(text), [paper])[-1].actor == "The Group"


def test_another_language_has_no_statements():
    assert reported("Norway stressed that mines kill.", language="fr") == []


def test_a_capital_at_a_sentences_beginning_does_not_make_a_name():
    assert told("Verification supports trust. We like verification.") == []
    assert told("Acme said that it is hiring. The head of Acme agreed.") == [
        ("Acme", "say", None)
    ]


VOCABULARY = """
Norway Some delegations The Group It They noted that supported , and while opposed the
plan was rejected by “ ” ( ) . In his view, A view was expressed
"""
WORDS = st.sampled_from(VOCABULARY.split())


@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=200))
def test_a_statement_lies_within_its_sentence(text: str):
    for one in reported(text):
        passage = one.passage.text
        assert one.span in sentences(passage)
        assert one.span[0] <= one.clause[0] < one.clause[1] <= one.span[1]
