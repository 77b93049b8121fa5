"""Adding documents: what is new is read, embedded and stored.

Three things go on at once: processes read, a thread embeds what they have read, small
documents together, and whoever adds them stores one after another.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path, PurePath

from index import origin_rows
from index.add_report import AddReport, Failure
from index.ahead import Tell, ahead, together
from index.changes import Changes, Coming, changes
from index.connections import Connections
from index.documents import Reading
from index.embedding import Embedder
from index.errors import QAError, UnreadableDocumentError, UnsupportedFormatError
from index.limits import Limits
from index.model_claims import check_model, claimed_dimension
from index.model_languages import with_language_warning
from index.parsing import FileError, Parsers
from index.progress import OnProgress, Progress
from index.readers import check_suffix
from index.readers.signatures import is_rightly_named
from index.sources import Source
from index.store import StoredEmbedding
from index.stored_embeddings import StoredEmbeddings
from index.storing import Whole, embedded_texts, place, remove, set_sidecars
from index.structure_version import STRUCTURE_VERSION
from index.terms import TERMS, Terms

# Starting a process takes as long as reading some dozens of small files.
FILES_A_WORKER = 20
BYTES_A_WORKER = 2_000_000

PASSAGES_TOGETHER = 128
"""Of several documents, embedded at once: enough to keep some cores busy to the end."""

AHEAD = 128
"""Steps: a document that is embedded and not stored, or passages that are counted. With
more, embedding takes the cores from storing, which one core has then to catch up on."""

Step = Callable[[], None]
Found = Reading | FileError


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
        load = partial(_content, limits=terms.limits)
        parsers = Parsers[Coming](workers, terms.limits, terms.task)
        read = parsers.reading(coming.coming, load, _size)
        # The reading ends first: what is embedded ahead may be waiting for a file.
        with closing(ahead(partial(stored.embed, read), AHEAD)) as steps, parsers:
            for step in steps:
                step()
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
        self.embeddings = StoredEmbeddings(connections, embedder)
        self.limits = limits
        self.added: list[str] = []
        self.replaced: list[str] = []
        self.moved: list[str] = []
        self.failed: list[Failure] = []
        self.duplicates: list[str] = []
        self.warnings: list[tuple[str, str]] = []
        self._progress = Progress(on_progress, [_size(one) for one in coming])

    def embed(
        self, read: Iterable[tuple[Coming, Future[Found]]], tell: Tell[Step]
    ) -> None:
        """Embed what is read; tell what is then to be done, file by file."""
        for files in together(read, _passages, PASSAGES_TOGETHER):
            texts = [self._texts(found) for _, found in files]
            for of_file in texts:
                tell(partial(self._progress.begin, len(of_file)))
            made = iter(
                self.embeddings.of(
                    list(chain.from_iterable(texts)),
                    lambda finished: tell(partial(self._progress.count, finished)),
                )
            )
            for (one, found), of_file in zip(files, texts, strict=True):
                embeddings = list(islice(made, len(of_file)))
                tell(partial(self.take, one, found, embeddings))

    def _texts(self, found: Found) -> list[str]:
        """Return the texts to embed of what a file holds, if that can be stored."""
        if _passages(found) > self.limits.passages or isinstance(found, QAError):
            return []
        return list(embedded_texts(found.passages))

    def take(
        self, one: Coming, found: Found, embeddings: Sequence[StoredEmbedding]
    ) -> None:
        """Store a file's document, or note why it cannot be."""
        if _passages(found) > self.limits.passages:
            found = _too_long(one.name, _passages(found), self.limits)
        if isinstance(found, QAError):
            self.failed.append(Failure(one.name, found))
            return
        language = one.sidecar.supplied.language
        document = with_language_warning(found.document, self.embedder, language)
        found = replace(found, document=document)
        try:
            with self.connections.reading() as connection:
                like = origin_rows.same_text(connection, document.text, document.name)
            whole = Whole(
                found, embeddings, STRUCTURE_VERSION, one.sidecar, one.source.origin
            )
            is_replaced = place(
                self.folder,
                self.connections,
                whole,
                self.embedder.fingerprint,
                claimed_dimension(self.folder, self.connections, self.embedder),
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


def _passages(found: Found) -> int:
    return len(found.passages) if isinstance(found, Reading) else 0


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
