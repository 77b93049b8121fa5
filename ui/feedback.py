"""What readers think of answers: kept in a file where the operator asks for it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, Response
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from qa import QAError
from qa.questions import MAX_QUESTION_CHARACTERS
from ui.fragments import PREFIX

MAX_BYTES = 10_000_000
"""Of the file; then it becomes FILE.1, in the place of an earlier one."""

MAX_PASSAGES = 50

PassageId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,64}\.[0-9]{1,13}$")]


class FeedbackFileError(QAError):
    """The file cannot be written."""


class Feedback(BaseModel):
    """What a reader thinks of an answer.

    Attributes:
        verdict: "should-answer" is of an abstention.
        question: As it was asked.
        passages: Ids of those quoted, or nearest, best first.
    """

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["helpful", "wrong-passage", "badly-cut", "should-answer"]
    question: Annotated[str, StringConstraints(max_length=MAX_QUESTION_CHARACTERS)]
    passages: list[PassageId]


class FeedbackFile:
    """A file of JSON lines, one an opinion: never who had it. Safe from any thread."""

    def __init__(self, path: Path) -> None:
        """Append to a file, which is made if there is none.

        Raises:
            FeedbackFileError: It cannot be written.
        """
        self._path = path
        self._writing = Lock()
        try:
            path.touch()
        except OSError as error:
            raise FeedbackFileError(
                f"{path} cannot be written ({error.strerror}); name a file in a folder "
                "that can"
            ) from error

    def write(self, feedback: Feedback) -> None:
        """Append what a reader thinks, and when."""
        row = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "verdict": feedback.verdict,
            "question": feedback.question,
            "passages": feedback.passages[:MAX_PASSAGES],
        }
        with self._writing:
            if self._path.exists() and self._path.stat().st_size > MAX_BYTES:
                self._path.replace(self._path.with_name(f"{self._path.name}.1"))
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")


def giving_feedback(file: FeedbackFile) -> APIRouter:
    """Return the route that the buttons of an answer send to."""
    router = APIRouter(prefix=PREFIX)

    @router.post("/feedback")
    async def give(request: Request) -> Response:
        try:
            feedback = Feedback.model_validate_json(await request.body())
        except ValidationError as error:
            wrong = ", ".join(
                str(one["loc"][0]) for one in error.errors() if one["loc"]
            )
            what = wrong or "the body, which is no JSON object"
            return PlainTextResponse(f"That is no feedback; put right {what}.", 422)
        await run_in_threadpool(file.write, feedback)
        return Response(status_code=204)

    return router


def feedback_script() -> str:
    """Return what goes into the page's head where feedback is kept."""
    address = f"{PREFIX.lstrip('/')}/static/feedback.js"
    return f'<script type="module" src="{address}"></script>'
