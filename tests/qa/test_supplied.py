from pathlib import Path
from typing import Any

import pytest

from index.library import Library
from qa import Assistant
from qa.supplied import as_supplied, without_supplied
from qa.verification import verify_text

MINUTES = "Minutes of the Board\n\nThe crane was sold to a firm in Riga.\n"


@pytest.mark.parametrize(
    ("supplied", "told"),
    [
        ((), ""),
        (("symbol",), "symbol as supplied"),
        (("symbol", "job_number"), "symbol and job number as supplied"),
        (
            ("symbol", "date", "submitted_by"),
            "symbol, date and submitter as supplied",
        ),
    ],
)
def test_what_is_supplied_is_told_in_words(supplied: tuple[str, ...], told: str):
    assert as_supplied(supplied) == told
    label = "HB/4, para. 2"
    assert without_supplied(f"{label} ({told})" if told else label) == label


def test_an_answer_tells_what_is_supplied_and_verifies(tmp_path: Path, embedder: Any):
    papers = tmp_path / "papers" / "board"
    papers.mkdir(parents=True)
    (papers / "minutes.txt").write_text(MINUTES)
    (papers / "minutes.toml").write_text('symbol = "HB/4"\n')
    library = Library.open(tmp_path / "library", embedder.fingerprint, create=True)
    with Assistant(library, embedder) as assistant:
        assistant.add([tmp_path / "papers"])
        (citation,) = assistant.lookup("HB/4, para. 1").citations
        answer = assistant.ask("Was the crane sold to a firm in Riga?")
        assert "[1] HB/4 (symbol as supplied)" in answer.text
        found = verify_text(answer.text, assistant).findings
        pasted = f"“{citation.quote}” ({citation.label} (symbol as supplied))"
        found += verify_text(pasted, assistant).findings
    assert {one.status for one in found} == {"verbatim"}
    assert [one.kind for one in found] == ["quotation", "citation"] * 2


def test_a_file_in_a_folder_goes_by_its_own_name_unless_another_has_it_whole(
    tmp_path: Path, embedder: Any
):
    papers = tmp_path / "papers"
    (papers / "board").mkdir(parents=True)
    (papers / "board" / "minutes.txt").write_text(MINUTES)
    library = Library.open(tmp_path / "library", embedder.fingerprint, create=True)
    with Assistant(library, embedder) as assistant:
        assistant.add([papers])
        for name in ("board/minutes.txt", "minutes.txt"):
            lookup = assistant.lookup(f"{name}, para. 9")
            assert lookup.status == "no-such-paragraph"
            assert lookup.message.endswith(f"“{name}” has paragraph 1 by our count.")
        (papers / "minutes.txt").write_text("Minutes\n\nThe other Board met.\n")
        assistant.add([papers])
        assistant.remove(["MINUTES.TXT"])
        assert [one.name for one in assistant.documents()] == ["board/minutes.txt"]
        assistant.remove(["minutes.txt"])
        assert not assistant.documents()
