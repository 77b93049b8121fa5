from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.keywords import Term
from index.sentences import sentences
from index.stemming import stems
from index.tokens import NO_TOKENS, Tokens
from index.words import WORD
from qa.highlights import WEIGHTS, WORD_WEIGHTS, answering_sentences
from qa.sentence_signals import Asked, Reading, Scores, prepare, signals

DIMENSION = 8


def terms(*surfaces: str) -> list[Term]:
    return [Term(one, stems(one)[0], 1.0, 1) for one in surfaces]


def pieces(text: str, meanings: Sequence[set[str]], start: int = 0) -> Tokens:
    """Return a word piece for each word; words of one meaning have one vector."""
    words = list(WORD.finditer(text))
    vectors = np.zeros((len(words), DIMENSION), np.float32)
    for row, word in enumerate(words):
        known = [i for i, same in enumerate(meanings) if word[0].casefold() in same]
        vectors[row, known[0] if known else -1] = 1
    spans = [(word.start() + start, word.end() + start) for word in words]
    return Tokens(
        vectors,
        np.array(spans, np.int32).reshape(-1, 2),
        np.zeros(len(words), np.int32),
    )


def marked(text: str, asked: Asked, tokens: Tokens = NO_TOKENS) -> list[str]:
    return [text[a:b] for a, b in answering_sentences(text, asked, tokens)]


def test_the_sentence_that_has_the_questions_words_is_marked():
    text = "The Group met in Geneva. It discussed debris at length. It rested."
    asked = prepare("What of debris?", terms("debris"), NO_TOKENS)
    assert marked(text, asked) == ["It discussed debris at length."]


def test_a_word_that_every_sentence_has_decides_nothing():
    text = "Debris is old. Debris is cold. Debris is left by satellites."
    asked = prepare("debris of satellites", terms("debris", "satellites"), NO_TOKENS)
    assert marked(text, asked) == ["Debris is left by satellites."]


def test_another_word_of_the_same_meaning_is_a_match():
    text = "The talks were long. The matter was pressing."
    meanings = [{"urgent", "pressing"}, {"talks"}, {"long"}]
    question = "Is it urgent?"
    asked = prepare(question, terms("urgent"), pieces(question, meanings))
    assert marked(text, asked, pieces(text, meanings)) == ["The matter was pressing."]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When was the treaty signed?", "The treaty was signed in June 1967."),
        ("Who signed the treaty?", "The treaty was signed by Boris Smith."),
        ("Where was the treaty signed?", "The treaty was signed in Geneva."),
        ("Why was the treaty signed?", "The treaty was signed because of a danger."),
        ("How many signed the treaty?", "The treaty was signed by 98 states."),
    ],
)
def test_an_answer_of_the_kind_that_is_asked_for_is_preferred(
    question: str, answer: str
):
    text = f"The treaty was signed at last. {answer} The treaty was signed again."
    asked = prepare(question, terms("treaty", "signed"), NO_TOKENS)
    assert marked(text, asked) == [answer]


def test_a_date_that_the_question_has_is_no_answer():
    asked = prepare("When did the 1967 treaty end?", (), NO_TOKENS)
    text = "It began in 1967. It ended in 1999."
    (typed,) = [signals(asked, Reading(text, sentences(text), NO_TOKENS))["typed"]]
    assert typed.tolist() == [0, 1]


def test_the_only_sentence_is_the_one():
    text = "Only one sentence on debris."
    assert marked(text, prepare("debris?", terms("debris"), NO_TOKENS)) == [text]


@pytest.mark.parametrize("text", ["None. Of. Them.", ""])
def test_nothing_is_marked_where_a_mark_would_say_nothing(text: str):
    assert marked(text, prepare("debris?", terms("debris"), NO_TOKENS)) == []


def test_word_pieces_of_a_heading_before_the_passage_are_left_out():
    text = "It is old. It is cold."
    asked = prepare("debris", (), pieces("debris", [{"debris"}]))
    heading = "Debris "
    whole = pieces(heading + text, [{"debris"}], start=-len(heading))
    own = pieces(text, [{"debris"}])
    ranges = sentences(text)
    found, expected = (
        signals(asked, Reading(text, ranges, tokens)) for tokens in (whole, own)
    )
    assert found.keys() == WEIGHTS.keys()
    for name in WEIGHTS:
        np.testing.assert_array_equal(found[name], expected[name])


def test_overlapping_windows_are_read_as_one_text():
    text = "The matter was pressing. The talks were long."
    meanings = [{"urgent", "pressing"}, {"talks"}]
    once = pieces(text, meanings)
    twice = Tokens(
        np.concatenate([once.vectors, once.vectors]),
        np.concatenate([once.spans, once.spans]),
        np.repeat([0, 1], len(once)).astype(np.int32),
    )
    asked = prepare("urgent", terms("urgent"), pieces("urgent", meanings))
    ranges = sentences(text)
    for name in WEIGHTS:
        first, second = (
            signals(asked, Reading(text, ranges, tokens))[name]
            for tokens in (once, twice)
        )
        np.testing.assert_allclose(first, second)


def test_a_passage_without_word_pieces_is_judged_by_its_words():
    text = "One. Two."
    asked = prepare("two", terms("two"), pieces("two", []))
    found = signals(asked, Reading(text, sentences(text), NO_TOKENS))
    assert found.keys() == WORD_WEIGHTS.keys()


def test_another_scorer_may_choose():
    def last(asked: Asked, reading: Reading) -> Scores:
        return np.arange(len(reading.sentences), dtype=np.float64)

    text = "The first is here. The second is here. The third is here."
    asked = prepare("first", terms("first"), NO_TOKENS)
    (span,) = answering_sentences(text, asked, NO_TOKENS, scorer=last)
    assert text[slice(*span)] == "The third is here."


@given(
    st.lists(
        st.sampled_from(["It is so.", "When? In 1999!", "Ana's", "\n", "(b) No;"])
    ),
    st.sampled_from(["When was Ana?", "so", "?", "How many 1999s?"]),
    st.booleans(),
)
def test_a_mark_is_a_whole_sentence(parts: list[str], question: str, has_vectors: bool):
    text = " ".join(parts)
    tokens = pieces if has_vectors else lambda text, meanings: NO_TOKENS
    asked = prepare(question, terms("Ana"), tokens(question, [{"so"}]))
    ranges = answering_sentences(text, asked, tokens(text, [{"so"}]))
    assert len(ranges) <= 1
    assert set(ranges) <= set(sentences(text))
