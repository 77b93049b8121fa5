import pytest

from index.embedding import Embedder
from index.errors import SidecarError
from index.library import Library
from index.sidecars import Sidecar, read_sidecar

NFH = Sidecar({"NFH": ("No First Heron",)})
SOURCES = [("a.txt", b"The NFH is good."), ("b.txt", b"Fish swim.")]


def test_a_sidecar_gives_each_name_its_other_forms():
    content = b'[aliases]\nNFH = "No First Heron"\n"G-9" = ["Group of 9", "G9"]\n'
    assert read_sidecar("a.toml", content).aliases == {
        "NFH": ("No First Heron",),
        "G-9": ("Group of 9", "G9"),
    }


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf[aliases]\n", b"# only words"])
def test_a_sidecar_may_say_nothing(content: bytes):
    assert read_sidecar("a.toml", content) == Sidecar()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"NFH = = 1", "a.toml is not TOML: .*line 1"),
        (b"\xff", "a.toml is not UTF-8 text: byte 0"),
        (b"[alias]\n", "has the key 'alias', .* use one of: aliases"),
        (b'aliases = "NFH"', r"not a table; write \[aliases\]"),
        (b"[aliases]\nNFH = 3", "alias 'NFH' has no other form; write it as"),
        (b"[aliases]\nNFH = []", "alias 'NFH' has no other form"),
        (b"[aliases]\nNFH = [3]", "the form 3, which is no name; write each"),
        (b'[aliases]\nNFH = " - "', "the form ' - ', which is no name"),
        (b'[aliases]\n"?" = "No First Heron"', r"the form '\?', which is no name"),
        (b'[aliases]\nNFH = "%s"' % (b"x" * 401), "401 characters; write the name"),
    ],
)
def test_a_sidecar_of_another_form_says_what_is_wrong(content: bytes, said: str):
    with pytest.raises(SidecarError, match=said):
        read_sidecar("a.toml", content)


def found(library: Library, words: str) -> list[int]:
    with library.snapshot() as snapshot:
        rows = snapshot.keywords.matching(words, 9, weights={"alias": 1.0})[0]
        return [passage.ordinal for passage in snapshot.passages(rows.tolist())]


def test_a_sidecar_widens_what_finds_its_document(library: Library, embedder: Embedder):
    library.add(SOURCES, embedder, sidecars={"a.txt": NFH})
    assert len(found(library, "first heron")) == 1
    with library.snapshot() as snapshot:
        assert snapshot.aliases.others("NFH") == ["No First Heron"]


def test_a_changed_sidecar_alone_changes_the_aliases(
    library: Library, embedder: Embedder
):
    added = library.add(SOURCES, embedder, sidecars={"a.txt": NFH}).added
    other = Sidecar({"NFH": ("New Fish Hall",)})
    report = library.add(SOURCES, embedder, sidecars={"a.txt": other})
    assert (report.replaced, report.unchanged) == (added[:1], added[1:])
    assert len(found(library, "hall")) == 1
    assert found(library, "heron") == []
    assert tuple(d.id for d in library.documents()) == added


def test_an_unchanged_sidecar_costs_nothing(library: Library, embedder: Embedder):
    library.add(SOURCES, embedder, sidecars={"a.txt": NFH})
    generation = library.generation
    report = library.add(SOURCES, embedder, sidecars={"a.txt": NFH})
    assert len(report.unchanged) == len(SOURCES)
    assert library.generation == generation


def test_a_sidecar_that_is_gone_or_whose_document_is_gone_says_nothing(
    library: Library, embedder: Embedder
):
    (first, _) = library.add(SOURCES, embedder, sidecars={"a.txt": NFH}).added
    library.add(SOURCES, embedder)
    assert found(library, "heron") == []
    library.add(SOURCES, embedder, sidecars={"a.txt": NFH})
    library.remove([first])
    library.add(SOURCES[:1], embedder)
    assert found(library, "heron") == []


def test_a_replaced_document_has_its_new_sidecar(library: Library, embedder: Embedder):
    library.add(SOURCES, embedder, sidecars={"a.txt": NFH})
    library.add([("a.txt", b"The NFH is bad.")], embedder, sidecars={"a.txt": NFH})
    assert len(found(library, "heron")) == 1
    assert len(library.documents()) == len(SOURCES)


def test_files_of_the_same_bytes_have_what_is_beside_any(
    library: Library, embedder: Embedder
):
    same = [("a.txt", b"The NFH is good."), ("c.txt", b"The NFH is good.")]
    library.add(same, embedder, sidecars={"a.txt": NFH})
    assert len(found(library, "heron")) == 1
