"""The whole use of the page: by keyboard alone, and on the smallest screens."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import DESK, PHONE, ask
from playwright.sync_api import Page, expect

from qa import Assistant
from ui.app import build_app

pytestmark = [
    pytest.mark.browser,
    # Gradio sums up its queue with options that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

SHELVES = "Which shelf of the archive does the catalogue describe?"
DREDGING = "Who opposed the dredging of the channel?"
MOORING = "Who pays the mooring fee?"

# A desk's screen at 200 %, and the narrowest screen that WCAG asks for.
ZOOMED = {"width": 680, "height": 430}
NARROWEST = {"width": 320, "height": 640}

WHERE = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "nowhere";
  if (!at.checkVisibility()) return "hidden: " + at.outerHTML.slice(0, 120);
  const box = at.getBoundingClientRect();
  const across = box.right > 0 && box.left < innerWidth;
  const seen = across && box.bottom > 0 && box.top < innerHeight;
  return seen ? "" : "out of view: " + at.outerHTML.slice(0, 120);
}"""


@pytest.fixture(scope="module")
def address(
    open_assistant: Callable[[], Assistant], serving: Callable
) -> Iterator[str]:
    with serving(build_app(lambda report: open_assistant())) as url:
        yield url


def press(page: Page, *keys: str) -> None:
    """Press keys; the focus is on something that can be seen after each."""
    for key in keys:
        page.keyboard.press(key)
        assert page.evaluate(WHERE) == "", key


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Go on with the Tab key until the focus is there."""
    for _ in range(80):
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return
        press(page, key)
    raise AssertionError(f"the Tab key does not lead to {selector}")


def test_the_whole_page_is_used_by_keyboard_alone(page: Page):
    box = page.locator("#ask-box textarea")
    expect(page.locator("#starters button").first).to_be_visible()
    tab_to(page, ".skip", "Shift+Tab")
    press(page, "Enter")
    expect(box).to_be_focused()
    page.keyboard.type(SHELVES)
    press(page, "Enter")
    expect(page.locator(".answer")).to_be_visible()
    expect(box).to_be_focused()
    tab_to(page, "a.chip", "Shift+Tab")
    press(page, "Enter")
    heading = page.locator("#pane .source-head h2")
    expect(heading).to_be_focused()
    tab_to(page, "[data-step]", "Shift+Tab")
    position = page.locator(".stepper .position")
    before = position.text_content()
    press(page, "Enter")
    expect(position).not_to_have_text(before)
    expect(heading).to_be_focused()
    press(page, "Escape")
    expect(page.locator("#pane")).to_be_hidden()
    expect(page.locator("a.chip:focus")).to_have_count(1)
    tab_to(page, "[data-show=documents]", "Shift+Tab")
    press(page, "Enter")
    expect(page.get_by_role("tab", name="Documents")).to_be_focused()
    expect(page.locator("#panel-documents [data-choose]").first).to_be_visible()
    tab_to(page, "#panel-documents [data-choose]")
    press(page, "Space")
    expect(page.locator(".asking-in")).to_be_visible()
    press(page, "Escape")
    tab_to(page, "[data-show=explore]")
    press(page, "Enter")
    expect(page.get_by_role("tab", name="Explore")).to_be_focused()
    press(page, "ArrowLeft", "ArrowRight")
    # Before the picture has come, the Tab key leads past it and out of the page.
    expect(page.locator("#panel-explore .brick").first).to_be_visible()
    tab_to(page, "#panel-explore .brick")
    press(page, "Enter")
    expect(heading).to_be_focused()
    press(page, "Escape")
    tab_to(page, "[data-theme]")
    press(page, "Enter")
    expect(page.locator("body.dark")).to_have_count(1)
    tab_to(page, "[aria-haspopup=dialog]", "Shift+Tab")
    press(page, "Enter")
    expect(page.locator("#chats")).to_be_visible()
    press(page, "Escape")
    expect(page.locator("[aria-haspopup=dialog]")).to_be_focused()
    tab_to(page, "[data-export]")
    press(page, "Enter")
    expect(page.locator("#export-menu [role=menuitem]").first).to_be_focused()
    press(page, "ArrowDown", "Escape")
    expect(page.locator("[data-export]")).to_be_focused()
    tab_to(page, "#new-chat")
    press(page, "Enter")
    expect(page.locator("h2.question")).to_have_count(0)
    expect(box).to_be_focused()


@pytest.mark.parametrize("viewport", [ZOOMED, NARROWEST], ids=["zoomed", "narrow"])
def test_nothing_runs_off_the_side_in_any_state(new_page, viewport):
    page = new_page(viewport=viewport)
    page.emulate_media(reduced_motion="reduce")
    wide = []

    def look(state: str) -> None:
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(state)

    look("empty")
    ask(page, DREDGING)
    look("who said what")
    running = (
        "document.getAnimations().filter(one => one.playState === 'running').length"
    )
    assert page.evaluate(running) == 0
    ask(page, "How do volcanoes erupt beneath glaciers?")
    look("abstained")
    ask(page, "entry")
    page.get_by_role("button", name="Show every passage on this").last.click()
    expect(page.locator(".found")).to_have_count(2)
    look("every mention")
    page.locator("a.chip").first.click()
    expect(page.locator("#pane .row.cited")).to_be_visible()
    look("source")
    page.get_by_role("tab", name="Documents").click()
    look("documents")
    page.get_by_role("tab", name="Explore").click()
    expect(page.locator(".explore .picture")).to_be_visible()
    look("explore")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Export").click()
    look("export")
    assert wide == []


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESK, "dark"), (PHONE, "light")], ids=["desk", "phone"]
)
def test_no_barrier_is_found_in_groups_and_sections(new_page, viewport, scheme):
    page = new_page(viewport=viewport, color_scheme=scheme)
    page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
    ask(page, DREDGING)
    found = {"who said what": violations(page)}
    page.locator("a.chip").first.click()
    expect(page.locator("#pane .row.cited")).to_be_visible()
    page.locator(".contents summary").click()
    expect(page.locator(".contents nav")).to_be_visible()
    found["sections"] = violations(page)
    assert {state: names for state, names in found.items() if names} == {}


def test_a_second_citation_in_the_same_document_is_scrolled_to(page: Page):
    ask(page, SHELVES)
    chips = page.locator("a.chip")
    tops = []
    for place in (0, 1, 0):
        chips.nth(place).click()
        expect(chips.nth(place)).to_have_attribute("aria-current", "true")
        top = page.locator("#pane .row.cited").evaluate(
            "row => row.offsetTop - row.parentElement.scrollTop"
        )
        tops.append(top)
    assert all(0 <= top <= 200 for top in tops), tops


def test_what_is_read_out_comes_in_order(page: Page):
    ask(page, MOORING)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".quotes blockquote").first.get_attribute("dir") == "auto"
    read = page.locator("#chat").aria_snapshot()
    order = [
        f'heading "{MOORING}"',
        'region "Answer 1"',
        "1 passage from 1 document",
        "stays overnight",
        'link "Open source 1:',
        'button "Copy citation"',
        'button "Ask again"',
    ]
    places = [read.find(part) for part in order]
    assert -1 not in places, (order, read)
    assert places == sorted(places)


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
