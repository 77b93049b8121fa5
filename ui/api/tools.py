"""The tools `ask` and `lookup` for assistants that speak MCP, over HTTP or stdio.

Needs the extra `pincite[mcp]`; nothing of it is imported before it is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anyio.to_thread import run_sync
from pydantic import BaseModel, ValidationError

from qa import QAError, __version__
from ui.api.encoding import as_json
from ui.api.problems import first_finding
from ui.api.requests import Question, Reference
from ui.api.schemas import standalone
from ui.api.service import Service

if TYPE_CHECKING:
    from fastapi import FastAPI
    from mcp.server import Server
    from mcp.server.context import ServerRequestContext
    from mcp_types import CallToolRequestParams, CallToolResult, ListToolsResult

PATH = "/mcp"

WAIT_SECONDS = 120.0
"""How long a first call may wait for the documents; building the seeds takes some."""

INSTRUCTIONS = (
    "Quotes documents word for word. Quote what is returned as it stands, with its "
    "label; where `abstained` is true the documents do not answer: say so, and do not "
    "present `nearest` as an answer."
)

MISSING = (
    "MCP needs a package that is not installed; install pincite[mcp] "
    "(pip install 'pincite[mcp]')"
)


class MissingExtraError(QAError):
    """What `pincite[mcp]` installs is not there."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool.

    Attributes:
        arguments: Checks what it is called with.
        value: The name of what it returns.
        call: Calls it with checked arguments.
    """

    name: str
    title: str
    description: str
    arguments: type[BaseModel]
    value: str
    call: Callable[[Service, Any], Any]


TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(
            "ask",
            "Ask the documents",
            "Answer a question with whole paragraphs of the library's documents, word "
            "for word, each with its citation; or abstain and say why.",
            Question,
            "Answer",
            lambda service, asked: service.ask(
                asked.question, asked.history, asked.limit, asked.documents
            ),
        ),
        Tool(
            "lookup",
            "Look a reference up",
            "Give the paragraphs that a reference points at, such as 'CD/2100, para. "
            "12', or those a pasted quotation is taken from. Nothing is searched.",
            Reference,
            "Lookup",
            lambda service, asked: service.lookup(asked.reference, asked.history),
        ),
    )
}


def tool_server(service: Service) -> Server[Any]:
    """Return the tools as a server without a transport.

    Raises:
        MissingExtraError: The package is not installed.
    """
    try:
        import mcp_types as types
        from mcp.server import Server
    except ModuleNotFoundError as error:
        raise MissingExtraError(MISSING) from error

    def told(text: str, value: Mapping[str, Any] | None = None) -> CallToolResult:
        return types.CallToolResult(
            content=[types.TextContent(text=text)],
            structured_content=dict(value) if value else None,
            is_error=value is None,
        )

    async def list_tools(
        context: ServerRequestContext[Any], params: object
    ) -> ListToolsResult:
        del context, params
        listed = [
            types.Tool(
                name=tool.name,
                title=tool.title,
                description=tool.description,
                input_schema=tool.arguments.model_json_schema(),
                output_schema=standalone(tool.value),
                annotations=types.ToolAnnotations(
                    read_only_hint=True, open_world_hint=False
                ),
            )
            for tool in TOOLS.values()
        ]
        return types.ListToolsResult(tools=listed)

    async def call_tool(
        context: ServerRequestContext[Any], params: CallToolRequestParams
    ) -> CallToolResult:
        del context
        if params.name not in TOOLS:
            return told(f"There is no such tool; there are {', '.join(TOOLS)}.")
        try:
            return told(*await run_sync(_called, service, params))
        except ValidationError as error:
            return told(first_finding(error))
        except QAError as error:
            return told(str(error))

    return Server(
        "pincite",
        title="Pincite",
        version=__version__,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def mount_tools(
    app: FastAPI, service: Service
) -> Callable[[], AbstractAsyncContextManager[object]]:
    """Serve the tools at `PATH` of an app.

    Args:
        app: Before anything is mounted at its root.
        service: What answers.

    Returns:
        Makes the context within which they are served, to be entered once.

    Raises:
        MissingExtraError: The package is not installed.
    """
    # Every call stands alone, so that no session is kept; which names and origins may
    # call is the guard's business, for all of the app.
    transport = tool_server(service).streamable_http_app(
        streamable_http_path=PATH, json_response=True, stateless_http=True, host=""
    )
    app.router.routes.extend(transport.routes)
    return lambda: transport.router.lifespan_context(transport)


async def serve_stdio(server: Server[Any]) -> None:
    """Serve the tools over standard input and output until the input ends.

    Args:
        server: From `tool_server`.
    """
    from mcp.server.stdio import stdio_server

    async with stdio_server() as (reading, writing):
        options = server.create_initialization_options()
        await server.run(reading, writing, options)


def _called(
    service: Service, params: CallToolRequestParams
) -> tuple[str, Mapping[str, Any]]:
    """Return what a tool returns, as text and as it is."""
    tool = TOOLS[params.name]
    arguments = tool.arguments.model_validate(params.arguments or {})
    service.loading.wait(WAIT_SECONDS)
    value = tool.call(service, arguments).to_dict()
    return as_json(value).decode(), value
