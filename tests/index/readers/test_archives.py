import io
import zipfile
import zlib

import pytest

from index.errors import UnreadableDocumentError
from index.readers import archives
from index.readers.archives import open_archive


def packed(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return found.getvalue()


def test_a_member_comes_back_whole():
    with open_archive("a.docx", packed({"a/b.xml": b"text" * 1000})) as archive:
        assert archive.names() == ("a/b.xml",)
        assert "a/b.xml" in archive
        assert archive.read("a/b.xml") == b"text" * 1000


def test_a_missing_member_is_named():
    with (
        open_archive("a.odt", packed({"a": b""})) as archive,
        pytest.raises(UnreadableDocumentError, match=r"no content\.xml .* ODT"),
    ):
        archive.read("content.xml")


def test_a_bomb_is_refused_before_it_is_unpacked():
    content = packed({"a.xml": bytes(20 * 1024**2)})
    with (
        open_archive("a.docx", content) as archive,
        pytest.raises(UnreadableDocumentError, match="would unpack to 20,971,520"),
    ):
        archive.read("a.xml")


def test_a_bomb_that_lies_about_its_size_is_refused():
    content = bytearray(packed({"a.xml": bytes(20 * 1024**2)}))
    said = (20 * 1024**2).to_bytes(4, "little")
    while said in content:
        at = content.index(said)
        content[at : at + 4] = (1000).to_bytes(4, "little")
    with (
        open_archive("a.docx", bytes(content)) as archive,
        pytest.raises(UnreadableDocumentError, match="damaged"),
    ):
        archive.read("a.xml")


def test_all_that_is_read_of_a_file_is_bounded(monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED", 250)
    content = packed({"a": b"x" * 100, "b": b"y" * 100, "c": b"z" * 100})
    with open_archive("a.docx", content) as archive:
        archive.read("a")
        archive.read("b")
        with pytest.raises(UnreadableDocumentError, match="no document's size"):
            archive.read("c")


def test_more_members_than_any_document_has_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 10)
    content = packed({str(n): b"" for n in range(11)})
    with pytest.raises(UnreadableDocumentError, match="more than 10 parts"):
        open_archive("a.docx", content)


@pytest.mark.parametrize("cut", [0, 10, 60, -1])
def test_what_is_no_whole_archive_is_refused(cut):
    with pytest.raises(UnreadableDocumentError, match=r"^a\.docx is not a DOCX"):
        open_archive("a.docx", packed({"a.xml": b"x" * 500})[:cut])


def test_a_damaged_member_is_refused():
    content = packed({"a.xml": b"abc" * 100}, zipfile.ZIP_STORED)
    content = content.replace(b"abcabc", b"abdabc", 1)
    with (
        open_archive("a.docx", content) as archive,
        pytest.raises(UnreadableDocumentError, match="damaged"),
    ):
        archive.read("a.xml")


def test_a_locked_or_oddly_packed_member_is_refused():
    odd = packed({"a.xml": b"text"}, zipfile.ZIP_BZIP2)
    with (
        open_archive("a.docx", odd) as archive,
        pytest.raises(UnreadableDocumentError, match="encrypted or packed"),
    ):
        archive.read("a.xml")


def test_an_old_or_locked_word_file_says_what_to_do():
    content = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000)
    with pytest.raises(UnreadableDocumentError, match=r"password.*save it as DOCX"):
        open_archive("a.docx", content)


def test_an_honest_archive_may_pack_tightly():
    text = b"<w:p><w:r><w:t>row</w:t></w:r></w:p>" * 100_000
    assert len(text) / len(zlib.compress(text)) > archives.MAX_RATIO
    with open_archive("a.docx", packed({"a.xml": text})) as archive:
        assert archive.read("a.xml") == text
