"""Connections as they come over a socket."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, StreamingResponse

from ui.access import connections
from ui.access.bodies import MAX_BODY_BYTES
from ui.access.hosting import Hosting, protect
from ui.server import MAX_HEADER_BYTES, Server

PATIENCE = 20


def application(entered: threading.Event | None = None) -> FastAPI:
    app = FastAPI()

    async def drops() -> AsyncIterator[str]:
        while True:
            yield "data: alive\n\n"
            await asyncio.sleep(PATIENCE)

    @app.get("/gradio_api/heartbeat/x")
    def heartbeat() -> StreamingResponse:
        return StreamingResponse(drops())

    @app.get("/slow", response_class=PlainTextResponse)
    def slow() -> str:
        if entered:
            entered.set()
        time.sleep(1.5)
        return "finished"

    @app.post("/api/v1/ask", response_class=PlainTextResponse)
    def ask(question: dict[str, str]) -> str:
        return question["q"]

    protect(app, Hosting(), None)
    return app


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(application(), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server
    server.stop()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def connect(server: Server) -> socket.socket:
    address = urlsplit(server.url)
    return socket.create_connection((address.hostname, address.port), PATIENCE)


def everything(connection: socket.socket) -> bytes:
    """Return what comes until the server closes the connection."""
    received = b""
    while piece := connection.recv(65536):
        received += piece
    return received


def test_headers_that_do_not_end_are_not_waited_for(
    server: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.3)
    with connect(server) as silent, connect(server) as partial:
        partial.sendall(b"GET /slow HTTP/1.1\r\nHost: a\r\n")
        assert everything(silent) == b""
        assert everything(partial) == b""


def test_the_second_request_of_a_connection_is_not_waited_for_either(
    server: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(connections, "HEADER_SECONDS", 1.0)
    with connect(server) as connection:
        connection.sendall(b"GET /none HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"404" in connection.recv(65536)
        connection.sendall(b"GET /none HTTP/1.1\r\nHost:")
        started = time.monotonic()
        everything(connection)
        assert time.monotonic() - started < PATIENCE / 2


def test_an_answer_that_takes_longer_than_headers_may_is_given(
    server: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(connections, "HEADER_SECONDS", 1.0)
    with connect(server) as connection:
        connection.sendall(
            b"GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        )
        assert everything(connection).endswith(b"finished")


def test_headers_that_are_too_long_are_refused(server: Server):
    with connect(server) as connection:
        long = b"x" * (MAX_HEADER_BYTES + 1)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nCookie: " + long)
        assert everything(connection).startswith(b"HTTP/1.1 400")


def test_a_body_in_pieces_is_refused_as_soon_as_it_is_too_much(server: Server):
    with connect(server) as connection:
        connection.sendall(
            b"POST /api/v1/ask HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/json\r\n\r\n"
        )
        sent = 0
        piece = b"x" * 8192
        while sent <= MAX_BODY_BYTES:
            connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
            sent += len(piece)
        assert connection.recv(65536).startswith(b"HTTP/1.1 413")


def test_stopping_finishes_an_answer_and_waits_for_no_open_page():
    entered = threading.Event()
    server = Server(application(entered), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    with connect(server) as page, connect(server) as asking:
        page.sendall(b"GET /gradio_api/heartbeat/x HTTP/1.1\r\nHost: a\r\n\r\n")
        received = b""
        while b"alive" not in received:
            received += page.recv(65536)
        asking.sendall(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        assert entered.wait(PATIENCE)
        started = time.monotonic()
        server.stop()
        assert b"finished" in everything(asking)
        thread.join(PATIENCE)
        assert not thread.is_alive()
        assert time.monotonic() - started < 8
