import pytest

from index.names import job_names, name_key, name_words, names
from index.reading import read

WORKING_PAPER = """Note verbale dated 3 May 2001 from the Permanent Mission of Freedonia to the United Nations addressed to the Secretary-General, in its capacity as Coordinator for the Group of 21

The Permanent Mission of Freedonia has the honour to transmit herewith the working paper on icebergs.

CD/77
Conference on Disarmament
4 May 2001
Original: English

Icebergs and Peace (IAP)

1. Icebergs drift.

2. They melt.
"""  # noqa: E501 (one line, as such headings are)


def named(name: str, text: str) -> dict[str, set[str]]:
    reading = read(name, text.encode())
    found: dict[str, set[str]] = {}
    for one in names(reading.document, reading.passages):
        found.setdefault(one.kind, set()).add(one.form)
    return found


def test_a_document_is_known_by_title_with_and_without_what_ends_it_in_brackets():
    titles = named("a.txt", WORKING_PAPER)["title"]
    assert titles == {"icebergs and peace iap", "icebergs and peace"}


def test_a_document_is_known_by_its_senders_and_what_they_send():
    words = named("a.txt", WORKING_PAPER)["word"]
    assert set(name_words("Freedonia working paper")) <= words
    assert set(name_words("Group of 21")) <= words
    assert "g21" in words, "a known other name of the Group of 21"


def test_whom_a_paper_is_addressed_to_is_no_name_of_it():
    assert "secretary" not in named("a.txt", WORKING_PAPER)["word"]


def test_a_document_is_known_by_its_symbol():
    assert named("a.txt", WORKING_PAPER)["symbol"] == {"CD/77"}


@pytest.mark.parametrize(
    ("file", "symbol"),
    [
        ("A_RES_72_26.txt", "A/RES/72/26"),
        ("ga_res_1962_XVIII.txt", "A/RES/1962(XVIII)"),
        ("CD_2100-EN.txt", "CD/2100"),
    ],
)
def test_a_file_named_by_a_symbol_is_known_by_it(file: str, symbol: str):
    assert symbol in named(file, "Some text stands here.")["file"]


def test_a_file_with_a_name_of_its_own_spells_no_symbol():
    forms = named("npt_001_cablegram_from_here.txt", "Some text stands here.")["file"]
    assert not any("/" in form for form in forms)


def test_a_job_number_may_lack_its_office_and_language():
    forms = [name.form for name in job_names("GE.18-13664(E)")]
    assert forms == ["GE.18-13664(E)", "GE.18-13664", "18-13664(E)", "18-13664"]


def test_names_are_compared_without_case_accents_and_punctuation():
    assert name_key("The “Türkiye–Malta” Paper") == name_key("the Turkiye-Malta paper")
    assert name_key("G-21") == name_key("G21") == name_key("g 21")
