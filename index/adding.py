"""Adding documents: what is new is read, embedded and stored, one after another."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath

from index import origin_rows
from index.add_report import AddReport, Failure
from index.changes import Changes, Coming, changes
from index.connections import Connections
from index.documents import Reading
from index.embedding import Embedder
from index.errors import QAError, UnreadableDocumentError, UnsupportedFormatError
from index.limits import LIMITS, Limits
from index.model_languages import with_language_warning
from index.parser_process import READ
from index.parsing import WORKERS, Parsers
from index.progress import OnProgress, Progress
from index.readers import check_suffix
from index.readers.signatures import is_rightly_named
from index.sources import Source
from index.storing import check_model, put, remove, set_sidecars
from index.structure_version import STRUCTURE_VERSION

# Starting a process takes as long as reading some dozens of small files.
FILES_A_WORKER = 20
BYTES_A_WORKER = 2_000_000


@dataclass(frozen=True, slots=True)
class Terms:
    """How files are added.

    Attributes:
        is_to_go: Whether the document that came from a file is to be removed, unless
            one of the files added has its bytes.
        workers: Processes that read.
        limits: For each file.
        task: What they call, as `parser_process.READ`.
    """

    is_to_go: Callable[[str], bool] = lambda origin: False  # noqa: ARG005
    workers: int = WORKERS
    limits: Limits = LIMITS
    task: str = READ


TERMS = Terms()


def add(
    folder: Path,
    connections: Connections,
    sources: Sequence[Source],
    embedder: Embedder,
    on_progress: OnProgress,
    terms: Terms = TERMS,
) -> AddReport:
    """Add files to a library; see `Library.add_files`."""
    files, failed = _hashed(sources, terms.limits)
    with connections.reading() as connection:
        held = origin_rows.held(connection)
    coming = changes(files, held, STRUCTURE_VERSION, _is_gone, terms.is_to_go)
    _prepare(folder, connections, coming, embedder)
    told_anew = set_sidecars(connections, coming.unchanged)
    stored = _Stored(
        folder, connections, embedder, on_progress, coming.coming, terms.limits
    )
    if coming.coming:
        count, size = len(coming.coming), sum(map(_size, coming.coming))
        needed = max(count // FILES_A_WORKER, size // BYTES_A_WORKER, 1)
        workers = min(terms.workers, count, needed)
        with Parsers[Coming](workers, terms.limits, terms.task) as parsers:
            load = partial(_content, limits=terms.limits)
            for one, found in parsers.read(coming.coming, load, _size):
                stored.take(one, found)
    return AddReport(
        added=tuple(stored.added),
        replaced=(*stored.replaced, *told_anew),
        unchanged=tuple(one for one in coming.unchanged if one not in told_anew),
        moved=(*coming.moved, *stored.moved),
        removed=tuple(coming.removed),
        failed=(*failed, *stored.failed),
        duplicates=(*coming.duplicates, *stored.duplicates),
        notices=_removals(held, coming),
        warnings=tuple(stored.warnings),
    )


class _Stored:
    """Stores what is read, one document after another, and keeps account."""

    def __init__(
        self,
        folder: Path,
        connections: Connections,
        embedder: Embedder,
        on_progress: OnProgress,
        coming: Sequence[Coming],
        limits: Limits,
    ) -> None:
        self.folder = folder
        self.connections = connections
        self.embedder = embedder
        self.limits = limits
        self.added: list[str] = []
        self.replaced: list[str] = []
        self.moved: list[str] = []
        self.failed: list[Failure] = []
        self.duplicates: list[str] = []
        self.warnings: list[tuple[str, str]] = []
        self._progress = Progress(on_progress, [_size(one) for one in coming])

    def take(self, one: Coming, found: Reading | QAError) -> None:
        """Store a file's document, or note why it cannot be."""
        if isinstance(found, Reading) and len(found.passages) > self.limits.passages:
            found = _too_long(one.name, len(found.passages), self.limits)
        if isinstance(found, QAError):
            self._progress.begin(0)
            self.failed.append(Failure(one.name, found))
            return
        self._progress.begin(len(found.passages))
        language = one.sidecar.supplied.language
        document = with_language_warning(found.document, self.embedder, language)
        found = replace(found, document=document)
        try:
            with self.connections.reading() as connection:
                like = origin_rows.same_text(connection, document.text, document.name)
            is_replaced = put(
                self.folder,
                self.connections,
                found,
                self.embedder,
                self._progress.count,
                one.sidecar,
                one.source.origin,
            )
        except UnicodeEncodeError as error:
            self.failed.append(Failure(one.name, _half_characters(one.name, error)))
            return
        account = (
            self.moved if one.is_move else self.replaced if is_replaced else self.added
        )
        account.append(document.id)
        self.warnings += [(document.name, each) for each in document.warnings]
        if like and not is_replaced:
            self.duplicates.append(f"{document.name} has the same text as {like[0]}")


def _hashed(
    sources: Sequence[Source], limits: Limits
) -> tuple[list[tuple[Source, str]], list[Failure]]:
    """Return the files with their hashes, and those that cannot be read."""
    files, failed = [], []
    for source in sources:
        try:
            check_suffix(source.name)
            files.append((source, source.sha256(limits)))
        except (UnreadableDocumentError, UnsupportedFormatError) as error:
            failed.append(Failure(source.name, error))
    return _rightly_named_first(files, limits), failed


def _rightly_named_first(
    files: Sequence[tuple[Source, str]], limits: Limits
) -> list[tuple[Source, str]]:
    """Return the files, behind the others those whose suffix a copy of them belies.

    The first of some copies stands for all: one that no reader takes would be told as
    a failure, and the others as its copies.
    """
    suffixes: dict[str, set[str]] = {}
    for source, sha256 in files:
        suffixes.setdefault(sha256, set()).add(PurePath(source.name).suffix.lower())

    def is_belied(file: tuple[Source, str]) -> bool:
        source, sha256 = file
        if len(suffixes[sha256]) == 1:
            return False
        try:
            return not is_rightly_named(source.name, source.read(limits))
        except UnreadableDocumentError:  # it has changed since; reading it will tell
            return False

    return sorted(files, key=is_belied)


def _is_gone(origin: str, sha256: str) -> bool:
    try:
        return Source(origin, Path(origin)).sha256() != sha256
    except UnreadableDocumentError:
        return not os.path.lexists(origin)


def _prepare(
    folder: Path, connections: Connections, coming: Changes, embedder: Embedder
) -> None:
    """Remove what goes and note what moved; see early whether writing is allowed."""
    if coming.removed:
        remove(connections, coming.removed)
    if coming.origins or coming.coming:
        with connections.writing() as connection:
            check_model(folder, connection, embedder.fingerprint)
            origin_rows.check_writable(connection)
            origin_rows.set_origins(connection, coming.origins)


def _content(one: Coming, limits: Limits) -> tuple[str, bytes]:
    return one.name, one.source.read(limits)


def _size(one: Coming) -> int:
    """Return about how many bytes a file has."""
    content = one.source.content
    if isinstance(content, bytes):
        return len(content)
    try:
        return content.stat().st_size
    except OSError:
        return 0


def _removals(held: Sequence[origin_rows.Held], coming: Changes) -> tuple[str, ...]:
    """Return a sentence for each document that goes."""
    return tuple(f"{one.name} was removed" for one in held if one.id in coming.removed)


def _too_long(name: str, count: int, limits: Limits) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        f"{name} has {count:,} passages, and there is room for {limits.passages:,}; "
        "split it, or remove other documents"
    )


def _half_characters(name: str, error: UnicodeEncodeError) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        f"{name} could not be stored: its text has half a character "
        f"({error.object[error.start]!r}); save it again and add that"
    )
