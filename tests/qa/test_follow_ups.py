import pytest

from qa.follow_ups import is_follow_up, noun_phrases


@pytest.mark.parametrize(
    "question",
    [
        "Why does the US object to it?",
        "And about verification?",
        "What about China?",
        "Which country is he from?",
        "When?",
        "But what did the Group of 21 propose on verification?",
        "What was its mandate?",
        "Is that the position of China?",
        "What other measures were proposed by the Russian Federation?",
        "I meant the treaty that China proposed",
        "verification",
    ],
)
def test_a_question_that_points_back_is_a_follow_up(question: str):
    assert is_follow_up(question)


@pytest.mark.parametrize(
    "question",
    [
        "What did the United States say about the PPWT?",
        "Which resolution is titled No first placement of weapons in outer space?",
        "Why is the prevention of an arms race in outer space urgent?",
        "What is COPUOS?",
        "Who is Hellmut Lagos?",
        "Why does China oppose the treaty?",
        "And what did the Group of 21 propose on verification?",
        "Is there a proposal on space debris from China?",
        "Did China say that Russia agrees on the draft?",
        "Is it true that China proposed a treaty?",
        "How does China describe its role in the negotiations?",
        "What is one of the objections of the United States?",
    ],
)
def test_a_question_that_stands_alone_is_none(question: str):
    assert not is_follow_up(question)


@pytest.mark.parametrize(
    "question", ["谁负责条约的核查", "Кто это?", "ما هي المعاهدة؟", "¿Qué es eso?"]
)
def test_what_other_languages_lean_on_is_not_guessed(question: str):
    assert not is_follow_up(question)


def test_noun_phrases_are_the_runs_of_content_words():
    question = "What did China and the Russian Federation submit in 2014?"
    assert noun_phrases(question) == ["China", "Russian Federation", "2014"]


def test_punctuation_ends_a_noun_phrase():
    assert noun_phrases("verification, debris") == ["verification", "debris"]


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_words_of_talk_are_no_subjects(apostrophe: str):
    question = f"Okay, thanks. What{apostrophe}s the mandate of COPUOS?"
    assert noun_phrases(question) == ["mandate", "COPUOS"]


def test_a_name_in_capitals_is_a_subject_though_a_function_word_is_spelled_so():
    assert noun_phrases("What does the US tell us?") == ["US"]
