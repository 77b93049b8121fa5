"""The process that reads files: it takes bytes, gives passages, and may be killed.

It speaks with `index.parser_process` over pipes that its parsers do not know of: what
they print goes nowhere, and what they read is empty.
"""

import errno
import json
import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from index.errors import QAError

LENGTH = struct.Struct(">Q")
"""What stands before each reply: how many bytes it has."""

# Beyond the time allowed the parent kills us; should it be gone, the system does.
ORPHAN_SECONDS = 5

# A parser that keeps this much after a file would starve the next one: start afresh.
MAX_KEPT_BYTES = 200_000_000

# What some parsers unpack on the way is not to fill the disk.
MAX_TEMPORARY_BYTES = 1_000_000_000

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

Read = Callable[[str, bytes], Any]


def serve() -> None:
    """Answer requests, each with one reply, until there are no more.

    A request is a pickled name and content. A reply is a word, what it is of, and
    whether this process ends after it. The words: "ready", "read" (a document and its
    passages), "refused" (an error's name and message), "failed" (any other error's),
    "memory" and "result" (more of it than is allowed), "room" (none for what a parser
    writes on the way).
    """
    requests, replies = _private_pipes()
    try:
        read, options = _prepared()
    except Exception as error:
        _reply(replies, ("failed", (type(error).__name__, str(error)), True))
        return
    _reply(replies, ("ready", (), False))
    started_with = _memory()
    while request := _request(requests):
        _die_in(options["seconds"] + ORPHAN_SECONDS)
        word, found = _outcome(read, *request)
        del request
        is_last = word == "memory" or _memory() - started_with > MAX_KEPT_BYTES
        reply = _packed(word, found, is_last)
        if len(reply) > options["result_bytes"]:
            reply = _packed("result", (), is_last)
        _send(replies, reply)
        if is_last:
            return
        _die_in(0)


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return our ends of the pipes, and leave nothing in their places."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    return requests, replies


def _prepared() -> tuple[Read, dict[str, Any]]:
    """Return what reads a file, loaded, and the options; limit what we may take."""
    options: dict[str, Any] = json.loads(sys.argv[1])
    module, _, name = options["task"].partition(":")
    read: Read = getattr(import_module(module), name)
    with suppress(ImportError):  # where there is no such thing, as on Windows
        import resource

        most = _memory() + options["memory_bytes"]
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
        if allowed == resource.RLIM_INFINITY or allowed > MAX_TEMPORARY_BYTES:
            limits = (MAX_TEMPORARY_BYTES, MAX_TEMPORARY_BYTES)
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    return read, options


def _outcome(read: Read, name: str, content: bytes) -> tuple[str, tuple[object, ...]]:
    try:
        reading = read(name, content)
        return "read", (reading.document, reading.passages)
    except QAError as error:
        return "refused", (type(error).__name__, str(error))
    except MemoryError:
        return "memory", ()
    except RecursionError:
        return "failed", ("it is nested too deep",)
    except OSError as error:
        if error.errno in NO_ROOM:
            return "room", ()
        return "failed", (type(error).__name__, str(error))
    except Exception as error:  # whatever a parser makes of bytes it did not foresee
        return "failed", (type(error).__name__, str(error))


def _request(requests: BinaryIO) -> tuple[str, bytes] | None:
    """Return the next name and content; None when there are no more."""
    try:
        name, content = pickle.load(requests)
    except EOFError:
        return None
    return name, content


def _packed(word: str, found: tuple[object, ...], is_last: bool) -> bytes:
    try:
        return pickle.dumps((word, found, is_last), protocol=5)
    except MemoryError:
        return pickle.dumps(("result", (), True))
    except Exception as error:  # it is not what a reader returns
        return pickle.dumps(("failed", (type(error).__name__, str(error)), True))


def _reply(replies: BinaryIO, reply: tuple[str, tuple[object, ...], bool]) -> None:
    _send(replies, _packed(*reply))


def _send(replies: BinaryIO, reply: bytes) -> None:
    with suppress(BrokenPipeError):  # nobody waits any more: the next request is none
        replies.write(LENGTH.pack(len(reply)))
        replies.write(reply)
        replies.flush()


def _die_in(seconds: float) -> None:
    """Let the system end this process after so long; 0 takes that back."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _memory() -> int:
    """Return the bytes of data this process has; 0 where the system does not say."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    return 0
