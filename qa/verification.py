"""Verifying a text: is each quotation in the library word for word, and well cited?"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from index.documents import Passage, Span, fold
from index.errors import DamagedLibraryError, UnreadableDocumentError
from index.readers.plain import decoded
from qa.answers import Citation
from qa.assistant import Assistant
from qa.citations import cited_document
from qa.findings import Finding, Status, Verification, Where
from qa.matching import MIN_LIKENESS, compare, located, overlap
from qa.prose_references import find_references
from qa.quotations import Claim, Quotation, Quotations, lines, quotations, unescaped
from qa.reference_values import Reference
from qa.references import parse_reference
from qa.sources import Place, Sources, plain_name
from qa.supplied import without_supplied
from qa.verifiable import verifiable

REFERENCES_HELD = 4096
"""References whose lookup is remembered within one text."""


def verify_text(text: str, assistant: Assistant) -> Verification:
    """Return whether a text's quotations and citations are the library's.

    Takes time linear in the text, and hardly more for a larger library: each quotation
    is compared with the few passages that share most words with it.

    Args:
        text: Plain text, Markdown, an HTML page, or answers exported as text or JSON;
            what is marked as quoting nobody (`qa.verifiable`) is passed over.
        assistant: Over the library to compare it with.

    Raises:
        LibraryError: The library cannot be read.
    """
    read = verifiable(text)
    found = quotations(read.text)
    with assistant.library.snapshot() as snapshot:
        verifying = _Verifying(Sources(snapshot), assistant)
        findings = [
            finding
            for quotation in found.quotations
            for finding in verifying.quotation(quotation)
        ]
        for claim in () if found.exported else _alone(read.text, found):
            findings += verifying.citation(claim)
    placed = tuple(map(read.in_source, findings))
    return Verification(placed, found.skipped, read.passed_over)


def verify_file(path: str | Path, assistant: Assistant) -> Verification:
    """Return what `verify_text` does of a file; "-" is standard input.

    Raises:
        UnreadableDocumentError: It cannot be read, or is no text.
        LibraryError: The library cannot be read.
    """
    try:
        content = (
            sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
        )
    except OSError as error:
        raise UnreadableDocumentError(
            f"{path} cannot be read ({error.strerror}); check its name and permissions"
        ) from error
    try:
        text = decoded(str(path), content)
    except UnreadableDocumentError as error:
        raise UnreadableDocumentError(
            f"{path} cannot be verified: it is not text; save it as UTF-8"
        ) from error
    if not any(map(str.isalnum, text)):
        raise UnreadableDocumentError(
            f"{path} cannot be verified: it has no text; check that it was saved"
        )
    return verify_text(text, assistant)


class _Verifying:
    """Compares quotations and citations with what a library says."""

    def __init__(self, sources: Sources, assistant: Assistant) -> None:
        self.sources = sources
        self.look_up = lru_cache(REFERENCES_HELD)(assistant.lookup)

    def quotation(self, quotation: Quotation) -> Iterator[Finding]:
        """Yield what is found of a quotation, then of its citation if it has one."""
        stands = self._standing(quotation.text)
        places = [place for place, _ in stands]
        if stands:
            place, ranges = self._meant(stands, quotation)
            yield _said(quotation, place, place.where(ranges))
        else:
            like = self.sources.like(quotation.text)
            nearest, found = self._nearest(quotation, like)
            is_changed = found.status == "source changed"
            elsewhere = None if is_changed else self._elsewhere(quotation, like)
            yield elsewhere or found
            places = [nearest] if nearest and not elsewhere else []
        if quotation.claim:
            yield from self.citation(
                quotation.claim, places, quoted=quotation.text if stands else None
            )

    def citation(
        self, claim: Claim, places: Sequence[Place] = (), quoted: str | None = None
    ) -> Iterator[Finding]:
        """Yield what is found of a citation; nothing if it is none.

        Args:
            claim: The citation.
            places: What is quoted beside it, or is nearest to that.
            quoted: The quotation, if the library has it: then the citation must name
                a passage that does.
        """
        claim = replace(claim, text=without_supplied(claim.text))

        def finding(
            status: Status, where: Where | None = None, note: str = ""
        ) -> Finding:
            return Finding(
                "citation", status, claim.text, claim.span, claim.line, where, (), note
            )

        name = plain_name(claim.text)
        for place in places:
            if name in self.sources.names(place):
                where = place.where([(0, len(place.passage.text))])
                yield finding(
                    "source changed" if place.problem else "verbatim",
                    where,
                    place.problem,
                )
                return
        reference = parse_reference(claim.text)
        if reference is None and not find_references(claim.text):
            return
        try:
            lookup = self.look_up(claim.text)
        except DamagedLibraryError as error:
            yield finding("source changed", note=str(error))
            return
        if lookup.status == "not-a-reference":
            return
        if not lookup.found:
            if reference and reference.kind == "name" and not reference.pinpoints:
                # Any words in parentheses may be a name; one we do not know is none.
                return
            yield finding("not found", note=lookup.message)
            return
        named = _quoting(lookup.citations, quoted or "", places, reference)
        shown = (named or lookup.citations)[0]
        where = Where(shown.document, shown.label, shown.spans)
        problem = self.sources.problem(shown.document.id, shown.spans, shown.quote)
        if problem:
            yield finding("source changed", where, problem)
            return
        if quoted is not None and not named:
            yield finding("differs", where, f"the quotation is in {places[0].label}")
        elif lookup.status == "counted":
            # A number that the source does not print is no way to cite it.
            yield finding("differs", where, lookup.message)
        else:
            yield finding("verbatim", where)

    def _standing(self, quotation: str) -> list[tuple[Place, tuple[Span, ...]]]:
        """Return the places that have a quotation verbatim, and its ranges there."""
        # As it is written first: in plain text a backslash is a backslash.
        written = dict.fromkeys((quotation, unescaped(quotation)))
        found = next(filter(None, map(self.sources.quoting, written)), [])
        return [(self.sources.place(passage), ranges) for passage, ranges in found]

    def _meant(
        self, stands: Sequence[tuple[Place, tuple[Span, ...]]], quotation: Quotation
    ) -> tuple[Place, tuple[Span, ...]]:
        """Return the place meant: the one cited, of the source named, the likeliest."""
        name = quotation.claim and plain_name(quotation.claim.text)

        def merits(stand: tuple[Place, tuple[Span, ...]]) -> tuple[bool, bool, bool]:
            place = stand[0]
            return (
                name is not None and name in self.sources.names(place),
                quotation.sha256 == place.document.sha256,
                not place.problem,
            )

        return max(stands, key=merits)

    def _elsewhere(
        self, quotation: Quotation, like: Sequence[Passage]
    ) -> Finding | None:
        """Return the finding of a quotation from outside any one passage, if it is."""
        for place, texts in self.sources.outside(quotation.text, like):
            # Here the words left out would have no bounds: no ellipses.
            if any(len(located(quotation.text, text)) == 1 for text in texts):
                where = Where(cited_document(place.document), place.name)
                note = "a title or heading, or from more than one paragraph"
                return _said(quotation, place, where, note)
        return None

    def _nearest(
        self, quotation: Quotation, like: Sequence[Passage]
    ) -> tuple[Place | None, Finding]:
        """Return the finding of a quotation that is nowhere word for word."""
        text = unescaped(quotation.text)
        absent = Finding(
            "quotation", "not found", quotation.text, quotation.span, quotation.line
        )
        if not like:
            return None, absent
        nearest = max(like, key=lambda passage: overlap(text, passage.text))
        compared = compare(text, nearest.text)
        if compared.likeness < MIN_LIKENESS:
            return None, absent
        place = self.sources.place(nearest)
        order = "" if compared.differences else "its parts stand in another order"
        return place, Finding(
            "quotation",
            "source changed" if place.problem else "differs",
            quotation.text,
            quotation.span,
            quotation.line,
            place.where([compared.span]),
            compared.differences,
            place.problem or order,
        )


def _said(quotation: Quotation, place: Place, where: Where, note: str = "") -> Finding:
    """Return the finding of a quotation that the library has word for word."""
    changed = place.problem
    if not changed and quotation.sha256 not in (None, place.document.sha256):
        changed = "it was quoted from a source with another SHA-256"
    return Finding(
        "quotation",
        "source changed" if changed else "verbatim",
        quotation.text,
        quotation.span,
        quotation.line,
        where,
        (),
        changed or note,
    )


def _quoting(
    cited: Sequence[Citation],
    quoted: str,
    places: Sequence[Place],
    reference: Reference | None,
) -> list[Citation]:
    """Return those of the passages cited that are quoted, or nearest to what is.

    A reference to a whole document cites each of its passages.
    """
    spans = {(place.document.id, place.passage.locator.spans) for place in places}
    found = [
        one
        for one in cited
        if (one.document.id, one.spans) in spans
        or (quoted and located(unescaped(quoted), one.quote))
    ]
    if found or not reference or reference.pinpoints or reference.runs:
        return found
    documents = {place.document.id for place in places}
    return [one for one in cited if one.document.id in documents]


def _alone(text: str, found: Quotations) -> list[Claim]:
    """Return the citations that stand beside no quotation, in the text's order."""
    beside = [quotation.claim for quotation in found.quotations if quotation.claim]
    spans = [quotation.span for quotation in found.quotations if quotation.span]
    spans += [claim.span for claim in (*beside, *found.claims) if claim.span]
    alone = list(found.claims)
    line_of = lines(text)
    for reference in find_references(_without(text, spans)):
        a, b = reference.span
        # What "ibid." means depends on the text before, which we do not interpret.
        if reference.kind != "same":
            alone.append(Claim(fold(text[a:b]), (a, b), line_of(a)))
    return sorted(alone, key=lambda claim: claim.span or (0, 0))


def _without(text: str, spans: Iterable[Span]) -> str:
    """Return the text with blanks for these ranges."""
    kept: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if end > done:
            kept += [text[done : max(start, done)], " " * (end - max(start, done))]
            done = end
    return "".join([*kept, text[done:]])
