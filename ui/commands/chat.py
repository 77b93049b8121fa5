"""`pincite chat`: opens the chat page."""

import os
import sys
from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ui.commands.hosting import add_options, bounds, hosting, hosts, warnings
from ui.console import ANSWERED, AddCommand, open_library, open_quietly, progress
from ui.terminal import say
from ui.visitors.bounds import MODES

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
    chat.add_argument(
        "--uploads",
        choices=MODES,
        default="session",
        help="where documents go that a visitor drops on the page: into a library of "
        "the visitor's own that ends with the visit (session, the default), into the "
        "library that everybody asks (library), or nowhere (off)",
    )
    chat.add_argument(
        "--mcp",
        action="store_true",
        help="offer ask and lookup to assistants at /mcp, too; needs pincite[mcp]",
    )
    chat.add_argument(
        "--feedback",
        metavar="FILE",
        type=Path,
        help="let readers say of an answer whether it helped, and append that to FILE: "
        "the question and the passages, never who said so (default: nobody is asked)",
    )
    add_options(chat)


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ArgumentTypeError(f"{port} is not a port; take 0 to 65535")
    return port


def _chat(options: Namespace) -> int:
    from ui.app import build_app
    from ui.feedback import FeedbackFile
    from ui.loading import Report
    from ui.server import serve

    offered = hosting(options)
    feedback = FeedbackFile(options.feedback) if options.feedback else None
    for warning in warnings(options):
        say(f"pincite: warning: {warning}", sys.stderr)

    def announce(url: str) -> None:
        say(f"Pincite is at {url} (Ctrl-C stops it)", sys.stderr)
        # On a machine without a desktop there is nothing to open it in.
        if options.browser and any(map(os.environ.get, DISPLAYS)):
            import webbrowser

            webbrowser.open(url)

    # A library that was named is opened first: if it cannot be, there is no page.
    # A library that visitors fill may begin empty.
    create = options.uploads == "library"
    named = None if options.library is None else open_library(options, create=create)

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
            hosts=hosts(options),
            hosting=offered,
            uploads=options.uploads,
            bounds=bounds(options),
            mcp=options.mcp,
            feedback=feedback,
        )
        serve(app, options.host, options.port, announce, root_path=options.root_path)
    return ANSWERED
