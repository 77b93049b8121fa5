"""One moment's view of a library's documents: what they are called and mention."""

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from index import passage_rows, reference_rows, store
from index.columns import to_masthead, to_strings
from index.documents import Basis, Document, Masthead, Part, Passage
from index.names import Kind
from index.reference_rows import Mentioned
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
    """

    row: int
    id: str
    name: str
    title: str
    masthead: Masthead


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
    """

    row: int
    ordinal: int
    section: tuple[str, ...]
    label: str | None
    basis: Basis | None
    part: Part
    lead_in: int | None


class Catalogue:
    """Finds documents by name and passages by place; searches nothing.

    Good within the block that `Library.catalogue` opens.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """View the database within a transaction."""
        self._connection = connection

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
            "SELECT row, ordinal, section, label, basis, part, lead_in FROM passages "
            "WHERE document = ? ORDER BY ordinal",
            (entry.row,),
        )
        sections: dict[str, tuple[str, ...]] = {}
        return [
            Position(
                row,
                ordinal,
                sections.get(section)
                or sections.setdefault(section, to_strings(section)),
                *rest,
            )
            for row, ordinal, section, *rest in rows
        ]

    def mentioning(self, symbol: Symbol) -> list[int]:
        """Return the rows of the passages that mention a symbol, ascending."""
        return reference_rows.mentioning(self._connection, symbol)

    def extended(self, symbol: Symbol) -> list[str]:
        """Return the symbols mentioned that extend this one: its revisions, addenda."""
        return reference_rows.extended(self._connection, symbol)

    def mentioned(self) -> list[Mentioned]:
        """Return every symbol that passages mention, most often mentioned first."""
        return reference_rows.mentioned(self._connection)

    def passages(self, rows: Iterable[int]) -> list[Passage]:
        """Return the passages of these rows, in this order."""
        return passage_rows.passages_at(self._connection, rows)

    def document(self, document_id: str) -> Document:
        """Return a document with its text.

        Raises:
            UnknownDocumentError: There is no such one.
        """
        return store.document(self._connection, document_id)

    def repeated_labels(self, document_id: str) -> frozenset[str]:
        """Return the paragraph labels that a document has more than once."""
        return passage_rows.repeated_labels(self._connection, document_id)

    def _entry(self, row: int) -> Entry:
        id_, name, title, masthead = self._connection.execute(
            "SELECT id, name, title, masthead FROM documents WHERE row = ?", (row,)
        ).fetchone()
        return Entry(row, id_, name, title, to_masthead(masthead))
