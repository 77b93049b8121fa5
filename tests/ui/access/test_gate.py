import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from ui.access.credentials import write_credentials
from ui.access.hosting import Hosting, protect
from ui.access.identity import identity
from ui.access.keyring import Keyring

HTTP, HTTPS = "http://127.0.0.1", "https://127.0.0.1"
PASSWORD = "a lantern from dusk to dawn"
TOKEN = {"Authorization": "Bearer pincite_for-tests-only"}
PAGE = {"Accept": "text/html"}


def application(auth: Path) -> FastAPI:
    app = FastAPI(openapi_url=None)
    protect(app, Hosting(keyring=Keyring(auth)), None)

    @app.api_route("/{path:path}", methods=["GET", "POST", "PUT", "DELETE", "HEAD"])
    def who(request: Request) -> str:
        return str(identity(request.scope))

    return app


@pytest.fixture
def client(auth: Path) -> Iterator[TestClient]:
    with TestClient(application(auth), HTTP, follow_redirects=False) as client:
        yield client


def sign_in(client: TestClient, name: str = "ann", password: str = PASSWORD, **more):
    return client.post("/login", data={"name": name, "password": password, **more})


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/config",
        "/api/v1/ask",
        "/mcp",
        "/login/x",
        "/login/",
        "/healthz/x",
        "//login",
    ],
)
def test_nothing_is_answered_to_nobody(client: TestClient, method: str, path: str):
    response = client.request(method, f"{HTTP}{path}")
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert response.headers["cache-control"] == "no-store"


def test_a_reader_is_led_to_sign_in_and_back(client: TestClient):
    led = client.get("/?doc=a&p=3", headers=PAGE)
    assert (led.status_code, led.headers["location"]) == (
        303,
        "/login?next=/%3Fdoc%3Da%26p%3D3",
    )
    form = client.get(led.headers["location"])
    assert 'name="next" value="/?doc=a&amp;p=3"' in form.text
    response = sign_in(client, next="/?doc=a&p=3")
    assert (response.status_code, response.headers["location"]) == (303, "/?doc=a&p=3")
    assert client.get("/").json() == "user:ann"


@pytest.mark.parametrize("path", ["/api/v1/ask", "/gradio_api/info", "/mcp"])
def test_a_program_is_not_led_to_a_form(client: TestClient, path: str):
    response = client.get(path, headers=PAGE)
    assert response.status_code == 401
    assert response.json()["status"] == 401


def test_a_token_is_let_in_and_named(client: TestClient):
    assert client.get("/api/v1/ask", headers=TOKEN).json() == "token:robot"
    lower = {"Authorization": "bearer  pincite_for-tests-only"}
    assert client.get("/api/v1/ask", headers=lower).json() == "token:robot"


@pytest.mark.parametrize(
    "sent",
    ["Bearer", "Bearer x", "Bearer " + "x" * 9000, "Basic YW5uOmE=", "pincite_x", ""],
)
def test_another_token_is_not(client: TestClient, sent: str):
    response = client.get("/", headers={"Authorization": sent})
    assert response.status_code == 401


def test_a_wrong_token_is_refused_whoever_signed_in(client: TestClient):
    sign_in(client)
    assert client.get("/").status_code == 200
    wrong = {"Authorization": "Bearer x"}
    assert client.get("/", headers=wrong).status_code == 401


@pytest.mark.parametrize(
    ("name", "password"),
    [("ann", "x"), ("bo", PASSWORD), ("robot", PASSWORD), ("", "")],
)
def test_a_wrong_name_and_a_wrong_password_look_the_same(
    client: TestClient, caplog: pytest.LogCaptureFixture, name: str, password: str
):
    with caplog.at_level(logging.WARNING):
        response = sign_in(client, name, password)
    assert response.status_code == 401
    assert "do not go together" in response.text
    assert "set-cookie" not in response.headers
    assert caplog.messages == ["a sign-in from testclient failed"]


def test_what_is_typed_is_shown_as_text(client: TestClient):
    response = sign_in(client, '"><script>alert(1)</script>', "x", next='/"><script>')
    assert "<script" not in response.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://stranger.example/",
        "//stranger.example",
        "/\\stranger.example",
        "\\/stranger.example",
        "stranger.example",
        "javascript:alert(1)",
        "/\t/stranger.example",
        "/x\r\nSet-Cookie: a=b",
        "",
    ],
)
def test_signing_in_leads_to_no_other_site(client: TestClient, elsewhere: str):
    response = sign_in(client, next=elsewhere)
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert response.headers.get_list("set-cookie")[0].startswith("pincite-session=")
    assert len(response.headers.get_list("set-cookie")) == 1


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"&" * 50, b"a=1&" * 50, b"{}"])
def test_a_form_that_is_none_is_a_wrong_password(client: TestClient, body: bytes):
    assert client.post("/login", content=body).status_code == 401


def test_the_cookie_is_for_the_server_alone_and_for_https_where_there_is(auth: Path):
    plain = TestClient(application(auth), HTTP, follow_redirects=False)
    cookie = sign_in(plain).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "secure" not in cookie
    safe = TestClient(application(auth), HTTPS, follow_redirects=False)
    response = sign_in(safe)
    assert response.headers["set-cookie"].startswith("__Host-pincite-session=")
    assert "secure" in response.headers["set-cookie"].lower()
    assert response.headers["strict-transport-security"] == "max-age=31536000"
    assert safe.get("/").json() == "user:ann"


def test_signing_in_begins_another_session_and_ends_the_one_before(client: TestClient):
    sign_in(client)
    before = client.cookies["pincite-session"]
    sign_in(client)
    after = client.cookies["pincite-session"]
    assert before != after
    client.cookies.clear()
    client.cookies["pincite-session"] = before
    assert client.get("/").status_code == 401


def test_a_session_one_brings_along_is_never_begun(client: TestClient):
    client.cookies["pincite-session"] = "chosen-by-another"
    assert client.get("/").status_code == 401
    assert sign_in(client).cookies["pincite-session"] != "chosen-by-another"


def test_signing_out_ends_the_session_and_clears_the_browser(client: TestClient):
    sign_in(client)
    kept = client.cookies["pincite-session"]
    client.cookies["pincite-visitor"] = "with documents of their own"
    out = client.post("/logout")
    ended = [line for line in out.headers.get_list("set-cookie") if "Max-Age=0" in line]
    names = {line.split("=")[0] for line in ended}
    assert names == {"pincite-session", "pincite-visitor"}
    assert (out.status_code, out.headers["location"]) == (303, "/login")
    assert "storage" in out.headers["clear-site-data"]
    client.cookies.clear()
    client.cookies["pincite-session"] = kept
    assert client.get("/").status_code == 401


def test_another_sites_page_signs_nobody_in_or_out(client: TestClient):
    sign_in(client)
    for headers in (
        {"Origin": "https://stranger.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert client.post("/logout", headers=headers).status_code == 403
        assert client.post("/login", headers=headers).status_code == 403
    assert client.get("/").status_code == 200


def test_who_is_signed_in_needs_not_sign_in(client: TestClient):
    sign_in(client)
    response = client.get("/login?next=/%3Fdoc=a")
    assert (response.status_code, response.headers["location"]) == (303, "/?doc=a")


def test_a_user_who_is_removed_is_out_at_once(
    client: TestClient, auth: Path, make_user
):
    sign_in(client)
    assert client.get("/").status_code == 200
    write_credentials(auth, [make_user("bo", "another lantern")])
    assert client.get("/").status_code == 401
    assert client.get("/", headers=TOKEN).status_code == 401
    assert sign_in(client, "bo", "another lantern").status_code == 303


def test_attempts_to_sign_in_are_counted_with_no_limit_on_questions(client: TestClient):
    attempts = [sign_in(client, "ann", "x").status_code for _ in range(12)]
    assert attempts == [401] * 10 + [429] * 2
    assert sign_in(client).status_code == 429


def test_the_bar_says_who_is_signed_in_and_the_way_out(client: TestClient):
    assert client.get("/pincite/account").status_code == 401
    sign_in(client)
    shown = client.get("/pincite/account").text
    assert 'action="logout"' in shown
    assert "ann" in shown


def test_behind_a_prefix_every_address_has_it(auth: Path):
    app = application(auth)
    client = TestClient(app, HTTP, root_path="/library", follow_redirects=False)
    led = client.get("/library/x", headers=PAGE)
    assert led.headers["location"] == "/library/login?next=/x"
    form = client.get("/library/login")
    assert form.status_code == 200
    assert 'href="/library/pincite/static/sign_in.css"' in form.text
    data = {"name": "ann", "password": PASSWORD, "next": "/x"}
    response = client.post("/library/login", data=data)
    assert response.headers["location"] == "/library/x"
