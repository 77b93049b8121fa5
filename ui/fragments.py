"""Parts of the page that the browser fetches: the documents, and a document opened."""

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from qa import Assistant, Citation, QAError
from ui.links import nearest_place, parse_marks
from ui.listing import MAX_SEARCHED, view_found
from ui.loading import NotReadyError
from ui.mentions import mentions_in
from ui.rendering import (
    render_documents,
    render_error,
    render_found,
    render_rows,
    render_source,
)
from ui.views import WINDOW, view_rows, view_source
from ui.visitors.visitors import Visitors
from ui.wording import sentence

PREFIX = "/pincite"

LARGEST_PLACE = 2**40

DocumentId = Annotated[str, Query(alias="doc", max_length=64)]
Place = Annotated[int, Query(ge=0, le=LARGEST_PLACE)]
Searched = Annotated[str, Query(max_length=MAX_SEARCHED)]
Marks = Annotated[str, Query(max_length=400)]


class EmptyDocumentError(QAError):
    """There is nothing to show of a document."""


def fragments(visitors: Visitors) -> APIRouter:
    """Return the routes, over what answers each visitor."""
    router = APIRouter(prefix=PREFIX, default_response_class=HTMLResponse)

    @router.get("/documents")
    def documents(request: Request) -> HTMLResponse:
        return answered(
            visitors,
            request,
            lambda assistant: render_documents(assistant.documents()),
        )

    @router.get("/source")
    def source(
        request: Request, doc: DocumentId, p: Place | None = None, mark: Marks = ""
    ) -> HTMLResponse:
        def opened(assistant: Assistant, passages: Sequence[Citation]) -> str:
            cited = None if p is None else nearest_place(passages, p)
            marks, refer = parse_marks(mark), mentions_in(assistant)
            return render_source(view_source(passages, cited, marks, refer))

        return _of_document(visitors, request, doc, opened)

    @router.get("/rows")
    def rows(
        request: Request, doc: DocumentId, start: Place, stop: Place
    ) -> HTMLResponse:
        def between(assistant: Assistant, passages: Sequence[Citation]) -> str:
            last = min(stop, start + WINDOW, len(passages))
            refer = mentions_in(assistant)
            return render_rows(view_rows(passages, start, last, refer=refer))

        return _of_document(visitors, request, doc, between)

    @router.get("/found")
    def found(
        request: Request, q: Searched, doc: DocumentId, start: Place = 0
    ) -> HTMLResponse:
        def searched(assistant: Assistant) -> str:
            return render_found(view_found(assistant.ask(q, limit=None), doc, start))

        return answered(visitors, request, searched)

    return router


def _of_document(
    visitors: Visitors,
    request: Request,
    document_id: str,
    render: Callable[[Assistant, Sequence[Citation]], str],
) -> HTMLResponse:
    """Return what `render` makes of a document's passages."""

    def opened(assistant: Assistant) -> str:
        passages = assistant.passages(document_id)
        if not passages:
            raise EmptyDocumentError("the document has no passages to show")
        return render(assistant, passages)

    return answered(visitors, request, opened)


def answered(
    visitors: Visitors, request: Request, render: Callable[[Assistant], str]
) -> HTMLResponse:
    """Return what `render` makes of a visitor's assistant, or the card of its error."""
    try:
        status, html = 200, render(visitors.assistant(request.cookies))
    except NotReadyError as error:
        status, html = 503, render_error("Not ready yet.", sentence(str(error)))
    except QAError as error:
        status, html = 404, render_error("That cannot be opened.", sentence(str(error)))
    return HTMLResponse(html, status, {"Cache-Control": "no-store"})
