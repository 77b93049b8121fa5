import json
from pathlib import Path

import pytest

from ui.cli import main

ANSWERED, ABSTAINED, BAD_INPUT = 0, 1, 2


def test_all_of_it_is_counted_by_document_and_section(
    seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    arguments = ["ask", "--all", "debris", "--library", str(seeds_folder)]
    assert main([*arguments, "--json"]) == ANSWERED
    answer = json.loads(capsys.readouterr().out)
    assert len(answer["citations"]) > 1
    assert main(arguments) == ANSWERED
    printed = capsys.readouterr().out
    for tally in answer["tallies"]:
        name = tally["document"]["symbol"] or tally["document"]["job_number"]
        assert f"{tally['count']:>5}  {name}\n" in printed
        for one in tally["sections"]:
            heading = " / ".join(one["section"]) or "(under no heading)"
            assert f"{one['count']:>11}  {heading}\n" in printed
    for number, citation in enumerate(answer["citations"], 1):
        assert f"“{citation['quote']}” [{number}]" in printed


def test_a_subject_that_is_not_mentioned_at_all_is_an_abstention(
    seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    arguments = ["ask", "--all", "bitcoin", "--library", str(seeds_folder)]
    assert main(arguments) == ABSTAINED
    assert "“bitcoin” does not occur" in capsys.readouterr().out


def test_all_of_it_has_no_limit():
    with pytest.raises(SystemExit) as stopped:
        main(["ask", "--all", "--limit", "3", "debris"])
    assert stopped.value.code == BAD_INPUT


@pytest.mark.parametrize("every", [[], ["--all"]])
def test_a_follow_up_says_how_it_is_understood(
    seeds_folder: Path, capsys: pytest.CaptureFixture[str], every: list[str]
):
    arguments = ["ask", "--library", str(seeds_folder), *every]
    main([*arguments, "And its verification?", "--history", "What is the PPWT?"])
    understood, blank, *_ = capsys.readouterr().out.splitlines()
    assert understood.startswith("Understood as: And its verification? (")
    assert "PPWT" in understood
    assert blank == ""
    main([*arguments, "Who is Hellmut Lagos?"])
    assert "Understood as" not in capsys.readouterr().out


def test_who_said_what_is_headed(
    seeds_folder: Path, capsys: pytest.CaptureFixture[str]
):
    question = "What are the objections to the PPWT?"
    arguments = ["ask", question, "--library", str(seeds_folder)]
    main([*arguments, "--json"])
    groups = json.loads(capsys.readouterr().out)["groups"]
    assert len(groups) > 1
    main(arguments)
    lines = capsys.readouterr().out.splitlines()
    headings = [group["heading"] for group in groups]
    assert [line for line in lines if line in headings] == headings
