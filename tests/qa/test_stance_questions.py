import pytest

from qa.questions import Query
from qa.stance_questions import Request, asking_words, requested


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who opposed the PPWT and why?", Request("the PPWT", "opposes")),
        ("Who supports a ban?", Request("a ban", "supports")),
        ("Who does not support a ban?", Request("a ban", "opposes")),
        ("Who is in favour of a ban?", Request("a ban", "supports")),
        ("Which delegations doubted verification?", Request("verification", "opposes")),
        ("Who had reservations about a ban?", Request("a ban", "opposes")),
        ("Which states expressed concern about debris?", Request("debris", "opposes")),
        ("Who proposed a ban?", Request("a ban", verb="propose")),
        ("What did the EU say about a ban?", Request("a ban", actor="the EU")),
        ("What is Peru's position on a ban?", Request("a ban", actor="Peru")),
        ("Does Peru support a ban?", Request("a ban", "supports", actor="Peru")),
        ("Why did Peru reject a ban?", Request("a ban", "opposes", actor="Peru")),
        ("What are Peru's objections to a ban?",
         Request("a ban", "opposes", actor="Peru")),
        ("What are the arguments against a ban?", Request("a ban", "opposes")),
        ("What views were expressed on debris?", Request("debris")),
        ("What are the delegations' views on debris?", Request("debris")),
    ],
)  # fmt: skip
def test_questions_for_who_said_what_are_understood(question: str, expected: Request):
    assert requested(Query(question)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Who is Ana Ruiz?",
        "Who must refrain from testing?",
        "What does PPWT stand for and who proposed it?",
        "When was the treaty signed?",
        "Who supports it?",
        "?",
    ],
)
def test_other_questions_ask_for_nobody(question: str):
    assert requested(Query(question)) is None


def test_a_follow_up_takes_its_topic_from_the_question_before():
    follow_up = "And who supports it?"
    assert requested(Query(follow_up, f"{follow_up} (PPWT)")) == Request(
        "PPWT", "supports"
    )
    replaced = Query("And Peru?", "What did Peru say about a ban?")
    assert requested(replaced) == Request("a ban", actor="Peru")


def test_of_several_earlier_subjects_none_is_taken():
    follow_up = "And who supports it?"
    assert requested(Query(follow_up, f"{follow_up} (China, Peru)")) is None


def test_the_words_that_ask_are_not_what_is_asked_about():
    assert asking_words("Who opposed a ban?") == {"who", "opposed"}
    assert "peru" not in asking_words("Does Peru support a ban?")
    assert asking_words("When was the ban signed?") == frozenset()
