"""The values people get: answers and their citations."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal

from index.documents import Paragraph, Span
from qa.supplied import as_supplied


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """The document a citation points into.

    Attributes:
        id: Content hash: the same bytes, the same id.
        symbol: Document symbol ("CD/2100"); None when the source prints none.
        title: The title it prints, or its file name.
        date: Date of issue, ISO 8601 ("2017-09-14"), or None.
        language: ISO 639-1 code.
        job_number: Job number ("GE.18-13664(E)"), or None.
        supplied: Which of these a sidecar supplies, by name ("symbol", "date"); the
            source itself prints the others.
    """

    id: str
    symbol: str | None
    title: str
    date: str | None
    language: str
    job_number: str | None
    supplied: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the document's fields, JSON-ready."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return {**fields, "supplied": list(self.supplied)}


@dataclass(frozen=True, slots=True)
class Citation:
    """A paragraph quoted word for word, and where it stands.

    Attributes:
        document: The document quoted.
        paragraph: Its number and whether the source prints it, or None.
        section: The headings above it, outermost first.
        quote: The whole passage, white space folded.
        highlights: Ascending character ranges of `quote` that answer best.
        spans: Ascending character ranges of the document's text; their text, joined
            by a space and folded, is `quote`.
        sha256: Of the source bytes, in hexadecimal.
        score: How well it answers; comparable within one answer, higher is better.
        label: The pinpoint a person would write: 'CD/2100, "Anti-Satellite Weapons"',
            "GE.18-13664(E), para. 11". Never a number the source does not print.
        actor: Who is reported to say what is marked, as the text has it ("Several
            delegations"); None where it does not tell.
        pages: The pages of the file it begins and ends on, counted from 1; None where
            the file has no pages.
        page_numbers: The same as people write them, with the numbers that the pages
            bear in print: "7", "iv–v".
        anchor: What a link into the source can point to, at the passage or shortly
            before it; None where the source has nothing such.
    """

    document: CitedDocument
    paragraph: Paragraph | None
    section: tuple[str, ...]
    quote: str
    highlights: tuple[Span, ...]
    spans: tuple[Span, ...]
    sha256: str
    score: float
    label: str
    actor: str | None = None
    pages: tuple[int, int] | None = None
    page_numbers: str | None = None
    anchor: str | None = None

    @property
    def id(self) -> str:
        """The passage's: its document's id and the character it begins at.

        It holds as long as the document's bytes are the same.
        """
        return f"{self.document.id}.{self.spans[0][0] if self.spans else 0}"

    def to_dict(self) -> dict[str, Any]:
        """Return the citation's fields and its id, JSON-ready."""
        return {
            "id": self.id,
            "document": self.document.to_dict(),
            "paragraph": self.paragraph
            and {"label": self.paragraph.label, "basis": self.paragraph.basis},
            "section": list(self.section),
            "quote": self.quote,
            "highlights": [list(span) for span in self.highlights],
            "spans": [list(span) for span in self.spans],
            "sha256": self.sha256,
            "score": self.score,
            "label": self.label,
            "actor": self.actor,
            "pages": self.pages and list(self.pages),
            "page_numbers": self.page_numbers,
            "anchor": self.anchor,
        }


@dataclass(frozen=True, slots=True)
class CitationGroup:
    """Citations of an answer that belong together.

    Attributes:
        heading: What they have in common, for the reader: "Opposed".
        citations: Their places in the answer's citations, from 0, ascending.
    """

    heading: str
    citations: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("a group has citations")

    def to_dict(self) -> dict[str, Any]:
        """Return both, JSON-ready."""
        return {"heading": self.heading, "citations": list(self.citations)}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many passages of a document an exhaustive answer has.

    Attributes:
        document: The document.
        count: How many citations are its passages; the sections' counts add up to it.
        sections: Headings, outermost first, and how many stand under them, in order.
    """

    document: CitedDocument
    count: int
    sections: tuple[tuple[tuple[str, ...], int], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return all three, JSON-ready."""
        return {
            "document": self.document.to_dict(),
            "count": self.count,
            "sections": [
                {"section": list(section), "count": count}
                for section, count in self.sections
            ],
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """Paragraphs that answer a question, or an honest "the documents don't say".

    Attributes:
        question: As it was asked.
        understood_as: The query that was searched; the question itself unless an
            earlier question was needed to understand it, or a passage cited has a
            name of it in another form, which then follows in brackets.
        confidence: That the library answers the question, 0 to 1, calibrated.
        citations: Best first; empty if and only if abstained.
        nearest: The nearest passages, which do not answer; only when abstained.
        reason: Why it abstained, one sentence for the reader; empty when answered.
        missing_terms: Names and words of the question that occur nowhere in the
            documents asked, names first; neighbours are one phrase.
        note: What the reader should know of the citations, such as that a paragraph's
            number is our count; mostly empty. Not in the contract's JSON, where the
            paragraph's basis says as much.
        groups: The citations in order, apart by who said what, where the question asks
            for that, or by library, where several answer; empty otherwise.
        tallies: Of an exhaustive answer, its citations counted by document and section;
            empty otherwise.
    """

    question: str
    understood_as: str
    confidence: float
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    reason: str = ""
    missing_terms: tuple[str, ...] = ()
    note: str = ""
    groups: tuple[CitationGroup, ...] = ()
    tallies: tuple[Tally, ...] = ()

    def __post_init__(self) -> None:
        grouped = [place for group in self.groups for place in group.citations]
        if self.groups and grouped != list(range(len(self.citations))):
            raise ValueError("groups have each citation once, in order")
        if self.citations and (self.reason or self.nearest):
            raise ValueError("an answer with citations has no reason to abstain")
        if not self.citations and not self.reason:
            raise ValueError("an answer without citations gives its reason")

    @property
    def abstained(self) -> bool:
        """Whether the documents do not say."""
        return not self.citations

    @property
    def text(self) -> str:
        """The answer as plain text: quotations with [1] marks, or the reason."""
        if self.abstained:
            return self.reason
        headings = {group.citations[0]: group.heading for group in self.groups}
        return "\n\n".join(
            f"{headings[place]}\n\n{quoted}" if place in headings else quoted
            for place, quoted in enumerate(map(_quoted, self.citations, count(1)))
        )

    def to_dict(self) -> Mapping[str, Any]:
        """Return every field of the contract, JSON-ready."""
        return {
            "question": self.question,
            "understood_as": self.understood_as,
            "abstained": self.abstained,
            "reason": self.reason,
            "missing_terms": list(self.missing_terms),
            "confidence": self.confidence,
            "citations": [citation.to_dict() for citation in self.citations],
            "nearest": [citation.to_dict() for citation in self.nearest],
            "groups": [group.to_dict() for group in self.groups],
            "tallies": [tally.to_dict() for tally in self.tallies],
            "text": self.text,
        }


def _quoted(citation: Citation, number: int) -> str:
    """Return a quotation with its mark, its pinpoint and, below it, who said it."""
    supplied = as_supplied(citation.document.supplied)
    told = f" ({supplied})" if supplied else ""
    said_by = f"\n    — {citation.actor}" if citation.actor else ""
    return f"“{citation.quote}” [{number}]\n[{number}] {citation.label}{told}{said_by}"


LookupStatus = Literal[
    "found", "counted", "no-such-paragraph", "not-in-library", "not-a-reference"
]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a reference points at, or why it points at nothing.

    Attributes:
        reference: As it was typed; of a very long one, the beginning.
        status: "found"; "counted" where a number is ours because the source prints
            none; "no-such-paragraph" where the document has no such place;
            "not-in-library"; "not-a-reference".
        message: What the reader should know; empty where the citations say it all.
        citations: The paragraphs, in reading order; empty unless found or counted.
        cited_in: The passages that mention the document, in the library's order; the
            first, where no more were wanted, and the message counts all.
    """

    reference: str
    status: LookupStatus
    message: str = ""
    citations: tuple[Citation, ...] = ()
    cited_in: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.citations) != self.found:
            raise ValueError(f"a lookup that is {self.status} has wrong citations")
        if not (self.found or self.message):
            raise ValueError("a lookup that finds nothing says why")

    @property
    def found(self) -> bool:
        """Whether there is what the reference points at."""
        return self.status in ("found", "counted")

    def to_dict(self) -> dict[str, Any]:
        """Return every field of the contract, JSON-ready."""
        return {
            "reference": self.reference,
            "status": self.status,
            "message": self.message,
            "citations": [citation.to_dict() for citation in self.citations],
            "cited_in": [citation.to_dict() for citation in self.cited_in],
        }


@dataclass(frozen=True, slots=True)
class FoundReference:
    """A reference within a text, and what it points at.

    Attributes:
        span: Its range of characters in the text.
        lookup: What it points at.
    """

    span: Span
    lookup: Lookup

    def to_dict(self) -> dict[str, Any]:
        """Return both, JSON-ready."""
        return {"span": list(self.span), "lookup": self.lookup.to_dict()}
