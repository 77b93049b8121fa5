"""Many clients at once on /api/v1/ask: is every answer right, and what does it cost?

    python benchmarks/load.py [--clients N] [--seconds N] [--library DIR]

The server runs in this process, the clients in another. Each client asks questions that
no other one asks and compares every answer, byte for byte, with what `Assistant.ask`
gave for it beforehand: an answer that is wrong, or another client's, is counted. Prints
JSON. Times are in milliseconds; CPU is that of the server's process. `overhead` is the
CPU of a call less that of the answer itself and its JSON: the median of turns, taken
by turns with one client before the load, so that both meet the same machine. What the
server takes while nobody asks (`idle_a_second`) is no part of a call and is left out.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from qa import Assistant

QUESTIONS = Path(__file__).parent.parent / "tests" / "questions.jsonl"
LIMITS = range(1, 9)
"""Each question is asked with each of them, so that there are enough for every one."""

TURNS = 9
IDLE_SECONDS = 5.0

Call = tuple[str, str]
"""What is sent, and what is to come back."""


@dataclass
class Client:
    """A client and what happened to it.

    Attributes:
        seconds: How long each answer took.
    """

    calls: Sequence[Call]
    errors: int = 0
    wrong: int = 0
    seconds: list[float] = field(default_factory=list)

    def ask(self, url: str, until: float) -> None:
        """Ask every question once, and go on until a time of the monotonic clock."""
        address = urlsplit(url)
        connection = HTTPConnection(address.hostname or "", address.port, timeout=60)
        for asked, (question, expected) in enumerate(cycle(self.calls)):
            if asked >= len(self.calls) and time.monotonic() >= until:
                break
            begun = time.perf_counter()
            try:
                headers = {"Content-Type": "application/json"}
                connection.request("POST", "/api/v1/ask", question, headers)
                response = connection.getresponse()
                body = response.read()
            except (OSError, HTTPException):
                connection.close()
                self.errors += 1
                continue
            self.seconds.append(time.perf_counter() - begun)
            self.errors += response.status != 200
            self.wrong += response.status == 200 and body.decode() != expected
        connection.close()


@dataclass
class Measured:
    """What something took of this process's CPU, and by the clock."""

    cpu: float = 0.0
    seconds: float = 0.0


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--library", type=Path, help="default: the shipped papers")
    parser.add_argument("--to", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.to:
        shares = json.load(sys.stdin)
        print(json.dumps(_asked(options.to, shares, options.seconds)))
        return
    # Here, so that the clients' process does not wait for them.
    from qa import Assistant
    from ui.app import build_app
    from ui.server import served

    with Assistant.open(options.library) as assistant:
        calls = [call for limit in LIMITS for call in _calls(assistant, limit)]
        with served(build_app(lambda _: assistant)) as url:
            overhead = _overhead(assistant, url, calls[:: len(LIMITS)])
            shares = [calls[n :: options.clients] for n in range(options.clients)]
            with _measured() as load:
                figures = _clients(url, shares, options.seconds)
    figures["cpu_under_load"] = 1000 * load.cpu / figures["answers"]
    print(json.dumps(figures | overhead, indent=2))


def _calls(assistant: "Assistant", limit: int) -> Iterator[Call]:
    """Yield every question with the answer that the library gives to it."""
    from ui.api.encoding import as_json

    for line in QUESTIONS.read_text("utf-8").splitlines():
        asked = {"question": json.loads(line)["text"], "limit": limit}
        answer = assistant.ask(asked["question"], limit=limit)
        yield json.dumps(asked), as_json(answer.to_dict()).decode()


def _overhead(
    assistant: "Assistant", url: str, calls: Sequence[Call]
) -> dict[str, float]:
    """Return what a call costs directly and through HTTP."""
    from ui.api.encoding import as_json

    direct, served, more = [], [], []
    idle = _idle()
    asked = [json.loads(question) for question, _ in calls]
    _clients(url, [calls], 0)
    for _ in range(TURNS):
        with _measured() as itself:
            for one in asked:
                as_json(assistant.ask(one["question"], limit=one["limit"]).to_dict())
        with _measured() as through:
            _clients(url, [calls], 0)
        direct.append(itself.cpu)
        served.append(through.cpu)
        waited = through.seconds - itself.seconds
        more.append(through.cpu - itself.cpu - idle * waited)
    scale = 1000 / len(calls)
    return {
        "cpu_direct": scale * median(direct),
        "cpu_served": scale * median(served),
        "overhead": scale * median(more),
        "idle_a_second": 1000 * idle,
    }


def _idle() -> float:
    """Return the CPU, in seconds, of a second in which nobody asks."""
    with _measured() as idle:
        time.sleep(IDLE_SECONDS)
    return idle.cpu / idle.seconds


@contextmanager
def _measured() -> Iterator[Measured]:
    """Give what the block takes, once it has ended."""
    taken = Measured()
    cpu, begun = time.process_time(), time.perf_counter()
    yield taken
    taken.cpu = time.process_time() - cpu
    taken.seconds = time.perf_counter() - begun


def _clients(
    url: str, shares: Sequence[Sequence[Call]], seconds: float
) -> dict[str, Any]:
    """Return what clients in a process of their own met, one for each share."""
    command = [sys.executable, __file__, "--to", url, "--seconds", str(seconds)]
    done = subprocess.run(
        command, input=json.dumps(shares), stdout=subprocess.PIPE, text=True, check=True
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _asked(
    url: str, shares: Sequence[Sequence[Call]], seconds: float
) -> dict[str, float]:
    """Return what clients in this process met, one for each share."""
    clients = [Client(share) for share in shares]
    begun = time.monotonic()
    with ThreadPoolExecutor(len(clients)) as pool:
        for client in clients:
            pool.submit(client.ask, url, begun + seconds)
    took = time.monotonic() - begun
    waits = sorted(second for client in clients for second in client.seconds)
    cuts = quantiles(waits, n=100)
    return {
        "clients": len(clients),
        "seconds": took,
        "answers": len(waits),
        "errors": sum(client.errors for client in clients),
        "wrong": sum(client.wrong for client in clients),
        "answers_a_second": len(waits) / took,
        "p50": 1000 * cuts[49],
        "p95": 1000 * cuts[94],
    }


if __name__ == "__main__":
    main()
