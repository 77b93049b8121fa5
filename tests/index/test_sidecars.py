from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedding import Embedder, Embedding
from index.errors import SidecarError
from index.library import Library
from index.sidecars import Sidecar, read_sidecar, write_sidecar
from index.supplied import Supplied
from index.symbols import Symbol

NFH = Sidecar({"NFH": ("No First Heron",)})
EVERYWHERE = {"text": 1.0, "heading": 1.0, "title": 1.0, "alias": 1.0, "names": 1.0}
HERONS = Supplied(
    "CD/WP.600", "On herons", date(2017, 9, 14), "Norway", "en", "GE.17-15898(E)"
)
SOURCES = [("a.txt", b"The NFH is good."), ("b.txt", b"Fish swim.")]


def test_a_sidecar_gives_each_name_its_other_forms():
    content = b'[aliases]\nNFH = "No First Heron"\n"G-9" = ["Group of 9", "G9"]\n'
    assert read_sidecar("a.toml", content).aliases == {
        "NFH": ("No First Heron",),
        "G-9": ("Group of 9", "G9"),
    }


def test_a_sidecar_says_what_its_document_is():
    content = (
        b'symbol = "CD/WP.600"\ntitle = "On herons"\ndate = 2017-09-14\n'
        b'submitted_by = "Norway"\nlanguage = "EN"\njob_number = "GE.17-15898(E)"\n'
    )
    assert read_sidecar("a.toml", content) == Sidecar(supplied=HERONS)
    written = read_sidecar("a.toml", b'date = "2017-09-14"').supplied
    assert written == Supplied(date=date(2017, 9, 14))


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf[aliases]\n", b"# only words"])
def test_a_sidecar_may_say_nothing(content: bytes):
    assert read_sidecar("a.toml", content) == Sidecar()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"NFH = = 1", "a.toml is not TOML: .*line 1"),
        (b"\xff", "a.toml is not UTF-8 text: byte 0"),
        (b"[alias]\n", "has the key 'alias', .* use one of: .*, aliases"),
        (b'aliases = "NFH"', r"not a table; write \[aliases\]"),
        (b"[aliases]\nNFH = 3", "alias 'NFH' has no other form; write it as"),
        (b"[aliases]\nNFH = []", "alias 'NFH' has no other form"),
        (b"[aliases]\nNFH = [3]", "the form 3, which is no name; write each"),
        (b'[aliases]\nNFH = " - "', "the form ' - ', which is no name"),
        (b'[aliases]\n"?" = "No First Heron"', r"the form '\?', which is no name"),
        (b'[aliases]\nNFH = "%s"' % (b"x" * 401), "401 characters; write the name"),
        (b"symbol = 5", "'symbol' is 5, which is no name; write it as text"),
        (b'symbol = " "', "'symbol' is ' ', which is no name"),
        (b'symbol = "A/1\\nB"', "'symbol' has a line break"),
        (b'title = "A\\u2028B"', "'title' has a line break"),
        (b'symbol = "%s"' % (b"x" * 101), "has 101 characters; write 100 at most"),
        (b'title = "%s"' % (b"x" * 1001), "has 1,001 characters; write 1,000 at most"),
        (b'date = "2017-02-30"', "'date' is '2017-02-30', which is no day"),
        (b"date = 2017-02-30", "a.toml is not TOML"),
        (b"date = 2017", "'date' is 2017, which is no day; write it as date = 2017"),
        (b"date = 2017-09-14T10:00:00", "which is no day"),
        (b'language = "english"', "'english', which is no code of ISO 639-1"),
        (b'language = "xx"', "'xx', which is no code of ISO 639-1"),
        (b"language = []", "which is no code of ISO 639-1"),
        (b"[job_number]", "'job_number' is {}, which is no name"),
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


LINES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40)
NAMES = LINES.map(lambda text: " ".join(f"a{text}".split()))


@given(
    st.builds(
        Sidecar,
        st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=3).map(tuple)),
        st.builds(
            Supplied,
            symbol=st.none() | NAMES,
            title=st.none() | NAMES,
            date=st.none() | st.dates(),
            submitted_by=st.none() | NAMES,
            language=st.sampled_from([None, "ar", "en", "zh"]),
        ),
    )
)
def test_a_sidecar_written_is_read_as_it_was(sidecar: Sidecar):
    assert read_sidecar("a.toml", write_sidecar(sidecar).encode()) == sidecar


def test_what_a_sidecar_says_wins_over_what_was_read(
    library: Library, embedder: Embedder
):
    sidecar = Sidecar(supplied=HERONS)
    (first, _) = library.add(SOURCES, embedder, sidecars={"a.txt": sidecar}).added
    document = library.document(first)
    assert document.masthead.symbol == "CD/WP.600"
    assert document.masthead.date == date(2017, 9, 14)
    assert document.masthead.submitted_by == "Norway"
    assert (document.title, document.language) == ("On herons", "en")
    assert document.supplied == HERONS.names
    assert library.documents()[0].title == "On herons"
    assert library.documents()[0].supplied == HERONS.names
    assert library.documents()[1].supplied == ()
    with library.catalogue() as catalogue:
        (entry,) = catalogue.called("symbol", "CD/WP.600")
        assert entry.id == first
        assert entry.supplied == HERONS.names
        assert catalogue.entry(first) == entry
    assert library.check() == []


def test_what_a_sidecar_says_is_searched(library: Library, embedder: Embedder):
    library.add(SOURCES, embedder)
    with library.snapshot() as snapshot:
        assert not len(snapshot.keywords.matching("Norway", 9, weights=EVERYWHERE)[0])
    library.add(SOURCES, embedder, sidecars={"a.txt": Sidecar(supplied=HERONS)})
    with library.snapshot() as snapshot:
        for words in ("Norway", "herons", "WP.600"):
            assert len(snapshot.keywords.matching(words, 9, weights=EVERYWHERE)[0]) == 1


def test_what_was_read_comes_back_when_nobody_says_otherwise(
    library: Library, embedder: Embedder
):
    (first, _) = library.add(SOURCES, embedder).added
    before = library.document(first)
    library.add(SOURCES, embedder, sidecars={"a.txt": Sidecar(supplied=HERONS)})
    report = library.add(SOURCES, embedder)
    assert report.replaced == (first,)
    assert library.document(first) == before
    with library.catalogue() as catalogue:
        assert catalogue.called("symbol", "CD/WP.600") == []
        assert catalogue.mentioning(Symbol("CD/WP.600")) == []


class NoEmbedder:
    """An embedder that fails when it is to embed passages."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)

    def embed_passages(self, texts: Sequence[str], *_: object) -> list[Embedding]:
        if texts:
            raise AssertionError(texts)
        return []


def test_another_sidecar_embeds_nothing(library: Library, embedder: Embedder):
    library.add(SOURCES, embedder)
    sidecars = {"a.txt": Sidecar(supplied=HERONS)}
    report = library.add(SOURCES, NoEmbedder(embedder), sidecars=sidecars)
    assert len(report.replaced) == 1
