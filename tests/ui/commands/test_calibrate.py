import json
from pathlib import Path

import pytest

from ui.cli import main

ANSWERED, BAD_INPUT = 0, 2

BORN = {
    "Ada": "Oslo",
    "Bertha": "Paris",
    "Chloe": "Lima",
    "Dora": "Cairo",
    "Emma": "Quito",
    "Flora": "Rome",
    "Greta": "Delhi",
    "Hanna": "Accra",
    "Irene": "Dakar",
    "Julia": "Tunis",
}


@pytest.fixture
def library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The option that names a library of ten short paragraphs."""
    lives = [f"{name} was born in {town}." for name, town in BORN.items()]
    document = tmp_path / "lives.txt"
    document.write_text("\n\n".join(lives), "utf-8")
    option = ["--library", str(tmp_path / "library")]
    main(["add", str(document), *option])
    capsys.readouterr()
    return option


@pytest.fixture
def file(tmp_path: Path) -> Path:
    records = [{"text": f"Where was {name} born?"} for name in BORN]
    records += [
        {"text": f"How is tax {n} levied?", "answerable": False} for n in range(10)
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, records)), "utf-8")
    return file


def test_the_figures_before_and_after_are_printed(
    library: list[str], file: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["calibrate", str(file), *library]) == ANSWERED
    output = capsys.readouterr()
    first, headings, *rows, fitted = output.out.splitlines()
    assert first.startswith(f"{library[1]}: calibrated on 10 questions it answers and")
    assert headings.split() == ["before", "after"]
    assert [row.rsplit(maxsplit=2)[0] for row in rows] == [
        "answerable, answered",
        "others, declined",
        "calibration error",
        "threshold",
    ]
    assert fitted.startswith("confidence is logistic(")
    assert "20/20" in output.err


def test_json_has_the_report_and_reset_goes_back(
    library: list[str], file: Path, capsys: pytest.CaptureFixture[str]
):
    def run(*arguments: str) -> dict[str, object]:
        assert main(["calibrate", *arguments, "--json", *library]) == ANSWERED
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found

    default = run("--reset")["calibration"]
    first = run(str(file))
    assert first["answerable"] == first["unanswerable"] == 10
    assert first["calibration"] != default
    assert run("--reset") == {"calibration": default}
    assert run(str(file)) == first


def test_reset_says_what_it_did(library: list[str], capsys: pytest.CaptureFixture[str]):
    assert main(["calibrate", "--reset", *library]) == ANSWERED
    assert capsys.readouterr().out == f"{library[1]}: its own calibration is dropped\n"


def test_too_few_questions_are_bad_input(
    library: list[str], file: Path, capsys: pytest.CaptureFixture[str]
):
    file.write_text('{"text": "Where was Ada born?"}', "utf-8")
    assert main(["calibrate", str(file), *library]) == BAD_INPUT
    error = capsys.readouterr().err
    assert error.startswith("pincite: 1 of the questions can be answered")


@pytest.mark.parametrize("arguments", [[], ["questions.jsonl", "--reset"]])
def test_either_a_file_or_reset_is_needed(arguments: list[str]):
    with pytest.raises(SystemExit) as stopped:
        main(["calibrate", *arguments])
    assert stopped.value.code == BAD_INPUT
