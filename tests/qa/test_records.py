import json
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from index.documents import Document, Locator, Masthead, Paragraph, Passage, fold
from index.errors import DamagedLibraryError
from qa import Assistant, Citation
from qa.citations import cite
from qa.records import (
    CONTEXT_CHARACTERS,
    NOT_PRINTED,
    PRINTED,
    Pinpoint,
    record,
    records,
)

TEXT = "Head\n\n1. The  Group\nbelieves.\n\n2. It stresses."
DOCUMENT = Document(
    id="ab12",
    name="a.txt",
    title="A title",
    text=TEXT,
    sha256="00" * 32,
    language="en",
    masthead=Masthead(symbol="CD/2100", date=date(2017, 9, 14)),
)
SPAN = (9, 29)


def cited(
    label: str = "1", basis: str = "printed", section: tuple[str, ...] = ("Head",)
) -> Citation:
    paragraph = Paragraph(label, basis)  # type: ignore[arg-type]
    passage = Passage(
        Locator("ab12", (SPAN,)), "The Group believes.", 0, section, paragraph
    )
    return cite(DOCUMENT, passage)


def test_a_record_says_what_the_source_prints_and_what_it_does_not():
    found = record(cited(), DOCUMENT)
    assert (found.symbol, found.symbol_status) == ("CD/2100", PRINTED)
    assert found.issued == date(2017, 9, 14)
    assert found.job_number is None
    unnamed = replace(DOCUMENT, masthead=Masthead())
    found = record(cited(), unnamed)
    assert (found.symbol, found.symbol_status) == (None, NOT_PRINTED)


def test_a_record_points_into_the_text_and_hashes_it():
    found = record(cited(), DOCUMENT)
    (anchor,) = found.anchors
    assert TEXT[found.start : found.end] == anchor.exact == "The  Group\nbelieves."
    assert anchor.prefix == TEXT[: SPAN[0]][-CONTEXT_CHARACTERS:]
    assert anchor.suffix == TEXT[SPAN[1] :][:CONTEXT_CHARACTERS]
    assert found.sha256 == DOCUMENT.sha256
    assert found.passage_sha256 == sha256(b"The Group believes.").hexdigest()


@pytest.mark.parametrize(
    ("label", "path"),
    [
        ("11", ("11",)),
        ("10 (b)", ("10", "b")),
        ("10 (b) (ii)", ("10", "b", "ii")),
        ("cover note 2", ("cover note", "2")),
        ("note 3", ("note", "3")),
    ],
)
def test_a_label_has_a_path(label: str, path: tuple[str, ...]):
    found = record(cited(label), DOCUMENT)
    assert found.paragraph
    assert found.paragraph.path == path


@pytest.mark.parametrize(
    ("citation", "restarts", "pinpoints"),
    [
        (cited("10 (b)"), False, [("paragraph", "10 (b)")]),
        (cited("1"), True, [("heading", "Head"), ("paragraph", "1")]),
        (cited("1", "counted"), False, [("heading", "Head")]),
        (cited("1", "counted", ()), False, []),
        (cited("1", "counted", ("Article IV",)), False, [("part", "Article IV")]),
        (cited("cover note 2", "counted"), False, [("part", "cover note")]),
        (cited("cover note 2"), False, [("part", "cover note"), ("paragraph", "2")]),
        (cited("note 3"), False, [("note", "3")]),
    ],
)
def test_only_what_the_source_prints_is_pointed_at(
    citation: Citation, restarts: bool, pinpoints: list[tuple[str, str]]
):
    found = record(citation, DOCUMENT, numbering_restarts=restarts)
    expected = tuple(Pinpoint(kind, text) for kind, text in pinpoints)  # type: ignore[arg-type]
    assert found.pinpoints == expected


def test_what_a_document_no_longer_says_has_no_record():
    changed = replace(DOCUMENT, text=TEXT.replace("Group", "Grape"))
    with pytest.raises(DamagedLibraryError, match=r"a\.txt no longer says"):
        record(cited(), changed)


def test_every_passage_of_the_papers_has_its_record(seeds: Assistant):
    citations = seeds.passages()
    found = records(seeds.library, citations)
    assert [one.text for one in found] == [citation.quote for citation in citations]
    for one in found:
        assert fold(" ".join(anchor.exact for anchor in one.anchors)) == one.text
        assert one.symbol_status == (PRINTED if one.symbol else NOT_PRINTED)
    assert {one.original_language for one in found} == {"en", "es"}


def test_dict_has_every_field_and_is_json(seeds: Assistant):
    one = records(seeds.library, seeds.passages()[-1:])[0]
    found = json.loads(json.dumps(one.to_dict()))
    assert set(found) == {
        "document_id", "symbol", "symbol_status", "title", "body", "issued",
        "note_verbale_date", "language", "original_language", "job_number", "section",
        "transmitted_by", "agenda_item", "submitted_by", "supplied", "pages",
        "page_numbers", "anchor",
        "paragraph", "text", "start", "end", "anchors", "sha256", "passage_sha256",
    }  # fmt: skip
    assert found["issued"] == "2018-08-17"
    sender = "Permanent Mission of the Socialist Republic of Viet Nam"
    assert found["transmitted_by"] == sender
    assert found["paragraph"] == {"label": "15", "basis": "printed", "path": ["15"]}
