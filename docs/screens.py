"""Takes the pictures of the page's states that docs/screens.md shows.

    python docs/screens.py

Headless Chromium walks through the page of the shipped papers, light, dark and as on a
phone; each walk becomes one small sheet in docs/. README's picture comes from it, too.
"""

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from qa import Assistant
from ui.access.hosting import Hosting
from ui.access.keyring import Keyring
from ui.app import build_app
from ui.cli import main as run
from ui.server import served

HERE = Path(__file__).parent
DESK, PHONE = (1360, 860), (390, 844)
LOOKS = {"light": (DESK, 3), "dark": (DESK, 3), "phone": (PHONE, 5)}
"""Size of the page, and pictures in a row of its sheet."""

SCALE = 0.45
COLOURS = 96
GAP = 12
SETTLED_MS = 900
NOTES = (
    "Harbour rules\n\nMoorings\n\n1. A vessel that stays overnight pays the mooring "
    "fee before noon.\n\n2. The harbour master proposes a code of conduct for launches "
    "into outer space from the pier.\n"
)


def main() -> None:
    """Take the pictures."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / "harbour notes.txt", Path(folder) / "broken.pdf"]
        files[0].write_text(NOTES, "utf-8")
        files[1].write_bytes(b"%PDF-1.7 and nothing else")
        empty = Assistant.open(Path(folder) / "empty", create=True)
        keys = Path(folder) / "users"
        with redirect_stdout(io.StringIO()):
            run(["access", "token", "reader", "--auth", str(keys)])
        hosting = Hosting(keyring=Keyring(keys))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        with (
            served(build_app(lambda _: Assistant.open())) as url,
            served(build_app(lambda _: empty)) as bare,
            served(build_app(lambda _: Assistant.open(), hosting=hosting)) as locked,
        ):
            for look, (size, columns) in LOOKS.items():
                page = opened(browser, look, size)
                shots = list(walk(page, url, files))
                for address in (bare, locked):
                    page.goto(address)
                    page.wait_for_selector("#home .adding, form")
                    shots.append(taken(page))
                sheet(shots, columns).save(HERE / f"screens-{look}.png", optimize=True)
                if look == "light":
                    small(shots[2], 1).save(HERE / "page.png", optimize=True)
        browser.close()


def walk(page: Page, url: str, files: list[Path]) -> Iterator[Image.Image]:
    """Give a picture of each state of the page."""
    page.goto(url)
    page.wait_for_selector("#home .documents li", state="attached")
    page.wait_for_selector("#starters button", state="attached")
    yield taken(page)
    ask(page, "Who opposed the PPWT and why?")
    yield taken(page)
    page.locator("a.chip").first.click()
    page.wait_for_selector("#panel-source .cited")
    yield taken(page)
    page.locator("#panel-source details summary").first.click()
    yield taken(page)
    page.locator("#pane [data-close]").click()
    ask(page, "What is the price of bitcoin?")
    yield taken(page)
    ask(page, "…")
    yield taken(page)
    page.locator('.bar [data-show="documents"]').click()
    page.locator("#pane input[type=file]").first.set_input_files(files)
    page.get_by_text("Not added").first.wait_for()
    page.locator("#panel-documents").get_by_text("Harbour rules").first.wait_for()
    page.locator("#panel-documents [data-choose]").first.check()
    yield taken(page)
    page.locator("#panel-documents [data-choose]").first.uncheck()
    page.locator("#tab-explore").click()
    yield taken(page)
    for view in ("Cited in", "Who says what"):
        page.locator("#panel-explore").get_by_text(view, exact=True).first.click()
        yield taken(page)
    page.locator("#pane [data-close]").click()
    page.locator("#new-chat").click()
    ask(page, "What does the International Code of Conduct propose?")
    yield taken(page)
    page.get_by_role("button", name="Show every passage on this").first.click()
    page.locator(".found").first.wait_for()
    yield taken(page)
    page.get_by_role("button", name="Chats").click()
    yield taken(page)


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the answer."""
    before = page.locator(".answer, .card").count()
    page.locator("#ask-box textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator(".answer, .card").nth(before).wait_for()


def taken(page: Page) -> Image.Image:
    """Return a picture of the page as soon as it has come to rest."""
    page.wait_for_timeout(SETTLED_MS)
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def sheet(shots: list[Image.Image], columns: int) -> Image.Image:
    """Return pictures side by side, in rows."""
    little = [
        shot.resize((int(shot.width * SCALE), int(shot.height * SCALE)))
        for shot in shots
    ]
    width, height = little[0].width + GAP, little[0].height + GAP
    rows = -(-len(little) // columns)
    whole = Image.new("RGB", (columns * width + GAP, rows * height + GAP), "#8a8f96")
    for place, shot in enumerate(little):
        row, column = divmod(place, columns)
        whole.paste(shot, (GAP + column * width, GAP + row * height))
    return small(whole, 1)


def small(image: Image.Image, scale: float) -> Image.Image:
    """Return a picture that takes little room."""
    size = int(image.width * scale), int(image.height * scale)
    return image.resize(size).quantize(COLOURS)


def opened(browser: Browser, look: str, size: tuple[int, int]) -> Page:
    """Return a page of the size and colours of a look."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if look == "dark" else "light",
    )
    return context.new_page()


if __name__ == "__main__":
    main()
