"""`pincite mcp`: the tools `ask` and `lookup` for an assistant on this machine."""

from argparse import Namespace
from typing import TYPE_CHECKING

from ui.console import ANSWERED, AddCommand, open_quietly

if TYPE_CHECKING:
    from qa import Assistant


def add_to(add_command: AddCommand) -> None:
    """Add the command to the parser."""
    add_command(
        "mcp",
        _mcp,
        "offer ask and lookup to an assistant over standard input and output (MCP)",
    )


def _mcp(options: Namespace) -> int:
    import anyio

    from ui.api.service import Service
    from ui.api.tools import serve_stdio, tool_server
    from ui.loading import Loading, Report

    def provide(report: Report) -> "Assistant":
        def on_progress(done: int, total: int) -> None:
            report(done, total, "Indexing")

        assistant = open_quietly(options, on_progress)
        assistant.warm_up()
        return assistant

    # Who starts this is answered at once; the first question waits for the library.
    loading = Loading(provide)
    server = tool_server(Service(loading))
    loading.start()
    try:
        anyio.run(serve_stdio, server)
    finally:
        loading.close()
    return ANSWERED
