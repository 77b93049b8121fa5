"""A library's database from elsewhere, believed only where it has been looked at.

Whoever made it may have meant harm: nothing its schema says is run, every object of it
is one of ours, and every value is of its kind before anything is made of it.
"""

import operator
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from index import checks, document_rows, passage_rows, sidecar_rows, store
from index.database import DATABASE, connect, open_unchanging
from index.document_rows import StoredDocument
from index.documents import Document, Passage, Reading
from index.errors import (
    DamagedLibraryError,
    LibraryNotWritableError,
    NewerLibraryError,
    SidecarError,
)
from index.outside_schema import strange_object, strange_table
from index.schema import APPLICATION_ID, SCHEMA_VERSION
from index.sidecars import read_sidecar, write_sidecar
from index.sources import printable
from index.sqlite_errors import translated
from index.store import State, StoredEmbedding
from index.stored_embeddings import text_key
from index.storing import Whole, embedded_texts
from index.tokens import from_columns

MAX_DIMENSION = 1 << 16

LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")


class Outside:
    """The contents of a database from elsewhere, each document checked when read."""

    def __init__(self, connection: sqlite3.Connection, state: State) -> None:
        """Read by a connection; use `opened`."""
        self._connection = connection
        self.state = state
        self._width: int | None = None

    def documents(self) -> list[StoredDocument]:
        """Return what is known of each document, in order."""
        with _damage_told("its list of documents"):
            return document_rows.stored_documents(self._connection)

    def metadata(self) -> list[tuple[str, str]]:
        """Return what is kept under keys."""
        rows = self._connection.execute("SELECT key, value FROM metadata")
        return rows.fetchall()

    def whole(self, stored: StoredDocument) -> Whole:
        """Return a document with all that is stored with it, as it was read.

        Raises:
            DamagedLibraryError: It is not what Pincite would have stored.
        """
        with _damage_told(stored.name):
            document = document_rows.document(self._connection, stored.id, as_read=True)
            passages = passage_rows.passages_of(self._connection, stored.id)
            sidecar = sidecar_rows.sidecar(self._connection, stored.id)
            _check_document(document, stored)
            _check_passages(document, passages)
            if read_sidecar("sidecar", write_sidecar(sidecar).encode()) != sidecar:
                raise ValueError("what its sidecar says is not in its form")
            source = document_rows.source(self._connection, stored.id)
            return Whole(
                Reading(document, source, tuple(passages)),
                self._embeddings(passages),
                stored.structure_version,
                sidecar,
                stored.origin,
            )

    def _embeddings(self, passages: list[Passage]) -> list[StoredEmbedding]:
        keys = [text_key(text) for text in embedded_texts(passages)]
        found = []
        for key in keys:
            row = self._connection.execute(
                "SELECT digest, windows, vectors, tokens, token_vectors, token_places "
                "FROM embeddings WHERE digest = ?",
                (key,),
            ).fetchone()
            if row is None:
                raise ValueError("a passage's embedding is another text's")
            one = StoredEmbedding(*row)
            if len(one.vectors) != one.windows * self.state.dimension * 2:
                raise ValueError("an embedding is of another length")
            tokens = from_columns(one.tokens, one.token_vectors, one.token_places)
            if len(tokens):
                width = tokens.vectors.shape[1]
                self._width = self._width or width
                if width != self._width:
                    raise ValueError("its word pieces' vectors are of several lengths")
            found.append(one)
        return found


@contextmanager
def opened(path: Path) -> Iterator[Outside]:
    """Open a database from elsewhere, to be read; nothing is written beside it.

    One of an earlier version is brought up to date in a copy.

    Raises:
        DamagedLibraryError: It is not a library, or not a whole one, or has in it what
            no library has.
        NewerLibraryError: A later version of Pincite wrote it.
    """
    with translated(path.parent), closing(open_unchanging(path)) as connection:
        with _damage_told(path.name):
            version = _version(path, connection)
            if finding := strange_object(connection):
                raise _damaged(path, finding)
        if version == SCHEMA_VERSION:
            yield _checked(path, connection)
            return
        with TemporaryDirectory() as copies:
            try:
                shutil.copyfile(path, Path(copies) / DATABASE)
            except OSError as error:
                raise LibraryNotWritableError(
                    f"{path} cannot be copied to be brought up to date "
                    f"({error.strerror}); free some space for temporary files"
                ) from error
            connect(Path(copies)).close()
            with closing(open_unchanging(Path(copies) / DATABASE)) as upgraded:
                yield _checked(path, upgraded)


def _version(path: Path, connection: sqlite3.Connection) -> int:
    application, version = connection.execute(
        "SELECT (SELECT application_id FROM pragma_application_id), "
        "(SELECT user_version FROM pragma_user_version)"
    ).fetchone()
    if application != APPLICATION_ID or version < 1:
        raise _damaged(path, "it is not a Pincite library")
    if version > SCHEMA_VERSION:
        raise NewerLibraryError(
            f"{path.parent} was exported by a later version of Pincite (schema "
            f"{version}; this one reads {SCHEMA_VERSION}); upgrade Pincite"
        )
    return int(version)


def _checked(path: Path, connection: sqlite3.Connection) -> Outside:
    with _damage_told(path.name):
        return _whole_library(path, connection)


def _whole_library(path: Path, connection: sqlite3.Connection) -> Outside:
    if finding := strange_table(connection):
        raise _damaged(path, finding)
    state = store.state(connection)
    if not 0 <= state.dimension <= MAX_DIMENSION:
        raise _damaged(path, f"its embeddings have {state.dimension} dimensions")
    problem = next(checks.damage(connection), None)
    if problem:
        raise _damaged(path, problem)
    return Outside(connection, state)


def _check_document(document: Document, stored: StoredDocument) -> None:
    """Raise ValueError where a document is not one that a reader could give."""
    names = (document.name, *([stored.origin] if stored.origin else []))
    if not document.name or any(printable(name) != name for name in names):
        raise ValueError("its name is none")
    if document.id != document.sha256[:16]:
        raise ValueError("its id is not its hash's")
    if not LANGUAGE.fullmatch(document.language):
        raise ValueError("its language is none")
    masthead = document.masthead
    texts = [
        getattr(masthead, name)
        for name in masthead.__slots__
        if name not in ("date", "note_verbale_date")
    ]
    texts += [*document.page_labels, *document.warnings]
    texts += [name for _, name in document.anchors]
    if not all(text is None or isinstance(text, str) for text in texts):
        raise ValueError("what it says of itself is no text")


def _check_passages(document: Document, passages: list[Passage]) -> None:
    """Raise ValueError where a passage is not one that a document could have."""
    for place, passage in enumerate(passages):
        paragraph, before = passage.paragraph, 0
        for start, end in passage.locator.spans:
            if (
                not before
                <= operator.index(start)
                < operator.index(end)
                <= len(document.text)
            ):
                raise ValueError("a passage's places are not in order")
            before = end
        if passage.ordinal != place or not passage.locator.spans:
            raise ValueError("its passages are not in order")
        if not all(isinstance(heading, str) for heading in passage.section):
            raise ValueError("a heading is no text")
        if paragraph and paragraph.basis not in ("printed", "counted"):
            raise ValueError("a paragraph's number is neither printed nor counted")
        if passage.part not in ("cover note", "body"):
            raise ValueError("a passage is in no part of its document")


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    """Turn what is wrong with a document into our error."""
    try:
        yield
    except (
        SidecarError,
        sqlite3.DatabaseError,
        AttributeError,
        TypeError,
        ValueError,
    ) as error:
        raise DamagedLibraryError(
            f"{printable(name)[:80]} is not as it was exported ({error}); export the "
            "library again"
        ) from error


def _damaged(path: Path, finding: str) -> DamagedLibraryError:
    return DamagedLibraryError(
        f"{path} cannot be imported: {printable(finding)}; export the library again"
    )
