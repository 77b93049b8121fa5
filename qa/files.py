"""The files to add: those named, those in folders, and what is written beside them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import SidecarError, UnreadableDocumentError
from index.readers import READERS
from index.sidecars import SUFFIX, Sidecar, read_sidecar


@dataclass(frozen=True, slots=True)
class Files:
    """What is to be added.

    Attributes:
        sources: File names, as people know them, and contents.
        sidecars: What is written beside files, by their names.
    """

    sources: list[tuple[str, bytes]]
    sidecars: dict[str, Sidecar]


def read_files(paths: Iterable[str | Path]) -> Files:
    """Return the files named, and the readable ones in the folders named.

    A file is known by its name, one of a folder by its path within the folder. A
    sidecar stands for the document beside it.

    Raises:
        UnreadableDocumentError: A file cannot be read.
        SidecarError: A sidecar is not in its form, or a file named as one stands
            beside no document.
    """
    named = list(dict.fromkeys(_files(map(Path, paths))))
    return Files(
        sources=[(name, _content(path)) for name, path in named],
        sidecars={
            name: read_sidecar(str(beside), _content(beside))
            for name, path in named
            if (beside := path.with_suffix(SUFFIX)).is_file()
        },
    )


def _files(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    for path in paths:
        if path.is_dir():
            for inside in sorted(path.rglob("*")):
                if inside.is_file() and inside.suffix.lower() in READERS:
                    yield inside.relative_to(path).as_posix(), inside
        elif path.suffix == SUFFIX and path.is_file():
            yield from ((document.name, document) for document in _documents(path))
        else:
            yield path.name, path


def _documents(sidecar: Path) -> list[Path]:
    """Return the documents that a sidecar stands beside."""
    found = [
        path
        for path in sorted(sidecar.parent.iterdir())
        if path.stem == sidecar.stem and path.suffix.lower() in READERS
    ]
    if not found:
        raise SidecarError(
            f"{sidecar} stands beside no document; name it after one, as paper{SUFFIX} "
            "for paper.txt"
        )
    return found


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocumentError(
            f"{path} cannot be read ({error.strerror}); check its name and permissions"
        ) from error
