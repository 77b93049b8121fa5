"""What documents of several libraries are called and mention, as if they were one."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from index.catalogue import Catalogue, Entry, Position
from index.documents import Document, Passage
from index.joint_rows import ROWS, hidden, holder, joint, passages_at
from index.names import Kind
from index.overview_rows import Citing, Said, Stretch
from index.reference_rows import Mentioned
from index.statements import Statement
from index.symbols import Symbol


class JointCatalogue:
    """Finds documents of several libraries by name; see `Catalogue`."""

    def __init__(self, catalogues: Sequence[Catalogue]) -> None:
        """View these as one; what several hold is the first's."""
        self._members = tuple(catalogues)
        self._hidden = hidden(self._members)

    def called(self, kind: Kind, form: str) -> list[Entry]:
        """Return the documents with a name, library after library."""
        return self._entries(lambda one: one.called(kind, form))

    def titled(self, beginning: str) -> list[Entry]:
        """Return the documents whose titles begin so, as `name_key` gives them."""
        return self._entries(lambda one: one.titled(beginning))

    def called_by_words(self, words: Collection[str]) -> list[Entry]:
        """Return the documents whose titles and senders have all these words."""
        return self._entries(lambda one: one.called_by_words(words))

    def entry(self, document_id: str) -> Entry | None:
        """Return the document of an id, if it is there."""
        entries = self._entries(lambda one: [one.entry(document_id)])
        return entries[0] if entries else None

    def outline(self, entry: Entry) -> list[Position]:
        """Return where each of a document's passages stands, in reading order."""
        place, row = divmod(entry.row, ROWS)
        positions = self._members[place].outline(replace(entry, row=row))
        return [replace(one, row=joint(place, one.row)) for one in positions]

    def page_numbers(self, entry: Entry) -> list[str]:
        """Return the number of each page of a document's file, as they are printed."""
        place, row = divmod(entry.row, ROWS)
        return self._members[place].page_numbers(replace(entry, row=row))

    def mentioning(self, symbol: Symbol) -> list[int]:
        """Return the rows of the passages that mention a symbol, ascending."""
        return self._rows(lambda one: one.mentioning(symbol))

    def extended(self, symbol: Symbol) -> list[str]:
        """Return the symbols mentioned that extend this one: its revisions, addenda."""
        return sorted({name for one in self._members for name in one.extended(symbol)})

    def mentioned(self) -> list[Mentioned]:
        """Return every symbol that passages mention, most often mentioned first.

        A document that two libraries hold counts for both.
        """
        found: dict[Symbol, Mentioned] = {}
        for one in (each for member in self._members for each in member.mentioned()):
            before = found.get(one.symbol, Mentioned(one.symbol, 0, 0, held=False))
            found[one.symbol] = Mentioned(
                one.symbol,
                before.passages + one.passages,
                before.documents + one.documents,
                held=bool(self.called("symbol", one.symbol.name)),
            )
        return sorted(
            found.values(),
            key=lambda one: (-one.passages, one.symbol.name, one.symbol.part),
        )

    def stretches(self) -> list[Stretch]:
        """Return the sections of every document, in reading order; see `Catalogue`."""
        return [
            stretch
            for member, twice in self._pairs()
            for stretch in member.stretches()
            if stretch.document_id not in twice
        ]

    def citing(self) -> list[Citing]:
        """Return which documents mention which symbols that are not their own."""
        return [
            one
            for member, twice in self._pairs()
            for one in member.citing()
            if one.document_id not in twice
        ]

    def rows_citing(self, symbol: Symbol) -> list[int]:
        """Return the rows of the passages that `citing` counts, ascending."""
        return self._rows(lambda one: one.rows_citing(symbol))

    def said(self) -> list[Said]:
        """Return who says how much in which way, library after library."""
        return [one for member in self._members for one in member.said()]

    def said_by(
        self, actors: Collection[str | None], start: int, stop: int
    ) -> list[Statement]:
        """Return some of what these are reported to say, library after library."""
        found = (one.said_by(actors, 0, stop) for one in self._members)
        return [statement for those in found for statement in those][start:stop]

    def passages(self, rows: Iterable[int]) -> list[Passage]:
        """Return the passages of these rows, in this order."""
        return passages_at(self._members, rows)

    def document(self, document_id: str) -> Document:
        """Return a document with its text.

        Raises:
            UnknownDocumentError: There is no such one.
        """
        return holder(self._members, document_id).document(document_id)

    def repeated_labels(self, document_id: str) -> frozenset[str]:
        """Return the paragraph labels that a document has more than once."""
        return holder(self._members, document_id).repeated_labels(document_id)

    def _pairs(self) -> Iterable[tuple[Catalogue, frozenset[str]]]:
        """Return each library with the documents that one before it holds too."""
        return zip(self._members, self._hidden, strict=True)

    def _rows(self, find: Callable[[Catalogue], list[int]]) -> list[int]:
        """Return the joint rows of what is found in each library, ascending."""
        rows: list[int] = []
        for place, (member, twice) in enumerate(self._pairs()):
            found = find(member)
            if twice:
                passages = zip(found, member.passages(found), strict=True)
                found = [
                    row
                    for row, passage in passages
                    if passage.locator.document_id not in twice
                ]
            rows += [joint(place, row) for row in found]
        return rows

    def _entries(
        self, find: Callable[[Catalogue], Sequence[Entry | None]]
    ) -> list[Entry]:
        found: dict[str, Entry] = {}
        for place, member in enumerate(self._members):
            for entry in find(member):
                if entry is not None:
                    joined = replace(entry, row=joint(place, entry.row))
                    found.setdefault(entry.id, joined)
        return list(found.values())
