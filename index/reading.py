"""From a file's bytes to a document and its passages."""

import hashlib

from index.detection import with_language
from index.documents import Document, Reading
from index.errors import UnreadableDocumentError
from index.extracts import Extract
from index.limits import MAX_CHARACTERS, MAX_PAGES
from index.passages import passages
from index.readers import extract
from index.structure import Structure, structure


def read(name: str, content: bytes) -> Reading:
    """Return the document that a file holds, and its passages.

    Args:
        name: The file's name; its suffix chooses the reader.
        content: The file's bytes, whole.

    Raises:
        UnsupportedFormatError: No reader knows the suffix.
        UnreadableDocumentError: The bytes are not of that format, or hold no text.
    """
    return with_language(parsed(name, content))


def parsed(name: str, content: bytes) -> Reading:
    """Return the same, its document's language being what the file says, or "".

    For a process of its own: to know better takes a model, which is slow to load and
    does not mind what it is given.
    """
    found = extract(name, content)
    if not any(character.isalnum() for character in found.text):
        raise UnreadableDocumentError(
            f"{name} has no text in it; check that it was saved, and add it again"
        )
    for count, limit, things in (
        (len(found.text), MAX_CHARACTERS, "characters"),
        (len(found.pages), MAX_PAGES, "pages"),
    ):
        if count > limit:
            raise UnreadableDocumentError(
                f"{name} has {count:,} {things}, and files of at most {limit:,} are "
                "read; split it"
            )
    made_of = structure(found)
    document = _document(name, content, found, made_of)
    return Reading(document, content, tuple(passages(document, made_of)))


def document_id(content: bytes) -> str:
    """Return the id of the document of these bytes: the same bytes, the same id."""
    return hashlib.sha256(content).hexdigest()[:16]


def _document(
    name: str, content: bytes, found: Extract, made_of: Structure
) -> Document:
    return Document(
        id=document_id(content),
        name=name,
        title=made_of.title or found.title or name,
        text=found.text,
        sha256=hashlib.sha256(content).hexdigest(),
        language=found.language or "",
        masthead=made_of.masthead,
        pages=found.pages,
        page_labels=found.page_labels,
        anchors=found.anchors,
        warnings=found.warnings,
    )
