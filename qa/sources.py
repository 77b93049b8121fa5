"""What a library says and whether it still does: passages to compare quotations with.

Nothing here trusts the library. A document whose bytes, text or passages were altered
is read all the same, and each place in it says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from index.checks import source_text
from index.documents import Document, Passage, Span, fold
from index.snapshot import Snapshot
from qa.citations import cite, cited_document, is_repeated, pinpoint
from qa.findings import Where
from qa.matching import located, source_spans
from qa.records import record
from qa.styles.notes import un_footnote, un_text

MAX_QUOTING = 1000
"""Passages with every word of a quotation that are read in search of it."""

QUOTING_AT_ONCE = 50
"""How many of those are read at a time."""

PROBE_WORDS = 32
"""Words of a quotation that like passages are searched for by, half from either end."""

MAX_LIKE = 20
"""Passages that a quotation is compared with when it is nowhere word for word."""

DOCUMENTS_HELD = 64
"""Documents kept in memory at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """A passage, and whether its source still says it.

    Attributes:
        document: The document.
        passage: The passage.
        label: Its pinpoint.
        problem: How the source has changed; empty when it has not.
    """

    document: Document
    passage: Passage
    label: str
    problem: str = ""

    @property
    def name(self) -> str:
        """How the document is called: by its symbol, job number or title."""
        masthead = self.document.masthead
        return masthead.symbol or masthead.job_number or self.document.title

    def where(self, ranges: Sequence[Span]) -> Where:
        """Return the place of ranges of the passage's text."""
        spans = source_spans(self.document.text, self.passage.locator.spans, ranges)
        return Where(cited_document(self.document), self.label, spans)


class Sources:
    """One moment's contents of a library."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Read from a snapshot, while it lasts."""
        self._snapshot = snapshot
        self._document = lru_cache(DOCUMENTS_HELD)(snapshot.document)
        self._repeated = lru_cache(DOCUMENTS_HELD)(snapshot.repeated_labels)
        self._stored = lru_cache(DOCUMENTS_HELD)(self._read)
        self._folded = lru_cache(DOCUMENTS_HELD)(self._fold)

    def quoting(self, quotation: str) -> list[tuple[Passage, tuple[Span, ...]]]:
        """Return passages that have a quotation verbatim, and its ranges there.

        Some of them, where there are very many; any, where there is one.
        """
        rows = self._snapshot.keywords.having_all(quotation, MAX_QUOTING)
        for start in range(0, len(rows), QUOTING_AT_ONCE):
            some = self._snapshot.passages(rows[start : start + QUOTING_AT_ONCE])
            found = [(passage, located(quotation, passage.text)) for passage in some]
            quoting = [(passage, ranges) for passage, ranges in found if ranges]
            if quoting:
                return quoting
        return []

    def like(self, quotation: str) -> list[Passage]:
        """Return the passages that share most words with a quotation, best first."""
        words = quotation.split()
        half = PROBE_WORDS // 2
        probe = words if len(words) <= PROBE_WORDS else words[:half] + words[-half:]
        rows, _ = self._snapshot.keywords.matching(" ".join(probe), MAX_LIKE)
        return self._snapshot.passages(rows)

    def place(self, passage: Passage) -> Place:
        """Return a passage's place."""
        document = self._document(passage.locator.document_id)
        label = pinpoint(document, passage, self._restarts(passage))
        problem = self.problem(document.id, passage.locator.spans, passage.text)
        return Place(document, passage, label, problem)

    def problem(self, document_id: str, spans: Sequence[Span], text: str) -> str:
        """Return how a document no longer says a passage there; "" if it does."""
        document = self._document(document_id)
        is_whole, read = self._stored(document_id)
        if not is_whole:
            return f"the stored bytes of {document.name} do not have their SHA-256"
        for source in filter(None, (document.text, read)):
            if fold(" ".join(source[a:b] for a, b in spans)) != text:
                return f"{document.name} does not say what was stored for this place"
        return ""

    def names(self, place: Place) -> frozenset[str]:
        """Return the ways in which we cite a passage, as `plain_name` has them."""
        names = {place.label}
        if not place.problem:
            restarts = self._restarts(place.passage)
            citation = cite(place.document, place.passage, numbering_restarts=restarts)
            cited = record(citation, place.document, numbering_restarts=restarts)
            names |= {un_footnote(cited), un_text(cited)}
        return frozenset(map(plain_name, names))

    def outside(
        self, quotation: str, like: Sequence[Passage]
    ) -> list[tuple[Place, list[str]]]:
        """Return what else a quotation may be from, and a passage of each document.

        Titles and headings are quoted, and so are several paragraphs in a row.
        """
        rows, _ = self._snapshot.keywords.matching(
            quotation, 3, weights={"heading": 1.0, "title": 1.0}
        )
        headed = self._snapshot.passages(rows)
        texts: dict[str, tuple[Passage, list[str]]] = {}
        for passage in [*headed, *like[:2]]:
            key = passage.locator.document_id
            if key not in texts:
                texts[key] = passage, [self._document(key).title, self._folded(key)]
            texts[key][1].extend(passage.section)
        return [(self.place(passage), found) for passage, found in texts.values()]

    def _read(self, document_id: str) -> tuple[bool, str | None]:
        """Return whether a document's bytes are those stored, and what they say."""
        document = self._document(document_id)
        source = self._snapshot.source(document_id)
        is_whole = sha256(source).hexdigest() == document.sha256
        return is_whole, source_text(document, source)

    def _fold(self, document_id: str) -> str:
        return fold(self._document(document_id).text)

    def _restarts(self, passage: Passage) -> bool:
        repeated = self._repeated(passage.locator.document_id)
        return is_repeated(passage, repeated)


def plain_name(name: str) -> str:
    """Return a citation without what its writers vary: case, marks, outer marks."""
    plain = fold(name).casefold().translate(str.maketrans("“”„«»‘’'", '""""""""'))
    if plain.startswith("(") and plain.endswith(")"):
        plain = plain[1:-1]
    return plain.rstrip(". ")
