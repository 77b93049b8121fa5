"""Writing the indexes of a library: all anew, or what has changed since others were.

A document's passages are taken in and out together. A name that comes or goes changes
what other documents' passages are found by, too: those that have it are indexed again.
"""

import shutil
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from index import document_rows, passage_rows, sidecar_rows
from index.alias_evidence import Evidence, Observed
from index.alias_learning import learn
from index.aliases import Aliases
from index.indexes import ALIASES, KEYWORDS, VECTORS, Indexes, read
from index.keywords import KeywordIndex
from index.linking import link_all
from index.vectors import Rows, VectorIndex

EVIDENCE = "evidence.sqlite"

WHOLE_BELOW = 2_000
"""Passages. So few are indexed within a second."""

MOST_CHANGED = 0.1
"""Of the passages. Beyond it all are indexed anew: what is taken out of an index still
takes room, and counts in how frequent words are, until then."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How a library differs from one that was indexed.

    A document that is otherwise is among those gone and among those come.
    """

    gone: Collection[Observed]
    come: Collection[Observed]
    passages: int

    @property
    def are_few(self) -> bool:
        """Whether an index is better changed than made anew."""
        changed = len(_rows(self.gone)) + len(_rows(self.come))
        return self.passages >= WHOLE_BELOW and changed <= MOST_CHANGED * self.passages


def indexes(connection: sqlite3.Connection, dimension: int) -> Indexes:
    """Return the indexes of a library, made in memory."""
    with closing(Evidence.create()) as evidence:
        aliases = _noted(connection, evidence)
    return Indexes(
        VectorIndex.build(dimension, passage_rows.embeddings(connection, dimension)),
        KeywordIndex.build(passage_rows.searchable(connection), aliases),
        aliases,
    )


def write(folder: Path, connection: sqlite3.Connection, dimension: int) -> None:
    """Write the indexes of a library into an empty folder.

    Raises:
        OSError, RuntimeError, ValueError, sqlite3.Error: The folder or the disk
            refuses.
    """
    _write_vectors(folder, connection, dimension)
    with closing(Evidence.create(folder / EVIDENCE)) as evidence:
        aliases = _noted(connection, evidence)
    (folder / ALIASES).write_text(aliases.to_json(), "utf-8")
    (folder / KEYWORDS).mkdir()
    passages = passage_rows.searchable(connection)
    KeywordIndex.build(passages, aliases, folder / KEYWORDS)


def update(
    folder: Path, before: Path, connection: sqlite3.Connection, dimension: int
) -> bool:
    """Write indexes as `write` does, from earlier ones; False where that is no gain.

    Args:
        folder: Empty; what is left in it after a False is good for nothing.
        before: Where the earlier ones are; its files stay as they are.
        connection: To the library's database.
        dimension: Of its embeddings.

    Raises:
        OSError, RuntimeError, ValueError, sqlite3.Error: The folder or the disk
            refuses, or the earlier ones are damaged.
    """
    shutil.copyfile(before / EVIDENCE, folder / EVIDENCE)
    with closing(Evidence.open(folder / EVIDENCE)) as evidence:
        changes = _changes(connection, evidence.documents())
        if not changes.are_few:
            return False
        evidence.forget([one.row for one in changes.gone])
        aliases = _noted(connection, evidence, changes.come)
    earlier = read(before)
    gone, come = _rows(changes.gone), _rows(changes.come)
    touched = np.setdiff1d(_renamed(connection, earlier, aliases), gone)
    removed = np.union1d(gone, touched)
    share = earlier.keywords.deleted_share + len(removed) / changes.passages
    if share > MOST_CHANGED:
        return False
    (folder / ALIASES).write_text(aliases.to_json(), "utf-8")
    (folder / KEYWORDS).mkdir()
    link_all(before / KEYWORDS, folder / KEYWORDS)
    passages = passage_rows.searchable(connection, np.union1d(come, touched))
    KeywordIndex.update(folder / KEYWORDS, removed, passages, aliases)
    embeddings = passage_rows.embeddings(
        connection, dimension, np.setdiff1d(come, gone)
    )
    vectors = earlier.vectors.updated(np.setdiff1d(gone, come), embeddings)
    if vectors is None:
        _write_vectors(folder, connection, dimension)
    else:
        (folder / VECTORS).mkdir()
        vectors.write(folder / VECTORS, before / VECTORS)
    return True


def _write_vectors(
    folder: Path, connection: sqlite3.Connection, dimension: int
) -> None:
    (folder / VECTORS).mkdir()
    embeddings = passage_rows.embeddings(connection, dimension)
    VectorIndex.build(dimension, embeddings).write(folder / VECTORS)


def _noted(
    connection: sqlite3.Connection,
    evidence: Evidence,
    documents: Iterable[Observed] | None = None,
) -> Aliases:
    """Note documents, all if none are given; return what all noted ones show."""
    if documents is None:
        documents = document_rows.observed(connection)
    for one in documents:
        evidence.note(one, passage_rows.texts(connection, one.row))
    return learn(
        evidence,
        lambda row: passage_rows.texts(connection, row),
        sidecar_rows.aliases(connection),
    )


def _changes(connection: sqlite3.Connection, noted: Mapping[int, Observed]) -> Changes:
    now = {one.row: one for one in document_rows.observed(connection)}
    return Changes(
        gone=[one for row, one in noted.items() if now.get(row) != one],
        come=[one for row, one in now.items() if noted.get(row) != one],
        passages=sum(len(one.passages) for one in now.values()),
    )


def _rows(documents: Iterable[Observed]) -> Rows:
    """Return the rows of the documents' passages, ascending."""
    rows = chain.from_iterable(one.passages for one in documents)
    return np.sort(np.fromiter(rows, dtype=np.int64))


def _renamed(
    connection: sqlite3.Connection, earlier: Indexes, aliases: Aliases
) -> Rows:
    """Return the rows of passages that may have a name with other forms than before."""
    found = [
        _having(connection, earlier.keywords, " ".join(form))
        for form in aliases.changed_since(earlier.aliases)
    ]
    return np.unique(np.concatenate([np.empty(0, np.int64), *found]))


def _having(connection: sqlite3.Connection, keywords: KeywordIndex, name: str) -> Rows:
    """Return rows of passages that have a name, or whose document has it as its own."""
    if keywords.has_words(name):
        return keywords.mentioning(name, fields=("text", "names"))
    # It looks like a word that no index keeps: WHO.
    return np.array(passage_rows.containing(connection, name), np.int64)
