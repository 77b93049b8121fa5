"""Zip archives from strangers: documents that are packed, read within bounds."""

import io
import struct
import zipfile
import zlib
from pathlib import PurePath
from typing import Self

from index.errors import UnreadableDocumentError

# The text of a thousand pages is some 40 MB of XML.
MAX_MEMBER = 128 * 1024**2
# All that is read of one file; its pictures and fonts stay packed.
MAX_UNPACKED = 256 * 1024**2
# XML of long tables packs to a hundredth. Only a bomb packs tighter for long.
MAX_RATIO = 200
_RATIO_COUNTS_FROM = 8 * 1024**2
MAX_MEMBERS = 20_000

_CHUNK = 1024**2
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY = b"PK\x01\x02"
# What the library says of bytes that are not as they should be.
_DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, NotImplementedError, RuntimeError),
)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


class Archive:
    """An open archive, which gives out its members within the bounds above."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self.name = name
        self._archive = archive
        self._unpacked = 0

    def names(self) -> tuple[str, ...]:
        """Return the names of its members, in the archive's order."""
        return tuple(self._archive.namelist())

    def __contains__(self, member: str) -> bool:
        return member in self._archive.NameToInfo

    def read(self, member: str) -> bytes:
        """Return a member's bytes, unpacked.

        Raises:
            UnreadableDocumentError: There is no such member; it is damaged, locked by
                a password, or would take more memory than any document needs.
        """
        if member not in self:
            raise UnreadableDocumentError(
                f"{self.name} has no {member} in it, so it is not a "
                f"{_format(self.name)} document; save it again as {_format(self.name)}"
            )
        entry = self._archive.getinfo(member)
        if entry.flag_bits & 0x1 or entry.compress_type not in _PLAIN:
            raise UnreadableDocumentError(
                f"{self.name} is encrypted or packed in an unusual way ({member}); "
                f"save it as {_format(self.name)} without a password"
            )
        self._check(member, entry.file_size, entry.compress_size)
        try:
            return self._unpack(member, entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise UnreadableDocumentError(
                f"{self.name} is damaged: {member} cannot be unpacked ({error}); "
                "fetch or save the file again"
            ) from error

    def close(self) -> None:
        """Let go of the file's bytes."""
        self._archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _unpack(self, member: str, entry: zipfile.ZipInfo) -> bytes:
        found = bytearray()
        with self._archive.open(entry) as packed:
            while chunk := packed.read(_CHUNK):
                found += chunk
                self._check(member, len(found), entry.compress_size)
        self._unpacked += len(found)
        return bytes(found)

    def _check(self, member: str, size: int, packed: int) -> None:
        """Refuse a member of so many bytes, said or seen."""
        dense = size > _RATIO_COUNTS_FROM and size > MAX_RATIO * max(packed, 1)
        if dense or size > MAX_MEMBER or self._unpacked + size > MAX_UNPACKED:
            raise UnreadableDocumentError(
                f"{self.name} would unpack to {size:,} bytes or more ({member}), which "
                "is no document's size; split the document, or save its text alone"
            )


def open_archive(name: str, content: bytes) -> Archive:
    """Return the archive that a packed document is.

    Raises:
        UnreadableDocumentError: The bytes are no zip archive, or a damaged one.
    """
    form = _format(name)
    if content.startswith(_OLE):
        raise UnreadableDocumentError(
            f"{name} is protected by a password, or in the old binary form of Word "
            f"(.doc); open it and save it as {form} without a password"
        )
    if content.count(_ENTRY) > MAX_MEMBERS:
        raise UnreadableDocumentError(
            f"{name} has more than {MAX_MEMBERS:,} parts, so it is not a {form} "
            f"document; save it again as {form}"
        )
    try:
        return Archive(name, zipfile.ZipFile(io.BytesIO(content)))
    except _DAMAGES as error:
        raise UnreadableDocumentError(
            f"{name} is not a {form} document, or only part of one: it is no whole "
            f"zip archive ({error}); fetch or save the file again"
        ) from error


def _format(name: str) -> str:
    return PurePath(name).suffix[1:].upper() or "ZIP"
