"""The description of `/api/v1` in OpenAPI, for programs and those who write them."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response

from ui.api.metrics import CONTENT_TYPE
from ui.api.problems import MEDIA_TYPE, PREFIX
from ui.api.schemas import REFERENCE, components

JSON = "application/json"

SUMMARY = "Answers quoted word for word from documents, each cited to the paragraph."

DESCRIPTION = (
    "Nothing is generated: an answer is whole paragraphs of the documents, verbatim, "
    "or an abstention that says why. A citation's `id` is read again at "
    "`/passages/{id}`. Whatever fails is told as a problem (RFC 9457), whose `detail` "
    "names what is concerned, what was found and what to do."
)

SAID: Mapping[int, str] = {
    400: "The body is not JSON.",
    401: "A token is asked for, and is missing or wrong.",
    403: "The request comes from another site's page, or to a name not served.",
    404: "The library holds no such thing.",
    413: "The body is too large.",
    422: "The request is not as it should be; `errors` says where.",
    429: "Too many requests; come back after `Retry-After` seconds.",
    503: "The documents are not ready, or cannot be read.",
}

ANYWHERE = (401, 403, 429)
"""What the server in front of the routes may say to any request."""


def documented(
    name: str | None, *statuses: int, can_wait: bool = True
) -> dict[str, Any]:
    """Return a route's options that describe its responses.

    Args:
        name: The schema of what it sends; None for Prometheus' text.
        statuses: Those of its problems, besides `ANYWHERE`.
        can_wait: Whether it needs the documents, and has a problem while they are not
            ready.
    """
    type_ = JSON if name else CONTENT_TYPE.partition(";")[0]
    schema = _reference(name) if name else {"type": "string"}
    told = sorted({*statuses, *ANYWHERE} | ({503} if can_wait else set()))
    sent = {200: {"description": "As asked.", "content": {type_: {"schema": schema}}}}
    problem = {MEDIA_TYPE: {"schema": _reference("Problem")}}
    refused = {code: {"description": SAID[code], "content": problem} for code in told}
    return {"responses": sent | refused, "response_class": Response}


def describe(api: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI description of an app whose routes are `documented`."""
    described = get_openapi(
        title=api.title,
        version=api.version,
        summary=SUMMARY,
        description=DESCRIPTION,
        routes=api.routes,
        servers=[{"url": PREFIX}],
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    for methods in described["paths"].values():
        for operation in methods.values():
            summary = operation["description"].partition("\n\n")[0]
            said = {"summary": summary, "description": operation["description"]}
            operation |= {name: _folded(text) for name, text in said.items()}
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(components())
    return described


def _reference(name: str) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=name)}


def _folded(text: str) -> str:
    return " ".join(text.split())
