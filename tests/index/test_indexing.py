import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import derived, indexing
from index.documents import Document, Locator, Masthead, Passage
from index.embedding import Embedder
from index.library import Library
from index.sidecars import Sidecar
from index.storing import set_sidecars

TEXTS: Sequence[Sequence[str]] = [
    ["They proposed No First Heron (NFH).", "Herons fish in the sea."],
    ["The NFH is good.", "The NHF is near the NFH.", "The NFH again."],
    ["A National Fish Hatchery (NFH) opened.", "Fish swim."],
    ["The Grey Heron Society met.", "The Grey Heron Society left.", "The GHS agreed."],
    ["The GHS said nothing.", "No First Heron was on the list."],
    ["The World Heron Office (WHO) opened.", "They who fish, fish."],
    ["The WHO and the W.H.O. are one.", "Who knows?"],
    ["the Grey Heron Society (hereinafter “the Society”)", "The Society closed."],
    ["Nothing of the kind."],
]
QUESTIONS = [
    "no first heron",
    "NFH",
    "grey heron society",
    "GHS",
    "society",
    "world heron office",
    "national hatchery fish",
    "nothing",
]


def document(number: int) -> tuple[Document, list[Passage]]:
    texts = TEXTS[number]
    text = "\n\n".join(texts)
    passages, start = [], 0
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    id_ = sha256[:16]
    for ordinal, each in enumerate(texts):
        spans = ((start, start + len(each)),)
        passages.append(Passage(Locator(id_, spans), each, ordinal))
        start += len(each) + 2
    name = f"{number}.txt"
    return Document(id_, name, name, text, sha256, "en", Masthead()), passages


def add(library: Library, embedder: Embedder, number: int) -> None:
    one, passages = document(number)
    library.add_passages(one, one.text.encode(), passages, embedder)


def found(library: Library) -> list[Any]:
    with library.snapshot() as snapshot:
        return [
            *(sorted(snapshot.keywords.matching(q, 99)[0]) for q in QUESTIONS),
            *(
                sorted(snapshot.keywords.matching(q, 99, weights={"alias": 1})[0])
                for q in QUESTIONS
            ),
            snapshot.aliases.to_json(),
            snapshot.vectors.rows.tolist(),
            len(snapshot.keywords),
        ]


def anew(library: Library) -> list[Any]:
    shutil.rmtree(library.folder / derived.FOLDER)
    with Library.open(library.folder) as other:
        return found(other)


@pytest.fixture
def always_updating(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "WHOLE_BELOW", 0)
    monkeypatch.setattr(indexing, "MOST_CHANGED", 99)


@pytest.fixture
def whole_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("all was indexed anew")

    monkeypatch.setattr(indexing, "write", refuse)


@settings(max_examples=8)
@given(st.lists(st.integers(0, len(TEXTS) - 1), min_size=1, max_size=8))
def test_indexes_that_were_changed_find_what_new_ones_find(
    tmp_path_factory: pytest.TempPathFactory,
    embedder: Embedder,
    steps: Sequence[int],
):
    folder = tmp_path_factory.mktemp("library")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexing, "WHOLE_BELOW", 0)
        patch.setattr(indexing, "MOST_CHANGED", 99)
        with Library.open(folder, create=True) as library:
            held: set[int] = set()
            for number in steps:
                if number in held:
                    library.remove([document(number)[0].id])
                else:
                    add(library, embedder, number)
                held ^= {number}
                changed = found(library)
            assert changed == anew(library)
            assert library.check() == []


@pytest.mark.usefixtures("always_updating")
def test_a_change_takes_the_indexes_of_before_over(
    tmp_path: Path, embedder: Embedder, request: pytest.FixtureRequest
):
    with Library.open(tmp_path, create=True) as library:
        for number in range(4):
            add(library, embedder, number)
        found(library)
        (before,) = (tmp_path / derived.FOLDER).iterdir()
        segments = {path.name for path in before.rglob("*.idx")}
        request.getfixturevalue("whole_forbidden")
        add(library, embedder, 8)
        found(library)
        (after,) = (tmp_path / derived.FOLDER).iterdir()
        assert after != before
        assert segments < {path.name for path in after.rglob("*.idx")}


@pytest.mark.usefixtures("always_updating")
def test_a_name_written_beside_a_document_finds_others_that_are_indexed(
    tmp_path: Path, embedder: Embedder, request: pytest.FixtureRequest
):
    with Library.open(tmp_path, create=True) as library:
        for number in range(4):
            add(library, embedder, number)
        found(library)
        request.getfixturevalue("whole_forbidden")
        sidecar = Sidecar({"Grey Heron Society": ("Ardea",)})
        set_sidecars(library._connections, {document(0)[0].id: sidecar})
        with library.snapshot() as snapshot:
            rows, _ = snapshot.keywords.matching("ardea", 9, weights={"alias": 1})
            texts = {each.text for each in snapshot.passages(rows.tolist())}
        assert "The Grey Heron Society met." in texts


@pytest.mark.usefixtures("always_updating")
def test_earlier_indexes_that_are_damaged_are_not_taken_over(
    tmp_path: Path, embedder: Embedder
):
    with Library.open(tmp_path, create=True) as library:
        add(library, embedder, 0)
        found(library)
        (before,) = (tmp_path / derived.FOLDER).iterdir()
        (before / indexing.EVIDENCE).unlink()
        (before / indexing.EVIDENCE).write_bytes(b"no database")
        add(library, embedder, 1)
        assert found(library) == anew(library)


def test_a_library_where_much_has_changed_is_indexed_anew(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(indexing, "WHOLE_BELOW", 0)
    with Library.open(tmp_path, create=True) as library:
        for number in range(4):
            add(library, embedder, number)
            found(library)
        (kept,) = (tmp_path / derived.FOLDER).iterdir()
        assert len(list(kept.rglob("*.idx"))) == 1
