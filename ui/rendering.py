"""HTML for the chat page, rendered from values and escaped in this one place.

Every text, a document's or a person's, goes through Jinja2's autoescape, and no
template switches it off: whatever a document holds is shown as the characters it is.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from qa import Answer
from qa.questions import MAX_QUESTION_CHARACTERS
from qa.reference_answers import is_reference
from qa.styles import CAUTIONS
from qa.suggestions import Suggestion
from ui.contents import Contents
from ui.listing import MAX_SEARCHED, FoundWindow, view_listing
from ui.segments import by_direction
from ui.views import (
    WINDOW,
    Row,
    SourceView,
    summary,
    view_groups,
    view_nearest,
)
from ui.wording import EXPORT_NAMES, STYLE_NAMES, counted, joined

MAX_SHOWN_QUESTION = 1_000
"""A longer question is cut where it is repeated above its answer."""


NOT_ANSWERED = "The documents don’t answer this."
NOT_HERE = "This is not in the documents."
NOT_MENTIONED = "No passage mentions this."
MENTIONING = "Passages that mention it"
AS_TYPED = "Searched as typed"
EVERY_MENTION = "Every mention"
SHOW_EVERY = "Show every passage on this"
SHOW_MENTIONING = "Show every passage that mentions it"


def render_question(question: str) -> str:
    """Return a question as the heading of its answer."""
    shown = question.strip()
    if len(shown) > MAX_SHOWN_QUESTION:
        shown = shown[:MAX_SHOWN_QUESTION] + " …"
    return _render("question", question=shown)


def render_answer(
    answer: Answer,
    *,
    carried: bool = False,
    as_typed: bool = False,
    every: bool = False,
    chosen: Sequence[str] = (),
    kept: str = "",
) -> str:
    """Return an answer's quotations, or the card that says there are none.

    Args:
        answer: What to show.
        carried: Whether it was understood from earlier questions, which is then undone
            by searching it as typed.
        as_typed: Whether that has been done.
        every: Whether every passage was asked for.
        chosen: Ids of the documents that were searched; empty for all.
        kept: The question as the browser keeps it, to be asked again from there.
    """
    same = answer.understood_as.split() == answer.question.split()
    shared = {
        "understood_as": "" if same else answer.understood_as,
        "can_undo": carried,
        "kept": kept,
    }
    typed = joined(
        AS_TYPED if as_typed else "",
        f"Searched in {counted(len(chosen), 'chosen document')}" if chosen else "",
    )
    referred = is_reference(answer.question)
    if answer.abstained:
        # What a search finds nearest has some confidence; a lookup's mentions none.
        mentioning = referred and not answer.confidence
        not_answered = NOT_HERE if mentioning else NOT_ANSWERED
        return _render(
            "abstention",
            reason=by_direction(answer.reason),
            missing_terms=_unnamed(answer),
            nearest=view_nearest(answer),
            heading=NOT_MENTIONED if every else not_answered,
            disclosure=MENTIONING if mentioning else _disclosure(len(answer.nearest)),
            disclosed=mentioning,
            typed=typed,
            further="" if every else _further(answer, mentioning=mentioning),
            **shared,
        )
    if answer.tallies:
        return _render(
            "listing",
            summary=joined(typed, EVERY_MENTION, summary(answer)),
            note=answer.note,
            listing=view_listing(answer, chosen),
            **shared,
        )
    return _render(
        "answer",
        summary=joined(typed, summary(answer)),
        note=answer.note,
        groups=view_groups(answer),
        opened=referred,
        further=_further(answer, mentioning=False),
        **shared,
    )


def render_error(
    heading: str, message: str, *, kept: str = "", is_passing: bool = False
) -> str:
    """Return the card that says what went wrong, and what to do.

    Args:
        heading: What went wrong.
        message: Why, and what to do.
        kept: The question that failed, as the browser keeps it.
        is_passing: Whether the same may go well the next time.
    """
    return _render(
        "error", heading=heading, message=message, kept=kept, is_passing=is_passing
    )


def render_suggestions(suggestions: Sequence[Suggestion], kept: str) -> str:
    """Return questions to go on with, as buttons that ask them.

    Args:
        suggestions: The questions.
        kept: The one that they come after, as the browser keeps it.
    """
    return _render("suggestions", suggestions=suggestions, after=kept)


def render_starters(starters: Sequence[Suggestion]) -> str:
    """Return questions to begin with, as buttons that ask them."""
    return _render("starters", starters=starters)


def render_pending(what: str) -> str:
    """Return the line that stands for an answer until it comes."""
    return _render("pending", what=what)


def render_source(view: SourceView, contents: str = "") -> str:
    """Return a document's heading and the passages around the one opened.

    Args:
        view: The document.
        contents: What its table of sections is called; "" where it has none.
    """
    return _render(
        "source",
        view=view,
        contents=contents,
        rows=view.rows,
        earlier=max(0, view.start - WINDOW),
        later=min(view.total, view.stop + WINDOW),
    )


def render_contents(view: Contents) -> str:
    """Return a document's table of sections, and the choice of its pages."""
    return _render("contents", view=view)


def render_rows(rows: Sequence[Row]) -> str:
    """Return passages of a document, for a window that grows."""
    return _render("rows", rows=rows)


def render_found(window: FoundWindow) -> str:
    """Return passages of one document, for an answer that lists every passage."""
    return _render("found", window=window)


def render_part(name: str) -> str:
    """Return a fixed part of the page: "shell", "home", "library", "promise", …."""
    return _render(
        name,
        styles=STYLE_NAMES,
        cautions=CAUTIONS,
        exports=EXPORT_NAMES,
        longest=MAX_QUESTION_CHARACTERS,
    )


def _unnamed(answer: Answer) -> tuple[str, ...]:
    """Return the missing words that the reason does not name itself."""
    reason = answer.reason.casefold()
    return tuple(t for t in answer.missing_terms if t.casefold() not in reason)


def _further(answer: Answer, *, mentioning: bool) -> str:
    """Return what the button to every passage says; "" where there is none to show."""
    if len(answer.understood_as) > MAX_SEARCHED:
        return ""
    if is_reference(answer.question):
        several = mentioning and len(answer.nearest) > 1
        return SHOW_MENTIONING if several else ""
    if answer.abstained and answer.missing_terms:
        return ""
    return SHOW_EVERY


def _disclosure(number: int) -> str:
    return (
        "Show the nearest passage"
        if number == 1
        else f"Show the {counted(number, 'nearest passage')}"
    )


def _render(name: str, **fields: Any) -> str:
    return environment().get_template(f"{name}.html").render(fields).strip()


@cache
def environment() -> Environment:
    """Return what renders every template, for this module and its siblings."""
    return Environment(
        loader=PackageLoader("ui", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
