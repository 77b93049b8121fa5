import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.testclient import TestClient

from ui.access.forwarding import Forwarding

PROXY = "10.0.0.2"
FORWARDED = {
    "X-Forwarded-For": "192.0.2.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "stranger.example",
    "Forwarded": "for=192.0.2.8",
}


async def seen(scope, receive, send):
    request = Request(scope)
    told = {name: request.headers.get(name) for name in FORWARDED}
    told |= {"client": request.client.host, "scheme": request.url.scheme}
    await JSONResponse(told)(scope, receive, send)


def ask(client: str, proxies: list[str], headers=FORWARDED) -> dict:
    app = Forwarding(seen, proxies)
    return TestClient(app, client=(client, 1)).get("/", headers=headers).json()


@pytest.mark.parametrize("proxies", [[PROXY], ["10.0.0.0/8"], ["fd00::1", PROXY]])
def test_a_proxy_is_believed_about_who_asks_and_how(proxies: list[str]):
    told = ask(PROXY, proxies)
    assert (told["client"], told["scheme"]) == ("192.0.2.7", "https")


@pytest.mark.parametrize("proxies", [[], ["10.0.0.3"]])
def test_nobody_else_is(proxies: list[str]):
    told = ask(PROXY, proxies)
    assert (told["client"], told["scheme"]) == (PROXY, "http")
    assert told["X-Forwarded-For"] is None
    assert told["X-Forwarded-Proto"] is None


@pytest.mark.parametrize("proxies", [[], [PROXY]])
def test_the_name_of_the_page_is_never_taken_from_them(proxies: list[str]):
    told = ask(PROXY, proxies)
    assert told["X-Forwarded-Host"] is None
    assert told["Forwarded"] is None


def test_the_last_that_is_no_proxy_asks_whatever_it_claims_before():
    claims = {"X-Forwarded-For": "127.0.0.1, 192.0.2.7, 10.0.0.9"}
    assert ask(PROXY, ["10.0.0.0/8"], claims)["client"] == "192.0.2.7"
