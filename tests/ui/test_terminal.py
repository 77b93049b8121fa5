import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.tables import table
from ui.terminal import (
    harmless,
    harmless_json,
    on_one_line,
    say,
    say_json,
    shortened,
    width,
)

ARABIC = "أنشأت الجمعية"
ODD = st.text(
    st.sampled_from(
        "ab\x1b\x07\r\x7f\x9b\u202a\u202c\u202d\u202e\u2066\u2068\u2069\n\t"
    )
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_control_characters_are_written_out():
    assert harmless("a\x1b]0;b\x07\tc\nd\x9b") == "a\\x1b]0;b\\x07\tc\nd\\x9b"
    assert harmless("a\rb\u202ec") == "a\\x0db\\u202ec"
    assert on_one_line("a\n b\x00") == r"a b\x00"


@pytest.mark.parametrize(
    "text", ["\u202aa\u202c b", "\u2068a\u2069", "\u2067a\u202bb\u202c\u2069\n\u200fc"]
)
def test_marks_of_direction_that_end_in_their_line_stay(text: str):
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u2067b\nc\u2069", "a\\u2067b\nc\\u2069"),
        ("\u202aa\u2069", "\\u202aa\\u2069"),
        ("\u202ea\u202c", "\\u202ea\\u202c"),
        ("\u2066\u202b\u2069", "\\u2066\\u202b\\u2069"),
    ],
)
def test_marks_that_reach_further_than_their_text_are_written_out(
    text: str, shown: str
):
    assert harmless(text) == shown


@given(ODD)
def test_nothing_that_is_printed_commands_a_terminal(text: str):
    shown = harmless(text)
    controls = {c for c in shown if unicodedata.category(c) == "Cc"}
    assert controls <= {"\n", "\t"}
    assert "\u202e" not in shown
    assert "\u202d" not in shown
    for line in shown.split("\n"):
        assert line.count("\u202a") == line.count("\u202c")
        opened = line.count("\u2066") + line.count("\u2068")
        assert opened == line.count("\u2069")
    assert harmless(shown) == shown


@given(ODD)
def test_json_says_the_same_without_commanding_a_terminal(text: str):
    written = harmless_json(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(written) == {"text": text}
    assert not set(written) & set("\x1b\x07\r\x7f\x9b\u202e\u202a\u2066")


def test_text_from_right_to_left_is_isolated_on_a_terminal_only():
    terminal, file = Terminal(), io.StringIO()
    text = f'“{ARABIC}, 3, {ARABIC}” [1]\n[1] {ARABIC}, "{ARABIC}", p. 2 “no”'
    say(text, terminal)
    say(text, file)
    apart = f"\u2068{ARABIC}\u2069"
    assert terminal.getvalue() == (
        f'“\u2068{ARABIC}, 3, {ARABIC}\u2069” [1]\n[1] {apart}, "{apart}", p. 2 “no”\n'
    )
    assert file.getvalue() == text + "\n"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_what_an_encoding_does_not_have_is_written_out(
    encoding: str, monkeypatch: pytest.MonkeyPatch
):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr("sys.stdout", stream)
    value = {"text": "“é” 外 😀 \udcff"}
    say("“é” \udcff")
    say_json(value)
    stream.flush()
    said, written = stream.buffer.getvalue().decode(encoding).split("\n", 1)
    assert ("é" in said) == (encoding != "ascii")
    assert said.endswith(r"\udcff")
    assert json.loads(written) == value


def test_wide_letters_take_two_columns_and_marks_none():
    assert (width("外空"), width("e\u0301"), width("a\u200f")) == (4, 1, 1)
    assert shortened("外层空间非武器化", 7) == "外层空…"
    assert shortened("外层\n空间", 9) == "外层 空间"
    lines = table(("a", "b"), [("外空", "1"), ("x", "22")]).splitlines()
    assert {width(line) for line in lines} == {8}
