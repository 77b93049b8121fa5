"""Handlers of the page, called past it: whoever reaches the page can call each."""

import json
from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest

from qa import Assistant
from ui.app import build_app

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

GARBAGE = (
    [],
    [None] * 4,
    [{"a": [1, {"b": None}]}] * 4,
    ["\x00\ud800", "replay {", "../../etc/passwd"],
    ["all 99999", -1, True, 1e308],
    ["x" * 50_000, "[" * 1_000, ",".join("0" * 400), ""],
)
TOLD_TOO_MUCH = ("Traceback", "site-packages", '.py"', "Error(")


@pytest.fixture(scope="module")
def http(
    open_assistant: Callable[[], Assistant], serving: Callable
) -> Iterator[httpx.Client]:
    app = build_app(lambda report: open_assistant())
    with serving(app) as url, httpx.Client(base_url=url, timeout=60) as http:
        while http.get("healthz").json()["status"] != "ready":
            pass
        yield http


def outcome(http: httpx.Client, handler: int, data: object) -> str:
    """Return all that is said of a call, as the page would get it."""
    session = uuid4().hex
    joined = http.post(
        "gradio_api/queue/join",
        content=json.dumps(
            {"data": data, "fn_index": handler, "session_hash": session}
        ),
        headers={"Content-Type": "application/json"},
    )
    assert joined.status_code < 500, joined.text
    told = joined.text
    if joined.status_code != 200:
        return told
    events = f"gradio_api/queue/data?session_hash={session}"
    with http.stream("GET", events) as stream:
        for line in stream.iter_lines():
            told += line
            if '"process_completed"' in line or '"close_stream"' in line:
                break
    return told


@pytest.mark.parametrize("data", GARBAGE)
def test_garbage_breaks_no_handler_and_learns_nothing(http: httpx.Client, data):
    config = http.get("config").json()
    handlers = [one["id"] for one in config["dependencies"]]
    assert handlers
    for handler in handlers:
        told = outcome(http, handler, data)
        assert not [word for word in TOLD_TOO_MUCH if word in told], (handler, told)
    assert http.get("healthz").json()["status"] == "ready"
    assert http.get("pincite/documents").status_code == 200
