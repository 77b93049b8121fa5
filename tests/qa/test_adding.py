"""Which document a file stands for, as files come, change, move and go."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.embedding import Embedder, Embedding, OnProgress, ignore_progress
from index.errors import (
    LibraryNotWritableError,
    MismatchedLibraryError,
    UnreadableDocumentError,
)
from index.library import Library
from qa import Assistant, Terms

# Whoever uses it cannot read a file: it is no process at all.
NO_READER = Terms(task="there.is:nothing")


class Unwilling:
    """An embedder that must not be asked."""

    languages = None

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint

    def reads(self, text: str) -> bool:
        return True

    @property
    def dimension(self) -> int:
        raise AssertionError("the model was loaded")

    def embed_query(self, text: str) -> Embedding:
        raise AssertionError("the model was loaded")

    def embed_passages(
        self, texts: Sequence[str], on_progress: OnProgress = ignore_progress
    ) -> list[Embedding]:
        assert not texts, "the model was loaded"
        return []


@pytest.fixture
def assistant(library: Library, embedder: Embedder) -> Assistant:
    return Assistant(library, embedder)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    return written(tmp_path / "papers", "a.txt", "b.md", "sub/c.txt")


def written(folder: Path, *names: str) -> Path:
    """Write files that each say something else; return their folder."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"Paper\n\nWhat {folder.name}/{name} says.\n")
    return folder


def names(assistant: Assistant) -> set[str]:
    return {document.name for document in assistant.documents()}


def says(assistant: Assistant, name: str) -> str:
    (found,) = (one for one in assistant.documents() if one.name == name)
    return assistant.passages(found.id)[-1].quote


def test_unchanged_files_load_no_model_and_start_no_process(
    assistant: Assistant, papers: Path, library: Library, embedder: Embedder
):
    added = assistant.add([papers]).added
    generation = library.generation
    again = Assistant(library, Unwilling(embedder.fingerprint))
    report = again.add([papers], terms=NO_READER, sync=True)
    assert sorted(report.unchanged) == sorted(added)
    assert not report.added + report.replaced + report.moved + report.removed
    assert library.generation == generation


def test_a_changed_file_takes_its_documents_place(assistant: Assistant, papers: Path):
    assistant.add([papers])
    (papers / "a.txt").write_text("Paper\n\nAnother word.\n")
    report = assistant.add([papers])
    assert (len(report.replaced), len(report.unchanged)) == (1, 2)
    assert says(assistant, "a.txt") == "Another word."
    assert len(names(assistant)) == 3


def test_a_file_is_itself_whichever_way_it_is_named(
    assistant: Assistant, papers: Path, monkeypatch: pytest.MonkeyPatch
):
    assistant.add([papers])
    (papers / "sub" / "c.txt").write_text("Paper\n\nAnother word.\n")
    monkeypatch.chdir(papers)
    assert len(assistant.add(["sub/c.txt"]).replaced) == 1
    assert says(assistant, "sub/c.txt") == "Another word."
    (papers.parent / "way").symlink_to(papers)
    assert len(assistant.add([papers.parent / "way"]).unchanged) == 3


def test_a_name_in_another_folder_is_another_document(
    assistant: Assistant, papers: Path, tmp_path: Path
):
    notes = written(tmp_path / "notes", "a.txt", "sub/c.txt")
    deeper = written(tmp_path / "old" / "notes", "a.txt")
    (deeper / "a.txt").write_text("Paper\n\nOld.\n")
    assistant.add([papers])
    report = assistant.add([notes, deeper])
    assert len(report.added) == 3
    assert names(assistant) == {
        *("a.txt", "b.md", "sub/c.txt"),
        *("notes/a.txt", "notes/sub/c.txt", "old/notes/a.txt"),
    }
    for folder, name in ((papers, "a.txt"), (notes, "notes/a.txt")):
        (folder / "a.txt").write_text(f"Paper\n\n{folder.name} again.\n")
        report = assistant.add([folder])
        assert len(report.replaced) == 1
        assert says(assistant, name) == f"{folder.name} again."
    assert len(names(assistant)) == 6


def test_folders_given_together_do_not_take_each_others_place(
    assistant: Assistant, papers: Path, tmp_path: Path
):
    notes = written(tmp_path / "notes", "a.txt")
    assistant.add([papers, notes])
    assert {"a.txt", "notes/a.txt"} < names(assistant)
    assert len(assistant.add([notes, papers]).unchanged) == 4


def test_what_is_gone_stays_until_it_is_to_be_removed(
    assistant: Assistant, papers: Path, tmp_path: Path
):
    notes = written(tmp_path / "notes", "n.txt")
    assistant.add([papers, notes])
    (papers / "a.txt").unlink()
    (notes / "n.txt").unlink()
    assert assistant.add([papers]).removed == ()
    assert len(assistant.add([papers], sync=True).removed) == 1
    assert names(assistant) == {"b.md", "sub/c.txt", "n.txt"}


def test_removing_what_is_gone_leaves_other_folders_and_what_has_no_file(
    assistant: Assistant, papers: Path, embedder: Embedder
):
    beside = written(papers.parent / "papers-2", "d.txt")
    assistant.library.add([("bytes.txt", b"Only bytes.")], embedder)
    assistant.add([papers, beside])
    shutil.rmtree(beside)
    shutil.rmtree(papers / "sub")
    assert len(assistant.add([papers / "a.txt"], sync=True).removed) == 0
    assert len(assistant.add([papers], sync=True).removed) == 1
    assert names(assistant) == {"bytes.txt", "a.txt", "b.md", "d.txt"}


def test_a_folder_that_is_not_there_removes_nothing(assistant: Assistant, papers: Path):
    assistant.add([papers])
    papers.rename(papers.parent / "elsewhere")
    with pytest.raises(UnreadableDocumentError, match="papers cannot be read"):
        assistant.add([papers], sync=True)
    assert len(names(assistant)) == 3


def test_a_file_that_cannot_be_read_any_more_keeps_its_document(
    assistant: Assistant, papers: Path
):
    assistant.add([papers])
    (papers / "a.txt").write_bytes(b"\0\xff" * 99)
    report = assistant.add([papers], sync=True)
    assert ([one.name for one in report.failed], report.removed) == (["a.txt"], ())
    assert says(assistant, "a.txt") == "What papers/a.txt says."


def test_what_a_rule_leaves_out_now_is_removed(assistant: Assistant, papers: Path):
    assistant.add([papers])
    (papers / ".pinciteignore").write_text("sub/\n")
    assert len(assistant.add([papers], sync=True).removed) == 1
    assert names(assistant) == {"a.txt", "b.md"}


@pytest.mark.parametrize("sync", [False, True])
def test_a_renamed_file_is_the_same_document(
    assistant: Assistant, papers: Path, sync: bool
):
    assistant.add([papers])
    (before,) = (one for one in assistant.documents() if one.name == "a.txt")
    (papers / "a.txt").rename(papers / "sub" / "z.txt")
    report = assistant.add([papers], sync=sync)
    assert report.moved == (before.id,)
    assert report.removed == report.added == ()
    assert names(assistant) == {"b.md", "sub/c.txt", "sub/z.txt"}
    assert len(assistant.add([papers], sync=sync).unchanged) == 3


def test_a_renamed_file_is_not_embedded_again(
    assistant: Assistant, papers: Path, library: Library, embedder: Embedder
):
    assistant.add([papers])
    (papers / "a.txt").rename(papers / "z.txt")
    (papers / "a.txt").write_text("Paper\n\nWhat papers/b.md says.\n")
    again = Assistant(library, Unwilling(embedder.fingerprint))
    report = again.add([papers / "z.txt"])
    assert len(report.moved) == 1


def test_a_moved_folder_is_not_even_read(assistant: Assistant, papers: Path):
    assistant.add([papers])
    papers.rename(papers.parent / "elsewhere")
    report = assistant.add([papers.parent / "elsewhere"], terms=NO_READER)
    assert len(report.moved) == 3
    assert len(assistant.add([papers.parent / "elsewhere"]).unchanged) == 3


def test_files_that_swap_names_are_both_kept(assistant: Assistant, papers: Path):
    assistant.add([papers])
    (papers / "a.txt").rename(papers / "t")
    (papers / "b.md").rename(papers / "a.txt")
    (papers / "t").rename(papers / "b.md")
    assistant.add([papers], sync=True)
    assert says(assistant, "a.txt") == "What papers/b.md says."
    assert says(assistant, "b.md") == "What papers/a.txt says."
    assert len(names(assistant)) == 3
    assert assistant.doctor().problems == ()


def test_the_same_bytes_are_one_document_and_told(
    assistant: Assistant, papers: Path, tmp_path: Path
):
    shutil.copy(papers / "b.md", papers / "z.md")
    report = assistant.add([papers])
    assert report.duplicates == ("z.md is the same file as b.md",)
    assert len(names(assistant)) == 3
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(papers / "a.txt", other / "copy.txt")
    report = assistant.add([other], terms=NO_READER)
    assert report.duplicates == ("copy.txt is the same file as a.txt",)
    assert len(names(assistant)) == 3
    (papers / "a.txt").unlink()
    assert len(assistant.add([papers, other], sync=True).moved) == 1
    assert "copy.txt" in names(assistant)


def test_the_copy_whose_suffix_is_right_is_read(assistant: Assistant, papers: Path):
    page = "<!doctype html><title>T</title><p>What the page says.</p>"
    (papers / "a.pdf").write_text(page)
    (papers / "x.html").write_text(page)
    (papers / "z.docx").write_text(page)
    report = assistant.add([papers])
    assert report.failed == ()
    assert report.duplicates == (
        "a.pdf is the same file as x.html",
        "z.docx is the same file as x.html",
    )
    assert says(assistant, "x.html") == "What the page says."


def test_a_file_that_became_a_copy_gives_up_its_document(
    assistant: Assistant, papers: Path
):
    assistant.add([papers])
    shutil.copy(papers / "b.md", papers / "a.txt")
    report = assistant.add([papers])
    assert report.duplicates == ("a.txt is the same file as b.md",)
    assert len(report.removed) == 1
    assert names(assistant) == {"b.md", "sub/c.txt"}


def test_the_same_text_in_other_bytes_is_kept_and_told(
    assistant: Assistant, papers: Path
):
    text = (papers / "a.txt").read_text()
    (papers / "d.txt").write_text(text.replace("\n", "\r\n"))
    report = assistant.add([papers])
    assert report.duplicates == ("d.txt has the same text as a.txt",)
    assert len(names(assistant)) == 4


def test_one_bad_file_never_stops_a_run(assistant: Assistant, papers: Path):
    (papers / "a.txt").write_bytes(b"\0\xff" * 99)
    report = assistant.add([papers, papers / "none", papers / "sub" / "x.unheard"])
    assert [failure.name for failure in report.failed] == [
        str(papers / "none"),
        str(papers / "sub" / "x.unheard"),
        "a.txt",
    ]
    assert names(assistant) == {"b.md", "sub/c.txt"}


def test_when_every_file_fails_the_first_error_is_raised(
    assistant: Assistant, papers: Path
):
    with pytest.raises(UnreadableDocumentError, match="none cannot be read"):
        assistant.add([papers / "none", papers / "neither"])
    assert len(assistant.add([papers / "none"], strict=False).failed) == 1


def test_a_library_without_origins_goes_on_by_name(
    assistant: Assistant, papers: Path, embedder: Embedder
):
    """So it is in a library of an earlier version, or of bytes."""
    sources = [(n, (papers / n).read_bytes()) for n in ("a.txt", "b.md", "sub/c.txt")]
    assistant.library.add(sources, embedder)
    (papers / "b.md").write_text("Paper\n\nAnother word.\n")
    report = assistant.add([papers])
    assert (len(report.unchanged), len(report.replaced)) == (2, 1)
    (papers / "a.txt").unlink()
    (papers / "b.md").unlink()
    assert len(assistant.add([papers], sync=True).removed) == 2


def test_progress_ends_with_all(assistant: Assistant, papers: Path):
    (papers / "b.md").write_bytes(b"\0\xff" * 99)
    for number in range(8):
        text = "".join(f"\n\nSentence {n} of {number}." for n in range(number))
        (papers / f"{number}.txt").write_text(f"Paper {number}{text}\n")
    told: list[tuple[int, int]] = []
    assistant.add([papers], on_progress=lambda *count: told.append(count))
    done = [count for count, _ in told]
    assert done == sorted(done)
    assert all(count < total for count, total in told[:-1])
    assert told[-1] == (len(assistant.passages()),) * 2


def test_a_library_of_another_model_stops_a_run_at_once(
    assistant: Assistant, papers: Path, library: Library
):
    assistant.add([papers / "a.txt"])
    other = Assistant(library, Unwilling("other@1"))
    with pytest.raises(MismatchedLibraryError):
        other.add([papers], terms=NO_READER)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_library_that_cannot_be_written_stops_a_run_at_once(
    assistant: Assistant, papers: Path
):
    assistant.add([papers / "a.txt"])
    for path in assistant.folder.iterdir():
        path.chmod(0o444)
    with pytest.raises(LibraryNotWritableError):
        assistant.add([papers], terms=NO_READER)


def test_documents_are_removed_by_id_name_or_symbol(
    assistant: Assistant, papers: Path, tmp_path: Path
):
    (papers / "a.txt").write_text("CD/2100\n14 March 2019\n\nA paper\n\nIt says.\n")
    assistant.add([papers])
    (c,) = (one for one in assistant.documents() if one.name == "sub/c.txt")
    assistant.remove(["cd/2100", c.id, "sub/c.txt"])
    assert names(assistant) == {"b.md"}
