"""Adding, listing and removing documents over HTTP, by several visitors."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from index.library import Library
from index.limits import Limits
from index.reading import document_id
from qa import Assistant
from ui.app import build_app
from ui.visitors.bounds import BOUNDS, Bounds

LOCAL = "http://127.0.0.1"
PATIENCE = 30
OTTER = b"The otter\n\nThe otter Lutra sleeps on its back in the kelp forest.\n"
HERON = b"The heron\n\nThe heron Ardea waits at the reeds for eels all morning.\n"


@pytest.fixture(scope="module")
def app_of(open_assistant: Callable[[], Assistant]) -> Callable:
    def app(bounds: Bounds = BOUNDS, uploads: str = "session"):
        return build_app(
            lambda report: open_assistant(), uploads=uploads, bounds=bounds
        )

    return app


@pytest.fixture(scope="module")
def served(app_of: Callable) -> Iterator[TestClient]:
    with TestClient(app_of(), base_url=LOCAL) as client:
        wait_for(lambda: client.get("/healthz").json()["status"] == "ready")
        yield client


@pytest.fixture
def visitor(served: TestClient) -> Callable[[], TestClient]:
    """Give a browser that nobody has used yet."""
    return lambda: TestClient(served.app, base_url=LOCAL)


def wait_for(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "nothing has come of it"
        time.sleep(0.02)


def added(client: TestClient, name: str, content: bytes) -> dict:
    """Send a file; return what became of it."""
    answer = client.put("/pincite/uploads", params={"name": name}, content=content)
    assert answer.status_code == 202, answer.text
    sent = answer.json()["id"]

    def told() -> dict:
        uploads = client.get("/pincite/uploads").json()["uploads"]
        return next(one for one in uploads if one["id"] == sent)

    wait_for(lambda: told()["state"] not in ("waiting", "reading", "indexing"))
    return told()


def listed(client: TestClient) -> str:
    return client.get("/pincite/documents").text


def test_what_a_visitor_adds_is_theirs_alone_by_every_route(visitor):
    mine, other = visitor(), visitor()
    became = added(mine, "otter.txt", OTTER)
    added(other, "heron.txt", HERON)
    assert became["state"] == "added"
    otter = document_id(OTTER)
    assert became["document"] == otter
    assert "The otter" in listed(mine)
    assert "Your documents" in listed(mine)
    start = re.search(r'data-doc="\w+"', mine.get(f"/pincite/source?doc={otter}").text)
    assert start
    routes = [
        "/pincite/documents",
        f"/pincite/source?doc={otter}&p=11",
        f"/pincite/rows?doc={otter}&start=0&stop=5",
        f"/pincite/found?q=kelp&doc={otter}",
        f"/pincite/cite?doc={otter}&p=11&style=plain",
        "/pincite/uploads",
        "/pincite/explore/map",
        "/pincite/explore/sections",
        "/pincite/starters",
        "/api/v1/documents",
        "/api/v1/ask?question=kelp+forest",
        "/api/v1/lookup?reference=The+otter,+para.+1",
    ]
    strangers = [visitor(), other]
    forger = visitor()
    forger.cookies.set(next(iter(mine.cookies)), "x" * 43)
    for route in routes:
        for stranger in [*strangers, forger]:
            answer = stranger.get(route)
            told = answer.text.replace("The otter, para. 1", "")
            assert not re.search("lutra|the otter", told, re.IGNORECASE), route
    asked = [{"question": "Where does the otter Lutra sleep in the kelp forest?"}]
    mine_taken = mine.post("/pincite/export?style=markdown", json=asked)
    assert "on its back" in mine_taken.text
    for stranger in [*strangers, forger]:
        taken = stranger.post("/pincite/export?style=markdown", json=asked)
        assert "on its back" not in taken.text
    assert "kelp" in mine.get(f"/pincite/source?doc={otter}&p=11").text
    assert "kelp" in mine.get(f"/pincite/found?q=kelp&doc={otter}").text
    cited = mine.get(f"/pincite/cite?doc={otter}&p=11&style=plain")
    assert cited.status_code == 200, cited.text
    for stranger in [*strangers, forger]:
        assert stranger.delete(f"/pincite/documents/{otter}").status_code == 404
        stranger.delete(f"/pincite/uploads/{became['id']}")
    assert len(mine.get("/pincite/uploads").json()["uploads"]) == 1
    assert "The otter" in listed(mine)


def test_the_secret_is_given_with_the_first_file_and_no_script_can_read_it(visitor):
    client = visitor()
    assert "set-cookie" not in client.get("/pincite/uploads").headers
    assert "set-cookie" not in client.get("/pincite/documents").headers
    answer = client.put("/pincite/uploads?name=otter.txt", content=OTTER)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie
    assert len(next(iter(client.cookies.values()))) >= 256 / 6
    secret = next(iter(client.cookies.values()))
    again = client.put("/pincite/uploads?name=heron.txt", content=HERON)
    assert next(iter(again.cookies.values())) == secret


def test_over_https_the_secret_is_sent_over_https_only(served: TestClient):
    client = TestClient(served.app, base_url="https://127.0.0.1")
    answer = client.put("/pincite/uploads?name=otter.txt", content=OTTER)
    assert "Secure" in answer.headers["set-cookie"]


def test_a_secret_that_nobody_was_given_is_replaced(visitor):
    client = visitor()
    client.put("/pincite/uploads?name=otter.txt", content=OTTER)
    name = next(iter(client.cookies))
    fixed = visitor()
    fixed.cookies.set(name, "chosen-by-somebody-else")
    answer = fixed.put("/pincite/uploads?name=otter.txt", content=OTTER)
    assert answer.cookies[name] != "chosen-by-somebody-else"


@pytest.mark.parametrize(
    ("name", "content", "state", "told"),
    [
        ("empty.txt", b"", "failed", "no text"),
        ("blank.txt", b" \n\n ", "failed", "no text"),
        ("noise.txt", bytes(range(256)) * 40, "failed", "noise.txt"),
        ("lying.txt", b"%PDF-1.4 whatever", "failed", "is a PDF file by its content"),
        ("broken.pdf", b"%PDF-1.4 whatever", "failed", "broken.pdf"),
        ("bomb.docx", b"PK\x03\x04" + b"0" * 999, "failed", "bomb.docx"),
        ("harbour.toml", b"what = [", "failed", "is not TOML"),
        ("later.toml", b'title = "Later"', "kept", "with its document"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(visitor, name, content, state, told):
    became = added(visitor(), name, content)
    assert became["state"] == state
    assert told in " ".join(became["messages"])


def test_the_same_file_and_the_same_text_are_told(visitor):
    client = visitor()
    assert added(client, "otter.txt", OTTER)["state"] == "added"
    again = added(client, "copy.txt", OTTER)
    assert again["state"] == "unchanged"
    same_text = added(client, "windows.txt", OTTER.replace(b"\n", b"\r\n"))
    assert same_text["state"] == "added"
    assert "same text" in same_text["messages"][0]
    changed = added(client, "otter.txt", OTTER.replace(b"sleeps", b"naps"))
    assert changed["state"] == "replaced"
    assert listed(client).count("<li") == 2 + 4


def test_a_file_that_the_library_has_is_not_added_twice(visitor, assistant: Assistant):
    held = assistant.documents()[0]
    with assistant.library.snapshot() as snapshot:
        content = snapshot.source(held.id)
    client = visitor()
    became = added(client, "mine.txt", content)
    assert became["state"] == "unchanged"
    assert "in the library already" in became["messages"][0]
    assert "Your documents" not in listed(client)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\users\\me\\a.txt", "a.txt"),
        ("a\u202etxt.exe.txt", "a\\u202etxt.exe.txt"),
        ("a\nb\x00.txt", "a\\x0ab\\x00.txt"),
        ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
        ("x" * 900 + ".txt", "x" * 196 + ".txt"),
    ],
)
def test_a_hostile_name_is_only_a_name(visitor, sent: str, shown: str):
    answer = visitor().put("/pincite/uploads", params={"name": sent}, content=OTTER)
    assert answer.status_code == 202
    assert answer.json()["name"] == shown


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [
        ("", 400, "no name"),
        ("...", 400, "no name"),
        ("/", 400, "no name"),
        ("sheet.xlsx", 415, "no reader for files ending in .xlsx"),
        ("paper", 415, "without a suffix"),
    ],
)
def test_what_no_document_can_be_called_is_refused(visitor, name, status, told):
    client = visitor()
    answer = client.put("/pincite/uploads", params={"name": name}, content=OTTER)
    assert answer.status_code == status
    assert told in answer.json()["message"]
    assert not client.cookies


def test_a_visitor_has_so_much_room_and_no_more(app_of):
    bounds = Bounds(
        reading=Limits(file_bytes=2_000), documents=2, bytes=2_500, passages=4
    )
    with TestClient(app_of(bounds), base_url=LOCAL) as client:
        wait_for(lambda: client.get("/healthz").json()["status"] == "ready")
        large = client.put("/pincite/uploads?name=a.txt", content=b"a " * 1_001)
        assert (large.status_code, "2 KB" in large.json()["message"]) == (413, True)

        def unsized():
            yield b"a " * 600
            yield b"b " * 600

        answer = client.put("/pincite/uploads?name=a.txt", content=unsized())
        assert answer.status_code == 413
        long = added(
            client, "long.txt", b"".join(b"Line %d.\n\n" % n for n in range(9))
        )
        assert long["state"] == "failed"
        assert "9 passages, and there is room for 4" in long["messages"][0]
        assert added(client, "otter.txt", OTTER)["state"] == "added"
        wide = client.put("/pincite/uploads?name=a.txt", content=b"a " * 1_000)
        assert wide.status_code == 202
        more = client.put("/pincite/uploads?name=b.txt", content=b"b " * 1_000)
        assert more.status_code == 409


def test_visitors_who_come_too_late_are_told(app_of):
    with TestClient(app_of(Bounds(visitors=1)), base_url=LOCAL) as client:
        wait_for(lambda: client.get("/healthz").json()["status"] == "ready")
        assert added(client, "otter.txt", OTTER)["state"] == "added"
        late = TestClient(client.app, base_url=LOCAL)
        answer = late.put("/pincite/uploads?name=heron.txt", content=HERON)
        assert answer.status_code == 503
        assert "try again later" in answer.json()["message"]
        assert not late.cookies


def test_a_document_of_ones_own_is_removed_and_the_library_stays(
    visitor, assistant: Assistant
):
    client = visitor()
    otter = added(client, "otter.txt", OTTER)["document"]
    assert client.delete(f"/pincite/documents/{otter}").status_code == 204
    assert "The otter" not in listed(client)
    assert client.delete(f"/pincite/documents/{otter}").status_code == 404
    shared = assistant.documents()[0].id
    refused = client.delete(f"/pincite/documents/{shared}")
    assert refused.status_code == 403
    assert "operator" in refused.json()["message"]


def test_another_sites_page_adds_and_removes_nothing(visitor):
    client = visitor()
    foreign = {"Origin": "https://elsewhere.invalid"}
    sent = client.put("/pincite/uploads?name=a.txt", content=OTTER, headers=foreign)
    assert sent.status_code == 403
    otter = added(client, "otter.txt", OTTER)["document"]
    gone = client.delete(f"/pincite/documents/{otter}", headers=foreign)
    assert gone.status_code == 403
    assert "The otter" in listed(client)


def test_a_sidecar_is_read_with_its_document_whichever_comes_first(visitor):
    client = visitor()
    assert added(client, "otter.toml", b'title = "On otters"')["state"] == "kept"
    added(client, "otter.txt", OTTER)
    assert "On otters" in listed(client)
    assert "title as supplied" in listed(client)
    added(client, "heron.txt", HERON)
    became = added(client, "heron.toml", b"date = 2020-05-04\n")
    assert became["state"] == "replaced"
    assert "4 May 2020" in listed(client)


def test_where_nothing_may_be_added_nothing_is_offered(app_of):
    with TestClient(app_of(uploads="off"), base_url=LOCAL) as client:
        wait_for(lambda: client.get("/healthz").json()["status"] == "ready")
        assert client.get("/pincite/adding").text == ""
        answer = client.put("/pincite/uploads?name=otter.txt", content=OTTER)
        assert answer.status_code == 403
        assert "data-remove" not in listed(client)


def test_what_is_left_is_deleted_when_the_page_stops(app_of, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with TestClient(app_of(), base_url=LOCAL) as client:
        wait_for(lambda: client.get("/healthz").json()["status"] == "ready")
        added(client, "otter.txt", OTTER)
        assert list(tmp_path.rglob("library.sqlite"))
        secret = next(iter(client.cookies.values()))
        assert secret not in " ".join(map(str, tmp_path.rglob("*")))
    assert list(tmp_path.iterdir()) == []


def test_where_the_operator_allows_it_everybody_adds_and_removes(tmp_path, embedder):
    def provide(report) -> Assistant:
        return Assistant(Library.open(tmp_path / "library", create=True), embedder)

    app = build_app(provide, uploads="library")
    with TestClient(app, base_url=LOCAL) as client:
        wait_for(lambda: client.get("/healthz").json()["status"] == "ready")
        assert 'data-total="0"' in listed(client)
        otter = added(client, "otter.txt", OTTER)["document"]
        other = TestClient(app, base_url=LOCAL)
        assert "The otter" in listed(other)
        assert other.get("/pincite/uploads").json()["uploads"] == []
        assert other.delete(f"/pincite/documents/{otter}").status_code == 204
        assert "The otter" not in listed(client)


def test_what_was_sent_is_told_until_it_is_dismissed(visitor):
    client = visitor()
    sent = added(client, "empty.txt", b"")
    (told,) = client.get("/pincite/uploads").json()["uploads"]
    assert told == sent
    client.delete(f"/pincite/uploads/{sent['id']}")
    assert client.get("/pincite/uploads").json()["uploads"] == []
