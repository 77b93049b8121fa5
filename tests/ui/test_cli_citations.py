import json
from pathlib import Path

import pytest

from ui.cli import main

ANSWERED, ABSTAINED, BAD_INPUT = 0, 1, 2


@pytest.mark.parametrize(
    ("reference", "style", "expected"),
    [
        ("GE.18-13664(E), para. 11", "oscola", "para 11."),
        ("CD/2100, para. 12", "un-footnote", 'CD/2100, section "Taking stock"'),
        ("CD/2100, para. 12", "un-text", "(CD/2100)"),
        ("CD/2100, para. 12", "ris", "TY  - RPRT"),
    ],
)
def test_a_reference_is_written_in_a_style(
    seeds_folder: Path,
    capsys: pytest.CaptureFixture[str],
    reference: str,
    style: str,
    expected: str,
):
    arguments = ["cite", reference, "--style", style, "--library", str(seeds_folder)]
    assert main(arguments) == ANSWERED
    output = capsys.readouterr()
    assert expected in output.out
    assert "by our count" not in output.out
    if reference.startswith("CD/2100"):
        assert "by our count" in output.err


def test_several_paragraphs_are_one_json_list(
    seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    library = ["--library", str(seeds_folder)]
    reference = "GE.18-13664(E), paras. 8 and 9"
    assert main(["cite", reference, "--style", "csl-json", *library]) == ANSWERED
    found = json.loads(capsys.readouterr().out)
    cited = [one["citation"]["citationItems"][0]["locator"] for one in found]
    assert cited == ["8", "9"]


def test_a_page_makes_links_for_others(
    seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    arguments = ["cite", "GE.18-13664(E), para. 11", "--style", "link"]
    arguments += ["--page", "https://papers.example/", "--library", str(seeds_folder)]
    assert main(arguments) == ANSWERED
    output = capsys.readouterr().out
    assert output.startswith("https://papers.example/?doc=")
    assert "#:~:text=The%20Group%20of%2021" in output


def test_apa_is_given_with_its_caution(
    seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    library = ["--library", str(seeds_folder)]
    assert main(["cite", "CD/2100, Conclusions", "--style", "apa", *library]) == 0
    assert "check your style guide" in capsys.readouterr().err


def test_what_is_not_here_has_no_style(
    seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    library = ["--library", str(seeds_folder)]
    assert main(["cite", "CD/9999, para. 1", "--style", "apa", *library]) == ABSTAINED
    output = capsys.readouterr()
    assert output.out == ""
    assert "CD/9999" in output.err


@pytest.mark.parametrize(
    "options",
    [
        ["--style", "vancouver"],
        ["--style", "link", "--page", "papers"],
        ["--style", "link", "--json"],
    ],
)
def test_an_unknown_style_or_page_is_wrong_use(options: list[str]):
    with pytest.raises(SystemExit) as stopped:
        main(["cite", "CD/2100", *options])
    assert stopped.value.code == BAD_INPUT


def test_an_answer_verifies_and_a_changed_one_does_not(
    seeds_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    library = ["--library", str(seeds_folder)]
    main(["ask", "Who is Hellmut Lagos?", *library])
    answer = capsys.readouterr().out
    path = tmp_path / "answer.txt"
    path.write_text(answer)
    assert main(["verify", str(path), *library]) == ANSWERED
    assert "differs" not in capsys.readouterr().out
    path.write_text(answer.replace("Chile", "Peru"))
    assert main(["verify", str(path), *library]) == ABSTAINED
    assert "has “Peru” for “Chile”" in capsys.readouterr().out
    assert main(["verify", str(path), "--json", *library]) == ABSTAINED
    assert json.loads(capsys.readouterr().out)["fails"] is True


def test_a_json_answer_verifies(
    seeds_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    library = ["--library", str(seeds_folder)]
    main(["ask", "Who is Hellmut Lagos?", "--json", *library])
    path = tmp_path / "answer.json"
    path.write_text(capsys.readouterr().out)
    assert main(["verify", str(path), *library]) == ANSWERED


@pytest.mark.parametrize(
    "content", [None, b"", b" \n", b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n\0"]
)
def test_what_is_no_text_is_bad_input_in_one_line(
    seeds_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes | None,
):
    path = tmp_path / "a.txt"
    if content is not None:
        path.write_bytes(content)
    assert main(["verify", str(path), "--library", str(seeds_folder)]) == BAD_INPUT
    error = capsys.readouterr().err
    assert str(path) in error
    assert error.count("\n") == 1


def test_a_changed_byte_of_a_stored_source_is_found_by_verify_and_doctor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    import sqlite3

    library = ["--library", str(tmp_path / "library")]
    source = tmp_path / "note.txt"
    source.write_text("A note\n\nThe meeting was moved to the third of May.\n")
    main(["add", str(source), *library])
    quoted = tmp_path / "quoted.md"
    quoted.write_text("> The meeting was moved to the third of May.\n")
    assert main(["verify", str(quoted), *library]) == ANSWERED
    connection = sqlite3.connect(tmp_path / "library" / "library.sqlite")
    with connection:
        connection.execute(
            "UPDATE contents SET source = "
            "CAST(replace(CAST(source AS TEXT), 'A note', 'B note') AS BLOB)"
        )
    connection.close()
    capsys.readouterr()
    assert main(["verify", str(quoted), *library]) == ABSTAINED
    assert "source changed" in capsys.readouterr().out
    assert main(["doctor", *library]) == BAD_INPUT
    assert "note.txt: source changed" in capsys.readouterr().out
