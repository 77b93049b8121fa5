"""How long a program waits for an answer before it is told that there is none."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access.refusals import refuse
from ui.access.routes import API, route_path

ANSWER_SECONDS = 60
"""A hundred times what the slowest answer takes when nothing else is asked."""


class Deadlines:
    """ASGI middleware: 504 where the API has not begun to answer in time.

    The answer being made is let go, not stopped: Python cannot stop a thread.

    Args:
        app: The application waited for.
        seconds: Until an answer begins.
    """

    def __init__(self, app: ASGIApp, seconds: float = ANSWER_SECONDS) -> None:
        self._app = app
        self._seconds = seconds
        self._left: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not route_path(scope).startswith(f"{API}/"):
            await self._app(scope, receive, send)
            return
        begun, late = asyncio.Event(), False

        async def send_in_time(message: Message) -> None:
            begun.set()
            if not late:
                await send(message)

        async def answer() -> None:
            try:
                await self._app(scope, receive, send_in_time)
            finally:
                begun.set()

        task = asyncio.create_task(answer())
        try:
            async with asyncio.timeout(self._seconds):
                await begun.wait()
        except TimeoutError:
            late = not begun.is_set()
        except asyncio.CancelledError:
            task.cancel()
            raise
        if not late:
            await task
            return
        self._left.add(task)
        task.add_done_callback(self._forget)
        detail = f"No answer was ready within {self._seconds:.0f} seconds."
        await refuse(scope, receive, send, 504, detail, {"Retry-After": "10"})

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._left.discard(task)
        # Seen, so that asyncio does not report it as never retrieved.
        if not task.cancelled():
            task.exception()
