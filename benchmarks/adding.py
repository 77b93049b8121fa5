"""What adding a folder again costs, next to adding it for the first time.

    python benchmarks/adding.py [--files N]

A folder of small generated notes is added as it stands, once more unchanged, and once
more with one file in a hundred changed: by `pincite add`, from starting Python to its
end, and by `Assistant.add` in a program that has the model loaded. Prints a Markdown
table.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from qa import Assistant

WORDS = """
    harbour vessel lantern keeper fee mooring channel fairway ledger tide crane rope
    anchor signal fog bell winter spring inspector report licence cargo grain timber
    customs officer quay ferry passenger ticket delay storm repair dock gate pilot
    """.split()  # noqa: SIM905 (as a list it is longer)


REPETITIONS = 5
"""Of the unchanged folder, whose median is told."""

RUNS = ("the first time", "again, unchanged", "again, one in a hundred changed")

# As it is when installed: with their compiled modules kept.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name != "PYTHONDONTWRITEBYTECODE"
}

Add = Callable[[Path], object]
"""Adds a folder's files to a library of its own."""


def main() -> None:
    """Time the runs and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    files = parser.parse_args().files
    with tempfile.TemporaryDirectory() as scratch:
        command = seconds(Path(scratch, "a"), files, run)
        with Assistant.open(Path(scratch, "library"), create=True) as assistant:
            assistant.warm_up()
            program = seconds(
                Path(scratch, "b"), files, lambda folder: assistant.add([folder])
            )
    print(
        f"| {files:,} files | command, s | first ÷ this | program, s | first ÷ this |"
    )
    print("|---|--:|--:|--:|--:|")
    for told, one, other in zip(RUNS, command, program, strict=True):
        ratios = command[0] / one, program[0] / other
        print(
            f"| {told} | {one:.1f} | {ratios[0]:.0f} | {other:.2f} | {ratios[1]:.0f} |"
        )


def seconds(folder: Path, files: int, add: Add) -> list[float]:
    """Return how long each of the runs takes."""
    made = random.Random(0)
    for number in range(files):
        write_note(folder, number, made)
    first = timed(add, folder)
    unchanged = statistics.median(timed(add, folder) for _ in range(REPETITIONS))
    for number in made.sample(range(files), max(files // 100, 1)):
        write_note(folder, number, made)
    return [first, unchanged, timed(add, folder)]


def timed(add: Add, folder: Path) -> float:
    """Return how long adding a folder takes, in seconds."""
    started = time.perf_counter()
    add(folder)
    return time.perf_counter() - started


def run(folder: Path) -> None:
    """Add a folder to a library beside it, by the command."""
    library = folder.with_name("library of the command")
    command = [sys.executable, "-m", "ui.cli", "add", str(folder)]
    subprocess.run(
        [*command, "--library", str(library)],
        check=True,
        stdout=subprocess.DEVNULL,
        env=ENVIRONMENT,
    )


def write_note(folder: Path, number: int, made: random.Random) -> None:
    """Write a note of one to three paragraphs."""
    path = folder / f"{number // 100:02}" / f"note-{number:04}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    paragraphs = [
        " ".join(made.choices(WORDS, k=made.randint(12, 40))).capitalize() + "."
        for _ in range(made.randint(1, 3))
    ]
    path.write_text("\n\n".join([f"Note {number}", *paragraphs]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
