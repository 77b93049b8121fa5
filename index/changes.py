"""What adding files to a library comes to, before any of them is read.

A document is known by the file it comes from: other contents of that file take the
document's place, and the same name in another folder is another document, told apart
by the name of its folder. Where nobody knows the file (bytes given as such, a library
of an earlier version), the name stands for it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from index.errors import LibraryError
from index.origin_rows import Held
from index.sidecars import Sidecar, joined
from index.sources import Source


@dataclass(frozen=True, slots=True)
class Coming:
    """A file to be read and stored.

    Attributes:
        source: The file.
        name: What its document will be called.
        sidecar: What is written beside it and the files of the same bytes.
        is_move: Whether the library has it, under the name of a file that is gone.
    """

    source: Source
    name: str
    sidecar: Sidecar
    is_move: bool


@dataclass(slots=True)
class Changes:
    """What adding some files comes to.

    Attributes:
        coming: What is to be read and stored, in order.
        unchanged: Sidecars of documents that are there already, by their ids.
        moved: Ids of documents whose file is elsewhere, by the same name.
        origins: New origins of documents that stay as they are, by their ids.
        removed: Ids of documents whose file is gone, or is a copy of another now.
        duplicates: A sentence for each file that is another's copy.
    """

    coming: list[Coming] = field(default_factory=list)
    unchanged: dict[str, Sidecar] = field(default_factory=dict)
    moved: dict[str, None] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    removed: dict[str, None] = field(default_factory=dict)
    duplicates: list[str] = field(default_factory=list)


def changes(
    files: Sequence[tuple[Source, str]],
    held: Sequence[Held],
    structure_version: int,
    is_gone: Callable[[str, str], bool],
    is_to_go: Callable[[str], bool],
) -> Changes:
    """Return what adding files to a library comes to.

    Args:
        files: What is added, with its hash.
        held: What the library holds.
        structure_version: Of the rules that find passages; documents read by other
            rules are read anew.
        is_gone: Whether the file at an origin is no more, or has another hash now.
        is_to_go: Whether the document of an origin is to be removed, unless one of
            the files has its bytes.

    Raises:
        LibraryError: Two different contents without a file have one name.
    """
    return _Comparison(files, held, structure_version, is_gone).changes(is_to_go)


class _Comparison:
    """Compares files with what a library holds."""

    def __init__(
        self,
        files: Sequence[tuple[Source, str]],
        held: Sequence[Held],
        structure_version: int,
        is_gone: Callable[[str, str], bool],
    ) -> None:
        self.files = _distinct(files)
        self.held = held
        self.structure_version = structure_version
        self.is_gone = is_gone
        self.by_sha256 = {one.sha256: one for one in held}
        self.by_name = {one.name: one for one in held}
        self.by_origin = {one.origin: one for one in held if one.origin}
        self.here = {_key(source) for source, _ in self.files}
        self.coming_sha256 = {sha256 for _, sha256 in self.files}
        self.by_wish: dict[str, set[str]] = {}  # the hashes that come under a name
        for source, sha256 in self.files:
            self.by_wish.setdefault(source.name, set()).add(sha256)
        self.sidecars: dict[str, Sidecar] = {}
        for source, sha256 in self.files:
            before = self.sidecars.get(sha256)
            self.sidecars[sha256] = (
                joined(before, source.sidecar) if before else source.sidecar
            )
        self.found = Changes()
        self.taken: set[str] = set()
        self.holders: dict[str, str] = {}  # who has these bytes: a name, by hash

    def changes(self, is_to_go: Callable[[str], bool]) -> Changes:
        """Return what adding the files comes to."""
        gone = {
            one.id: None
            for one in self.held
            if one.origin
            and one.sha256 not in self.coming_sha256
            and one.origin not in self.here
            and is_to_go(one.origin)
        }
        self.found.removed = gone
        others = []
        for source, sha256 in self.files:
            mine = self._mine(source)
            if mine and mine.sha256 == sha256 and sha256 not in self.holders:
                self._keep(source, mine)
            else:
                others.append((source, sha256))
        for source, sha256 in others:
            self._compare(source, sha256)
        # What only moves keeps its embeddings if it does so before it is replaced.
        self.found.coming.sort(key=lambda one: not one.is_move)
        return self.found

    def _compare(self, source: Source, sha256: str) -> None:
        """Say what becomes of a file whose document is not its own bytes."""
        mine, same = self._mine(source), self.by_sha256.get(sha256)
        if sha256 in self.holders:
            self._tell_copy(source, self.holders[sha256])
            self._supersede(mine, sha256)
        elif same is None:
            self._take(source, sha256, mine.name if mine else self._free_name(source))
        elif same.origin is None and self.by_wish.get(same.name, {sha256}) == {sha256}:
            self._keep(source, same)
            self._supersede(mine, sha256)
        elif same.origin and same.origin not in self.here and not self._is_gone(same):
            self.holders[sha256] = same.name
            self._tell_copy(source, same.name)
            self._supersede(mine, sha256)
        else:
            self._move(source, mine, same)

    def _keep(self, source: Source, same: Held) -> None:
        """Leave a document as it is, unless other rules would read it otherwise."""
        self.holders[same.sha256] = same.name
        if same.structure_version != self.structure_version:
            self._take(source, same.sha256, same.name)
            return
        self.taken.add(same.name)
        self.found.unchanged[same.id] = self.sidecars[same.sha256]
        if source.origin and same.origin != source.origin:
            self.found.origins[same.id] = source.origin

    def _move(self, source: Source, mine: Held | None, same: Held) -> None:
        """Give a document whose file is gone, or is another now, to this file."""
        name = mine.name if mine else self._free_name(source, same)
        if (
            name != same.name
            or not source.origin
            or same.structure_version != self.structure_version
        ):
            self._take(source, same.sha256, name, is_move=not mine)
            return
        self.taken.add(name)
        self.holders[same.sha256] = name
        self.found.moved[same.id] = None
        self.found.origins[same.id] = source.origin

    def _take(
        self, source: Source, sha256: str, name: str, *, is_move: bool = False
    ) -> None:
        self.taken.add(name)
        self.holders[sha256] = name
        sidecar = self.sidecars[sha256]
        self.found.coming.append(Coming(source, name, sidecar, is_move))

    def _supersede(self, mine: Held | None, sha256: str) -> None:
        """Let go of what a file held before it became a copy of another."""
        if mine and mine.sha256 != sha256 and mine.sha256 not in self.coming_sha256:
            self.found.removed[mine.id] = None

    def _tell_copy(self, source: Source, holder: str) -> None:
        name = source.name
        if name == holder and source.origin:
            name = source.origin
        if name != holder:
            self.found.duplicates.append(f"{name} is the same file as {holder}")

    def _mine(self, source: Source) -> Held | None:
        """Return the document that a file stands for until now."""
        if source.origin in self.by_origin:
            return self.by_origin[source.origin]
        namesake = self.by_name.get(source.name)
        is_unplaced = namesake and (namesake.origin is None or source.origin is None)
        return namesake if is_unplaced else None

    def _is_gone(self, one: Held) -> bool:
        return one.id in self.found.removed or self.is_gone(
            one.origin or "", one.sha256
        )

    def _free_name(self, source: Source, same: Held | None = None) -> str:
        """Return a file's name, with as many of its folders as tell it from others."""
        for name in _names(source):
            holder = self.by_name.get(name)
            is_held = (
                holder is not None
                and holder is not same
                and holder.id not in self.found.removed
            )
            if name not in self.taken and not is_held:
                return name
        return source.origin or source.name


def _distinct(files: Sequence[tuple[Source, str]]) -> list[tuple[Source, str]]:
    """Return the files, each once.

    Raises:
        LibraryError: Two different contents without a file have one name.
    """
    found: dict[str, tuple[Source, str]] = {}
    for source, sha256 in files:
        before = found.setdefault(_key(source), (source, sha256))
        if before[1] != sha256 and not source.origin:
            raise LibraryError(
                f"two different files are both named {source.name!r}, and a name "
                "stands for one document; rename one of them"
            )
    return list(found.values())


def _key(source: Source) -> str:
    return source.origin or source.name


def _names(source: Source) -> Iterator[str]:
    """Yield the file's name, then with its folder, then with that one's, and so on."""
    yield source.name
    if source.origin:
        parts = PurePath(source.origin).parts
        for count in range(len(PurePath(source.name).parts) + 1, len(parts)):
            yield PurePath(*parts[-count:]).as_posix()
