"""The files to add: those named, those in folders, and what is written beside them.

Of a folder these are left out: hidden files and folders, what other programs put there
for themselves, what a `.pinciteignore` names (written as a `.gitignore` is, in any
folder), links that lead out of it, and files of kinds that no reader knows.
"""

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.add_report import Failure
from index.errors import QAError, SidecarError, UnreadableDocumentError
from index.readers import READERS
from index.sidecars import NO_SIDECAR, SUFFIX, Sidecar, read_sidecar
from index.sources import Source, printable
from qa.ignoring import IGNORE_FILE, Rules, is_private, read_rules

MAX_SIDECAR_BYTES = 200_000
"""Far beyond any; reading TOML takes time that grows faster than its size."""


@dataclass(slots=True)
class Files:
    """What is to be added.

    Attributes:
        sources: The files, each once, in the order of their names.
        failed: Paths that are not there or cannot be read, and documents whose sidecar
            is not in its form.
        left_out: How many files of each other kind the folders have, by suffix.
        notices: A sentence for each link or file that was left out for what it is.
        origins: Absolute paths of all documents found, those that failed too.
        folders: Absolute paths of the folders that were looked through.
        unknown: Absolute paths of folders and files that could not be looked at.
    """

    sources: list[Source] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    notices: list[str] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)
    folders: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def has_lost(self, origin: str) -> bool:
        """Return whether a file that was in one of the folders is not there any more.

        One that a rule leaves out now counts as lost; one that could not be looked at
        does not.
        """
        return (
            _is_in(origin, self.folders)
            and not _is_in(origin, self.unknown)
            and origin not in self.origins
        )


def find_files(paths: Iterable[str | Path]) -> Files:
    """Return the files named, and the readable ones in the folders named.

    A file is known by its name, one of a folder by its path within the folder. A
    sidecar stands for the document beside it. Nothing is raised: what is wrong with a
    path is in `failed`.
    """
    finding = _Finding()
    for path in map(Path, paths):
        finding.take(path)
    return finding.files


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to look through.

    Attributes:
        path: Where it is.
        name: Its path within the folder that was named, with a slash at its end; "" is
            that folder.
        rules: What is left out in it.
    """

    path: Path
    name: str
    rules: Rules


class _Finding:
    """Gathers files."""

    def __init__(self) -> None:
        self.files = Files()

    def take(self, path: Path) -> None:
        """Take a file or folder that was named."""
        try:
            path = path.parent.resolve() / path.name if path.name else path.resolve()
            if path.name == "..":
                path = path.resolve()
            found = path.stat()
        except (OSError, RuntimeError, ValueError) as error:
            self._fail(path, _unreadable(path, error))
            return
        if stat.S_ISDIR(found.st_mode):
            self._look_through(path.resolve())
        elif not stat.S_ISREG(found.st_mode):
            self._fail(path, _not_a_file(path))
        elif path.suffix == SUFFIX:
            self._take_documents(path)
        else:
            self._take(path, path.name, path.with_suffix(SUFFIX).is_file())

    def _take_documents(self, sidecar: Path) -> None:
        """Take the documents that a sidecar stands beside."""
        beside = [
            path
            for path in sorted(sidecar.parent.iterdir())
            if path.stem == sidecar.stem and path.suffix.lower() in READERS
        ]
        for path in beside:
            self._take(path, path.name, has_sidecar=True)
        if not beside:
            error = SidecarError(
                f"{printable(str(sidecar))} stands beside no document; name it after "
                f"one, as paper{SUFFIX} for paper.txt"
            )
            self._fail(sidecar, error)

    def _look_through(self, root: Path) -> None:
        """Take the documents of a folder, its own first, then those links add."""
        self.files.folders.append(printable(str(root)))
        found: list[tuple[str, Path, bool]] = []
        links: list[tuple[str, Path, Rules]] = []
        seen: set[tuple[int, int]] = set()
        folders = [_Folder(root, "", Rules())]
        while folders:
            folders += self._entries(folders.pop(), found, links, seen)
            if not folders and links:
                folders += self._follow(root, links, found, seen)
        for name, path, has_sidecar in sorted(found, key=_in_order):
            self._take(path, name, has_sidecar)

    def _entries(
        self,
        folder: _Folder,
        found: list[tuple[str, Path, bool]],
        links: list[tuple[str, Path, Rules]],
        seen: set[tuple[int, int]],
    ) -> Iterator[_Folder]:
        """Note a folder's documents and links; yield the folders in it.

        Args:
            folder: Where to look.
            found: Names and paths of documents, and whether each has a sidecar.
            links: Names and paths of links, to be followed when all else is seen.
            seen: Devices and inodes of what has been seen.
        """
        try:
            at = folder.path.stat()
            if (at.st_dev, at.st_ino) in seen:
                return
            seen.add((at.st_dev, at.st_ino))
            with os.scandir(folder.path) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
            names = {entry.name for entry in inside}
            rules = folder.rules
            if IGNORE_FILE in names:
                rules = rules.within(folder.name, read_rules(folder.path / IGNORE_FILE))
        except (OSError, QAError) as error:
            self._fail(folder.path, _unreadable(folder.path, error))
            return
        for entry in inside:
            name = folder.name + entry.name
            path = folder.path / entry.name
            if is_private(entry.name):
                continue
            if entry.is_symlink():
                links.append((name, path, rules))
            elif entry.is_dir(follow_symlinks=False):
                if not rules.leave_out(f"{name}/"):
                    yield _Folder(path, f"{name}/", rules)
            elif not rules.leave_out(name) and self._is_document(path, entry, names):
                at = entry.stat(follow_symlinks=False)
                seen.add((at.st_dev, at.st_ino))
                found.append((name, path, path.stem + SUFFIX in names))

    def _is_document(
        self, path: Path, entry: "os.DirEntry[str]", names: set[str]
    ) -> bool:
        """Return whether there is a reader for a file; count it if not."""
        if not entry.is_file(follow_symlinks=False):
            self.files.notices.append(
                f"{printable(str(path))} is left out: it is no ordinary file"
            )
            return False
        suffix = path.suffix.lower()
        if suffix in READERS:
            return True
        if suffix != SUFFIX or not any(path.stem + one in names for one in READERS):
            self.files.left_out[printable(suffix) or "without a suffix"] += 1
        return False

    def _follow(
        self,
        root: Path,
        links: list[tuple[str, Path, Rules]],
        found: list[tuple[str, Path, bool]],
        seen: set[tuple[int, int]],
    ) -> Iterator[_Folder]:
        """Note the documents that links lead to; yield the folders they lead to.

        What has been seen is not seen again, so that a circle of links ends.
        """
        for name, path, rules in sorted(links, key=lambda link: link[0]):
            try:
                target = path.resolve(strict=True)
                at = target.stat()
            except (OSError, RuntimeError):
                self._tell_link(path, "leads nowhere")
                continue
            is_folder = stat.S_ISDIR(at.st_mode)
            if not target.is_relative_to(root):
                self._tell_link(path, f"leads out of {printable(str(root))}")
            elif (at.st_dev, at.st_ino) in seen or rules.leave_out(
                f"{name}/" if is_folder else name
            ):
                continue
            elif is_folder:
                yield _Folder(path, f"{name}/", rules)
            elif stat.S_ISREG(at.st_mode) and path.suffix.lower() in READERS:
                seen.add((at.st_dev, at.st_ino))
                found.append((name, path, path.with_suffix(SUFFIX).is_file()))
        links.clear()

    def _take(self, path: Path, name: str, has_sidecar: bool) -> None:
        """Take a document with what is written beside it."""
        source = Source(printable(name), path)
        origin = printable(str(path))
        if origin in self.files.origins:
            return
        self.files.origins.add(origin)
        try:
            beside = _sidecar(path.with_suffix(SUFFIX)) if has_sidecar else NO_SIDECAR
        except (SidecarError, UnreadableDocumentError) as error:
            self._fail(path, error, source.name)
            return
        self.files.sources.append(Source(source.name, path, beside))

    def _fail(self, path: Path, error: QAError, name: str = "") -> None:
        whole = printable(str(path))
        self.files.failed.append(Failure(name or whole, error))
        self.files.unknown.append(whole)

    def _tell_link(self, path: Path, finding: str) -> None:
        self.files.notices.append(
            f"{printable(str(path))} is left out: it is a link that {finding}"
        )


def _sidecar(path: Path) -> Sidecar:
    """Return what a sidecar says.

    Raises:
        SidecarError: It is not in its form.
        UnreadableDocumentError: It cannot be read.
    """
    try:
        if path.stat().st_size > MAX_SIDECAR_BYTES:
            raise SidecarError(
                f"{printable(str(path))} has more than {MAX_SIDECAR_BYTES:,} bytes, "
                "which no sidecar needs; shorten it"
            )
        return read_sidecar(printable(str(path)), path.read_bytes())
    except RecursionError as error:
        raise SidecarError(
            f"{printable(str(path))} is nested too deep; write it flat"
        ) from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> QAError:
    if isinstance(error, QAError):
        return error
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return UnreadableDocumentError(
        f"{printable(str(path))} cannot be read ({reason}); check its name and "
        "permissions"
    )


def _not_a_file(path: Path) -> QAError:
    return UnreadableDocumentError(
        f"{printable(str(path))} is neither a file nor a folder; give one that is"
    )


def _is_in(path: str, folders: Iterable[str]) -> bool:
    """Return whether a path is one of these, or inside one."""
    return any(
        path == folder or path.startswith(folder.rstrip("/") + "/")
        for folder in folders
    )


def _in_order(found: tuple[str, Path, bool]) -> list[str]:
    return found[0].split("/")
