import json
from pathlib import Path

import pytest

from ui.cli import main

ANSWERED, BAD_INPUT = 0, 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sets" / "lagos"
    folder.mkdir(parents=True)
    query = {"text": "Who is Hellmut Lagos?", "snippets": ["Hellmut Lagos of Chile"]}
    (folder / "queries.jsonl").write_text(json.dumps(query))
    return folder


@pytest.fixture
def sets(folder: Path) -> Path:
    """A folder of two sets, one of which cannot be judged."""
    unjudged = folder.parent / "unjudged"
    unjudged.mkdir()
    (unjudged / "queries.jsonl").write_text(json.dumps({"text": "Why?"}))
    return folder.parent


def test_figures_are_printed(
    folder: Path, seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["evaluate", str(folder), "--library", str(seeds_folder)]) == ANSWERED
    output = capsys.readouterr()
    assert "recall@1                 1.000\n" in output.out
    assert "1/1" in output.err


def test_json_has_the_figures(
    folder: Path, seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    library = ["--library", str(seeds_folder)]
    assert main(["evaluate", str(folder), "--json", *library]) == ANSWERED
    assert json.loads(capsys.readouterr().out)["n"] == 1


def test_all_sets_stand_in_one_table_and_the_skipped_are_named(
    sets: Path, seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    library = ["--library", str(seeds_folder)]
    assert main(["evaluate", "--all", str(sets), *library]) == ANSWERED
    heading, lagos, _, skipped = capsys.readouterr().out.splitlines()
    assert heading.split()[:3] == ["set", "questions", "nDCG@10"]
    assert lagos.split()[:3] == ["lagos", "1", "1.000"]
    assert skipped.startswith("unjudged was skipped: ")


def test_all_sets_are_one_json(
    sets: Path, seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    library = ["--library", str(seeds_folder)]
    assert main(["evaluate", "--all", str(sets), "--json", *library]) == ANSWERED
    found = json.loads(capsys.readouterr().out)
    assert found["sets"]["lagos"]["recall@1"] == 1
    assert "neither a corpus nor snippets" in found["skipped"]["unjudged"]


def test_sets_of_which_none_can_be_judged_are_bad_input(
    sets: Path, seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    arguments = ["--library", str(seeds_folder)]
    assert main(["evaluate", "--all", str(sets / "unjudged"), *arguments]) == BAD_INPUT


def test_failures_go_to_their_file(sets: Path, seeds_folder: Path, tmp_path: Path):
    query = {"text": "Who is Hellmut Lagos?", "snippets": ["nowhere to be found"]}
    (sets / "unjudged" / "queries.jsonl").write_text(json.dumps(query))
    file = tmp_path / "failures.jsonl"
    arguments = ["--library", str(seeds_folder), "--failures", str(file)]
    assert main(["evaluate", "--all", str(sets), *arguments]) == ANSWERED
    (line,) = file.read_text("utf-8").splitlines()
    assert json.loads(line)["set"] == str(sets / "unjudged")


def test_an_unwritable_file_is_bad_input_before_anything_is_asked(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "none" / "failures.jsonl"
    arguments = ["--library", str(tmp_path / "no-library"), "--failures", str(file)]
    assert main(["evaluate", str(folder), *arguments]) == BAD_INPUT
    error = capsys.readouterr().err
    assert "failures.jsonl" in error
    assert error.count("\n") == 1
