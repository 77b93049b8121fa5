from pathlib import Path

import pytest

from index.embedding import Embedder
from index.errors import SidecarError, UnreadableDocumentError
from index.library import Library
from qa import Assistant
from qa.files import read_files

ALIASES = '[aliases]\nNFH = "No First Heron"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "paper.txt").write_text("The NFH is good.")
    (tmp_path / "paper.toml").write_text(ALIASES)
    (tmp_path / "deep" / "other.md").write_text("Fish swim.")
    (tmp_path / "deep" / "alone.toml").write_text("not = 'a sidecar'")
    return tmp_path


def test_a_folder_gives_its_documents_with_what_is_beside_them(folder: Path):
    files = read_files([folder])
    assert [name for name, _ in files.sources] == ["deep/other.md", "paper.txt"]
    assert list(files.sidecars) == ["paper.txt"]


def test_a_sidecar_stands_for_its_document(folder: Path):
    both = read_files([folder / "paper.txt", folder / "paper.toml"])
    assert both == read_files([folder / "paper.toml"])
    assert both == read_files([folder / "paper.txt"])
    assert len(both.sources) == len(both.sidecars) == 1


def test_a_sidecar_beside_no_document_is_refused(folder: Path):
    with pytest.raises(SidecarError, match=r"alone\.toml stands beside no document"):
        read_files([folder / "deep" / "alone.toml"])


def test_a_missing_file_is_named(folder: Path):
    for name in ("gone.txt", "gone.toml"):
        with pytest.raises(UnreadableDocumentError, match=f"{name} cannot be read"):
            read_files([folder / name])


def test_a_bad_sidecar_keeps_everything_out(
    folder: Path, library: Library, embedder: Embedder
):
    (folder / "paper.toml").write_text("[aliasses]")
    assistant = Assistant(library, embedder)
    with pytest.raises(SidecarError, match=r"paper\.toml has the key 'aliasses'"):
        assistant.add([folder])
    assert assistant.documents() == []


def test_what_is_beside_a_document_is_found_by(
    folder: Path, library: Library, embedder: Embedder
):
    assistant = Assistant(library, embedder)
    assistant.add([folder])
    assert assistant.ask("Heron or owl?").missing_terms == ("owl",)
    (folder / "paper.toml").unlink()
    assistant.add([folder])
    assert assistant.ask("Heron or owl?").missing_terms == ("Heron", "owl")
