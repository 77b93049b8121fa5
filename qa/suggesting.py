"""Suggesting what to ask: drawn from the documents, and asked before it is offered.

To begin with, candidates come from documents spread over the library, later from
around what an answer cites. One is offered only if the library answers it, with a
passage that it was drawn from.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from threading import Lock
from typing import TypeVar, cast

from index.document_rows import StoredDocument
from index.library import Library
from index.names import name_key
from index.snapshot import Snapshot
from qa.answers import Answer, Citation
from qa.candidates import (
    Candidate,
    most_vocal,
    near_sections,
    near_statements,
    near_subjects,
    of_mentions,
    of_sections,
    of_statements,
    of_terms,
)
from qa.offering import Offering
from qa.reported import Place
from qa.stretches import STRETCH_PASSAGES, Stretch, read_stretch
from qa.suggestions import Suggestion

MAX_ASKED = 2
"""Candidates asked beyond those offered; each costs as much as a question."""

DOCUMENTS_EACH = 2
"""Documents read for each question to begin with."""

ASKED_EACH = 3
"""Candidates asked for each of those."""

MAX_CITED = 10
"""Citations that suggestions are drawn from; an exhaustive answer has hundreds."""

MAX_STRETCHES = 3
"""Documents, or stretches of a long one, read around the passages cited."""

TRIED = 8
"""Candidates of one kind that are considered; who has more has them in order."""

KEPT = 256
"""Stretches, and what the answers to candidates cite, that are kept in memory."""

Made = TypeVar("Made")
Key = tuple[object, ...]


class Suggester:
    """Suggests questions over one library. Safe to use from several threads."""

    def __init__(self, library: Library, ask: Callable[..., Answer]) -> None:
        """Suggest what a library answers.

        Args:
            library: The library.
            ask: `Assistant.ask` over it.
        """
        self._library = library
        self._ask = ask
        self._kept: OrderedDict[Key, object] = OrderedDict()
        self._lock = Lock()

    def starters(
        self, limit: int, documents: Collection[str] | None = None
    ) -> tuple[Suggestion, ...]:
        """Return questions to begin with; see `Assistant.starters`."""
        key = ("starters", self._library.generation, limit, _key(documents))
        return self._once(key, lambda: self._starters(limit, documents))

    def follow_ups(
        self,
        answer: Answer,
        limit: int,
        asked: Sequence[str],
        documents: Collection[str] | None = None,
    ) -> tuple[Suggestion, ...]:
        """Return questions after an answer; see `Assistant.suggestions`."""
        shown = (answer.citations or answer.nearest)[:MAX_CITED]
        before = [*asked, answer.question, answer.understood_as]
        if not shown:
            more = self.starters(limit + len(before), documents)
            known = set(map(name_key, before))
            new = (one for one in more if name_key(one.question) not in known)
            return tuple(islice(new, limit))
        with self._library.snapshot() as snapshot:
            near = self._near(snapshot, shown, answer.question, documents)
            candidates = list(near)
            generation = snapshot.generation
        offering = Offering(limit, before, _places(answer.citations))
        return self._answered(
            candidates, offering, limit + MAX_ASKED, generation, documents
        )

    def _starters(
        self, limit: int, documents: Collection[str] | None
    ) -> tuple[Suggestion, ...]:
        queues = []
        with self._library.snapshot() as snapshot:
            generation = snapshot.generation
            ids = snapshot.document_ids(documents)
            chosen = _spread(ids, limit * DOCUMENTS_EACH)
            for place, one in enumerate(snapshot.documents(chosen)):
                rows = snapshot.rows_of([one.id]).tolist()
                stretch = self._stretch(snapshot, one, rows, 0)
                several = len(ids) > 1
                kinds = [
                    islice(of_sections(stretch, stretch.sections, several), TRIED),
                    islice(of_statements(most_vocal(stretch.said)), TRIED),
                    islice(of_terms(snapshot, stretch, stretch.subjects), TRIED),
                ]
                turn = place % len(kinds)
                queues.append(list(_in_turn([*kinds[turn:], *kinds[:turn]])))
        return self._answered(
            _in_turn(queues),
            Offering(limit),
            limit * ASKED_EACH,
            generation,
            documents,
        )

    def _near(
        self,
        snapshot: Snapshot,
        shown: Sequence[Citation],
        question: str,
        documents: Collection[str] | None,
    ) -> Iterator[Candidate]:
        """Yield what the passages around those cited suggest, the kinds in turn."""
        places = _places(shown)
        sections, statements, terms = [], [], []
        several = _are_several(snapshot, documents)
        for stretch in self._around(snapshot, shown, documents):
            near = near_sections(stretch, places)
            said = near_statements(stretch, shown, question)
            spoken = near_subjects(stretch, places, question)
            sections.append(islice(of_sections(stretch, near, several), TRIED))
            statements.append(islice(said, TRIED))
            terms.append(islice(of_terms(snapshot, stretch, spoken), TRIED))
        yield from _in_turn(
            [
                _in_turn(statements),
                _in_turn(sections),
                of_mentions(self._library, shown),
                _in_turn(terms),
            ]
        )

    def _answered(
        self,
        candidates: Iterable[Candidate],
        offering: Offering,
        asks: int,
        generation: int,
        documents: Collection[str] | None,
    ) -> tuple[Suggestion, ...]:
        """Return the first candidates that the library answers, and with news."""
        for candidate in candidates:
            if offering.is_full or not asks:
                break
            if offering.knows(candidate):
                continue
            asks -= 1
            offering.take(candidate, self._cited(candidate, generation, documents))
        return tuple(offering.taken)

    def _cited(
        self,
        candidate: Candidate,
        generation: int,
        documents: Collection[str] | None,
    ) -> frozenset[Place]:
        """Return what the answer to a candidate cites; nothing if it is beside it."""

        def ask() -> frozenset[Place]:
            answer = self._ask(candidate.suggestion.question, documents=documents)
            to_the_point = candidate.is_answered_by(answer)
            return _places(answer.citations) if to_the_point else frozenset()

        return self._once(("asked", generation, candidate, _key(documents)), ask)

    def _around(
        self,
        snapshot: Snapshot,
        shown: Sequence[Citation],
        documents: Collection[str] | None,
    ) -> list[Stretch]:
        """Return the stretches that citations are in, in their order, each once."""
        ids = {citation.document.id for citation in shown}
        if documents is not None:
            ids.intersection_update(documents)
        by_id = {one.id: one for one in snapshot.documents(ids)}
        found: dict[tuple[str, int], Stretch] = {}
        for citation in shown:
            id_ = citation.document.id
            row = snapshot.row_at(id_, citation.spans)
            if row is None or id_ not in by_id:
                continue  # it was removed meanwhile, or is not asked
            if len(found) == MAX_STRETCHES:
                break
            rows = snapshot.rows_of([id_]).tolist()
            number = rows.index(row) // STRETCH_PASSAGES
            if (id_, number) not in found:
                stretch = self._stretch(snapshot, by_id[id_], rows, number)
                found[id_, number] = stretch
        return list(found.values())

    def _stretch(
        self,
        snapshot: Snapshot,
        document: StoredDocument,
        rows: Sequence[int],
        number: int,
    ) -> Stretch:
        start = number * STRETCH_PASSAGES
        some = rows[start : start + STRETCH_PASSAGES]
        key = ("stretch", snapshot.generation, document.id, number)
        return self._once(key, lambda: read_stretch(snapshot, document, some))

    def _once(self, key: Key, make: Callable[[], Made]) -> Made:
        """Return what was made for a key before, or make it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("Made", self._kept[key])
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


def _key(documents: Collection[str] | None) -> frozenset[str] | None:
    return None if documents is None else frozenset(documents)


def _are_several(snapshot: Snapshot, documents: Collection[str] | None) -> bool:
    """Return whether more than one document is asked."""
    if documents is None:
        return snapshot.count_documents() > 1
    return len(snapshot.document_ids(documents)) > 1


def _places(citations: Iterable[Citation]) -> frozenset[Place]:
    return frozenset((one.document.id, one.spans) for one in citations)


def _in_turn(queues: Iterable[Iterable[Candidate]]) -> Iterator[Candidate]:
    """Yield the first of each queue, then the second of each, and so on."""
    waiting = [iter(queue) for queue in queues]
    while waiting:
        for queue in list(waiting):
            try:
                yield next(queue)
            except StopIteration:
                waiting.remove(queue)


def _spread(documents: Sequence[str], count: int) -> Sequence[str]:
    """Return at most so many documents, evenly spread, the first of them first."""
    if len(documents) <= count:
        return documents
    return [documents[at * len(documents) // count] for at in range(count)]
