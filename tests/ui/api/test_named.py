"""What `gradio_client` may call, and what the server in front of programs refuses."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from qa import Assistant
from ui.app import build_app

QUESTION = "Who keeps the list of mooring fees?"


@pytest.fixture(scope="module")
def caller(serving, open_assistant: Callable[[], Assistant]) -> Iterator[Client]:
    with serving(build_app(lambda report: open_assistant())) as url:
        caller = Client(url, verbose=False)
        yield caller
        caller.close()


def test_both_are_listed_and_nothing_else_is(caller: Client):
    listed = caller.view_api(return_format="dict", print_info=False)
    assert set(listed["named_endpoints"]) == {"/ask", "/lookup"}
    assert listed["unnamed_endpoints"] == {}
    (question, *others) = listed["named_endpoints"]["/ask"]["parameters"]
    assert question["parameter_name"] == "question"
    assert all(other["parameter_has_default"] for other in others)


def test_they_return_what_python_gives(caller: Client, assistant: Assistant):
    answer = caller.predict(QUESTION, limit=2, api_name="/ask")
    assert answer["text"] == assistant.ask(QUESTION, limit=2).text
    found = caller.predict("HR/12, para. 2", api_name="/lookup")
    assert found["citations"][0]["label"] == "HR/12, para. 2"


def test_what_cannot_be_asked_is_told(caller: Client):
    with pytest.raises(AppError, match="no words"):
        caller.predict("?!", api_name="/ask")
    with pytest.raises(AppError, match="limit: Input should be less"):
        caller.predict(QUESTION, limit=99, api_name="/ask")


def test_another_site_is_refused_with_a_problem(caller: Client):
    headers = {"Origin": "https://stranger.example"}
    asked = {"question": QUESTION}
    address = f"{caller.src}api/v1/ask"
    refused = httpx.post(address, json=asked, headers=headers)
    assert refused.status_code == refused.json()["status"] == 403
    assert refused.headers["content-type"] == "application/problem+json"
    assert httpx.post(address, json=asked).status_code == 200
