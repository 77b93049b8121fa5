import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.keywords import Term
from qa.sentences import best_sentences, sentences


def term(word: str, idf: float = 1.0) -> Term:
    return Term(word, word, idf, 1)


def texts(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


def test_abbreviations_of_diplomatic_prose_do_not_end_a_sentence():
    text = (
        "H.E. Htin Lynn spoke on para. 12 of CD/2100. "
        "Mr. Lagos agreed, cf. resolution 72/26."
    )
    assert texts(text) == [
        "H.E. Htin Lynn spoke on para. 12 of CD/2100.",
        "Mr. Lagos agreed, cf. resolution 72/26.",
    ]


@given(st.text())
def test_sentences_leave_out_only_white_space(text: str):
    ranges = sentences(text)
    assert ranges == sorted(ranges)
    covered = {place for a, b in ranges for place in range(a, b)}
    assert sum(b - a for a, b in ranges) == len(covered)
    assert all(c.isspace() for i, c in enumerate(text) if i not in covered)
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in ranges)


def test_the_sentence_with_most_of_the_questions_weight_is_marked():
    text = "The Group met in Geneva. It discussed debris at length. It rested."
    (span,) = best_sentences(text, [term("debri", 3.0), term("geneva", 1.0)])
    assert text[slice(*span)] == "It discussed debris at length."


@pytest.mark.parametrize("text", ["Only one sentence on debris.", "None. Of. Them."])
def test_nothing_is_marked_where_a_mark_would_say_nothing(text: str):
    assert best_sentences(text, [term("debri")]) == ()
