"""Files that somebody sends, byte by byte, rather than names on this machine."""

import unicodedata
from collections.abc import Sequence
from pathlib import PurePath

from index.add_report import AddReport
from index.errors import SidecarError
from index.errors import UnsupportedFormatError as UnsupportedFormatError
from index.library import ignore_total_progress
from index.limits import Limits
from index.limits import size as size
from index.readers import READERS
from index.readers import check_suffix as check_suffix
from index.reading import document_id as document_id
from index.sidecars import NO_SIDECAR as NO_SIDECAR
from index.sidecars import SUFFIX, read_sidecar
from index.sidecars import Sidecar as Sidecar
from index.sources import Source, printable
from index.terms import Terms
from qa.assistant import Assistant, Progress
from qa.files import MAX_SIDECAR_BYTES

FORMATS = (*sorted(READERS), SUFFIX)
"""What names of files that can be sent end in: documents', and a sidecar's."""

MAX_NAME_CHARACTERS = 200


def file_name(sent: str) -> str:
    r"""Return a file's own name as it is stored and shown, without any folder.

    What would act on what shows it is written out. "" is a name of nothing.

    >>> file_name("..\\../a\u202eb.txt")
    'a\\u202eb.txt'
    """
    last = sent.replace("\\", "/").rsplit("/", 1)[-1]
    name = printable(unicodedata.normalize("NFC", last)).strip().strip(".")
    if not any(map(str.isalnum, name)):
        return ""
    if last.strip().startswith("."):
        name = f".{name}"
    if len(name) <= MAX_NAME_CHARACTERS:
        return name
    stem, dot, suffix = name.rpartition(".")
    kept = MAX_NAME_CHARACTERS - len(dot + suffix)
    return stem[:kept] + dot + suffix if kept > 0 else name[:MAX_NAME_CHARACTERS]


def is_sidecar(name: str) -> bool:
    """Return whether a name is that of what is written beside a document."""
    return PurePath(name).suffix.lower() == SUFFIX


def stem(name: str) -> str:
    """Return what a document's name and its sidecar's have in common."""
    return PurePath(name).stem


def is_held(assistant: Assistant, document: str) -> bool:
    """Return whether a library has the document of an id."""
    with assistant.library.catalogue() as catalogue:
        return catalogue.has_any([document])


def add_document(
    assistant: Assistant,
    name: str,
    content: bytes,
    sidecar: Sidecar,
    limits: Limits,
    on_progress: Progress = ignore_total_progress,
) -> AddReport:
    """Add a document; other contents of the same name take its place.

    Args:
        assistant: Adds it to its library.
        name: As `file_name` gives it.
        content: Its bytes.
        sidecar: What is written beside it.
        limits: What reading it may cost.
        on_progress: Told the passages done and in all.

    Raises:
        LibraryError: The library cannot be written.
        WorkerError: The process that reads files cannot be started.
    """
    terms = Terms(workers=1, limits=limits)
    source = Source(name, content, sidecar)
    return assistant.library.add_files([source], assistant.embedder, on_progress, terms)


def sent_sidecar(name: str, content: bytes) -> Sidecar:
    """Return what a sidecar says.

    Raises:
        SidecarError: It is not in its form, or too long.
    """
    if len(content) > MAX_SIDECAR_BYTES:
        raise SidecarError(
            f"{name} has more than {MAX_SIDECAR_BYTES:,} bytes, which no sidecar "
            "needs; shorten it"
        )
    try:
        return read_sidecar(name, content)
    except RecursionError as error:
        raise SidecarError(f"{name} is nested too deep; write it flat") from error


def put_beside(assistant: Assistant, name: str, sidecar: Sidecar) -> AddReport | None:
    """Give a sidecar to the documents it stands beside; None where there are none."""
    with assistant.library.snapshot() as snapshot:
        sources: Sequence[Source] = [
            Source(one.name, snapshot.source(one.id), sidecar)
            for one in snapshot.documents()
            if stem(one.name) == stem(name)
        ]
    if not sources:
        return None
    return assistant.library.add_files(sources, assistant.embedder)
