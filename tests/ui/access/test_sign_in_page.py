"""Signing in, being refused and signing out, as a person meets them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from qa import Assistant
from ui.access.credentials import write_credentials
from ui.access.hosting import Hosting
from ui.access.keyring import Keyring
from ui.app import build_app

pytestmark = [
    pytest.mark.browser,
    # Gradio sums up its queue with options that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

PATIENCE_MS = 30_000
PASSWORD = "a lantern from dusk to dawn"
A_MINUTE = 20
SPEND_THE_RATE = """async (times) => {
  for (let n = 0; n < times; n++) {
    const asked = await fetch("pincite/found?doc=x&q=y");
    if (asked.status === 429) return;
  }
}"""


@pytest.fixture(scope="module")
def address(
    open_assistant: Callable[[], Assistant],
    serving: Callable,
    make_user: Callable,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    auth = tmp_path_factory.mktemp("auth") / "users"
    write_credentials(auth, [make_user("ann")])
    hosting = Hosting(keyring=Keyring(auth), questions_per_minute=A_MINUTE)
    with serving(build_app(lambda report: open_assistant(), hosting=hosting)) as url:
        yield url


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1360, 320])
def test_the_page_to_sign_in_is_accessible_and_needs_no_script(
    browser: Browser, address: str, scheme: str, width: int
):
    size = {"width": width, "height": 640}
    scripted = browser.new_context(viewport=size, color_scheme=scheme)
    page = scripted.new_page()
    page.goto(f"{address}?doc=a")
    expect(page.get_by_label("Name")).to_be_focused()
    sign_in(page, "a wrong lantern")
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    expect(page.get_by_label("Password")).to_be_focused()
    assert page.get_by_label("Name").input_value() == "ann"
    found = Axe().run(page).response["violations"]
    assert not found, [violation["id"] for violation in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    scripted.close()
    bare = browser.new_context(viewport=size, java_script_enabled=False)
    page = bare.new_page()
    page.goto(f"{address}?doc=a")
    sign_in(page)
    expect(page).to_have_url(f"{address}?doc=a")
    bare.close()


def test_a_question_too_many_is_refused_kindly_and_stays_in_its_box(
    browser: Browser, address: str
):
    context = browser.new_context(viewport={"width": 1360, "height": 860})
    page = context.new_page()
    page.goto(address)
    sign_in(page)
    box = page.locator("#ask-box textarea")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible(
        timeout=PATIENCE_MS
    )
    box.fill("Who pays the mooring fee?")
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_have_count(1, timeout=PATIENCE_MS)
    page.evaluate(SPEND_THE_RATE, A_MINUTE + 5)
    box.fill("When does a vessel show a lantern?")
    page.keyboard.press("Enter")
    said = page.get_by_test_id("toast-text")
    expect(said).to_have_text(
        re.compile(r"You have asked a great deal .* try again in \d+ second")
    )
    assert box.input_value() == "When does a vessel show a lantern?"
    # What was answered stays to be seen.
    top = "document.elementFromPoint({x}, {y}).closest('#chat .answer') !== null"
    place = page.locator(".answer blockquote, .answer .quote").first.bounding_box()
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    assert page.evaluate(top.format(x=x, y=y))
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{address}login")
    assert not context.cookies()
    context.close()


def test_the_style_of_the_page_to_sign_in_names_no_other_place():
    import ui

    style = Path(ui.__file__).parent / "static" / "sign_in.css"
    assert "//" not in style.read_text("utf-8")
