"""Serving the chat page from this machine."""

import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import uvicorn
from fastapi import FastAPI

from qa import QAError
from ui.access.connections import Connection

BACKLOG = 128

SHUTDOWN_SECONDS = 10
"""For the answers on their way when the page is stopped."""

MAX_CONNECTIONS = 500
"""Each open page holds one or two; a process commonly may have 1,024 files open."""

MAX_HEADER_BYTES = 32 * 1024
KEEP_ALIVE_SECONDS = 20


class AddressError(QAError):
    """The page cannot be served at that host and port."""


class Server:
    """A chat page at its address: bound when made, answering while `run` runs."""

    def __init__(
        self, app: FastAPI, host: str, port: int, *, root_path: str = ""
    ) -> None:
        """Bind the address; port 0 takes a free one.

        Args:
            app: From `ui.app.build_app`.
            host: Address to bind.
            port: Of TCP.
            root_path: What a proxy takes away from the front of every path.

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
                http=Connection,
                ws="none",
                # `ui.access.forwarding` decides whom to believe.
                proxy_headers=False,
                root_path=root_path,
                h11_max_incomplete_event_size=MAX_HEADER_BYTES,
                limit_concurrency=MAX_CONNECTIONS,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
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


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve an app on a free port of this machine while the block runs; its address."""
    server = Server(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.url
    finally:
        server.stop()
        thread.join()


def serve(
    app: FastAPI,
    host: str,
    port: int,
    announce: Callable[[str], None],
    *,
    root_path: str = "",
) -> None:
    """Serve the page until Ctrl-C or SIGTERM, finish what is being answered, return.

    Args:
        app: From `ui.app.build_app`.
        host: Address to bind.
        port: 0 takes a free one.
        announce: Called once with the page's address, as soon as it can be opened.
        root_path: See `Server`.

    Raises:
        AddressError: See `Server`.
    """
    server = Server(app, host, port, root_path=root_path)
    announce(server.url)
    with suppress(KeyboardInterrupt), _stopped_by_sigterm(server):
        server.run()


@contextmanager
def _stopped_by_sigterm(server: Server) -> Iterator[None]:
    """Take SIGTERM for an orderly end; uvicorn would finish, then die of it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: server.stop())
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _QuietServer(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # The streams of pages still open are cut, which is no error to report.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        bound = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AddressError(
            f"{host}:{port} cannot be used ({reason}); "
            "choose another --port, or --port 0 for a free one"
        ) from error
    # Connections inherit it. Without it a response's second write waits for the other
    # side's delayed acknowledgement, 40 ms.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return bound
