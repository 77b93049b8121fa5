"""What adding many files survives, tried on processes of their own."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from index.embedding import Embedder
from index.library import Library

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("PINCITE_KILLS", "2"))
"""20 for the long run, which adds 200 files each time."""

FILES = 200 if KILLS >= 20 else 30
SOURCES = [
    (
        f"{number}.txt",
        "\n\n".join(
            [f"Paper {number}", *(f"Clause {n} of paper {number}." for n in range(5))]
        ).encode(),
    )
    for number in range(FILES)
]
CONFTEST = str(Path(__file__).parents[1] / "conftest.py")
FIRST_LINES = f"""
import os, resource, runpy, signal, stat, sys, tempfile
from pathlib import Path
from index.errors import QAError
from index.library import Library

if __name__ == "__main__":
    embedder = runpy.run_path({CONFTEST!r})["HashingEmbedder"]()
    SOURCES = runpy.run_path({__file__!r})["SOURCES"]
    folder = Path(sys.argv[1])
    # What Python loads late must be there before a disk fills or a user is left.
    with tempfile.TemporaryDirectory() as scratch:
        with Library.open(Path(scratch), create=True) as library:
            library.add(SOURCES[:1], embedder)
            library.check()
"""
ADD = """
    print("ready", flush=True)
    with Library.open(folder, create=True) as library:
        try:
            report = library.add(SOURCES[first::step], embedder)
            print(len(report.added), [one.reason for one in report.failed])
        except QAError as error:
            print(type(error).__name__, error)
"""


def program(body: str = ADD, first: int = 0, step: int = 1) -> list[str]:
    """Return a command that runs a program over a folder, which is yet to be named."""
    given = f"    first, step = {first}, {step}\n"
    return [sys.executable, "-c", FIRST_LINES + given + body]


def begun(folder: Path, command: list[str]) -> subprocess.Popen[str]:
    """Start a program in a session of its own, and wait until it is about to add."""
    process = subprocess.Popen(
        [*command, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def said(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    return output


def contents(folder: Path) -> dict[str, object]:
    with Library.open(folder) as library:
        return {
            stored.name: (library.document(stored.id), library.passages(stored.id))
            for stored in library.documents()
        }


def problems(folder: Path) -> list[str]:
    with Library.open(folder) as library:
        return library.check()


@pytest.fixture(scope="module")
def whole(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, object], float]:
    """What an addition nobody disturbs leaves, and the seconds it takes."""
    folder = tmp_path_factory.mktemp("whole")
    process = begun(folder, program())
    started = time.monotonic()
    assert said(process) == f"{FILES} []\n"
    return contents(folder), time.monotonic() - started


def running(session: int) -> list[str]:
    """Return the processes of a session that have not ended."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdecimal():
            try:
                fields = (path / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(path.name)
    return found


def test_an_addition_killed_at_any_moment_is_taken_up_again(
    tmp_path: Path, whole: tuple[dict[str, object], float], embedder: Embedder
):
    expected, seconds = whole
    survived = []
    for attempt in range(KILLS):
        folder = tmp_path / str(attempt)
        process = begun(folder, program())
        time.sleep(random.uniform(0, seconds))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        deadline = time.monotonic() + 20
        while running(process.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert running(process.pid) == []
        with Library.open(folder, create=True) as library:
            assert library.check() == []
        found = contents(folder)
        survived.append(len(found))
        assert found.items() <= expected.items()
        with Library.open(folder) as library:
            library.add(SOURCES, embedder)
            assert library.check() == []
        assert contents(folder) == expected
    if KILLS >= 20:
        assert len(set(survived)) > KILLS // 4


def test_two_that_add_at_once_lose_nothing(
    tmp_path: Path, whole: tuple[dict[str, object], float]
):
    folder = tmp_path / "library"
    both = [begun(folder, program(first=first, step=2)) for first in (0, 1)]
    assert sorted(map(said, both)) == [f"{FILES // 2} []\n"] * 2
    assert contents(folder) == whole[0]
    assert problems(folder) == []


def test_two_that_add_the_same_at_once_have_it_once(
    tmp_path: Path, whole: tuple[dict[str, object], float]
):
    folder = tmp_path / "library"
    both = [begun(folder, program()) for _ in range(2)]
    for process in both:
        assert said(process).endswith("[]\n")
    assert contents(folder) == whole[0]
    assert problems(folder) == []


def test_a_library_that_is_open_has_what_another_adds(
    tmp_path: Path, embedder: Embedder
):
    folder = tmp_path / "library"
    with Library.open(folder, create=True) as library:
        library.add([("whales.txt", b"Whales sing in the deep sea.")], embedder)
        with library.snapshot() as snapshot:
            assert len(snapshot) == 1
        process = begun(folder, program())
        seen = {1}
        while process.poll() is None:
            with library.snapshot() as snapshot:
                seen.add(len(snapshot))
                assert len(snapshot.vectors.rows) == len(snapshot)
        assert said(process) == f"{FILES} []\n"
        assert max(seen) > 1
        with library.snapshot() as snapshot:
            rows, _ = snapshot.keywords.matching(f"clause of paper {FILES - 1}", 1)
            (passage,) = snapshot.passages(rows)
            assert f"of paper {FILES - 1}." in passage.text
        assert library.check() == []


def test_a_disk_that_fills_amid_many_files_costs_nothing_stored(
    tmp_path: Path, embedder: Embedder, whole: tuple[dict[str, object], float]
):
    folder = tmp_path / "library"
    with Library.open(folder, create=True) as library:
        library.add(SOURCES[:5], embedder)
    fill = """
    print("ready", flush=True)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def fill(done, total):
        if done > total // 3:
            resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

    with Library.open(folder, create=True) as library:
        try:
            print(len(library.add(SOURCES, embedder, fill).added))
        except QAError as error:
            print(type(error).__name__, error)
        print(library.check())
"""
    output = said(begun(folder, program(fill)))
    refused, checked = output.splitlines()
    assert refused.startswith("LibraryNotWritableError")
    assert "free some space" in refused
    assert checked == "[]"
    assert problems(folder) == []
    found = contents(folder)
    assert 5 <= len(found) < FILES
    assert found.items() <= whole[0].items()
    with Library.open(folder) as library:
        library.add(SOURCES, embedder)
    assert contents(folder) == whole[0]


def test_a_folder_that_becomes_read_only_amid_many_files_costs_nothing_stored(
    open_path: Path, embedder: Embedder, whole: tuple[dict[str, object], float]
):
    folder = open_path / "library"
    forbid = """
    print("ready", flush=True)

    def forbid(done, total):
        if done > total // 3 and os.access(folder, os.W_OK):
            for path in (*folder.iterdir(), folder):
                path.chmod(path.stat().st_mode & ~0o222 | 0o444)
            if os.getuid() == 0:  # whom nothing is forbidden
                os.setgid(65534)
                os.setuid(65534)

    with Library.open(folder, create=True) as library:
        try:
            print(len(library.add(SOURCES, embedder, forbid).added))
        except QAError as error:
            print(type(error).__name__, error)
        print(library.check())
    try:
        with Library.open(folder) as library:
            library.add([("more.txt", b"One more.")], embedder)
    except QAError as error:
        print(type(error).__name__, error)
"""
    output = said(begun(folder, program(forbid)))
    first, checked, refused = output.splitlines()
    # Files that are open already may stay writable: then it is completed.
    assert first == str(FILES) or first.startswith("LibraryNotWritableError")
    assert checked == "[]"
    assert refused.startswith("LibraryNotWritableError")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777)
    assert problems(folder) == []
    found = contents(folder)
    assert found
    assert found.items() <= whole[0].items()


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A folder that every user may enter, which `tmp_path` is not."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
