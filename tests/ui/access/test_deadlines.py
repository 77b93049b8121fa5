import asyncio

import pytest
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.testclient import TestClient

from ui.access.deadlines import Deadlines

ASK = "/api/v1/ask"


async def slow(scope, receive, send):
    await asyncio.sleep(0.3)
    await PlainTextResponse("late")(scope, receive, send)


def test_an_answer_that_does_not_come_is_a_504_with_when_to_try_again():
    refused = TestClient(Deadlines(slow, seconds=0.05)).get(ASK)
    assert refused.status_code == 504
    assert refused.json()["status"] == 504
    assert "retry-after" in refused.headers


def test_an_answer_in_time_is_the_answer():
    assert TestClient(Deadlines(slow, seconds=20)).get(ASK).text == "late"


def test_only_the_api_is_timed():
    app = Deadlines(slow, seconds=0.05)
    assert TestClient(app).get("/gradio_api/heartbeat/x").text == "late"


def test_an_answer_once_begun_may_take_its_time():
    async def drops():
        yield b"first "
        await asyncio.sleep(0.3)
        yield b"last"

    app = Deadlines(StreamingResponse(drops()), seconds=0.1)
    assert TestClient(app).get(ASK).text == "first last"


def test_an_error_of_the_application_is_its_own():
    async def failing(scope, receive, send):
        raise TimeoutError("of ours")

    with pytest.raises(TimeoutError, match="of ours"):
        TestClient(Deadlines(failing)).get(ASK)


def test_a_late_answer_is_never_sent_after_the_refusal():
    sent = []

    async def send(message):
        sent.append(message["type"])

    async def run():
        scope = {"type": "http", "method": "GET", "path": ASK, "headers": []}
        await Deadlines(slow, seconds=0.05)(scope, None, send)
        await asyncio.sleep(0.5)

    asyncio.run(run())
    assert sent == ["http.response.start", "http.response.body"]
