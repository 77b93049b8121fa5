import codecs
from hashlib import sha256

import pytest

from index.errors import UnreadableDocumentError, UnsupportedFormatError
from index.reading import read

TEXT = "A title\r\n\r\nThe café met on Tuesday.\x0c\r\nIt was closed.\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
)
def test_every_character_is_kept_but_the_byte_order_mark(content):
    document = read("a.txt", content).document
    assert document.text == TEXT
    assert document.sha256 == sha256(content).hexdigest()
    assert document.id == document.sha256[:16]


def test_text_in_another_encoding_is_read_with_a_warning_that_names_it():
    document = read("a.txt", "café".encode("latin-1")).document
    assert document.text == "café"
    assert "Windows-1252" in document.warnings[0]


def test_bytes_in_no_encoding_name_the_byte_and_the_remedy():
    with pytest.raises(
        UnreadableDocumentError, match=r"a\.txt is not UTF-8 .*byte 3 .*save"
    ):
        read("a.txt", b"abc\xff\x01\x02\x03\x04\x05\x06")


def test_half_a_character_of_utf_16_is_reported():
    with pytest.raises(UnreadableDocumentError, match="UTF-16-LE"):
        read("a.txt", codecs.BOM_UTF16_LE + b"a")


@pytest.mark.parametrize(
    "content", [b"", b" \n\t\r\n", "\ufeff".encode(), b"---\n***\n"]
)
def test_a_document_without_text_is_refused(content):
    with pytest.raises(UnreadableDocumentError, match="no text"):
        read("a.txt", content)


def test_binary_content_is_refused():
    with pytest.raises(UnreadableDocumentError, match="zero character at position 2"):
        read("a.txt", b"PK\0\0")


def test_an_unknown_suffix_names_the_known_ones():
    with pytest.raises(UnsupportedFormatError, match=r"\.xyz.*\.md, .*\.txt"):
        read("a.xyz", b"text")
    with pytest.raises(UnsupportedFormatError, match="without a suffix"):
        read("README", b"text")


def test_suffixes_are_read_without_regard_to_case():
    assert read("A.TXT", b"Some text.").document.name == "A.TXT"


def test_the_title_is_printed_or_else_the_name():
    assert read("a.md", b"# On *space*\n\nText follows.").document.title == "On space"
    assert read("a.txt", b"It is all one sentence.").document.title == "a.txt"


def test_the_language_is_printed_or_else_detected():
    french = (
        "Le Comité a examiné le rapport du groupe de travail sur les débris spatiaux."
    )
    assert read("a.txt", french.encode()).document.language == "fr"
    assert (
        read("a.txt", f"GE.18-1234(S)\n\n{french}".encode()).document.language == "es"
    )
    printed = f"CD/1\n\nEnglish\n\nGE.18-1234(S)\n\n{french}"
    assert read("a.txt", printed.encode()).document.language == "en"
