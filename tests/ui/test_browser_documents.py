"""Adding, choosing and removing documents, as a person does it in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import PATIENCE_MS, PHONE, ask
from playwright.sync_api import Browser, Locator, Page, expect

from index.library import Library
from qa import Assistant
from ui.app import build_app

pytestmark = [
    pytest.mark.browser,
    # Gradio sums up its queue with options that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

OTTER = b"""On otters

The otter Lutra sleeps on its back in the kelp forest.

Pups learn to dive for urchins within a month.

Fur keeps the cold sea away from the skin.

Stones open the shells of clams and crabs.

Whiskers feel what moves in murky water.
"""
HERON = b"On herons\n\nThe heron Ardea waits at the reeds for eels all morning.\n"
OTTERS = "Where does the otter Lutra sleep?"
HOSTILE_NAME = "<img src=x onerror=window.pwned=1> \u202e.txt"

DROP = """([selector, names]) => {
  const data = new DataTransfer();
  for (const [name, text] of names) data.items.add(new File([text], name));
  const at = document.querySelector(selector);
  for (const kind of ["dragenter", "dragover", "drop"])
    at.dispatchEvent(
      new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
}"""


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Wait for what starts a process to read a file, on a busy machine too."""
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def address(
    open_assistant: Callable[[], Assistant], serving: Callable
) -> Iterator[str]:
    with serving(build_app(lambda report: open_assistant())) as url:
        yield url


def open_documents(page: Page) -> Locator:
    page.locator(".bar").get_by_role("button", name="Documents").click()
    panel = page.locator("#panel-documents")
    expect(panel.locator(".dropzone")).to_be_visible()
    return panel


def choose_files(panel: Locator, **contents: bytes) -> None:
    panel.locator("[data-files]").set_input_files(
        [
            {"name": name, "mimeType": "", "buffer": content}
            for name, content in contents.items()
        ]
    )


def test_a_document_is_dropped_anywhere_asked_and_removed(page: Page):
    page.evaluate(DROP, ["#conversation", [["otter.txt", OTTER.decode()]]])
    own = page.locator("#home .library [data-document]", has_text="On otters")
    expect(own).to_be_visible()
    ask(page, OTTERS)
    expect(page.locator(".quotes blockquote").first).to_contain_text("kelp forest")
    page.locator("a.chip").first.click()
    expect(page.locator("#pane .row.cited")).to_contain_text("kelp forest")
    page.get_by_role("tab", name="Documents").click()
    panel = page.locator("#panel-documents")
    expect(panel.locator("h4")).to_have_text(["Your documents", "The library"])
    remove = panel.get_by_role("button", name="Remove On otters")
    remove.focus()
    page.keyboard.press("Enter")
    expect(panel.get_by_role("button", name="Keep")).to_be_focused()
    page.keyboard.press("Escape")
    expect(remove).to_be_focused()
    expect(page.locator("#pane")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(panel.locator("h3")).to_have_text("4 documents")
    expect(page.locator("#announcer")).to_have_text("Removed: On otters")
    expect(panel.locator("[data-document] a").first).to_be_focused()
    ask(page, OTTERS)
    expect(page.locator(".card").last).to_contain_text("otter")


def test_what_cannot_be_added_says_why_until_it_is_dismissed(new_page):
    page = new_page()
    panel = open_documents(page)
    choose_files(
        panel,
        **{
            "empty.txt": b"",
            "noise.txt": bytes(range(256)) * 40,
            "lying.txt": b"%PDF-1.4 not really",
            "sheet.xlsx": b"x",
            HOSTILE_NAME: OTTER,
        },
    )
    rows = panel.locator(".upload")
    failed = panel.locator(".upload.failed")
    expect(failed).to_have_count(4)
    for name, why in (
        ("empty.txt", "no text"),
        ("noise.txt", "noise.txt"),
        ("lying.txt", "is a PDF file by its content"),
        ("sheet.xlsx", "cannot be read; convert"),
    ):
        expect(failed.filter(has_text=name)).to_contain_text(why)
        expect(failed.filter(has_text=name)).to_contain_text("Not added")
    own = panel.locator("[data-document]", has_text="On otters")
    expect(own).to_have_count(1)
    assert page.evaluate("window.pwned") is None
    assert panel.locator("img").count() == 0
    choose_files(
        panel, **{"copy.txt": OTTER, "windows.txt": OTTER.replace(b"\n", b"\r\n")}
    )
    expect(rows.filter(has_text="copy.txt")).to_contain_text("is here already")
    expect(rows.filter(has_text="windows.txt")).to_contain_text("has the same text as")
    page.reload()
    page.wait_for_selector("#home .documents li", state="attached")
    open_documents(page)
    expect(rows.filter(has_text="empty.txt")).to_contain_text("no text")
    dismiss = rows.filter(has_text="empty.txt").get_by_role("button", name="Dismiss")
    dismiss.focus()
    page.keyboard.press("Enter")
    expect(rows.filter(has_text="empty.txt")).to_have_count(0)
    expect(page.locator(":focus")).to_have_attribute("data-dismiss", "")
    panel.get_by_role("button", name="Dismiss all").click()
    expect(rows).to_have_count(0)
    expect(panel.locator("[data-pick]")).to_be_focused()


def test_a_file_sent_while_the_list_is_drawn_is_followed_to_its_end(page: Page):
    panel = open_documents(page)
    page.evaluate("""() => {
      const fetched = window.fetch;
      window.listed = new Promise((resolve) => (window.goOn = resolve));
      window.fetch = async (address, ...options) => {
        if (String(address).includes("pincite/documents")) await window.listed;
        return fetched(address, ...options);
      };
    }""")
    rows = panel.locator(".upload")
    choose_files(panel, **{"otter.txt": OTTER})
    expect(rows.filter(has_text="otter.txt")).to_contain_text("Added")
    choose_files(panel, **{"windows.txt": OTTER.replace(b"\n", b"\r\n")})
    expect(rows.filter(has_text="windows.txt")).to_be_visible()
    page.wait_for_timeout(500)  # sent and taken, while the list is waited for
    page.evaluate("window.goOn()")
    expect(rows.filter(has_text="windows.txt")).to_contain_text("has the same text as")


def test_nobody_sees_what_another_added(new_page):
    mine, other = new_page(), new_page(expected="404 (Not Found)")
    choose_files(open_documents(mine), **{"otter.txt": OTTER})
    choose_files(open_documents(other), **{"heron.txt": HERON})
    for page, seen, unseen in (
        (mine, "On otters", "On herons"),
        (other, "On herons", "On otters"),
    ):
        panel = page.locator("#panel-documents")
        expect(panel.locator("[data-document]", has_text=seen)).to_have_count(1)
        expect(panel.locator("[data-document]", has_text=unseen)).to_have_count(0)
    ask(mine, OTTERS)
    expect(mine.locator(".quotes blockquote").first).to_contain_text("kelp")
    ask(other, OTTERS)
    expect(other.locator(".card")).to_contain_text("otter")
    ask(other, "on otters, para. 1")
    assert "kelp" not in other.content()
    theirs = mine.locator("a.chip").first.get_attribute("href")
    page = new_page(theirs, expected="404 (Not Found)")
    expect(page.locator("#panel-source [role=alert]")).to_be_visible()
    assert "kelp" not in page.content()


def test_a_question_is_kept_to_the_documents_chosen(page: Page):
    panel = open_documents(page)
    rules = panel.locator("[data-document]", has_text="Rules of the harbour")
    rules.locator("[data-choose]").focus()
    page.keyboard.press("Space")
    line = page.locator(".asking-in")
    expect(line).to_contain_text("Asking in 1 of 4 documents")
    # A document that is open has a total of its own.
    rules.locator("a").click()
    expect(page.locator("#panel-source .row")).not_to_have_count(0)
    page.locator("#tab-documents").click()
    rules.locator("[data-choose]").uncheck()
    rules.locator("[data-choose]").check()
    expect(line).to_contain_text("Asking in 1 of 4 documents")
    ask(page, "When was the lighthouse lamp replaced?")
    expect(page.locator(".card")).to_contain_text("Searched in 1 chosen document")
    choose_files(panel, **{"otter.txt": OTTER})
    expect(panel.locator("h3")).to_have_text("5 documents")
    expect(line).to_contain_text("Asking in 1 of 5 documents")
    expect(rules.locator("[data-choose]")).to_be_checked()
    page.reload()
    page.wait_for_selector("#home .documents li", state="attached")
    expect(line).to_contain_text("Asking in 1 of 5 documents")
    line.get_by_role("button", name="Ask in all").click()
    expect(line).to_be_hidden()
    expect(page.locator("#ask-box textarea")).to_be_focused()
    ask(page, "When was the lighthouse lamp replaced?")
    expect(page.locator(".quotes blockquote").first).to_contain_text("lamp")


def test_a_document_that_is_chosen_and_removed_is_chosen_no_more(page: Page):
    panel = open_documents(page)
    choose_files(panel, **{"otter.txt": OTTER})
    own = panel.locator("[data-document]", has_text="On otters")
    own.locator("[data-choose]").check()
    expect(page.locator(".asking-in")).to_contain_text("1 of 5")
    own.locator("[data-remove]").click()
    own.locator("[data-really]").click()
    expect(page.locator(".asking-in")).to_be_hidden()
    assert page.locator("#chosen textarea").input_value() == ""


def test_a_long_list_is_filtered_as_one_types(
    browser: Browser, serving: Callable, tmp_path: Path, embedder
):
    library = Library.open(tmp_path / "library", create=True)
    texts = [(f"n{n}.txt", b"Notebook %d\n\nPage %d.\n" % (n, n)) for n in range(14)]
    library.add(texts, embedder)
    with serving(build_app(lambda report: Assistant(library, embedder))) as url:
        page = browser.new_page()
        page.goto(url)
        page.wait_for_selector("#home .documents li", state="attached")
        panel = open_documents(page)
        page.get_by_role("searchbox", name="Filter the list").fill("notebook 7")
        expect(panel.locator("[data-document]:visible")).to_have_count(1)
        expect(panel.locator(".sifted")).to_have_text("1 of 14 shown")
        page.get_by_role("searchbox").fill("zebra")
        expect(panel.locator("[data-document]:visible")).to_have_count(0)
        expect(panel.locator(".sifted")).to_have_text("0 of 14 shown")
        page.close()


def test_an_empty_library_is_filled_first(
    browser: Browser, serving: Callable, tmp_path: Path, embedder
):
    def empty(report) -> Assistant:
        return Assistant(Library.open(tmp_path / "library", create=True), embedder)

    with serving(build_app(empty, uploads="library")) as url:
        page = browser.new_page()
        page.goto(url)
        box = page.locator("#ask-box textarea")
        expect(page.locator("#home .dropzone")).to_be_visible(timeout=30_000)
        expect(box).to_be_disabled()
        expect(box).to_have_attribute(
            "placeholder", "Add a document first; then ask it here"
        )
        assert violations(page) == []
        page.locator("#home [data-files]").set_input_files(
            [{"name": "otter.txt", "mimeType": "", "buffer": OTTER}]
        )
        expect(box).to_be_enabled(timeout=30_000)
        ask(page, OTTERS)
        expect(page.locator(".quotes blockquote").first).to_contain_text("kelp")
        stranger = browser.new_page()
        stranger.goto(url)
        expect(stranger.locator("#home [data-document]")).to_contain_text("On otters")
        stranger.close()
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_documents_have_no_barrier_and_fit_a_phone(new_page, scheme: str):
    page = new_page(viewport=PHONE | {"width": 320}, color_scheme=scheme)
    page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
    panel = open_documents(page)
    choose_files(
        panel, **{"otter.txt": OTTER, "empty.txt": b"", f"{'long' * 30}.txt": b""}
    )
    expect(panel.locator(".upload.failed")).to_have_count(2)
    expect(panel.locator("h3")).to_have_text("5 documents")
    panel.locator("[data-choose]").first.check()
    panel.get_by_role("button", name="Remove On otters").click()
    wide = "document.documentElement.scrollWidth > innerWidth"
    inner = "document.querySelector('.documents-pane').scrollWidth > innerWidth"
    assert not page.evaluate(wide)
    assert not page.evaluate(inner)
    assert violations(page) == []
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".asking-in")).to_be_visible()
    assert not page.evaluate(wide)
    assert violations(page) == []


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
