"""Several libraries read as one."""

from collections.abc import Iterator

import numpy as np
import pytest

from index.errors import UnknownDocumentError
from index.joint import JointLibrary
from index.joint_rows import ROWS
from index.library import Library
from index.symbols import Symbol

SHARED = ("both.txt", b"On both\n\nCD/1985 is spoken of in both papers.\n")
FIRST = [
    ("first.txt", b"On kelp\n\nThe kelp of CD/1985 grows.\n\nThe reef is bare.\n"),
    SHARED,
]
SECOND = [
    SHARED,
    ("second.txt", b"On reefs\n\nThe reef of CD/1985 and kelp.\n\nA/RES/72/26.\n"),
]


@pytest.fixture(scope="module")
def libraries(tmp_path_factory, embedder) -> Iterator[list[Library]]:
    """The first, the second, and one that holds what both do."""
    found = []
    for texts in (FIRST, SECOND, [*FIRST, SECOND[1]]):
        library = Library.open(tmp_path_factory.mktemp("library"), create=True)
        library.add(texts, embedder)
        found.append(library)
    yield found
    for library in found:
        library.close()


@pytest.fixture
def joint(libraries: list[Library]) -> JointLibrary:
    return JointLibrary(libraries[:2])


def test_what_two_hold_is_there_once(joint: JointLibrary, libraries: list[Library]):
    with joint.snapshot() as several, libraries[2].snapshot() as one:
        assert len(several) == len(one)
        assert several.document_ids() == one.document_ids()
        assert [d.id for d in several.documents()] == one.document_ids()
        rows = several.rows_of(several.document_ids())
        assert rows.tolist() == sorted(set(rows.tolist()))
        assert set(rows // ROWS) == {0, 1}
        assert several.passages(rows) == one.passages(one.rows_of(one.document_ids()))


@pytest.mark.parametrize("text", ["kelp", "reef", "papers", "kelp reef", "zebra"])
def test_words_are_found_where_one_library_of_all_finds_them(joint, libraries, text):
    with joint.snapshot() as several, libraries[2].snapshot() as one:
        found = several.passages(several.keywords.mentioning(text))
        assert found == one.passages(one.keywords.mentioning(text))
        rows, scores = several.keywords.matching(text, 9)
        assert len(rows) == len(scores)
        assert np.all(scores > 0)
        matching, _ = one.keywords.matching(text, 9)
        texts = {passage.text for passage in several.passages(rows)}
        assert texts == {passage.text for passage in one.passages(matching)}


def test_only_the_rows_asked_for_are_looked_in(joint: JointLibrary):
    with joint.snapshot() as several:
        for document_id in several.document_ids():
            among = several.rows_of([document_id])
            assert several.keywords.together([], among)
            found = several.keywords.mentioning("kelp", among)
            assert set(found) <= set(among)


def test_documents_are_found_by_name_and_passages_by_symbol(joint, libraries):
    symbol = Symbol("CD/1985")
    with joint.catalogue() as several, libraries[2].catalogue() as one:
        assert several.passages(several.mentioning(symbol)) == one.passages(
            one.mentioning(symbol)
        )
        assert len(several.mentioning(symbol)) == 3
        for name in ("on kelp", "on reefs", "on both"):
            (entry,) = several.called("title", name)
            (alone,) = one.called("title", name)
            assert entry.id == alone.id
            rows = [position.row for position in several.outline(entry)]
            assert [p.locator.document_id for p in several.passages(rows)] == [
                entry.id for _ in rows
            ]
            assert several.document(entry.id) == one.document(entry.id)
            assert several.entry(entry.id) == entry
        assert several.entry("0" * 16) is None
        with pytest.raises(UnknownDocumentError):
            several.document("0" * 16)


def test_overviews_are_of_all(joint: JointLibrary, libraries: list[Library]):
    with joint.catalogue() as several, libraries[2].catalogue() as one:
        assert several.stretches() == one.stretches()
        assert several.citing() == one.citing()
        assert several.extended(Symbol("A/RES")) == one.extended(Symbol("A/RES"))
        found = {each.symbol for each in several.mentioned()}
        assert found == {each.symbol for each in one.mentioned()}
