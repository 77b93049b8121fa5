"""What the page shows while something takes its time."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import DESK, PATIENCE_MS, PHONE, Watch
from playwright.sync_api import Browser, Page, expect

from index.embedding import Embedder
from index.library import Library
from qa import Assistant
from ui.app import build_app
from ui.loading import Report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

PATIENCE = PATIENCE_MS / 1000
LINE = (
    "The otter eats kelp ${window.pwned=1} <script>window.pwned=2</script> and sleeps; "
)


def opened(browser: Browser, url: str, **options) -> tuple[Page, Watch]:
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(PATIENCE_MS)
    # Until the library is open there is nothing to list, which is said so.
    watch = Watch(page, url, "503")
    page.goto(url)
    page.wait_for_selector("#ask-box textarea")
    return page, watch


@pytest.mark.parametrize(("viewport", "scheme"), [(DESK, "dark"), (PHONE, "light")])
def test_indexing_and_searching_are_told_and_without_barriers(
    browser: Browser, open_assistant, serving: Callable, viewport, scheme
):
    go_on = threading.Event()

    def provide(report: Report) -> Assistant:
        report(40, 84, "Indexing")
        go_on.wait(PATIENCE)
        return open_assistant()

    with serving(build_app(provide)) as url:
        page, watch = opened(browser, url, viewport=viewport, color_scheme=scheme)
        page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
        expect(page.locator(".loading .what")).to_have_text("Indexing, 40 of 84")
        found = {"indexing": violations(page)}
        page.locator("#ask-box textarea").fill("Who pays the mooring fee?")
        page.keyboard.press("Enter")
        expect(page.locator(".pending")).to_contain_text("Indexing… 48%")
        found["searching"] = violations(page)
        go_on.set()
        expect(page.locator(".answer")).to_contain_text("stays overnight")
        assert {state: names for state, names in found.items() if names} == {}
        assert watch.troubles == []
        page.context.close()


@pytest.mark.slow
def test_a_line_of_a_megabyte_is_shown_as_it_is_and_runs_nothing(
    browser: Browser, tmp_path: Path, embedder: Embedder, serving: Callable
):
    library = Library.open(tmp_path / "library", embedder.fingerprint, create=True)
    text = f"A diary\n\n{LINE * (1_000_000 // len(LINE) + 1)}.\n\nThe diary ends.\n"
    library.add([("diary.txt", text.encode())], embedder)
    with serving(build_app(lambda report: Assistant(library, embedder))) as url:
        page, watch = opened(browser, url)
        page.wait_for_selector("#home .documents li", state="attached")
        page.locator("#ask-box textarea").fill("What does the otter eat?")
        page.keyboard.press("Enter")
        quoted = page.locator(".quotes blockquote").first
        expect(quoted).to_contain_text(LINE.strip())
        assert len(quoted.text_content()) > 1_000_000
        page.locator("a.chip").first.click()
        expect(page.locator("#pane .row.cited")).to_contain_text(LINE.strip())
        assert page.evaluate("window.pwned") is None
        page.keyboard.press("Escape")
        expect(page.locator("a.chip").first).to_be_focused()
        assert watch.troubles == []
        page.context.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
