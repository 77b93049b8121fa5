"""Readers that go wrong cost their file, and nothing else."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.documents import Reading
from index.errors import (
    UnreadableDocumentError,
    UnsupportedFormatError,
    WorkerError,
)
from index.limits import Limits, size
from index.parser_process import ParserProcess
from index.parsing import AHEAD, Parsers
from index.reading import read

pytestmark = pytest.mark.slow

WHALES = b"On whales\n\nWhales sing in the deep sea.\n\nThey are not fish."
PARSERS = Path(__file__).with_name("parsers")
TASK = "bad_parsers:parse"

# Starting the next process does not count; a file's own time does.
LIMITS = Limits(seconds=4, memory_bytes=200_000_000, result_bytes=20_000_000)

FINDINGS = {
    "hang": "could not be read within 4 seconds; split it",
    "spin": "could not be read within 4 seconds",
    "eat": "needed more than 200 MB of memory",
    "crash": r"ended the process that read it \(SIGSEGV\)",
    "leave": r"ended the process that read it \(exit code 3\)",
    "fail": "could not be read .KeyError: .*no such key",
    "nest": "nested too deep",
    "swell": "holds more than 20 MB of text",
    "lie": "its passages are not what its text says",
    "trick": "could not be read",
    "refuse": "is locked; unlock it",
    "fill": "no room for what its reader writes",
}


@pytest.fixture(scope="module", autouse=True)
def parsers_on_path() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PARSERS))
        yield


@pytest.fixture(scope="module")
def process() -> Iterator[ParserProcess]:
    process = ParserProcess(LIMITS, TASK)
    yield process
    process.stop()


@pytest.mark.parametrize("way", FINDINGS)
def test_what_goes_wrong_is_told_and_the_next_file_is_read(
    process: ParserProcess, tmp_path: Path, way: str
):
    victim = tmp_path / "victim"
    content = bytes(victim) if way == "trick" else WHALES
    with pytest.raises(UnreadableDocumentError, match=FINDINGS[way]) as raised:
        process.read(f"{way}.txt", content)
    assert str(raised.value).startswith(f"{way}.txt ")
    assert "\n" not in str(raised.value)
    assert not victim.exists()
    assert process.read("whales.txt", WHALES) == read("whales.txt", WHALES)


def test_a_reading_comes_through_as_it_was_read(process: ParserProcess):
    text = "CD/2100\n14 March 2019\n\n1. Ünïcödé \U0001f40b.\n\n2. More.\n".encode()
    assert process.read("a.md", text) == read("a.md", text)


def test_a_name_no_reader_knows_is_refused_as_such(process: ParserProcess):
    with pytest.raises(UnsupportedFormatError, match="no reader for files ending"):
        process.read("a.unheard", b"of")


def test_what_a_parser_prints_is_not_taken_for_its_reply(process: ParserProcess):
    assert process.read("babble.txt", WHALES) == read("babble.txt", WHALES)


def test_what_a_hanging_parser_started_is_killed_with_it(tmp_path: Path):
    note = tmp_path / "child"
    process = ParserProcess(Limits(seconds=4), TASK)
    with pytest.raises(UnreadableDocumentError, match="within 4 seconds"):
        process.read("hang_with_child.txt", bytes(note))
    child = int(note.read_text())
    for _ in range(100):
        if not is_running(child):
            break
        time.sleep(0.05)
    assert not is_running(child)


def test_a_process_that_cannot_start_is_told():
    process = ParserProcess(task="there.is:nothing")
    with pytest.raises(WorkerError, match=r"cannot be started .*No module named"):
        process.read("a.txt", WHALES)


def test_files_come_back_in_order_and_failures_among_them():
    names = [f"{n}.txt" for n in range(9)]
    names[3] = "crash.txt"
    with Parsers[str](2, LIMITS, TASK) as parsers:
        found = list(parsers.read(names, lambda name: (name, WHALES), len))
    assert [name for name, _ in found] == names
    kinds = [type(what) for _, what in found]
    assert kinds.count(Reading) == len(names) - 1
    assert kinds[3] is UnreadableDocumentError


def test_no_more_files_are_loaded_than_may_wait():
    loaded: list[str] = []

    def load(name: str) -> tuple[str, bytes]:
        loaded.append(name)
        return name, WHALES

    names = [f"{n}.txt" for n in range(20)]
    with Parsers[str](2, LIMITS, TASK) as parsers:
        for count, _ in enumerate(parsers.read(names, load, len)):
            time.sleep(0.02)
            assert len(loaded) <= count + 2 * AHEAD + 1
    assert sorted(loaded) == sorted(names)


def test_large_files_wait_for_one_another():
    def load(name: str) -> tuple[str, bytes]:
        loaded.append(name)
        return name, WHALES

    loaded: list[str] = []
    with Parsers[str](2, LIMITS, TASK) as parsers:
        read = parsers.read(["a.txt", "b.txt"], load, lambda name: 300_000_000)
        next(read)
        assert loaded == ["a.txt"]
        next(read)


def test_nothing_is_started_for_nothing():
    with Parsers[str](2, LIMITS, "there.is:nothing") as parsers:
        assert list(parsers.read([], lambda name: (name, b""), len)) == []


def test_leaving_early_ends_the_processes():
    started = time.monotonic()
    with Parsers[str](2, Limits(), TASK) as parsers:
        names = ["a.txt", "hang.txt", "spin.txt"]
        next(parsers.read(names, lambda name: (name, WHALES), len))
        processes = [one._process for one in parsers._processes]
    assert time.monotonic() - started < 30
    assert all(one is None or one.poll() is not None for one in processes)


def test_a_file_that_is_too_large_is_never_read(tmp_path: Path):
    """Two gigabytes of nothing: refused at once, in a process that stays small."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    said = output(
        """
import resource
from index.errors import UnreadableDocumentError
from index.sources import Source
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
source = Source("large.txt", Path(sys.argv[1]))
for take in (source.sha256, source.read):
    try:
        take()
    except UnreadableDocumentError as error:
        print(error)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
""",
        [str(path)],
    )
    first, second, kilobytes = said
    assert first == second
    assert "has 2 GB, and files of at most 200 MB are read" in first
    assert int(kilobytes) < 20_000


def test_a_parser_that_eats_memory_leaves_the_main_process_small():
    said = output(
        """
import resource
from index.errors import UnreadableDocumentError
from index.limits import Limits
from index.parser_process import ParserProcess
limits = Limits(memory_bytes=500_000_000, result_bytes=20_000_000)
process = ParserProcess(limits, "bad_parsers:parse")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name in ("eat.txt", "swell.txt"):
    try:
        process.read(name, b"")
    except UnreadableDocumentError as error:
        print(error)
process.stop()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
""",
        [str(PARSERS)],
    )
    ate, swelled, kilobytes, childs = said
    assert "needed more than 500 MB" in ate
    assert "holds more than 20 MB" in swelled
    assert int(kilobytes) < 20_000
    assert int(childs) < 700_000


def test_a_process_whose_parent_was_killed_ends(tmp_path: Path):
    """Also in the middle of a file: the system ends it when its time is over."""
    program = """
from index.limits import Limits
from index.parser_process import ParserProcess
process = ParserProcess(Limits(seconds=1), "bad_parsers:parse")
print(process._started().pid, flush=True)
process._timed_out = True
import threading
threading.Timer(0.5, lambda: os.kill(os.getpid(), 9)).start()
process.read("hang.txt", b"")
"""
    command = [sys.executable, "-c", FIRST_LINES + program, str(PARSERS)]
    parent = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=60)
    child = int(parent.stdout)
    for _ in range(300):
        if not is_running(child):
            break
        time.sleep(0.1)
    assert not is_running(child)


def test_sizes_are_written_as_people_write_them():
    assert size(12) == "12 bytes"
    assert size(1_500) == "1.5 KB"
    assert size(200_000_000) == "200 MB"
    assert size(2_147_483_648) == "2.15 GB"


FIRST_LINES = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
"""


def output(program: str, arguments: Sequence[str]) -> list[str]:
    """Return the lines that a process of its own says."""
    process = subprocess.run(
        [sys.executable, "-c", FIRST_LINES + program, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        timeout=100,
        check=True,
    )
    return process.stdout.splitlines()


def is_running(process: int) -> bool:
    """Return whether a process is there and no corpse."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z" and os.path.exists(f"/proc/{process}")  # noqa: PTH110
