import json
from pathlib import Path

import pytest

from index.add_report import AddReport, Failure
from index.errors import UnreadableDocumentError
from ui.add_report import MAX_LINES, counts, remarks
from ui.cli import main

ANSWERED, ABSTAINED, BAD_INPUT = 0, 1, 2


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "a.txt").write_text("CD/2100\n14 March 2019\n\nA\n\nIt was moved.\n")
    (papers / "b.txt").write_text("B\n\nIt was not.\n")
    (papers / "p.png").write_bytes(b"\x89PNG")
    return papers


def test_folders_are_added_followed_and_emptied(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    library = ["--library", str(tmp_path / "library")]
    assert main(["add", str(papers), *library]) == ANSWERED
    said = capsys.readouterr()
    assert "2 added, 0 replaced, 0 unchanged in" in said.out
    assert "1 file of another kind left out: 1 .png" in said.err
    (papers / "b.txt").unlink()
    (papers / "\x1b[31mbad.txt").write_bytes(b"\0\xff" * 99)
    assert main(["add", str(papers), "--sync", *library]) == BAD_INPUT
    said = capsys.readouterr()
    assert "0 added, 0 replaced, 1 unchanged, 1 removed, 1 failed in" in said.out
    assert r"failed: \x1b[31mbad.txt" in said.err
    assert "\x1b[31m" not in said.err
    assert main(["add", str(papers), "--json", "--workers", "1", *library]) == BAD_INPUT
    report = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in report["failed"]] == [r"\x1b[31mbad.txt"]
    assert report["left_out"] == {".png": 1}
    main(["documents", *library])
    heading, line = capsys.readouterr().out.splitlines()
    assert heading.split()[:2] == ["id", "document"]
    assert line.split()[1:] == [
        *("CD/2100", "A", "2019-03-14", "-", "1", "40", "bytes"),
        line.split()[-1],
    ]
    assert main(["remove", "cd/2100", *library]) == ANSWERED
    assert main(["documents", *library]) == ABSTAINED


def test_every_failure_is_told_when_all_fail(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    arguments = ["add", str(tmp_path / "x"), str(tmp_path / "y")]
    assert main([*arguments, "--library", str(tmp_path / "library")]) == BAD_INPUT
    said = capsys.readouterr()
    assert said.err.count("cannot be read (No such file or directory)") == 2
    assert "2 failed" in said.out


@pytest.mark.parametrize("option", ["--workers", "--timeout"])
def test_nobody_reads_with_no_worker_or_in_no_time(option: str):
    with pytest.raises(SystemExit) as stopped:
        main(["add", "a.txt", option, "0"])
    assert stopped.value.code == BAD_INPUT


def test_remarks_are_counted_where_they_are_many_but_failures_never():
    error = UnreadableDocumentError("a.txt\nhas no text in it\x07")
    report = AddReport(
        failed=(Failure("a.txt", error),) * (MAX_LINES + 5),
        duplicates=("b.txt is the same file as a.txt",) * (MAX_LINES + 5),
        left_out={f".{n}": 1 for n in range(9)} | {".png": 20},
        warnings=(("c.pdf", "Page 3 is a picture."),),
    )
    lines = list(remarks(report))
    assert lines[0] == "c.pdf: Page 3 is a picture."
    assert lines[1 + MAX_LINES] == "… and 5 more of these (--json tells all)"
    assert lines[2 + MAX_LINES].startswith("29 files of other kinds left out: 20 .png,")
    assert lines[2 + MAX_LINES].endswith("1 .6, 2 others")
    failures = lines[3 + MAX_LINES :]
    assert failures == [r"failed: a.txt has no text in it\x07"] * (MAX_LINES + 5)
    assert counts(report, Path("l")) == (
        f"0 added, 0 replaced, 0 unchanged, {MAX_LINES + 5} failed in l"
    )
