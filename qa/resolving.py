"""From a reference to the paragraphs it points at, or to what must be said instead.

A reference is resolved by what documents print of themselves, never searched for: it
gives the passages it names or none, and never those of another document.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.catalogue import Entry, Position
from index.documents import Passage, Span
from index.joint import AnyCatalogue
from index.symbols import Symbol
from qa import lookup_wording as wording
from qa.answers import Citation, FoundReference, Lookup, LookupStatus
from qa.citations import cite, is_repeated, shortened
from qa.document_parts import Missing, matches_heading
from qa.naming import Named, describes, designation, is_specific, named, spoken
from qa.pinpoints import select
from qa.reference_values import Reference
from qa.references import parse_reference

CARD_PASSAGES = 5
"""Passages shown for a document that is named without a paragraph: its beginning."""

MAX_ECHO_CHARACTERS = 300
"""How much of a very long reference a lookup repeats."""

MAX_NAME_WORDS = 6
"""A name of more words, of no document that is here, is rather a sentence."""

MAX_FOUND_REFERENCES = 200
"""References resolved in one text; a text with more is a bibliography."""

# "The General Assembly," opens a resolution; it is no paragraph of its preamble.
OPENING = re.compile(r"\W*(?:the|la|le|el)\s.{2,120},\W*", re.IGNORECASE)


class Resolver:
    """Resolves references at one moment of a library."""

    def __init__(
        self,
        catalogue: AnyCatalogue,
        last_document: str | None = None,
        most: int | None = None,
    ) -> None:
        """Resolve by a catalogue.

        Args:
            catalogue: The library's.
            last_document: Id of the document spoken of before, for "ibid.".
            most: How many passages that mention a document to cite, the first of them;
                None for all.
        """
        self._catalogue = catalogue
        self._last = last_document
        self._most = most

    def reference(self, text: str) -> Lookup | None:
        """Return the lookup of a text that is one reference, or None if it is not."""
        parsed = parse_reference(text)
        if parsed is None:
            return None
        return self._looked_up(text, named(self._catalogue, parsed, self._last))

    def in_prose(
        self, text: str, references: Sequence[Reference]
    ) -> list[FoundReference]:
        """Return what the references in a text point at, unknown names left out.

        "ibid." is the document of the reference before it.

        Args:
            text: The text.
            references: Those in it, as `find_references` gives them.
        """
        found = []
        before: Reference | None = None
        for reference in references[:MAX_FOUND_REFERENCES]:
            if reference.kind == "same" and before is not None:
                kind, document, part = before.kind, before.document, before.part
                reference = replace(reference, kind=kind, document=document, part=part)
            who = named(self._catalogue, reference, self._last, in_prose=True)
            start, end = _named_span(text, reference, who)
            lookup = self._looked_up(text[start:end], who, in_prose=True)
            if lookup is not None:
                found.append(FoundReference((start, end), lookup))
                before = who.reference
        return found

    def quotation_beside(self, text: str) -> tuple[str, list[str]] | None:
        """Return the quotation in a reference that names a document, and its ids."""
        parsed = parse_reference(text)
        quoted = [run.text for run in parsed.runs if run.quoted] if parsed else []
        if parsed is None or not quoted:
            return None
        entries = named(self._catalogue, parsed, self._last).entries
        ids = [entry.id for entry in entries]
        return (max(quoted, key=len), ids) if ids else None

    def cited(
        self, passages: Sequence[Passage], marks: tuple[Span, ...] = ()
    ) -> tuple[Citation, ...]:
        """Return the citations of passages, in this order.

        Args:
            passages: Any.
            marks: Ranges of the first one to highlight.
        """
        ids = dict.fromkeys(passage.locator.document_id for passage in passages)
        documents = {id_: self._catalogue.document(id_) for id_ in ids}
        repeated = {id_: self._catalogue.repeated_labels(id_) for id_ in ids}
        return tuple(
            cite(
                documents[passage.locator.document_id],
                passage,
                score=1.0,
                highlights=() if place else marks,
                numbering_restarts=is_repeated(
                    passage, repeated[passage.locator.document_id]
                ),
            )
            for place, passage in enumerate(passages)
        )

    def _looked_up(
        self, text: str, who: Named, *, in_prose: bool = False
    ) -> Lookup | None:
        """Return the lookup of a reference, or None if it is none after all."""
        if who.reference.where_cited:
            return self._where_cited(text, who.reference, who)
        if not who.entries:
            return self._unknown(text, who.reference, who, in_prose)
        found = [self._in_document(text, who, entry) for entry in who.entries]
        lookups = [lookup for lookup in found if lookup is not None]
        return combined(text, lookups) if lookups else None

    def _in_document(self, text: str, who: Named, entry: Entry) -> Lookup | None:
        """Return what a reference points at in a document it names."""
        reference = who.reference
        outline = self._catalogue.outline(entry)
        name = spoken(entry, reference)
        runs = [
            run
            for run in reference.runs
            if matches_heading(outline, run)
            or not describes(self._catalogue, entry, run.text)
        ]
        stray = [run for run in runs if not matches_heading(outline, run)]
        if any(reference.asked or not run.set_off for run in stray):
            return None
        reference = replace(reference, runs=tuple(runs))
        if not (reference.pinpoints or reference.runs):
            if reference.asked:
                return None
            return self._card(text, entry, outline, who.note)
        try:
            selection = select(
                outline,
                reference,
                name,
                lambda words: describes(self._catalogue, entry, words),
                self._preamble,
                self._catalogue.page_numbers(entry) if reference.pages else (),
            )
        except Missing as missing:
            finding = f"{str(missing)[:1].upper()}{str(missing)[1:]}."
            message = wording.joined(who.note, finding)
            return Lookup(echo(text), "no-such-paragraph", message)
        status: LookupStatus = "counted" if selection.counted else "found"
        note = wording.counting(selection, name, wording.noun(entry, outline))
        rows = [position.row for position in selection.positions]
        return Lookup(
            echo(text), status, wording.joined(who.note, note), citations=self._at(rows)
        )

    def _card(
        self, text: str, entry: Entry, outline: Sequence[Position], note: str
    ) -> Lookup:
        """Return a document's beginning, and in the message what it is.

        The citations are the first `CARD_PASSAGES` of its body.
        """
        body = [position for position in outline if position.part == "body"] or outline
        if not body:
            return Lookup(
                echo(text),
                "no-such-paragraph",
                wording.joined(note, f"{designation(entry)} has no paragraphs."),
            )
        symbol = entry.masthead.symbol
        return Lookup(
            echo(text),
            "found",
            wording.joined(note, wording.card(entry, outline, body)),
            citations=self._at([p.row for p in body[:CARD_PASSAGES]]),
            cited_in=self._cited_in(Symbol(symbol))[0] if symbol else (),
        )

    def _where_cited(
        self, text: str, reference: Reference, who: Named
    ) -> Lookup | None:
        """Return the passages that mention a document, held or not."""
        symbol = self._symbol(reference, who)
        if symbol is None:
            return None
        cited_in, counted = self._cited_in(symbol)
        message = f"{symbol} is mentioned in {counted}."
        if who.entries and cited_in:
            return Lookup(echo(text), "found", message, cited_in, cited_in)
        if who.entries:
            message = f"{symbol} is in this library; no passage mentions it."
            return Lookup(echo(text), "no-such-paragraph", message)
        return self._absent(text, symbol)

    def _unknown(
        self, text: str, reference: Reference, who: Named, in_prose: bool
    ) -> Lookup | None:
        """Return the lookup of a reference to no document, or None if it is none."""
        if reference.kind == "symbol":
            if reference.asked and not reference.pinpoints:
                return None
            if any(not run.set_off for run in reference.runs):
                return None
            symbol = reference.symbol
            return self._absent(text, symbol)
        if reference.kind == "job number":
            if reference.asked and not reference.pinpoints:
                return None
            message = f"{reference.document} is not in this library."
            return Lookup(echo(text), "not-in-library", message)
        if reference.kind == "same":
            if in_prose or reference.asked or reference.runs:
                return None
            message = (
                "No document was spoken of before; name it: its symbol, its job "
                "number or its title, then the paragraph."
            )
            return Lookup(echo(text), "not-in-library", message)
        if in_prose or reference.asked:
            return None
        specific = is_specific(reference.document)
        if who.rivals and (specific or reference.pinpoints):
            return Lookup(
                echo(text),
                "not-in-library",
                wording.ambiguous(reference.document, who.rivals),
            )
        if specific and (
            reference.pinpoints or len(reference.document.split()) <= MAX_NAME_WORDS
        ):
            message = f"No document called “{shortened(reference.document)}” is here."
            return Lookup(echo(text), "not-in-library", message)
        return None

    def _absent(self, text: str, symbol: Symbol) -> Lookup:
        """Return the lookup of a symbol the library has no document of."""
        cited_in, counted = self._cited_in(symbol)
        others = self._catalogue.extended(symbol)
        message = wording.absent(symbol, counted if cited_in else "", others)
        return Lookup(echo(text), "not-in-library", message, (), cited_in)

    def _cited_in(self, symbol: Symbol) -> tuple[tuple[Citation, ...], str]:
        """Return the passages that mention a symbol, and how many do, in words."""
        rows = self._catalogue.mentioning(symbol)
        listed = rows[: self._most]
        return self._at(listed), wording.listed(len(rows), len(listed))

    def _at(self, rows: Sequence[int]) -> tuple[Citation, ...]:
        return self.cited(self._catalogue.passages(rows))

    def _symbol(self, reference: Reference, who: Named) -> Symbol | None:
        if reference.kind == "symbol":
            return reference.symbol
        printed = who.entries[0].masthead.symbol if who.entries else None
        return Symbol(printed) if printed else None

    def _preamble(self, scope: Sequence[Position]) -> list[Position]:
        """Return the preambular paragraphs: unnumbered, before all that is numbered."""
        first = next(
            (place for place, p in enumerate(scope) if p.basis == "printed"), None
        )
        if first is None:
            return []
        before = [p for p in scope[:first] if p.section == scope[0].section]
        lead_in = scope[first].lead_in
        passages = self._catalogue.passages([position.row for position in before])
        return [
            position
            for position, passage in zip(before, passages, strict=True)
            if position.ordinal != lead_in and not OPENING.fullmatch(passage.text)
        ]


def combined(text: str, lookups: Sequence[Lookup]) -> Lookup:
    """Return several lookups as one, found if any of them is."""
    if len(lookups) == 1:
        return replace(lookups[0], reference=echo(text))
    order: tuple[LookupStatus, ...] = (
        "counted",
        "found",
        "no-such-paragraph",
        "not-in-library",
        "not-a-reference",
    )
    statuses = {lookup.status for lookup in lookups}
    return Lookup(
        echo(text),
        next(status for status in order if status in statuses),
        " ".join(dict.fromkeys(one.message for one in lookups if one.message))
        or f"{len(lookups)} references.",
        citations=_each_once(c for one in lookups for c in one.citations),
        cited_in=_each_once(c for one in lookups for c in one.cited_in),
    )


def echo(text: str) -> str:
    """Return a reference as it was typed, a very long one cut."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    if len(text) <= MAX_ECHO_CHARACTERS:
        return text
    return f"{text[:MAX_ECHO_CHARACTERS]}…"


def _each_once(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple({(c.document.id, c.spans): c for c in citations}.values())


def _named_span(text: str, reference: Reference, who: Named) -> Span:
    """Return where a reference stands, without words beside it that are no name."""
    start, end = reference.span
    if reference.kind != "name" or not who.entries:
        return start, end
    words = r"\s+".join(map(re.escape, who.reference.document.split()))
    match = re.compile(words).search(text, start, end)
    if match is None:
        return start, end
    names_last = match.end() > start + (end - start) // 2 and match.end() > end - 2
    return (start, end) if names_last else (match.start(), end)
