from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.windows import windows

# Lengths of words in pieces; every piece is one character, words follow closely.
WORDS = st.lists(st.integers(1, 12), min_size=1, max_size=60)


@given(WORDS, st.integers(2, 20))
def test_windows_cover_the_text_without_gaps_and_within_the_limit(
    lengths: list[int], limit: int
):
    words = [word for word, length in enumerate(lengths) for _ in range(length)]
    offsets = [(place, place + 1) for place in range(len(words))]
    spans = windows(offsets, words, limit)
    assert spans[0][0] == 0
    assert spans[-1][1] == len(words)
    for (start, end), (next_start, next_end) in pairwise(spans):
        assert start < next_start <= end < next_end
    assert all(end - start <= limit for start, end in spans)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=60), st.integers(10, 20))
def test_words_that_fit_are_never_cut(lengths: list[int], limit: int):
    words = [word for word, length in enumerate(lengths) for _ in range(length)]
    offsets = [(place, place + 1) for place in range(len(words))]
    edges = {0, len(words)} | {
        place for place in range(1, len(words)) if words[place] != words[place - 1]
    }
    for span in windows(offsets, words, limit):
        assert set(span) <= edges


def test_a_text_that_fits_is_one_window():
    assert windows([(0, 3), (4, 7)], [0, 1], 2) == [(0, 7)]


def test_windows_share_a_quarter():
    offsets = [(place, place + 1) for place in range(20)]
    assert windows(offsets, range(20), 8) == [(0, 8), (6, 14), (12, 20)]
