"""What went wrong, as RFC 9457 has programs told: `application/problem+json`."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from qa import QAError, QuestionError
from ui.api.encoding import as_json
from ui.api.service import NotHeldError
from ui.loading import NotReadyError
from ui.wording import sentence

PREFIX = "/api/v1"

MEDIA_TYPE = "application/problem+json"

RETRY_SECONDS = 2

MAX_ERRORS = 20
"""A body may be wrong in as many places as it has characters."""

MAX_SHOWN = 100
"""Characters of a name or path that a client made up."""

NOT_JSON = 'The body is not JSON; send an object, such as {"question": "…"}.'

SAID: Mapping[str, str] = {
    "model_attributes_type": "Send a JSON object, with Content-Type: application/json.",
    "extra_forbidden": "There is nothing of this name.",
    "string_unicode": "Half a character (a lone surrogate) is not text.",
    "missing": "This is required.",
}
"""What some of Pydantic's findings mean here, by their types."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of a request.

    Attributes:
        field: Where it stands: "body.limit", "query.q".
        detail: What is wrong with it.
    """

    field: str
    detail: str

    def to_dict(self) -> dict[str, Any]:
        """Return both, JSON-ready."""
        return {"field": self.field, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request was not answered (RFC 9457).

    Attributes:
        type: Which kind it is, a name that stays: "urn:pincite:problem:not-held"; or
            "about:blank" where the status says as much.
        title: The kind in words; the same for every problem of the kind.
        status: The response's status.
        detail: What is concerned, what was found and what to do.
        errors: The fields that are wrong; not sent where there are none.
    """

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldError, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return every field that is sent, JSON-ready."""
        fields = {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        errors = [error.to_dict() for error in self.errors]
        return fields | ({"errors": errors} if errors else {})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its type, its title and the status it is answered with."""

    type: str
    title: str
    status: int


URN = "urn:pincite:problem:"

NOT_READY = Kind(f"{URN}not-ready", "The documents are not ready", 503)
UNAVAILABLE = Kind(f"{URN}library-unavailable", "The library cannot be read", 503)
UNEXPECTED = Kind(f"{URN}unexpected", "Something went wrong", 500)
INVALID = Kind(f"{URN}invalid-request", "The request is not as it should be", 422)

KINDS: Mapping[type[QAError], Kind] = {
    NotReadyError: NOT_READY,
    NotHeldError: Kind(f"{URN}not-held", "The library does not hold this", 404),
    QuestionError: Kind(f"{URN}unusable-question", "The question cannot be asked", 422),
    QAError: UNAVAILABLE,
}
"""From special to general."""


def problem_of(error: QAError) -> Problem:
    """Return an error of ours as a problem."""
    kind = next(kind for type_, kind in KINDS.items() if isinstance(error, type_))
    return _problem(kind, sentence(str(error)))


def http_problem(status: int, detail: str) -> Problem:
    """Return a problem that HTTP has a status for."""
    return _problem(Kind("about:blank", HTTPStatus(status).phrase, status), detail)


def first_finding(error: ValidationError) -> str:
    """Return what is wrong with a call's first wrong argument, in a sentence."""
    found = error.errors()[0]
    return f"{'.'.join(map(str, found['loc']))}: {_finding(found)}"


def problem_response(
    problem: Problem, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a problem as a response; an ASGI application, too."""
    headers = dict(headers or {}) | {"Cache-Control": "no-store"}
    if problem.status == NOT_READY.status:
        headers.setdefault("Retry-After", str(RETRY_SECONDS))
    return Response(as_json(problem.to_dict()), problem.status, headers, MEDIA_TYPE)


def add_problems(api: FastAPI) -> None:
    """Have every failure of an app answered with a problem."""

    @api.exception_handler(QAError)
    async def of_ours(_: Request, error: QAError) -> Response:
        problem = problem_of(error)
        if problem.type == UNAVAILABLE.type:
            _log.error("%s", error)
        return problem_response(problem)

    @api.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        return problem_response(_invalid(error.errors()))

    @api.exception_handler(HTTPException)
    async def of_http(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = ", ".join(_allowed(api, request))
        problem = http_problem(error.status_code, _http_detail(request, error))
        return problem_response(problem, headers)

    @api.exception_handler(Exception)
    async def unexpected(_: Request, __: Exception) -> Response:
        # What is raised is told in the server's log, by the server.
        detail = "The request could not be answered; Pincite's terminal says why."
        return problem_response(_problem(UNEXPECTED, detail))


def _problem(kind: Kind, detail: str, errors: tuple[FieldError, ...] = ()) -> Problem:
    return Problem(kind.type, kind.title, kind.status, detail, errors)


def _invalid(found: Sequence[Mapping[str, Any]]) -> Problem:
    """Return what Pydantic found wrong; never what was sent, which may be anything."""
    if any(one["type"] == "json_invalid" for one in found):
        return http_problem(HTTPStatus.BAD_REQUEST, NOT_JSON)
    errors = tuple(
        FieldError(_field(one["loc"]), _finding(one)) for one in found[:MAX_ERRORS]
    )
    more = f" ({len(found) - 1} more)" if len(found) > 1 else ""
    first = f"{errors[0].field}: {errors[0].detail}{more}"
    return _problem(INVALID, f"{first} {PREFIX}/ says what is taken.", errors)


def _finding(found: Mapping[str, Any]) -> str:
    return SAID.get(found["type"], sentence(found["msg"]))


def _field(location: Sequence[str | int]) -> str:
    """Return where a field stands, without the types it was tried as."""
    depth = 3 if location[0] == "body" else 2
    return _shown(".".join(map(str, location[:depth])))


def _http_detail(request: Request, error: HTTPException) -> str:
    path = _shown(request.url.path)
    if error.status_code == HTTPStatus.NOT_FOUND:
        return f"There is nothing at {path}; {PREFIX}/ lists what there is."
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return NOT_JSON
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return NOT_JSON
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return f"{path} does not take {request.method}; {PREFIX}/ says what it takes."
    return sentence(str(error.detail))


def _allowed(api: FastAPI, request: Request) -> list[str]:
    """Return the methods that a path takes, whichever route takes them."""
    routes = (route for route in api.routes if isinstance(route, Route))
    matching = (r for r in routes if r.matches(request.scope)[0] is not Match.NONE)
    return sorted(method for route in matching for method in route.methods or ())


def _shown(name: str) -> str:
    return name if len(name) <= MAX_SHOWN else name[:MAX_SHOWN] + "…"
