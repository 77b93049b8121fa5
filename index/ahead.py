"""Work done in a thread of its own, ahead of who takes it."""

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Full, Queue
from threading import Event
from typing import Final, TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")

Tell = Callable[[Item], None]

LOOKS_SECONDS = 0.1
"""How often work that is far ahead looks whether anyone still waits for it."""

_END: Final = object()


class _LeftError(Exception):
    """Who took what was told has left."""


def ahead(work: Callable[[Tell[Item]], None], most: int) -> Generator[Item, None, None]:
    """Yield what some work tells, in order, while it goes on.

    What the work raises is raised after all it told. If this is closed early, the work
    is interrupted when it next tells something, and waited for.

    Args:
        work: Told how to tell.
        most: How many things it may be ahead.
    """
    told: Queue[Item | object] = Queue(most)
    left = Event()

    def tell(item: Item | object) -> None:
        while not left.is_set():
            try:
                return told.put(item, timeout=LOOKS_SECONDS)
            except Full:
                continue
        raise _LeftError

    def run() -> None:
        try:
            work(tell)
        finally:
            tell(_END)

    with ThreadPoolExecutor(1, "ahead") as thread:
        done = thread.submit(run)
        try:
            while (item := told.get()) is not _END:
                yield item  # type: ignore[misc]  # the end is no item
            done.result()
        finally:
            left.set()


def together(
    coming: Iterable[tuple[Item, Future[Found]]],
    size: Callable[[Found], int],
    most: int,
) -> Iterator[list[tuple[Item, Found]]]:
    """Yield neighbours that are there at once in one list, without waiting for more.

    Args:
        coming: Things, and what is to be found of each.
        size: Of what is found.
        most: The size at which a list is full.
    """
    there: list[tuple[Item, Found]] = []
    filled = 0
    for item, future in coming:
        if there and (filled >= most or not future.done()):
            yield there
            there, filled = [], 0
        found = future.result()
        there.append((item, found))
        filled += size(found)
    if there:
        yield there
