import pytest

from index.readers.pdf_hyphens import Joiner


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("the disarma-", "ment of all", "the disarmament of all"),
        ("the disarma\u00ad", "ment of all", "the disarmament of all"),
        ("by the Co-", "Facilitator", "by the Co-Facilitator"),
        ("and non-", "proliferation", "and non-proliferation"),
        ("its thirty-", "second session", "its thirty-second session"),
        ("in 1994-", "1996 it", "in 1994-1996 it"),
        ("pre-", "and post-war", "pre- and post-war"),
        ("DISARMA-", "MENT", "DISARMAMENT"),
        ("the words -", "a dash", "the words - a dash"),
        ("one word—", "another", "one word—another"),
        ("and/", "or", "and/or"),
        ("外层空间", "应由各国", "外层空间应由各国"),
        ("외기권", "조약", "외기권 조약"),
        ("two", "words", "two words"),
        ("", "words", "words"),
    ],
)
def test_lines_are_joined_as_they_were_written(before, after, whole):
    assert Joiner([]).joined(before, after) == whole


def test_the_document_itself_tells_how_it_writes_a_word():
    lines = ["that co-operation is good", "that reuse is not bad"]
    assert Joiner(lines).joined("their co-", "operation") == "their co-operation"
    assert Joiner(lines).joined("their re-", "use") == "their reuse"


def test_two_words_of_the_document_keep_their_hyphen():
    lines = ["it has a mission of some kind", "it is related to its members"]
    assert Joiner(lines).joined("a mission-", "related one") == "a mission-related one"
