import json
from pathlib import Path

import pytest

from ui.cli import main

ANSWERED, BAD_INPUT = 0, 2
NOTE = "A note\n\nThe meeting was moved to the third of May.\n"


@pytest.fixture
def library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    (tmp_path / "note.txt").write_text(NOTE)
    (tmp_path / "note.toml").write_text('symbol = "CD/9"\ndate = 2020-05-03\n')
    options = ["--library", str(tmp_path / "library")]
    assert main(["add", str(tmp_path / "note.txt"), *options]) == ANSWERED
    capsys.readouterr()
    return options


def test_a_library_is_exported_and_imported(
    library: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    export, other = str(tmp_path / "export"), ["--library", str(tmp_path / "other")]
    assert main(["export", export, *library]) == ANSWERED
    assert capsys.readouterr().out == f"1 documents, 1 passages in {export}\n"
    assert main(["import", export, *other]) == ANSWERED
    assert "1 added, 0 replaced, 0 unchanged" in capsys.readouterr().out
    assert main(["import", export, "--json", *other]) == ANSWERED
    assert len(json.loads(capsys.readouterr().out)["unchanged"]) == 1
    assert main(["ask", "When is the meeting?", *other]) == ANSWERED
    assert "third of May" in capsys.readouterr().out
    assert main(["doctor", *other]) == ANSWERED


def test_an_export_over_something_is_exit_code_2(
    library: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["export", str(tmp_path), *library]) == BAD_INPUT
    assert "is there already" in capsys.readouterr().err
    assert main(["import", str(tmp_path), *library]) == BAD_INPUT
    assert "no exported library" in capsys.readouterr().err


def test_what_a_sidecar_supplies_is_shown_as_such(
    library: list[str], capsys: pytest.CaptureFixture[str]
):
    assert main(["documents", *library]) == ANSWERED
    assert "(symbol and date as supplied)" in capsys.readouterr().out
    assert main(["cite", "CD/9, para. 1", *library]) == ANSWERED
    assert "(symbol and date as supplied)" in capsys.readouterr().out
    assert main(["cite", "CD/9, para. 1", "--json", *library]) == ANSWERED
    (cited,) = json.loads(capsys.readouterr().out)["citations"]
    assert cited["document"]["symbol"] == "CD/9"
    assert cited["document"]["supplied"] == ["symbol", "date"]
    assert main(["cite", "CD/9", "--style", "record", *library]) == ANSWERED
    record = json.loads(capsys.readouterr().out)
    assert record["symbol_status"] == "supplied with the source"
