from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.phrases import PhraseFinder
from index.words import content_words


def found(phrase: str, text: str) -> list[str]:
    spans = PhraseFinder().find(list(content_words(phrase)), text)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("space debris", "Space debris is debris in space.", ["Space debris"]),
        ("verification", "To verify, verification is needed.", ["verification"]),
        ("weapon", "A weapon and two weapons.", ["weapon", "weapons"]),
        ("anti-satellite weapons", "an antisatellite weapon", ["antisatellite weapon"]),
        ("antisatellite weapon", "Anti-Satellite Weapons", ["Anti-Satellite Weapons"]),
        ("G21", "the G-21 paper", ["G-21"]),
        ("CD/1985", "in CD/1985 and CD/1986", ["CD/1985"]),
        ("café", "the cafe\u0301s", ["cafe\u0301s"]),
        ("cooperation", "co\u00adoperation", ["co\u00adoperation"]),
    ],
)
def test_a_phrase_is_found_in_any_inflection(
    phrase: str, text: str, expected: list[str]
):
    assert found(phrase, text) == expected


@pytest.mark.parametrize(
    "text",
    ["space and debris", "debris space", "They are in space. Debris falls.", ""],
)
def test_words_that_do_not_stand_in_a_row_are_no_phrase(text: str):
    assert found("space debris", text) == []


@given(st.text(), st.text())
def test_ranges_ascend_within_the_text(phrase: str, text: str):
    words = list(content_words(phrase))
    if not words:
        return
    spans = PhraseFinder().find(words, text)
    flat = [place for span in spans for place in span]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in spans)


@given(st.lists(st.sampled_from(["space", "debris", "the", "arms"]), max_size=12))
def test_every_place_of_a_phrase_is_found(words: list[str]):
    text = " ".join(words)
    pairs = list(pairwise(words))
    assert len(found("space debris", text)) == pairs.count(("space", "debris"))
