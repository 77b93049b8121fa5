"""What programs may ask for, whichever way they come: HTTP, MCP or Gradio's client."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from qa import Answer, Citation, LibraryDocument, Lookup, QAError
from ui.api.metrics import Metrics
from ui.loading import Loading

MAX_WINDOW = 200
"""Passages, or documents, in one reply; a document may have a hundred thousand."""

MAX_SHOWN_ID = 40

_PASSAGE_ID = re.compile(r"(?P<document>.+)\.(?P<start>0|[1-9][0-9]{0,11})", re.DOTALL)


class NotHeldError(QAError):
    """The library has no such document or passage."""


@dataclass(frozen=True, slots=True)
class DocumentWindow:
    """Some of a library's documents, in the order they were added.

    Attributes:
        start: Place of the first one, from 0.
        total: How many the library has.
        documents: At most 200 of them.
    """

    start: int
    total: int
    documents: tuple[LibraryDocument, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return all three, JSON-ready."""
        return {
            "start": self.start,
            "total": self.total,
            "documents": [document.to_dict() for document in self.documents],
        }


@dataclass(frozen=True, slots=True)
class PassageWindow:
    """Some of a document's passages, in reading order.

    Attributes:
        document: The document.
        start: Place of the first one, from 0.
        total: How many the document has.
        passages: At most 200 of them, each whole; nothing in them is marked.
    """

    document: LibraryDocument
    start: int
    total: int
    passages: tuple[Citation, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return all four, JSON-ready."""
        return {
            "document": self.document.to_dict(),
            "start": self.start,
            "total": self.total,
            "passages": [passage.to_dict() for passage in self.passages],
        }


@dataclass(frozen=True)
class Holdings:
    """A library's documents at one of its generations."""

    generation: int
    documents: tuple[LibraryDocument, ...]

    @cached_property
    def by_id(self) -> dict[str, LibraryDocument]:
        """The documents by their ids."""
        return {document.id: document for document in self.documents}

    @cached_property
    def passages(self) -> int:
        """How many passages they have together."""
        return sum(document.passages for document in self.documents)


class Service:
    """Answers programs from the shared library; safe to use from any thread.

    Every method raises `NotReadyError` until the library is there, and another
    `QAError` where the library cannot be read.
    """

    def __init__(self, loading: Loading) -> None:
        self.loading = loading
        self.metrics = Metrics(self.holdings)
        self._holdings: Holdings | None = None

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        limit: int | None = 5,
        documents: Collection[str] | None = None,
    ) -> Answer:
        """Return what `Assistant.ask` does.

        Raises:
            QuestionError: As there.
            NotHeldError: A document is not in the library.
        """
        assistant = self.loading.assistant
        if documents is not None:
            self._check_held(documents)
        answer = assistant.ask(
            question, history=history, limit=limit, documents=documents
        )
        self.metrics.answered(answer)
        return answer

    def lookup(self, reference: str, history: Sequence[str] = ()) -> Lookup:
        """Return what `Assistant.lookup` does."""
        found = self.loading.assistant.lookup(reference, history=history)
        self.metrics.looked_up(found)
        return found

    def documents(self, start: int = 0, stop: int | None = None) -> DocumentWindow:
        """Return the documents `start` to `stop`, as many as there are of them."""
        documents = self.holdings().documents
        window = documents[start : _end(start, stop)]
        return DocumentWindow(start, len(documents), window)

    def document(self, document_id: str) -> LibraryDocument:
        """Return a document of the library.

        Raises:
            NotHeldError: It has none of this id.
        """
        held = self.holdings().by_id
        if document_id not in held:
            raise NotHeldError(
                f"the library has no document {_shown(document_id)}; "
                "/api/v1/documents lists the ids of those it has"
            )
        return held[document_id]

    def passages(
        self, document_id: str, start: int = 0, stop: int | None = None
    ) -> PassageWindow:
        """Return a document's passages `start` to `stop`, as many as there are.

        Raises:
            NotHeldError: The library has no such document.
        """
        document = self.document(document_id)
        passages = self.loading.assistant.passages_between(
            document_id, start, _end(start, stop)
        )
        return PassageWindow(document, start, document.passages, tuple(passages))

    def passage(self, passage_id: str) -> Citation:
        """Return the passage whose citation has this id.

        Raises:
            NotHeldError: There is none.
        """
        named = _PASSAGE_ID.fullmatch(passage_id)
        if named is None:
            raise NotHeldError(
                f"{_shown(passage_id)} is no passage's id; take the id of a citation"
            )
        document = self.document(named["document"])
        assistant, start = self.loading.assistant, int(named["start"])
        stored = assistant.library.passages(document.id)
        for place, passage in enumerate(stored):
            if passage.locator.spans[0][0] == start:
                (found,) = assistant.passages_between(document.id, place, place + 1)
                return found
        raise NotHeldError(
            f"no passage of {document.name} begins at character {start}; "
            f"/api/v1/documents/{document.id}/passages lists those it has"
        )

    def holdings(self) -> Holdings:
        """Return what the library holds now; read anew only when it has changed."""
        assistant = self.loading.assistant
        generation = assistant.library.generation
        held = self._holdings
        if held is None or held.generation != generation:
            held = self._holdings = Holdings(generation, tuple(assistant.documents()))
        return held

    def _check_held(self, document_ids: Collection[str]) -> None:
        missing = [one for one in document_ids if one not in self.holdings().by_id]
        if missing:
            raise NotHeldError(
                f"the library has no document {_shown(missing[0])}; take ids that "
                "citations give, or leave the documents out to ask all"
            )


def _end(start: int, stop: int | None) -> int:
    return start + MAX_WINDOW if stop is None else min(stop, start + MAX_WINDOW)


def _shown(name: str) -> str:
    return repr(name if len(name) <= MAX_SHOWN_ID else name[:MAX_SHOWN_ID] + "…")
