import time

import pytest

from index.embedding import Embedder
from index.library import Library
from index.mentions import mentions
from index.symbols import Symbol

# What the seeds have in wait for a careless pattern, and some of their kind.
TRAPS = [
    ("established by CD/2090. The", ["CD/2090"]),
    ("objects (PPWT, CD/1985). They", ["CD/1985"]),
    ("report (CD/2043/Rev.1 Annex III) of", ["CD/2043/Rev.1 Annex III"]),
    ("(A/RES/71/31).", ["A/RES/71/31"]),
    ("its report (A/68/189).", ["A/68/189"]),
    ("adoption of resolution 72/26 entitled", ["A/RES/72/26"]),
    ("resolutions 65/68 and 72/26", ["A/RES/65/68", "A/RES/72/26"]),
    (
        "resolutions 1721 (XVI) of 20 December 1961 and 1802 (XVII) of 14 December",
        ["A/RES/1721(XVI)", "A/RES/1802(XVII)"],
    ),
    ("CD/2043,\nannex III, and CD/2043", ["CD/2043 Annex III", "CD/2043"]),
    ("CD/2090, again CD/2090", ["CD/2090"]),
    ("A/ES–10/L.22", ["A/ES-10/L.22"]),
    ("on 24/7 and/or 1985/86", []),
]


@pytest.mark.parametrize(("text", "expected"), TRAPS)
def test_mentions_of_a_passage(text: str, expected: list[str]):
    assert [str(symbol) for symbol in mentions(text)] == expected


@pytest.mark.parametrize(
    "hostile", ["A/", "A/1", "CD/1-", "resolution 1/1, ", "(", "Rev."]
)
def test_mentions_take_time_linear_in_the_text(hostile: str):
    text = hostile * (200_000 // len(hostile))
    started = time.process_time()
    mentions(text)
    assert time.process_time() - started < 2


@pytest.fixture
def notes(library: Library, embedder: Embedder) -> Library:
    sources = [
        ("a.txt", b"First\n\nSee CD/2043/Rev.1 Annex III.\n\nSee CD/2043/Rev.1."),
        ("b.txt", b"Second\n\nSee resolution 72/26 and CD/2043."),
    ]
    library.add(sources, embedder)
    return library


def texts_mentioning(library: Library, symbol: Symbol) -> list[str]:
    with library.catalogue() as catalogue:
        rows = catalogue.mentioning(symbol)
        return [passage.text for passage in catalogue.passages(rows)]


def test_a_mention_of_an_annex_is_one_of_its_document_but_not_of_the_parent(
    notes: Library,
):
    annex = "See CD/2043/Rev.1 Annex III."
    assert texts_mentioning(notes, Symbol("CD/2043/Rev.1", "Annex III")) == [annex]
    both = [annex, "See CD/2043/Rev.1."]
    assert texts_mentioning(notes, Symbol("CD/2043/Rev.1")) == both
    parent = ["See resolution 72/26 and CD/2043."]
    assert texts_mentioning(notes, Symbol("CD/2043")) == parent


def test_mentions_are_counted_and_those_held_are_marked(
    library: Library, embedder: Embedder
):
    held = (
        b"CD/7\nConference on Disarmament 3 May 2001\nEnglish\n\nTitle\n\nIt says so."
    )
    library.add(
        [("a.txt", b"See CD/7.\n\nSee CD/7 and CD/8."), ("b.txt", held)], embedder
    )
    with library.catalogue() as catalogue:
        found = {
            str(one.symbol): (one.passages, one.documents, one.held)
            for one in catalogue.mentioned()
        }
    assert found == {"CD/7": (2, 1, True), "CD/8": (1, 1, False)}


def test_mentions_and_names_go_with_their_document(notes: Library, embedder: Embedder):
    first, second = notes.documents()
    notes.remove([second.id])
    assert texts_mentioning(notes, Symbol("A/RES/72/26")) == []
    notes.add([("a.txt", b"First\n\nNothing now.")], embedder)
    assert texts_mentioning(notes, Symbol("CD/2043/Rev.1")) == []
    with notes.catalogue() as catalogue:
        assert catalogue.called("title", "second") == []
        assert catalogue.entry(first.id) is None


def test_an_extension_of_a_symbol_is_found_by_it(notes: Library):
    with notes.catalogue() as catalogue:
        assert catalogue.extended(Symbol("CD/2043")) == ["CD/2043/Rev.1"]
        assert catalogue.extended(Symbol("CD/204")) == []
