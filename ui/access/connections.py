"""One connection to a browser or proxy: headers in time, and a graceful end."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_SECONDS = 15
"""From a connection's start, or a request's first byte, to the end of its headers."""

# An open page holds it for as long as it is open, and nothing is on its way there.
ENDLESS = "/gradio_api/heartbeat/"


class Connection(H11Protocol):
    """uvicorn's, which waits for headers and for open pages without end."""

    _too_late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Wait on while the headers of a request are not whole."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE or not self.conn.trailing_data[0]:
            self._stop_waiting()
        elif self._too_late is None:
            self._wait_for_headers()

    def shutdown(self) -> None:
        """Let an answer finish, and cut what would not."""
        cycle: Any = self.cycle
        if cycle and not cycle.response_complete and ENDLESS in cycle.scope["path"]:
            self.transport.close()
        else:
            super().shutdown()

    def _wait_for_headers(self) -> None:
        self._too_late = self.loop.call_later(HEADER_SECONDS, self._cut)

    def _stop_waiting(self) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
            self._too_late = None

    def _cut(self) -> None:
        self._too_late = None
        self.transport.close()
