"""The pictures of the library and the tables of sections, in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

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

NARROW = {"width": 320, "height": 640}
LANTERN = "When does a vessel show a lantern?"


@pytest.fixture(scope="module")
def address(
    open_assistant: Callable[[], Assistant], serving: Callable
) -> Iterator[str]:
    with serving(build_app(lambda report: open_assistant())) as url:
        yield url


def explore(page: Page, picture: str | None = None) -> None:
    page.locator(".bar [data-show=explore]").click()
    if picture:
        page.get_by_role("radio", name=picture).check(force=True)
    chosen = page.locator("[name=picture]:checked").get_attribute("value")
    expect(page.locator(f".explore .picture.{chosen}")).to_be_visible()


def open_document(page: Page, title: str) -> None:
    page.locator(".bar [data-show=documents]").click()
    page.locator("#panel-documents a[data-cite]", has_text=title).click()
    expect(page.locator("#panel-source h2")).to_contain_text(title)


def test_a_section_is_found_on_the_map_and_opened_by_keyboard(page: Page):
    explore(page)
    strip = page.locator(".strip", has_text="Rules of the harbour")
    strip.get_by_role("link", name="Rules of the harbour").focus()
    page.keyboard.press("Tab")
    expect(strip.get_by_role("link", name="Moorings, 2 passages")).to_be_focused()
    expect(strip.locator(".caption")).to_have_text("Moorings · 2 passages")
    page.keyboard.press("ArrowRight")
    expect(strip.get_by_role("link", name="Lights, 1 passage")).to_be_focused()
    expect(strip.locator(".caption")).to_have_text("Lights · 1 passage")
    page.keyboard.press("Enter")
    expect(page.locator(".row.cited")).to_contain_text("a white lantern")


def test_the_map_marks_what_the_last_answer_cites(page: Page):
    explore(page)
    expect(page.locator(".cited-note")).to_be_hidden()
    ask(page, LANTERN)
    cited = page.locator(".brick[data-cited]")
    expect(cited).to_have_count(1)
    expect(cited).to_have_attribute("data-name", "Lights")
    expect(page.locator(".cited-note")).to_have_text(
        "A passage that the last answer cites"
    )
    page.locator("#new-chat").click()
    expect(cited).to_have_count(0)


def test_the_table_of_the_map_has_every_section(page: Page):
    explore(page)
    page.locator(".as-table summary").click()
    names = page.locator(".as-table [scope=row]")
    expect(names).to_have_count(page.locator(".brick").count())
    expect(names.filter(has_text="Moorings")).to_be_visible()


def test_a_symbol_shows_the_passages_that_mention_it_and_leads_back(page: Page):
    explore(page, "Cited in")
    symbol = page.locator(".graph").get_by_role("button", name="CD/1985")
    symbol.click()
    heading = page.locator(".list h3")
    expect(heading).to_be_focused()
    expect(page.locator(".list blockquote mark")).to_have_text("CD/1985")
    page.get_by_role("button", name="Back to the picture").click()
    expect(symbol).to_be_focused()
    expect(page.locator(".list")).to_be_hidden()
    symbol.press("Enter")
    page.locator(".list .where a").click()
    expect(page.locator(".row.cited")).to_contain_text("the older ledger CD/1985")


def test_what_is_pointed_at_is_shown_with_its_lines(page: Page):
    explore(page, "Cited in")
    page.locator(".graph button").focus()
    expect(page.locator(".graph path.lit")).to_have_count(1)
    expect(page.locator(".graph a.lit")).to_have_count(1)


def test_the_statements_of_an_actor_are_read_and_opened(page: Page):
    explore(page, "Who says what")
    norway = page.locator(".speaker", has_text="Norway")
    norway.locator("summary").press("Enter")
    said = norway.locator("blockquote")
    expect(said).to_have_text(
        "Norway opposed the dredging of the channel, which harms the seabed."
    )
    expect(norway.locator(".how")).to_have_text("Opposes")
    norway.locator(".where a").click()
    expect(page.locator(".row.cited mark")).to_contain_text("Norway opposed")


def test_the_picture_chosen_outlasts_a_reload(page: Page):
    explore(page)
    page.get_by_role("radio", name="Map").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".picture.cited")).to_be_visible()
    page.reload()
    page.wait_for_selector("#home .documents li", state="attached")
    explore(page)
    expect(page.locator(".picture.cited")).to_be_visible()


def test_what_is_added_meanwhile_is_drawn_when_looked_at_again(
    page: Page, open_assistant: Callable[[], Assistant], tmp_path: Path
):
    paper = tmp_path / "regatta.txt"
    paper.write_text("The regatta\n\nThe cutter Freja won the regatta at Skagen.\n")
    explore(page)
    expect(page.locator(".strip")).to_have_count(4)
    with open_assistant() as other:
        (added,) = other.add([paper]).added
        try:
            page.get_by_role("tab", name="Source").click()
            page.get_by_role("tab", name="Explore").click()
            expect(page.locator(".strip")).to_have_count(5)
        finally:
            other.remove([added])


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_section_is_gone_to_by_the_table_of_sections(new_page, viewport):
    page = new_page(viewport=viewport)
    open_document(page, "Report on the lighthouse")
    page.locator(".contents summary").press("Enter")
    here = page.locator(".contents [aria-current=location]")
    expect(here).to_have_text("Findings")
    page.keyboard.press("Tab")
    expect(here).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".row.cited")).to_contain_text("Norway opposed")
    expect(page.locator("#panel-source h2")).to_be_focused()
    page.locator(".contents summary").click()
    expect(here).to_have_text("Views")


def test_a_document_without_sections_has_no_table_of_them(page: Page):
    open_document(page, "Diary of a parrot")
    expect(page.locator(".source-text .row").first).to_be_visible()
    expect(page.locator(".contents")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_in_a_picture_and_nothing_runs_off_the_side(
    new_page, scheme: str
):
    page = new_page(viewport=NARROW, color_scheme=scheme)
    page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
    found = {}
    for picture in ("Map", "Cited in", "Who says what"):
        explore(page, picture)
        page.locator(".as-table summary").last.click()
        expect(page.locator(".as-table table").last).to_be_visible()
        found[picture] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.locator(".explore").evaluate("e => e.scrollWidth <= e.clientWidth")
        page.locator("#pane [data-close]").click()
    open_document(page, "Report on the lighthouse")
    page.locator(".contents summary").click()
    expect(page.locator(".contents nav")).to_be_visible()
    found["sections"] = violations(page)
    assert {state: names for state, names in found.items() if names} == {}


def violations(page: Page) -> list[str]:
    results = Axe().run(page)
    return [
        f"{found['id']}: {found['nodes'][0]['html'][:120]}"
        for found in results.response["violations"]
    ]
