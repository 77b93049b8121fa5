"""How a request is refused: a problem for programs, a page for a person."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from ui.access.pages import render_refusal
from ui.access.routes import SIGN_IN, is_for_programs, route_path

PROBLEM = "application/problem+json"

MAX_NEXT_CHARACTERS = 2_000


async def refuse(
    scope: Scope,
    receive: Receive,
    send: Send,
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Answer a request with what is wrong with it.

    Args:
        scope: The request's.
        receive: The request's.
        send: The request's.
        status: Of HTTP, 400 or more.
        detail: A sentence for a person, who may be shown it as it is.
        headers: More of them.
    """
    response: Response
    if wants_page(scope):
        response = HTMLResponse(render_refusal(_root(scope), detail), status)
    else:
        # Gradio's own script shows a person the "detail" of what it is refused.
        response = Response(_problem(status, detail), status, media_type=PROBLEM)
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(headers or {})
    await response(scope, receive, send)


def wants_page(scope: Scope) -> bool:
    """Return whether a person's browser is waiting for a page."""
    accept = Headers(scope=scope).get("accept", "")
    return "text/html" in accept and not is_for_programs(scope)


def sign_in_address(scope: Scope) -> str:
    """Return where to sign in and come back to this page."""
    query = scope.get("query_string", b"").decode("latin-1")
    wanted = route_path(scope) + (f"?{query}" if query else "")
    address = f"{_root(scope)}{SIGN_IN}"
    if wanted == "/" or len(wanted) > MAX_NEXT_CHARACTERS:
        return address
    return f"{address}?next={quote(wanted, safe='/')}"


def _root(scope: Scope) -> str:
    root: str = scope.get("root_path", "")
    return root.rstrip("/")


def _problem(status: int, detail: str) -> bytes:
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return json.dumps(problem).encode()
