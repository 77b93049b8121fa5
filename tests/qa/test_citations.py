from dataclasses import replace
from datetime import date

import pytest

from index.documents import Document, Locator, Masthead, Paragraph, Passage
from index.errors import DamagedLibraryError
from qa.citations import cite, pinpoint, verify

TEXT = "Head\n\n1. The  Group\nbelieves.\n\n2. It stresses."
DOCUMENT = Document(
    id="ab12",
    name="a.txt",
    title="A title",
    text=TEXT,
    sha256="00",
    language="en",
    masthead=Masthead(symbol="CD/2100", date=date(2017, 9, 14)),
)
PASSAGE = Passage(
    Locator("ab12", ((9, 29),)),
    "The Group believes.",
    0,
    ("Taking stock",),
    Paragraph("1", "printed"),
)


def test_a_citation_quotes_its_source():
    citation = cite(DOCUMENT, PASSAGE, score=0.5)
    assert citation.quote == "The Group believes."
    assert citation.spans == ((9, 29),)
    assert citation.document.date == "2017-09-14"


def test_a_passage_that_differs_from_its_source_is_never_cited():
    with pytest.raises(DamagedLibraryError, match=r"passage 1 of a\.txt"):
        verify(DOCUMENT, replace(PASSAGE, text="The Group doubts."))
    with pytest.raises(DamagedLibraryError):
        cite(replace(DOCUMENT, text=TEXT.replace("Group", "Grape")), PASSAGE)


PRINTED = Paragraph("11", "printed")
COUNTED = Paragraph("11", "counted")


@pytest.mark.parametrize(
    ("masthead", "section", "paragraph", "expected"),
    [
        (Masthead(symbol="CD/2100"), ("Way",), PRINTED, "CD/2100, para. 11"),
        (Masthead(symbol="CD/2100"), ("Way",), COUNTED, 'CD/2100, "Way"'),
        (Masthead(symbol="CD/2100"), ("Way",), None, 'CD/2100, "Way"'),
        (Masthead(symbol="CD/2100"), (), COUNTED, "CD/2100"),
        (Masthead(job_number="GE.18-1(E)"), (), PRINTED, "GE.18-1(E), para. 11"),
        (Masthead(), (), Paragraph("note 3", "printed"), "A title, note 3"),
        (Masthead(), ("Article IV",), None, "A title, Article IV"),
        (Masthead(), ("Article IV: Uses",), None, "A title, Article IV"),
    ],
)
def test_a_pinpoint_names_only_what_the_source_prints(
    masthead: Masthead,
    section: tuple[str, ...],
    paragraph: Paragraph | None,
    expected: str,
):
    document = replace(DOCUMENT, masthead=masthead)
    passage = replace(PASSAGE, section=section, paragraph=paragraph)
    assert pinpoint(document, passage) == expected


def test_numbers_that_restart_are_told_apart_by_their_section():
    passage = replace(PASSAGE, section=("Article VIII",))
    assert pinpoint(DOCUMENT, passage, True) == "CD/2100, Article VIII, para. 1"


def test_a_cover_note_is_cited_as_one():
    passage = replace(PASSAGE, part="cover note", paragraph=COUNTED)
    assert pinpoint(DOCUMENT, passage) == "CD/2100, cover note"


def test_a_long_title_is_cut_at_a_word_in_the_pinpoint():
    document = replace(DOCUMENT, masthead=Masthead(), title="word " * 30 + "end")
    label = pinpoint(document, replace(PASSAGE, paragraph=PRINTED))
    assert label.endswith("word…, para. 11")
    assert len(label) < 100
