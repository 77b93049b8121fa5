"""Signing in and out."""

import logging
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ui.access.gate import CHALLENGE, cookie_name
from ui.access.identity import address, identity
from ui.access.keyring import Keyring
from ui.access.pages import render_account, render_sign_in
from ui.access.routes import SIGN_IN, SIGN_OUT
from ui.access.sessions import LONGEST, Sessions
from ui.fragments import PREFIX

# Each takes 32 MB and a core while it runs; the others wait without a thread.
CHECKED_AT_ONCE = 2

MAX_FIELDS = 5
MAX_SHOWN_NAME = 64

WRONG = "That name and password do not go together. Please try again."

# What was read may not stay behind for whoever uses the browser next.
FORGET = {"Clear-Site-Data": '"cookies", "storage"'}

_log = logging.getLogger(__name__)


def signing(keyring: Keyring, sessions: Sessions) -> APIRouter:
    """Return the routes to sign in, to sign out, and to see who is signed in."""
    router = APIRouter(include_in_schema=False)
    limiter: CapacityLimiter | None = None

    @router.get(SIGN_IN)
    async def form(request: Request) -> Response:
        following = _inside(request.query_params.get("next", ""))
        if identity(request.scope).signed_in:
            return _see(request, following)
        return _shown(render_sign_in(_root(request), following=following))

    @router.post(SIGN_IN)
    async def sign_in(request: Request) -> Response:
        nonlocal limiter
        limiter = limiter or CapacityLimiter(CHECKED_AT_ONCE)
        fields = _fields(await request.body())
        name, following = fields.get("name", ""), _inside(fields.get("next", ""))
        credential = await to_thread.run_sync(
            keyring.by_password, name, fields.get("password", ""), limiter=limiter
        )
        if credential is None:
            # Without the name: people type passwords into the wrong field.
            _log.warning("a sign-in from %s failed", address(request.scope).name)
            page = render_sign_in(
                _root(request),
                name=name[:MAX_SHOWN_NAME],
                following=following,
                problem=WRONG,
            )
            return _shown(page, 401)
        _end(request)
        response = _see(request, following)
        response.set_cookie(
            cookie_name(request.scope),
            sessions.begin(credential),
            max_age=int(LONGEST.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    @router.post(SIGN_OUT)
    async def sign_out(request: Request) -> Response:
        _end(request)
        response = _see(request, SIGN_IN)
        # Where browsers do not hear `FORGET`, over plain http, at least these go.
        for name in request.cookies:
            response.delete_cookie(name, secure=request.url.scheme == "https")
        response.headers.update(FORGET)
        return response

    @router.get(f"{PREFIX}/account")
    async def account(request: Request) -> Response:
        return _shown(render_account(identity(request.scope).name))

    def _end(request: Request) -> None:
        sessions.end(request.cookies.get(cookie_name(request.scope), ""))

    return router


def _fields(body: bytes) -> dict[str, str]:
    """Return the fields of a form; none of one that is no form."""
    try:
        fields = parse_qs(body.decode("utf-8"), max_num_fields=MAX_FIELDS)
    except (UnicodeDecodeError, ValueError):
        return {}
    return {name: values[0] for name, values in fields.items()}


def _inside(following: str) -> str:
    """Return a path of this page; "/" for an address that leads elsewhere."""
    # Browsers take "//host" and "/\host" for another site, and drop control characters.
    inside = following.startswith("/") and following[1:2] not in ("/", "\\")
    return following if inside and following.isprintable() else "/"


def _shown(html: str, status: int = 200) -> Response:
    headers = CHALLENGE if status == 401 else None
    return HTMLResponse(html, status, headers)


def _see(request: Request, path: str) -> Response:
    return RedirectResponse(f"{_root(request)}{path}", 303)


def _root(request: Request) -> str:
    root: str = request.scope.get("root_path", "")
    return root.rstrip("/")
