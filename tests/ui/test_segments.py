import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.segments import by_direction


def marked(text: str) -> list[str]:
    return [segment.text for segment in by_direction(text) if segment.marked]


@pytest.mark.parametrize(
    ("label", "runs"),
    [
        ("CD/2100, para. 5", []),
        ("معاهدة أمن 1967 الفضاء, para. ٢", ["معاهدة أمن 1967 الفضاء"]),
        ("CD/9, “نزع السلاح”, p. 7", ["نزع السلاح"]),
        ("“خبز” and “قرية” do not occur.", ["خبز", "قرية"]),
    ],
)
def test_what_runs_from_right_to_left_is_marked_alone(label: str, runs: list[str]):
    assert marked(label) == runs


@given(st.text("اب ٣aé1,“”. "))
def test_a_label_cut_by_direction_is_the_label(text: str):
    assert "".join(segment.text for segment in by_direction(text)) == text
