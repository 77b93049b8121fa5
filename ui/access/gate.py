"""Nothing but the way in is open to whoever is not signed in."""

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.access.credentials import Credential
from ui.access.identity import SCOPE_KEY, Identity
from ui.access.keyring import Keyring
from ui.access.refusals import refuse, sign_in_address, wants_page
from ui.access.routes import SIGN_IN, route_path
from ui.access.sessions import Sessions

OPEN_PATHS = frozenset({SIGN_IN, "/healthz", "/favicon.ico"})
OPEN_FILES = (
    "/pincite/static/fonts/",
    "/pincite/static/icon.svg",
    "/pincite/static/sign_in.css",
)

BEARER = "bearer "
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Pincite"'}

COOKIE = "pincite-session"
SAFE_COOKIE = f"__Host-{COOKIE}"
"""Over https browsers then take it from this host alone, and never send it bare."""

MAX_TOKEN_CHARACTERS = 200

WRONG_TOKEN = "This token is not known here."
SIGNED_OUT = "You are not signed in. Load the page again to sign in."


class Gate:
    """ASGI middleware: finds out who is asking and refuses whoever is nobody.

    Args:
        app: The application guarded; it finds who asks by `identity`.
        keyring: Who may.
        sessions: Who is signed in.
    """

    def __init__(self, app: ASGIApp, keyring: Keyring, sessions: Sessions) -> None:
        self._app = app
        self._keyring = keyring
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        token = bearer_token(scope)
        credential = self._by_session(scope) if token is None else self._by_token(token)
        if credential is not None:
            scope[SCOPE_KEY] = Identity(credential.kind, credential.name)
            await self._app(scope, receive, send)
        elif _is_open(route_path(scope)):
            await self._app(scope, receive, send)
        elif scope["method"] in ("GET", "HEAD") and wants_page(scope):
            response = RedirectResponse(sign_in_address(scope), 303)
            response.headers["Cache-Control"] = "no-store"
            await response(scope, receive, send)
        else:
            detail = SIGNED_OUT if token is None else WRONG_TOKEN
            await refuse(scope, receive, send, 401, detail, CHALLENGE)

    def _by_token(self, token: str) -> Credential | None:
        return self._keyring.by_token(token)

    def _by_session(self, scope: Scope) -> Credential | None:
        session_id = HTTPConnection(scope).cookies.get(cookie_name(scope))
        credential = self._sessions.credential(session_id) if session_id else None
        if session_id and credential and not self._keyring.holds(credential):
            # Removed, or given another password: signed out everywhere at once.
            self._sessions.end(session_id)
            return None
        return credential


def bearer_token(scope: Scope) -> str | None:
    """Return the token of a request; None if it has none."""
    sent = HTTPConnection(scope).headers.get("authorization", "")
    if sent[: len(BEARER)].lower() != BEARER:
        return None
    return sent[len(BEARER) :].strip()[:MAX_TOKEN_CHARACTERS]


def cookie_name(scope: Scope) -> str:
    """Return what the cookie of a session is called on this connection."""
    return SAFE_COOKIE if scope["scheme"] == "https" else COOKIE


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_FILES)
