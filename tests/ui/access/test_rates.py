import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from ui.access.identity import SCOPE_KEY, Identity
from ui.access.rates import (
    OTHERS_PER_QUESTION,
    QUESTIONS,
    SIGN_INS,
    UPLOADS_PER_QUESTION,
    Rates,
)

ASK = "/api/v1/ask"
BROWSER = {"Accept": "text/html"}


class As:
    """An application in front that says who is asking."""

    def __init__(self, app, who: str | None = None):
        self.app, self.who = app, who

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and self.who:
            scope[SCOPE_KEY] = Identity("user", self.who)
        await self.app(scope, receive, send)


def limited(questions: int | None, **options) -> As:
    return As(Rates(PlainTextResponse("answered"), questions, **options))


def statuses(client: TestClient, method: str, path: str, times: int) -> list[int]:
    return [client.request(method, path).status_code for _ in range(times)]


def test_one_question_more_than_allowed_is_refused_with_when_to_come_back():
    client = TestClient(limited(3))
    assert statuses(client, "POST", ASK, 4) == [200, 200, 200, 429]
    refused = client.post(ASK)
    assert refused.headers["content-type"] == "application/problem+json"
    wait = int(refused.headers["retry-after"])
    assert 1 <= wait <= 60 / 3
    assert f"try again in {wait} second" in refused.json()["detail"]


def test_the_page_and_the_api_and_mcp_are_counted_together():
    client = TestClient(limited(3))
    client.post("/gradio_api/queue/join")
    client.post("/mcp")
    client.get("/api/v1/lookup")
    assert client.post(ASK).status_code == 429


def test_a_refused_question_refuses_no_upload_and_no_page():
    client = TestClient(limited(1))
    assert statuses(client, "POST", ASK, 2) == [200, 429]
    uploads = statuses(client, "PUT", "/pincite/uploads/x", UPLOADS_PER_QUESTION + 1)
    assert uploads == [200] * UPLOADS_PER_QUESTION + [429]
    others = statuses(client, "GET", "/", OTHERS_PER_QUESTION + 1)
    assert others == [200] * OTHERS_PER_QUESTION + [429]


def test_each_user_and_each_address_is_counted_alone():
    app = limited(1)
    for who in ("ann", "bo", None):
        app.who = who
        assert statuses(TestClient(app), "POST", ASK, 2) == [200, 429]
    other = TestClient(app, client=("192.0.2.9", 1))
    assert statuses(other, "POST", ASK, 2) == [200, 429]


def test_without_a_limit_only_attempts_to_sign_in_are_counted():
    client = TestClient(limited(None))
    assert set(statuses(client, "POST", ASK, 2 * QUESTIONS)) == {200}
    attempts = statuses(client, "POST", "/login", SIGN_INS + 1)
    assert attempts == [200] * SIGN_INS + [429]


def test_another_name_gives_no_further_attempt_to_sign_in():
    app = limited(None, sign_ins=1)
    app.who = "ann"
    assert TestClient(app).post("/login").status_code == 200
    app.who = "bo"
    assert TestClient(app).post("/login").status_code == 429


def test_a_person_is_told_on_a_page():
    client = TestClient(limited(None, sign_ins=1))
    client.post("/login")
    page = client.post("/login", headers=BROWSER)
    assert page.status_code == 429
    assert page.headers["content-type"].startswith("text/html")
    assert "many attempts to sign in" in page.text
    assert "retry-after" in page.headers


def test_the_default_lets_a_reader_open_the_page_time_and_again():
    requests_of_a_page = 90
    assert requests_of_a_page * 20 <= QUESTIONS * OTHERS_PER_QUESTION


@pytest.mark.parametrize("accept", ["application/json", "*/*", ""])
def test_a_program_is_told_in_json(accept: str):
    client = TestClient(limited(1), headers={"Accept": accept})
    client.get("/pincite/found")
    assert client.get("/pincite/found").json()["status"] == 429
