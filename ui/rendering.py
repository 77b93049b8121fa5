"""HTML for the chat page, rendered from values and escaped in this one place.

Every text, a document's or a person's, goes through Jinja2's autoescape, and no
template switches it off: whatever a document holds is shown as the characters it is.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from qa import Answer, LibraryDocument
from qa.reference_answers import is_reference
from qa.styles import CAUTIONS
from ui.views import (
    WINDOW,
    Row,
    SourceView,
    summary,
    view_document,
    view_quotes,
)
from ui.wording import STYLE_NAMES, counted

MAX_SHOWN_QUESTION = 1_000
"""A longer question is cut where it is repeated above its answer."""

MAX_LISTED = 500
"""More documents than this are counted, not listed."""


NOT_ANSWERED = "The documents don’t answer this."
NOT_HERE = "This is not in the documents."
MENTIONING = "Passages that mention it"


def render_question(question: str) -> str:
    """Return a question as the heading of its answer."""
    shown = question.strip()
    if len(shown) > MAX_SHOWN_QUESTION:
        shown = shown[:MAX_SHOWN_QUESTION] + " …"
    return _render("question", question=shown)


def render_answer(answer: Answer) -> str:
    """Return an answer's quotations, or the card that says there are none."""
    same = answer.understood_as.split() == answer.question.split()
    understood_as = "" if same else answer.understood_as
    referred = is_reference(answer.question)
    if answer.abstained:
        # What a search finds nearest has some confidence; a lookup's mentions none.
        mentioning = referred and not answer.confidence
        return _render(
            "abstention",
            understood_as=understood_as,
            reason=answer.reason,
            missing_terms=_unnamed(answer),
            nearest=view_quotes(answer.nearest),
            heading=NOT_HERE if mentioning else NOT_ANSWERED,
            disclosure=MENTIONING if mentioning else _disclosure(len(answer.nearest)),
            disclosed=mentioning,
        )
    return _render(
        "answer",
        understood_as=understood_as,
        summary=summary(answer),
        note=answer.note,
        quotes=view_quotes(answer.citations),
        opened=referred,
    )


def render_error(heading: str, message: str) -> str:
    """Return the card that says what went wrong, and what to do."""
    return _render("error", heading=heading, message=message)


def render_pending(what: str) -> str:
    """Return the line that stands for an answer until it comes."""
    return _render("pending", what=what)


def render_documents(documents: Sequence[LibraryDocument]) -> str:
    """Return the list of documents, each a link that opens it."""
    left_out = len(documents) - MAX_LISTED
    return _render(
        "documents",
        heading=counted(len(documents), "document"),
        documents=[view_document(document) for document in documents[:MAX_LISTED]],
        more=f"and {counted(left_out, 'more document')}" if left_out > 0 else "",
    )


def render_source(view: SourceView) -> str:
    """Return a document's heading and the passages around the one opened."""
    return _render(
        "source",
        view=view,
        rows=view.rows,
        earlier=max(0, view.start - WINDOW),
        later=min(view.total, view.stop + WINDOW),
    )


def render_rows(rows: Sequence[Row]) -> str:
    """Return passages of a document, for a window that grows."""
    return _render("rows", rows=rows)


def render_part(name: str) -> str:
    """Return a fixed part of the page: "shell", "home", "library" or "promise"."""
    return _render(name, styles=STYLE_NAMES, cautions=CAUTIONS)


def _unnamed(answer: Answer) -> tuple[str, ...]:
    """Return the missing words that the reason does not name itself."""
    reason = answer.reason.casefold()
    return tuple(t for t in answer.missing_terms if t.casefold() not in reason)


def _disclosure(number: int) -> str:
    return (
        "Show the nearest passage"
        if number == 1
        else f"Show the {counted(number, 'nearest passage')}"
    )


def _render(name: str, **fields: Any) -> str:
    return _environment().get_template(f"{name}.html").render(fields).strip()


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("ui", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
