"""Reading many files at once, each where it can do no harm."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Generic, Self, TypeVar

from index.documents import Reading
from index.errors import UnreadableDocumentError, UnsupportedFormatError
from index.limits import LIMITS, Limits
from index.parser_process import ParserProcess
from index.terms import READ, WORKERS

AHEAD = 32
"""Files a worker may be ahead of what is embedded, or being read: a small one is read
in a twentieth of the time that its passages are embedded in, best with others'."""

MAX_AHEAD_BYTES = 400_000_000
"""Of these files, so that a folder of large ones does not fill the memory."""

FileError = UnreadableDocumentError | UnsupportedFormatError

Item = TypeVar("Item")


class Parsers(Generic[Item]):
    """Processes that read files while others are embedded. Use it in a `with` block.

    Nothing is started before there is something to read.
    """

    def __init__(
        self, workers: int = WORKERS, limits: Limits = LIMITS, task: str = READ
    ) -> None:
        """Read with so many processes, within limits; `task` as for `ParserProcess`."""
        self._workers = workers
        self._processes = [ParserProcess(limits, task) for _ in range(workers)]
        self._idle: SimpleQueue[ParserProcess] = SimpleQueue()
        for process in self._processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(workers, "parser")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.stop()
        self._threads.shutdown()

    def read(
        self,
        items: Iterable[Item],
        load: Callable[[Item], tuple[str, bytes]],
        size: Callable[[Item], int],
    ) -> Iterator[tuple[Item, Reading | FileError]]:
        """Yield each item with what its file holds, or why it cannot be read, in order.

        As `reading`, but each is waited for.
        """
        for item, future in self.reading(items, load, size):
            yield item, future.result()

    def reading(
        self,
        items: Iterable[Item],
        load: Callable[[Item], tuple[str, bytes]],
        size: Callable[[Item], int],
    ) -> Iterator[tuple[Item, Future[Reading | FileError]]]:
        """Yield each item with what will be in its file, or why it cannot be read.

        Args:
            items: What to read.
            load: Returns an item's file name and content.
            size: Returns about how many bytes that is.

        Raises:
            WorkerError: No process can be started.
        """
        pending: deque[tuple[Item, int, Future[Reading | FileError]]] = deque()
        ahead = 0
        for item in items:
            bytes_of_item = size(item)
            while pending and (
                len(pending) >= AHEAD * self._workers
                or ahead + bytes_of_item > MAX_AHEAD_BYTES
            ):
                first, bytes_of_first, found = pending.popleft()
                yield first, found
                ahead -= bytes_of_first
            future = self._threads.submit(self._read, item, load)
            pending.append((item, bytes_of_item, future))
            ahead += bytes_of_item
        while pending:
            first, _, found = pending.popleft()
            yield first, found

    def _read(
        self, item: Item, load: Callable[[Item], tuple[str, bytes]]
    ) -> Reading | FileError:
        process = self._idle.get()
        try:
            name, content = load(item)
            return process.read(name, content)
        except (UnreadableDocumentError, UnsupportedFormatError) as error:
            return error
        finally:
            self._idle.put(process)
