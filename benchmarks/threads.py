"""What a second thread costs, and whether adding files keeps two cores busy.

    python benchmarks/threads.py [--passages FILE] [--files N] [--rounds N]

A folder of small generated notes is added, and passages are embedded, with one thread
and with two, in turns. CPU time is what a thread costs beyond its work. How long it
takes says little on a machine that does other work: so a hundred times a second it is
counted how many threads of the process and of those it started are running or waiting
for a core: two or more keep two cores busy. For Linux; prints Markdown.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

THREADS = (1, 2)
SAMPLE_SECONDS = 0.01
MOST_PASSAGES = 60

WORK = """
import random, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from adding import write_note
from engine import read_texts
from index.embedding import load_embedder
from qa import Assistant
from threads import cpu
kind, given, scratch, most = *sys.argv[2:5], int(sys.argv[5])
if kind == "files":
    made = random.Random(0)
    for number in range(int(given)):
        write_note(Path(scratch, "notes"), number, made)
    assistant = Assistant.open(Path(scratch, "library"), create=True)
    assistant.warm_up()
    work = lambda: assistant.add([Path(scratch, "notes")])
    count = int(given)
else:
    texts = read_texts(Path(given) if given else None)[:most]
    embedder = load_embedder()
    embedder.embed_query("loaded")
    work = lambda: embedder.embed_passages(texts)
    count = len(texts)
began = cpu()
print("begin", flush=True)
work()
print((cpu() - began) / count, flush=True)
"""


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", default="", metavar="FILE")
    parser.add_argument("--files", default="600")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print("| | threads | CPU ms | ÷ one thread | two cores kept busy |")
    print("|---|--:|--:|--:|--:|")
    for kind, given in (("passages", options.passages), ("files", options.files)):
        found: dict[int, list[tuple[float, float]]] = {one: [] for one in THREADS}
        for _ in range(options.rounds):
            for threads in THREADS:
                found[threads].append(run(kind, given, threads))
        for threads, runs in found.items():
            told = [
                f"a {kind[:-1]}",
                f"{threads}",
                f"{statistics.median(spent for spent, _ in runs) * 1000:.1f}",
                spread(
                    [
                        spent / alone
                        for (spent, _), (alone, _) in zip(runs, found[1], strict=True)
                    ]
                ),
                f"{statistics.median(busy for _, busy in runs):.0%}",
            ]
            print(f"| {' | '.join(told)} |")


def run(kind: str, given: str, threads: int) -> tuple[float, float]:
    """Return the CPU seconds of a passage or a file, and how busy two cores were."""
    environment = os.environ | {"OMP_NUM_THREADS": str(threads)}
    with tempfile.TemporaryDirectory() as scratch:
        here = str(Path(__file__).parent)
        command = [sys.executable, "-c", WORK, here, kind, given, scratch]
        process = subprocess.Popen(
            [*command, str(MOST_PASSAGES)],
            stdout=subprocess.PIPE,
            bufsize=0,
            env=environment,
        )
        if process.stdout is None or process.stdout.readline() != b"begin\n":
            raise SystemExit(f"{kind}: the process has failed")
        os.set_blocking(process.stdout.fileno(), False)
        busy = []
        while not (told := process.stdout.read()):
            busy.append(min(2, sum(1 for _ in runnable(process.pid))) / 2)
            time.sleep(SAMPLE_SECONDS)
        process.wait()
    return float(told), statistics.mean(busy)


def runnable(process: int) -> Iterator[Path]:
    """Yield the threads of a process, and of those it started, that want a core."""
    # A thread or a process may end while it is looked at.
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError):
                if (thread / "stat").read_text().rpartition(")")[2].split()[0] in "RD":
                    yield thread
                for child in (thread / "children").read_text().split():
                    yield from runnable(int(child))


def cpu() -> float:
    """Return the CPU seconds of this process and those it started that have ended."""
    each = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in each)


def spread(values: Sequence[float]) -> str:
    """Return the median with the lowest and the highest."""
    lowest, highest = min(values), max(values)
    return f"{statistics.median(values):.2f} ({lowest:.2f} to {highest:.2f})"


if __name__ == "__main__":
    main()
