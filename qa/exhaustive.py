"""All of it: every passage that mentions what a question is about.

Nothing is ranked and nothing left out: documents come in the library's order, passages
as they are read, a passage that stands in several places in each of them.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from index.documents import Span
from index.joint import AnySnapshot
from index.phrases import PhraseFinder
from index.words import content_words
from qa.answers import Answer, Citation, Lookup, Tally
from qa.citations import cite, is_repeated
from qa.questions import Query
from qa.reasons import EMPTY_LIBRARY, listed, not_occurring
from qa.references import parse_reference
from qa.subject_mentions import CHUNK_ROWS, Sought, sought


def every_mention(
    snapshot: AnySnapshot,
    question: str,
    query: Query,
    documents: Collection[str] | None = None,
) -> Answer:
    """Return every passage that mentions all subjects of a question.

    Where none mentions all, those that mention the rarest one are given, and the note
    says so. A citation's highlights are the mentions themselves, its score how many
    there are; identical passages are all there, for each is a place.

    Args:
        snapshot: One moment of the library.
        question: As it was asked.
        query: How it is understood.
        documents: Ids of the documents to search; None for all.

    Returns:
        An abstention where no subject is mentioned at all, its confidence 0; of a
        listing, confidence is the share of the subjects that its passages mention.
    """
    among = None if documents is None else snapshot.rows_of(documents)
    found = sought(snapshot, query.understood_as, among)
    missing = tuple(one.surface for one in found if not one.mentions)
    present = [one for one in found if one.mentions]
    if not present:
        return Answer(
            question=question,
            understood_as=query.understood_as,
            confidence=0.0,
            reason=_reason(missing, len(snapshot)),
            missing_terms=missing,
        )
    together = _together(found)
    listed = together or min(present, key=lambda one: len(one.mentions)).mentions
    citations = _cited(snapshot, listed)
    told = [one for one in present if listed.keys() <= one.mentions.keys()]
    return Answer(
        question=question,
        understood_as=query.understood_as,
        confidence=len(told) / len(found),
        citations=citations,
        missing_terms=missing,
        note="" if together else _note(found, told),
        tallies=tallies(citations),
    )


def every_reference(
    question: str, lookup: Lookup, documents: Collection[str] | None = None
) -> Answer:
    """Return every passage that mentions the document a reference names.

    Args:
        question: As it was asked.
        lookup: Of the question.
        documents: Ids of the documents to answer from; None for all.
    """
    reference = parse_reference(question)
    name = list(content_words(reference.document if reference else ""))
    finder = PhraseFinder()
    citations = tuple(
        replace(citation, highlights=finder.find(name, citation.quote) if name else ())
        for citation in lookup.cited_in
        if documents is None or citation.document.id in documents
    )
    if not citations:
        return Answer(
            question=question,
            understood_as=question,
            confidence=0.0,
            reason=f"No passage of these documents mentions {lookup.reference}.",
        )
    return Answer(
        question=question,
        understood_as=question,
        confidence=1.0,
        citations=citations,
        note=lookup.message,
        tallies=tallies(citations),
    )


def tallies(citations: Sequence[Citation]) -> tuple[Tally, ...]:
    """Return how many citations each document has, and each of its sections.

    Documents and sections come in the order of their first citations.
    """
    by_document: dict[str, list[Citation]] = {}
    for citation in citations:
        by_document.setdefault(citation.document.id, []).append(citation)
    return tuple(
        Tally(
            document=those[0].document,
            count=len(those),
            sections=tuple(Counter(one.section for one in those).items()),
        )
        for those in by_document.values()
    )


def _together(found: Sequence[Sought]) -> Mapping[int, tuple[Span, ...]]:
    """Return the passages that mention every subject, with all the mentions."""
    rows = set.intersection(*(set(one.mentions) for one in found))
    return {
        row: _joined([span for one in found for span in one.mentions[row]])
        for row in sorted(rows)
    }


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return ranges ascending, those that overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _cited(
    snapshot: AnySnapshot, listed: Mapping[int, tuple[Span, ...]]
) -> tuple[Citation, ...]:
    """Return the citations of passages by row, one document read at a time."""
    rows = list(listed)
    citations: list[Citation] = []
    for start in range(0, len(rows), CHUNK_ROWS):
        chunk = rows[start : start + CHUNK_ROWS]
        passages = zip(chunk, snapshot.passages(chunk), strict=True)
        for document_id, those in groupby(
            passages, key=lambda pair: pair[1].locator.document_id
        ):
            document = snapshot.document(document_id)
            repeated = snapshot.repeated_labels(document_id)
            citations += [
                cite(
                    document,
                    passage,
                    score=float(len(listed[row])),
                    highlights=listed[row],
                    numbering_restarts=is_repeated(passage, repeated),
                )
                for row, passage in those
            ]
    return tuple(citations)


def _note(found: Sequence[Sought], told: Sequence[Sought]) -> str:
    """Return why the passages listed do not mention all that was asked about."""
    absent = [one for one in found if not one.mentions]
    if absent:
        why = not_occurring([one.surface for one in absent])
    else:
        why = f"No passage mentions {_quoted(found)} together"
    return f"{why}; these mention {_quoted(told)}."


def _reason(missing: Sequence[str], passages: int) -> str:
    if not passages:
        return EMPTY_LIBRARY
    if not missing:
        return "The question names no subject to look for."
    return f"{not_occurring(missing)}."


def _quoted(named: Sequence[Sought]) -> str:
    return listed([f"“{one.surface}”" for one in named], "and")
