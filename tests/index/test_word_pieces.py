from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import pytest
from tokenizers import Encoding, Tokenizer

from index.model_files import bundled_model
from index.word_pieces import LATEST, MAX_PIECES, WordPieces


class CountingTokenizer:
    """The model's tokenizer, and how often it was used."""

    def __init__(self) -> None:
        file = bundled_model().folder / "tokenizer.json"
        self.tokenizer: Tokenizer = Tokenizer.from_file(str(file))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.token_to_id = self.tokenizer.token_to_id
        self.used = 0

    def encode(self, text: str, *, add_special_tokens: bool) -> Encoding:
        self.used += 1
        return self.tokenizer.encode(text, add_special_tokens=add_special_tokens)


@pytest.fixture
def counting() -> CountingTokenizer:
    return CountingTokenizer()


@pytest.fixture
def made(counting: CountingTokenizer) -> WordPieces:
    return WordPieces(counting)  # type: ignore[arg-type]


def test_a_question_and_its_context_are_cut_once(
    made: WordPieces, counting: CountingTokenizer
):
    questions = ["And the European Union?", "Who objects: the European Union?"]
    assert all(map(made.reads, questions))
    lengths = [len(made.beginning(question)) for question in questions]
    assert counting.used == len(questions) == LATEST
    assert lengths[0] < lengths[1]


def test_only_the_latest_questions_are_kept(
    made: WordPieces, counting: CountingTokenizer
):
    for question in ("One?", "Two?", "Three?", "One?"):
        made.beginning(question)
    assert counting.used == 4


def test_threads_that_ask_at_once_get_their_own_pieces(made: WordPieces):
    questions = [f"What does article {'ten ' * number}say?" for number in range(8)]
    expected = {one: made.beginning(one).ids.tolist() for one in questions}
    many = list(islice(cycle(questions), 400))
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(made.beginning, many))
    for question, pieces in zip(many, found, strict=True):
        assert pieces.ids.tolist() == expected[question]


def test_a_question_is_cut_short_and_a_passage_into_windows(made: WordPieces):
    text = "word " * (MAX_PIECES + 1)
    assert len(made.beginning(text)) == MAX_PIECES + 2
    parts = made.parts(text)
    assert len(parts) == 2
    assert all(len(part.given) <= MAX_PIECES + 2 for part in parts)
    for part in parts:
        start, end = part.given.spans[-1] + part.start
        assert text[start:end] == "word"


def test_half_a_character_is_a_question_mark(made: WordPieces):
    assert (made.beginning("\ud800").ids == made.beginning("?").ids).all()
    assert made.beginning("").spans.shape == (0, 2)
