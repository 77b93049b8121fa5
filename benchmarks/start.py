"""What starting costs, and what is asked of a library beside its search.

    python benchmarks/start.py [--rounds N] [--libraries FOLDER]

Each command is run cold, in a process of its own, one after another, N times; then the
chat page, from its start to its first byte and to its first answer. FOLDER holds
libraries that `large.py` made, of a few sizes; each is opened in a process of its own.
Python's bytecode is there, as it is after an installation. Prints Markdown: processor
time, on one thread.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

QUESTION = "Who opposed the PPWT?"
COMMANDS: dict[str, Sequence[str]] = {
    "Python, nothing": ("-c", "pass"),
    "`import qa`": ("-c", "import qa"),
    "`pincite --help`": ("-m", "ui.cli", "--help"),
    "`pincite cite`": ("-m", "ui.cli", "cite", "CD/2100, para. 12"),
    "`pincite ask`": ("-m", "ui.cli", "ask", QUESTION),
}
REPETITIONS = 9
READ = 50
"""Passages whose word pieces a question compares."""

PATIENCE_SECONDS = 60.0

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of processor and clock that something took, and its peak memory in MB."""

    cpu: float
    wall: float
    megabytes: float


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="0 for none")
    parser.add_argument("--libraries", type=Path)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if options.one:
        print(json.dumps(dict(beside_search(options.one))))
        return
    if options.rounds:
        print_cold(options.rounds)
    if options.libraries:
        print_by_size(options.libraries)


def print_cold(rounds: int) -> None:
    """Print what commands and the page take, each in a process of its own."""
    commands = dict(interleaved(rounds))
    print("| cold | CPU s | fastest, slowest | clock s | peak MB |")
    print("|---|--:|--:|--:|--:|")
    pages = [chat_page() for _ in range(rounds)]
    chat = {name: [page[name] for page in pages] for name in pages[0]}
    for name, runs in {**commands, **chat}.items():
        cpu = [run.cpu for run in runs]
        wall, peak = (
            median(column)
            for column in zip(*((one.wall, one.megabytes) for one in runs), strict=True)
        )
        print(
            f"| {name} | {median(cpu):.2f} | {min(cpu):.2f}, {max(cpu):.2f} "
            f"| {wall:.2f} | {peak:.0f} |"
        )


def interleaved(rounds: int) -> Iterator[tuple[str, list[Run]]]:
    """Yield each command with its runs; a round before them warms what is cached."""
    runs: dict[str, list[Run]] = {name: [] for name in COMMANDS}
    for number in range(rounds + 1):
        for name, arguments in COMMANDS.items():
            run = cold([sys.executable, *arguments])
            if number:
                runs[name].append(run)
    yield from runs.items()


def cold(command: Sequence[str]) -> Run:
    """Return what a process of its own took."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def chat_page() -> dict[str, Run]:
    """Return what the page took to its first byte and to its first answer (Linux)."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "chat", "--port", "0", "--no-browser"],
        stderr=subprocess.PIPE,
        text=True,
    )

    def so_far() -> Run:
        about = Path(f"/proc/{process.pid}")
        fields = (about / "stat").read_text().rpartition(")")[2].split()
        ticks = int(fields[11]) + int(fields[12])
        peak = (about / "status").read_text().partition("VmHWM:")[2].split()[0]
        return Run(
            ticks / os.sysconf("SC_CLK_TCK"),
            time.perf_counter() - began,
            int(peak) / 1024,
        )

    try:
        assert process.stderr is not None
        url = next(
            word
            for line in process.stderr
            for word in line.split()
            if word.startswith("http")
        )
        wait_for(url)
        page = so_far()
        wait_for(f"{url}api/v1/ask?q={quote(QUESTION)}")
        return {"chat page, first byte": page, "chat page, first answer": so_far()}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def wait_for(url: str) -> None:
    """Return when an address gives what is asked of it, or raise after a while."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urlopen(url) as response:
                response.read(1)
                return
        except URLError:  # not there yet, or the documents are still made ready
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def print_by_size(libraries: Path) -> None:
    """Print what is asked of each library in a folder."""
    sizes = sorted(int(one.name) for one in libraries.iterdir())
    found = {}
    for size in sizes:
        command = [sys.executable, __file__, "--one", str(libraries / str(size))]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        found[size] = json.loads(done.stdout)
    print("| CPU ms, passages | " + " | ".join(f"{size:,}" for size in sizes) + " |")
    print("|---|" + "--:|" * len(sizes))
    for name in found[sizes[0]]:
        cells = (f"{found[size][name]:,.1f}" for size in sizes)
        print(f"| {name} | {' | '.join(cells)} |")


def beside_search(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield the milliseconds of what is asked of a library, beside searching it."""
    from qa import Assistant

    began = time.process_time()
    assistant = Assistant.open(folder)
    with assistant.library.snapshot() as snapshot:
        yield "opened", 1000 * (time.process_time() - began)
        rows = snapshot.vectors.rows
        draw = random.Random(1)
        some = [draw.sample(rows.tolist(), READ) for _ in range(2 * REPETITIONS)]
        yield "its list of documents", typical(lambda _: assistant.documents(), some)
        yield (
            f"word pieces of {READ} passages, read before",
            typical(lambda one: snapshot.compared(one), some[:1] * REPETITIONS),
        )
        forget(folder)
        yield (
            f"word pieces of {READ} passages, from the disk",
            typical(lambda one: snapshot.compared(one), some),
        )
        cited = [passages[0] for passages in map(snapshot.passages, some)]
    ids = [one.locator.document_id for one in cited]
    assistant.warm_up()
    yield "a document's passages", typical(lambda one: assistant.passages(one), ids)
    titles = [assistant.library.document(one).title for one in ids]
    yield (
        "a paragraph looked up",
        typical(lambda title: assistant.lookup(f"{title}, para. 3"), titles),
    )
    answers = [assistant.ask(one.text[:100]) for one in cited[:REPETITIONS]]
    yield (
        "suggestions after an answer",
        typical(lambda one: assistant.suggestions(one), answers),
    )


def typical(call: Callable[[Given], object], given: Sequence[Given]) -> float:
    """Return the median processor milliseconds of a call, after a first one."""
    taken = []
    for one in given[:REPETITIONS]:
        began = time.process_time()
        call(one)
        taken.append(1000 * (time.process_time() - began))
    return median(taken[1:])


def forget(folder: Path) -> None:
    """Have the operating system read a library's database from the disk again."""
    with (folder / "library.sqlite").open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


if __name__ == "__main__":
    main()
