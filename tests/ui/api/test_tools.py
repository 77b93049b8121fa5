"""The tools, called by the official client over HTTP and over stdio."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from typing import Any

import pytest

from qa import Assistant
from ui.api.service import Service
from ui.api.tools import MissingExtraError, tool_server
from ui.app import build_app
from ui.cli import main
from ui.loading import Loading

mcp_client = pytest.importorskip("mcp.client", reason="pincite[mcp] is not installed")
stdio = pytest.importorskip("mcp.client.stdio")

QUESTION = "Who keeps the list of mooring fees?"


def with_tools(server: Any, use: Callable[[Any], Any], **options: Any) -> Any:
    """What `use` returns, given a client of a server."""

    async def connected() -> Any:
        async with mcp_client.Client(server, **options) as client:
            return await use(client)

    return asyncio.run(connected())


@pytest.fixture
def service(open_assistant: Callable[[], Assistant]):
    loading = Loading(lambda report: open_assistant())
    loading.start()
    yield Service(loading)
    loading.close()


def test_tools_return_what_python_gives(service: Service, assistant: Assistant):
    async def use(client: Any) -> tuple[Any, Any]:
        asked = {"question": QUESTION, "limit": 2}
        referred = {"reference": "HR/12, para. 2"}
        return (
            await client.call_tool("ask", asked),
            await client.call_tool("lookup", referred),
        )

    answer, found = with_tools(tool_server(service), use)
    as_asked = json.loads(json.dumps(assistant.ask(QUESTION, limit=2).to_dict()))
    assert answer.structured_content == as_asked
    # Assistants that know no structured content read the text.
    assert json.loads(answer.content[0].text) == as_asked
    as_found = assistant.lookup("HR/12, para. 2").to_dict()
    assert found.structured_content == json.loads(json.dumps(as_found))


def test_tools_say_what_they_take_and_return(service: Service):
    async def use(client: Any) -> Any:
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in with_tools(tool_server(service), use)}
    assert set(tools) == {"ask", "lookup"}
    assert tools["ask"].input_schema["required"] == ["question"]
    assert "citations" in tools["ask"].output_schema["properties"]
    assert "status" in tools["lookup"].output_schema["properties"]
    assert all(tool.annotations.read_only_hint for tool in tools.values())


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("ask", {}, "question: This is required."),
        ("ask", {"question": "a\0b"}, "control character"),
        ("ask", {"question": "lantern", "limit": 99}, "limit: Input should be less"),
        ("ask", {"question": "lantern", "documents": ["nope"]}, "no document 'nope'"),
        ("lookup", {"question": "lantern"}, "reference: This is required."),
        ("sing", {}, "there are ask, lookup"),
    ],
)
def test_a_wrong_call_is_told_what_is_wrong(service: Service, name, arguments, says):
    async def use(client: Any) -> Any:
        return await client.call_tool(name, arguments)

    said = with_tools(tool_server(service), use)
    assert said.is_error
    assert says in said.content[0].text


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_tools_are_served_beside_the_page(serving, open_assistant, assistant, mode):
    async def use(client: Any) -> Any:
        return await client.call_tool("ask", {"question": QUESTION})

    with serving(build_app(lambda report: open_assistant(), mcp=True)) as url:
        said = with_tools(f"{url}mcp", use, mode=mode)
    quoted = said.structured_content["citations"][0]["quote"]
    assert quoted == assistant.ask(QUESTION).citations[0].quote


def test_tools_are_served_over_stdio(seeds_folder):
    async def use(client: Any) -> Any:
        return await client.call_tool("lookup", {"reference": "CD/2100, para. 12"})

    command = ["-m", "ui.cli", "mcp", "--library", str(seeds_folder)]
    started = stdio.StdioServerParameters(
        command=sys.executable, args=command, env=dict(os.environ)
    )
    said = with_tools(stdio.stdio_client(started), use)
    assert said.structured_content["status"] == "counted"


@pytest.mark.parametrize("command", [["mcp"], ["chat", "--mcp", "--port", "0"]])
def test_without_the_extra_it_is_named(monkeypatch, capsys, service, command):
    for name in ("mcp.server", "mcp_types"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtraError):
        tool_server(service)
    assert main(command) == 2
    assert "pip install 'pincite[mcp]'" in capsys.readouterr().err
