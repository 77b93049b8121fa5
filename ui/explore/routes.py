"""The pictures as parts of the page that the browser fetches."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from qa import QAError
from qa.shelf import Answerer
from ui.explore.cited_in import MAX_PASSAGES, view_cited_in, view_mentions
from ui.explore.library_map import view_map
from ui.explore.rendering import (
    render_cited_in,
    render_map,
    render_mentions,
    render_sections,
    render_speaking,
    render_statements,
)
from ui.explore.speaking import MAX_STATEMENTS, view_speaking, view_statements
from ui.fragments import PREFIX, answered
from ui.links import link_to
from ui.visitors.visitors import Visitors

MAX_NAME = 1_000
"""Characters of a symbol or an actor's name in an address."""

Start = Annotated[int, Query(ge=0, le=10**9)]
Name = Annotated[str, Query(max_length=MAX_NAME)]


class NotThereError(QAError):
    """What is to be shown is not, or no longer, in the library."""


def exploring(visitors: Visitors) -> APIRouter:
    """Return the routes, over what answers each visitor."""
    router = APIRouter(prefix=f"{PREFIX}/explore", default_response_class=HTMLResponse)

    @router.get("/map")
    def library_map(request: Request, start: Start = 0) -> HTMLResponse:
        def drawn(assistant: Answerer) -> str:
            view = view_map(assistant.documents(), assistant.outlines(), start)
            return render_map(view, is_first=start == 0)

        return answered(visitors, request, drawn)

    @router.get("/sections")
    def sections(request: Request, start: Start = 0) -> HTMLResponse:
        def listed(assistant: Answerer) -> str:
            documents, outlines = assistant.documents(), assistant.outlines()
            return render_sections(view_map(documents, outlines, start))

        return answered(visitors, request, listed)

    @router.get("/cited")
    def cited(request: Request) -> HTMLResponse:
        def drawn(assistant: Answerer) -> str:
            held = {str(one.symbol) for one in assistant.mentioned() if one.held}
            view = view_cited_in(assistant.documents(), assistant.citing(), held)
            return render_cited_in(view)

        return answered(visitors, request, drawn)

    @router.get("/mentions")
    def mentions(request: Request, symbol: Name, start: Start = 0) -> HTMLResponse:
        def listed(assistant: Answerer) -> str:
            found = [one for one in assistant.citing() if str(one.symbol) == symbol]
            total = sum(one.passages for one in found)
            if start >= total:
                raise NotThereError("no passage mentions that")
            citations = assistant.passages_citing(
                found[0].symbol, start, start + MAX_PASSAGES
            )
            there = assistant.lookup(symbol, most=1).citations
            href = link_to(there[0]) if there else ""
            return render_mentions(view_mentions(symbol, citations, total, start, href))

        return answered(visitors, request, listed)

    @router.get("/speaking")
    def speaking(request: Request, start: Start = 0) -> HTMLResponse:
        return answered(
            visitors,
            request,
            lambda assistant: render_speaking(
                view_speaking(assistant.speakers(), start), is_first=start == 0
            ),
        )

    @router.get("/statements")
    def statements(
        request: Request, actor: Name | None = None, start: Start = 0
    ) -> HTMLResponse:
        def listed(assistant: Answerer) -> str:
            everybody = assistant.speakers()
            speaker = next((one for one in everybody if one.name == actor), None)
            if speaker is None or start >= speaker.total:
                raise NotThereError("no statement of that actor is there")
            reported = assistant.said_by(speaker, start, start + MAX_STATEMENTS)
            return render_statements(view_statements(speaker, reported, start))

        return answered(visitors, request, listed)

    return router
