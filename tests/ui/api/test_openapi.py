"""The description of the API says what is so."""

from html.parser import HTMLParser

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from schemathesis import GenerationMode
from schemathesis.schemas import BaseSchema

from qa import Assistant, __version__
from ui.api.problems import http_problem
from ui.api.requests import Question, Reference
from ui.api.schemas import components, standalone
from ui.api.service import DocumentWindow, PassageWindow

# A question of dots alone fits the schema, and is refused; how much a server takes at
# once is not in it.
SCHEMATHESIS = schemathesis.Config.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {"enabled": False},
            "negative_data_rejection": {
                "expected-statuses": [400, 401, 403, 404, 405, 413, 422, 429]
            },
        }
    }
)

EXAMPLES = 4
"""Of each route and kind; benchmarks/load.md says how many more were tried."""

TAKES_NOTHING = ("/health", "/metrics")

QUESTIONS = (
    "Who keeps the list of mooring fees?",
    "What is the price of whales?",
    "Who opposed or supported the dredging of the channel?",
    "HR/12, para. 2",
)


def check(name: str, value) -> None:
    Draft202012Validator(standalone(name)).validate(value.to_dict())


@pytest.mark.parametrize("limit", [3, None])
@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_as_described(assistant: Assistant, question: str, limit):
    answer = assistant.ask(question, limit=limit)
    check("Answer", answer)
    assert set(components()["Answer"]["properties"]) == set(answer.to_dict())


@pytest.mark.parametrize("reference", ["HR/12, para. 2", "CD/1985", "the gate"])
def test_lookups_are_as_described(assistant: Assistant, reference: str):
    check("Lookup", assistant.lookup(reference))


def test_lists_and_problems_are_as_described(assistant: Assistant):
    documents = assistant.documents()
    passages = assistant.passages(documents[0].id)
    check("DocumentWindow", DocumentWindow(0, 4, tuple(documents)))
    check("PassageWindow", PassageWindow(documents[0], 0, 3, tuple(passages)))
    check("Problem", http_problem(404, "There is nothing here."))


def test_an_answer_with_something_else_is_not_as_described(assistant: Assistant):
    said = {**assistant.ask(QUESTIONS[0]).to_dict(), "generated": "Once upon a time"}
    with pytest.raises(ValidationError, match="generated"):
        Draft202012Validator(standalone("Answer")).validate(said)


def test_every_property_is_described():
    for name, schema in components().items():
        if name != "Paragraph":
            for field, property_ in schema["properties"].items():
                assert property_.get("description") or "$ref" in property_, field
        assert schema["description"]


def test_it_has_a_title_a_version_summaries_and_examples(client: TestClient):
    described = client.get("/api/v1/openapi.json").json()
    assert described["info"]["title"] == "Pincite"
    assert described["info"]["version"] == __version__
    assert described["servers"] == [{"url": "/api/v1"}]
    for methods in described["paths"].values():
        for operation in methods.values():
            assert operation["summary"].endswith((".", "is."))
            assert "200" in operation["responses"]
    for model in (Question, Reference):
        for example in model.model_json_schema()["examples"]:
            model.model_validate(example)


class Page(HTMLParser):
    """What a page links to, fetches and runs."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = dict(attrs)
        assert tag not in ("script", "iframe", "img"), tag
        assert not [name for name in fields if name.startswith("on")]
        if "id" in fields:
            self.ids.add(fields["id"] or "")
        if "href" in fields:
            (self.links if tag == "a" else self.fetched).append(fields["href"] or "")


def test_a_page_lists_the_routes_and_fetches_nothing_from_elsewhere(client):
    described = client.get("/api/v1/openapi.json").json()
    shown = client.get("/api/v1")
    assert shown.url.path == "/api/v1/"
    page = Page()
    page.feed(shown.text)
    for path in described["paths"]:
        assert f"/api/v1{path}</code>" in shown.text
    assert all(one.startswith("../../pincite/static/") for one in page.fetched)
    anchors = [link[1:] for link in page.links if link.startswith("#")]
    assert anchors
    assert set(anchors) <= page.ids


@pytest.fixture(scope="module")
def described(client: TestClient) -> BaseSchema:
    return schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", client.app, config=SCHEMATHESIS
    )


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_whatever_is_sent_what_comes_is_as_described(described: BaseSchema, mode):
    for found in described.get_all_operations():
        operation = found.ok()
        if mode.is_negative and operation.path in TAKES_NOTHING:
            continue

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate()

        ask()
