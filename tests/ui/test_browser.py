"""The chat page as a person meets it, in a real browser."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import DESK, PHONE, ask, is_inside
from playwright.sync_api import Page, expect

from qa import Assistant
from ui.app import build_app

pytestmark = [
    pytest.mark.browser,
    # Gradio sums up its queue with options that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

LAMP = "When was the lighthouse lamp replaced?"
MOORING = "Who pays the mooring fee?"
VOLCANOES = "How do volcanoes erupt beneath glaciers?"


@pytest.fixture(scope="module")
def address(
    open_assistant: Callable[[], Assistant], serving: Callable
) -> Iterator[str]:
    app = build_app(lambda report: open_assistant())
    with serving(app) as url:
        yield url


def test_a_citation_opens_its_paragraph_marked_and_in_view(page: Page):
    ask(page, MOORING)
    expect(page.locator("h2.question")).to_have_text(MOORING)
    expect(page.locator(".answer .summary")).to_have_text("1 passage from 1 document")
    expect(page.locator(".quotes mark")).to_contain_text("pays the mooring fee")
    chip = page.locator("a.chip").first
    expect(chip).to_contain_text("HR/12, para. 1")
    chip.click()
    cited = page.locator("#pane .row.cited")
    expect(cited.locator("mark")).to_have_text(
        "A vessel that stays overnight pays the mooring fee before noon."
    )
    assert is_inside(page, "#pane .row.cited mark")
    expect(page.locator("#pane .source-head h2")).to_have_text("Rules of the harbour")
    expect(page.locator("#pane .source-head h2")).to_be_focused()
    expect(chip).to_have_attribute("aria-current", "true")
    assert re.search(r"\?doc=[0-9a-f]{16}&p=\d+&mark=0-63$", page.url)


def test_closing_the_source_returns_to_the_citation_it_came_from(page: Page):
    ask(page, MOORING)
    chip = page.locator("a.chip").first
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#pane .source-head h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#pane")).to_be_hidden()
    expect(chip).to_be_focused()
    assert urlsplit(page.url).query == ""


def test_a_question_the_documents_do_not_answer_shows_no_answer(page: Page):
    ask(page, VOLCANOES)
    card = page.locator(".card")
    expect(card.locator("h3")).to_have_text("The documents don’t answer this.")
    expect(card).to_contain_text("volcanoes")
    assert page.locator(".answer, mark, .chip").count() == 0
    nearest = card.locator(".nearest li")
    expect(nearest.first).to_be_hidden()
    card.locator("summary").click()
    expect(nearest.first).to_be_visible()
    nearest.first.locator("a").click()
    expect(page.locator("#pane .row.cited")).to_be_visible()
    assert page.locator("#pane mark").count() == 0


def test_hostile_text_is_shown_and_does_nothing(page: Page, assistant: Assistant):
    hostile = next(p.quote for p in assistant.passages() if "<script>" in p.quote)
    ask(page, hostile)
    expect(page.locator("h2.question")).to_have_text(hostile)
    quote = page.locator(".quotes blockquote").first
    assert quote.text_content() == hostile
    page.locator("a.chip").first.click()
    expect(page.locator("#pane .row.cited")).to_be_visible()
    assert page.locator("#pane .row.cited p").text_content() == hostile
    page.wait_for_timeout(300)
    assert page.evaluate("window.pwned") is None
    assert page.locator(".message img, #pane img, .katex").count() == 0


def test_a_link_opens_the_document_where_it_says(new_page, assistant: Assistant):
    shelf = next(p for p in assistant.passages() if "Entry 250 " in p.quote)
    query = f"?doc={shelf.document.id}&p={shelf.spans[0][0]}&mark=0-9"
    page = new_page(query)
    expect(page.locator("#pane .row.cited mark")).to_have_text("Entry 250")
    assert is_inside(page, "#pane .row.cited")
    text = page.locator("#pane .source-text")
    place = "text => text.querySelector('.cited').getBoundingClientRect().top"
    before = text.evaluate(place)
    for shown in (171, 231, 291, 300):
        earlier = page.get_by_role("button", name="Show earlier paragraphs")
        earlier.evaluate("button => button.click()")
        expect(page.locator("#pane .row")).to_have_count(shown)
        assert text.evaluate(place) == pytest.approx(before, abs=1)
    expect(earlier).to_have_count(0)
    expect(page.get_by_role("button", name="Show later paragraphs")).to_have_count(0)
    numbers = page.locator("#pane .row .margin").all_text_contents()
    assert numbers == [f"Paragraph [{n}]" for n in range(1, 301)]


def test_a_link_to_nothing_says_so(new_page):
    page = new_page("?doc=0000000000000000&p=3", expected="404 (Not Found)")
    expect(page.locator("#pane [role=alert] h3")).to_have_text("That cannot be opened.")


def test_an_address_with_markup_in_it_shows_none(new_page):
    markup = "<img src=x onerror=window.pwned=1>" + "a" * 64
    page = new_page(f"?doc={quote(markup)}", expected="422 (Unprocessable")
    expect(page.locator("#pane [role=alert]")).to_be_visible()
    assert page.locator("#pane img").count() == 0
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None


def test_citations_are_stepped_through_in_order(page: Page):
    ask(page, "Which shelf of the archive does the catalogue describe?")
    chips = page.locator("a.chip")
    assert chips.count() > 1
    chips.first.click()
    expect(page.locator(".stepper .position")).to_have_text(f"1 of {chips.count()}")
    page.get_by_role("button", name="Next citation").click()
    expect(chips.nth(1)).to_have_attribute("aria-current", "true")
    expect(page.locator(".stepper .position")).to_have_text(f"2 of {chips.count()}")
    assert is_inside(page, "#pane .row.cited")
    expect(page.get_by_role("button", name="Previous citation")).to_be_enabled()


def test_a_follow_up_is_understood_from_the_question_before_it(page: Page):
    ask(page, LAMP)
    ask(page, "And the tower?")
    expect(page.locator(".understood")).to_contain_text("Understood as: And the tower?")
    page.get_by_role("button", name="New chat").click()
    expect(page.locator("h2.question")).to_have_count(0)
    expect(page.locator("#home")).to_be_visible()
    ask(page, "And the tower?")
    assert page.locator(".understood").count() == 0


def test_a_follow_up_is_searched_as_typed_by_keyboard(page: Page):
    ask(page, LAMP)
    ask(page, "And the tower?")
    page.locator("#ask-box textarea").fill("a draft")
    page.get_by_role("button", name="Search as typed").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h2.question")).to_have_count(3)
    expect(page.locator("h2.question").last).to_have_text("And the tower?")
    last = page.locator(".answer, .card").last
    expect(last).to_contain_text("Searched as typed")
    assert last.locator(".understood bdi").count() == 0
    box = page.locator("#ask-box textarea")
    expect(box).to_be_focused()
    expect(box).to_have_value("a draft")
    assert is_inside(page, "h2.question >> nth=2")
    ask(page, "And on Sundays?")
    expect(page.locator(".understood").last).to_contain_text("tower")
    expect(page.locator(".understood").last).not_to_contain_text("lamp")


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_every_passage_is_counted_and_shown_a_window_at_a_time(new_page, viewport):
    page = new_page(viewport=viewport)
    ask(page, "Which shelf of the archive does the catalogue describe?")
    page.get_by_role("button", name="Show every passage on this").focus()
    page.keyboard.press("Enter")
    listing = page.locator(".answer", has=page.locator(".found"))
    expect(listing.locator(".summary")).to_have_text(
        "Every mention · 300 passages from 1 document"
    )
    expect(page.locator("#announcer")).to_contain_text("300 passages")
    expect(listing.locator("blockquote")).to_have_count(10)
    listing.get_by_role("button", name="Show 40 more of 290").focus()
    page.keyboard.press("Enter")
    expect(listing.locator("blockquote")).to_have_count(50)
    eleventh = listing.locator("a.chip").nth(10)
    expect(eleventh).to_be_focused()
    expect(listing.get_by_role("button", name="Show 40 more of 250")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#pane .row.cited")).to_contain_text("Entry 11 ")
    page.keyboard.press("Escape")
    expect(eleventh).to_be_focused()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_the_passages_of_several_documents_open_one_document_at_a_time(page: Page):
    ask(page, "entry")
    page.get_by_role("button", name="Show every passage on this").click()
    documents = page.locator(".found")
    expect(documents).to_have_count(2)
    expect(documents.first).to_contain_text("1 passage")
    expect(documents.last).to_contain_text("300 passages")
    assert documents.locator("blockquote").count() == 0
    documents.last.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(documents.last.locator("blockquote")).to_have_count(40)
    expect(documents.last.locator("mark").first).to_have_text("Entry")
    chips = documents.last.locator("a.chip")
    expect(chips.first).to_contain_text("Open source 2:")
    chips.first.click()
    expect(page.locator("#pane .row.cited")).to_contain_text("Entry 1 ")
    expect(page.locator(".stepper .position")).to_have_text("1 of 40")
    page.get_by_role("button", name="Close").click()
    documents.last.locator("summary").click()
    documents.last.locator("summary").click()
    expect(documents.last.locator("blockquote")).to_have_count(40)


def test_who_said_what_is_told_apart(page: Page):
    ask(page, "Who opposed the dredging of the channel?")
    answer = page.locator(".answer")
    groups = answer.get_by_role("heading", level=3)
    expect(groups).to_have_text(
        ["Opposed or had reservations", "Supported", "Views expressed without a name"]
    )
    expect(answer.locator(".actor bdi")).to_have_text(["Norway", "Malta"])
    expect(page.locator("#announcer")).to_contain_text("Supported")


def test_a_question_that_cannot_be_searched_stays_in_the_box(page: Page):
    ask(page, "?!")
    expect(page.locator(".card[role=alert]")).to_contain_text("no words")
    expect(page.locator("#ask-box textarea")).to_have_value("?!")
    ask_again = page.locator("#ask-box textarea")
    ask_again.fill(MOORING)
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_visible()
    expect(page.locator(".card")).to_have_count(0)


def test_a_starter_question_is_asked_by_pressing_it(page: Page):
    starter = page.locator("#starters button").first
    question = starter.text_content()
    starter.click()
    expect(page.locator("h2.question")).to_have_text(question)
    expect(page.locator(".quotes blockquote").first).to_be_visible()
    expect(page.locator("#home")).to_be_hidden()
    expect(page.locator("#ask-box textarea")).to_be_focused()


def test_a_document_added_meanwhile_is_listed_and_asked(
    page: Page, open_assistant: Callable[[], Assistant], tmp_path: Path
):
    paper = tmp_path / "regatta.txt"
    paper.write_text("The regatta\n\nThe cutter Freja won the regatta at Skagen.\n")
    heading = page.locator("#panel-documents h3")
    page.locator(".bar").get_by_role("button", name="Documents").click()
    expect(heading).to_have_text("4 documents")
    with open_assistant() as other:
        (added,) = other.add([paper]).added
        try:
            page.get_by_role("tab", name="Source").click()
            page.get_by_role("tab", name="Documents").click()
            expect(heading).to_have_text("5 documents")
            ask(page, "Who won the regatta at Skagen?")
            expect(page.locator(".answer blockquote")).to_contain_text("cutter Freja")
        finally:
            other.remove([added])


def test_the_documents_are_listed_and_open(page: Page):
    page.locator(".bar").get_by_role("button", name="Documents").click()
    entries = page.locator("#panel-documents .documents a")
    expect(entries).to_have_count(4)
    entries.filter(has_text="Rules of the harbour").click()
    expect(page.locator("#pane .source-head h2")).to_have_text("Rules of the harbour")
    expect(page.locator("#pane .row.cited")).to_have_count(0)
    expect(page.locator("#pane h3").first).to_have_text("Moorings")


def test_the_slash_key_goes_to_the_box_and_is_not_typed(page: Page):
    ask(page, MOORING)
    page.locator("a.chip").first.focus()
    page.keyboard.press("/")
    box = page.locator("#ask-box textarea")
    expect(box).to_be_focused()
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")


def test_the_skip_link_comes_first_and_goes_to_the_box(new_page, assistant: Assistant):
    document = assistant.documents()[0].id
    page = new_page(f"?doc={document}")
    expect(page.locator("#pane .source-head h2")).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    page.locator(".skip").focus()
    assert is_inside(page, ".skip")
    page.keyboard.press("Enter")
    expect(page.locator("#ask-box textarea")).to_be_focused()
    expect(page.locator("#pane .source-head h2")).to_be_visible()


def test_a_citation_is_copied_with_its_source(new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, MOORING)
    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“A vessel that stays overnight")
    assert copied.endswith("(HR/12, para. 1, Rules of the harbour, 14 March 2019)")


def test_a_citation_is_taken_away_in_a_style_by_keyboard_alone(new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, MOORING)
    button = page.get_by_role("button", name="Cite this")
    menu = page.get_by_role("menu")
    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("menuitem", name="UN footnote")).to_be_focused()
    assert is_inside(page, "#cite-menu")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem", name="Link")).to_be_focused()
    page.keyboard.press("b")
    page.keyboard.press("b")
    expect(page.get_by_role("menuitem", name="BibTeX")).to_be_focused()
    page.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    taken = page.locator("[data-cite-menu]")
    expect(taken).to_have_text("Copied: BibTeX")
    expect(taken).to_be_focused()
    expect(taken).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#announcer")).to_have_text("Copied: BibTeX")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@")
    assert "HR/12" in copied
    expect(taken).to_have_text("Cite this")


def test_the_menu_of_styles_closes_alone_and_gives_the_focus_back(page: Page):
    ask(page, "HR/12, para. 1")
    expect(page.locator("#pane .row.cited")).to_be_visible()
    button = page.get_by_role("button", name="Cite this")
    button.click()
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_be_hidden()
    expect(button).to_be_focused()
    expect(page.locator("#pane")).to_be_visible()
    button.click()
    button.click()
    expect(page.get_by_role("menu")).to_be_hidden()


def test_a_citation_that_cannot_be_written_is_not_said_to_be_copied(new_page):
    page = new_page(expected="404 (Not Found)")
    ask(page, MOORING)
    wrong = "link => link.href = link.href.replace(/p=\\d+/, 'p=1')"
    page.locator("a.chip").evaluate(wrong)
    page.get_by_role("button", name="Cite this").click()
    page.get_by_role("menuitem", name="RIS").click()
    expect(page.locator("[data-cite-menu]")).to_have_text("Not copied")
    expect(page.locator("#announcer")).to_contain_text("No paragraph")


def test_a_reference_shows_its_paragraph_among_its_neighbours(page: Page):
    ask(page, "HR/12, para. 2")
    expect(page.locator(".quotes blockquote")).to_have_text(
        "No vessel anchors in the fairway."
    )
    expect(page.locator("#pane .row.cited")).to_contain_text("No vessel anchors")
    expect(page.locator("#pane .row")).to_have_count(3)
    assert is_inside(page, "#pane .row.cited")
    expect(page.locator("#ask-box textarea")).to_be_focused()
    page.get_by_role("button", name="Close").click()
    ask(page, MOORING)
    expect(page.locator("#pane")).to_be_hidden()


def test_a_paragraph_that_we_counted_is_said_to_be(page: Page):
    ask(page, "Report on the lighthouse, para. 2")
    expect(page.locator(".answer .note")).to_contain_text("prints no paragraph numbers")
    expect(page.locator("#announcer")).to_contain_text("prints no paragraph numbers")


def test_on_a_phone_a_reference_does_not_cover_its_answer(new_page):
    page = new_page(viewport=PHONE)
    ask(page, "HR/12, para. 2")
    expect(page.locator("#announcer")).to_contain_text("1 passage")
    expect(page.locator("#pane")).to_be_hidden()
    page.get_by_role("button", name="Cite this").click()
    expect(page.get_by_role("menu")).to_be_visible()
    page.wait_for_function("document.querySelector('#cite-menu').style.top")
    assert is_inside(page, "#cite-menu")


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_the_references_of_a_passage_are_followed(new_page, viewport):
    page = new_page(viewport=viewport)
    ask(page, LAMP)
    page.locator("a.chip").first.click()
    page.locator("#pane .row a", has_text="HR/12, para. 3").click()
    expect(page.locator("#pane .row.cited")).to_contain_text("white lantern")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("a.chip").first).to_be_focused()
    page.locator("a.chip").first.click()
    absent = page.locator("#pane").get_by_role("button", name="CD/1985")
    absent.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_contain_text("CD/1985 is not in this library")
    expect(page.locator(".card summary")).to_have_text("Passages that mention it")
    expect(page.locator(".card .nearest")).to_contain_text("older ledger")


def test_the_chosen_colours_outlast_a_reload(new_page):
    page = new_page(color_scheme="dark")
    assert page.evaluate("document.body.classList.contains('dark')")
    page.get_by_role("button", name="Light", exact=True).click()
    assert not page.evaluate("document.body.classList.contains('dark')")
    page.reload()
    page.wait_for_selector("#home .documents li")
    assert not page.evaluate("document.body.classList.contains('dark')")


@pytest.mark.parametrize("width", [PHONE["width"], 320])
def test_on_a_phone_nothing_runs_off_the_side_and_the_source_covers_it(
    new_page, width: int
):
    page = new_page(viewport=PHONE | {"width": width})
    ask(page, MOORING)
    wide = "document.documentElement.scrollWidth > innerWidth"
    inner = (
        "[...document.querySelectorAll('#conversation, .source-text')]"
        ".some(part => part.scrollWidth > part.clientWidth)"
    )
    assert not page.evaluate(wide)
    page.locator("a.chip").first.click()
    pane = page.locator("#pane")
    expect(pane.locator(".row.cited")).to_be_visible()
    assert pane.bounding_box() == {"x": 0, "y": 0} | PHONE | {"width": width}
    assert page.evaluate("document.querySelector('#desk').inert")
    assert not page.evaluate(wide)
    assert not page.evaluate(inner)
    page.get_by_role("button", name="Close").click()
    expect(pane).to_be_hidden()
    assert not page.evaluate("document.querySelector('#desk').inert")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found_in_any_state(new_page, scheme: str):
    page = new_page(color_scheme=scheme)
    page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
    found = {"empty": violations(page)}
    ask(page, MOORING)
    page.locator("a.chip").first.click()
    expect(page.locator("#pane .row.cited")).to_be_visible()
    found["answered, source open"] = violations(page)
    page.get_by_role("button", name="Cite this").first.click()
    expect(page.get_by_role("menu")).to_be_visible()
    found["styles offered"] = violations(page)
    page.keyboard.press("Escape")
    ask(page, "Report on the lighthouse, para. 3")
    expect(page.locator("#pane .row.cited .absent")).to_be_visible()
    found["reference shown"] = violations(page)
    ask(page, "And the tower?")
    found["follow-up"] = violations(page)
    page.get_by_role("button", name="Show every passage on this").last.click()
    expect(page.locator(".found")).to_be_visible()
    found["every passage"] = violations(page)
    ask(page, VOLCANOES)
    page.locator(".card summary").click()
    found["abstained"] = violations(page)
    ask(page, "?!")
    found["refused"] = violations(page)
    page.get_by_role("tab", name="Documents").click()
    found["documents"] = violations(page)
    assert {state: names for state, names in found.items() if names} == {}


def violations(page: Page) -> list[str]:
    results = Axe().run(page)
    return [
        f"{found['id']}: {found['nodes'][0]['html'][:120]}"
        for found in results.response["violations"]
    ]
