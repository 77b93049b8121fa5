"""What strangers call their files, and what is made of it."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from qa.sent_files import MAX_NAME_CHARACTERS, file_name


@given(st.text(max_size=400))
@example("../../etc/passwd")
@example("..\\..\\boot.ini")
@example(".")
@example("a/\x00b.txt")
@example("\u202etxt.exe")
@example("x" * 300 + ".pdf")
@example("a." + "y" * 300)
def test_a_name_leads_nowhere_and_acts_on_nothing(sent: str):
    name = file_name(sent)
    assert "/" not in name
    assert "\x00" not in name
    assert name not in (".", "..")
    assert len(name) <= MAX_NAME_CHARACTERS
    assert not any(unicodedata.category(one) in ("Cc", "Cs") for one in name)
    assert not set(name) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2028\u2029")
    assert name == "" or any(map(str.isalnum, name))


def test_an_honest_name_stays_as_it_is():
    for name in ("CD 2100 (final).pdf", "Übersicht.docx", "доклад.txt", ".notes.md"):
        assert file_name(name) == name
    assert file_name("folder/paper.txt") == "paper.txt"
    assert file_name(unicodedata.normalize("NFD", "Übersicht.docx")) == "Übersicht.docx"


def test_a_long_name_keeps_its_suffix():
    assert file_name("x" * 900 + ".pdf").endswith(".pdf")
