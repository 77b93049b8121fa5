"""Adding and removing documents over HTTP, each visitor their own."""

import os
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from qa import QAError
from qa.sent_files import (
    FORMATS,
    UnsupportedFormatError,
    check_suffix,
    file_name,
    is_sidecar,
    size,
)
from ui.loading import NotReadyError
from ui.visitors.rendering import render_adding
from ui.visitors.sessions import TooManyVisitorsError
from ui.visitors.upload import Upload, ended
from ui.visitors.visitors import NoRoomError, NotAllowedError, Visitors
from ui.wording import sentence

UPLOADS = "/pincite/uploads"
"""What is sent here may be large; elsewhere nothing is."""

MAX_SENT_NAME = 4_000
NO_STORE = {"Cache-Control": "no-store"}

FileName = Annotated[str, Query(max_length=MAX_SENT_NAME)]


class TooLargeError(QAError):
    """The file is larger than a visitor may send."""


class NoNameError(QAError):
    """The file has no name that a document could have."""


STATUSES: dict[type[QAError], int] = {
    NoNameError: 400,
    NotAllowedError: 403,
    NoRoomError: 409,
    TooLargeError: 413,
    UnsupportedFormatError: 415,
    NotReadyError: 503,
    TooManyVisitorsError: 503,
}
"""How each refusal is answered; 404 for what is not here."""


def visiting(visitors: Visitors) -> APIRouter:
    """Return the routes."""
    router = APIRouter()

    @router.get(UPLOADS)
    def uploads(request: Request) -> JSONResponse:
        return _told(
            {
                "mode": visitors.mode,
                "file_bytes": visitors.bounds.reading.file_bytes,
                "formats": FORMATS,
                "uploads": [one.to_dict() for one in visitors.uploads(request.cookies)],
            }
        )

    @router.put(UPLOADS)
    async def add(request: Request, name: FileName = "") -> JSONResponse:
        try:
            token, upload = await _received(visitors, request, name)
        except QAError as error:
            return _refused(error, file_name(name))
        response = _told(upload.to_dict(), 202)
        response.set_cookie(
            visitors.cookie,
            token,
            max_age=int(visitors.bounds.idle_seconds),
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return response

    @router.delete(f"{UPLOADS}/{{upload_id}}")
    def dismiss(request: Request, upload_id: str) -> Response:
        visitors.dismiss(request.cookies, upload_id)
        return Response(status_code=204, headers=NO_STORE)

    @router.delete("/pincite/documents/{document_id}")
    def remove(request: Request, document_id: str) -> Response:
        try:
            visitors.remove(request.cookies, document_id)
        except QAError as error:
            return _refused(error)
        return Response(status_code=204, headers=NO_STORE)

    @router.get("/pincite/adding")
    def adding() -> HTMLResponse:
        return HTMLResponse(
            render_adding(visitors.mode, visitors.bounds), headers=NO_STORE
        )

    return router


async def _received(
    visitors: Visitors, request: Request, sent_name: str
) -> tuple[str, Upload]:
    """Return the visitor's secret and the file that they send, taken in.

    Raises:
        QAError: It is not taken.
    """
    name = file_name(sent_name)
    if not name:
        raise NoNameError("the file has no name; give it one, such as paper.pdf")
    if not is_sidecar(name):
        check_suffix(name)
    claimed = request.headers.get("content-length", "")
    limit = visitors.bounds.reading.file_bytes
    if claimed.isdecimal():
        _check_size(name, int(claimed), limit)
    expected = int(claimed) if claimed.isdecimal() else 0
    await run_in_threadpool(visitors.check_room, request.cookies, expected)
    descriptor, path = tempfile.mkstemp(dir=visitors.landing)
    received = Path(path)
    try:
        count = 0
        with os.fdopen(descriptor, "wb") as file:
            async for chunk in request.stream():
                count += len(chunk)
                _check_size(name, count, limit)
                file.write(chunk)
        return await run_in_threadpool(
            visitors.take, request.cookies, name, received, count
        )
    except ClientDisconnect as error:
        raise NoRoomError(f"{name} was not sent to its end") from error
    finally:
        received.unlink(missing_ok=True)


def _check_size(name: str, count: int, limit: int) -> None:
    if count > limit:
        raise TooLargeError(
            f"{name} is larger than {size(limit)}, which is the most that can be "
            "added here; split it"
        )


def _refused(error: QAError, name: str = "") -> JSONResponse:
    """Return why something is refused; a file's name stays as it is written."""
    said = str(error)
    message = ended(said) if name and said.startswith(name) else sentence(said)
    return _told({"message": message}, STATUSES.get(type(error), 404))


def _told(fields: dict[str, Any], status: int = 200) -> JSONResponse:
    return JSONResponse(fields, status, NO_STORE)
