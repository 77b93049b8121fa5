"""Which documents of a library are meant: by id, by name or by symbol."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from index.errors import UnknownDocumentError
from qa.holdings import LibraryDocument


def chosen_ids(documents: Sequence[LibraryDocument], asked: Iterable[str]) -> list[str]:
    """Return the ids of the documents that are asked for, each once.

    Args:
        documents: All there are.
        asked: Ids, or file names, symbols or job numbers that one document has, in any
            case; the folder of a file may be left out. A document whose id it is comes
            before one whose name it is, and that before one in a folder.

    Raises:
        UnknownDocumentError: There is no such document, or there are several.
    """
    return list(dict.fromkeys(_document_id(documents, one) for one in asked))


def _document_id(documents: Sequence[LibraryDocument], asked: str) -> str:
    if any(document.id == asked for document in documents):
        return asked
    wanted = asked.casefold()
    found = [
        document
        for document in documents
        if wanted in map(str.casefold, filter(None, _names(document)))
    ]
    found = found or [one for one in documents if wanted == _file(one)]
    if not found:
        raise UnknownDocumentError(
            f"the library has no document {asked!r}; `pincite documents` lists them"
        )
    if len(found) > 1:
        ids = ", ".join(f"{document.id} ({document.name})" for document in found)
        raise UnknownDocumentError(
            f"{len(found)} documents are called {asked!r}; give the id of one: {ids}"
        )
    return found[0].id


def _names(document: LibraryDocument) -> tuple[str | None, ...]:
    return document.name, document.symbol, document.job_number


def _file(document: LibraryDocument) -> str:
    """Return the file's name without its folder, which only one file may have."""
    return PurePath(document.name).name.casefold()
