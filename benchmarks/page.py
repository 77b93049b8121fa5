"""What the chat page weighs and how soon it does what is asked of it.

    python benchmarks/page.py [--rounds 20] [--paragraphs 5000]

Headless Chromium on this machine opens the page of the shipped papers, and one of a
made-up document of many paragraphs. Prints JSON: the requests and kilobytes of a cold
page, those that went elsewhere, what the console said; milliseconds from the click on
a citation, and on a document, until its paragraph is drawn, medians and longest.
"""

import argparse
import json
import os
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from index.limits import Limits
from qa import Assistant, Terms
from ui.app import build_app
from ui.server import served

QUESTION = "What does the Group of 21 say about a code of conduct?"
SETTLED_MS = 2_000
PATIENCE_MS = 60_000

# From the click until the frame after the one in which it is there and in view.
CLICK_UNTIL_DRAWN = """
async ([clicked, drawn]) => {
  document.querySelector("#panel-source").replaceChildren();
  const begun = performance.now();
  document.querySelector(clicked).click();
  while (!document.querySelector(drawn)) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}
"""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--paragraphs", type=int, default=5_000)
    options = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        with served(build_app(lambda _: Assistant.open())) as url:
            figures = {"cold": weight(browser, url)}
            page = opened(browser, url)
            asked(page, QUESTION)
            figures["citation_ms"] = timed(
                page, "a.chip", "#panel-source .cited mark", options.rounds
            )
        long = Path(folder) / "long.txt"
        long.write_text(catalogue(options.paragraphs), "utf-8")
        library = Assistant.open(Path(folder) / "library", create=True)
        library.add([long], terms=Terms(limits=Limits(seconds=600)))
        with served(build_app(lambda _: library)) as url:
            page = opened(browser, url)
            figures["long_document_ms"] = timed(
                page, "#home .documents a", "#panel-source .row", options.rounds
            )
        browser.close()
    print(json.dumps(figures, indent=2))


def weight(browser: Browser, url: str) -> dict[str, Any]:
    """Return what a page takes that nothing was kept of."""
    context = browser.new_context()
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: dict[str, float] = {}
    said: list[str] = []
    network.on(
        "Network.requestWillBeSent",
        lambda event: addresses.update({event["requestId"]: event["request"]["url"]}),
    )
    network.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.goto(url)
    page.wait_for_selector("#home .documents li", state="attached")
    page.wait_for_timeout(SETTLED_MS)
    context.close()
    outside = [
        address
        for address in addresses.values()
        if not address.startswith((url, "data:", "blob:"))
    ]
    return {
        "requests": len(addresses),
        "kilobytes": round(sum(sizes.values()) / 1024, 1),
        "outside": outside,
        "console": said,
    }


def opened(browser: Browser, url: str) -> Page:
    """Return the page once its documents are listed."""
    page = browser.new_context().new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(url)
    page.wait_for_selector("#home .documents li", state="attached")
    return page


def asked(page: Page, question: str) -> None:
    """Ask, and wait for the answer."""
    page.fill("#ask-box textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector("a.chip")
    page.wait_for_timeout(SETTLED_MS)


def timed(page: Page, clicked: str, drawn: str, rounds: int) -> dict[str, float]:
    """Return the milliseconds from a click until something is drawn."""
    taken = [page.evaluate(CLICK_UNTIL_DRAWN, [clicked, drawn]) for _ in range(rounds)]
    return {
        "median": round(statistics.median(taken), 1),
        "longest": round(max(taken), 1),
    }


def catalogue(paragraphs: int) -> str:
    """Return a document of so many paragraphs under a heading each hundred."""
    return "A long catalogue\n\n" + "".join(
        (f"Part {n // 100 + 1}\n\n" if n % 100 == 0 else "")
        + f"{n + 1}. Entry {n + 1} describes what stands on shelf {n % 97} of "
        f"the archive, who put it there, and when it was last seen.\n\n"
        for n in range(paragraphs)
    )


if __name__ == "__main__":
    main()
