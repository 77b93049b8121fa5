import json
from pathlib import Path

import pytest

from ui.cli import main

ANSWERED, ABSTAINED, BAD_INPUT = 0, 1, 2

Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("reference", "code", "said"),
    [
        ("GE.18-13664(E), para. 13", ANSWERED, "welcomes the adoption of resolution"),
        ("CD/2100, para. 12", ANSWERED, "12th paragraph of the report"),
        ("G-21 paper, para. 99", ABSTAINED, "paragraphs 1–15"),
        ("where is CD/1998 cited?", ABSTAINED, "referred to its objections"),
        ("How are you today?", ABSTAINED, "names no document"),
        ("", ABSTAINED, "names no document"),
    ],
)
def test_cite_prints_the_paragraph_or_why_there_is_none(
    seeds_folder: Path, capsys: Captured, reference: str, code: int, said: str
):
    assert main(["cite", reference, "--library", str(seeds_folder)]) == code
    output = capsys.readouterr()
    assert said in output.out
    assert output.err == ""


def test_cite_gives_the_lookup_as_json(seeds_folder: Path, capsys: Captured):
    main(["cite", "CD/1985", "--json", "--library", str(seeds_folder)])
    found = json.loads(capsys.readouterr().out)
    assert found["reference"] == "CD/1985"
    assert found["status"] == "not-in-library"
    assert found["citations"] == []
    assert found["cited_in"][0]["document"]["symbol"] == "CD/2100"


def test_cite_without_a_library_is_wrong_use(tmp_path: Path, capsys: Captured):
    arguments = ["cite", "CD/2100", "--library", str(tmp_path / "none")]
    assert main(arguments) == BAD_INPUT
    assert "no library" in capsys.readouterr().err


def test_documents_cited_are_listed_with_their_counts(
    seeds_folder: Path, capsys: Captured
):
    assert main(["documents", "--cited", "--library", str(seeds_folder)]) == ANSWERED
    first = capsys.readouterr().out.splitlines()[0]
    assert first.split() == ["3", "×", "CD/2090"]
    main(["documents", "--cited", "--json", "--library", str(seeds_folder)])
    listed = {one["symbol"]: one for one in json.loads(capsys.readouterr().out)}
    assert listed["CD/2043/Rev.1 Annex III"]["passages"] == 1
    assert listed["A/RES/72/26"] == {
        "symbol": "A/RES/72/26",
        "passages": 1,
        "documents": 1,
        "held": False,
    }


def test_an_asked_reference_says_that_its_number_is_our_count(
    seeds_folder: Path, capsys: Captured
):
    main(["ask", "CD/2100, para. 12", "--library", str(seeds_folder)])
    assert capsys.readouterr().out.startswith("CD/2100 prints no paragraph numbers")
