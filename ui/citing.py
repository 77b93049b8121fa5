"""Citations to take away: a quoted paragraph, written in the style asked for."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from qa import QAError
from qa.records import records
from qa.shelf import Answerer
from qa.styles import STYLES, write
from ui.fragments import PREFIX
from ui.links import place
from ui.loading import NotReadyError
from ui.visitors.visitors import Visitors
from ui.wording import sentence

MAX_ID_CHARACTERS = 64

_PLACE = re.compile(r"[0-9]{1,12}")


class NoParagraphError(QAError):
    """No paragraph of the document starts there."""


def citing(visitors: Visitors) -> APIRouter:
    """Return the route, over what answers each visitor."""
    router = APIRouter(prefix=PREFIX, default_response_class=PlainTextResponse)

    @router.get("/cite")
    def cite(
        request: Request, doc: str = "", p: str = "", style: str = ""
    ) -> PlainTextResponse:
        if style not in STYLES:
            return _said(f"There is no such style; take one of {', '.join(STYLES)}.")
        if not doc or len(doc) > MAX_ID_CHARACTERS:
            return _said("The address names no document; it needs doc=ID.")
        if not _PLACE.fullmatch(p):
            return _said("The address names no paragraph; it needs p=NUMBER.")
        # Only a link is of use on this machine alone; a bibliography is not for it.
        page = str(request.base_url) if style == "link" else None
        try:
            assistant = visitors.assistant(request.cookies)
            return _said(_written(assistant, doc, int(p), style, page), 200)
        except NotReadyError as error:
            return _said(sentence(str(error)), 503)
        except QAError as error:
            return _said(sentence(str(error)), 404)

    return router


def _written(
    assistant: Answerer, document_id: str, start: int, style: str, page: str | None
) -> str:
    """Return the paragraph that starts at a character, in a style; no other one."""
    passages = assistant.passages(document_id)
    cited = [passage for passage in passages if place(passage) == start]
    if not cited:
        raise NoParagraphError(
            f"no paragraph of the document starts at character {start}; "
            "open the document and choose one"
        )
    return write(style, records(assistant.library, cited, page))


def _said(text: str, status: int = 400) -> PlainTextResponse:
    return PlainTextResponse(text, status, {"Cache-Control": "no-store"})
