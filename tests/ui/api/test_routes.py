"""What programs are sent: exactly the values' own JSON, and problems."""

import json

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import Assistant
from ui.api.service import MAX_WINDOW

QUESTION = "Who keeps the list of mooring fees?"


def as_read(value) -> dict:
    """A value as a program reads it: JSON has no tuples."""
    return json.loads(json.dumps(value.to_dict()))


def identified(assistant: Assistant, name: str) -> str:
    return next(found.id for found in assistant.documents() if found.name == name)


def test_an_answer_is_what_python_gives(client: TestClient, assistant: Assistant):
    sent = client.post("/api/v1/ask", json={"question": QUESTION, "limit": 2})
    assert sent.status_code == 200
    assert sent.json() == as_read(assistant.ask(QUESTION, limit=2))
    assert sent.headers["content-type"] == "application/json"
    assert sent.headers["cache-control"] == "no-store"


def test_an_address_and_a_body_ask_the_same(client: TestClient):
    address = client.get("/api/v1/ask", params={"q": QUESTION, "limit": 2})
    body = client.post("/api/v1/ask", json={"question": QUESTION, "limit": 2})
    assert address.json() == body.json()


@pytest.mark.parametrize("question", ["shelf", "lantern", "HR/12, para. 2"])
def test_no_limit_gives_every_passage(client, assistant, question):
    every = as_read(assistant.ask(question, limit=None))
    body = {"question": question, "limit": None}
    assert client.post("/api/v1/ask", json=body).json() == every
    address = {"q": question, "limit": "all"}
    assert client.get("/api/v1/ask", params=address).json() == every


def test_a_follow_up_is_understood_from_the_history_sent(client, assistant):
    history, question = ["Who opposed the dredging of the channel?"], "And Malta?"
    body = {"question": question, "history": history}
    answer = client.post("/api/v1/ask", json=body).json()
    assert answer == as_read(assistant.ask(question, history=history))
    assert answer["understood_as"] != question


def test_only_the_documents_chosen_are_asked(client, assistant):
    parrot = identified(assistant, "parrot.txt")
    body = {"question": QUESTION, "documents": [parrot]}
    answer = client.post("/api/v1/ask", json=body).json()
    shown = answer["citations"] + answer["nearest"]
    assert {one["document"]["id"] for one in shown} <= {parrot}
    address = {"q": QUESTION, "documents": [parrot]}
    assert client.get("/api/v1/ask", params=address).json() == answer


@pytest.mark.parametrize("reference", ["HR/12, para. 2", "HR/12, para. 99", "the gate"])
def test_a_lookup_is_what_python_gives(client, assistant, reference):
    found = as_read(assistant.lookup(reference))
    body = {"reference": reference}
    assert client.post("/api/v1/lookup", json=body).json() == found
    assert client.get("/api/v1/lookup", params=body).json() == found


def test_ibid_is_what_was_cited_last(client: TestClient):
    asked = {"reference": "ibid., para. 3", "history": ["HR/12, para. 2"]}
    found = client.get("/api/v1/lookup", params=asked).json()
    assert found["status"] == "found"
    assert "white lantern" in found["citations"][0]["quote"]


def test_documents_are_listed_and_read_one_by_one(client, assistant):
    listed = client.get("/api/v1/documents").json()
    assert listed == {
        "start": 0,
        "total": len(assistant.documents()),
        "documents": [as_read(document) for document in assistant.documents()],
    }
    part = client.get("/api/v1/documents", params={"start": 1, "stop": 3}).json()
    assert part["documents"] == listed["documents"][1:3]
    first = listed["documents"][0]
    assert client.get(f"/api/v1/documents/{first['id']}").json() == first


def test_a_document_is_read_window_by_window(client, assistant):
    document = identified(assistant, "catalogue.txt")
    address = f"/api/v1/documents/{document}/passages"
    whole = [as_read(passage) for passage in assistant.passages(document)]
    assert len(whole) > MAX_WINDOW
    first = client.get(address).json()
    assert first["total"] == len(whole)
    assert first["passages"] == whole[:MAX_WINDOW]
    rest = client.get(address, params={"start": MAX_WINDOW, "stop": 10**6}).json()
    assert first["passages"] + rest["passages"] == whole
    beyond = client.get(address, params={"start": 10**6}).json()
    assert (beyond["start"], beyond["passages"]) == (10**6, [])


def test_every_citation_is_read_again_by_its_id(client, assistant):
    passages = assistant.passages()
    assert len({passage.id for passage in passages}) == len(passages)
    for passage in passages[::25]:
        sent = client.get(f"/api/v1/passages/{passage.id}").json()
        assert sent == as_read(passage)
    answer = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    for citation in answer["citations"]:
        again = client.get(f"/api/v1/passages/{citation['id']}").json()
        assert again["quote"] == citation["quote"]


def test_health_is_ready_when_questions_can_be_asked(client: TestClient):
    sent = client.get("/api/v1/health")
    assert (sent.status_code, sent.json()["status"]) == (200, "ready")


@pytest.mark.parametrize(
    "address", ["ask?q=lantern", "lookup?reference=HR/12", "documents", "health"]
)
def test_until_the_library_is_there_that_is_said(starting: TestClient, address: str):
    sent = starting.get(f"/api/v1/{address}")
    assert sent.status_code == 503
    assert sent.headers["content-type"] == "application/problem+json"
    assert int(sent.headers["retry-after"]) > 0
    assert sent.json()["type"] == "urn:pincite:problem:not-ready"
    assert starting.get("/api/v1/metrics").status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"question": ""}, 422, "body.question: String should have at least 1"),
        ({"question": "?!"}, 422, "no words"),
        ({"question": "a\0b"}, 422, "control character"),
        ({"question": "word " * 3_000}, 422, "at most 10000"),
        ({"question": ["lantern"]}, 422, "valid string"),
        ({"question": None}, 422, "valid string"),
        ({}, 422, "body.question: This is required"),
        ([], 422, "JSON object"),
        ({"question": "lantern", "limit": 0}, 422, "greater than or equal to 1"),
        ({"question": "lantern", "limit": 51}, 422, "less than or equal to 50"),
        ({"question": "lantern", "limit": "5"}, 422, "valid integer"),
        ({"question": "lantern", "limit": True}, 422, "valid integer"),
        ({"question": "lantern", "limit": 10**400}, 422, "body.limit"),
        ({"question": "lantern", "history": ["x"] * 201}, 422, "body.history"),
        ({"question": "lantern", "history": [1]}, 422, "body.history.0"),
        ({"question": "lantern", "documents": ["nope"]}, 404, "no document 'nope'"),
        ({"question": "lantern", "colour": "red"}, 422, "body.colour: There is noth"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_problem(client, body, status, says):
    sent = client.post("/api/v1/ask", json=body)
    problem = sent.json()
    assert (sent.status_code, problem["status"]) == (status, status)
    assert sent.headers["content-type"] == "application/problem+json"
    assert says in problem["detail"]
    assert problem["title"]
    assert problem["type"].startswith("urn:pincite:problem:")


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe\xfd", 400),
        (b"[" * 20_000, 400),
        (b'{"question": "lantern", "limit": ' + b"9" * 5_000 + b"}", 400),
        (b'{"question": "lantern", "limit": NaN}', 422),
        (b'{"question": "lantern", "limit": -Infinity}', 422),
        (b'{"question": "\\ud800 lantern"}', 422),
        (b'{"question": "lantern", "\\udfff": 1}', 422),
        (b"", 422),
        (b"null", 422),
    ],
)
def test_bytes_that_are_no_question_are_told_so(client, content, status):
    headers = {"Content-Type": "application/json"}
    sent = client.post("/api/v1/ask", content=content, headers=headers)
    assert sent.status_code == status
    assert sent.headers["content-type"] == "application/problem+json"
    assert sent.json()["status"] == status


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("nope", 404),
        ("documents/nope", 404),
        ("documents/nope/passages", 404),
        ("passages/nope", 404),
        ("passages/nope.12", 404),
        ("passages/line%0Aend", 404),
        ("line%0Aend%0A", 404),
        ("ask", 422),
        ("ask?question=lantern", 422),
        ("ask?q=lantern&limit=many", 422),
        ("documents?start=-1", 422),
        ("documents?stop=1e9", 422),
    ],
)
def test_addresses_that_lead_nowhere_are_told_so(client, address, status):
    sent = client.get(f"/api/v1/{address}")
    assert sent.status_code == status
    assert sent.headers["content-type"] == "application/problem+json"
    assert sent.json()["detail"]


def test_a_passage_that_is_not_there_is_told_by_its_document(client, assistant):
    document = identified(assistant, "harbour.txt")
    problem = client.get(f"/api/v1/passages/{document}.1").json()
    assert "No passage of harbour.txt begins at character 1" in problem["detail"]


def test_a_wrong_method_is_told_the_right_ones(client: TestClient):
    sent = client.put("/api/v1/ask", json={})
    assert (sent.status_code, sent.headers["allow"]) == (405, "GET, POST")
    assert sent.headers["content-type"] == "application/problem+json"
    assert client.delete("/api/v1/documents").headers["allow"] == "GET"


@settings(max_examples=40)
@given(st.text(max_size=80), st.lists(st.text(max_size=30), max_size=3))
def test_any_text_is_answered_or_refused(client, text, history):
    body = {"question": text, "history": history}
    assert client.post("/api/v1/ask", json=body).status_code in (200, 422)
    body = {"reference": text, "history": history}
    assert client.post("/api/v1/lookup", json=body).status_code in (200, 422)
