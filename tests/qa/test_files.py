import os
import socket
from pathlib import Path

import pytest

from index.embedding import Embedder
from index.errors import SidecarError, UnreadableDocumentError, UnsupportedFormatError
from index.library import Library
from qa import Assistant
from qa.files import Files, find_files

ALIASES = '[aliases]\nNFH = "No First Heron"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    (folder / "deep").mkdir(parents=True)
    (folder / "paper.txt").write_text("The NFH is good.")
    (folder / "paper.toml").write_text(ALIASES)
    (folder / "deep" / "other.md").write_text("Fish swim.")
    (folder / "deep" / "alone.toml").write_text("not = 'a sidecar'")
    return folder


def names(files: Files) -> list[str]:
    return [source.name for source in files.sources]


def test_a_folder_gives_its_documents_with_what_is_beside_them(folder: Path):
    files = find_files([folder])
    assert names(files) == ["deep/other.md", "paper.txt"]
    other, paper = files.sources
    assert other.sidecar.aliases == {}
    assert list(paper.sidecar.aliases) == ["NFH"]
    assert files.left_out == {".toml": 1}
    assert files.failed == []


def test_a_sidecar_stands_for_its_document(folder: Path):
    both = find_files([folder / "paper.txt", folder / "paper.toml"])
    assert both == find_files([folder / "paper.toml"])
    assert both == find_files([folder / "paper.txt"])
    assert len(both.sources) == 1


def test_a_sidecar_beside_no_document_fails(folder: Path):
    (failure,) = find_files([folder / "deep" / "alone.toml"]).failed
    assert isinstance(failure.error, SidecarError)
    assert "alone.toml stands beside no document" in failure.reason


def test_a_missing_file_is_named(folder: Path):
    for name in ("gone.txt", "gone.toml", "gone"):
        (failure,) = find_files([folder / name]).failed
        assert isinstance(failure.error, UnreadableDocumentError)
        assert f"{name} cannot be read (No such file" in failure.reason


def test_a_file_is_found_once_however_often_it_is_named(folder: Path):
    paths = [folder / "deep" / "other.md", folder, folder / "deep" / ".." / "deep"]
    assert names(find_files(paths)) == ["other.md", "paper.txt"]


def test_other_programs_files_are_left_out(folder: Path):
    for name in (".git/a.txt", "__pycache__/b.txt", "~$paper.txt", ".hidden.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("No document.")
    files = find_files([folder])
    assert names(files) == ["deep/other.md", "paper.txt"]
    assert names(find_files([folder / ".git"])) == ["a.txt"]
    assert names(find_files([folder / ".hidden.txt"])) == [".hidden.txt"]


def test_files_of_other_kinds_are_counted(folder: Path):
    for name in ("a.png", "b.PNG", "c.xlsx", "LICENCE"):
        (folder / name).write_text("no document")
    found = find_files([folder])
    assert found.left_out == {
        ".png": 2,
        ".xlsx": 1,
        "without a suffix": 1,
        ".toml": 1,
    }
    assert found.failed == []


def test_suffixes_are_known_in_any_case(folder: Path):
    (folder / "LOUD.TXT").write_text("A LOUD DOCUMENT.")
    assert "LOUD.TXT" in names(find_files([folder]))


def test_what_a_rule_names_is_left_out(folder: Path):
    (folder / ".pinciteignore").write_text("# drafts\n*.md\n!kept.md\nbuild/\n")
    (folder / "deep" / "kept.md").write_text("Kept.")
    (folder / "build").mkdir()
    (folder / "build" / "kept.md").write_text("Built.")
    assert names(find_files([folder])) == ["deep/kept.md", "paper.txt"]


def test_the_innermost_rule_decides(folder: Path):
    (folder / ".pinciteignore").write_text("*.md\n/paper.txt\n")
    (folder / "deep" / ".pinciteignore").write_text("!other.md\n")
    (folder / "deep" / "paper.txt").write_text("Another.")
    assert names(find_files([folder])) == ["deep/other.md", "deep/paper.txt"]


@pytest.mark.parametrize("rules", ["*a" * 50 + "*b", "x\n" * 60_000, "!"])
def test_rules_that_cannot_be_kept_leave_their_folder_out(folder: Path, rules: str):
    (folder / "deep" / ".pinciteignore").write_text(rules)
    (folder / "deep" / ("a" * 200 + ".md")).write_text("A document.")
    files = find_files([folder])
    assert names(files) == ["paper.txt"]
    (failure,) = files.failed
    assert ".pinciteignore" in failure.reason


def test_circles_of_links_end(folder: Path):
    (folder / "deep" / "up").symlink_to(folder, target_is_directory=True)
    (folder / "self").symlink_to(folder / "self")
    (folder / "again").symlink_to("deep", target_is_directory=True)
    files = find_files([folder])
    assert names(files) == ["deep/other.md", "paper.txt"]
    assert files.notices == [
        f"{folder}/self is left out: it is a link that leads nowhere"
    ]


def test_a_linked_file_is_found_once(folder: Path):
    (folder / "a-link.txt").symlink_to("paper.txt")
    assert names(find_files([folder])) == ["deep/other.md", "paper.txt"]


def test_what_only_a_link_leads_to_is_found_through_it(folder: Path):
    store = folder / ".store"
    store.mkdir()
    (store / "x").write_text("Kept elsewhere.")
    (folder / "kept.txt").symlink_to(".store/x")
    (folder / "linked").symlink_to(".store", target_is_directory=True)
    (store / "y.md").write_text("Kept elsewhere too.")
    assert names(find_files([folder])) == [
        "deep/other.md",
        "kept.txt",
        "linked/y.md",
        "paper.txt",
    ]


def test_a_link_that_leads_out_is_left_out_and_told(folder: Path, tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("Nobody's business.")
    (folder / "way-out.txt").symlink_to(secret)
    (folder / "outside").symlink_to(tmp_path, target_is_directory=True)
    files = find_files([folder])
    assert names(files) == ["deep/other.md", "paper.txt"]
    assert [notice.partition(" is left out")[0] for notice in files.notices] == [
        f"{folder}/outside",
        f"{folder}/way-out.txt",
    ]
    assert names(find_files([folder / "way-out.txt"])) == ["way-out.txt"]


def test_what_is_no_file_is_never_opened(folder: Path, tmp_path: Path):
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket.md"))
        files = find_files([folder])
    assert names(files) == ["deep/other.md", "paper.txt"]
    assert len(files.notices) == 2
    for special in (folder / "pipe.txt", Path(os.devnull)):
        (failure,) = find_files([special]).failed
        assert "neither a file nor a folder" in failure.reason


def test_a_pipe_put_in_a_files_place_does_not_keep_us_waiting(
    folder: Path, library: Library, embedder: Embedder
):
    files = find_files([folder])
    (folder / "paper.txt").unlink()
    os.mkfifo(folder / "paper.txt")
    report = library.add_files(files.sources, embedder)
    assert [failure.reason for failure in report.failed] == [
        "paper.txt is no ordinary file; give one that is"
    ]
    assert len(report.added) == 1


@pytest.mark.skipif(os.name == "nt", reason="such names are not allowed there")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a..\x1b[31m.txt", r"a..\x1b[31m.txt"),
        (b"two\nlines.txt", r"two\x0alines.txt"),
        (b"latin-\xe9.txt", r"latin-\xe9.txt"),
        ("\u202etxt.gpj.txt".encode(), r"\u202etxt.gpj.txt"),
        ("Ωμέγα \u5b57.txt".encode(), "Ωμέγα \u5b57.txt"),
        (b"x" * 251 + b".txt", "x" * 251 + ".txt"),
    ],
)
def test_any_name_is_stored_and_shown_safely(
    folder: Path, library: Library, embedder: Embedder, name: bytes, shown: str
):
    Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("A document.")
    assistant = Assistant(library, embedder)
    assistant.add([folder])
    assert shown in {document.name for document in assistant.documents()}
    assert len(assistant.add([folder]).unchanged) == 3


def test_a_name_with_dots_is_only_a_name(library: Library, embedder: Embedder):
    library.add([("../../etc/passwd.txt", b"A document.")], embedder)
    assert [stored.name for stored in library.documents()] == ["../../etc/passwd.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_what_may_not_be_read_is_named_and_the_rest_is_found(folder: Path):
    (folder / "deep").chmod(0)
    try:
        files = find_files([folder])
    finally:
        (folder / "deep").chmod(0o755)
    assert names(files) == ["paper.txt"]
    (failure,) = files.failed
    assert "deep cannot be read (Permission denied)" in failure.reason


def test_folders_may_be_deeper_than_a_path_is_long(tmp_path: Path):
    depth = os.pathconf("/", "PC_PATH_MAX") // len("d/")
    start = Path.cwd()
    (tmp_path / "a.txt").write_text("A document.")
    os.chdir(tmp_path)
    try:
        for _ in range(depth):
            os.mkdir("d")  # noqa: PTH102 (its path is too long to be written)
            os.chdir("d")
        files = find_files([tmp_path])
        for _ in range(depth):
            os.chdir("..")
            os.rmdir("d")  # noqa: PTH106
    finally:
        os.chdir(start)
    assert names(files) == ["a.txt"]
    (failure,) = files.failed
    assert "File name too long" in failure.reason


def test_a_bad_sidecar_keeps_out_its_document_alone(
    folder: Path, library: Library, embedder: Embedder
):
    (folder / "paper.toml").write_text("[aliasses]")
    assistant = Assistant(library, embedder)
    report = assistant.add([folder])
    (failure,) = report.failed
    assert failure.name == "paper.txt"
    assert "paper.toml has the key 'aliasses'" in failure.reason
    assert [document.name for document in assistant.documents()] == ["deep/other.md"]
    with pytest.raises(SidecarError, match="aliasses"):
        assistant.add([folder / "paper.txt"])


@pytest.mark.parametrize("content", [b"a=" + b"[" * 100_000, b"x" * 300_000])
def test_a_hostile_sidecar_fails(folder: Path, content: bytes):
    (folder / "paper.toml").write_bytes(content)
    (failure,) = find_files([folder]).failed
    assert isinstance(failure.error, SidecarError)


def test_a_file_of_an_unknown_kind_that_is_named_fails(
    folder: Path, library: Library, embedder: Embedder
):
    (folder / "b.unheard").write_text("of")
    with pytest.raises(UnsupportedFormatError, match=r"b\.unheard cannot be read"):
        Assistant(library, embedder).add([folder / "b.unheard"])


def test_what_is_beside_a_document_is_found_by(
    folder: Path, library: Library, embedder: Embedder
):
    assistant = Assistant(library, embedder)
    assistant.add([folder])
    assert assistant.ask("Heron or owl?").missing_terms == ("owl",)
    (folder / "paper.toml").unlink()
    assistant.add([folder])
    assert assistant.ask("Heron or owl?").missing_terms == ("Heron", "owl")
