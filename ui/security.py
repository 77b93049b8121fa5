"""What a browser is told, and which requests are refused.

The page may be the only thing between a stranger's web site and someone's documents:
a browser will happily send that site's requests to 127.0.0.1.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access.refusals import refuse
from ui.access.routes import is_for_programs, route_path

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})

# Gradio compiles its templates with `new Function` and starts from inline scripts, so
# both 'unsafe-' words must stay; the rest keeps anything from leaving the machine.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "object-src 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Other sites are told nothing. Our own is: otherwise a browser calls the origin of
    # a form's request "null", and it could not be told from another site's.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# One name only: others of the same domain may not have https.
STRICT_TRANSPORT = "max-age=31536000"

# Files that are the same for everybody; all else may hold what only the reader may see.
PUBLIC_FILES = (
    "/assets/",
    "/static/",
    "/svelte/",
    "/pincite/static/",
    "/theme.css",
    "/favicon.ico",
)

SAME_SITE = frozenset({"same-origin", "none"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """ASGI middleware: adds `HEADERS`, refuses strange hosts and strange origins.

    A name of another's that resolves to this machine (DNS rebinding) is refused while
    only loopback names are allowed, and so is whatever another site's page sends.

    Args:
        app: The application guarded.
        hosts: Names the page is reached by; None allows any.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] | None) -> None:
        self._app = app
        self._hosts = None if hosts is None else frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            # The page has none, and browsers let any site open one.
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        public = route_path(scope).startswith(PUBLIC_FILES)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = STRICT_TRANSPORT
                if not public:
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refusal = self._refusal(scope["method"], Headers(scope=scope))
        if not refusal:
            await self._app(scope, receive, send_with_headers)
        elif is_for_programs(scope):
            await refuse(scope, receive, send_with_headers, 403, refusal)
        else:
            # No page: what it links to would be refused as well.
            refused = PlainTextResponse(refusal, 403)
            await refused(scope, receive, send_with_headers)

    def _refusal(self, method: str, headers: Headers) -> str:
        """Return why a request is refused, or ""."""
        host = headers.get("host", "")
        if self._hosts is not None and _name(host) not in self._hosts:
            return (
                "This page is not reached by that name; "
                "whoever runs it can allow it with --public-name."
            )
        if method not in SAFE_METHODS and _is_foreign(headers, host):
            return "Requests from another site's page are refused."
        return ""


def _is_foreign(headers: Headers, host: str) -> bool:
    """Return whether a browser sends this for another site's page."""
    # Browsers tell it outright where the connection is safe, else by the origin.
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in SAME_SITE:
        return True
    return origin is not None and _authority(origin) != host


def _authority(origin: str) -> str:
    """Return the host and port of an Origin header; "" for "null"."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _name(host: str) -> str:
    """Return the name in a Host header, without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
