"""The routes of `/api/v1`."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Annotated, Any, Protocol

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Body, FastAPI, Path, Query
from fastapi.responses import Response

from ui.api.encoding import as_json
from ui.api.metrics import CONTENT_TYPE
from ui.api.openapi import documented
from ui.api.requests import Asked, Question, Reference, Referred, Window
from ui.api.service import Service

ANSWERS_AT_ONCE = 8
"""Threads that answer; further requests wait, and the page's own are not held up."""

FRESH = {"Cache-Control": "no-store"}

DocumentId = Annotated[
    str, Path(min_length=1, max_length=64, description="A document's id.")
]
PassageId = Annotated[
    str, Path(min_length=1, max_length=80, description="A citation's id.")
]


class Value(Protocol):
    """What is sent as its `to_dict()`."""

    def to_dict(self) -> Mapping[str, Any]:
        """Return its JSON."""
        ...


def add_routes(api: FastAPI, service: Service) -> None:
    """Add the routes to an app."""
    threads = CapacityLimiter(ANSWERS_AT_ONCE)

    async def sent(value: Callable[[], Value]) -> Response:
        body = await run_sync(lambda: as_json(value().to_dict()), limiter=threads)
        return Response(body, headers=FRESH, media_type="application/json")

    @api.post("/ask", tags=["Ask"], **documented("Answer", 400, 404, 413, 422))
    async def ask(asked: Annotated[Question, Body()]) -> Response:
        """Answer a question, or abstain.

        The answer quotes whole paragraphs word for word, each with its citation. A
        question that the documents do not answer is answered too: with `abstained`
        true, the reason, and the nearest passages.
        """
        return await sent(
            lambda: service.ask(
                asked.question, asked.history, asked.limit, asked.documents
            )
        )

    @api.get("/ask", tags=["Ask"], **documented("Answer", 404, 422))
    async def ask_by_address(asked: Annotated[Asked, Query()]) -> Response:
        """Answer a short question in the address, as POST does."""
        limit = None if asked.limit == "all" else asked.limit
        return await sent(lambda: service.ask(asked.q, (), limit, asked.documents))

    @api.post("/lookup", tags=["Ask"], **documented("Lookup", 400, 413, 422))
    async def lookup(asked: Annotated[Reference, Body()]) -> Response:
        """Give the paragraphs a reference points at, or say why there are none.

        Nothing is searched: a reference to a document that is not here finds none,
        never another one.
        """
        return await sent(lambda: service.lookup(asked.reference, asked.history))

    @api.get("/lookup", tags=["Ask"], **documented("Lookup", 422))
    async def lookup_by_address(asked: Annotated[Referred, Query()]) -> Response:
        """Look up a short reference in the address, as POST does."""
        return await sent(lambda: service.lookup(asked.reference, asked.history))

    @api.get("/documents", tags=["Read"], **documented("DocumentWindow", 422))
    async def documents(window: Annotated[Window, Query()]) -> Response:
        """List the documents, in the order they were added."""
        return await sent(lambda: service.documents(window.start, window.stop))

    @api.get(
        "/documents/{document_id}",
        tags=["Read"],
        **documented("LibraryDocument", 404, 422),
    )
    async def document(document_id: DocumentId) -> Response:
        """Say what the library holds of a document."""
        return await sent(lambda: service.document(document_id))

    @api.get(
        "/documents/{document_id}/passages",
        tags=["Read"],
        **documented("PassageWindow", 404, 422),
    )
    async def passages(
        document_id: DocumentId, window: Annotated[Window, Query()]
    ) -> Response:
        """Read a document: its passages, in order."""
        return await sent(
            lambda: service.passages(document_id, window.start, window.stop)
        )

    @api.get(
        "/passages/{passage_id}",
        tags=["Read"],
        **documented("Citation", 404, 422),
    )
    async def passage(passage_id: PassageId) -> Response:
        """Read one passage, by the id of its citation."""
        return await sent(lambda: service.passage(passage_id))

    @api.get("/health", tags=["Watch"], **documented("Status"))
    async def health() -> Response:
        """Say whether questions can be answered; a problem says why not."""
        loading = service.loading
        # Raises what the problem says, unless it is ready.
        _ = loading.assistant
        body = as_json(asdict(loading.status))
        return Response(body, headers=FRESH, media_type="application/json")

    @api.get("/metrics", tags=["Watch"], **documented(None, can_wait=False))
    async def metrics() -> Response:
        """Give the server's figures, for Prometheus."""
        text = await run_sync(service.metrics.text, limiter=threads)
        return Response(text, headers=FRESH, media_type=CONTENT_TYPE)
