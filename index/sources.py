"""What is to be added: a file, or bytes that somebody has, known by a name."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import UnreadableDocumentError
from index.limits import LIMITS, Limits, size
from index.sidecars import NO_SIDECAR, Sidecar

BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be added, not read yet.

    Attributes:
        name: How people know it; its suffix chooses the reader.
        content: Its bytes, or where they are.
        sidecar: What is written beside it.
    """

    name: str
    content: bytes | Path
    sidecar: Sidecar = NO_SIDECAR

    @property
    def origin(self) -> str | None:
        """The absolute path of the file, as text; None where there is none."""
        return printable(str(self.content)) if isinstance(self.content, Path) else None

    def sha256(self, limits: Limits = LIMITS) -> str:
        """Return the hash of its bytes, never holding them all.

        Raises:
            UnreadableDocumentError: It is larger than allowed, or cannot be read.
        """
        digest = hashlib.sha256()
        for block in self._blocks(limits):
            digest.update(block)
        return digest.hexdigest()

    def read(self, limits: Limits = LIMITS) -> bytes:
        """Return its bytes.

        Raises:
            UnreadableDocumentError: As for `sha256`.
        """
        if isinstance(self.content, bytes):
            _check_size(self.name, len(self.content), limits)
            return self.content
        return b"".join(self._blocks(limits))

    def _blocks(self, limits: Limits) -> Iterator[bytes]:
        if isinstance(self.content, bytes):
            yield self.read(limits)
            return
        try:
            # A pipe put in the file's place would keep us waiting for ever.
            descriptor = os.open(
                self.content, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)
            )
            with os.fdopen(descriptor, "rb", buffering=0) as file:
                found = os.fstat(descriptor)
                if not stat.S_ISREG(found.st_mode):
                    raise UnreadableDocumentError(
                        f"{self.name} is no ordinary file; give one that is"
                    )
                _check_size(self.name, found.st_size, limits)
                taken = 0
                while block := file.read(BLOCK_BYTES):
                    taken += len(block)
                    _check_size(self.name, taken, limits)
                    yield block
        except OSError as error:
            raise UnreadableDocumentError(
                f"{self.name} cannot be read ({error.strerror}); check its name and "
                "permissions"
            ) from error


def printable(name: str) -> str:
    r"""Return a file's name as text that can be stored and shown.

    What is no character, or would act on what shows it, is written out: "\x1b".
    """
    if name.isascii() and name.isprintable():
        return name
    return "".join(
        character if _is_shown(character) else _written_out(character)
        for character in name
    )


def _check_size(name: str, count: int, limits: Limits) -> None:
    if count > limits.file_bytes:
        raise UnreadableDocumentError(
            f"{name} has {size(count)}, and files of at most {size(limits.file_bytes)} "
            "are read; split it"
        )


def _is_shown(character: str) -> bool:
    code = ord(character)
    return not (
        code < 0x20  # line ends, escapes and other controls
        or 0x7F <= code < 0xA0
        or 0x2028 <= code <= 0x202E  # more line ends, and what turns a line around
        or 0x2066 <= code <= 0x2069
        or 0xD800 <= code < 0xE000  # bytes that are no UTF-8
    )


def _written_out(character: str) -> str:
    code = ord(character)
    # Python keeps such a byte as half a character.
    byte = code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else code
    return f"\\x{byte:02x}" if byte < 0x100 else f"\\u{byte:04x}"
