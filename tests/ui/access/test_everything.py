"""The whole page: nothing of it is open to whoever is not signed in."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute, Mount, Route

from ui.access.credentials import write_credentials
from ui.access.gate import OPEN_FILES, OPEN_PATHS
from ui.access.hosting import Hosting
from ui.access.keyring import Keyring
from ui.app import build_app

LOCAL = "http://127.0.0.1"
SIGNED_IN = {"Authorization": "Bearer pincite_for-tests-only"}
PAGE = {"Accept": "text/html"}

ETC = "etc/passwd"
UPWARD = ("../" * 12, "%2e%2e/" * 12, "..%2f" * 12, "%252e%252e/" * 12, "..\\" * 12)


def no_assistant(report):
    raise AssertionError("no library is needed to be refused")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, make_user: Callable, make_token):
    auth = tmp_path_factory.mktemp("auth") / "users"
    write_credentials(auth, [make_user("ann"), make_token("robot")])
    return build_app(no_assistant, hosting=Hosting(keyring=Keyring(auth)))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    # Not entered: the library is never opened.
    return TestClient(app, LOCAL, follow_redirects=False, raise_server_exceptions=False)


def addresses(routes: list[BaseRoute], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield the method and an address of every route, those of mounts included."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from addresses(included.routes, before)
        path = before + re.sub(r"\{[^}]*\}", "x", getattr(route, "path", ""))
        if isinstance(route, Mount):
            yield "GET", f"{path}/x"
            yield from addresses(list(route.routes or []), path)
        elif isinstance(route, Route):
            yield from ((method, path or "/") for method in route.methods or {"GET"})


def test_every_route_is_closed_but_the_way_in(app: FastAPI, client: TestClient):
    found = set(addresses(app.routes))
    assert len(found) > 60
    assert ("GET", "/config") in found
    assert ("POST", "/gradio_api/queue/join") in found
    assert ("GET", "/pincite/source") in found
    assert ("POST", "/login") in found
    open_ones = set()
    for method, path in found:
        status = client.request(method, path).status_code
        if status != 401:
            open_ones.add(path)
    assert open_ones <= OPEN_PATHS | {"/login"}


@pytest.mark.parametrize(
    "path",
    [
        "/config",
        "/theme.css",
        "/assets/x.js",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/queue/data?session_hash=x",
        "/gradio_api/heartbeat/x",
        "/gradio_api/startup-events",
        "/gradio_api/app_id",
        "/gradio_api/file=/etc/passwd",
        "/pincite/documents",
        "/pincite/static/main.js",
        "/pincite/static/css/../main.js",
        "/api/v1/openapi.json",
        "/api/v1/metrics",
        "/metrics",
        "/openapi.json",
        "/docs",
        "/mcp",
    ],
)
def test_what_would_say_something_of_the_library_is_closed(client, path: str):
    assert client.get(path).status_code == 401
    assert client.get(path, headers=PAGE).status_code in (303, 401)


def test_the_way_in_has_its_style_font_and_icon(client: TestClient):
    page = client.get("/login", headers=PAGE)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    for address in re.findall(r'href="([^"]*)"', page.text):
        assert client.get(address).status_code == 200, address
    style = client.get("/pincite/static/sign_in.css").text
    for font in re.findall(r'url\("([^"]*)"\)', style):
        path = f"/pincite/static/{font}"
        assert path.startswith(OPEN_FILES)
        assert client.get(path).status_code == 200


def test_health_is_told_to_nobody_in_one_word(client: TestClient):
    assert client.get("/healthz").json().keys() == {"status"}
    assert len(client.get("/healthz", headers=SIGNED_IN).json()) > 1


def test_with_a_token_the_page_is_there_and_kept_by_no_cache(client: TestClient):
    for path in ("/", "/config", "/gradio_api/info"):
        response = client.get(path, headers=SIGNED_IN)
        assert response.status_code == 200
        assert response.headers["cache-control"] == "no-store"
    assert "account.js" in client.get("/", headers=SIGNED_IN).text


@pytest.mark.parametrize("up", UPWARD)
@pytest.mark.parametrize(
    "before",
    ["/pincite/static/", "/pincite/static/fonts/", "/static/", "/assets/", "/"],
)
def test_no_file_of_the_host_is_reached_upward(client, before: str, up: str):
    response = client.get(f"{before}{up}{ETC}", headers=SIGNED_IN)
    assert response.status_code in (400, 403, 404, 405)
    assert "root:" not in response.text


@pytest.mark.parametrize(
    "path",
    [
        f"/gradio_api/file=/{ETC}",
        f"/gradio_api/file={UPWARD[0]}{ETC}",
        f"/gradio_api/file={UPWARD[1]}{ETC}",
        f"/gradio_api/file=file:///{ETC}",
        f"/gradio_api/file/{ETC}",
        f"/gradio_api/file=//{ETC}",
        f"/gradio_api/proxy=file:///{ETC}",
        "/gradio_api/proxy=http://127.0.0.1/healthz",
        f"/gradio_api/file={Path(__file__)}",
        f"/custom_component/x/y/z/{UPWARD[2]}{ETC}",
    ],
)
def test_gradio_serves_no_file_of_the_host(client: TestClient, path: str):
    response = client.get(path, headers=SIGNED_IN)
    assert response.status_code in (400, 403, 404, 405, 422)
    assert "root:" not in response.text
    assert "SIGNED_IN" not in response.text
