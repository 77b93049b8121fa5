import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

import ui
from index.embedding import Embedder
from index.library import Library
from index.reading import document_id
from qa import Assistant, QAError
from qa.records import records
from qa.styles import STYLES, write
from ui.app import build_app
from ui.listing import NEXT
from ui.loading import Report
from ui.server import AddressError, Server
from ui.style_sheet import SUBJECTS, style_sheet
from ui.views import WINDOW

LOCAL = "http://127.0.0.1"
PATIENCE = 20


def client_of(provider, **options) -> TestClient:
    return TestClient(build_app(provider, **options), base_url=LOCAL)


def settled(client: TestClient) -> dict:
    for _ in range(PATIENCE * 100):
        status = client.get("/healthz").json()
        if status["status"] != "starting":
            return status
        threading.Event().wait(0.01)
    raise AssertionError(f"still starting after {PATIENCE} s")


@pytest.fixture(scope="module")
def client(open_assistant: Callable[[], Assistant]) -> Iterator[TestClient]:
    with client_of(lambda report: open_assistant()) as client:
        assert settled(client)["status"] == "ready"
        yield client


def test_an_open_page_has_what_another_adds(tmp_path: Path, embedder: Embedder):
    folder = tmp_path / "library"
    with Library.open(folder, create=True) as library:
        library.add([("whales.txt", b"Whales sing in the deep sea.")], embedder)
    provider = lambda report: Assistant(Library.open(folder), embedder)  # noqa: E731
    with client_of(provider) as client:
        assert settled(client)["status"] == "ready"
        assert "1 document" in client.get("/pincite/documents").text
        with Library.open(folder) as library:
            library.add([("owls.txt", b"Owls hunt in the dark wood.")], embedder)
        assert "2 documents" in client.get("/pincite/documents").text
        asked = {"q": "owls wood", "doc": document_id(b"Owls hunt in the dark wood.")}
        assert "Owls" in client.get("/pincite/found", params=asked).text


def identified(assistant: Assistant, name: str) -> str:
    return next(found.id for found in assistant.documents() if found.name == name)


def test_the_page_says_how_far_the_library_is_until_it_is_ready(open_assistant):
    reported, go_on = threading.Event(), threading.Event()

    def provider(report: Report) -> Assistant:
        report(40, 84, "Indexing")
        reported.set()
        go_on.wait(PATIENCE)
        return open_assistant()

    with client_of(provider) as client:
        assert reported.wait(PATIENCE)
        assert client.get("/healthz").json() == {
            "status": "starting",
            "what": "Indexing",
            "done": 40,
            "total": 84,
        }
        assert client.get("/pincite/documents").status_code == 503
        assert client.get("/").status_code == 200
        go_on.set()
        assert settled(client)["status"] == "ready"
        assert client.get("/pincite/documents").status_code == 200


def test_a_library_that_cannot_be_opened_is_reported_in_its_own_words():
    def provider(report: Report) -> Assistant:
        raise QAError("shelf/x is damaged; run 'pincite doctor'")

    with client_of(provider) as client:
        status = settled(client)
        assert (status["status"], status["what"]) == (
            "failed",
            "shelf/x is damaged; run 'pincite doctor'",
        )
        assert "is damaged" in client.get("/pincite/documents").text


def test_an_error_of_ours_is_not_told_to_the_page():
    def provider(report: Report) -> Assistant:
        raise RuntimeError("the token is 1234")

    with client_of(provider) as client:
        status = settled(client)
        assert status["status"] == "failed"
        assert "1234" not in status["what"]


@pytest.mark.parametrize(
    "path",
    ["/", "/healthz", "/config", "/pincite/documents", "/pincite/static/main.js"],
)
def test_every_response_carries_the_security_headers(client: TestClient, path: str):
    response = client.get(path)
    assert response.status_code == 200
    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("host", ["library.example", "127.0.0.1"])
@pytest.mark.parametrize("path", ["/", "/config", "/pincite/documents"])
def test_no_other_site_may_read_what_the_page_reads(open_assistant, host, path):
    with client_of(lambda report: open_assistant(), hosts=None) as client:
        settled(client)
        headers = {"Host": host, "Origin": "https://stranger.example"}
        response = client.get(path, headers=headers)
        assert response.status_code == 200
        assert not [n for n in response.headers if n.startswith("access-control")]
        refused = client.post("/gradio_api/queue/join", headers=headers, json={})
        assert refused.status_code == 403


def test_a_strange_name_for_this_machine_is_refused(client: TestClient):
    for host in ("stranger.example", "127.0.0.1.stranger.example", "", "[::1", "a@b"):
        assert client.get("/healthz", headers={"Host": host}).status_code == 403
    for host in ("127.0.0.1:7860", "localhost", "[::1]:7860"):
        assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_documents_are_listed_with_what_they_print_of_themselves(client: TestClient):
    page = client.get("/pincite/documents").text
    assert "4 documents" in page
    assert "HR/12 · 14 March 2019 · 3 passages" in page


def test_a_document_opens_at_the_passage_with_its_sentence_marked(client, assistant):
    harbour = identified(assistant, "harbour.txt")
    first, second, _ = assistant.passages(harbour)
    query = {"doc": harbour, "p": first.spans[0][0], "mark": "0-8"}
    page = client.get("/pincite/source", params=query).text
    assert page.count('class="row cited"') == 1
    assert f"<mark>{first.quote[:8]}</mark>{first.quote[8:]}" in page
    assert second.quote in page
    assert "Paragraph 1 · Moorings" in page


def test_a_document_opened_without_a_passage_has_none_cited(client, assistant):
    harbour = identified(assistant, "harbour.txt")
    page = client.get("/pincite/source", params={"doc": harbour}).text
    assert 'class="row' in page
    assert "cited" not in page


def test_a_long_document_comes_in_windows_that_join(client, assistant):
    catalogue = identified(assistant, "catalogue.txt")
    passages = assistant.passages(catalogue)
    at = {"doc": catalogue, "p": passages[150].spans[0][0]}
    window = client.get("/pincite/source", params=at).text
    assert window.count('class="row') == 2 * WINDOW + 1
    more = {"doc": catalogue, "start": 151 + WINDOW, "stop": 151 + 2 * WINDOW}
    assert f'data-start="{more["start"]}" data-stop="{more["stop"]}"' in window
    rows = client.get("/pincite/rows", params=more).text
    assert rows.count('class="row') == WINDOW
    assert passages[151 + WINDOW].quote in rows
    everything = {"doc": catalogue, "start": 0, "stop": 10**9}
    assert client.get("/pincite/rows", params=everything).text.count("row") <= WINDOW


@pytest.mark.parametrize(
    "query",
    [
        "doc=nowhere",
        "doc=%3Cscript%3E&p=1",
        "doc=nowhere&p=-1",
        "doc=nowhere&p=x",
        "p=3",
        "doc=" + "a" * 10_000,
        "doc=nowhere&mark=" + "1-2," * 10_000,
        "doc=nowhere&p=" + "9" * 400,
    ],
)
def test_a_link_to_nothing_is_answered_plainly(client: TestClient, query: str):
    response = client.get(f"/pincite/source?{query}")
    assert response.status_code in (404, 422)
    assert "<script" not in response.text or "json" in response.headers["content-type"]
    assert "Traceback" not in response.text


@pytest.mark.parametrize("style", STYLES)
def test_a_paragraph_is_written_in_every_style(client, assistant, style: str):
    second = assistant.passages(identified(assistant, "harbour.txt"))[1]
    fields = {"doc": second.document.id, "p": second.spans[0][0], "style": style}
    response = client.get("/pincite/cite", params=fields)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    page = f"{LOCAL}/" if style == "link" else None
    assert response.text == write(style, records(assistant.library, [second], page))


def test_an_address_of_this_machine_stands_in_a_link_and_in_no_bibliography(
    client, assistant
):
    first = assistant.passages(identified(assistant, "harbour.txt"))[0]
    fields = {"doc": first.document.id, "p": first.spans[0][0]}
    for style in STYLES:
        text = client.get("/pincite/cite", params=fields | {"style": style}).text
        assert (LOCAL in text) == (style == "link"), style


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"style": ""}, 400, "un-footnote, un-text"),
        ({"style": "<script>alert(1)</script>"}, 400, "no such style"),
        ({"style": "x" * 50_000}, 400, "no such style"),
        ({"style": "__class__"}, 400, "no such style"),
        ({"doc": ""}, 400, "no document"),
        ({"doc": "a" * 50_000}, 400, "no document"),
        ({"doc": "nowhere"}, 404, "nowhere"),
        ({"doc": "' OR 1=1 --"}, 404, ""),
        ({"doc": "../../etc/passwd"}, 404, ""),
        ({"doc": "\0"}, 404, ""),
        ({"p": ""}, 400, "no paragraph"),
        ({"p": "-1"}, 400, "no paragraph"),
        ({"p": "1e3"}, 400, "no paragraph"),
        ({"p": "\u0663"}, 400, "no paragraph"),
        ({"p": "9" * 5_000}, 400, "no paragraph"),
        ({"p": "999999999999"}, 404, "No paragraph of the document starts"),
    ],
)
def test_a_citation_that_cannot_be_written_says_why_in_plain_text(
    client, assistant, changes, status, said
):
    first = assistant.passages(identified(assistant, "harbour.txt"))[0]
    fields = {"doc": first.document.id, "p": first.spans[0][0], "style": "plain"}
    response = client.get("/pincite/cite", params=fields | changes)
    assert response.status_code == status
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert said in response.text
    assert len(response.text) < 400
    assert "script" not in response.text


def test_a_place_inside_a_paragraph_cites_no_paragraph(client, assistant):
    first = assistant.passages(identified(assistant, "harbour.txt"))[0]
    fields = {"doc": first.document.id, "p": first.spans[0][0] + 1, "style": "plain"}
    assert client.get("/pincite/cite", params=fields).status_code == 404


def test_nothing_is_cited_before_the_library_is_open():
    def provider(report: Report) -> Assistant:
        raise QAError("shelf/x is damaged")

    with client_of(provider) as client:
        settled(client)
        response = client.get("/pincite/cite?doc=a&p=1&style=plain")
        assert (response.status_code, response.text) == (503, "Shelf/x is damaged.")


def test_the_references_of_a_passage_lead_where_they_point(client, assistant):
    lighthouse = identified(assistant, "lighthouse.txt")
    third = assistant.passages(identified(assistant, "harbour.txt"))[2]
    address = f"?doc={third.document.id}&amp;p={third.spans[0][0]}"
    held = f'<a data-cite href="{address}">HR/12, para. 3</a>'
    for path in ("source?doc=", "rows?start=0&stop=9&doc="):
        page = client.get(f"/pincite/{path}{lighthouse}").text
        assert held in page
        assert 'data-ask="CD/1985"' in page
        assert page.count("data-ask") == 1


def test_every_mention_in_a_document_comes_in_windows_that_join(client, assistant):
    catalogue = identified(assistant, "catalogue.txt")
    answer = assistant.ask("shelf", limit=None)
    quotes = [c.quote for c in answer.citations if c.document.id == catalogue]
    assert len(quotes) == 300
    address = f"?q=shelf&doc={catalogue}"
    shown = []
    while address:
        response = client.get(f"/pincite/found{address}")
        assert response.status_code == 200
        assert response.headers["cache-control"] == "no-store"
        assert response.text.count("<blockquote") <= NEXT
        shown += re.findall("<blockquote [^>]*>(.*?)</blockquote>", response.text)
        following = re.search('data-found-more="([^"]+)"', response.text)
        address = following and unescape(following[1])
    plain = [re.sub("</?mark>", "", quote) for quote in shown]
    assert plain == quotes
    assert all("<mark>shelf</mark>" in quote for quote in shown)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"q": "?!"}, 404),
        ({"q": "bitcoin"}, 404),
        ({"q": "\0"}, 404),
        ({"doc": "nowhere"}, 404),
        ({"start": "300"}, 404),
        ({"start": "-1"}, 422),
        ({"start": "9" * 400}, 422),
        ({"q": "shelf " * 1_000}, 422),
        ({"doc": "<img src=x onerror=alert(1)>" * 9}, 422),
    ],
)
def test_mentions_that_are_not_there_are_answered_plainly(
    client, assistant, changes, status
):
    fields = {"q": "shelf", "doc": identified(assistant, "catalogue.txt"), "start": "0"}
    response = client.get("/pincite/found", params=fields | changes)
    assert response.status_code == status
    is_html = response.headers["content-type"].startswith("text/html")
    assert is_html == (status == 404)
    assert not is_html or "<img" not in response.text


def test_the_page_offers_no_programming_interface_by_accident(client: TestClient):
    info = client.get("/gradio_api/info").json()
    assert set(info["named_endpoints"]) == {"/ask", "/lookup"}
    assert info["unnamed_endpoints"] == {}
    assert client.get("/openapi.json").status_code == 404


def test_nothing_can_be_uploaded(client: TestClient):
    files = {"files": ("a.txt", b"more than one byte")}
    assert client.post("/gradio_api/upload", files=files).status_code == 413


def test_scripts_and_style_are_asked_for_anew_after_an_upgrade(client: TestClient):
    response = client.get("/pincite/static/main.js")
    assert response.headers["cache-control"] == "no-cache"


def test_importing_the_page_keeps_its_libraries_off_the_network():
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_style_sheet_and_scripts_name_only_files_that_ship():
    folder = Path(ui.__file__).parent / "static"
    fonts = re.findall(r'url\("([^"]+)"\)', style_sheet())
    assert fonts
    imported = [
        name
        for script in folder.glob("*.js")
        for name in re.findall(r'from "\./([^"]+)"', script.read_text("utf-8"))
    ]
    assert imported
    for name in fonts + imported:
        assert (folder / name).is_file(), name
    assert (folder / "fonts" / "OFL.txt").is_file()
    texts = [*folder.glob("css/*.css"), *folder.glob("*.js")]
    assert not [t.name for t in texts if re.search(r"https?://", t.read_text("utf-8"))]
    assert {t.stem for t in folder.glob("css/*.css")} == set(SUBJECTS)


def test_small_answers_are_sent_at_once(serving):
    times = []
    with serving(build_app(lambda report: None)) as url:
        address = urlsplit(url)
        connection = HTTPConnection(address.hostname, address.port)
        for _ in range(25):
            begun = time.perf_counter()
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            times.append(time.perf_counter() - begun)
        connection.close()
    # Held back for the other side's delayed acknowledgement they take 40 ms each.
    assert median(times[10:]) < 0.035


def test_port_zero_is_a_free_port_and_a_taken_one_says_so():
    app = build_app(lambda report: None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressError, match=f"127.0.0.1:{port} .*--port 0"):
            Server(app, "127.0.0.1", port)
    server = Server(app, "127.0.0.1", 0)
    assert re.fullmatch(r"http://127\.0\.0\.1:[1-9]\d*/", server.url)
    server.close()
