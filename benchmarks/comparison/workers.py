"""Processes that work with one system each, and what they cost."""

import json
import os
import select
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from comparison.environments import SETTINGS

PATIENCE_SECONDS = 1_800
"""For one reply: haystack reads a hundred thousand documents in a few minutes."""

Reply = dict[str, Any]


class WorkerError(Exception):
    """A system failed; the message is the last thing it said."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a whole process took: CPU and wall seconds, and its most memory in MB."""

    cpu: float
    wall: float
    peak: float

    def as_dict(self) -> dict[str, float]:
        """Return it JSON-ready."""
        return asdict(self)


class Worker:
    """A process that serves requests, as `systems/worker.py` has them."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it."""
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed with us)
        self._begun = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            env={**os.environ, **SETTINGS},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def ask(self, action: str, **request: Any) -> Reply:
        """Return the reply to a request.

        Raises:
            WorkerError: There is none.
        """
        assert self._process.stdin
        assert self._process.stdout
        line = json.dumps({"action": action, **request}) + "\n"
        try:
            self._process.stdin.write(line.encode())
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise WorkerError(self._last_words()) from error
        if not select.select([self._process.stdout], [], [], PATIENCE_SECONDS)[0]:
            self._process.kill()
            raise WorkerError(f"no reply within {PATIENCE_SECONDS} seconds")
        answer = self._process.stdout.readline()
        if not answer:
            raise WorkerError(self._last_words())
        reply: Reply = json.loads(answer)
        return reply

    def close(self) -> Cost:
        """End the process; return what it cost from its start to its last reply."""
        wall = time.perf_counter() - self._begun
        assert self._process.stdin
        assert self._process.stdout
        if self._process.returncode is not None:
            return Cost(0, wall, 0)
        self._process.stdin.close()
        cost = _ended(self._process, wall)
        self._process.stdout.close()
        self._errors.close()
        return cost

    def _last_words(self) -> str:
        self._errors.seek(0)
        said = self._errors.read().decode("utf-8", "replace").split("\n")
        return next((line for line in reversed(said) if line.strip()), "it ended")


def measured(command: Sequence[str], settings: Mapping[str, str]) -> Cost:
    """Return what a command costs from its start to its end.

    Raises:
        WorkerError: It failed.
    """
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            env={**os.environ, **SETTINGS, **settings},
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise WorkerError(f"{Path(command[0]).name}: {said.read().decode()[-300:]}")
    return _cost(used, wall)


def _ended(process: subprocess.Popen[bytes], wall: float) -> Cost:
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return _cost(used, wall)


def _cost(used: Any, wall: float) -> Cost:
    # Linux counts kilobytes.
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)
