"""Every passage on a subject, as the page shows it: counted, and a window at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from qa import Answer, Citation, CitedDocument, QAError
from qa.answers import Tally
from ui.links import link_to
from ui.views import Quote, view_quotes
from ui.wording import NO_HEADING, SECTION_ARROW, counted

MAX_SEARCHED = 1_000
"""Characters of a question that is searched again for each window of its passages."""

FIRST = 10
"""Passages shown at once; the documents of more than these are closed, if several."""

NEXT = 40
"""Passages shown when a document is opened, or at a press of "Show more"."""

MAX_FOUND_DOCUMENTS = 200
MAX_SECTIONS = 40
"""More documents or sections than these are counted, not listed."""


class NothingFoundError(QAError):
    """A document has none of the passages that are to be shown."""


@dataclass(frozen=True, slots=True)
class SectionCount:
    """How many passages a section has, and its first one's address.

    Attributes:
        share: Of the section that has most, in percent; 0 where all have the same.
    """

    name: str
    count: int
    share: int
    href: str


@dataclass(frozen=True, slots=True)
class FoundWindow:
    """Some of a document's passages, the sections counted above the first of them.

    Attributes:
        sections: Empty but at the beginning.
        more_sections: How many are not listed, or "".
        quotes: The passages, numbered as in the whole answer.
        next: The address of the window after this, or "".
        more: What the button to it says, or "".
    """

    sections: tuple[SectionCount, ...]
    more_sections: str
    quotes: tuple[Quote, ...]
    next: str
    more: str


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document of an answer that lists every passage.

    Attributes:
        name: Its symbol or job number, or "".
        title: Its title.
        count: "28 passages".
        share: Of the document that has most, in percent; 0 where all have the same.
        href: The address of its first window.
        window: That window, where it is open at once.
    """

    name: str
    title: str
    count: str
    share: int
    href: str
    window: FoundWindow | None


@dataclass(frozen=True, slots=True)
class Listing:
    """An answer that lists every passage.

    Attributes:
        documents: In the answer's order.
        more: How many are not listed, or "".
    """

    documents: tuple[FoundDocument, ...]
    more: str


def view_listing(answer: Answer, chosen: Sequence[str] = ()) -> Listing:
    """Return an answer's passages by document, closed unless they are few.

    Args:
        answer: Lists every passage.
        chosen: Ids of the documents that were searched; empty for all.
    """
    tallies = answer.tallies[:MAX_FOUND_DOCUMENTS]
    left_out = len(answer.tallies) - len(tallies)
    is_open = len(tallies) == 1 or len(answer.citations) <= FIRST
    shares = _shares([tally.count for tally in tallies])
    return Listing(
        documents=tuple(
            FoundDocument(
                name=_name(tally.document),
                title=tally.document.title,
                count=counted(tally.count, "passage"),
                share=share,
                href=_address(answer, tally.document.id, 0, chosen),
                window=_window(answer, tally, 0, FIRST, chosen) if is_open else None,
            )
            for tally, share in zip(tallies, shares, strict=True)
        ),
        more=f"and {counted(left_out, 'more document')}" if left_out else "",
    )


def view_found(
    answer: Answer, document_id: str, start: int, chosen: Sequence[str] = ()
) -> FoundWindow:
    """Return a window of one document's passages, from the one at `start`.

    Args:
        answer: Lists every passage.
        document_id: The document.
        start: Which of its passages comes first, from 0.
        chosen: As for `view_listing`.

    Raises:
        NothingFoundError: The answer has none of the document's there.
    """
    for tally in answer.tallies:
        if tally.document.id == document_id and start < tally.count:
            return _window(answer, tally, start, NEXT, chosen)
    raise NothingFoundError("the document has no more passages that mention this")


def _window(
    answer: Answer, tally: Tally, start: int, size: int, chosen: Sequence[str]
) -> FoundWindow:
    places = [
        place
        for place, citation in enumerate(answer.citations, 1)
        if citation.document.id == tally.document.id
    ]
    stop = min(start + size, len(places))
    shown = [answer.citations[place - 1] for place in places[start:stop]]
    left = len(places) - stop
    sections = tally.sections if start == 0 else ()
    hidden = len(sections) - MAX_SECTIONS
    citations = [answer.citations[place - 1] for place in places]
    return FoundWindow(
        sections=_sections(sections[:MAX_SECTIONS], citations),
        more_sections=f"and {counted(hidden, 'more section')}" if hidden > 0 else "",
        quotes=view_quotes(shown, places[start:stop]),
        next=_address(answer, tally.document.id, stop, chosen) if left else "",
        more=f"Show {min(left, NEXT)} more of {left}" if left > NEXT else _last(left),
    )


def _last(left: int) -> str:
    return f"Show the other {counted(left, 'passage')}" if left else ""


def _sections(
    counts: Sequence[tuple[tuple[str, ...], int]], citations: Sequence[Citation]
) -> tuple[SectionCount, ...]:
    first: dict[tuple[str, ...], Citation] = {}
    for citation in citations:
        first.setdefault(citation.section, citation)
    if [section for section, _ in counts] == [()]:
        return ()
    shares = _shares([count for _, count in counts])
    return tuple(
        SectionCount(
            name=SECTION_ARROW.join(section) or NO_HEADING,
            count=count,
            share=share,
            href=link_to(first[section]),
        )
        for (section, count), share in zip(counts, shares, strict=True)
    )


def _address(
    answer: Answer, document_id: str, start: int, chosen: Sequence[str]
) -> str:
    fields = {"q": answer.understood_as, "doc": document_id, "start": str(start)}
    among = {"chosen": ",".join(chosen)} if chosen else {}
    return "?" + urlencode(fields | among, safe=",")


def _name(document: CitedDocument) -> str:
    return document.symbol or document.job_number or ""


def _shares(counts: Sequence[int]) -> list[int]:
    """Return each count in percent of the largest; bars of one length say nothing."""
    if len(set(counts)) <= 1:
        return [0] * len(counts)
    return [max(1, round(100 * count / max(counts))) for count in counts]
