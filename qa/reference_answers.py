"""Questions that are references: answered by what they point at, without a search."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress

from qa.answers import Answer, Citation, Lookup
from qa.questions import QuestionError
from qa.references import parse_reference

HISTORY_REACH = 10
"""How many earlier questions "ibid." may reach back over."""


def is_reference(question: str) -> bool:
    """Return whether a question is purely a reference, to be resolved.

    A name alone ("the G-21 paper") is rather a subject, and is searched.
    """
    reference = parse_reference(question)
    if reference is None:
        return False
    return reference.kind in ("symbol", "job number") or bool(
        reference.points or reference.pages
    )


def reference_answer(
    question: str, lookup: Lookup, limit: int, documents: Collection[str] | None = None
) -> Answer | None:
    """Return a lookup as an answer; None where what it points at may not be shown.

    Args:
        question: As it was asked.
        lookup: Of the question.
        limit: Citations at most.
        documents: Ids of the documents to answer from; None for all.
    """
    if lookup.status == "not-a-reference":
        return None
    shown = _among(lookup.citations, documents)
    if lookup.found and not shown:
        return None
    if not shown:
        return Answer(
            question=question,
            understood_as=question,
            confidence=0.0,
            nearest=tuple(_among(lookup.cited_in, documents)[:limit]),
            reason=lookup.message,
        )
    note = lookup.message
    if len(shown) > limit:
        note = f"{note} The first {limit} of {len(shown)} paragraphs are shown.".strip()
    return Answer(
        question=question,
        understood_as=question,
        confidence=1.0,
        citations=tuple(shown[:limit]),
        note=note,
    )


def last_document(ask: Callable[..., Answer], history: Sequence[str]) -> str | None:
    """Return the id of the document that the latest question was answered from.

    Args:
        ask: Answers questions, as `Assistant.ask` does.
        history: Earlier questions, oldest first.
    """
    recent = list(history)[-HISTORY_REACH:]
    for place in range(len(recent) - 1, -1, -1):
        with suppress(QuestionError):
            answer = ask(recent[place], history=recent[:place])
            if answer.citations:
                return answer.citations[0].document.id
            if is_reference(recent[place]):
                break  # to a document that is not here, which "ibid." then is
    return None


def _among(
    citations: Sequence[Citation], documents: Collection[str] | None
) -> Sequence[Citation]:
    if documents is None:
        return citations
    return [citation for citation in citations if citation.document.id in documents]
