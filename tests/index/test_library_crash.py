"""What a library survives, tried on processes of their own."""

import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from index.embedding import Embedder
from index.library import Library

pytestmark = pytest.mark.slow

SOURCES = [
    (
        f"{number}.txt",
        "\n\n".join(
            [f"Paper {number}", *(f"Clause {n} of paper {number}." for n in range(20))]
        ).encode(),
    )
    for number in range(12)
]
CONFTEST = str(Path(__file__).parents[1] / "conftest.py")
FIRST_LINES = f"""
import os, resource, runpy, signal, sys, tempfile
from pathlib import Path
from index.errors import QAError
from index.library import Library
embedder = runpy.run_path({CONFTEST!r})["HashingEmbedder"]()
SOURCES = runpy.run_path({__file__!r})["SOURCES"]
folder = Path(sys.argv[1])

# What Python loads late must be there before a disk fills or a user is left, who may
# not be allowed to read where Python's packages are: use everything once.
with tempfile.TemporaryDirectory() as scratch:
    with Library.open(Path(scratch), create=True) as library:
        library.add(SOURCES[:1], embedder)
        library.check()
        with library.snapshot() as snapshot:
            snapshot.keywords.matching("clause", 9)
            snapshot.vectors.nearest(embedder.embed_query("clause").vector, 9)
        library.remove([library.documents()[0].id])
"""
KILLED = 6
KILLED_AFTER = 30
"""Passages more each time; a paper has 20 of them."""
KILL = f"""
import random, time
for attempt in range({KILLED}):
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        with Library.open(folder / str(attempt), create=True) as library:
            library.add(SOURCES, embedder, lambda *told: os.write(writer, b"."))
            with library.snapshot():
                pass
        os._exit(0)
    # However slow the machine, some documents are to be stored by then, mostly.
    for _ in range(attempt * {KILLED_AFTER}):
        os.read(reader, 1)
    time.sleep(0.2 * random.random() ** 2)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
"""


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A folder that every user may enter, which `tmp_path` is not."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def contents(folder: Path) -> list[object]:
    with Library.open(folder) as library:
        return [
            (library.document(stored.id), library.passages(stored.id))
            for stored in library.documents()
        ]


def test_a_library_survives_being_killed_at_any_moment(
    tmp_path: Path, embedder: Embedder
):
    with Library.open(tmp_path / "whole", create=True) as library:
        library.add(SOURCES, embedder)
    whole = contents(tmp_path / "whole")
    output(KILL, tmp_path)
    counts = set()
    for attempt in range(KILLED):
        folder = tmp_path / str(attempt)
        with Library.open(folder, create=True) as library:
            assert library.check() == []
        survived = contents(folder)
        counts.add(len(survived))
        assert survived == whole[: len(survived)]
        with Library.open(folder) as library:
            library.add(SOURCES, embedder)
            assert library.check() == []
        assert contents(folder) == whole
    assert len(counts) > 1


def test_a_disk_that_fills_costs_nothing_stored(tmp_path: Path, embedder: Embedder):
    with Library.open(tmp_path, create=True) as library:
        library.add(SOURCES[:2], embedder)
    before = contents(tmp_path)
    said = output(
        """
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = sum(path.stat().st_size for path in folder.iterdir()) + 20_000
with Library.open(folder) as library:
    try:
        # The disk fills once the file has been read: reading has files of its own.
        fill = lambda *told: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        library.add([("big.txt", b"A big file. " * 30_000)], embedder, fill)
    except QAError as error:
        print(type(error).__name__, error)
    with library.snapshot() as snapshot:
        print(len(snapshot.keywords.matching("clause", 99)[0]))
""",
        tmp_path,
    )
    first, second = said.splitlines()
    assert first.startswith("LibraryNotWritableError")
    assert "free some space" in first
    assert second == "40"
    assert contents(tmp_path) == before


def test_a_library_on_a_full_disk_is_read(tmp_path: Path, embedder: Embedder):
    with Library.open(tmp_path, create=True) as library:
        library.add(SOURCES[:2], embedder)
    said = output(
        """
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
with Library.open(folder) as library, library.snapshot() as snapshot:
    print(len(snapshot.keywords.matching("clause", 99)[0]), library.check())
""",
        tmp_path,
    )
    assert said == "40 []\n"


def test_a_library_in_a_read_only_folder_is_read_and_refuses_additions(
    open_path: Path, embedder: Embedder
):
    folder = open_path / "library"
    with Library.open(folder, create=True) as library:
        library.add(SOURCES[:2], embedder)
    forbid_writing(folder)
    try:
        said = output(
            """
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with Library.open(folder, "hashing@1") as library:
    print(library.check())
    print(len(library.add(SOURCES[:2], embedder).unchanged))
    with library.snapshot() as snapshot:
        print(len(snapshot.keywords.matching("clause", 99)[0]))
        query = embedder.embed_query("clause").vector
        print(len(snapshot.vectors.nearest(query, 99)[0]))
    for change in (
        lambda: library.add(SOURCES, embedder),
        lambda: library.remove([library.documents()[0].id]),
        lambda: library.set_metadata("key", "value"),
    ):
        try:
            change()
        except QAError as error:
            print(type(error).__name__, error)
    print(len(library.documents()))
try:
    Library.open(folder / "new", create=True)
except QAError as error:
    print(type(error).__name__, error)
""",
            folder,
        )
    finally:
        folder.chmod(stat.S_IRWXU)
    *read, added, removed, put, kept, created = said.splitlines()
    assert read == ["[]", "2", "40", "40"]
    for refusal in (added, removed, put):
        assert refusal.startswith(f"LibraryNotWritableError {folder} cannot be written")
    assert kept == "2"
    assert created.startswith("LibraryNotWritableError")
    assert sorted(path.name for path in folder.iterdir()) == ["library.sqlite"]


def forbid_writing(folder: Path) -> None:
    """Let everyone read a folder, and nobody write it."""
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)


def output(program: str, folder: Path) -> str:
    """Return what a process of its own says."""
    process = subprocess.run(
        [sys.executable, "-c", FIRST_LINES + program, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        timeout=100,
        check=True,
    )
    return process.stdout
