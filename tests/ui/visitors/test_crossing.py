"""Many visitors at once, each with a document of their own: nobody gets another's."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest

from qa import Assistant
from ui.app import build_app

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

VISITORS = 32
SECONDS = 15
PATIENCE = 120.0


@pytest.fixture(scope="module")
def address(
    open_assistant: Callable[[], Assistant], serving: Callable
) -> Iterator[str]:
    with serving(build_app(lambda report: open_assistant())) as url:
        yield url


class Visitor:
    """A browser that adds one document, which has a word that no other has."""

    def __init__(self, address: str, number: int) -> None:
        self.word = f"zebra{number}th"
        self.http = httpx.Client(base_url=address, timeout=PATIENCE)
        self.asked = 0
        text = f"Notes of visitor {number}\n\nThe cabinet holds {self.word} papers.\n"
        text += "".join(f"\nShelf {n} is dusty and bare.\n" for n in range(5))
        self.text = text

    def add(self) -> str:
        """Add the document; return its id."""
        name = f"{self.word}.txt"
        sent = self.http.put(
            "pincite/uploads", params={"name": name}, content=self.text
        )
        assert sent.status_code == 202, sent.text
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            (upload,) = self.http.get("pincite/uploads").json()["uploads"]
            if upload["state"] == "added":
                return str(upload["document"])
            assert upload["state"] in ("waiting", "reading", "indexing"), upload
            time.sleep(0.2)
        raise AssertionError("the document was not added")

    def ask(self, question: str, submit: int) -> str:
        """Return the conversation after a question on the page, as the page gets it."""
        session = uuid4().hex
        joined = self.http.post(
            "gradio_api/queue/join",
            json={
                "data": [question, None, ""],
                "fn_index": submit,
                "session_hash": session,
            },
        )
        assert joined.status_code == 200, joined.text
        told = ""
        address = f"gradio_api/queue/data?session_hash={session}"
        with self.http.stream("GET", address) as stream:
            for line in stream.iter_lines():
                if not line.startswith("data:"):
                    continue
                message = json.loads(line.removeprefix("data:"))
                told += line
                if message["msg"] == "process_completed":
                    assert message["success"], line
                    break
        return told


def test_32_visitors_asking_at_once_get_their_own_documents_only(address: str):
    visitors = [Visitor(address, number) for number in range(VISITORS)]
    config = visitors[0].http.get("config").json()
    (submit,) = (
        one["id"]
        for one in config["dependencies"]
        if any(trigger == "submit" for _, trigger in one["targets"])
    )
    with ThreadPoolExecutor(VISITORS) as threads:
        ids = list(threads.map(Visitor.add, visitors))
        assert len(set(ids)) == VISITORS
        start = threading.Barrier(VISITORS)

        def converse(number: int) -> None:
            visitor = visitors[number]
            start.wait()
            until = time.monotonic() + SECONDS
            while time.monotonic() < until:
                own = visitor.ask(f"Which cabinet holds {visitor.word} papers?", submit)
                assert f"holds {visitor.word} papers" in own
                other = (number + 1 + visitor.asked) % VISITORS
                if other != number:
                    word = visitors[other].word
                    theirs = visitor.ask(f"Which cabinet holds {word} papers?", submit)
                    assert f"holds {word} papers." not in theirs
                    source = visitor.http.get(f"pincite/source?doc={ids[other]}&p=0")
                    assert source.status_code == 404
                listed = visitor.http.get("pincite/documents").text
                seen = set(re.findall(r"Notes of visitor (\d+)", listed))
                assert seen == {str(number)}
                visitor.asked += 1

        list(threads.map(converse, range(VISITORS)))
    assert all(visitor.asked for visitor in visitors)
