import json
from dataclasses import replace

import pytest

from index.documents import Paragraph
from qa import Answer, Citation, CitationGroup, CitedDocument


def citation(quote: str = "The Group of 21 believes.") -> Citation:
    return Citation(
        document=CitedDocument("ab12", None, "A paper", None, "en", "GE.18-1(E)"),
        paragraph=Paragraph("1", "printed"),
        section=("A heading",),
        quote=quote,
        highlights=((0, 3),),
        spans=((10, 40),),
        sha256="00",
        score=0.5,
        label="GE.18-1(E), para. 1",
    )


def test_an_answer_without_citations_must_say_why():
    with pytest.raises(ValueError, match="gives its reason"):
        Answer("q", "q", 0.1)


def test_an_answer_with_citations_has_nothing_to_excuse():
    with pytest.raises(ValueError, match="no reason"):
        Answer("q", "q", 0.9, citations=(citation(),), reason="none")
    with pytest.raises(ValueError, match="no reason"):
        Answer("q", "q", 0.9, citations=(citation(),), nearest=(citation(),))


def test_text_quotes_each_citation_with_its_mark():
    text = Answer("q", "q", 0.9, citations=(citation(), citation("B."))).text
    assert text.startswith("“The Group of 21 believes.” [1]\n[1] GE.18-1(E), para. 1")
    assert "“B.” [2]" in text


def test_the_text_of_an_abstention_is_its_reason():
    answer = Answer("q", "q", 0.1, reason="“India” does not occur.")
    assert answer.abstained
    assert answer.text == answer.reason


def test_dict_has_every_field_of_the_contract_and_is_json():
    answer = Answer("q", "q", 0.9, citations=(citation(),))
    found = json.loads(json.dumps(answer.to_dict()))
    assert set(found) == {
        "question", "understood_as", "abstained", "reason", "missing_terms",
        "confidence", "citations", "nearest", "groups", "tallies", "text",
    }  # fmt: skip
    (cited,) = found["citations"]
    assert cited["id"] == "ab12.10"
    assert set(cited) == {
        "id", "document", "paragraph", "section", "quote", "highlights", "spans",
        "sha256", "score", "label", "actor", "pages", "page_numbers", "anchor",
    }  # fmt: skip
    assert set(cited["document"]) == {
        "id", "symbol", "title", "date", "language", "job_number", "supplied",
    }  # fmt: skip
    assert cited["paragraph"] == {"label": "1", "basis": "printed"}
    assert cited["highlights"] == [[0, 3]]


def test_groups_have_each_citation_once_in_order():
    both = (citation("A."), citation("B."))
    with pytest.raises(ValueError, match="has citations"):
        CitationGroup("H", ())
    for places in (((1,), (0,)), ((0,),), ((0, 1), (1,))):
        groups = tuple(CitationGroup("H", place) for place in places)
        with pytest.raises(ValueError, match="each citation once"):
            Answer("q", "q", 0.9, citations=both, groups=groups)


def test_text_shows_headings_and_who_said_it():
    said = replace(citation("A."), actor="Norway")
    groups = (CitationGroup("Opposed", (0,)), CitationGroup("Supported", (1,)))
    text = Answer("q", "q", 0.9, citations=(said, citation("B.")), groups=groups).text
    assert text == (
        "Opposed\n\n“A.” [1]\n[1] GE.18-1(E), para. 1\n    — Norway\n\n"
        "Supported\n\n“B.” [2]\n[2] GE.18-1(E), para. 1"
    )
