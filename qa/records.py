"""The citation record: everything a paragraph's citation can be written from.

One record has many renderings; `qa.styles` makes them. What the source does not print
is None here, and a paragraph that was only counted has no pinpoint by number.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from index.documents import Basis, Document, fold
from index.errors import DamagedLibraryError
from qa.answers import Citation
from qa.citations import DESIGNATOR

if TYPE_CHECKING:
    from index.joint import AnyLibrary

CONTEXT_CHARACTERS = 32
"""Source text kept before and after a quotation, to find it again among its likes."""

PRINTED = "printed in the source"
NOT_PRINTED = "not printed in the source"
SUPPLIED = "supplied with the source"

NAMED_PARTS = ("cover note", "note")
"""What a label may begin with; its number follows ("cover note 2")."""

_NUMBER = re.compile(r"[^\s()]+")


@dataclass(frozen=True, slots=True)
class RecordParagraph:
    """A paragraph's number.

    Attributes:
        label: As people write it: "10 (b)", "cover note 2".
        basis: "printed" by the source, or "counted" by us.
        path: Its parts, outermost first: ("10", "b"), ("cover note", "2").
    """

    label: str
    basis: Basis
    path: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the paragraph's fields, JSON-ready."""
        return {"label": self.label, "basis": self.basis, "path": list(self.path)}


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """A place inside a document that its source lets one point at.

    Attributes:
        kind: What `locator` is: a printed number of a paragraph or of a note, the
            words of a heading, the name of a part, such as "Article IV", or the number
            of a page, or the first and last of several.
        locator: Such as "10 (b)", "Anti-Satellite Weapons" or "7–8".
    """

    kind: Literal["paragraph", "note", "heading", "part", "page"]
    locator: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """One unbroken piece of the quotation in the document's text.

    Attributes:
        start, end: Its range of characters, half-open.
        exact: The text there, white space and line ends as stored.
        prefix, suffix: Up to `CONTEXT_CHARACTERS` characters before and after it.
    """

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str

    def to_dict(self) -> dict[str, Any]:
        """Return the anchor's fields, JSON-ready."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Record:
    """A paragraph and all that identifies it; None is what the source does not print.

    Attributes:
        document_id: The document's id in the library.
        symbol: Document symbol, such as "CD/2100".
        title: The document's title, or its file name where it prints none.
        body: The organ that issued it.
        issued: Date of issue.
        note_verbale_date: Date of the note verbale that transmits it.
        transmitted_by: Who sent that note.
        agenda_item: As printed.
        language: ISO 639-1 code of the text.
        original_language: ISO 639-1 code of the language it was submitted in.
        job_number: Number of one language version; an identifier, not a symbol.
        section: The headings above the paragraph, outermost first.
        paragraph: Its number and where that comes from, or None.
        pinpoints: How to point at it, outermost first: at most a heading and a
            printed number, or else the page; empty where the source gives nothing to
            point at.
        text: The whole paragraph, white space folded.
        anchors: Where it stands in the document's text, ascending; one, unless a
            page seam cuts it.
        sha256: Of the source bytes, in hexadecimal.
        supplied: Names of the document's fields that a sidecar supplies.
        submitted_by: Who submitted it, as its sidecar says.
        pages: The pages of the file it begins and ends on, from 1, or None.
        page_numbers: The same as they are numbered in print: "7", "iv–v", or None.
        anchor: What a link into the source can point to there, or None.
        page: Address of a chat page where others can open it, or None.
    """

    document_id: str
    symbol: str | None
    title: str
    body: str | None
    issued: datetime.date | None
    note_verbale_date: datetime.date | None
    language: str
    original_language: str | None
    job_number: str | None
    section: tuple[str, ...]
    paragraph: RecordParagraph | None
    pinpoints: tuple[Pinpoint, ...]
    text: str
    anchors: tuple[Anchor, ...]
    sha256: str
    transmitted_by: str | None = None
    agenda_item: str | None = None
    supplied: tuple[str, ...] = ()
    submitted_by: str | None = None
    pages: tuple[int, int] | None = None
    page_numbers: str | None = None
    anchor: str | None = None
    page: str | None = None

    @property
    def symbol_status(self) -> str:
        """Whether the source prints a symbol: `PRINTED`, `NOT_PRINTED`, `SUPPLIED`."""
        if "symbol" in self.supplied:
            return SUPPLIED
        return NOT_PRINTED if self.symbol is None else PRINTED

    @property
    def start(self) -> int:
        """Where it starts in the document's text, in characters."""
        return self.anchors[0].start

    @property
    def end(self) -> int:
        """Where it ends in the document's text, in characters."""
        return self.anchors[-1].end

    @property
    def passage_sha256(self) -> str:
        """SHA-256 of `text` in UTF-8, in hexadecimal."""
        return sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """Return the record, JSON-ready; dates are ISO 8601."""
        return {
            "document_id": self.document_id,
            "symbol": self.symbol,
            "symbol_status": self.symbol_status,
            "title": self.title,
            "body": self.body,
            "issued": self.issued and self.issued.isoformat(),
            "note_verbale_date": self.note_verbale_date
            and self.note_verbale_date.isoformat(),
            "transmitted_by": self.transmitted_by,
            "agenda_item": self.agenda_item,
            "submitted_by": self.submitted_by,
            "supplied": list(self.supplied),
            "language": self.language,
            "original_language": self.original_language,
            "job_number": self.job_number,
            "section": list(self.section),
            "paragraph": self.paragraph and self.paragraph.to_dict(),
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "anchors": [anchor.to_dict() for anchor in self.anchors],
            "pages": self.pages and list(self.pages),
            "page_numbers": self.page_numbers,
            "anchor": self.anchor,
            "sha256": self.sha256,
            "passage_sha256": self.passage_sha256,
        }


def record(
    citation: Citation,
    document: Document,
    *,
    numbering_restarts: bool = False,
    page: str | None = None,
) -> Record:
    """Return the record of a citation.

    Args:
        citation: What is cited.
        document: The document it cites, as the library holds it.
        numbering_restarts: Whether the document has the paragraph's number more than
            once, so that a pinpoint needs its section too.
        page: Address of a chat page where others can open it.

    Raises:
        DamagedLibraryError: The quotation is not what the document says there.
    """
    source = " ".join(document.text[a:b] for a, b in citation.spans)
    if not citation.spans or fold(source) != citation.quote:
        raise DamagedLibraryError(
            f"{document.name} no longer says what {citation.label} quotes at "
            f"characters {citation.spans}; run 'pincite doctor', then remove the "
            "document and add it again"
        )
    masthead = document.masthead
    return Record(
        document_id=document.id,
        symbol=masthead.symbol,
        title=document.title,
        body=masthead.body,
        issued=masthead.date,
        note_verbale_date=masthead.note_verbale_date,
        transmitted_by=masthead.transmitted_by,
        agenda_item=masthead.agenda_item,
        language=document.language,
        original_language=masthead.original_language,
        job_number=masthead.job_number,
        section=citation.section,
        paragraph=_paragraph(citation),
        pinpoints=_pinpoints(citation, numbering_restarts),
        text=citation.quote,
        anchors=tuple(_anchor(document.text, a, b) for a, b in citation.spans),
        sha256=document.sha256,
        supplied=document.supplied,
        submitted_by=masthead.submitted_by,
        pages=citation.pages,
        page_numbers=citation.page_numbers,
        anchor=citation.anchor,
        page=page,
    )


def records(
    library: "AnyLibrary", citations: Iterable[Citation], page: str | None = None
) -> list[Record]:
    """Return the records of a library's citations, in their order.

    Raises:
        UnknownDocumentError: A document has been removed meanwhile.
        DamagedLibraryError: A quotation is not what its document says.
    """
    found = []
    with library.snapshot() as snapshot:
        documents: dict[str, tuple[Document, frozenset[str]]] = {}
        for citation in citations:
            key = citation.document.id
            if key not in documents:
                repeated = snapshot.repeated_labels(key)
                documents[key] = snapshot.document(key), repeated
            document, repeated = documents[key]
            label = citation.paragraph and citation.paragraph.label
            restarts = label in repeated
            found.append(
                record(citation, document, numbering_restarts=restarts, page=page)
            )
    return found


def _paragraph(citation: Citation) -> RecordParagraph | None:
    if citation.paragraph is None:
        return None
    part, number = _split(citation.paragraph.label)
    path = (part, *_NUMBER.findall(number)) if part else _NUMBER.findall(number)
    return RecordParagraph(
        citation.paragraph.label, citation.paragraph.basis, tuple(path)
    )


def _pinpoints(citation: Citation, numbering_restarts: bool) -> tuple[Pinpoint, ...]:
    """Return how to point at a paragraph without a number its source does not print."""
    part, number = _split(citation.paragraph.label if citation.paragraph else "")
    heading = _heading(citation.section)
    if part == "cover note":
        heading = (Pinpoint("part", part),)
    if citation.paragraph is None or citation.paragraph.basis == "counted":
        numbers = citation.page_numbers
        return (*heading, Pinpoint("page", numbers)) if numbers else heading
    if part == "note":
        return (Pinpoint("note", number),)
    pinpoint = Pinpoint("paragraph", number)
    needs_heading = numbering_restarts or part == "cover note"
    return (*heading, pinpoint) if needs_heading else (pinpoint,)


def _heading(section: tuple[str, ...]) -> tuple[Pinpoint, ...]:
    """Return the pinpoint of the innermost heading, if there is one."""
    if not section:
        return ()
    designator = DESIGNATOR.match(section[-1])
    if designator:
        return (Pinpoint("part", designator.group()),)
    return (Pinpoint("heading", section[-1]),)


def _split(label: str) -> tuple[str, str]:
    """Return the named part a label begins with, or "", and its number."""
    for part in NAMED_PARTS:
        if label.startswith(part + " "):
            return part, label.removeprefix(part + " ")
    return "", label


def _anchor(text: str, start: int, end: int) -> Anchor:
    return Anchor(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT_CHARACTERS) : start],
        suffix=text[end : end + CONTEXT_CHARACTERS],
    )
