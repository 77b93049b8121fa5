"""The assistant: a library and an embedder, asked questions."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from index.add_report import AddReport
from index.embedding import Embedder, load_embedder
from index.library import Library, ignore_total_progress
from index.terms import TERMS, Terms
from qa.answers import Answer, Citation
from qa.catalogued import Catalogued
from qa.citations import cite, is_repeated
from qa.conversation import Conversation
from qa.defaults import OnBuild, default_folder, ignore_build, update_seeds
from qa.holdings import Health, LibraryDocument
from qa.suggestions import Suggestion

# What only questions need is imported by the first: a lookup does not wait for it.
if TYPE_CHECKING:
    from index.backup import Manifest
    from index.restoring import ImportReport
    from qa.ranking import Ranking
    from qa.reported import Reported
    from qa.suggesting import Suggester

SPARE_HITS = 5
"""Ranked beyond the limit, for identical passages fall away."""

EVERY_PASSAGE = slice(None)

Progress = Callable[[int, int], None]
"""Called with the number of passages done and in all."""


class Assistant(Catalogued):
    """Answers questions from one library. Safe to use from several threads."""

    library: Library

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
        model: str | Embedder | None = None,
        on_progress: Progress = ignore_total_progress,
        on_build: OnBuild = ignore_build,
    ) -> Self:
        """Return an assistant over a library.

        Args:
            library: Its folder; None is the shipped seeds, which are read and embedded
                on the first call.
            create: Make the library if there is none.
            model: A sentence-transformers name or path, or an embedder that is loaded;
                None is the bundled model, "all-MiniLM-L6-v2-int8" it in eight bits.
            on_progress: Told of the seeds' embedding.
            on_build: Called with the folder when the seeds are about to be embedded.

        Raises:
            LibraryError: There is none, or it is damaged, newer or of another model.
            ModelError: The model is missing or not what it should be.
        """
        embedder = load_embedder(model) if isinstance(model, str | None) else model
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

    def _searched(
        self,
        question: str,
        history: Sequence[str],
        limit: int,
        documents: Collection[str] | None,
    ) -> Answer:
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
    ) -> "tuple[Ranking, Answer]":
        """Return the answer as `ask` does, and the ranking it was taken from.

        Args:
            question: As for `ask`.
            history: As for `ask`.
            limit: As for `ask`.
            documents: As for `ask`.
            depth: Rank at least this many passages, for those who judge the ranking.
        """
        from qa.answering import answered
        from qa.calibration import stored
        from qa.ranking import rank
        from qa.stance_questions import requested, stance_asked
        from qa.stances import DEPTH, preferred
        from qa.understanding import understand

        query = understand(question, history)
        whose = stance_asked(query)
        deep = DEPTH if whose or requested(query) else 0
        depth = max(depth, limit + SPARE_HITS, deep)
        with self.library.snapshot() as snapshot:
            ranking = rank(snapshot, self.embedder, query, depth, documents)
            if whose:
                passages = {hit.row: hit.passage for hit in ranking.hits}
                said = snapshot.statements_of(passages)
                hits = preferred(whose, ranking.hits, said, snapshot.aliases)
                ranking = replace(ranking, hits=hits)
            answer = answered(
                snapshot, question, ranking, limit, documents, stored(self.library)
            )
            return ranking, answer

    def cited(self, ranking: "Ranking", document_id: str, ordinal: int) -> Citation:
        """Return a passage as an answer would cite it, wherever the ranking has it.

        Args:
            ranking: From `consider`; it decides what is marked.
            document_id: The passage's document.
            ordinal: The passage's place among the document's, from 0.

        Raises:
            IndexError: There is no such passage.
        """
        from qa.answering import cited
        from qa.ranking import Hit
        from qa.stances import Chosen

        with self.library.snapshot() as snapshot:
            row = int(snapshot.rows_of([document_id])[ordinal])
            (passage,) = snapshot.passages([row])
            found = (hit for hit in ranking.hits if hit.row == row)
            unranked = Hit(row, passage, score=0, cosine=0, keyword=0)
            hit = next(found, unranked)
            (citation,) = cited(snapshot, ranking, [Chosen(hit)])
            return citation

    def starters(
        self, limit: int = 4, documents: Collection[str] | None = None
    ) -> tuple[Suggestion, ...]:
        """Return questions to begin with, drawn from the documents.

        Each was asked, and is answered with a passage that it was drawn from. They are
        found once for each state of the library.

        Args:
            limit: How many at most; fewer, or none, where nothing good is found.
            documents: Ids of the documents to draw from and to ask; None for all.
        """
        return self._suggester.starters(limit, documents)

    def suggestions(
        self,
        answer: Answer,
        limit: int = 3,
        asked: Sequence[str] = (),
        documents: Collection[str] | None = None,
    ) -> tuple[Suggestion, ...]:
        """Return questions to ask after an answer, drawn from around what it cites.

        After an abstention they are drawn from around what is nearest. Each was asked,
        and is answered, with something that the answer does not cite.

        Args:
            answer: The answer that is shown.
            limit: How many at most; fewer, or none, where nothing good is found.
            asked: Questions asked before, which are not suggested again.
            documents: Ids of the documents that are asked; None for all.
        """
        return self._suggester.follow_ups(answer, limit, asked, documents)

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
                pages=stored.pages,
                size=stored.size,
                added=stored.added.isoformat(),
                warnings=stored.warnings,
                supplied=stored.supplied,
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

    def passages_between(
        self, document_id: str, start: int, stop: int
    ) -> list[Citation]:
        """Return a document's passages from `start` to `stop`, as many as there are.

        Raises:
            LibraryError: There is no such document.
        """
        return list(self._citations(document_id, slice(start, stop)))

    def statements(
        self, actor: str | None = None, about: str | None = None
    ) -> list["Reported"]:
        """Return who is reported to say what, in the library's order.

        Args:
            actor: Only what somebody of this name says, in any form of the name.
            about: Only what is said about this.
        """
        from qa.reported import reported

        citations = {
            (citation.document.id, citation.spans): citation
            for citation in self.passages()
        }
        with self.library.snapshot() as snapshot:
            return reported(snapshot, citations, actor, about)

    def add(
        self,
        paths: Iterable[str | Path],
        *,
        sync: bool = False,
        on_progress: Progress = ignore_total_progress,
        terms: Terms = TERMS,
        strict: bool = True,
    ) -> AddReport:
        """Read files, or the readable files of folders, into the library.

        A file is known by its name, one of a folder by its path within the folder;
        where another file of the library has that name, by its folder's name as well.
        Other contents of the file replace its document; the same contents cost
        nothing. `paper.toml` beside `paper.txt` is its sidecar, read with it.

        A file that cannot be read is in the report's `failed`; the others are added.

        Args:
            paths: Files and folders. `qa.files` says what of a folder is left out.
            sync: Remove the documents that came from the folders and whose files are
                no longer there.
            on_progress: Told the passages done and in all; in all is a guess until the
                last file has been read.
            terms: What reading may cost, and how many files are read at once.
            strict: Raise if there were files and every one failed.

        Raises:
            UnsupportedFormatError, UnreadableDocumentError, SidecarError: What is wrong
                with the first file, when every file failed.
            LibraryError: The library cannot be written; documents added before stay.
            WorkerError: The process that reads files cannot be started.
        """
        from qa.files import find_files

        files = find_files(paths)
        terms = replace(terms, is_to_go=files.has_lost) if sync else terms
        with self._prepared():
            report = self.library.add_files(
                files.sources, self.embedder, on_progress, terms
            )
        report = replace(
            report,
            failed=(*files.failed, *report.failed),
            left_out=files.left_out,
            notices=(*files.notices, *report.notices),
        )
        return report.checked() if strict else report

    def export(self, target: str | Path) -> "Manifest":
        """Write the library into a new folder, readable without Pincite.

        Raises:
            LibraryError: The folder holds something, or cannot be written.
        """
        return self.library.export(Path(target))

    def merge(
        self, exported: str | Path, on_progress: Progress = ignore_total_progress
    ) -> "ImportReport":
        """Take in the documents of an exported library; nothing is embedded.

        Args:
            exported: The folder that `export` wrote.
            on_progress: Told the documents done and in all.

        Raises:
            LibraryError: It is not as it was written, or another model's.
        """
        with self._prepared():
            return self.library.merge(Path(exported), on_progress)

    def remove(self, document_ids: Iterable[str]) -> None:
        """Remove documents; all of them or none.

        Args:
            document_ids: Their ids, or file names, symbols or job numbers that one
                document has.

        Raises:
            UnknownDocumentError: There is no such document, or there are several.
            LibraryNotWritableError: The folder or the disk refuses.
        """
        from qa.choosing import chosen_ids

        asked = list(dict.fromkeys(document_ids))
        with self.library.catalogue() as catalogue:
            are_ids = len(catalogue.document_ids(asked)) == len(asked)
        chosen = asked if are_ids else chosen_ids(self.documents(), asked)
        self.library.remove(chosen)

    def doctor(self) -> Health:
        """Check every stored source, passage, embedding and index.

        Raises:
            ModelError: The model cannot be loaded, or is not what it should be.
        """
        from qa.calibration import problems

        self.warm_up()
        stored = self.library.documents()
        return Health(
            folder=self.folder,
            documents=len(stored),
            passages=sum(document.passages for document in stored),
            problems=(*self.library.check(), *problems(self.library)),
        )

    @contextmanager
    def _prepared(self) -> Iterator[None]:
        """Index what the block has changed, so that no question waits for it."""
        before = self.library.generation
        yield
        if self.library.generation != before:
            self.library.prepare()

    @cached_property
    def _suggester(self) -> "Suggester":
        from qa.suggesting import Suggester

        return Suggester(self.library, self.ask)

    def _citations(
        self, document_id: str, wanted: slice = EVERY_PASSAGE
    ) -> Iterator[Citation]:
        document = self.library.document(document_id)
        passages = self.library.passages(document_id)
        with self.library.catalogue() as catalogue:
            repeated = catalogue.repeated_labels(document_id)
        for passage in passages[wanted]:
            restarts = is_repeated(passage, repeated)
            yield cite(document, passage, numbering_restarts=restarts)
