import threading
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from sqlite3 import connect

import numpy as np
import pytest

from index.database import DATABASE
from index.documents import Document, Locator, Masthead, Passage, fold
from index.embedding import Embedder, Embedding, OnProgress, ignore_progress
from index.errors import (
    LibraryError,
    LibraryNotFoundError,
    MismatchedLibraryError,
    UnknownDocumentError,
    UnreadableDocumentError,
)
from index.library import Library
from seeds import seed_files

WHALES = b"On whales\n\nWhales sing in the deep sea.\n\nThey are not fish."
STARS = b"On stars\n\nStars shine in the dark sky.\n\nThey are not planets."


class Counting:
    """An embedder that remembers which texts it had to embed."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self.fingerprint = embedder.fingerprint
        self.dimension = embedder.dimension
        self.languages = embedder.languages
        self.texts: list[str] = []

    def reads(self, text: str) -> bool:
        return self.embedder.reads(text)

    def embed_query(self, text: str) -> Embedding:
        return self.embedder.embed_query(text)

    def embed_passages(
        self, texts: Sequence[str], on_progress: OnProgress = ignore_progress
    ) -> list[Embedding]:
        self.texts.extend(texts)
        return self.embedder.embed_passages(texts, on_progress)


@pytest.fixture
def counting(embedder: Embedder) -> Counting:
    return Counting(embedder)


@pytest.fixture
def other(embedder: Embedder) -> Embedder:
    return replace(embedder, fingerprint="other@1", dimension=32)


def test_added_documents_are_found_by_words_and_by_meaning(
    library: Library, embedder: Embedder
):
    report = library.add([("whales.txt", WHALES), ("stars.txt", STARS)], embedder)
    assert len(report.added) == 2
    with library.snapshot() as snapshot:
        by_words, _ = snapshot.keywords.matching("Do stars shine?", 1)
        query = embedder.embed_query("stars shine in the sky").vector
        by_meaning, _ = snapshot.vectors.nearest(query, 1)
        for rows in (by_words, by_meaning):
            (passage,) = snapshot.passages(rows)
            assert passage.text == "Stars shine in the dark sky."
            document = snapshot.document(passage.locator.document_id)
            assert document.name == "stars.txt"
            assert rows[0] in snapshot.rows_of([document.id])
            assert passage in snapshot.passages_of(document.id)
        assert len(snapshot) == len(library.passages())


def test_a_passage_is_found_by_where_it_stands(library: Library, embedder: Embedder):
    library.add([("a.txt", b"The tide turns.\n\nThe lamp burns.\n")], embedder)
    first, second = library.passages()
    with library.snapshot() as snapshot:
        row = snapshot.row_at(second.locator.document_id, second.locator.spans)
        assert row is not None
        assert snapshot.passages([row]) == [second]
        assert snapshot.row_at(first.locator.document_id, [(0, 1)]) is None
        assert snapshot.row_at("nothing", first.locator.spans) is None


def test_the_seeds_are_kept_verbatim(library: Library, embedder: Embedder):
    sources = list(seed_files())
    library.add(sources, embedder)
    assert library.check() == []
    assert [stored.name for stored in library.documents()] == [n for n, _ in sources]
    assert sum(stored.passages for stored in library.documents()) == 84
    for stored in library.documents():
        document = library.document(stored.id)
        for passage in library.passages(stored.id):
            spans = passage.locator.spans
            quoted = " ".join(document.text[start:end] for start, end in spans)
            assert fold(quoted) == passage.text


def test_unchanged_documents_cost_nothing(library: Library, counting: Counting):
    sources = [("whales.txt", WHALES), ("stars.txt", STARS)]
    first = library.add(sources, counting)
    counting.texts.clear()
    generation = library.generation
    again = library.add([*sources, ("copy.txt", STARS)], counting)
    assert again.unchanged == first.added
    assert (again.added, again.replaced, counting.texts) == ((), (), [])
    assert library.generation == generation


def test_each_distinct_text_is_embedded_once(library: Library, counting: Counting):
    library.add([("whales.txt", WHALES)], counting)
    library.add(
        [("whales.txt", WHALES + b"\n\nThey sleep."), ("b.txt", STARS)], counting
    )
    assert len(counting.texts) == len(set(counting.texts))


def test_other_bytes_under_a_name_take_its_place(library: Library, embedder: Embedder):
    (old,) = library.add([("a.txt", WHALES)], embedder).added
    (new,) = library.add([("a.txt", STARS)], embedder).replaced
    assert [stored.id for stored in library.documents()] == [new]
    with library.snapshot() as snapshot:
        assert len(snapshot.keywords.matching("whales", 9)[0]) == 0
    with pytest.raises(UnknownDocumentError):
        library.document(old)


def test_files_that_swap_names_are_both_kept(library: Library, embedder: Embedder):
    library.add([("a.txt", WHALES), ("b.txt", STARS)], embedder)
    library.add([("a.txt", STARS), ("b.txt", WHALES)], embedder)
    by_name = {stored.name: stored.sha256 for stored in library.documents()}
    assert by_name == {
        "a.txt": sha256(STARS).hexdigest(),
        "b.txt": sha256(WHALES).hexdigest(),
    }


def test_a_file_that_became_a_copy_leaves_one_document(
    library: Library, embedder: Embedder
):
    library.add([("a.txt", WHALES), ("b.txt", STARS)], embedder)
    report = library.add([("a.txt", STARS)], embedder)
    (stored,) = library.documents()
    assert (stored.id,) == report.unchanged


def test_two_files_of_one_name_are_refused_before_anything_is_added(
    library: Library, embedder: Embedder
):
    with pytest.raises(LibraryError, match=r"both named 'a\.txt'.*rename one"):
        library.add([("a.txt", WHALES), ("a.txt", STARS)], embedder)
    assert library.documents() == []


def test_an_unreadable_file_keeps_no_other_out(library: Library, embedder: Embedder):
    bad = ("a.txt", b"\x00\x01\x02\xff" * 99)
    report = library.add([bad, ("b.txt", WHALES)], embedder)
    assert [failure.name for failure in report.failed] == ["a.txt"]
    assert [stored.name for stored in library.documents()] == ["b.txt"]
    with pytest.raises(UnreadableDocumentError, match=r"^a\.txt"):
        library.add([bad], embedder)


def test_better_rules_read_a_document_anew(
    library: Library, counting: Counting, monkeypatch: pytest.MonkeyPatch
):
    library.add([("a.txt", WHALES)], counting)
    counting.texts.clear()
    for module in ("adding", "storing"):
        monkeypatch.setattr(f"index.{module}.STRUCTURE_VERSION", 1_000_000)
    assert len(library.add([("a.txt", WHALES)], counting).replaced) == 1
    assert counting.texts == []
    assert library.documents()[0].structure_version == 1_000_000


def test_removed_documents_are_found_no_more(library: Library, embedder: Embedder):
    whales, stars = library.add([("a.txt", WHALES), ("b.txt", STARS)], embedder).added
    with pytest.raises(UnknownDocumentError, match="no document 'nothing'"):
        library.remove([whales, "nothing"])
    assert len(library.documents()) == 2
    library.remove([whales])
    assert [stored.id for stored in library.documents()] == [stars]
    with library.snapshot() as snapshot:
        assert len(snapshot.keywords.matching("whales", 9)[0]) == 0
        assert len(snapshot.vectors.rows) == len(snapshot)
    assert library.check() == []


def test_progress_counts_passages_up_to_all(library: Library, embedder: Embedder):
    told: list[tuple[int, int]] = []
    library.add(
        [("a.txt", WHALES), ("b.txt", STARS)],
        embedder,
        lambda *count: told.append(count),
    )
    total = len(library.passages())
    assert {of for _, of in told} == {total}
    done = [done for done, _ in told]
    assert done == sorted(done)
    assert done[-1] == total


def test_a_library_of_another_model_says_so(
    library: Library, embedder: Embedder, other: Embedder
):
    library.add([("a.txt", WHALES)], embedder)
    assert library.fingerprint == "hashing@1"
    with pytest.raises(MismatchedLibraryError, match="'hashing@1', not 'other@1'"):
        Library.open(library.folder, "other@1")
    with pytest.raises(MismatchedLibraryError):
        library.add([("b.txt", STARS)], other)
    assert len(library.documents()) == 1
    Library.open(library.folder, "hashing@1").close()


def test_an_emptied_library_may_change_its_model(
    library: Library, embedder: Embedder, other: Embedder
):
    library.remove(library.add([("a.txt", WHALES)], embedder).added)
    library.add([("b.txt", STARS)], other)
    assert library.fingerprint == "other@1"
    assert library.check() == []


def test_passages_found_elsewhere_are_kept_as_they_are(
    library: Library, embedder: Embedder
):
    source = b"One. Two. " + b"Three " * 99
    text = source.decode()
    document = Document(
        "id", "corpus", "Corpus", text, sha256(source).hexdigest(), "en", Masthead()
    )
    spans = [(0, 4), (5, 9), (10, len(text) - 1)]
    found = [
        Passage(Locator("id", (span,)), text[slice(*span)], ordinal)
        for ordinal, span in enumerate(spans)
    ]
    library.add_passages(document, source, found, embedder)
    assert library.passages("id") == found
    library.add_passages(document, source, found[:2], embedder)
    assert library.passages() == found[:2]
    assert library.check() == []


def test_several_windows_of_a_passage_are_one_hit(library: Library, embedder: Embedder):
    long = " ".join(f"word{number}" for number in range(400)) + "."
    library.add([("a.txt", WHALES), ("b.txt", long.encode())], embedder)
    with library.snapshot() as snapshot:
        assert snapshot.vectors.windows > len(snapshot)
        query = embedder.embed_query("word390 word393 word396 word399").vector
        rows, cosines = snapshot.vectors.nearest(query, 99)
        assert len(rows) == len(set(rows.tolist())) == len(snapshot)
        np.testing.assert_array_equal(snapshot.vectors.cosines(query, rows), cosines)
        (best,) = snapshot.passages(rows[:1])
        assert best.text == long


def test_an_empty_library_answers_with_nothing(library: Library, embedder: Embedder):
    with library.snapshot() as snapshot:
        assert len(snapshot) == 0
        query = embedder.embed_query("fish").vector
        assert len(snapshot.vectors.nearest(query, 9)[0]) == 0
        assert len(snapshot.keywords.matching("fish", 9)[0]) == 0
    assert library.check() == []
    assert (library.passages(), library.fingerprint) == ([], None)


def test_a_library_is_made_only_when_asked(tmp_path: Path):
    with pytest.raises(LibraryNotFoundError):
        Library.open(tmp_path / "new")
    assert not (tmp_path / "new").exists()
    Library.open(tmp_path / "new", create=True).close()
    Library.open(tmp_path / "new").close()


def test_metadata_is_kept(library: Library):
    generation = library.generation
    assert library.get_metadata("seeds") is None
    library.set_metadata("seeds", "2")
    assert library.get_metadata("seeds") == "2"
    assert library.generation == generation


ALTERATIONS = {
    "is not the text at its spans": "UPDATE passages SET text = text || '!'",
    "do not have its SHA-256": "UPDATE contents SET source = x'00'",
    "not of unit length": "UPDATE embeddings SET vectors = zeroblob(length(vectors))",
    "embedding of passage": "UPDATE embeddings SET vectors = x'00'",
    "lacks its lead-in": "UPDATE passages SET lead_in = 99",
    "is damaged": "UPDATE passages SET spans = '['",
    "lacks its row of": "DELETE FROM embeddings",
    "is missing": "DELETE FROM library",
    "not what was stored": "UPDATE documents SET name = 'a.x';"
    "UPDATE contents SET text = text || ' More'",
    "pages are not in order": """UPDATE documents SET places = '{"pages": [5, 2]}'""",
    "pages are not all within": """UPDATE documents SET places = '{"pages": [9999]}'""",
    "2 page numbers for 1 pages": "UPDATE documents SET places = "
    """'{"pages": [0], "page_labels": ["1", "2"]}'""",
    "pages are damaged": "UPDATE documents SET places = '[]'",
    "sidecar says is damaged": "UPDATE documents SET supplied = '{\"x\": 1}'",
}


@pytest.mark.parametrize("finding", ALTERATIONS)
def test_check_finds_what_was_altered(
    library: Library, embedder: Embedder, finding: str
):
    library.add([("a.txt", WHALES)], embedder)
    assert library.check() == []
    with connect(library.folder / DATABASE) as connection:
        connection.executescript(ALTERATIONS[finding])
    connection.close()
    assert finding in "\n".join(library.check())


def test_a_reader_keeps_answering_while_another_writes(
    tmp_path: Path, embedder: Embedder
):
    sources = [(f"{n}.txt", b"%d\n\nFish number %d swims." % (n, n)) for n in range(30)]
    with Library.open(tmp_path, create=True) as library:
        library.add(sources[:1], embedder)
    seen: list[int] = []
    written = threading.Event()

    def write() -> None:
        with Library.open(tmp_path) as writer:
            writer.add(sources[1:], embedder)
        written.set()

    with Library.open(tmp_path) as reader:
        thread = threading.Thread(target=write)
        thread.start()
        while not written.is_set():
            with reader.snapshot() as snapshot:
                rows, _ = snapshot.keywords.matching("fish", 99)
                assert len(snapshot.vectors.rows) == len(snapshot)
                assert len(snapshot.passages(rows)) == len(rows)
                seen.append(len(rows))
        thread.join()
        with reader.snapshot() as snapshot:
            assert len(snapshot.keywords.matching("fish", 99)[0]) == len(sources)
    assert seen
    assert seen == sorted(seen)


def test_threads_share_a_library(library: Library, embedder: Embedder):
    library.add([("a.txt", WHALES), ("b.txt", STARS)], embedder)
    found: list[int] = []

    def ask() -> None:
        for _ in range(20):
            with library.snapshot() as snapshot:
                rows, _ = snapshot.keywords.matching("whales", 1)
                found.append(len(snapshot.passages(rows)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 160


def test_a_changed_masthead_is_stored_with_the_same_bytes(
    library: Library, embedder: Embedder
):
    library.add([("a.txt", WHALES)], embedder)
    (stored,) = library.documents()
    document = library.document(stored.id)
    supplied = replace(document, masthead=Masthead(symbol="CD/2100"))
    library.add_passages(supplied, WHALES, library.passages(stored.id), embedder)
    assert library.document(stored.id) == supplied
    with library.snapshot() as snapshot:
        weights = {"names": 1.0}
        rows, _ = snapshot.keywords.matching("CD/2100", 9, weights=weights)
        assert len(rows) == len(snapshot)
