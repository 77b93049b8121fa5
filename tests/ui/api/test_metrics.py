"""The figures a monitor reads."""

import asyncio
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from qa import Assistant, QAError
from ui.api.metrics import Measured, Metrics
from ui.api.service import Service
from ui.loading import Loading


def figures(text: str) -> dict[tuple[str, ...], float]:
    """Every sample by its name and its labels' values, those in the labels' order."""
    return {
        (
            sample.name,
            *(said for _, said in sorted(sample.labels.items())),
        ): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def read(client: TestClient) -> dict[tuple[str, ...], float]:
    sent = client.get("/api/v1/metrics")
    assert sent.headers["content-type"].startswith("text/plain; version=0.0.4")
    return figures(sent.text)


def test_requests_and_answers_are_counted(client: TestClient):
    before = read(client)
    client.get("/api/v1/ask", params={"q": "Who keeps the list of mooring fees?"})
    client.get("/api/v1/ask", params={"q": "What is the price of whales?"})
    client.get("/api/v1/ask", params={"q": "?"})
    client.get("/api/v1/lookup", params={"reference": "HR/12, para. 2"})
    client.get("/api/v1/passages/nope")
    client.get("/api/v1/nowhere")
    after = read(client)

    def more(*key: str) -> float:
        return after.get(key, 0) - before.get(key, 0)

    requests = "pincite_http_requests_total"
    assert more(requests, "GET", "/ask", "200") == 2
    assert more(requests, "GET", "/ask", "422") == 1
    assert more(requests, "GET", "/passages/{passage_id}", "404") == 1
    assert more(requests, "GET", "other", "404") == 1
    assert more("pincite_questions_total", "answered") == 1
    assert more("pincite_questions_total", "abstained") == 1
    assert more("pincite_lookups_total", "found") == 1
    assert more("pincite_http_request_seconds_count", "/ask") == 3
    assert more("pincite_http_request_seconds_bucket", "+Inf", "/ask") == 3


def test_the_library_and_the_process_are_told(client, assistant: Assistant):
    told = read(client)
    assert told["pincite_ready",] == 1
    assert told["pincite_library_documents",] == len(assistant.documents())
    assert told["pincite_library_passages",] == len(assistant.passages())
    assert told["pincite_library_generation",] == assistant.library.generation
    assert told["process_cpu_seconds_total",] > 0
    assert told["process_resident_memory_bytes",] > 0


def test_before_there_is_a_library_only_that_is_told(starting: TestClient):
    told = read(starting)
    assert told["pincite_ready",] == 0
    assert ("pincite_library_documents",) not in told


def test_two_apps_count_apart(open_assistant: Callable[[], Assistant]):
    services = [Service(Loading(lambda report: open_assistant())) for _ in range(2)]
    services[0].metrics.served("/ask", "GET", 200, 0.1)
    counted = ("pincite_http_requests_total", "GET", "/ask", "200")
    one, other = (figures(s.metrics.text().decode()) for s in services)
    assert one[counted] == 1
    assert counted not in other


def test_what_a_client_makes_up_is_one_figure():
    metrics = Metrics(nothing_held)
    for n in range(50):
        metrics.served("/ask", f"METHOD{n}", 405, 0.001)
    counted = [key for key in figures(metrics.text().decode()) if "/ask" in key]
    assert ("pincite_http_requests_total", "other", "/ask", "405") in counted
    assert sum(key[0] == "pincite_http_requests_total" for key in counted) == 1


def test_a_request_that_fails_is_counted_as_failed():
    metrics = Metrics(nothing_held)

    async def failing(scope, receive, send) -> None:
        raise RuntimeError("broken")

    scope = {"type": "http", "method": "GET"}
    with pytest.raises(RuntimeError, match="broken"):
        asyncio.run(Measured(failing, metrics)(scope, None, None))
    counted = figures(metrics.text().decode())
    assert counted["pincite_http_requests_total", "GET", "other", "500"] == 1


def nothing_held():
    raise QAError("there is nothing")
