"""The assistant: a library and an embedder, asked questions."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from index.adding import AddReport
from index.documents import Passage
from index.embedding import Embedder, load_embedder
from index.errors import UnreadableDocumentError
from index.library import Library, ignore_total_progress
from index.readers import READERS
from index.reference_rows import Mentioned
from index.snapshot import Snapshot
from qa import decision
from qa.answers import Answer, Citation, FoundReference, Lookup
from qa.citations import cite
from qa.conversation import Conversation
from qa.defaults import OnBuild, default_folder, ignore_build, update_seeds
from qa.lookup import look_up, look_up_all
from qa.questions import QuestionError, checked, understand
from qa.ranking import Hit, Ranking, rank
from qa.reference_answers import is_reference, reference_answer
from qa.sentences import best_sentences

MAX_LIMIT = 50
"""Citations at most; who wants more wants the document."""

NEAREST_SHOWN = 3
"""Passages shown as nearest beside an abstention."""

SPARE_HITS = 5
"""Ranked beyond the limit, for identical passages fall away."""

HISTORY_REACH = 10
"""How many earlier questions "ibid." may reach back over."""

Progress = Callable[[int, int], None]
"""Called with the number of passages done and in all."""


@dataclass(frozen=True, slots=True)
class LibraryDocument:
    """A document of a library, as a list of them shows it.

    Attributes:
        id: Content hash: the same bytes, the same id.
        name: Its file name.
        symbol, title, date, language, job_number: As in `CitedDocument`.
        passages: How many it has.
    """

    id: str
    name: str
    symbol: str | None
    title: str
    date: str | None
    language: str
    job_number: str | None
    passages: int

    def to_dict(self) -> dict[str, Any]:
        """Return the document's fields, JSON-ready."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Health:
    """What `Assistant.doctor` found.

    Attributes:
        folder: The library's folder.
        documents: How many it has.
        passages: How many were compared with their sources.
        problems: One line each; none when all is well.
    """

    folder: Path
    documents: int
    passages: int
    problems: tuple[str, ...]

    @property
    def text(self) -> str:
        """The findings as plain text."""
        found = f"{self.folder}: {self.documents} documents, {self.passages} passages"
        if self.problems:
            return "\n".join([found, *self.problems])
        return f"{found}, every quotation verbatim"

    def to_dict(self) -> dict[str, Any]:
        """Return the findings, JSON-ready."""
        return {
            "folder": str(self.folder),
            "documents": self.documents,
            "passages": self.passages,
            "problems": list(self.problems),
        }


class Assistant:
    """Answers questions from one library. Safe to use from several threads."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        """Ask a library with the embedder it was, or is to be, built with."""
        self.library = library
        self.embedder = embedder

    @classmethod
    def open(
        cls,
        library: str | Path | None = None,
        *,
        create: bool = False,
        model: str | None = None,
        on_progress: Progress = ignore_total_progress,
        on_build: OnBuild = ignore_build,
    ) -> Self:
        """Return an assistant over a library.

        Args:
            library: Its folder; None is the shipped seeds, which are read and embedded
                on the first call.
            create: Make the library if there is none.
            model: A sentence-transformers name or path; None is the bundled model.
            on_progress: Told of the seeds' embedding.
            on_build: Called with the folder when the seeds are about to be embedded.

        Raises:
            LibraryError: There is none, or it is damaged, newer or of another model.
            ModelError: The model is missing or not what it should be.
        """
        embedder = load_embedder(model)
        seeded = library is None
        folder = default_folder() if library is None else Path(library)
        opened = Library.open(folder, embedder.fingerprint, create=create or seeded)
        if seeded:
            update_seeds(opened, embedder, on_progress, on_build)
        return cls(opened, embedder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the library's files."""
        self.library.close()

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return self.library.folder

    def warm_up(self) -> None:
        """Load the model now, so that the first question does not wait for it."""
        self.embedder.embed_query("ready")

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        limit: int = 5,
        documents: Collection[str] | None = None,
    ) -> Answer:
        """Return the paragraphs that answer a question, or an abstention.

        A question that is purely a reference ("CD/2100, para. 5") is answered by what
        it points at; nothing is searched.

        Args:
            question: At most `qa.questions.MAX_QUESTION_CHARACTERS` characters.
            history: Earlier questions, oldest first.
            limit: Citations at most, 1 to `MAX_LIMIT`.
            documents: Ids of the documents to search; None for all.

        Raises:
            QuestionError: The question has no words, or is too long, or not text; or
                the limit is out of range.
        """
        if not 1 <= limit <= MAX_LIMIT:
            raise QuestionError(f"the limit is {limit}; take 1 to {MAX_LIMIT}")
        if is_reference(checked(question)):
            found = self.lookup(question, history=history)
            pointed_at = reference_answer(question, found, limit, documents)
            if pointed_at is not None:
                return pointed_at
        _, answer = self.consider(
            question, history=history, limit=limit, documents=documents
        )
        return answer

    def consider(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        limit: int = 5,
        documents: Collection[str] | None = None,
        depth: int = 0,
    ) -> tuple[Ranking, Answer]:
        """Return the answer as `ask` does, and the ranking it was taken from.

        Args:
            question: As for `ask`.
            history: As for `ask`.
            limit: As for `ask`.
            documents: As for `ask`.
            depth: Rank at least this many passages, for those who judge the ranking.
        """
        query = understand(question, history)
        depth = max(depth, limit + SPARE_HITS)
        with self.library.snapshot() as snapshot:
            ranking = rank(snapshot, self.embedder, query, depth, documents)
            return ranking, self._answer(snapshot, question, ranking, limit)

    def lookup(self, reference: str, *, history: Sequence[str] = ()) -> Lookup:
        """Return the paragraphs a reference points at, or why there are none.

        Takes what `qa.references.EXAMPLES` shows, a pasted quotation, or prose with
        several references. A document without a paragraph gives its beginning, and
        the message says what it is.

        Args:
            reference: Any text; nothing is raised for what it says.
            history: Earlier questions and references, oldest first, for "ibid.".
        """
        return look_up(self.library, reference, lambda: self._last_document(history))

    def find_references(self, text: str) -> list[FoundReference]:
        """Return the references in a text, each in its place with what it points at."""
        return look_up_all(self.library, text)

    def mentioned(self) -> list[Mentioned]:
        """Return the symbols and resolutions that the library's passages mention."""
        with self.library.catalogue() as catalogue:
            return catalogue.mentioned()

    def conversation(self) -> Conversation:
        """Return a conversation with this assistant that keeps its own history."""
        return Conversation(self.ask)

    def documents(self) -> list[LibraryDocument]:
        """Return the library's documents, in the order they were added."""
        return [
            LibraryDocument(
                id=stored.id,
                name=stored.name,
                symbol=stored.masthead.symbol,
                title=stored.title,
                date=stored.masthead.date.isoformat() if stored.masthead.date else None,
                language=stored.language,
                job_number=stored.masthead.job_number,
                passages=stored.passages,
            )
            for stored in self.library.documents()
        ]

    def passages(self, document_id: str | None = None) -> list[Citation]:
        """Return every passage of a document, or of all, in reading order.

        Raises:
            LibraryError: There is no such document.
        """
        chosen = (
            [document_id]
            if document_id is not None
            else [stored.id for stored in self.library.documents()]
        )
        return [citation for one in chosen for citation in self._citations(one)]

    def add(
        self,
        paths: Iterable[str | Path],
        on_progress: Progress = ignore_total_progress,
    ) -> AddReport:
        """Read files, or the readable files of folders, into the library.

        A file is known by its name, one of a folder by its path within the folder. The
        same name with other contents replaces the earlier document; the same contents
        cost nothing.

        Raises:
            UnsupportedFormatError: There is no reader for a file named outright.
            UnreadableDocumentError: A file cannot be read. Nothing is stored then.
            LibraryError: The library cannot be written.
        """
        named = _files(map(Path, paths))
        sources = [(name, _content(path)) for name, path in named]
        return self.library.add(sources, self.embedder, on_progress)

    def remove(self, document_ids: Iterable[str]) -> None:
        """Remove documents by id; all of them or none.

        Raises:
            LibraryError: There is no document with one of the ids.
        """
        self.library.remove(list(document_ids))

    def doctor(self) -> Health:
        """Check every stored source, passage, embedding and index."""
        stored = self.library.documents()
        return Health(
            folder=self.folder,
            documents=len(stored),
            passages=sum(document.passages for document in stored),
            problems=tuple(self.library.check()),
        )

    def _last_document(self, history: Sequence[str]) -> str | None:
        """Return the id of the document that the latest question was answered from."""
        recent = list(history)[-HISTORY_REACH:]
        for place in range(len(recent) - 1, -1, -1):
            with suppress(QuestionError):
                answer = self.ask(recent[place], history=recent[:place])
                if answer.citations:
                    return answer.citations[0].document.id
                if is_reference(recent[place]):
                    break  # to a document that is not here, which "ibid." then is
        return None

    def _answer(
        self, snapshot: Snapshot, question: str, ranking: Ranking, limit: int
    ) -> Answer:
        confidence = decision.confidence(ranking)
        missing = decision.missing(ranking.own_terms)
        if confidence < decision.MIN_CONFIDENCE:
            nearest = decision.worth_showing(ranking.hits, NEAREST_SHOWN)
            return Answer(
                question=question,
                understood_as=ranking.query.understood_as,
                confidence=confidence,
                nearest=_cited(snapshot, ranking, nearest),
                reason=decision.reason(ranking, len(snapshot)),
                missing_terms=missing,
            )
        shown = decision.worth_showing(ranking.hits, limit)
        return Answer(
            question=question,
            understood_as=ranking.query.understood_as,
            confidence=confidence,
            citations=_cited(snapshot, ranking, shown),
            missing_terms=missing,
        )

    def _citations(self, document_id: str) -> Iterator[Citation]:
        document = self.library.document(document_id)
        passages = self.library.passages(document_id)
        with self.library.snapshot() as snapshot:
            repeated = snapshot.repeated_labels(document_id)
        for passage in passages:
            restarts = _is_repeated(passage, repeated)
            yield cite(document, passage, numbering_restarts=restarts)


def _cited(
    snapshot: Snapshot, ranking: Ranking, hits: Sequence[Hit]
) -> tuple[Citation, ...]:
    """Return the citations of hits, each of their documents read once."""
    ids = {hit.passage.locator.document_id for hit in hits}
    documents = {one: snapshot.document(one) for one in ids}
    repeated = {one: snapshot.repeated_labels(one) for one in ids}
    return tuple(
        cite(
            document := documents[hit.passage.locator.document_id],
            hit.passage,
            score=hit.score,
            highlights=best_sentences(
                hit.passage.text, ranking.terms, document.language
            ),
            numbering_restarts=_is_repeated(hit.passage, repeated[document.id]),
        )
        for hit in hits
    )


def _is_repeated(passage: Passage, repeated: Collection[str]) -> bool:
    return passage.paragraph is not None and passage.paragraph.label in repeated


def _files(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Yield the files named, and the readable ones in the folders named, with names."""
    for path in paths:
        if not path.is_dir():
            yield path.name, path
            continue
        for inside in sorted(path.rglob("*")):
            if inside.is_file() and inside.suffix.lower() in READERS:
                yield inside.relative_to(path).as_posix(), inside


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocumentError(
            f"{path} cannot be read ({error.strerror}); check its name and permissions"
        ) from error
