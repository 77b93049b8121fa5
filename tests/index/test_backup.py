import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.backup import MANIFEST, safe_path
from index.database import DATABASE
from index.embedding import Embedder, Embedding
from index.errors import (
    DamagedLibraryError,
    LibraryError,
    LibraryNotFoundError,
    LibraryNotWritableError,
    MismatchedLibraryError,
    NewerLibraryError,
)
from index.library import Library
from index.sidecars import Sidecar
from index.supplied import Supplied
from qa import Assistant

WHALES = b"CD/9\n\nOn whales\n\nWhales sing in the deep sea.\n\n7. They are not fish."
SOURCES = [
    ("whales.txt", WHALES),
    ("sea/fish.md", b"# On fish\n\nFish swim in the sea.\n\nNorway opposed the net."),
    ("sea/whales.txt", b"Whales are counted in spring, as CD/9, para. 7 has it."),
]
SIDECARS = {
    "sea/fish.md": Sidecar(
        {"NFH": ("No First Heron",)}, Supplied(symbol="CD/WP.600", title="Fish")
    )
}


class Deaf:
    """An embedder that fails when it is to embed passages."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)

    def embed_passages(self, texts: Sequence[str], *_: object) -> list[Embedding]:
        if texts:
            raise AssertionError(texts)
        return []


@pytest.fixture(scope="module")
def full(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> Iterator[Library]:
    """A library to be read and exported, not to be changed."""
    folder = tmp_path_factory.mktemp("full") / "library"
    with Library.open(folder, create=True) as library:
        library.add(SOURCES, embedder, sidecars=SIDECARS)
        library.set_metadata("notes", "{}")
        yield library


@pytest.fixture(scope="module")
def exported_once(full: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("once") / "export"
    full.export(folder)
    return folder


@pytest.fixture
def exported(exported_once: Path, tmp_path: Path) -> Path:
    """An exported library of one's own, to be altered."""
    return Path(shutil.copytree(exported_once, tmp_path / "export"))


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "other", create=True) as library:
        yield library


def contents(library: Library) -> list[object]:
    with library.snapshot() as snapshot, library.catalogue() as catalogue:
        return [
            (
                library.document(one.id),
                library.passages(one.id),
                snapshot.source(one.id),
                [
                    (each.tokens.vectors.tolist(), each.tokens.spans.tolist())
                    for each in snapshot.compared(snapshot.rows_of([one.id]))
                ],
                snapshot.statements_of(dict(enumerate(library.passages(one.id)))),
                catalogue.mentioned(),
                [(str(a), b) for a, b in catalogue_names(library, one.id)],
            )
            for one in library.documents()
        ]


def catalogue_names(library: Library, document_id: str) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(library.folder / DATABASE)) as connection:
        return connection.execute(
            "SELECT form, kind FROM names WHERE document = "
            "(SELECT row FROM documents WHERE id = ?) ORDER BY 1, 2",
            (document_id,),
        ).fetchall()


def embeddings(library: Library) -> list[object]:
    with closing(sqlite3.connect(library.folder / DATABASE)) as connection:
        return connection.execute(
            "SELECT digest, windows, vectors, tokens, token_vectors, token_places "
            "FROM embeddings ORDER BY digest"
        ).fetchall()


def test_a_library_moves_without_embedding_again(
    full: Library, exported: Path, other: Library, embedder: Embedder
):
    report = other.merge(exported)
    assert report.added == tuple(one.id for one in full.documents())
    assert contents(other) == contents(full)
    assert embeddings(other) == embeddings(full)
    assert other.get_metadata("notes") == "{}"
    assert other.check() == []
    here, there = Assistant(full, Deaf(embedder)), Assistant(other, Deaf(embedder))
    for question in ("Where do whales sing?", "What do fish do?", "CD/WP.600"):
        assert there.ask(question) == here.ask(question)
    assert other.add(SOURCES, Deaf(embedder), sidecars=SIDECARS).unchanged


def test_an_export_is_read_without_pincite(
    full: Library, exported: Path, embedder: Embedder, tmp_path: Path
):
    manifest = json.loads((exported / MANIFEST).read_text("utf-8"))
    assert (manifest["documents"], manifest["passages"]) == (3, len(full.passages()))
    assert manifest["fingerprint"] == embedder.fingerprint
    files = {
        path.relative_to(exported).as_posix()
        for path in exported.rglob("*")
        if path.is_file()
    }
    assert files - {MANIFEST} == set(manifest["files"])
    for name, content in SOURCES:
        assert (exported / "documents" / name).read_bytes() == content
    sidecar = exported / "documents" / "sea" / "fish.toml"
    assert 'symbol = "CD/WP.600"' in sidecar.read_text("utf-8")
    with Assistant.open(tmp_path / "anew", create=True, model=embedder) as assistant:
        assistant.add([exported / "documents"])
        assert sorted(one.name for one in assistant.documents()) == sorted(
            name for name, _ in SOURCES
        )
        symbols = {one.symbol for one in assistant.documents()}
        assert symbols == {"CD/9", "CD/WP.600", None}


def test_an_export_of_nothing_adds_nothing(
    library: Library, tmp_path: Path, other: Library
):
    library.export(tmp_path / "export")
    report = other.merge(tmp_path / "export")
    assert report.added == report.replaced == report.unchanged == ()


def test_importing_again_changes_nothing(exported: Path, other: Library):
    first = other.merge(exported).added
    generation = other.generation
    assert other.merge(exported).unchanged == first
    assert other.generation == generation


def test_an_import_cut_short_is_taken_up_again(
    full: Library, exported: Path, other: Library
):
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        other.merge(exported, stop)
    assert len(other.documents()) == 2
    assert other.check() == []
    report = other.merge(exported)
    assert (len(report.added), len(report.unchanged)) == (1, 2)
    assert contents(other) == contents(full)


def test_documents_of_both_libraries_stay(
    exported: Path, other: Library, embedder: Embedder
):
    other.add([("birds.txt", b"Birds fly over the sea.")], embedder)
    other.merge(exported)
    assert [one.name for one in other.documents()] == [
        "birds.txt", *(name for name, _ in SOURCES)
    ]  # fmt: skip
    assert other.get_metadata("notes") is None
    assert other.check() == []


def test_a_namesake_is_replaced_as_when_it_is_added(
    exported: Path, other: Library, embedder: Embedder
):
    other.add([("whales.txt", b"Whales are fish.")], embedder)
    report = other.merge(exported)
    assert (len(report.added), len(report.replaced)) == (2, 1)
    assert len(other.documents()) == 3
    assert other.check() == []


def test_namesakes_of_other_folders_are_told_apart(
    tmp_path: Path, embedder: Embedder, library: Library, other: Library
):
    for folder, text in (("here", "Whales sing."), ("there", "Whales dive.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "whales.txt").write_text(text)
    Assistant(library, embedder).add([tmp_path / "here"])
    Assistant(other, embedder).add([tmp_path / "there"])
    library.export(tmp_path / "export")
    other.merge(tmp_path / "export")
    assert [one.name for one in other.documents()] == ["whales.txt", "here/whales.txt"]


def test_a_library_of_another_model_takes_in_nothing(exported: Path, other: Library):
    with closing(sqlite3.connect(exported / DATABASE)) as connection, connection:
        connection.execute("UPDATE library SET fingerprint = 'other@1'")
    sign(exported)
    other_again = other.merge(exported)
    assert other_again.added
    with closing(sqlite3.connect(exported / DATABASE)) as connection, connection:
        connection.execute("UPDATE library SET fingerprint = 'third@1'")
    sign(exported)
    with pytest.raises(MismatchedLibraryError, match="built by 'other@1', not 'third"):
        other.merge(exported)


def test_an_earlier_versions_export_is_brought_up_to_date(
    full: Library, exported: Path, other: Library, as_written_by: Callable[[int], str]
):
    with closing(sqlite3.connect(exported / DATABASE)) as connection:
        connection.executescript(as_written_by(2))
    sign(exported)
    before = (exported / DATABASE).read_bytes()
    assert len(other.merge(exported).added) == 3
    assert other.check() == []
    assert (exported / DATABASE).read_bytes() == before


def test_a_folder_that_holds_something_is_never_written_over(
    full: Library, tmp_path: Path
):
    (tmp_path / "there").mkdir()
    full.export(tmp_path / "there")
    before = sorted(path.name for path in tmp_path.iterdir())
    for target in (tmp_path / "there", tmp_path / "there" / MANIFEST):
        with pytest.raises(LibraryError, match="is there already"):
            full.export(target)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_an_export_that_cannot_be_written_leaves_nothing(full: Library, tmp_path: Path):
    (tmp_path / "file").write_text("")
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(LibraryNotWritableError, match="cannot be"):
        full.export(tmp_path / "file" / "export")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@given(st.text())
def test_a_documents_path_stays_in_its_folder(name: str):
    path = safe_path(name)
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert all(0 < len(part.encode()) <= 255 for part in path.parts)
    assert all(part.isprintable() for part in path.parts)


def test_documents_whose_paths_clash_are_all_written(
    library: Library, embedder: Embedder, tmp_path: Path
):
    names = ["a.txt", "A.txt", "a.md", "../a.txt", "a.txt/b.txt", "a?.txt", "a*.txt"]
    sources = [(name, f"Paper number {n}.".encode()) for n, name in enumerate(names)]
    sidecars = {
        name: Sidecar(supplied=Supplied(symbol=f"CD/{n}"))
        for n, name in enumerate(names[:3])
    }
    library.add(sources, embedder, sidecars=sidecars)
    library.export(tmp_path / "export")
    written = list((tmp_path / "export" / "documents").rglob("*.*"))
    texts = {path.read_bytes() for path in written if path.suffix != ".toml"}
    assert texts == {content for _, content in sources}
    for path in written:
        if path.suffix == ".toml":
            continue
        sidecar = path.with_suffix(".toml")
        number = int(path.read_bytes()[-2:-1])
        assert sidecar.exists() == (number < 3)
        if number < 3:
            assert f"CD/{number}" in sidecar.read_text()


def sign(exported: Path) -> None:
    """Have the manifest agree with the files, as one who alters both would."""
    manifest = json.loads((exported / MANIFEST).read_text("utf-8"))
    for name in manifest["files"]:
        content = (exported / name).read_bytes()
        manifest["files"][name] = hashlib.sha256(content).hexdigest()
    (exported / MANIFEST).write_text(json.dumps(manifest), "utf-8")


ALTERED_FILES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a document": (
        "'documents/whales.txt' is not what it was",
        lambda path: (path / "documents" / "whales.txt").write_text("Whales are fish."),
    ),
    "the database": (
        "'library.sqlite' is not what it was",
        lambda path: (path / DATABASE).write_bytes(b"SQLite"),
    ),
    "a missing file": (
        "whales.txt is missing",
        lambda path: (path / "documents" / "whales.txt").unlink(),
    ),
    "a link": ("'documents/whales.txt' is a link", lambda path: link(path)),
    "no JSON": ("Expecting", lambda path: (path / MANIFEST).write_text("{")),
    "deep JSON": (
        "no list of files",
        lambda path: (path / MANIFEST).write_text("[" * 100_000),
    ),
    "a list": ("no list of files", lambda path: (path / MANIFEST).write_text("[]")),
    "no files": ("files", lambda path: manifest(path, files=None)),
    "files of no form": (
        "is not what it was",
        lambda path: manifest(path, files={DATABASE: 5}),
    ),
    "no format": ("'>' not supported", lambda path: manifest(path, format="x")),
    "no database": (
        "names no library.sqlite",
        lambda path: manifest(path, files={}),
    ),
    "a path out of it": (
        "is no file of this folder",
        lambda path: manifest(path, files={"../x": "", DATABASE: ""}),
    ),
    "an absolute path": (
        "'/etc/passwd' is no file of this folder",
        lambda path: manifest(path, files={"/etc/passwd": "", DATABASE: ""}),
    ),
}


def link(exported: Path) -> None:
    path = exported / "documents" / "whales.txt"
    path.rename(exported / "moved.txt")
    path.symlink_to(exported / "moved.txt")


def manifest(exported: Path, **changes: object) -> None:
    found = json.loads((exported / MANIFEST).read_text("utf-8"))
    (exported / MANIFEST).write_text(json.dumps({**found, **changes}), "utf-8")


@pytest.mark.parametrize("what", ALTERED_FILES)
def test_altered_files_are_refused(exported: Path, other: Library, what: str):
    said, alter = ALTERED_FILES[what]
    alter(exported)
    with pytest.raises(DamagedLibraryError, match=said):
        other.merge(exported)
    assert other.documents() == []


def test_a_folder_that_is_no_export_says_so(tmp_path: Path, other: Library):
    with pytest.raises(LibraryNotFoundError, match="no exported library in"):
        other.merge(tmp_path / "nothing")


def test_a_pipe_does_not_keep_us_waiting(exported: Path, other: Library):
    path = exported / "documents" / "whales.txt"
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(DamagedLibraryError, match="no ordinary file"):
        other.merge(exported)


def test_a_later_versions_export_is_refused(exported: Path, other: Library):
    manifest(exported, format=99)
    with pytest.raises(NewerLibraryError, match="upgrade Pincite"):
        other.merge(exported)
    manifest(exported, format=1)
    with closing(sqlite3.connect(exported / DATABASE)) as connection:
        connection.execute("PRAGMA user_version = 99")
    sign(exported)
    with pytest.raises(NewerLibraryError, match="schema 99"):
        other.merge(exported)


HOSTILE = {
    "the view": "CREATE VIEW seen AS SELECT 1",
    "the trigger": "CREATE TRIGGER t AFTER INSERT ON documents BEGIN SELECT 1; END",
    "the table 'evil'": "CREATE VIRTUAL TABLE evil USING fts5(x)",
    "the table 'more'": "CREATE TABLE more (x)",
    "the index 'i'": "CREATE INDEX i ON documents (abs(row))",
    "the table 'metadata'|tables are not": "DROP TABLE metadata; "
    "CREATE VIRTUAL TABLE metadata USING fts5(key, value)",
    "the view 'metadata'": "DROP TABLE metadata; CREATE VIEW metadata AS SELECT 1 key",
    "tables are not those": "ALTER TABLE documents ADD COLUMN evil TEXT",
    "not those of a library": "DROP TABLE metadata; CREATE TABLE metadata "
    "(key TEXT PRIMARY KEY, value TEXT NOT NULL GENERATED ALWAYS AS (key)) "
    "WITHOUT ROWID",
    "are not those of": "DROP TABLE metadata; CREATE TABLE metadata "
    "(key TEXT PRIMARY KEY CHECK (abs(1)), value TEXT NOT NULL) WITHOUT ROWID",
    "not a Pincite library": "PRAGMA application_id = 1",
    "name of another type": "UPDATE documents SET name = x'00' WHERE row = 1",
    "ordinal of another type": "UPDATE passages SET ordinal = 'x' WHERE row = 1",
    "dimension of another type": "UPDATE library SET dimension = 'x'",
    "dimensions": "UPDATE library SET dimension = -1",
    "its name is none": "UPDATE documents SET name = char(27) || '[2J' WHERE row = 1",
    "do not have its SHA-256": "UPDATE contents SET source = x'00' WHERE document = 1",
    "its id is not": "UPDATE documents SET id = 'evil' WHERE row = 1",
    "its language is none": "UPDATE documents SET language = '<b>' WHERE row = 1",
    "is no text": "UPDATE documents SET masthead = "
    "json_set(masthead, '$.symbol', json('[1]')) WHERE row = 1",
    "a masthead is damaged": "UPDATE documents SET masthead = '{\"x\": 1}'",
    "what its sidecar says|sidecar says is damaged|as it was exported":
    "UPDATE documents SET supplied = '{\"symbol\": 5}' WHERE row = 1",
    "'symbol' has a line break": "UPDATE documents SET supplied = "
    "'{\"symbol\": \"CD/1\\u001b\"}' WHERE row = 1",
    "alias": "UPDATE aliases SET forms = '[5]'",
    "are not in order|is not the text": "UPDATE passages SET spans = '[[-9, 4]]'",
    "neither printed": "UPDATE passages SET label = '1', basis = 'both' WHERE row = 1",
    "in no part": "UPDATE passages SET part = 'evil' WHERE row = 1",
    "a heading is no text": "UPDATE passages SET section = '[5]' WHERE row = 1",
    "is another text's": "UPDATE passages SET section = '[\"5\"]' WHERE row = 1",
    "not of unit length": "UPDATE embeddings SET vectors = zeroblob(length(vectors))",
    "embedding of passage": "UPDATE embeddings SET vectors = x'00'",
    "word pieces": "UPDATE embeddings SET token_places = x'00'",
    "lacks its row of": "PRAGMA foreign_keys = OFF; DELETE FROM embeddings",
}  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE)
def test_a_database_that_means_harm_is_refused(
    exported: Path, other: Library, said: str
):
    with closing(sqlite3.connect(exported / DATABASE)) as connection:
        connection.executescript(HOSTILE[said])
    sign(exported)
    with pytest.raises(LibraryError, match=said):
        other.merge(exported)
    assert other.check() == []


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_altered_bytes_of_a_database_are_refused_or_harmless(
    exported_once: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    content = bytearray((exported_once / DATABASE).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(
            st.integers(0, 255)
        )
    folder = tmp_path_factory.mktemp("altered")
    (folder / DATABASE).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    (folder / MANIFEST).write_text(
        json.dumps({"format": 1, "files": {DATABASE: digest}})
    )
    with Library.open(folder / "other", create=True) as other:
        with suppress(LibraryError):
            other.merge(folder)
        assert other.check() == []
