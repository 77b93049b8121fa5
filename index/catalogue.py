"""One moment's view of a library's documents: what they are called and mention."""

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from index import (
    document_rows,
    overview_rows,
    passage_rows,
    reference_rows,
    statement_rows,
)
from index.columns import DESCRIBED, to_described, to_places, to_spans, to_strings
from index.documents import Basis, Document, Masthead, Part, Passage
from index.names import Kind
from index.overview_rows import Citing, Said, Stretch
from index.places import Pages, page_number, pages_of
from index.reference_rows import Mentioned
from index.statements import Statement
from index.symbols import Symbol


@dataclass(frozen=True, slots=True)
class Entry:
    """A document without its text.

    Attributes:
        row: Its place in the library.
        id: Content hash.
        name: The file's name.
        title: The title it prints, or its name.
        masthead: What it prints about itself.
        supplied: Names of the fields that come from its sidecar.
    """

    row: int
    id: str
    name: str
    title: str
    masthead: Masthead
    supplied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """A passage without its text: where it stands and how it is numbered.

    Attributes:
        row: The passage's.
        ordinal: Its place in the document's reading order.
        section: The headings above it, outermost first.
        label: Its number, or None.
        basis: Whether the number is printed, or None.
        part: The cover note or the body.
        lead_in: Ordinal of the passage that introduces it, or None.
        pages: The pages of the file it begins and ends on, from 1, or None.
    """

    row: int
    ordinal: int
    section: tuple[str, ...]
    label: str | None
    basis: Basis | None
    part: Part
    lead_in: int | None
    pages: Pages | None = None


class Catalogue:
    """Finds documents by name and passages by place; searches nothing.

    Good within the block that `Library.catalogue` opens.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """View the database within a transaction."""
        self._connection = connection

    def document_ids(self, among: Collection[str] | None = None) -> list[str]:
        """Return the documents' ids, or those of `among`, in the order added."""
        return document_rows.document_ids(self._connection, among)

    def has_any(self, among: Collection[str] | None = None) -> bool:
        """Return whether there is a document, or one of `among`."""
        return document_rows.has_any(self._connection, among)

    def called(self, kind: Kind, form: str) -> list[Entry]:
        """Return the documents with a name, in the order they were added."""
        rows = reference_rows.called(self._connection, kind, form)
        return [self._entry(row) for row in rows]

    def titled(self, beginning: str) -> list[Entry]:
        """Return the documents whose titles begin so, as `name_key` gives them."""
        rows = reference_rows.titled(self._connection, beginning)
        return [self._entry(row) for row in rows]

    def called_by_words(self, words: Collection[str]) -> list[Entry]:
        """Return the documents whose titles and senders have all these words."""
        rows = reference_rows.called_by_words(self._connection, words)
        return [self._entry(row) for row in rows]

    def entry(self, document_id: str) -> Entry | None:
        """Return the document of an id, if it is there."""
        found = self._connection.execute(
            "SELECT row FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        return self._entry(found[0]) if found else None

    def outline(self, entry: Entry) -> list[Position]:
        """Return where each of a document's passages stands, in reading order."""
        rows = self._connection.execute(
            "SELECT row, ordinal, section, spans, label, basis, part, lead_in "
            "FROM passages WHERE document = ? ORDER BY ordinal",
            (entry.row,),
        )
        pages = self._places(entry)["pages"]
        sections: dict[str, tuple[str, ...]] = {}
        return [
            Position(
                row=row,
                ordinal=ordinal,
                section=sections.get(section)
                or sections.setdefault(section, to_strings(section)),
                label=label,
                basis=basis,
                part=part,
                lead_in=lead_in,
                pages=pages_of(pages, to_spans(spans)) if pages else None,
            )
            for row, ordinal, section, spans, label, basis, part, lead_in in rows
        ]

    def page_numbers(self, entry: Entry) -> list[str]:
        """Return the number of each page of a document's file, as they are printed.

        There are none where the format has no pages.
        """
        places = self._places(entry)
        count = len(places["pages"])
        return [page_number(places["page_labels"], page + 1) for page in range(count)]

    def mentioning(self, symbol: Symbol) -> list[int]:
        """Return the rows of the passages that mention a symbol, ascending."""
        return reference_rows.mentioning(self._connection, symbol)

    def extended(self, symbol: Symbol) -> list[str]:
        """Return the symbols mentioned that extend this one: its revisions, addenda."""
        return reference_rows.extended(self._connection, symbol)

    def mentioned(self) -> list[Mentioned]:
        """Return every symbol that passages mention, most often mentioned first."""
        return reference_rows.mentioned(self._connection)

    def stretches(self) -> list[Stretch]:
        """Return the sections of every document, in reading order."""
        return list(overview_rows.stretches(self._connection))

    def citing(self) -> list[Citing]:
        """Return which documents mention which symbols that are not their own."""
        return overview_rows.citing(self._connection)

    def rows_citing(self, symbol: Symbol) -> list[int]:
        """Return the rows of the passages that `citing` counts for a symbol."""
        return overview_rows.rows_citing(self._connection, symbol)

    def said(self) -> list[Said]:
        """Return who says how much in which way, the forms of a name apart."""
        return overview_rows.said(self._connection)

    def said_by(
        self, actors: Collection[str | None], start: int, stop: int
    ) -> list[Statement]:
        """Return some of what these are reported to say, in the library's order.

        Args:
            actors: As the text has them; None for what nobody named says.
            start: The first of the statements to return, from 0.
            stop: The one after the last.
        """
        return statement_rows.said_by(self._connection, actors, start, stop)

    def passages(self, rows: Iterable[int]) -> list[Passage]:
        """Return the passages of these rows, in this order."""
        return passage_rows.passages_at(self._connection, rows)

    def document(self, document_id: str) -> Document:
        """Return a document with its text.

        Raises:
            UnknownDocumentError: There is no such one.
        """
        return document_rows.document(self._connection, document_id)

    def repeated_labels(self, document_id: str) -> frozenset[str]:
        """Return the paragraph labels that a document has more than once."""
        return passage_rows.repeated_labels(self._connection, document_id)

    def _places(self, entry: Entry) -> dict[str, Any]:
        (column,) = self._connection.execute(
            "SELECT places FROM documents WHERE row = ?", (entry.row,)
        ).fetchone()
        return to_places(column)

    def _entry(self, row: int) -> Entry:
        id_, name, *columns = self._connection.execute(
            f"SELECT id, name, {DESCRIBED} FROM documents WHERE row = ?", (row,)
        ).fetchone()
        is_said = to_described(*columns)
        return Entry(row, id_, name, is_said.title, is_said.masthead, is_said.supplied)
