import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from fastapi.testclient import TestClient

from qa import Assistant
from ui.app import build_app

AT = "/pincite/explore"


@pytest.fixture(scope="module")
def client(open_assistant: Callable[[], Assistant]) -> Iterator[TestClient]:
    app = build_app(lambda report: open_assistant())
    with TestClient(app, base_url="http://127.0.0.1") as client:
        while client.get("/healthz").json()["status"] == "starting":
            pass
        yield client


def links(html: str) -> list[str]:
    return [
        unescape(href) for href in re.findall(r'data-cite[^>]* href="([^"]*)"', html)
    ]


def test_every_block_of_the_map_opens_a_section(client, assistant: Assistant):
    html = client.get(f"{AT}/map").text
    for outline in assistant.outlines():
        for section in outline.sections:
            assert f"?doc={outline.document_id}&p={section.start}" in links(html)


def test_the_table_of_the_map_says_the_same_as_the_map(client):
    drawn = set(links(client.get(f"{AT}/map").text))
    assert set(links(client.get(f"{AT}/sections").text)) == drawn


def test_who_cites_whom_is_drawn_and_listed(client):
    html = client.get(f"{AT}/cited").text
    assert html.count("<path ") == 1
    assert html.count("CD/1985") == 2
    (address,) = set(re.findall(r'data-list="([^"]*)"', html))
    passages = client.get(f"{AT}/{unescape(address)}").text
    assert "the older ledger <mark>CD/1985</mark>" in passages
    assert len(links(passages)) == 1


def test_the_statements_behind_a_bar_are_listed(client):
    html = client.get(f"{AT}/speaking").text
    addresses = [unescape(one) for one in re.findall(r'data-load="([^"]*)"', html)]
    told = [client.get(f"{AT}/{one}").text for one in addresses]
    assert sum("Malta supported the dredging" in one for one in told) == 1
    assert sum("needs more time" in one for one in told) == 1
    assert all(links(one) for one in told)


@pytest.mark.parametrize(
    "address",
    [
        "mentions?symbol=CD/1",
        "mentions?symbol=CD/1985&start=1",
        "statements?actor=Atlantis",
        "statements?start=999",
    ],
)
def test_what_is_not_there_is_said_not_to_be(client, address: str):
    response = client.get(f"{AT}/{address}")
    assert response.status_code == 404
    assert "That cannot be opened." in response.text


def test_beyond_the_last_document_there_is_nothing(client):
    response = client.get(f"{AT}/map?start=999999")
    assert response.status_code == 200
    assert links(response.text) == []


def test_hostile_names_are_shown_and_do_nothing(client):
    name = "<img src=x onerror=alert(1)>"
    response = client.get(f"{AT}/statements", params={"actor": name})
    assert "<img" not in response.text
