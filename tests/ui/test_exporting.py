"""The conversation taken away: what the route takes, gives and refuses."""

import json
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from qa import Assistant
from qa.verification import verify_text
from ui.app import build_app
from ui.exporting import KINDS
from ui.turns import Asked, kept
from ui.wording import EXPORT_NAMES

MOORING = "Who pays the mooring fee?"
VOLCANOES = "How do volcanoes erupt beneath glaciers?"


@pytest.fixture(scope="module")
def client(open_assistant: Callable[[], Assistant]) -> Iterator[TestClient]:
    app = build_app(lambda report: open_assistant())
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        while client.get("/healthz").json()["status"] != "ready":
            pass
        yield client


def export(client: TestClient, style: str, *questions: str, content: str = ""):
    asked = ",".join(kept(Asked(question)) for question in questions)
    return client.post(
        f"/pincite/export?style={style}", content=content or f"[{asked}]"
    )


def test_every_form_of_the_menu_is_a_file_to_save(client: TestClient):
    names = {
        form: name for group in EXPORT_NAMES.values() for form, name in group.items()
    }
    assert names.keys() == KINDS.keys()
    for form, (ending, media_type) in KINDS.items():
        response = export(client, form, MOORING, VOLCANOES)
        assert response.status_code == 200
        assert response.headers["content-type"].startswith(media_type)
        assert response.headers["content-disposition"] == (
            f'attachment; filename="pincite-who-pays-the-mooring-fee.{ending}"'
        )
        assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_what_is_saved_is_verified(client: TestClient, assistant: Assistant, form: str):
    hostile = "${7*7} {{7*7}} <script>x()</script> entry “quoted by nobody here”"
    response = export(client, form, MOORING, hostile, "HR/12, para. 2")
    verification = verify_text(response.text, assistant)
    assert verification.findings
    assert not verification.fails
    assert "<script" not in response.text.replace("\\<script", "")


@pytest.mark.parametrize(
    ("style", "content", "status", "said"),
    [
        ("gold", "[]", 400, "no such form"),
        ("markdown", "", 400, "damaged"),
        ("markdown", "[]", 400, "ask a question first"),
        ("markdown", '[{"question": "?!"}]', 400, "ask one first"),
        ("markdown", "\x00\xff", 400, "damaged"),
        ("ris", json.dumps([{"question": VOLCANOES}]), 400, "no passage is quoted"),
    ],
)
def test_what_cannot_be_saved_is_refused_plainly(
    client: TestClient, style: str, content: str, status: int, said: str
):
    response = export(client, style, content=content or " ")
    assert response.status_code == status
    assert said.lower() in response.text.lower()
    assert response.headers["content-type"].startswith("text/plain")


def test_a_name_in_another_script_is_not_needed(client: TestClient):
    response = export(client, "markdown", "ירח entry catalogue", MOORING)
    assert 'filename="pincite-entry-catalogue.md"' in str(response.headers)
    response = export(client, "html", "ירח")
    assert 'filename="pincite-chat.html"' in str(response.headers)
