"""Serving the chat page from this machine."""

import logging
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from qa import QAError

BACKLOG = 128

# Gradio keeps a stream open for every page; do not wait for readers to close theirs.
SHUTDOWN_SECONDS = 1


class AddressError(QAError):
    """The page cannot be served at that host and port."""


class Server:
    """A chat page at its address: bound when made, answering while `run` runs."""

    def __init__(self, app: FastAPI, host: str, port: int) -> None:
        """Bind the address; port 0 takes a free one.

        Raises:
            AddressError: It is taken, not allowed or no address of this machine.
        """
        self._socket = _bound(host, port)
        self._server = _QuietServer(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=SHUTDOWN_SECONDS,
            )
        )
        name = f"[{host}]" if ":" in host else host
        self.url = f"http://{name}:{self._socket.getsockname()[1]}/"

    def run(self) -> None:
        """Answer requests until stopped, by `stop` or Ctrl-C."""
        self._server.run(sockets=[self._socket])

    def close(self) -> None:
        """Let go of the address without having run."""
        self._socket.close()

    def stop(self) -> None:
        """Make `run` return; from another thread."""
        self._server.should_exit = True


def serve(
    app: FastAPI,
    host: str,
    port: int,
    announce: Callable[[str], None],
) -> None:
    """Serve the page until Ctrl-C, then return.

    Args:
        app: From `ui.app.build_app`.
        host: Address to bind.
        port: 0 takes a free one.
        announce: Called once with the page's address, as soon as it can be opened.

    Raises:
        AddressError: See `Server`.
    """
    server = Server(app, host, port)
    announce(server.url)
    with suppress(KeyboardInterrupt):
        server.run()


class _QuietServer(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # The streams of pages still open are cut, which is no error to report.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AddressError(
            f"{host}:{port} cannot be used ({reason}); "
            "choose another --port, or --port 0 for a free one"
        ) from error
