import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from ui.cli import main
from ui.console import progress

ANSWERED, ABSTAINED, BAD_INPUT = 0, 1, 2


def test_an_answer_goes_to_standard_output_with_exit_code_0(
    seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    question = "Which resolution is titled No first placement of weapons?"
    assert main(["ask", question, "--library", str(seeds_folder)]) == ANSWERED
    output = capsys.readouterr()
    assert "resolution 72/27" in output.out
    assert "[1] GE.18-13664(E), para. 13" in output.out
    assert output.err == ""


def test_json_is_the_answers_dict(
    seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    question = "Who is Hellmut Lagos?"
    main(["ask", question, "--json", "--library", str(seeds_folder)])
    found = json.loads(capsys.readouterr().out)
    assert found["question"] == question
    assert found["abstained"] is False
    assert found["citations"][0]["document"]["symbol"] == "CD/2100"


def test_a_follow_up_is_understood_from_the_history(
    seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    arguments = ["ask", "And who opposed it?", "--json", "--library", str(seeds_folder)]
    main([*arguments, "--history", "What is the Kyiv plan?", "--history", "The PPWT?"])
    assert "PPWT" in json.loads(capsys.readouterr().out)["understood_as"]


def test_an_abstention_is_exit_code_1_and_gives_the_reason(
    seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    arguments = ["ask", "What is the price of bitcoin?", "--library", str(seeds_folder)]
    assert main(arguments) == ABSTAINED
    output = capsys.readouterr()
    assert "“price” and “bitcoin” do not occur" in output.out
    assert "Nearest, but not an answer:" in output.out


@pytest.mark.parametrize(
    ("question", "finding"),
    [
        ("", "no words"),
        ("x" * 100_000, "100,000 characters"),
        ("what\x07?", "control character"),
    ],
)
def test_a_question_that_cannot_be_asked_is_exit_code_2_in_one_line(
    seeds_folder: Path,
    capsys: pytest.CaptureFixture[str],
    question: str,
    finding: str,
):
    assert main(["ask", question, "--library", str(seeds_folder)]) == BAD_INPUT
    output = capsys.readouterr()
    assert output.out == ""
    assert finding in output.err
    assert output.err.count("\n") == 1


def test_a_missing_library_is_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["documents", "--library", str(tmp_path / "none")]) == BAD_INPUT
    assert str(tmp_path / "none") in capsys.readouterr().err


def test_a_missing_model_is_exit_code_2(
    seeds_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    model = str(tmp_path / "no-model")
    arguments = ["ask", "Why?", "--library", str(seeds_folder), "--model", model]
    assert main(arguments) == BAD_INPUT
    error = capsys.readouterr().err
    assert "no-model" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [[], ["unknown"], ["ask"], ["chat", "--port", "99999"]]
)
def test_wrong_use_is_exit_code_2(arguments: list[str]):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == BAD_INPUT


def test_documents_are_listed(seeds_folder: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["documents", "--library", str(seeds_folder)]) == ANSWERED
    assert "CD/2100" in capsys.readouterr().out
    main(["documents", "--json", "--library", str(seeds_folder)])
    first, second = json.loads(capsys.readouterr().out)
    assert (first["symbol"], first["passages"]) == ("CD/2100", 64)
    assert (second["symbol"], second["job_number"]) == (None, "GE.18-13664(E)")


def test_documents_come_and_go(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    library = ["--library", str(tmp_path / "library")]
    source = tmp_path / "note.txt"
    source.write_text("A note\n\nThe meeting was moved to the third of May.\n")
    assert main(["add", str(source), *library]) == ANSWERED
    assert "1 added" in capsys.readouterr().out
    assert main(["add", str(source), *library]) == ANSWERED
    assert "1 unchanged" in capsys.readouterr().out
    main(["documents", "--json", *library])
    (document,) = json.loads(capsys.readouterr().out)
    assert main(["doctor", *library]) == ANSWERED
    assert main(["remove", document["id"], *library]) == ANSWERED
    assert main(["documents", *library]) == ABSTAINED


def test_doctor_finds_a_changed_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    import sqlite3

    folder = tmp_path / "library"
    source = tmp_path / "note.txt"
    source.write_text("A note\n\nThe meeting was moved to the third of May.\n")
    main(["add", str(source), "--library", str(folder)])
    connection = sqlite3.connect(folder / "library.sqlite")
    with connection:
        connection.execute("UPDATE contents SET text = replace(text, 'third', 'first')")
    connection.close()
    capsys.readouterr()
    assert main(["doctor", "--library", str(folder)]) == BAD_INPUT
    assert "note.txt" in capsys.readouterr().out


def test_a_bar_that_stays_open_shows_its_end(capsys: pytest.CaptureFixture[str]):
    with progress("Building", "passage") as on_progress:
        for done in range(85):
            on_progress(done, 84)
        assert "84/84" in capsys.readouterr().err


def test_chat_opens_no_page_over_a_library_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    arguments = ["chat", "--port", "0", "--library", str(tmp_path / "none")]
    assert main(arguments) == BAD_INPUT
    assert "there is no library" in capsys.readouterr().err


def test_chat_serves_the_page_and_stops_when_told(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "ui.cli", "chat", "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    with (tmp_path / "log").open("w+") as log:
        process = subprocess.Popen(command, stderr=log, env=environment)
        try:
            assert _ready(url + "/healthz", process), (tmp_path / "log").read_text()
            with urllib.request.urlopen(url) as page:
                assert b"Pincite" in page.read()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)
        log.seek(0)
        said = log.read()
    assert f"First run: building the library in {tmp_path}" in said
    assert f"Pincite is at {url}" in said
    assert "Traceback" not in said


def _ready(url: str, process: subprocess.Popen[bytes]) -> bool:
    """Wait until the assistant is ready; False if the process ends before."""
    for _ in range(600):
        if process.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(url, timeout=5) as health:
                if json.load(health)["status"] == "ready":
                    return True
        except OSError:
            pass
        time.sleep(0.2)
    return False
