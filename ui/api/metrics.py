"""What a monitor reads, in Prometheus' form: requests, answers, library, process."""

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa import Answer, Lookup, QAError

if TYPE_CHECKING:
    from ui.api.service import Holdings

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the latency histogram: an answer takes some tens of milliseconds."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"
"""Stands for what a client made up, of which there may be no end."""

# When each figure was first counted is of no use in this form, and doubles its length.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """The figures of one app, in a registry of its own; safe to use from any thread."""

    def __init__(self, holdings: "Callable[[], Holdings]") -> None:
        """Count from nothing.

        Args:
            holdings: Returns what the library holds, or raises `QAError`.
        """
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "pincite_http_requests",
            "Requests to /api/v1 answered.",
            ["route", "method", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "pincite_http_request_seconds",
            "Time to answer a request to /api/v1.",
            ["route"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._questions = Counter(
            "pincite_questions",
            "Questions of programs, by outcome: answered or abstained.",
            ["outcome"],
            registry=self._registry,
        )
        self._lookups = Counter(
            "pincite_lookups",
            "References that programs looked up, by what was found.",
            ["status"],
            registry=self._registry,
        )
        for outcome in ("answered", "abstained"):
            self._questions.labels(outcome)
        self._registry.register(_LibraryCollector(holdings))
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)

    def answered(self, answer: Answer) -> None:
        """Count an answer."""
        self._questions.labels("abstained" if answer.abstained else "answered").inc()

    def looked_up(self, lookup: Lookup) -> None:
        """Count a lookup."""
        self._lookups.labels(lookup.status).inc()

    def served(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request and how long it took."""
        method = method if method in METHODS else OTHER
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Return the figures of this moment in Prometheus' text form."""
        return generate_latest(self._registry)


class Measured:
    """ASGI middleware: counts every request that passes, by its route's pattern."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # What ends without a response has failed, or its client has gone.
        status = 500
        started = perf_counter()

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            route = getattr(scope.get("route"), "path", OTHER)
            seconds = perf_counter() - started
            self._metrics.served(route, scope["method"], status, seconds)


class _LibraryCollector:
    """Reads what the library holds whenever the figures are asked for."""

    def __init__(self, holdings: "Callable[[], Holdings]") -> None:
        self._holdings = holdings

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Yield nothing: the library may not be there yet to be described."""
        yield from ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the library's figures, and whether it is ready to be asked."""
        try:
            held = self._holdings()
        except QAError:
            held = None
        yield GaugeMetricFamily(
            "pincite_ready", "1 when the library can be asked.", int(held is not None)
        )
        if held is None:
            return
        yield GaugeMetricFamily(
            "pincite_library_documents",
            "Documents in the library.",
            len(held.documents),
        )
        yield GaugeMetricFamily(
            "pincite_library_passages", "Passages in the library.", held.passages
        )
        yield GaugeMetricFamily(
            "pincite_library_generation",
            "Counts the changes to the library.",
            held.generation,
        )
