"""One moment's contents of several libraries, to look through as if they were one.

There is no joint search by embedding: what is scored within a library says nothing
beside the scores of another.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from index.aliases import Aliases, Mention
from index.document_rows import StoredDocument
from index.documents import Document, Passage
from index.joint_rows import ROWS, hidden, holder, joint, passages_at
from index.keyword_files import FIELDS
from index.keyword_search import Scores
from index.keywords import TEXT_ONLY, KeywordIndex
from index.snapshot import Snapshot
from index.vectors import Rows


class JointKeywords:
    """Finds passages of several libraries by words; see `KeywordIndex`."""

    def __init__(self, indexes: Sequence[KeywordIndex], left_out: Rows) -> None:
        """View these as one, but for these joint rows."""
        self._members = tuple(indexes)
        self._left_out = left_out

    def __len__(self) -> int:
        """Return the number of passages."""
        return sum(map(len, self._members)) - len(self._left_out)

    def matching(
        self,
        question: str,
        k: int,
        among: Rows | None = None,
        weights: Mapping[str, float] = TEXT_ONLY,
    ) -> tuple[Rows, Scores]:
        """Return the passages that match best and their BM25 scores in their library.

        They are in order, best first, library after library.

        Args:
            question: Any text.
            k: How many passages of each library at most.
            among: Only these passage rows; all when None.
            weights: What each field's BM25 counts.
        """
        found = [
            (joint(place, 0) + rows, scores)
            for place, (member, those) in enumerate(self._split(among))
            for rows, scores in [member.matching(question, k, those, weights)]
        ]
        rows = np.concatenate([rows for rows, _ in found])
        scores = np.concatenate([scores for _, scores in found])
        is_shown = ~np.isin(rows, self._left_out)
        return rows[is_shown], scores[is_shown]

    def mentioning(self, text: str, among: Rows | None = None) -> Rows:
        """Return every passage that may mention what a text names, ascending."""
        rows = np.concatenate(
            [
                joint(place, 0) + member.mentioning(text, those)
                for place, (member, those) in enumerate(self._split(among))
            ]
        )
        return rows[~np.isin(rows, self._left_out)]

    def together(
        self,
        texts: Iterable[str],
        among: Rows | None = None,
        fields: Sequence[str] = FIELDS,
    ) -> bool:
        """Return whether a passage has every content word of all these texts."""
        words = list(texts)
        return any(
            member.together(words, those, fields)
            for member, those in self._split(among)
        )

    def _split(self, among: Rows | None) -> list[tuple[KeywordIndex, Rows | None]]:
        """Return each library's index with those of the joint rows that are its own."""
        if among is None:
            return [(member, None) for member in self._members]
        return [
            (member, among[among // ROWS == place] % ROWS)
            for place, member in enumerate(self._members)
        ]


class JointAliases:
    """Knows the names of several libraries that have more than one form."""

    def __init__(self, members: Sequence[Aliases]) -> None:
        """Know what any of these knows."""
        self._members = tuple(members)

    def mentions(self, text: str, document_id: str = "") -> list[Mention]:
        """Return every name in a text, a longer one before those within it."""
        found: dict[tuple[int, int, tuple[str, ...]], Mention] = {}
        for member in self._members:
            for one in member.mentions(text, document_id):
                key = (one.start, one.end, one.form)
                others = found[key].others if key in found else frozenset()
                found[key] = Mention(*key, others | one.others)
        return sorted(found.values(), key=lambda one: (one.start, -one.end))


class JointSnapshot:
    """A consistent view of several libraries; see `Snapshot`."""

    def __init__(self, snapshots: Sequence[Snapshot]) -> None:
        """View these as one; what several hold is the first's."""
        self._members = tuple(snapshots)
        self._hidden = hidden(self._members)
        left_out = [
            joint(place, 0) + member.rows_of(twice)
            for place, (member, twice) in enumerate(
                zip(self._members, self._hidden, strict=True)
            )
        ]
        self.keywords = JointKeywords(
            [one.keywords for one in self._members], np.concatenate(left_out)
        )
        self.aliases = JointAliases([one.aliases for one in self._members])

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self.keywords)

    def document_ids(self, among: Collection[str] | None = None) -> list[str]:
        """Return the documents' ids, or those of `among`, each once."""
        ids = (id_ for one in self._members for id_ in one.document_ids(among))
        return list(dict.fromkeys(ids))

    def documents(self) -> list[StoredDocument]:
        """Return all documents, library after library, each once."""
        return [
            stored
            for member, twice in zip(self._members, self._hidden, strict=True)
            for stored in member.documents()
            if stored.id not in twice
        ]

    def document(self, document_id: str) -> Document:
        """Return a document.

        Raises:
            UnknownDocumentError: There is no such one.
        """
        return holder(self._members, document_id).document(document_id)

    def passages(self, rows: Iterable[int]) -> list[Passage]:
        """Return the passages of these rows, in this order."""
        return passages_at(self._members, rows)

    def passages_of(self, document_id: str) -> list[Passage]:
        """Return a document's passages in reading order.

        Raises:
            UnknownDocumentError: There is no such document.
        """
        return holder(self._members, document_id).passages_of(document_id)

    def rows_of(self, document_ids: Collection[str]) -> Rows:
        """Return the rows of these documents' passages, ascending."""
        return np.concatenate(
            [
                joint(place, 0) + member.rows_of(set(document_ids) - twice)
                for place, (member, twice) in enumerate(
                    zip(self._members, self._hidden, strict=True)
                )
            ]
        )

    def repeated_labels(self, document_id: str) -> frozenset[str]:
        """Return the paragraph labels that a document has more than once."""
        return holder(self._members, document_id).repeated_labels(document_id)
