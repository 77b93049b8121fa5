"""What commands share: exit codes, the way to a library and progress bars."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from ui.terminal import say

if TYPE_CHECKING:
    from tqdm import tqdm

    from qa import Assistant

ANSWERED, ABSTAINED, BAD_INPUT = 0, 1, 2
INTERRUPTED = 130

OnProgress = Callable[[int, int], None]
"""Called with the number done and in all."""


class AddCommand(Protocol):
    """Adds a command that takes `--library` and `--model` to the parser."""

    def __call__(
        self,
        name: str,
        run: Callable[[Namespace], int],
        text: str,
        *,
        as_json: bool = False,
    ) -> ArgumentParser:
        """Return the command's own parser, for its arguments.

        Args:
            name: What is typed.
            run: Takes the arguments and returns the exit code.
            text: What it does, for the help.
            as_json: Whether it takes `--json`.
        """
        ...


def open_library(options: Namespace, *, create: bool = False) -> "Assistant":
    """Open the library the options name, with a bar if the seeds are built first."""
    with progress("Building the library", "passage") as on_progress:
        return open_quietly(options, on_progress, create=create)


def open_quietly(
    options: Namespace, on_progress: OnProgress, *, create: bool = False
) -> "Assistant":
    """Open the library the options name; say only that the seeds are being built."""
    from qa import Assistant

    return Assistant.open(
        options.library,
        create=create,
        model=options.model,
        on_progress=on_progress,
        on_build=lambda folder: say(
            f"First run: building the library in {folder}", sys.stderr
        ),
    )


@contextmanager
def progress(title: str, unit: str) -> Iterator[OnProgress]:
    """Yield a function of (done, total) that draws a bar with rate and time left.

    A bar that is full is finished; what comes after it begins another.
    """
    bar: tqdm[Any] | None = None

    def update(done: int, total: int) -> None:
        nonlocal bar
        if bar is None and not total:
            return
        if bar is None:
            from tqdm import tqdm

            bar = tqdm(total=total, desc=title, unit=f" {unit}s", file=sys.stderr)
        bar.total = total
        bar.update(done - bar.n)
        if done >= total:
            bar.leave = total > 0
            bar.close()
            bar = None

    try:
        yield update
    finally:
        if bar is not None:
            bar.close()
