"""A conversation as an HTML page of its own, to keep and to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.exporting import NOT_ANSWERED, TITLE, Exported, Quoted, document_names
from ui.rendering import environment
from ui.segments import Segment, cut
from ui.wording import counted, long_date

CHECKED = "Every quotation is word for word; “pincite verify” checks this file."


@dataclass(frozen=True, slots=True)
class PrintedQuote:
    """A quotation on the page; `source` is how it is cited."""

    number: int
    actor: str
    segments: tuple[Segment, ...]
    source: str
    language: str


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    """Quotations under a heading, which is "" where an answer has no groups."""

    heading: str
    quotes: tuple[PrintedQuote, ...]


@dataclass(frozen=True, slots=True)
class PrintedAnswer:
    """A question, and what is shown below it."""

    question: str
    understood_as: str
    reason: str
    note: str
    groups: tuple[PrintedGroup, ...]
    omission: str


def render_printed(answers: Sequence[Exported], day: date) -> str:
    """Return the page; it needs no other file.

    Args:
        answers: The conversation's.
        day: When it is taken away.
    """
    return (
        environment()
        .get_template("export.html")
        .render(
            title=TITLE,
            about=f"{counted(len(answers), 'question')} asked on "
            f"{long_date(day.isoformat())}. {CHECKED}",
            not_answered=NOT_ANSWERED,
            answers=[_answer(one) for one in answers],
            documents=document_names(answers),
        )
    )


def _answer(one: Exported) -> PrintedAnswer:
    return PrintedAnswer(
        question=one.answer.question.strip(),
        understood_as=one.understood_as,
        reason=one.answer.reason,
        note=one.answer.note,
        groups=tuple(
            PrintedGroup(heading, tuple(map(_quote, quoted)))
            for heading, quoted in one.groups
        ),
        omission=one.omission,
    )


def _quote(quoted: Quoted) -> PrintedQuote:
    citation = quoted.citation
    return PrintedQuote(
        number=quoted.number,
        actor=citation.actor or "",
        segments=cut(citation.quote, citation.highlights),
        source=quoted.source,
        language=citation.document.language,
    )
