from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from qa import Assistant

CHARTER = """CD/2019

Charter of the harbour

Aims

CD/2019 is the charter of the harbour. It replaces CD/1985.

The harbour is open at night.

Fees

The council sets the fees, as CD/1985 says.
"""
MINUTES = """Minutes of the council

The council recalled CD/2019 and resolution 72/27.

The council adjourned at noon and met again after the storm.
"""
CHARTERS_SYMBOL = "CD/2019"
ABSENT = "CD/1985"


@pytest.fixture(scope="module")
def assistant(
    tmp_path_factory: pytest.TempPathFactory, embedder
) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("overview") / "library"
    with Library.open(folder, create=True) as library:
        texts = {"charter.txt": CHARTER, "minutes.txt": MINUTES}
        sources = [(name, text.encode()) for name, text in texts.items()]
        library.add(sources, embedder)
        yield Assistant(library, embedder)


def test_the_sections_of_a_document_are_in_order_and_hold_every_passage(assistant):
    outlines = {one.document_id: one.sections for one in assistant.outlines()}
    assert list(outlines) == [document.id for document in assistant.documents()]
    for document in assistant.documents():
        passages = assistant.passages(document.id)
        sections = outlines[document.id]
        assert sum(one.passages for one in sections) == len(passages)
        assert sum(one.characters for one in sections) == sum(
            len(passage.quote) for passage in passages
        )
        assert [one.start for one in sections] == sorted(one.start for one in sections)
        first = 0
        for section in sections:
            assert passages[first].spans[0][0] == section.start
            assert passages[first].section == section.path
            first += section.passages


def test_headings_name_the_sections(assistant):
    charter, minutes = assistant.outlines()
    assert [one.path for one in charter.sections] == [("Aims",), ("Fees",)]
    assert [one.path for one in minutes.sections] == [()]


def test_a_document_cites_what_it_mentions_but_not_itself(assistant):
    charter, minutes = (document.id for document in assistant.documents())
    cited = {
        (one.document_id, str(one.symbol)): one.passages for one in assistant.citing()
    }
    assert cited == {
        (charter, ABSENT): 2,
        (minutes, CHARTERS_SYMBOL): 1,
        (minutes, "A/RES/72/27"): 1,
    }


def test_the_passages_that_cite_are_those_that_are_counted(assistant):
    for one in assistant.citing():
        own = assistant.passages_citing(one.symbol, 0, 99)
        assert sum(c.document.id == one.document_id for c in own) == one.passages
    (symbol,) = (one.symbol for one in assistant.citing() if str(one.symbol) == ABSENT)
    (second,) = assistant.passages_citing(symbol, 1, 2)
    assert second == assistant.passages_citing(symbol, 0, 2)[1]
    assert second.quote.startswith("The council sets the fees")


def test_the_mention_is_marked(assistant):
    for one in assistant.citing():
        for citation in assistant.passages_citing(one.symbol, 0, 99):
            marked = [citation.quote[a:b] for a, b in citation.highlights]
            assert marked
            assert all(
                text in ("CD/1985", "CD/2019", "resolution 72/27") for text in marked
            )
