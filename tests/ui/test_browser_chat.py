"""The conversation in a real browser: kept, replayed, linked to, taken away."""

import json
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import DESK, PHONE, ask, is_inside
from playwright.sync_api import Page, expect

from qa import Assistant
from qa.verification import verify_text
from ui.app import build_app

pytestmark = [
    pytest.mark.browser,
    # Gradio sums up its queue with options that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

LAMP = "When was the lighthouse lamp replaced?"
TOWER = "And the tower?"
MOORING = "Who pays the mooring fee?"
HOSTILE = (
    "<script>window.pwned=1</script> ${window.pwned=2} {{window.pwned=3}} "
    "<img src=x onerror=window.pwned=4> ![mooring](http://parrot.invalid/p.png) "
    "$$x^2$$ \u202efee\u202c `code` &amp; \"twice\" 'once' " + "mooring" * 1_000
)
# What Gradio says of its own stream when the page is left.
ABORTED = ("AbortError", "Connection errored out")
STORED = "Object.entries(localStorage).filter(([k]) => k.startsWith('pincite-chat:'))"


@pytest.fixture(scope="module")
def address(
    open_assistant: Callable[[], Assistant], serving: Callable
) -> Iterator[str]:
    with serving(build_app(lambda report: open_assistant())) as url:
        yield url


def questions(page: Page) -> list[str]:
    return page.locator("h2.question").all_text_contents()


def stored(page: Page) -> list[list[str]]:
    """The questions of each chat that the browser keeps."""
    found = [json.loads(value) for _, value in page.evaluate(STORED)]
    return [[turn["question"] for turn in chat["turns"]] for chat in found]


def open_chats(page: Page) -> None:
    page.get_by_role("button", name="Chats").click()
    expect(page.get_by_role("dialog", name="Chats")).to_be_visible()


def test_what_to_ask_next_stands_below_the_last_answer_alone(page: Page):
    ask(page, MOORING)
    following = page.get_by_role("navigation", name="Ask next")
    expect(following).to_have_count(1)
    chip = following.get_by_role("button").first
    question = chip.get_attribute("data-ask")
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h2.question").last).to_have_text(question)
    expect(page.locator(".answer, .card")).to_have_count(2)
    expect(page.locator("#ask-box textarea")).to_be_focused()
    expect(page.locator(".message-row:not(:last-child) .next")).to_have_count(0)


def test_an_answer_is_asked_for_again_in_its_place(page: Page):
    ask(page, LAMP)
    ask(page, MOORING)
    page.get_by_role("button", name="Ask again").first.click()
    expect(page.locator("#chat .pending")).to_have_count(0)
    expect(page.locator(".answer, .card")).to_have_count(2)
    assert questions(page) == [LAMP, MOORING]
    assert stored(page) == [[LAMP, MOORING]]


def test_the_last_question_goes_back_into_the_box_to_be_edited(page: Page):
    ask(page, LAMP)
    ask(page, MOORING)
    edit = page.get_by_role("button", name="Edit question")
    expect(edit).to_have_count(1)
    edit.click()
    expect(page.locator("#ask-box textarea")).to_have_value(MOORING)
    expect(page.locator("#ask-box textarea")).to_be_focused()


def test_a_reload_goes_on_with_the_conversation(new_page):
    page = new_page(expected=ABORTED)
    ask(page, LAMP)
    ask(page, TOWER)
    page.reload()
    expect(page.locator(".answer, .card")).to_have_count(2)
    assert questions(page) == [LAMP, TOWER]
    expect(page.locator(".understood")).to_contain_text("Understood as: And the tower?")
    assert stored(page) == [[LAMP, TOWER]]
    ask(page, MOORING)
    assert stored(page) == [[LAMP, TOWER, MOORING]]


def test_earlier_chats_are_opened_and_deleted(page: Page):
    ask(page, LAMP)
    ask(page, TOWER)
    page.get_by_role("button", name="New chat").click()
    expect(page.locator("h2.question")).to_have_count(0)
    ask(page, MOORING)
    open_chats(page)
    entries = page.locator("#chats .chat")
    expect(entries.first).to_have_attribute("aria-current", "true")
    expect(entries.last).to_contain_text("2 questions")
    entries.last.click()
    expect(page.locator(".answer, .card")).to_have_count(2)
    assert questions(page) == [LAMP, TOWER]
    assert len(stored(page)) == 2
    open_chats(page)
    page.get_by_role("button", name=f"Delete chat: {LAMP}").click()
    expect(page.locator("h2.question")).to_have_count(0)
    assert stored(page) == [[MOORING]]
    expect(page.get_by_role("button", name=f"Delete chat: {MOORING}")).to_be_focused()
    everything = page.locator("#chats .delete-all")
    everything.click()
    expect(everything).to_have_text("Yes, delete 1 chat")
    assert stored(page) == [[MOORING]]
    everything.click()
    expect(page.locator("#chats .none")).to_be_visible()
    assert stored(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Chats")).to_be_hidden()
    expect(page.get_by_role("button", name="Chats")).to_be_focused()


def test_nothing_is_kept_where_that_is_switched_off(new_page):
    page = new_page(expected=ABORTED)
    open_chats(page)
    switch = page.get_by_role("switch", name="Keep chats in this browser")
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(page.locator("#chats .why")).to_contain_text("gone when its tab is closed")
    page.keyboard.press("Escape")
    ask(page, LAMP)
    page.reload()
    expect(page.locator(".answer")).to_have_count(1)
    assert stored(page) == []


def test_nothing_but_questions_is_kept(page: Page):
    ask(page, LAMP)
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert LAMP in kept
    assert "replaced in spring" not in kept


def test_damaged_chats_are_passed_over(new_page):
    page = new_page(expected=ABORTED)
    page.evaluate("""() => {
      localStorage["pincite-chat:a"] = "{";
      localStorage["pincite-chat:b"] = '{"changed": 1, "turns": [{"question": 3}]}';
      const good = '{"changed": 1, "turns": [{"question": "Lamp?"}]}';
      localStorage["pincite-chat:c"] = good;
      sessionStorage["pincite-tab"] = '{"turns": 1}';
    }""")
    page.reload()
    expect(page.locator("#starters button").first).to_be_visible()
    open_chats(page)
    expect(page.locator("#chats .chat")).to_have_count(1)


def test_two_tabs_keep_their_own_chats(new_page):
    page = new_page(expected=ABORTED)
    ask(page, LAMP)
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("#home .documents li", state="attached")
    # As a tab is when it is duplicated.
    tab = page.evaluate("sessionStorage['pincite-tab']")
    other.evaluate("tab => { sessionStorage['pincite-tab'] = tab }", tab)
    other.reload()
    expect(other.locator(".answer")).to_have_count(1)
    ask(other, MOORING)
    ask(page, TOWER)
    assert sorted(stored(page)) == sorted([[LAMP, MOORING], [LAMP, TOWER]])


def test_a_link_asks_its_question_once(new_page: Callable[..., Page]):
    page = new_page(f"?{urlencode({'q': MOORING})}", expected=ABORTED)
    expect(page.locator(".answer")).to_have_count(1)
    assert questions(page) == [MOORING]
    page.reload()
    expect(page.locator(".answer")).to_have_count(1)
    assert questions(page) == [MOORING]
    page.locator("a.chip").first.click()
    expect(page.locator("#pane .row.cited")).to_be_visible()
    assert "q=Who+pays" in page.url
    assert "&doc=" in page.url
    expect(page.locator("a.chip").first).to_have_attribute("aria-current", "true")
    page.reload()
    expect(page.locator("#pane .row.cited")).to_be_visible()
    expect(page.locator(".answer")).to_have_count(1)
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="New chat").click()
    expect(page.locator("h2.question")).to_have_count(0)
    assert "?" not in page.url


def test_the_link_of_a_follow_up_brings_what_it_goes_on_from(new_page):
    allowed = ["clipboard-read", "clipboard-write"]
    page = new_page(expected=ABORTED, permissions=allowed)
    ask(page, MOORING)
    ask(page, LAMP)
    ask(page, TOWER)
    page.get_by_role("button", name="Copy link").last.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="New chat").click()
    page.goto(link)
    expect(page.locator(".answer, .card").last).to_contain_text("Understood as")
    assert questions(page)[-2:] == [LAMP, TOWER]


def test_a_hostile_question_is_shown_and_does_nothing_even_when_replayed(new_page):
    page = new_page(expected=ABORTED)
    ask(page, HOSTILE)
    shown = page.locator("h2.question")
    assert HOSTILE.startswith(shown.text_content().removesuffix(" …"))
    page.reload()
    expect(page.locator(".answer, .card")).to_have_count(1)
    assert HOSTILE.startswith(shown.text_content().removesuffix(" …"))
    open_chats(page)
    title = page.locator("#chats .title").text_content()
    assert HOSTILE.startswith(title)
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.evaluate("window.pwned") is None
    assert page.locator("#chat img, #chat script, .katex, #chats img").count() == 0


def test_a_line_of_a_megabyte_is_not_sent_and_stays_in_the_box(page: Page):
    line = "mooring " * 130_000
    box = page.locator("#ask-box textarea")
    box.fill(line)
    page.keyboard.press("Enter")
    expect(page.locator(".too-long")).to_contain_text("may have 10,000")
    expect(page.locator("#announcer")).to_contain_text("Shorten it")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("h2.question")).to_have_count(0)
    assert len(box.input_value()) == len(line)
    ask(page, MOORING)
    expect(page.locator(".too-long")).to_have_count(0)
    expect(page.locator(".answer")).to_have_count(1)


@pytest.mark.parametrize(
    ("name", "ending"), [("Markdown", ".md"), ("Page to print", ".html")]
)
def test_the_chat_is_taken_away_by_keyboard_and_verified(
    page: Page, assistant: Assistant, name: str, ending: str
):
    expect(page.get_by_role("button", name="Export")).to_be_hidden()
    ask(page, MOORING)
    ask(page, TOWER)
    page.get_by_role("button", name="Export").focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Markdown").wait_for()
    expect(page.get_by_role("menuitem", name="Markdown")).to_be_focused()
    page.keyboard.press(name[0].lower())
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert (
        download.value.suggested_filename == f"pincite-who-pays-the-mooring-fee{ending}"
    )
    written = download.value.path().read_text("utf-8")
    verification = verify_text(written, assistant)
    assert verification.findings
    assert not verification.fails
    expect(page.locator("[data-export]")).to_be_focused()


def test_on_paper_there_is_nothing_to_press(page: Page):
    ask(page, MOORING)
    page.locator("a.chip").first.click()
    page.emulate_media(media="print")
    expect(page.locator("h2.question")).to_be_visible()
    expect(page.locator(".quotes blockquote").first).to_be_visible()
    expect(
        page.locator("button:visible, textarea:visible, #pane:visible")
    ).to_have_count(0)


@pytest.mark.parametrize("viewport", [DESK, PHONE | {"width": 320}])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_in_a_conversation(new_page, viewport, scheme: str):
    page = new_page(viewport=viewport, color_scheme=scheme)
    page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
    expect(page.locator("#starters button").first).to_be_visible()
    found = {"starters": violations(page)}
    ask(page, MOORING)
    expect(page.locator("#chat .next")).to_have_count(1)
    found["suggestions"] = violations(page)
    page.get_by_role("button", name="Export").click()
    assert is_inside(page, "#export-menu")
    found["export"] = violations(page)
    page.keyboard.press("Escape")
    open_chats(page)
    assert is_inside(page, "#chats")
    found["chats"] = violations(page)
    assert {state: names for state, names in found.items() if names} == {}
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def violations(page: Page) -> list[str]:
    results = Axe().run(page)
    return [
        f"{found['id']}: {found['nodes'][0]['html'][:120]}"
        for found in results.response["violations"]
    ]
