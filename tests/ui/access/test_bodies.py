import asyncio
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.access.bodies import MAX_BODY_BYTES, MAX_SIGN_IN_BYTES, Bodies

MAX_UPLOAD = 300_000


async def told(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def application() -> Starlette:
    async def careless(request: Request) -> PlainTextResponse:
        try:
            await request.body()
        except Exception:
            return PlainTextResponse("all is well")
        return PlainTextResponse("whole")

    methods = ["GET", "POST", "PUT"]
    return Starlette(
        routes=[
            Route("/careless", careless, methods=methods),
            Route("/{path:path}", told, methods=methods),
        ]
    )


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Bodies(application(), MAX_UPLOAD))


def pieces(size: int) -> Iterator[bytes]:
    for start in range(0, size, 10_000):
        yield b"x" * min(10_000, size - start)


@pytest.mark.parametrize("path", ["/api/v1/ask", "/gradio_api/queue/join", "/mcp"])
def test_a_question_may_be_as_long_as_the_limit_and_no_longer(client, path: str):
    whole = client.post(path, content=b"x" * MAX_BODY_BYTES)
    assert (whole.status_code, whole.text) == (200, str(MAX_BODY_BYTES))
    longer = client.post(path, content=b"x" * (MAX_BODY_BYTES + 1))
    assert longer.status_code == 413
    assert longer.headers["content-type"] == "application/problem+json"
    assert longer.headers["connection"] == "close"
    assert "64 KB" in longer.json()["detail"]


@pytest.mark.parametrize("path", ["/api/v1/ask", "/careless"])
def test_a_body_that_does_not_say_its_size_is_counted(client, path: str):
    assert client.post(path, content=pieces(MAX_BODY_BYTES)).status_code == 200
    assert client.post(path, content=pieces(MAX_BODY_BYTES + 1)).status_code == 413


def test_an_upload_may_have_more_and_a_password_less(client):
    upload = "/pincite/uploads/a.pdf"
    assert client.put(upload, content=b"x" * MAX_UPLOAD).text == str(MAX_UPLOAD)
    assert client.put(upload, content=pieces(MAX_UPLOAD + 1)).status_code == 413
    password = b"x" * (MAX_SIGN_IN_BYTES + 1)
    assert client.post("/login", content=password).status_code == 413


def test_a_size_that_is_announced_is_refused_before_it_is_read():
    read = []

    async def receive():
        read.append(1)
        return {"type": "http.request", "body": b"x", "more_body": True}

    status, _ = answer(Bodies(application()), receive, b"content-length", b"9" * 12)
    assert status == 413
    assert not read


def test_a_body_that_stops_coming_is_waited_for_no_longer_than_a_pause():
    async def receive():
        await asyncio.sleep(30)

    bodies = Bodies(application(), pause_seconds=0.05)
    status, seconds = answer(bodies, receive, b"content-length", b"5")
    assert status == 408
    assert seconds < 5


def test_a_body_that_comes_drop_by_drop_is_cut_in_the_end():
    async def receive():
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    bodies = Bodies(application(), body_seconds=0.2, pause_seconds=10)
    status, seconds = answer(bodies, receive, b"transfer-encoding", b"chunked")
    assert status == 408
    assert seconds < 5


def test_a_request_without_a_body_waits_for_nothing_and_may_answer_long():
    async def slowly(request: Request) -> StreamingResponse:
        async def drops():
            for _ in range(4):
                await asyncio.sleep(0.05)
                yield b"x"

        return StreamingResponse(drops())

    app = Starlette(routes=[Route("/", slowly)])
    client = TestClient(Bodies(app, body_seconds=0.05, pause_seconds=0.05))
    assert client.get("/").text == "xxxx"


def test_an_error_of_the_application_is_not_taken_for_a_large_body():
    async def failing(request: Request) -> PlainTextResponse:
        await request.body()
        raise RuntimeError("of ours")

    app = Starlette(routes=[Route("/", failing, methods=["POST"])])
    with pytest.raises(RuntimeError, match="of ours"):
        TestClient(Bodies(app)).post("/", content=b"x")


def answer(app, receive, name: bytes, value: bytes) -> tuple[int, float]:
    """Send a request whose body comes from `receive`; its status and the seconds."""
    sent = []

    async def send(message):
        sent.append(message)

    async def run() -> float:
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/api/v1/ask",
            "query_string": b"",
            "headers": [(name, value)],
        }
        start = asyncio.get_running_loop().time()
        await app(scope, receive, send)
        return asyncio.get_running_loop().time() - start

    seconds = asyncio.run(run())
    starts = [message for message in sent if message["type"] == "http.response.start"]
    assert len(starts) == 1
    return starts[0]["status"], seconds
