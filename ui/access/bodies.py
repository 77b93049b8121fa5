"""How much a request may send, and how slowly."""

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access.refusals import refuse
from ui.access.routes import Kind, kind_of
from ui.visitors.bounds import READING

KIB = 1 << 10
MB = 10**6

# A question has at most a few thousand characters, and its history some more.
MAX_BODY_BYTES = 64 * KIB
MAX_SIGN_IN_BYTES = 8 * KIB
MAX_UPLOAD_BYTES = READING.file_bytes

BODY_SECONDS = 20
UPLOAD_SECONDS = 600
PAUSE_SECONDS = 20
"""Between two pieces of a body; whoever sends drop by drop holds a connection."""

# Else the rest of the body would have to be read before the next request.
CLOSING = {"Connection": "close"}


class Bodies:
    """ASGI middleware: 413 for bodies too large, 408 for ones too slow.

    What is announced is refused before it is read, what is not as soon as it is too
    much. The application sees a client that has gone, and what it says to that is lost.

    Args:
        app: The application guarded.
        max_upload_bytes: Of one upload, with the few bytes around its file.
        body_seconds: For all of a body that is no upload.
        pause_seconds: Between two pieces of any.
    """

    def __init__(
        self,
        app: ASGIApp,
        max_upload_bytes: int = MAX_UPLOAD_BYTES,
        body_seconds: float = BODY_SECONDS,
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        self._app = app
        self._most: Mapping[Kind, int] = {
            Kind.QUESTION: MAX_BODY_BYTES,
            Kind.UPLOAD: max_upload_bytes,
            Kind.SIGN_IN: MAX_SIGN_IN_BYTES,
            Kind.OTHER: MAX_BODY_BYTES,
        }
        self._body_seconds = body_seconds
        self._pause_seconds = pause_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        announced = headers.get("content-length", "")
        if not announced and "transfer-encoding" not in headers:
            await self._app(scope, receive, send)
            return
        kind = kind_of(scope)
        most = self._most[kind]
        if announced.isdecimal() and int(announced) > most:
            await refuse(scope, receive, send, 413, _too_large(most), CLOSING)
            return
        seconds = UPLOAD_SECONDS if kind is Kind.UPLOAD else self._body_seconds
        body = _Body(receive, send, most, seconds, self._pause_seconds)
        try:
            await self._app(scope, body.receive, body.send)
        except Exception:
            # The application's way of saying that the client has gone.
            if body.refusal is None:
                raise
        if body.refusal is not None and not body.answered:
            status, detail = body.refusal
            await refuse(scope, receive, send, status, detail, CLOSING)


class _Body:
    """One request's body on its way to the application, and the answer back."""

    def __init__(
        self, receive: Receive, send: Send, most: int, seconds: float, pause: float
    ) -> None:
        self._receive = receive
        self._send = send
        self._most = most
        self._pause = pause
        self._deadline = asyncio.get_running_loop().time() + seconds
        self._received = 0
        self._whole = False
        self.refusal: tuple[int, str] | None = None
        self.answered = False

    async def receive(self) -> Message:
        if self.refusal is not None:
            return {"type": "http.disconnect"}
        if self._whole:
            return await self._receive()
        try:
            message = await self._next()
        except TimeoutError:
            return self._refused(408, "The request took too long to arrive.")
        self._received += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._received > self._most:
            return self._refused(413, _too_large(self._most))
        return message

    async def send(self, message: Message) -> None:
        if self.refusal is not None and not self.answered:
            return
        self.answered = True
        await self._send(message)

    async def _next(self) -> Message:
        left = self._deadline - asyncio.get_running_loop().time()
        async with asyncio.timeout(max(0.0, min(left, self._pause))):
            return await self._receive()

    def _refused(self, status: int, detail: str) -> Message:
        self.refusal = status, detail
        return {"type": "http.disconnect"}


def _too_large(most: int) -> str:
    size = f"{most // MB} MB" if most >= MB else f"{most // KIB} KB"
    return f"That is more than the {size} that can be sent here at a time."
