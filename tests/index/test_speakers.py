from index.extracts import Extract
from index.structure import structure


def markers(text):
    blocks = structure(Extract(text)).blocks
    return [b.marker.value if b.marker else None for b in blocks]


def test_questions_and_answers_are_not_numbered_by_letters():
    text = "Q. Did you see it?\nA. I read it.\nQ. Who wrote it?\nA. The master.\n"
    assert markers(text) == [None] * 4


def test_sections_called_by_letters_keep_them():
    text = "P. The oil is dear.\n\nQ. The wick is short.\n\nR. The glass is thin.\n"
    assert markers(text) == ["P", "Q", "R"]
