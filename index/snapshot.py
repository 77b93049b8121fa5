"""One moment's contents of a library, to search and to read."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index import document_rows, passage_rows, statement_rows
from index.document_rows import StoredDocument
from index.documents import Document, Passage, Span
from index.passage_rows import Compared
from index.row_cache import RowCache
from index.statements import Statement

if TYPE_CHECKING:
    from index.aliases import Aliases
    from index.derived import Derived
    from index.keywords import KeywordIndex
    from index.vectors import VectorIndex


class Snapshot:
    """A consistent view, good within the block that `Library.snapshot` opens.

    A passage is known by its row, the same in both indexes and here. Rows are never
    used twice, ascend as documents were added, and are consecutive in a document.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        derived: "Derived",
        compared: RowCache,
    ) -> None:
        """View the database within a transaction, with the indexes of its contents.

        Args:
            connection: To the database.
            derived: The indexes.
            compared: Of the same library.
        """
        self._connection = connection
        self._derived = derived
        self._compared = compared

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self.keywords)

    @property
    def generation(self) -> int:
        """Counts the changes to the library's documents."""
        return self._derived.state.generation

    @property
    def vectors(self) -> "VectorIndex":
        """Finds passages by embedding."""
        return self._derived.indexes.vectors

    @property
    def aliases(self) -> "Aliases":
        """Knows the names that have more than one form."""
        return self._derived.indexes.aliases

    @property
    def keywords(self) -> "KeywordIndex":
        """Finds passages by words."""
        return self._derived.indexes.keywords

    def count_documents(self) -> int:
        """Return the number of documents."""
        return document_rows.count(self._connection)

    def documents(self, among: Collection[str] | None = None) -> list[StoredDocument]:
        """Return all documents, or those of `among`, in the order they were added."""
        return document_rows.stored_documents(self._connection, among)

    def document_ids(self, among: Collection[str] | None = None) -> list[str]:
        """Return the documents' ids, or those of `among`, in the order added."""
        return document_rows.document_ids(self._connection, among)

    def document(self, document_id: str) -> Document:
        """Return a document.

        Raises:
            UnknownDocumentError: There is no such one.
        """
        return document_rows.document(self._connection, document_id)

    def source(self, document_id: str) -> bytes:
        """Return the bytes a document was read from.

        Raises:
            UnknownDocumentError: There is no such one.
        """
        return document_rows.source(self._connection, document_id)

    def passages(self, rows: Iterable[int]) -> list[Passage]:
        """Return the passages of these rows, in this order.

        Raises:
            KeyError: There is no such row.
        """
        return passage_rows.passages_at(self._connection, rows)

    def row_at(self, document_id: str, spans: Sequence[Span]) -> int | None:
        """Return the row of a document's passage with these spans, if there is one."""
        return passage_rows.row_at(self._connection, document_id, spans)

    def compared(self, rows: Iterable[int]) -> list[Compared]:
        """Return what ranking compares of these rows' passages, in this order.

        Raises:
            KeyError: There is no such row.
        """
        return self._compared.at(self._connection, rows)

    def passages_of(self, document_id: str) -> list[Passage]:
        """Return a document's passages in reading order.

        Raises:
            UnknownDocumentError: There is no such one.
        """
        return passage_rows.passages_of(self._connection, document_id)

    def rows_of(self, document_ids: Collection[str]) -> NDArray[np.int64]:
        """Return the rows of these documents' passages, ascending."""
        return passage_rows.rows_of(self._connection, document_ids)

    def statements_of(
        self, passages: Mapping[int, Passage]
    ) -> dict[int, list[Statement]]:
        """Return what passages report, in reading order, by the passages' rows.

        A passage that reports nothing is left out.
        """
        return statement_rows.statements_of(self._connection, passages)

    def repeated_labels(self, document_id: str) -> frozenset[str]:
        """Return the paragraph labels that a document has more than once."""
        return passage_rows.repeated_labels(self._connection, document_id)
