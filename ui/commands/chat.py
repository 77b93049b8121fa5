"""`pincite chat`: opens the chat page."""

import os
import sys
import webbrowser
from argparse import ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from ui.console import ANSWERED, AddCommand, open_library, open_quietly, progress
from ui.terminal import say

if TYPE_CHECKING:
    from qa import Assistant

# Set where there is a desktop to open a browser on.
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY") if sys.platform == "linux" else ("PATH",)


def add_to(add_command: AddCommand) -> None:
    """Add the command to the parser."""
    chat = add_command("chat", _chat, "open the chat page")
    chat.add_argument("--host", default="127.0.0.1", help="default: this machine only")
    chat.add_argument(
        "--port", type=_port, default=7860, help="default 7860; 0 takes a free one"
    )
    chat.add_argument(
        "--no-browser", dest="browser", action="store_false", help="do not open it"
    )


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ArgumentTypeError(f"{port} is not a port; take 0 to 65535")
    return port


def _chat(options: Namespace) -> int:
    from ui.app import STARTERS, build_app
    from ui.loading import Report
    from ui.security import LOOPBACK_NAMES
    from ui.server import serve

    def announce(url: str) -> None:
        say(f"Pincite is at {url} (Ctrl-C stops it)", sys.stderr)
        # On a machine without a desktop there is nothing to open it in.
        if options.browser and any(map(os.environ.get, DISPLAYS)):
            webbrowser.open(url)

    # A library that was named is opened first: if it cannot be, there is no page.
    named = None if options.library is None else open_library(options)

    with progress("Building the library", "passage") as bar:

        def provide(report: Report) -> "Assistant":
            def on_progress(done: int, total: int) -> None:
                bar(done, total)
                report(done, total, "Indexing")

            report(0, 0, "Loading the model")
            assistant = named or open_quietly(options, on_progress)
            assistant.warm_up()
            return assistant

        app = build_app(
            provide,
            starters=STARTERS if options.library is None else (),
            hosts=LOOPBACK_NAMES if options.host in LOOPBACK_NAMES else None,
        )
        serve(app, options.host, options.port, announce)
    return ANSWERED
