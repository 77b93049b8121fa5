"""Parts of the page that the browser fetches: the documents, and a document opened."""

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from qa import Citation, QAError
from qa.shelf import Answerer
from ui.contents import contents_name, view_contents
from ui.links import nearest_place, parse_marks
from ui.listing import MAX_SEARCHED, view_found
from ui.loading import NotReadyError
from ui.mentions import mentions_in
from ui.rendering import (
    render_contents,
    render_error,
    render_found,
    render_rows,
    render_source,
    render_starters,
)
from ui.turns import MAX_CHOSEN_CHARACTERS, read_chosen
from ui.views import WINDOW, view_rows, view_source
from ui.visitors.rendering import render_documents
from ui.visitors.visitors import Visitors
from ui.wording import sentence

PREFIX = "/pincite"

LARGEST_PLACE = 2**40

STARTERS = 4
"""Questions offered before the first one is asked."""

DocumentId = Annotated[str, Query(alias="doc", max_length=64)]
Place = Annotated[int, Query(ge=0, le=LARGEST_PLACE)]
Searched = Annotated[str, Query(max_length=MAX_SEARCHED)]
Marks = Annotated[str, Query(max_length=400)]
Chosen = Annotated[str, Query(max_length=MAX_CHOSEN_CHARACTERS)]


class EmptyDocumentError(QAError):
    """There is nothing to show of a document."""


def fragments(visitors: Visitors) -> APIRouter:
    """Return the routes, over what answers each visitor."""
    router = APIRouter(prefix=PREFIX, default_response_class=HTMLResponse)

    @router.get("/documents")
    def documents(request: Request) -> HTMLResponse:
        return told(
            lambda: render_documents(visitors.holdings(request.cookies), visitors.mode)
        )

    @router.get("/starters")
    def starters(request: Request, chosen: Chosen = "") -> HTMLResponse:
        among = read_chosen(chosen) or None
        return answered(
            visitors,
            request,
            lambda assistant: render_starters(assistant.starters(STARTERS, among)),
        )

    @router.get("/source")
    def source(
        request: Request, doc: DocumentId, p: Place | None = None, mark: Marks = ""
    ) -> HTMLResponse:
        def opened(assistant: Answerer, passages: Sequence[Citation]) -> str:
            cited = None if p is None else nearest_place(passages, p)
            marks, refer = parse_marks(mark), mentions_in(assistant)
            view = view_source(passages, cited, marks, refer)
            return render_source(view, contents_name(passages))

        return _of_document(visitors, request, doc, opened)

    @router.get("/contents")
    def contents(request: Request, doc: DocumentId) -> HTMLResponse:
        return _of_document(
            visitors,
            request,
            doc,
            lambda _, passages: render_contents(view_contents(passages)),
        )

    @router.get("/rows")
    def rows(
        request: Request, doc: DocumentId, start: Place, stop: Place
    ) -> HTMLResponse:
        def between(assistant: Answerer, passages: Sequence[Citation]) -> str:
            last = min(stop, start + WINDOW, len(passages))
            refer = mentions_in(assistant)
            return render_rows(view_rows(passages, start, last, refer=refer))

        return _of_document(visitors, request, doc, between)

    @router.get("/found")
    def found(
        request: Request,
        q: Searched,
        doc: DocumentId,
        start: Place = 0,
        chosen: Chosen = "",
    ) -> HTMLResponse:
        among = read_chosen(chosen)

        def searched(assistant: Answerer) -> str:
            answer = assistant.ask(q, limit=None, documents=among or None)
            return render_found(view_found(answer, doc, start, among))

        return answered(visitors, request, searched)

    return router


def _of_document(
    visitors: Visitors,
    request: Request,
    document_id: str,
    render: Callable[[Answerer, Sequence[Citation]], str],
) -> HTMLResponse:
    """Return what `render` makes of a document's passages."""

    def opened(assistant: Answerer) -> str:
        passages = assistant.passages(document_id)
        if not passages:
            raise EmptyDocumentError("the document has no passages to show")
        return render(assistant, passages)

    return answered(visitors, request, opened)


def answered(
    visitors: Visitors, request: Request, render: Callable[[Answerer], str]
) -> HTMLResponse:
    """Return what `render` makes of a visitor's assistant, or the card of its error."""
    return told(lambda: render(visitors.assistant(request.cookies)))


def told(render: Callable[[], str]) -> HTMLResponse:
    """Return what `render` does, or the card of its error."""
    try:
        status, html = 200, render()
    except NotReadyError as error:
        status, html = 503, render_error("Not ready yet.", sentence(str(error)))
    except QAError as error:
        status, html = 404, render_error("That cannot be opened.", sentence(str(error)))
    return HTMLResponse(html, status, {"Cache-Control": "no-store"})
