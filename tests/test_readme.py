"""What the README shows is what happens."""

import doctest
import io
import re
import shlex
from contextlib import redirect_stdout
from pathlib import Path

import pytest

import qa.asking
from qa import Assistant
from ui.cli import main

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
SHOWN = [text for _, text in BLOCKS if text.startswith("$ pincite")]
PYTHON = [text for language, text in BLOCKS if language == "python"]


@pytest.mark.parametrize("shown", SHOWN)
def test_a_terminal_call_prints_what_is_shown(shown: str, seeds_folder: Path):
    call, expected = shown.split("\n", 1)
    arguments = shlex.split(call.removeprefix("$ pincite "))
    with redirect_stdout(io.StringIO()) as output:
        main([*arguments, "--library", str(seeds_folder)])
    assert output.getvalue() == expected


def test_the_python_call_gives_what_is_shown(
    seeds: Assistant, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(qa.asking, "_assistant", lambda library: seeds)
    assert PYTHON
    for text in PYTHON:
        test = doctest.DocTestParser().get_doctest(text, {}, "README.md", None, 0)
        results = doctest.DocTestRunner().run(test)
        assert results.attempted > 0
        assert results.failed == 0


def test_terminal_calls_are_shown():
    assert len(SHOWN) >= 2


def test_the_two_commands_are_single_lines():
    commands = [text for _, text in BLOCKS if text.startswith("python3 -m venv")]
    assert [text.strip().split("/")[-1] for text in commands] == [
        "pincite chat",
        "pytest",
    ]
    assert all(text.count("\n") == 1 for text in commands)
