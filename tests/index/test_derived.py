import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index import derived, store
from index.embedding import Embedder
from index.library import Library

SOURCES = [
    ("one.txt", b"Weapons in outer space\n\nNo weapon shall orbit the Earth."),
    ("two.txt", b"Fish in the sea\n\nFish swim in the sea without weapons."),
]


@pytest.fixture
def folder(tmp_path: Path, embedder: Embedder) -> Path:
    with Library.open(tmp_path, create=True) as library:
        library.add(SOURCES, embedder)
        with library.snapshot():
            pass
    return tmp_path


def kept(folder: Path) -> list[Path]:
    return sorted((folder / derived.FOLDER).iterdir())


def answers(folder: Path, embedder: Embedder) -> list[list[int]]:
    with Library.open(folder) as library, library.snapshot() as snapshot:
        query = embedder.embed_query("fish swim").vector
        return [
            snapshot.keywords.matching("fish swim", 9)[0].tolist(),
            snapshot.vectors.nearest(query, 9)[0].tolist(),
        ]


def test_indexes_are_read_and_not_built_again(folder: Path, embedder: Embedder):
    (before,) = kept(folder)
    written = {path: path.stat().st_mtime_ns for path in before.rglob("*")}
    answers(folder, embedder)
    assert kept(folder) == [before]
    assert {path: path.stat().st_mtime_ns for path in written} == written


DAMAGES: Mapping[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "truncated": lambda content: content[:-7],
    "garbage": lambda content: os.urandom(len(content)),
}


@pytest.mark.parametrize("damage", ["missing", "a folder", *DAMAGES])
@pytest.mark.parametrize(
    "name", ["manifest.json", "vectors.faiss", "rows.bin", "meta.json", "*.idx"]
)
def test_a_damaged_file_is_built_again(
    folder: Path, embedder: Embedder, name: str, damage: str
):
    expected = answers(folder, embedder)
    (index,) = kept(folder)
    path = next(index.rglob(name))
    content = path.read_bytes()
    # Another file in its place: tantivy's threads may still have this one mapped.
    path.unlink()
    if damage in DAMAGES:
        path.write_bytes(DAMAGES[damage](content))
    elif damage == "a folder":
        path.mkdir()
    assert answers(folder, embedder) == expected
    assert (index / derived.MANIFEST).is_file()
    with Library.open(folder) as library:
        assert library.check() == []


def test_what_a_killed_build_left_is_ignored_and_removed_in_time(
    folder: Path, embedder: Embedder
):
    expected = answers(folder, embedder)
    (index,) = kept(folder)
    fresh = index.with_name(f"{derived.UNFINISHED}fresh")
    old = index.with_name(f"{derived.UNFINISHED}old")
    shutil.copytree(index, fresh)
    index.rename(old)
    long_ago = time.time() - derived.ABANDONED_SECONDS - 1
    os.utime(old, (long_ago, long_ago))
    assert answers(folder, embedder) == expected
    assert kept(folder) == [index, fresh]


def test_an_earlier_generation_is_removed_while_others_still_read_it(
    folder: Path, embedder: Embedder
):
    with Library.open(folder) as reader, reader.snapshot() as before:
        (index,) = kept(folder)
        rows = before.keywords.matching("fish", 9)[0].tolist()
        with Library.open(folder) as writer:
            writer.add([("three.txt", b"More fish.")], embedder)
            with writer.snapshot() as after:
                assert len(after.keywords.matching("fish", 9)[0]) == len(rows) + 1
        assert index not in kept(folder)
        assert before.keywords.matching("fish", 9)[0].tolist() == rows
        query = embedder.embed_query("fish").vector
        assert len(before.vectors.nearest(query, 9)[0]) == len(before)


def test_a_copy_that_went_its_own_way_is_not_answered_from_the_others_indexes(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
):
    copy = tmp_path_factory.mktemp("copies") / "copy"
    shutil.copytree(folder, copy)
    for place, content in ((folder, b"Whales sing."), (copy, b"Stars shine.")):
        with Library.open(place) as library:
            library.add([("three.txt", content)], embedder)
            with library.snapshot():
                pass
    shutil.rmtree(folder / derived.FOLDER)
    shutil.copytree(copy / derived.FOLDER, folder / derived.FOLDER)
    with Library.open(folder) as library, library.snapshot() as snapshot:
        assert len(snapshot.keywords.matching("whales", 9)[0]) == 1
        assert len(snapshot.keywords.matching("stars", 9)[0]) == 0


def test_where_indexes_cannot_be_written_they_are_built_in_memory(
    folder: Path, embedder: Embedder
):
    expected = answers(folder, embedder)
    shutil.rmtree(folder / derived.FOLDER)
    (folder / derived.FOLDER).write_text("in the way")
    assert answers(folder, embedder) == expected
    assert (folder / derived.FOLDER).read_text() == "in the way"


def test_many_may_build_at_once(folder: Path, embedder: Embedder):
    expected = answers(folder, embedder)
    shutil.rmtree(folder / derived.FOLDER)
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: answers(folder, embedder), range(12)))
    assert found == [expected] * 12
    assert len(kept(folder)) == 1


def test_indexes_of_a_form_that_is_not_read_any_more_are_made_anew(
    folder: Path, embedder: Embedder
):
    expected = answers(folder, embedder)
    (index,) = kept(folder)
    (path,) = index.rglob("vectors.faiss")
    path.unlink()
    path.write_bytes(b"of another version")
    with Library.open(folder) as library:
        with library._connections.reading() as connection:
            state = store.state(connection)
        manifest = json.dumps(derived._manifest(index, state))
        (index / derived.MANIFEST).write_text(manifest)
    assert answers(folder, embedder) == expected
    assert path.read_bytes() != b"of another version"


def test_a_changed_byte_that_left_no_trace_is_found_by_a_check(
    folder: Path, embedder: Embedder
):
    expected = answers(folder, embedder)
    (index,) = kept(folder)
    path = next(index.rglob("*.idx"))
    written = path.stat()
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[::-1])
    os.utime(path, ns=(written.st_atime_ns, written.st_mtime_ns))
    with Library.open(folder) as library:
        assert library.check() == []
    assert answers(folder, embedder) == expected
