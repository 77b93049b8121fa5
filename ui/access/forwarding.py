"""Addresses as the proxies in front of the page tell them, and nobody else."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

# Gradio builds addresses of the first two. A proxy passes Host on as it was; whoever
# else sends these wants to be taken for another or the page for another site.
NEVER_TAKEN = frozenset({b"forwarded", b"x-forwarded-host", b"x-forwarded-prefix"})
FROM_PROXIES = frozenset({b"x-forwarded-for", b"x-forwarded-proto"})


class Forwarding:
    """ASGI middleware: a request's client and scheme, where it came through proxies.

    Args:
        app: The application behind.
        proxies: Addresses or networks of the proxies, such as "10.0.0.0/8".
    """

    def __init__(self, app: ASGIApp, proxies: Iterable[str]) -> None:
        self._app = app
        trusted = list(proxies)
        self._forwarded = ProxyHeadersMiddleware(app, trusted) if trusted else None  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        client = scope["client"][0] if scope.get("client") else None
        trusted = (
            self._forwarded is not None and client in self._forwarded.trusted_hosts
        )
        dropped = NEVER_TAKEN if trusted else NEVER_TAKEN | FROM_PROXIES
        scope = dict(scope)
        scope["headers"] = [h for h in scope["headers"] if h[0] not in dropped]
        app = self._forwarded if trusted and self._forwarded else self._app
        await app(scope, receive, send)  # type: ignore[arg-type]
