"""A process of its own that reads files: started, asked, and killed if need be."""

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from threading import Timer
from typing import Any

from index.documents import Reading
from index.errors import UnreadableDocumentError, WorkerError
from index.limits import LIMITS, Limits
from index.parser_main import LENGTH
from index.parser_replies import finding, read_of, refusal, unpacked
from index.terms import READ

START_SECONDS = 60.0
"""It takes a fraction of a second, but a busy machine may need many."""

_START = """\
import json, sys
sys.path[:] = json.loads(sys.argv[1])["path"]
from index.parser_main import serve
serve()
"""


class ParserProcess:
    """Reads files one after another; a file that ends it is told, and costs no other.

    Used by one thread at a time. The process starts with the first file.
    """

    def __init__(self, limits: Limits = LIMITS, task: str = READ) -> None:
        """Read within these limits.

        Args:
            limits: For each file.
            task: What to call in the process, as `READ`.
        """
        self._limits = limits
        self._task = task
        self._process: subprocess.Popen[bytes] | None = None
        self._timed_out = False

    def read(self, name: str, content: bytes) -> Reading:
        """Return what `index.reading.read` does.

        Raises:
            UnsupportedFormatError, UnreadableDocumentError: It cannot be read, or not
                within the limits.
            WorkerError: The process cannot be started.
        """
        process = self._started()
        word, found, is_last = self._asked(process, name, content)
        if is_last:
            self.stop()
        if word == "read":
            return read_of(name, content, found)
        if word == "refused":
            raise refusal(*map(str, found))
        raise UnreadableDocumentError(f"{name} {finding(word, found, self._limits)}")

    def stop(self) -> None:
        """End the process, whatever it is doing, with all that it started."""
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        process.wait()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is not None:
            return self._process
        options = {
            "path": sys.path,
            "task": self._task,
            "seconds": self._limits.seconds,
            "memory_bytes": self._limits.memory_bytes,
            "result_bytes": self._limits.result_bytes,
        }
        try:
            self._process = process = subprocess.Popen(
                [sys.executable, "-I", "-c", _START, json.dumps(options)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"OMP_NUM_THREADS": "1"},
                start_new_session=True,  # so that what it starts is killed with it
            )
        except OSError as error:
            raise _not_started(str(error)) from error
        word, found, _ = self._replied(process, START_SECONDS, b"")
        if word != "ready":
            self.stop()
            raise _not_started(": ".join(map(str, found)) or word)
        return process

    def _asked(
        self, process: "subprocess.Popen[bytes]", name: str, content: bytes
    ) -> tuple[str, Sequence[Any], bool]:
        request = pickle.dumps((name, content), protocol=5)
        return self._replied(process, self._limits.seconds, request)

    def _replied(
        self, process: "subprocess.Popen[bytes]", seconds: float, request: bytes
    ) -> tuple[str, Sequence[Any], bool]:
        """Return a reply's word, what it is of, and whether the process ends.

        One that does not reply in time, or ends before, has been stopped.
        """
        assert process.stdin is not None
        assert process.stdout is not None
        self._timed_out = False
        timer = Timer(seconds, self._give_up, [process])
        timer.daemon = True
        timer.start()
        reply = b""
        is_whole = False
        try:
            process.stdin.write(request)
            process.stdin.flush()
            head = process.stdout.read(LENGTH.size)
            if len(head) == LENGTH.size:
                (length,) = LENGTH.unpack(head)
                if length > self._limits.result_bytes:
                    return "result", (), True
                reply = process.stdout.read(length)
                is_whole = len(reply) == length
        except OSError:  # it has ended, and its pipes with it
            pass
        finally:
            timer.cancel()
            timer.join()
        if not is_whole:
            with suppress(subprocess.TimeoutExpired):
                process.wait(1)
            ended = process.returncode
            self.stop()
            return ("time", (), True) if self._timed_out else ("ended", (ended,), True)
        try:
            word, found, is_last = unpacked(reply)
        except Exception:  # what is no reply fails in as many ways as there are
            return "nonsense", (), True
        return word, found, is_last or self._timed_out

    def _give_up(self, process: "subprocess.Popen[bytes]") -> None:
        self._timed_out = True
        _kill(process)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process with all that it started, unless it has ended."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _not_started(reason: str) -> WorkerError:
    return WorkerError(
        f"the process that reads files cannot be started ({reason}); check that "
        "Pincite is installed whole, and that memory is left"
    )
