import pytest

from index.documents import Span
from qa.answers import Citation, CitedDocument
from qa.marking import judge

TEXT = "Whales breathe air. Blue whales eat tonnes of krill. They swim far."
FIRST, SECOND, THIRD = (0, 19), (20, 52), (53, 67)


def cited(text: str, *highlights: Span) -> Citation:
    return Citation(
        document=CitedDocument("d", None, "Whales", None, "en", None),
        paragraph=None,
        section=(),
        quote=text,
        highlights=highlights,
        spans=((0, len(text)),),
        sha256="0" * 64,
        score=1.0,
        label="Whales",
    )


@pytest.mark.parametrize(
    ("highlights", "right"),
    [
        ([SECOND], True),
        ([SECOND, THIRD], True),
        ([FIRST], False),
        ([FIRST, SECOND], False),
        ([], False),
    ],
)
def test_the_first_mark_is_right_where_its_sentence_holds_an_answer(
    highlights: list[Span], right: bool
):
    assert judge(cited(TEXT, *highlights), ["tonnes of krill"]).right is right


def test_any_of_the_answers_will_do():
    assert judge(cited(TEXT, THIRD), ["krill", "far"]).right is True


def test_only_the_first_occurrence_of_an_answer_counts():
    text = "Whales breathe air. Whales swim."
    assert judge(cited(text, (20, 32)), ["Whales"]).right is False


def test_an_answer_of_two_sentences_is_held_by_both():
    answer = "tonnes of krill. They swim"
    assert judge(cited(TEXT, SECOND), [answer]).right is True
    assert judge(cited(TEXT, THIRD), [answer]).right is True


def test_a_passage_of_one_sentence_is_neither_right_nor_wrong():
    assert judge(cited("Blue whales eat krill."), ["krill"]).right is None


def test_a_whole_sentence_claims_no_words():
    mark = judge(cited(TEXT, SECOND), ["krill"])
    assert (mark.text, mark.span_f1) == ("Blue whales eat tonnes of krill.", None)


def test_marked_words_are_compared_with_the_answer():
    start = TEXT.index("of krill")
    mark = judge(cited(TEXT, (start, start + len("of krill"))), ["tonnes of krill"])
    assert mark.right is True
    assert mark.text == "of krill"
    assert mark.span_f1 == pytest.approx(2 * 2 / (2 + 3))
