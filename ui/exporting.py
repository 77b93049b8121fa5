"""The whole conversation to take away: asked anew, written in the form asked for."""

import re
from collections.abc import Sequence
from datetime import date
from unicodedata import normalize

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, Response

from qa import Answer, QAError
from qa.exporting import FORMS, Exported, cited_records, export, exported
from qa.questions import QuestionError
from qa.shelf import Answerer
from ui.fragments import PREFIX
from ui.loading import NotReadyError
from ui.printing import render_printed
from ui.turns import MAX_KEPT_CHARACTERS, answer_to, read_kept
from ui.visitors.visitors import Visitors
from ui.wording import sentence

PAGE = "html"
"""The form that is not in `qa.exporting`: a page to print, with styles of its own."""

KINDS = {
    "markdown": ("md", "text/markdown"),
    PAGE: ("html", "text/html"),
    "bibtex": ("bib", "application/x-bibtex"),
    "ris": ("ris", "application/x-research-info-systems"),
    "csl-json": ("json", "application/vnd.citationstyles.csl+json"),
}
"""How each form's file name ends, and its media type."""

OF_CITED = frozenset({"bibtex", "ris", "csl-json"})
"""Forms that hold nothing where nothing is quoted."""

MAX_BYTES = 4 * MAX_KEPT_CHARACTERS
MAX_NAME_CHARACTERS = 60

_NOT_NAME = re.compile(r"[^A-Za-z0-9]+")


class NothingToExportError(QAError):
    """The conversation has nothing of what the form holds."""


def exporting(visitors: Visitors) -> APIRouter:
    """Return the route, over what answers each visitor."""
    router = APIRouter(prefix=PREFIX)

    @router.post("/export", response_class=PlainTextResponse)
    async def take_away(request: Request, style: str = "") -> Response:
        if style not in KINDS:
            return _said(f"There is no such form; take one of {', '.join(KINDS)}.")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BYTES:
                return _said("The conversation is too long to be exported.", 413)
        text = body.decode("utf-8", "replace")
        return await run_in_threadpool(_exported, visitors, request, text, style)

    return router


def _exported(
    visitors: Visitors, request: Request, conversation: str, form: str
) -> Response:
    try:
        assistant = visitors.assistant(request.cookies)
        answers = _answers(conversation, assistant)
        written = _written(exported(answers, assistant.library), form)
    except NotReadyError as error:
        return _said(sentence(str(error)), 503)
    except QAError as error:
        return _said(sentence(str(error)))
    ending, media_type = KINDS[form]
    name = f"{_slug(answers[0].question)}.{ending}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    # Half of a character that is a pair may stand in a question; no encoding has it.
    content = written.encode("utf-8", "replace")
    return Response(content, headers=headers, media_type=media_type)


def _answers(conversation: str, assistant: Answerer) -> list[Answer]:
    """Return the answers to a conversation's questions; to some there may be none.

    Raises:
        KeptError: It is not a conversation.
        NothingToExportError: None of its questions can be asked.
    """
    answers = []
    for asked in read_kept(conversation):
        try:
            answers.append(answer_to(asked, assistant))
        except QuestionError:
            continue
    if not answers:
        raise NothingToExportError("no question has an answer yet; ask one first")
    return answers


def _written(answers: Sequence[Exported], form: str) -> str:
    if form in OF_CITED and not cited_records(answers):
        raise NothingToExportError(
            "no passage is quoted in this chat; export it as Markdown or as a page"
        )
    if form in FORMS:
        return export(answers, form)
    return render_printed(answers, date.today())


def _slug(question: str) -> str:
    """Return a file's name: the words of a question, in ASCII."""
    plain = normalize("NFKD", question).encode("ascii", "ignore").decode()
    name = _NOT_NAME.sub("-", plain)[:MAX_NAME_CHARACTERS].strip("-").lower()
    return f"pincite-{name}" if name else "pincite-chat"


def _said(text: str, status: int = 400) -> PlainTextResponse:
    return PlainTextResponse(text, status, {"Cache-Control": "no-store"})
