"""What documents hold is printed, never obeyed."""

import json
import unicodedata
from pathlib import Path

import pytest

from ui.cli import main

OVERRIDE = "\u202e"
DIARY = f"""HR/12
14 March 2019

The {OVERRIDE}parrot's \u009b31mdiary

Of \u2067perches

1. The parrot \x1b]0;owned\x07 sleeps on a {OVERRIDE}golden perch\x9b2J at night.

2. The parrot eats \u2067seeds of the sunflower.
"""
NAME = "a\x1b[2Jb\u202e.txt"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / NAME).write_text(DIARY, "utf-8")
    (folder / "bad\x1b[2J\u202e.pdf").write_bytes(b"%PDF-1.7\nnot one\n")
    return ["--library", str(folder / "library"), str(folder)]


@pytest.fixture(scope="module", autouse=True)
def _added(library: list[str]) -> None:
    *options, folder = library
    main(["add", *options, folder])


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["add"], "unchanged"),
        (["ask", "Where does the parrot sleep?"], r"golden perch"),
        (["ask", "--all", "parrot"], "Of \\u2067perches"),
        (["ask", "What is the price of bitcoin?"], "HR/12"),
        (["cite", "HR/12, para. 1"], r"\u202egolden perch"),
        (["cite", "HR/12, para. 1", "--style", "bibtex"], "HR/12"),
        (["cite", "HR/12, para. 1", "--style", "selectors"], "golden"),
        (["cite", "HR/12, para. 1", "--json"], "golden"),
        (["documents", "--verbose"], "HR/12"),
        (["documents", "--json"], "HR/12"),
        (["documents", "--cited"], ""),
        (["doctor"], ""),
        (["remove", "nothing\x1b[2J"], ""),
    ],
)
def test_no_command_lets_a_document_command_the_terminal(
    command: list[str],
    expected: str,
    library: list[str],
    capsys: pytest.CaptureFixture[str],
):
    *options, folder = library
    main([*command, *options, *([folder] if command == ["add"] else [])])
    said = capsys.readouterr()
    assert expected in said.out
    assert _controls(said.out + said.err) == set()


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_verifying_what_was_found_does_not_either(
    form: list[str],
    library: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    draft = tmp_path / "draft.md"
    draft.write_text(
        f"“The parrot {OVERRIDE}sleeps on a \x9b2J golden perch by day” (HR/12)\n",
        "utf-8",
    )
    main(["verify", str(draft), *form, *library[:2]])
    said = capsys.readouterr()
    assert "golden perch" in said.out
    assert _controls(said.out + said.err) == set()


def test_json_keeps_the_quotation_word_for_word(
    library: list[str], capsys: pytest.CaptureFixture[str]
):
    main(["cite", "HR/12, para. 1", "--json", *library[:2]])
    found = json.loads(capsys.readouterr().out)
    assert f"on a {OVERRIDE}golden perch" in found["citations"][0]["quote"]


def _controls(text: str) -> set[str]:
    obeyed = {"\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068"}
    return {
        character
        for character in text
        if character in obeyed
        or (unicodedata.category(character) == "Cc" and character not in "\n\t\r")
    }
