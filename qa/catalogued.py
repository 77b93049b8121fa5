"""What one library and several as one are asked alike: all but the search itself."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from index.joint import AnyLibrary
from index.overview_rows import Citing
from index.reference_rows import Mentioned
from index.symbols import Symbol
from qa.answers import Answer, Citation, FoundReference, Lookup
from qa.questions import QuestionError, checked
from qa.reference_answers import is_reference, last_document, reference_answer

if TYPE_CHECKING:
    from qa.overview import Outline
    from qa.reported import Reported
    from qa.speakers import Speaker

MAX_LIMIT = 50
"""Citations at most; who wants more wants the document."""


class Catalogued(ABC):
    """Answers from `library`; only the search is left to heirs."""

    library: AnyLibrary

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        limit: int | None = 5,
        documents: Collection[str] | None = None,
    ) -> Answer:
        """Return the paragraphs that answer a question, or an abstention.

        A question that is purely a reference ("CD/2100, para. 5") is answered by what
        it points at; nothing is searched.

        A question that leans on an earlier one is understood from it, and the answer's
        `understood_as` says how. Ask again without history to search it as typed.

        Args:
            question: At most `qa.questions.MAX_QUESTION_CHARACTERS` characters.
            history: Earlier questions, oldest first.
            limit: Citations at most, 1 to `MAX_LIMIT`. None gives every passage that
                mentions what the question is about (`qa.exhaustive`), in reading order
                and unranked, with `tallies`.
            documents: Ids of the documents to search; None for all.

        Raises:
            QuestionError: The question has no words, or is too long, or not text; or
                the limit is out of range.
        """
        if limit is None:
            return self._every_passage(question, history, documents)
        if not 1 <= limit <= MAX_LIMIT:
            raise QuestionError(f"the limit is {limit}; take 1 to {MAX_LIMIT}")
        if is_reference(checked(question)):
            found = self.lookup(question, history=history)
            pointed_at = reference_answer(question, found, limit, documents)
            if pointed_at is not None:
                return pointed_at
        return self._searched(question, history, limit, documents)

    def lookup(
        self,
        reference: str,
        *,
        history: Sequence[str] = (),
        most: int | None = None,
    ) -> Lookup:
        """Return the paragraphs a reference points at, or why there are none.

        Takes what `qa.references.EXAMPLES` shows, a pasted quotation, or prose with
        several references. A document without a paragraph gives its beginning, and
        the message says what it is.

        Args:
            reference: Any text; nothing is raised for what it says.
            history: Earlier questions and references, oldest first, for "ibid.".
            most: How many passages at most, the first, `cited_in` has of those that
                mention the document, while the message counts all; None for every one.
        """
        from qa.looking_up import look_up

        return look_up(
            self.library, reference, lambda: last_document(self.ask, history), most
        )

    def find_references(self, text: str) -> list[FoundReference]:
        """Return the references in a text, each in its place with what it points at."""
        from qa.looking_up import look_up_all

        return look_up_all(self.library, text)

    def mentioned(self) -> list[Mentioned]:
        """Return the symbols and resolutions that the passages mention."""
        with self.library.catalogue() as catalogue:
            return catalogue.mentioned()

    def outlines(self) -> list["Outline"]:
        """Return the sections of every document that has passages."""
        from qa.overview import outlines

        with self.library.catalogue() as catalogue:
            return outlines(catalogue)

    def citing(self) -> list[Citing]:
        """Return which documents mention which symbols that are not their own."""
        from qa.overview import citing

        with self.library.catalogue() as catalogue:
            return citing(catalogue)

    def passages_citing(
        self, symbol: Symbol, start: int, stop: int
    ) -> Sequence[Citation]:
        """Return the passages from `start` to `stop` of those that `citing` counts."""
        from qa.overview import passages_citing

        with self.library.catalogue() as catalogue:
            return passages_citing(catalogue, symbol, start, stop)

    def speakers(self) -> list["Speaker"]:
        """Return who is reported to say something, and how much of each kind."""
        from qa.speakers import speakers

        with self.library.catalogue() as catalogue:
            return speakers(catalogue)

    def said_by(self, speaker: "Speaker", start: int, stop: int) -> list["Reported"]:
        """Return a speaker's statements from `start` to `stop`."""
        from qa.speakers import said_by

        with self.library.catalogue() as catalogue:
            return said_by(catalogue, speaker, start, stop)

    @abstractmethod
    def _searched(
        self,
        question: str,
        history: Sequence[str],
        limit: int,
        documents: Collection[str] | None,
    ) -> Answer:
        """Return the answer to a question that is no reference; see `ask`."""

    def _every_passage(
        self,
        question: str,
        history: Sequence[str],
        documents: Collection[str] | None,
    ) -> Answer:
        """Return every passage on a question, unranked; see `qa.exhaustive`."""
        from qa.exhaustive import every_mention, every_reference
        from qa.understanding import understand

        if is_reference(checked(question)):
            found = self.lookup(question, history=history)
            if found.status != "not-a-reference":
                return every_reference(question, found, documents)
        query = understand(question, history)
        with self.library.snapshot() as snapshot:
            return every_mention(snapshot, question, query, documents)
