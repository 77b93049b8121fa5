"""What adding files to a library changes, before anything is read or stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from index.errors import LibraryError
from index.store import StoredDocument


@dataclass(frozen=True, slots=True)
class Changes:
    """What adding some files comes to.

    Attributes:
        sources: Names and contents to be read and stored.
        unchanged: Ids of documents that are there already.
        superseded: Ids of documents whose name is now that of one of `unchanged`.
    """

    sources: tuple[tuple[str, bytes], ...]
    unchanged: tuple[str, ...]
    superseded: tuple[str, ...]


def changes(
    sources: Sequence[tuple[str, bytes]],
    stored: Sequence[StoredDocument],
    structure_version: int,
) -> Changes:
    """Return what adding files to the stored documents comes to.

    Bytes that are stored under another name stay so, unless that name is now another
    file's; documents structured by another version of the rules are read anew.

    Raises:
        LibraryError: Two different files have one name.
    """
    hashes = _hashes(sources)
    by_hash = {document.sha256: document for document in stored}
    by_name = {document.name: document for document in stored}
    anew: dict[str, tuple[str, bytes]] = {}
    unchanged: dict[str, None] = {}
    superseded: dict[str, None] = {}
    for name, content in sources:
        digest = hashes[name]
        same = by_hash.get(digest)
        if (
            same is None
            or same.structure_version != structure_version
            or hashes.get(same.name, digest) != digest
        ):
            anew.setdefault(digest, (name, content))
            continue
        unchanged[same.id] = None
        namesake = by_name.get(name)
        if namesake is not None and namesake.sha256 not in hashes.values():
            superseded[namesake.id] = None
    return Changes(tuple(anew.values()), tuple(unchanged), tuple(superseded))


def _hashes(sources: Sequence[tuple[str, bytes]]) -> dict[str, str]:
    """Return each name's content hash."""
    hashes: dict[str, str] = {}
    for name, content in sources:
        digest = sha256(content).hexdigest()
        if hashes.setdefault(name, digest) != digest:
            raise LibraryError(
                f"two different files are both named {name!r}, and a name stands for "
                "one document; rename one of them"
            )
    return hashes
