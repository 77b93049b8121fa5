import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from qa import Assistant
from ui import feedback
from ui.app import build_app
from ui.feedback import FeedbackFile, FeedbackFileError, giving_feedback

MOORING = "Who pays the mooring fee?"
GIVEN = {"verdict": "helpful", "question": MOORING, "passages": ["0a1b.17"]}


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feedback") / "opinions.jsonl"


@pytest.fixture(scope="module")
def address(
    open_assistant: Callable[[], Assistant], serving: Callable, kept: Path
) -> Iterator[str]:
    app = build_app(lambda report: open_assistant(), feedback=FeedbackFile(kept))
    with serving(app) as url:
        yield url


def client(path: Path) -> TestClient:
    app = FastAPI()
    app.include_router(giving_feedback(FeedbackFile(path)))
    return TestClient(app)


def test_an_opinion_is_a_line_without_who_had_it(tmp_path: Path):
    path = tmp_path / "opinions.jsonl"
    given = client(path).post("/pincite/feedback", json=GIVEN)
    assert given.status_code == 204
    (row,) = rows(path)
    assert row.pop("at")
    assert row == GIVEN


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "dull"},
        {"question": "x" * 20_000},
        {"passages": ["../../etc/passwd"]},
        {"user": "ann"},
        {"question": "half a character: \ud800"},
    ],
)
def test_anything_else_is_refused_and_not_written(tmp_path: Path, wrong):
    path = tmp_path / "opinions.jsonl"
    text = json.dumps(GIVEN | wrong)
    refused = client(path).post("/pincite/feedback", content=text)
    assert refused.status_code == 422
    assert refused.text.startswith("That is no feedback")
    assert rows(path) == []


def test_a_long_file_makes_room_for_a_new_one(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(feedback, "MAX_BYTES", 10)
    path = tmp_path / "opinions.jsonl"
    for _ in range(2):
        client(path).post("/pincite/feedback", json=GIVEN)
    assert len(rows(path)) == 1
    assert len(rows(tmp_path / "opinions.jsonl.1")) == 1


def test_a_file_that_cannot_be_written_says_so_at_once(tmp_path: Path):
    with pytest.raises(FeedbackFileError, match="cannot be written"):
        FeedbackFile(tmp_path / "nowhere" / "opinions.jsonl")


def test_nobody_is_asked_unless_the_operator_wants_it(open_assistant):
    with TestClient(
        build_app(lambda report: open_assistant()), base_url="http://127.0.0.1"
    ) as page:
        assert page.post("/pincite/feedback", json=GIVEN).status_code in (404, 405)
        assert "feedback.js" not in page.get("/").text


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")
@pytest.mark.filterwarnings("ignore:The copy keyword is deprecated")
def test_what_a_reader_says_of_an_answer_is_written_once(page: Page, kept: Path):
    box = page.locator("#ask-box textarea")
    box.fill(MOORING)
    box.press("Enter")
    opinion = page.locator(".answer .feedback").first
    helpful = opinion.get_by_role("button", name="Helpful")
    where = helpful.bounding_box()
    helpful.dblclick()
    expect(opinion).to_have_text("Thank you, noted")
    expect(opinion).to_be_focused()
    # The second press of a slow hand comes when the buttons are gone.
    page.mouse.click(where["x"] + where["width"] / 2, where["y"] + where["height"] / 2)
    expect(opinion).to_be_focused()
    box.fill("How do volcanoes erupt beneath glaciers?")
    box.press("Enter")
    expect(page.locator(".card .feedback button")).to_have_text(
        ["Helpful", "Should have answered"]
    )
    expect(opinion).to_have_text("Thank you, noted")
    (row,) = rows(kept)
    assert row["verdict"] == "helpful"
    assert row["question"] == MOORING
    assert len(row["passages"]) == page.locator(".answer a.chip").count()
