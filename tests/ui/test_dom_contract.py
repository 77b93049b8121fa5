"""What our styles and scripts rely on in the markup that Gradio draws.

Gradio promises none of it. After an upgrade this fails first, and says who is affected.
"""

from collections.abc import Callable, Iterator

import pytest
from browsing import ask
from playwright.sync_api import Page, expect

from qa import Assistant
from ui.app import build_app

pytestmark = [
    pytest.mark.browser,
    # Gradio sums up its queue with options that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

RELIED_ON = {
    "gradio-app .gradio-container": "frame.css, and every rule of ours that must win",
    ".gradio-container .html-container": "frame.css takes its padding away",
    "#desk.column > #conversation.column": "frame.css: the height of the page",
    "#desk.column > #composer.column": "frame.css: the box stays below",
    "#conversation > #home.column": "home.css centres it",
    "#conversation > #chat.block": "answers.css lets it grow",
    "#ask-box.block .input-container": "box.css draws the box's edge",
    "#ask-box .input-container textarea": "asking.js fills it; box.css",
    "#ask-box .input-container .submit-button": "asking.js presses it; box.css",
    "#tools.row > .block": "box.css puts the tools in a line",
    "button#new-chat": "chat.js and asking.js press it",
    "#again textarea": "asking.js: asking anew and replaying",
    "#again button": "asking.js: asking anew and replaying",
    "#chosen textarea": "choosing.js: the documents to search",
    "#suggested": "chat.js: what to ask next",
}
"""What is there when the page is drawn, and who relies on it."""

RELIED_ON_LATER = {
    "#chat [role=log]": "chat.js keeps it from being read out whole",
    "#chat .wrapper": "answers.css, print.css: it scrolls with the page",
    "#chat .message-wrap > .message-row": "answers.css, chat.js: one row a message",
    "#chat .message-row [data-testid]": "chat.js takes its label away",
    "#chat .message-row .message .question": "chat.js: questions and answers in turn",
    "#chat .message-row:last-child .answer": "chat.js: what to ask next stands there",
}
"""What is there once a question is answered."""


@pytest.fixture(scope="module")
def address(
    open_assistant: Callable[[], Assistant], serving: Callable
) -> Iterator[str]:
    with serving(build_app(lambda report: open_assistant())) as url:
        yield url


def missing(page: Page, relied_on: dict[str, str]) -> dict[str, str]:
    return {
        selector: who
        for selector, who in relied_on.items()
        if page.locator(selector).count() == 0
    }


def test_gradio_draws_what_our_styles_and_scripts_rely_on(page: Page):
    assert missing(page, RELIED_ON) == {}
    ask(page, "Who pays the mooring fee?")
    assert missing(page, RELIED_ON_LATER) == {}
    assert page.locator("#chat .message-row").count() == 2
    log = page.locator("#chat [role=log]")
    expect(log).to_have_attribute("aria-live", "off")
    expect(log).to_have_attribute("aria-label", "Conversation")
    assert page.locator("#chat [data-testid][aria-label]").count() == 0


def test_the_page_is_light_to_load(new_page):
    page = new_page()
    expect(page.locator("#starters button").first).to_be_visible()
    weights = page.evaluate("""() => [
      ...performance.getEntriesByType("navigation"),
      ...performance.getEntriesByType("resource"),
    ].map((entry) => [entry.name, entry.transferSize])""")
    assert len(weights) <= 90
    # As it comes over the wire; a stream that stays open counts for nothing yet.
    assert sum(size for _, size in weights) <= 600_000


def test_gradio_shows_a_refusal_where_our_styles_expect_it(new_page):
    page = new_page(expected="413")
    page.route("**/queue/join*", lambda route: route.fulfill(status=413, body="{}"))
    page.locator("#ask-box textarea").fill("Who pays the mooring fee?")
    page.keyboard.press("Enter")
    toast = page.locator(".toast-wrap .toast-body.error")
    expect(toast).to_be_visible()
    assert toast.locator(".toast-message-text").count() == 1
