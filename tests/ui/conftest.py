"""A small library to chat with, and pages served from it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import DESK, PATIENCE_MS, Watch
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from index.library import Library
from qa import Assistant
from ui.server import served

HARBOUR = """HR/12
14 March 2019

Rules of the harbour

Moorings

1. A vessel that stays overnight pays the mooring fee before noon. The harbour master
keeps the list of fees. Visitors find it at the gate.

2. No vessel anchors in the fairway.

Lights

3. Every vessel at anchor shows a white lantern from dusk to dawn.
"""

LIGHTHOUSE = """Report on the lighthouse

Findings

The lighthouse lamp was replaced in spring. The old lamp had burned for forty years.

Visitors may climb the lighthouse tower on Sundays.

The keeper follows HR/12, para. 3, and not the older ledger CD/1985.

Views

Norway opposed the dredging of the channel, which harms the seabed.

Malta supported the dredging of the channel.

The view was expressed that the dredging of the channel needs more time.
"""

HOSTILE_LINE = (
    "The parrot says ${window.pwned=1} {{window.pwned=2}} "
    "<script>window.pwned=3</script> <img src=x onerror=window.pwned=4> "
    "![parrot](http://parrot.invalid/p.png) C:\\users\\x $$x^2$$ `${7*7}` "
    "\u202eparrot\u202c &amp; 'quoted' \"twice\"."
)
HOSTILE = f"Diary of a parrot\n\n{HOSTILE_LINE}\n\nA second entry closes the diary.\n"

LONG = "A long catalogue\n\n" + "".join(
    f"Entry {n} of the catalogue describes shelf {n} of the archive.\n\n"
    for n in range(1, 301)
)

TEXTS = {
    "harbour.txt": HARBOUR,
    "lighthouse.txt": LIGHTHOUSE,
    "parrot.txt": HOSTILE,
    "catalogue.txt": LONG,
}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, embedder: Any) -> Path:
    """The folder of a library that holds `TEXTS`."""
    texts = tmp_path_factory.mktemp("texts")
    for name, text in TEXTS.items():
        (texts / name).write_text(text, "utf-8")
    folder = tmp_path_factory.mktemp("library")
    library = Library.open(folder, embedder.fingerprint, create=True)
    with Assistant(library, embedder) as assistant:
        assistant.add(texts / name for name in TEXTS)
    return folder


@pytest.fixture(scope="session")
def open_assistant(folder: Path, embedder: Any) -> Callable[[], Assistant]:
    return lambda: Assistant(Library.open(folder, embedder.fingerprint), embedder)


@pytest.fixture(scope="module")
def assistant(open_assistant: Callable[[], Assistant]) -> Iterator[Assistant]:
    with open_assistant() as assistant:
        yield assistant


@pytest.fixture(scope="session")
def serving() -> Callable[[FastAPI], Any]:
    return served


@pytest.fixture(scope="session")
def chromium() -> str:
    path = shutil.which("chromium")
    if path is None and os.environ.get("CI"):
        pytest.fail("CI is set and there is no chromium: apt-get install chromium")
    if path is None:
        pytest.skip("no chromium on this machine")
    return path


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    # Chromium refuses its sandbox to root, which containers commonly are.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=[*arguments, "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open the page; whatever it does wrong fails the test at its end."""
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def open_page(query: str = "", expected: str = "", **options) -> Page:
        context = browser.new_context(**{"viewport": DESK} | options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        watches.append(Watch(page, address, expected))
        page.goto(address + query)
        page.wait_for_selector("#ask-box textarea")
        page.wait_for_selector("#home .documents li", state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [trouble for watch in watches for trouble in watch.troubles] == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()
