"""From a passage to its citation: verified, and labelled as a person would write it."""

import re
from collections.abc import Collection

from index.documents import Document, Passage, Span, fold
from index.errors import DamagedLibraryError
from index.places import anchor_of, page_range, pages_of
from qa.answers import Citation, CitedDocument

MAX_NAME_CHARACTERS = 80
"""A longer title or heading is cut in a label; it stands whole in the citation."""

CITED = CitedDocument.__slots__
"""What a citation says of its document."""

# Headings that are themselves a reference: "Article IV", "Annex III", "Guideline 4".
DESIGNATOR = re.compile(
    r"(?:article|annex|appendix|chapter|part|section|principle|guideline|rule|schedule)"
    r"\s+(?:[ivxlcdm]+|\d+|[a-z])\b",
    re.IGNORECASE,
)


def cite(
    document: Document,
    passage: Passage,
    *,
    score: float = 0.0,
    highlights: tuple[Span, ...] = (),
    numbering_restarts: bool = False,
    actor: str | None = None,
) -> Citation:
    """Return the citation of a passage, its quotation checked against the source.

    Args:
        document: The document the passage stands in.
        passage: What to quote.
        score: How well it answers.
        highlights: Ascending ranges of the quotation to mark.
        numbering_restarts: Whether the document prints the same paragraph number more
            than once, so that a pinpoint needs its section too.
        actor: Who is reported to say what is marked.

    Raises:
        DamagedLibraryError: The quotation is not what the source says there.
    """
    verify(document, passage)
    spans = passage.locator.spans
    pages = pages_of(document.pages, spans)
    return Citation(
        document=cited_document(document),
        paragraph=passage.paragraph,
        section=passage.section,
        quote=passage.text,
        highlights=highlights,
        spans=spans,
        sha256=document.sha256,
        score=score,
        label=pinpoint(document, passage, numbering_restarts),
        actor=actor,
        pages=pages,
        page_numbers=pages and page_range(document.page_labels, pages),
        anchor=anchor_of(document, spans[0][0], passage.section),
    )


def is_repeated(passage: Passage, repeated: Collection[str]) -> bool:
    """Return whether a passage's label is among those its document has twice."""
    return passage.paragraph is not None and passage.paragraph.label in repeated


def verify(document: Document, passage: Passage) -> None:
    """Check that a passage is, white space folded, the source at its locator.

    Raises:
        DamagedLibraryError: It is not.
    """
    source = " ".join(document.text[a:b] for a, b in passage.locator.spans)
    if fold(source) != passage.text:
        raise DamagedLibraryError(
            f"passage {passage.ordinal + 1} of {document.name} differs from its source "
            f"at characters {passage.locator.spans}; run 'pincite doctor', then remove "
            "the document and add it again"
        )


def cited_document(document: Document) -> CitedDocument:
    """Return what a citation says of its document."""
    masthead = document.masthead
    return CitedDocument(
        id=document.id,
        symbol=masthead.symbol,
        title=document.title,
        date=masthead.date.isoformat() if masthead.date else None,
        language=document.language,
        job_number=masthead.job_number,
        supplied=tuple(name for name in document.supplied if name in CITED),
    )


def pinpoint(
    document: Document, passage: Passage, numbering_restarts: bool = False
) -> str:
    """Return where a passage stands as a person would write it.

    A printed number is cited ("GE.18-13664(E), para. 11"), the page beside it ("CD/9,
    para. 12 (p. 7)"); a counted one never is: the section's heading and the page stand
    in for it ('CD/2100, "Anti-Satellite Weapons", p. 7').
    """
    masthead = document.masthead
    name = masthead.symbol or masthead.job_number or shortened(document.title)
    pages = pages_of(document.pages, passage.locator.spans)
    page = _page(page_range(document.page_labels, pages)) if pages else None
    if passage.part == "cover note":
        return _listed(name, "cover note", page)
    heading = _named(passage.section[-1]) if passage.section else None
    paragraph = passage.paragraph
    if paragraph is None or paragraph.basis == "counted":
        return _listed(name, heading, page)
    is_note = paragraph.label.startswith("note ")
    number = paragraph.label if is_note else f"para. {paragraph.label}"
    label = _listed(name, heading if numbering_restarts else None, number)
    return f"{label} ({page})" if page else label


def shortened(text: str) -> str:
    """Return a text's beginning up to a word's end, with an ellipsis when it is cut."""
    if len(text) <= MAX_NAME_CHARACTERS:
        return text
    return text[:MAX_NAME_CHARACTERS].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def _page(numbers: str) -> str:
    """Return "p. 7", or "pp. 7–8"."""
    return f"{'pp' if '–' in numbers else 'p'}. {numbers}"


def _listed(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _named(heading: str) -> str:
    """Return a heading as a pinpoint names it: Article IV, but "Taking stock"."""
    designator = DESIGNATOR.match(heading)
    return designator.group() if designator else f'"{shortened(heading)}"'
