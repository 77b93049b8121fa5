"""What the templates are given: plain text, cut and put in order for the reader.

Nothing here is HTML; `ui.rendering` escapes every field.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from qa import Answer, Citation, LibraryDocument
from qa.supplied import as_supplied
from ui.links import Span, link_to
from ui.mentions import Refer, no_mentions
from ui.segments import Segment, by_direction, cut, linked
from ui.wording import (
    copied,
    counted,
    facts,
    joined,
    long_date,
    margin_number,
    pages_name,
    part,
    pinpoint,
)

WINDOW = 60
"""Passages shown on either side of the one opened: 5,000 at once took 9 s to draw."""

DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Quote:
    """One citation of an answer, or one of the nearest passages.

    Attributes:
        number: Its place in the answer, from 1.
        segments: The quotation; only a part of it is ever marked, not the whole.
        label: The pinpoint a person would write, what runs from right to left marked.
        href: The address that opens it in its document.
        source: The document's title; empty where the quotation before stands in the
            same document.
        known: The document's date, and what a sidecar supplies: "12 April 2019 · date
            as supplied"; or "".
        copied: What "Copy citation" puts on the clipboard.
        actor: Who says it, or "".
        language: ISO 639-1 code of the quotation.
    """

    number: int
    segments: tuple[Segment, ...]
    label: tuple[Segment, ...]
    href: str
    source: str
    known: str
    copied: str
    actor: str
    language: str


@dataclass(frozen=True, slots=True)
class QuoteGroup:
    """Quotations under a heading, which is "" where an answer has no groups."""

    heading: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One passage in the source panel.

    Attributes:
        n: Its place in the document, from 0.
        pages: The page it begins, or those it runs over: "Page 2", "Pages 2–3"; "" on
            the page of the passage before, and where the file has no pages.
        headings: Those that begin here, each with its HTML level.
        number: As it stands in the margin.
        segments: The passage.
        cited: Whether it is the passage that was opened.
    """

    n: int
    pages: str
    headings: tuple[tuple[int, str], ...]
    number: str
    segments: tuple[Segment, ...]
    cited: bool


@dataclass(frozen=True, slots=True)
class SourceView:
    """A document opened at a passage: its passages `start` to `stop` of `total`."""

    document_id: str
    title: str
    facts: str
    pinpoint: str
    rows: tuple[Row, ...]
    start: int
    stop: int
    total: int
    language: str


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document in the list of documents.

    Attributes:
        id: The document's.
        warnings: What could not be read of it, a sentence each.
        warned: How many those are: "2 warnings", or "".
    """

    id: str
    title: str
    language: str
    facts: str
    href: str
    warnings: tuple[str, ...]
    warned: str


def view_quotes(
    citations: Sequence[Citation], numbers: Iterable[int] | None = None
) -> tuple[Quote, ...]:
    """Return citations as they are shown, in their order; None numbers them from 1."""
    before = (None, *(citation.document.id for citation in citations))
    return tuple(
        Quote(
            number=number,
            segments=cut(citation.quote, _partial(citation)),
            label=by_direction(citation.label),
            href=link_to(citation),
            source="" if citation.document.id == previous else citation.document.title,
            known=joined(
                long_date(citation.document.date),
                as_supplied(citation.document.supplied),
            ),
            copied=copied(citation),
            actor=citation.actor or "",
            language=citation.document.language,
        )
        for number, citation, previous in zip(
            numbers or count(1), citations, before, strict=False
        )
    )


def view_nearest(answer: Answer) -> tuple[Quote, ...]:
    """Return the nearest passages; they do not answer, so nothing in them is marked."""
    return view_quotes([replace(one, highlights=()) for one in answer.nearest])


def view_groups(answer: Answer) -> tuple[QuoteGroup, ...]:
    """Return an answer's citations under the headings it has for them."""
    quotes = view_quotes(answer.citations)
    if not answer.groups:
        return (QuoteGroup("", quotes),)
    return tuple(
        QuoteGroup(group.heading, tuple(quotes[place] for place in group.citations))
        for group in answer.groups
    )


def summary(answer: Answer) -> str:
    """Return how much an answer quotes: "3 passages from 2 documents"."""
    documents = {citation.document.id for citation in answer.citations}
    return (
        f"{counted(len(answer.citations), 'passage')} "
        f"from {counted(len(documents), 'document')}"
    )


def view_source(
    passages: Sequence[Citation],
    cited: int | None = None,
    marks: Sequence[Span] = (),
    refer: Refer = no_mentions,
) -> SourceView:
    """Return a document opened at one of its passages, or at its beginning.

    Args:
        passages: The document's, in reading order; at least one.
        cited: Which passage to open, from 0; None opens the beginning.
        marks: Character ranges to mark in that passage.
        refer: Finds the references that are to be links.
    """
    at = cited or 0
    document = passages[at].document
    start, stop = max(0, at - WINDOW), min(len(passages), at + WINDOW + 1)
    return SourceView(
        document_id=document.id,
        title=document.title,
        facts=facts(document),
        pinpoint="" if cited is None else pinpoint(passages[cited]),
        rows=view_rows(passages, start, stop, cited, marks, refer),
        start=start,
        stop=stop,
        total=len(passages),
        language=document.language,
    )


def view_rows(
    passages: Sequence[Citation],
    start: int,
    stop: int,
    cited: int | None = None,
    marks: Sequence[Span] = (),
    refer: Refer = no_mentions,
) -> tuple[Row, ...]:
    """Return the passages `start` to `stop`, each with the headings it begins."""
    return tuple(
        Row(
            n=n,
            pages=_new_pages(passages, n),
            headings=tuple(
                (min(3 + depth, DEEPEST_HEADING), heading)
                for depth, heading in new_headings(passages, n)
            ),
            number=margin_number(passages[n]),
            segments=linked(
                cut(passages[n].quote, marks if n == cited else ()),
                refer(passages[n].quote),
            ),
            cited=n == cited,
        )
        for n in range(start, stop)
    )


def new_headings(passages: Sequence[Citation], n: int) -> tuple[tuple[int, str], ...]:
    """Return the headings between a passage and the one before it, and their depths."""
    path = headings_above(passages[n])
    before = headings_above(passages[n - 1]) if n else ()
    same = 0
    while same < min(len(path), len(before)) and path[same] == before[same]:
        same += 1
    return tuple((depth, path[depth]) for depth in range(same, len(path)))


def headings_above(citation: Citation) -> tuple[str, ...]:
    """Return the section, or the part of the document where it has no heading."""
    if citation.section:
        return citation.section
    named = part(citation)
    return (named,) if named else ()


def view_document(document: LibraryDocument) -> DocumentEntry:
    """Return a document as it stands in the list of documents."""
    return DocumentEntry(
        id=document.id,
        title=document.title or document.name,
        language=document.language,
        facts=joined(
            document.symbol or "",
            document.job_number or "",
            long_date(document.date),
            counted(document.passages, "passage"),
            counted(document.pages, "page") if document.pages else "",
            as_supplied(document.supplied),
        ),
        href=f"?doc={document.id}",
        warnings=document.warnings,
        warned=counted(len(document.warnings), "warning") if document.warnings else "",
    )


def _partial(citation: Citation) -> tuple[Span, ...]:
    """Return the highlights, or none where they mark the whole quotation anyway."""
    if all(segment.marked for segment in cut(citation.quote, citation.highlights)):
        return ()
    return citation.highlights


def _new_pages(passages: Sequence[Citation], n: int) -> str:
    """Return the pages of a passage, unless the one before it ends there too."""
    pages = passages[n].pages
    before = passages[n - 1].pages if n else None
    same = pages and before and pages[1] == before[1]
    return "" if same else pages_name(passages[n])
