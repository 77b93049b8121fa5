from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from sqlite3 import Connection

import numpy as np
import pytest

from index import document_rows, passage_rows, store
from index.database import connect, create
from index.documents import Document, Locator, Masthead, Paragraph, Passage
from index.errors import UnknownDocumentError
from index.store import StoredEmbedding
from index.tokens import NO_TOKENS, to_columns

SOURCE = "Première ligne.\n\nSeconde  ligne,\nau fond.".encode()
DOCUMENT = Document(
    id=sha256(SOURCE).hexdigest()[:16],
    name="a.txt",
    title="Première",
    text=SOURCE.decode(),
    sha256=sha256(SOURCE).hexdigest(),
    language="fr",
    masthead=Masthead(symbol="CD/2100", date=date(2017, 9, 14), language="fr"),
)
PASSAGES = (
    Passage(Locator(DOCUMENT.id, ((0, 15),)), "Première ligne.", 0, part="cover note"),
    Passage(
        Locator(DOCUMENT.id, ((17, 32), (33, 41))),
        "Seconde ligne, au fond.",
        1,
        section=("Chapitre «I»", "A"),
        paragraph=Paragraph("10 (b)", "printed"),
        lead_in=0,
    ),
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    create(tmp_path)
    with closing(connect(tmp_path)) as connection:
        yield connection


def embedding(*windows: list[float]) -> StoredEmbedding:
    vectors = np.array(windows, dtype=np.float16).tobytes()
    digest = sha256(vectors).digest()
    return StoredEmbedding(digest, len(windows), vectors, *to_columns(NO_TOKENS))


def put(connection: Connection, document: Document = DOCUMENT) -> None:
    row = document_rows.insert_document(
        connection, document, SOURCE, structure_version=7
    )
    store.insert_passage(connection, row, PASSAGES[0], embedding([1, 0]))
    store.insert_passage(connection, row, PASSAGES[1], embedding([0, 1], [1, 0]))


def test_what_is_stored_is_what_was_given(connection: Connection):
    put(connection)
    assert document_rows.document(connection, DOCUMENT.id) == DOCUMENT
    assert document_rows.source(connection, DOCUMENT.id) == SOURCE
    assert tuple(passage_rows.passages_of(connection, DOCUMENT.id)) == PASSAGES
    assert tuple(passage_rows.all_passages(connection)) == PASSAGES
    (stored,) = document_rows.stored_documents(connection)
    assert (stored.name, stored.masthead) == (DOCUMENT.name, DOCUMENT.masthead)
    assert (stored.characters, stored.passages) == (len(DOCUMENT.text), 2)
    assert stored.structure_version == 7
    assert stored.added.tzinfo is not None


def test_embeddings_come_back_by_passage(connection: Connection):
    put(connection)
    (first, one), (second, two) = passage_rows.embeddings(connection, dimension=2)
    assert (one.tolist(), two.tolist()) == ([[1, 0]], [[0, 1], [1, 0]])
    assert passage_rows.passages_at(connection, [second, first]) == [*PASSAGES[::-1]]
    assert passage_rows.rows_of(connection, [DOCUMENT.id]).tolist() == [first, second]
    assert passage_rows.rows_of(connection, ["unknown"]).tolist() == []


def test_a_passage_is_searched_with_its_headings_and_lead_in(connection: Connection):
    put(connection)
    _, second = passage_rows.searchable(connection)
    assert second.section == ("Chapitre «I»", "A")
    assert second.lead_in == "Première ligne."
    assert (second.title, second.masthead) == (DOCUMENT.title, DOCUMENT.masthead)


def test_equal_texts_share_an_embedding_until_the_last_is_gone(connection: Connection):
    put(connection)
    put(connection, replace(DOCUMENT, id="other", name="b.txt"))
    count = "SELECT count(*) FROM embeddings"
    assert connection.execute(count).fetchone() == (2,)
    rows = store.embeddings_of(connection, [DOCUMENT.id])
    assert len(rows) == 2
    document_rows.delete_document(connection, DOCUMENT.id)
    store.delete_unused_embeddings(connection, rows)
    assert connection.execute(count).fetchone() == (2,)
    document_rows.delete_document(connection, "other")
    store.delete_unused_embeddings(connection, rows)
    assert connection.execute(count).fetchone() == (0,)


def test_some_documents_are_listed_without_the_others(connection: Connection):
    put(connection)
    put(connection, replace(DOCUMENT, id="other", name="b.txt"))
    both = document_rows.stored_documents(connection)
    assert [one.id for one in both] == [DOCUMENT.id, "other"]
    assert document_rows.count(connection) == len(both)
    assert document_rows.document_ids(connection) == [DOCUMENT.id, "other"]
    for some in (["other", "unknown"], []):
        chosen = [one for one in both if one.id in some]
        assert document_rows.stored_documents(connection, some) == chosen
        found = document_rows.document_ids(connection, some)
        assert found == [one.id for one in chosen]


def test_rows_are_never_used_twice(connection: Connection):
    put(connection)
    rows = passage_rows.rows_of(connection, [DOCUMENT.id])
    document_rows.delete_document(connection, DOCUMENT.id)
    put(connection)
    assert passage_rows.rows_of(connection, [DOCUMENT.id]).min() > rows.max()


def test_an_unknown_document_is_named(connection: Connection):
    for ask in (
        document_rows.document,
        document_rows.source,
        document_rows.delete_document,
    ):
        with pytest.raises(UnknownDocumentError, match="no document 'abc'"):
            ask(connection, "abc")
    with pytest.raises(UnknownDocumentError, match="no document 'abc'"):
        passage_rows.passages_of(connection, "abc")
    with pytest.raises(KeyError):
        passage_rows.passages_at(connection, [99])


def test_a_new_generation_has_a_new_stamp(connection: Connection):
    before = store.state(connection)
    store.advance(connection)
    after = store.state(connection)
    assert after.generation == before.generation + 1
    assert after.stamp != before.stamp
    assert (before.fingerprint, before.dimension) == (None, 0)
    store.set_model(connection, "model@1", 384)
    assert store.state(connection).fingerprint == "model@1"


def test_metadata_is_kept_and_overwritten(connection: Connection):
    assert store.metadata(connection, "seeds") is None
    store.put_metadata(connection, "seeds", "1")
    store.put_metadata(connection, "seeds", "2")
    assert store.metadata(connection, "seeds") == "2"
