"""Several libraries asked as one: a shelf of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from index.errors import UnknownDocumentError
from index.joint import JointLibrary
from qa import reasons
from qa.answers import Answer, Citation
from qa.assistant import Assistant
from qa.catalogued import Catalogued
from qa.conversation import Conversation
from qa.holdings import LibraryDocument
from qa.merging import Given, declined, joint_terms, merged
from qa.ranking import Ranking
from qa.reported import Reported
from qa.suggestions import Suggestion


@dataclass(frozen=True, slots=True)
class Part:
    """A library on a shelf.

    Attributes:
        heading: What its passages stand under in an answer that has others': "In your
            documents".
        assistant: Answers from it.
    """

    heading: str
    assistant: Assistant


class Shelf(Catalogued):
    """Answers questions from several libraries, as an assistant does from one.

    References, quotations and every mention are looked for in all of them as if they
    were one library. A question is answered by each for itself: see `qa.merging`. A
    document that several hold is the first one's. Safe to use from several threads;
    the assistants are their owner's to close.
    """

    library: JointLibrary

    def __init__(self, parts: Sequence[Part]) -> None:
        """Ask these libraries, at least one."""
        self.parts = tuple(parts)
        self.library = JointLibrary([one.assistant.library for one in self.parts])

    def _searched(
        self,
        question: str,
        history: Sequence[str],
        limit: int,
        documents: Collection[str] | None,
    ) -> Answer:
        parts = self._having(documents)
        considered = [
            part.assistant.consider(
                question, history=history, limit=limit, documents=documents
            )
            for part in parts
        ]
        if len(considered) == 1:
            return considered[0][1]
        rankings = [ranking for ranking, _ in considered]
        given = [
            Given(part.heading, answer)
            for part, (_, answer) in zip(parts, considered, strict=True)
        ]
        return _joined(parts, rankings, given, limit, documents)

    def starters(
        self, limit: int = 4, documents: Collection[str] | None = None
    ) -> tuple[Suggestion, ...]:
        """Return questions to begin with, of the libraries in turn."""
        found = [
            part.assistant.starters(limit, documents)
            for part in self._having(documents)
        ]
        in_turn = (one for each in zip_longest(*found) for one in each if one)
        return tuple({one.question: one for one in in_turn}.values())[:limit]

    def suggestions(
        self,
        answer: Answer,
        limit: int = 3,
        asked: Sequence[str] = (),
        documents: Collection[str] | None = None,
    ) -> tuple[Suggestion, ...]:
        """Return questions to ask after an answer, of the library it quotes first."""
        shown = [*answer.citations, *answer.nearest]
        ids = {citation.document.id for citation in shown[:1]}
        part = self._having(ids or documents)[0]
        with part.assistant.library.catalogue() as catalogue:
            held = set(catalogue.document_ids({one.document.id for one in shown}))
        own = replace(
            answer,
            citations=_among(answer.citations, held),
            nearest=_among(answer.nearest, held),
            groups=(),
            tallies=(),
        )
        return part.assistant.suggestions(own, limit, asked, documents)

    def conversation(self) -> Conversation:
        """Return a conversation with this shelf that keeps its own history."""
        return Conversation(self.ask)

    def documents(self) -> list[LibraryDocument]:
        """Return the documents, library after library, each once."""
        found = (one for part in self.parts for one in part.assistant.documents())
        by_id: dict[str, LibraryDocument] = {}
        for document in found:
            by_id.setdefault(document.id, document)
        return list(by_id.values())

    def passages(self, document_id: str | None = None) -> list[Citation]:
        """Return every passage of a document, or of all, in reading order.

        Raises:
            LibraryError: There is no such document.
        """
        if document_id is None:
            ids = [document.id for document in self.documents()]
            return [citation for one in ids for citation in self.passages(one)]
        *others, last = self.parts
        for part in others:
            try:
                return part.assistant.passages(document_id)
            except UnknownDocumentError:
                continue
        return last.assistant.passages(document_id)

    def statements(
        self, actor: str | None = None, about: str | None = None
    ) -> list[Reported]:
        """Return who is reported to say what, library after library, each once."""
        found: dict[tuple[object, ...], Reported] = {}
        for part in self.parts:
            for one in part.assistant.statements(actor, about):
                citation = one.citation
                key = (citation.document.id, citation.spans, citation.highlights)
                found.setdefault((*key, one.actor, one.verb), one)
        return list(found.values())

    def _having(self, documents: Collection[str] | None) -> Sequence[Part]:
        """Return the libraries that have any of these documents, one at least."""
        having = []
        for part in self.parts:
            with part.assistant.library.catalogue() as catalogue:
                if catalogue.has_any(documents):
                    having.append(part)
        return having or self.parts[:1]


Answerer = Assistant | Shelf
"""What answers questions: from one library, or from several."""


def _among(
    citations: Sequence[Citation], documents: Collection[str]
) -> tuple[Citation, ...]:
    return tuple(one for one in citations if one.document.id in documents)


def _joined(
    parts: Sequence[Part],
    rankings: Sequence[Ranking],
    given: Sequence[Given],
    limit: int,
    documents: Collection[str] | None,
) -> Answer:
    """Return one answer of several, and what is missing in all the libraries."""
    asked = rankings[0].query.text
    terms = joint_terms([ranking.own_terms for ranking in rankings])
    missing = reasons.missing(asked, terms)
    if not all(one.answer.abstained for one in given):
        return replace(merged(given, limit), missing_terms=missing)
    with JointLibrary([one.assistant.library for one in parts]).snapshot() as snapshot:
        among = None if documents is None else snapshot.rows_of(documents)
        reason = reasons.reason(asked, terms, snapshot.keywords, among)
    return declined(given, reason, missing)
