from collections.abc import Generator, Sequence

import numpy as np
import pytest

from index.parts import Part, Window, cut, embed_parts
from index.tokens import Tokens

ended: list[str] = []


def window(text: str) -> Window:
    spans = np.array([(0, len(text))], np.int32)
    vector = np.array([len(text)], np.float32)
    return Window(vector, Tokens(vector[np.newaxis], spans, np.zeros(1, np.int32)))


def embed(texts: Sequence[str]) -> Generator[Window, None, None]:
    ended.clear()
    try:
        yield from map(window, texts)
    finally:
        ended.extend(texts)


def test_a_text_within_the_limit_is_one_part():
    offsets = [(0, 3), (4, 7)]
    assert cut("one two", offsets, [0, 1], 2) == [Part(0, "one two")]


def test_a_longer_text_is_cut_between_its_words():
    text = "one two three four"
    offsets = [(0, 3), (4, 7), (8, 13), (14, 18)]
    parts = cut(text, offsets, range(4), 2)
    assert [text[part.start :].startswith(part.given) for part in parts] == [True] * 3
    assert [part.given for part in parts] == ["one two", "two three", "three four"]


def test_texts_keep_their_order_and_their_parts():
    texts = [[Part(0, "ab")], [Part(0, "abcd"), Part(3, "a")], [Part(0, "abc")]]
    finished: list[int] = []
    found = embed_parts(texts, embed, finished.append)
    assert [each.windows.ravel().tolist() for each in found] == [[2], [4, 1], [3]]
    assert found[1].tokens.spans.tolist() == [[0, 4], [3, 4]]
    assert found[1].tokens.windows.tolist() == [0, 1]
    assert ended == ["abcd", "abc", "ab", "a"]
    assert finished == [1, 1, 1]


def test_an_engine_is_closed_when_the_work_is_broken_off():
    def fail(finished: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed_parts([[Part(0, "a")], [Part(0, "b")]], embed, fail)
    assert ended == ["a", "b"]
