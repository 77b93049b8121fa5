"""The page that lists the routes, rendered from their OpenAPI description."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ui.rendering import environment

Described = Mapping[str, Any]


Text = tuple[tuple[str, bool], ...]
"""Pieces of a text, and whether each is code."""


@dataclass(frozen=True, slots=True)
class Argument:
    """Something a route takes.

    Attributes:
        place: "in the path", "in the address" or "in the body".
    """

    name: str
    place: str
    required: bool
    description: Text


@dataclass(frozen=True, slots=True)
class Route:
    """A route as the page lists it.

    Attributes:
        anchor: What a link to it points at.
        example: A body to send, as JSON; "" where none is taken.
        responses: Statuses and what they mean.
    """

    anchor: str
    method: str
    path: str
    summary: str
    description: Text
    arguments: tuple[Argument, ...]
    example: str
    responses: tuple[tuple[str, Text], ...]


PLACES = {"path": "in the path", "query": "in the address"}


def render_reference(described: Described) -> str:
    """Return the page that lists the routes of an OpenAPI description."""
    info = described["info"]
    return (
        environment()
        .get_template("api_reference.html")
        .render(
            title=info["title"],
            version=info["version"],
            summary=info["summary"],
            description=_pieces(info["description"]),
            prefix=described["servers"][0]["url"],
            routes=tuple(_routes(described)),
        )
    )


def _routes(described: Described) -> Iterator[Route]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            body = _body(described, operation)
            yield Route(
                anchor=operation["operationId"].replace("_", "-"),
                method=method.upper(),
                path=path,
                summary=operation["summary"],
                description=_pieces(operation["description"]),
                arguments=(*_in_address(operation), *_in_body(body)),
                example=json.dumps(body["examples"][0]) if body else "",
                responses=tuple(
                    (status, _pieces(response["description"]))
                    for status, response in operation["responses"].items()
                ),
            )


def _body(described: Described, operation: Described) -> Described:
    """Return the schema of the body an operation takes; empty for none."""
    if "requestBody" not in operation:
        return {}
    reference = operation["requestBody"]["content"]["application/json"]["schema"]
    name = reference["$ref"].rpartition("/")[2]
    body: Described = described["components"]["schemas"][name]
    return body


def _in_address(operation: Described) -> Iterator[Argument]:
    for one in operation.get("parameters", ()):
        text = one.get("description") or one["schema"].get("description", "")
        required = one.get("required", False)
        yield Argument(one["name"], PLACES[one["in"]], required, _pieces(text))


def _in_body(body: Described) -> Iterator[Argument]:
    for name, schema in body.get("properties", {}).items():
        text = _pieces(schema.get("description", ""))
        yield Argument(name, "in the body", name in body.get("required", ()), text)


def _pieces(text: str) -> Text:
    """Return a text cut at its backticks."""
    return tuple((piece, n % 2 == 1) for n, piece in enumerate(text.split("`")))
