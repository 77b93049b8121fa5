from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from threading import active_count

import pytest

from index import stored_embeddings
from index.connections import Connections
from index.database import create
from index.embedding import Embedder, Embedding, OnProgress, ignore_progress
from index.library import Library
from index.stored_embeddings import StoredEmbeddings, text_key
from index.storing import embedded_texts


class Recording:
    """An embedder that keeps the texts it was given."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self.fingerprint = embedder.fingerprint
        self.dimension = embedder.dimension
        self.languages = embedder.languages
        self.reads = embedder.reads
        self.embed_query = embedder.embed_query
        self.given: list[str] = []

    def embed_passages(
        self, texts: Sequence[str], on_progress: OnProgress = ignore_progress
    ) -> list[Embedding]:
        self.given += texts
        return self.embedder.embed_passages(texts, on_progress)


@pytest.fixture
def recording(embedder: Embedder) -> Recording:
    return Recording(embedder)


@pytest.fixture
def connections(tmp_path: Path) -> Iterator[Connections]:
    create(tmp_path)
    with closing(Connections(tmp_path)) as connections:
        yield connections


def test_texts_have_their_embeddings_in_order(
    connections: Connections, recording: Recording
):
    made = StoredEmbeddings(connections, recording)
    found = made.of(["one", "two", "one"], ignore_progress)
    assert [each.digest for each in found] == [*map(text_key, ["one", "two", "one"])]
    assert recording.given == ["one", "two"]


def test_what_was_made_before_it_is_stored_is_not_made_again(
    connections: Connections, recording: Recording
):
    made = StoredEmbeddings(connections, recording)
    first = made.of(["one", "two"], ignore_progress)
    counted: list[int] = []
    assert made.of(["two", "three"], counted.append)[0] == first[1]
    assert recording.given == ["one", "two", "three"]
    assert sum(counted) == 2


def test_only_the_last_are_remembered(
    connections: Connections, recording: Recording, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stored_embeddings, "REMEMBERED", 2)
    made = StoredEmbeddings(connections, recording)
    for text in ("one", "two", "three"):
        made.of([text], ignore_progress)
    made.of(["one", "three"], ignore_progress)
    assert recording.given == ["one", "two", "three", "one"]


def test_a_text_of_several_files_is_embedded_once(
    library: Library, recording: Recording
):
    files = [
        (f"{number}.txt", f"The ferry is late.\n\nNote {number}.\n".encode())
        for number in range(40)
    ]
    report = library.add(files, recording)
    assert len(report.added) == 40
    texts = [
        text
        for document in library.documents()
        for text in embedded_texts(library.passages(document.id))
    ]
    assert len(texts) > len(set(texts)) == len(recording.given)


def test_adding_that_is_broken_off_leaves_no_thread_and_goes_on_later(
    library: Library, embedder: Embedder
):
    files = [
        (f"{number}.txt", f"Ferry {number}.\n\nIt is late.\n".encode())
        for number in range(300)
    ]

    def leave(done: int, total: int) -> None:
        if done > 250:
            raise KeyboardInterrupt

    before = active_count()
    with pytest.raises(KeyboardInterrupt):
        library.add(files, embedder, leave)
    assert active_count() == before
    kept = len(library.documents())
    assert 0 < kept < 300
    report = library.add(files, embedder)
    assert (len(report.unchanged), len(report.added)) == (kept, 300 - kept)
