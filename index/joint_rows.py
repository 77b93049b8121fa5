"""Rows of several libraries as rows of one.

A joint row says which library it is of, and which of its rows it is: joint rows ascend
library after library, and within each as its own do.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Protocol, TypeVar

from index.documents import Passage
from index.errors import UnknownDocumentError

ROWS = 1 << 40
"""More than any library has."""


class Member(Protocol):
    """One library, at one moment."""

    def document_ids(self, among: Collection[str] | None = None) -> list[str]:
        """Return the documents' ids, or those of `among`."""
        ...

    def passages(self, rows: Iterable[int]) -> list[Passage]:
        """Return the passages of these rows, in this order."""
        ...


AMember = TypeVar("AMember", bound=Member)


def joint(place: int, row: int) -> int:
    """Return the joint row of a library's row; libraries are counted from 0."""
    return place * ROWS + row


def hidden(members: Sequence[Member]) -> list[frozenset[str]]:
    """Return the documents of each library that one before it holds too."""
    found = []
    before: list[str] = []
    for place, member in enumerate(members):
        found.append(frozenset(member.document_ids(before)) if place else frozenset())
        if place < len(members) - 1:
            before += member.document_ids()
    return found


def holder(members: Sequence[AMember], document_id: str) -> AMember:
    """Return the first library that holds a document.

    Raises:
        UnknownDocumentError: None does.
    """
    for member in members:
        if member.document_ids([document_id]):
            return member
    raise UnknownDocumentError(
        f"there is no document {document_id!r} here; it may have been removed"
    )


def passages_at(members: Sequence[Member], rows: Iterable[int]) -> list[Passage]:
    """Return the passages of joint rows, in their order."""
    wanted = list(rows)
    by_place: dict[int, list[int]] = defaultdict(list)
    for one in wanted:
        by_place[one // ROWS].append(one % ROWS)
    found = {
        joint(place, row): passage
        for place, those in by_place.items()
        for row, passage in zip(those, members[place].passages(those), strict=True)
    }
    return [found[one] for one in wanted]
