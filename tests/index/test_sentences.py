import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import LONG_SENTENCE, sentences


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


PARTS = [
    "(b) ",
    "It ended. ",
    "[c] ",
    "Cf. ",
    "5. ",
    "“No!” ",
    "\n\n",
    "U. ",
    "; ",
    "é",
]


@given(st.text() | st.lists(st.sampled_from(PARTS)).map("".join))
def test_sentences_leave_out_only_white_space(text: str):
    ranges = sentences(text)
    assert ranges == sorted(ranges)
    covered = {place for a, b in ranges for place in range(a, b)}
    assert sum(b - a for a, b in ranges) == len(covered)
    assert all(c.isspace() for i, c in enumerate(text) if i not in covered)
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in ranges)


@pytest.mark.parametrize(
    "sentence",
    [
        "6. Safeguarding information is a duty.",
        "(b) Every State shall inform the others.",
        "It was widely believed.[citation needed]",
        "It was widely believed. [c] [12]",
        "The notice is for non-U. S. users of the site.",
        "For s = −2, −4, ... , all zeroes are real.",
    ],
)
def test_what_belongs_to_a_sentence_is_not_cut_off(sentence: str):
    assert texts(f"{sentence} It rested.") == [sentence, "It rested."]


def test_a_quotation_left_open_does_not_take_in_the_rest():
    parts = [
        "He said “the matter is pressing and it has been for very long indeed.",
        "Nobody has ever answered this question in the way that it was put.",
    ] * 3
    assert len(" ".join(parts)) > LONG_SENTENCE
    assert texts(" ".join(parts)) == parts
