"""Parsers that go wrong, for the process that reads files to call.

The file's name says how: "hang.txt" hangs. They are real functions in a real process.
"""

import ctypes
import os
import subprocess
import sys
import time
from pathlib import PurePath
from types import SimpleNamespace
from typing import Any

from index.errors import UnreadableDocumentError
from index.reading import parsed


def parse(name: str, content: bytes) -> Any:
    """Do what the name says, or read the file as it should be."""
    word = PurePath(name).stem
    return WAYS.get(word, parsed)(name, content)


def hang(name: str, content: bytes) -> Any:
    """Wait for what never comes."""
    while True:
        time.sleep(60)


def hang_with_child(name: str, content: bytes) -> Any:
    """Wait for another program, which writes its process id where the file says."""
    child = "import os, pathlib, sys, time; "
    child += "pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(600)"
    subprocess.run([sys.executable, "-c", child, content.decode()], check=False)


def spin(name: str, content: bytes) -> Any:
    """Compute without end."""
    while True:
        pass


def eat(name: str, content: bytes) -> Any:
    """Take memory without end."""
    eaten = []
    while True:
        eaten.append(bytearray(10_000_000))


def crash(name: str, content: bytes) -> Any:
    """Write where nothing may be written."""
    ctypes.memset(0, 1, 1)


def leave(name: str, content: bytes) -> Any:
    """End the process without a word."""
    os._exit(3)


def fail(name: str, content: bytes) -> Any:
    """Fail as code with a mistake in it fails."""
    return {}["\x1b[31mno such key\n"]


def nest(name: str, content: bytes) -> Any:
    """Go deeper than Python goes."""
    return nest(name, content)


def swell(name: str, content: bytes) -> Any:
    """Return more than anybody can use."""
    return SimpleNamespace(document="x" * 50_000_000, passages=())


def lie(name: str, content: bytes) -> Any:
    """Return a document whose passages are not in its text."""
    reading = parsed(name, content)
    other = parsed(name, b"Quite another text.")
    return SimpleNamespace(document=reading.document, passages=other.passages)


def trick(name: str, content: bytes) -> Any:
    """Return what would run a program when it is unpickled."""

    class Trick:
        def __reduce__(self) -> Any:
            return os.system, (f"touch {content.decode()}",)

    return SimpleNamespace(document=Trick(), passages=())


def babble(name: str, content: bytes) -> Any:
    """Print, as many libraries do, and read on."""
    sys.stdout.write("Warning: " + "x" * 100_000)
    os.write(1, b"\0" * 100_000)
    sys.stderr.write(sys.stdin.read())
    return parsed(name, content)


def refuse(name: str, content: bytes) -> Any:
    """Refuse as a reader does that knows what is wrong."""
    raise UnreadableDocumentError(f"{name} is locked; unlock it")


def fill(name: str, content: bytes) -> Any:
    """Write a temporary file without end."""
    import tempfile

    with tempfile.TemporaryFile() as file:
        file.truncate(1 << 40)
    return parsed(name, content)


WAYS = {
    way.__name__: way
    for way in (
        babble,
        crash,
        eat,
        fail,
        fill,
        hang,
        hang_with_child,
        leave,
        lie,
        nest,
        refuse,
        spin,
        swell,
        trick,
    )
}
