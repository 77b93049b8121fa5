"""What tests of the page in a browser share: how it is asked, and watched."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

PATIENCE_MS = 30_000
DESK = {"width": 1360, "height": 860}
PHONE = {"width": 390, "height": 844}


class Watch:
    """What a page did that it must not do; `expected` is what it may complain of."""

    def __init__(
        self, page: Page, address: str, expected: str | tuple[str, ...]
    ) -> None:
        self._address = address
        self._expected = (expected,) if isinstance(expected, str) else expected
        self.troubles: list[str] = []
        page.on("request", self._requested)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        page.on("dialog", self._asked)

    def _requested(self, request):
        url = urlsplit(request.url)
        inside = url.scheme in ("data", "blob") or self._address.startswith(
            f"{url.scheme}://{url.netloc}/"
        )
        if not inside:
            self.troubles.append(f"request: {request.url}")

    def _said(self, message):
        allowed = any(one and one in message.text for one in self._expected)
        if message.type in ("error", "warning") and not allowed:
            self.troubles.append(f"console: {message.text}")

    def _asked(self, dialog):
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def ask(page: Page, question: str) -> None:
    before = page.locator(".answer, .card").count()
    page.locator("#ask-box textarea").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".answer, .card")).to_have_count(
        before + 1, timeout=PATIENCE_MS
    )


def is_inside(page: Page, selector: str) -> bool:
    box = page.locator(selector).bounding_box()
    assert box is not None
    size = page.viewport_size
    return (
        box["x"] >= 0
        and box["y"] >= 0
        and box["x"] + box["width"] <= size["width"] + 1
        and box["y"] + box["height"] <= size["height"] + 1
    )
