"""What verifying a text finds."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from index.documents import Span
from qa.answers import CitedDocument
from qa.matching import Difference

Kind = Literal["quotation", "citation"]
Status = Literal["verbatim", "differs", "not found", "source changed"]

SHOWN_CHARACTERS = 70
"""Of a quotation, in the plain text of the findings."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the library.

    Attributes:
        document: The document.
        label: Its pinpoint, as a person would write it.
        spans: Ascending ranges of characters of the document's text; none where the
            place is a title or heading.
    """

    document: CitedDocument
    label: str
    spans: tuple[Span, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the place, JSON-ready."""
        return {
            "document": self.document.to_dict(),
            "label": self.label,
            "spans": [list(span) for span in self.spans],
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one quotation or citation.

    Attributes:
        kind: Which of them it is.
        status: Of a quotation, whether the library says it: "verbatim" as
            `qa.matching` understands it, "differs" from the nearest passage, "not
            found", or "source changed": what it quotes, or did quote, is no longer
            what was stored. Of a citation, whether it names what is quoted beside it
            or, alone, a place the library has.
        text: As written, white space folded.
        span: Its range of characters in the text, or None in a JSON export.
        line: The text's line it begins in, from 1; in an export its number there.
        where: The place it was found at, or is nearest to; None when there is none.
        differences: How a quotation departs from the source, in order.
        note: What a reader should know besides; may be empty.
    """

    kind: Kind
    status: Status
    text: str
    span: Span | None
    line: int
    where: Where | None = None
    differences: tuple[Difference, ...] = ()
    note: str = ""

    @property
    def fails(self) -> bool:
        """Whether it is anything but verbatim."""
        return self.status != "verbatim"

    def to_dict(self) -> dict[str, Any]:
        """Return the finding's fields, JSON-ready."""
        return {
            "kind": self.kind,
            "status": self.status,
            "text": self.text,
            "span": self.span and list(self.span),
            "line": self.line,
            "where": self.where and self.where.to_dict(),
            "differences": [difference.to_dict() for difference in self.differences],
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found of every quotation and citation of a text.

    Attributes:
        findings: Each quotation and then its citation, in the text's order; after
            them the citations that stand alone.
        skipped: How many quotations were too short to be looked for.
        passed_over: How many parts of the text are marked as quoting nobody.
    """

    findings: tuple[Finding, ...]
    skipped: int = 0
    passed_over: int = 0

    @property
    def fails(self) -> bool:
        """Whether anything is not verbatim."""
        return any(finding.fails for finding in self.findings)

    @property
    def text(self) -> str:
        """The findings as plain text; the last line counts them."""
        counts = Counter(finding.status for finding in self.findings)
        total = ", ".join(f"{number} {status}" for status, number in counts.items())
        skipped = f"; {self.skipped} too short to look for" if self.skipped else ""
        if self.passed_over:
            skipped += f"; {self.passed_over} marked as quoting nobody"
        lines = [line for finding in self.findings for line in _lines(finding)]
        return "\n".join(
            [*lines, f"{total or 'no quotations or citations found'}{skipped}"]
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the findings, JSON-ready."""
        return {
            "fails": self.fails,
            "skipped": self.skipped,
            "passed_over": self.passed_over,
            "findings": [finding.to_dict() for finding in self.findings],
        }


def _lines(finding: Finding) -> Iterator[str]:
    shown = finding.text
    if len(shown) > SHOWN_CHARACTERS:
        shown = shown[:SHOWN_CHARACTERS].rsplit(" ", 1)[0] + "…"
    marked = f"“{shown}”" if finding.kind == "quotation" else shown
    yield f"line {finding.line}: {finding.status}: {marked}"
    if finding.where:
        spans = ", ".join(f"{a}–{b}" for a, b in finding.where.spans)
        at = f", characters {spans}" if spans else ""
        nearest = "nearest to " if finding.status == "differs" else ""
        yield f"    {nearest}{finding.where.label}{at}"
    for difference in finding.differences:
        yield f"    {difference}"
    if finding.note:
        yield f"    {finding.note}"
