"""What the rest of the house passes around: documents and their passages."""

import datetime
from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]
"""A half-open range of characters, `(start, end)`."""

Part = Literal["cover note", "body"]
"""Where a passage stands: in the letter that transmits a paper, or in the paper."""

Basis = Literal["printed", "counted"]
"""Whether the source prints a paragraph's number, or we counted it."""


def fold(text: str) -> str:
    """Return the text with every run of white space as one space, ends stripped."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a document prints about itself; None is what it does not print.

    Attributes:
        symbol: Document symbol, such as "CD/2100".
        job_number: Number of one language version, such as "GE.18-13664(E)".
        body: The organ that issued it, such as "Conference on Disarmament".
        date: Date of issue.
        note_verbale_date: Date of the note verbale that transmits it.
        transmitted_by: Who sent that note, such as "Permanent Mission of Chile".
        agenda_item: As printed, such as "Agenda item 97 (cc)".
        submitted_by: Who submitted it, where a person says so.
        language: ISO 639-1 code of the text, such as "en".
        original_language: ISO 639-1 code of the language it was submitted in.
    """

    symbol: str | None = None
    job_number: str | None = None
    body: str | None = None
    date: datetime.date | None = None
    note_verbale_date: datetime.date | None = None
    language: str | None = None
    original_language: str | None = None
    transmitted_by: str | None = None
    agenda_item: str | None = None
    submitted_by: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One source file as text.

    Attributes:
        id: First 16 hexadecimal digits of `sha256`: the same bytes, the same id.
        name: The file's name, as people know it.
        title: The title it prints, or its name where it prints none.
        text: The decoded source; every locator counts its characters.
        sha256: Of the source bytes, in hexadecimal.
        language: ISO 639-1 code: the masthead's, or else detected.
        masthead: What it prints about itself.
        pages, page_labels, anchors: Places of the text, as in `index.extracts`.
        warnings: What could not be read of the file, a sentence each.
        supplied: Names of the fields that come from its sidecar ("symbol", "title",
            "date", "submitted_by", "language", "job_number"), not from its text.
    """

    id: str
    name: str
    title: str
    text: str
    sha256: str
    language: str
    masthead: Masthead
    pages: tuple[int, ...] = ()
    page_labels: tuple[str, ...] = ()
    anchors: tuple[tuple[int, str], ...] = ()
    warnings: tuple[str, ...] = ()
    supplied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """How people point at a passage: "11", "10 (b)", "cover note 2".

    `basis` is "printed" only where the source itself prints that number.
    """

    label: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a text stands: a document and ascending character spans of its text.

    There is one span unless a page seam, header or footer cuts the paragraph.
    """

    document_id: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A real paragraph of a document: the unit embedded, retrieved and cited.

    Attributes:
        locator: Where it stands; `fold` of its spans, joined by a space, is `text`.
        text: The whole paragraph, folded, without its printed number or bullet.
        ordinal: Its place in the document's reading order, from 0.
        section: The headings above it, outermost first.
        paragraph: Its number, or None where a document numbers other paragraphs
            but not this one.
        part: The cover note or the body.
        lead_in: Ordinal of the passage that introduces the list this one is an item
            of ("… made the following observations:"), or None.
    """

    locator: Locator
    text: str
    ordinal: int
    section: tuple[str, ...] = ()
    paragraph: Paragraph | None = None
    part: Part = "body"
    lead_in: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with the bytes it was read from and the passages found in it."""

    document: Document
    source: bytes
    passages: tuple[Passage, ...]
