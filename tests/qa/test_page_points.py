from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import pytest

from index.documents import Document, Locator, Masthead, Paragraph, Passage
from index.embedding import Embedder
from index.library import Library
from qa import Assistant
from qa.document_parts import Missing
from qa.page_points import on_pages
from qa.reference_values import Point
from qa.verification import verify_text

PAGES = (
    "Preface\n\nThe winds are told here.\n\n",
    "Winds\n\n1. It blew from the north. 2. It turned ",
    "to the west.\n\n3. It fell.\n\n",
    "\n",
)
TEXT = "".join(PAGES)
STARTS = tuple(sum(map(len, PAGES[:page])) for page in range(len(PAGES)))
LABELS = ("iv", "1", "2", "3")
PARAGRAPHS = (
    ("The winds are told here.", "Preface", None),
    ("It blew from the north.", "Winds", "1"),
    ("It turned to the west.", "Winds", "2"),
    ("It fell.", "Winds", "3"),
)


def added(library: Library, embedder: Embedder, symbol: str, *, printed: bool) -> None:
    """Add a document of four pages, its paragraphs numbered by print or by us."""
    source = symbol.encode()
    digest = sha256(source).hexdigest()
    document = Document(
        digest[:16], f"{digest}.pdf", f"Winds of {symbol}", TEXT, digest, "en",
        Masthead(symbol=symbol), pages=STARTS, page_labels=LABELS if printed else (),
    )  # fmt: skip
    passages = []
    for ordinal, (text, heading, label) in enumerate(PARAGRAPHS):
        start = TEXT.index(text)
        paragraph = label and Paragraph(label, "printed")
        if not printed:
            paragraph = Paragraph(str(ordinal + 1), "counted")
        passages.append(
            Passage(
                Locator(document.id, ((start, start + len(text)),)), text, ordinal,
                (heading,), paragraph or None,
            )
        )  # fmt: skip
    library.add_passages(document, source, passages, embedder)


@pytest.fixture
def assistant(library: Library, embedder: Embedder) -> Iterator[Assistant]:
    added(library, embedder, "CD/9", printed=True)
    added(library, embedder, "CD/10", printed=False)
    with Assistant(library, embedder) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("reference", "quotes"),
    [
        ("CD/9, p. iv", [0]),
        ("CD/9, p. 1", [1, 2]),
        ("page 2 of CD/9", [2, 3]),
        ("CD/9, pp. iv-1", [0, 1, 2]),
        ("CD/9, pp. iv, 2", [0, 2, 3]),
        ("CD/9, para. 2 (p. 1)", [2]),
        ("CD/9, para. 2 (pp. 1–2)", [2]),
        ("CD/9, p. 2, para. 3", [3]),
        ('CD/9, "Winds", p. 1', [1, 2]),
        ("CD/10, p. 1", [0]),
        ("CD/10, p. 3", [2, 3]),
        ('CD/10, "Preface", p. 1', [0]),
    ],
)
def test_a_page_gives_the_paragraphs_that_stand_on_it(
    assistant: Assistant, reference: str, quotes: list[int]
):
    lookup = assistant.lookup(reference)
    assert lookup.status == "found", lookup.message
    assert [one.quote for one in lookup.citations] == [PARAGRAPHS[n][0] for n in quotes]


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("CD/9, p. 4", "CD/9 has pages iv, 1–3"),
        ("CD/9, pp. 1-9", "CD/9 has pages iv, 1–3"),
        ("CD/9, pp. 2-1", "runs backwards"),
        ("CD/9, p. 3", "No paragraph is on page 3 of CD/9"),
        ('CD/9, "Winds", p. iv', "No paragraph of “Winds” is on page iv of CD/9"),
        ("CD/9, para. 3 (p. 1)", "Paragraph 3 of CD/9 is on page 2, not on page 1"),
        ("CD/9, paras. 1-3 (p. iv)", "Paragraphs 1–3 of CD/9 are on pages 1–2, not on"),
        ("CD/9, para. 7 (p. 1)", "CD/9 has paragraphs 1–3"),
        ("CD/10, p. 9", "CD/10 has pages 1–4"),
    ],
)
def test_what_is_not_on_the_page_is_said(
    assistant: Assistant, reference: str, said: str
):
    lookup = assistant.lookup(reference)
    assert lookup.status == "no-such-paragraph"
    assert said in lookup.message


def test_pages_without_a_number_are_not_named_among_those_there_are():
    numbers = ("Cover 1", "ii", "iii", "1", "2", "Cover 2")
    with pytest.raises(Missing, match=r"X has pages ii–iii, 1–2$"):
        on_pages([], [Point(("7",), kind="page")], numbers, "X", "")


def test_a_page_whose_paragraphs_are_not_numbered_is_counted_from_its_top(
    assistant: Assistant,
):
    lookup = assistant.lookup("CD/10, p. 3, para. 2")
    assert lookup.status == "counted"
    assert [one.quote for one in lookup.citations] == ["It fell."]
    assert "Page 3 of CD/10 prints no paragraph numbers" in lookup.message
    assert "the 2nd paragraph there" in lookup.message


def test_citations_say_on_which_pages_they_are(assistant: Assistant):
    found = {one.label: one for one in assistant.passages()}
    assert list(found) == [
        'CD/9, "Preface", p. iv',
        "CD/9, para. 1 (p. 1)",
        "CD/9, para. 2 (pp. 1–2)",
        "CD/9, para. 3 (p. 2)",
        'CD/10, "Preface", p. 1',
        'CD/10, "Winds", p. 2',
        'CD/10, "Winds", pp. 2–3',
        'CD/10, "Winds", p. 3',
    ]
    turned = found["CD/9, para. 2 (pp. 1–2)"]
    assert (turned.pages, turned.page_numbers) == ((2, 3), "1–2")
    assert turned.to_dict()["pages"] == [2, 3]
    assert turned.to_dict()["page_numbers"] == "1–2"


def test_every_pinpoint_leads_back_to_its_paragraph(assistant: Assistant):
    for citation in assistant.passages():
        lookup = assistant.lookup(citation.label)
        assert replace(citation, score=1.0) in lookup.citations


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("“It blew from the north.” (CD/9, para. 1 (p. 1))", "verbatim"),
        ("“It blew from the north.” (CD/9, p. 1)", "verbatim"),
        ("“It turned to the west.” (CD/9, p. 2)", "verbatim"),
        ("“It blew from the north.” (CD/9, para. 1, p. 1)", "verbatim"),
        ("“It blew from the north.” (CD/9, p. 2)", "differs"),
        ("“It blew from the north.” (CD/9, para. 1 (p. 2))", "not found"),
        ("“It blew from the north.” (CD/9, p. 40)", "not found"),
    ],
)
def test_a_page_that_is_cited_is_verified(assistant: Assistant, text: str, status: str):
    quoted, cited = verify_text(text, assistant).findings
    assert (quoted.kind, quoted.status) == ("quotation", "verbatim")
    assert (cited.kind, cited.status) == ("citation", status)
