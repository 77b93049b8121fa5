import io
import zipfile

import pytest

from index.errors import UnreadableDocumentError
from index.readers import extract
from index.reading import read

CONTAINER = (
    "<?xml version='1.0'?><container xmlns='urn:oasis:names:tc:opendocument:xmlns:"
    "container'><rootfiles><rootfile full-path='OPS/book.opf'/></rootfiles></container>"
)
PACKAGE = (
    "<package xmlns='http://www.idpf.org/2007/opf'><metadata xmlns:dc='http://purl.org/dc"
    "/elements/1.1/'><dc:title>On  Space</dc:title><dc:language>fr-CH</dc:language>"
    "</metadata><manifest><item id='n' href='nav.xhtml' properties='nav' media-type="
    "'application/xhtml+xml'/>{items}</manifest><spine><itemref idref='n'/>{spine}"
    "</spine></package>"
)
CHAPTERS = ["text/two%20.xhtml", "one.xhtml"]


def chapter(n):
    paragraphs = "".join(
        f"<p id='p{k}'>Chapter {n} says its sentence number {k}, whole.</p>"
        for k in range(20)
    )
    return f"<html><body><h1>Chapter {n}</h1>{paragraphs}</body></html>"


def book(compression=zipfile.ZIP_STORED, **other):
    items = "".join(
        f"<item id='c{n}' href='{href}' media-type='application/xhtml+xml'/>"
        for n, href in enumerate(CHAPTERS)
    )
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": PACKAGE.format(
            items=items, spine="<itemref idref='c0'/><itemref idref='c1'/>"
        ),
        "OPS/nav.xhtml": "<nav><ol><li>Contents of the book</li></ol></nav>",
        "OPS/text/two .xhtml": chapter(0),
        "OPS/one.xhtml": chapter(1),
        **other,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, text in members.items():
            if text is not None:
                archive.writestr(name, text)
    return packed.getvalue()


def test_a_book_packed_by_another_program_is_one():
    first = {"mimetype": None, "OPS/one.xhtml": chapter(1)}
    late = {**first, "mimetype": "application/epub+zip"}
    for packed in (
        book(zipfile.ZIP_DEFLATED),
        book(zipfile.ZIP_DEFLATED, mimetype=None),
        book(**dict(reversed(late.items()))),
    ):
        assert len(read("a.epub", packed).passages) == 2 * 20


def test_chapters_are_read_in_the_order_of_the_spine():
    reading = read("a.epub", book())
    assert [p.text for p in reading.passages] == [
        f"Chapter {n} says its sentence number {k}, whole."
        for n in range(2)
        for k in range(20)
    ]
    assert reading.passages[25].section == ("Chapter 1",)
    assert reading.document.title == "On Space"
    assert extract("a.epub", book()).language == "fr"
    assert "Contents" not in reading.document.text


def test_anchors_are_named_as_links_in_the_book_name_them():
    reading = read("a.epub", book())
    anchors = {name: at for at, name in reading.document.anchors}
    assert anchors["one.xhtml#p7"] == reading.passages[27].locator.spans[0][0]
    assert anchors["two .xhtml#p0"] == reading.passages[0].locator.spans[0][0]
    assert list(reading.document.anchors) == sorted(reading.document.anchors)


def encryption(uri):
    return (
        "<encryption xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><e:"
        "EncryptedData xmlns:e='http://www.w3.org/2001/04/xmlenc#'><e:CipherData><e:CipherReference"
        f" URI='{uri}'/></e:CipherData></e:EncryptedData></encryption>"
    )


def test_encrypted_chapters_are_refused_and_encrypted_fonts_are_not():
    locked = book(**{"META-INF/encryption.xml": encryption("OPS/one.xhtml")})
    with pytest.raises(UnreadableDocumentError, match=r"a\.epub .* rights management"):
        read("a.epub", locked)
    fonts = book(**{"META-INF/encryption.xml": encryption("OPS/font.otf")})
    assert len(read("a.epub", fonts).passages) == 40


def test_a_missing_chapter_is_told_and_the_rest_is_read():
    reading = read("a.epub", book(**{"OPS/one.xhtml": None}))
    assert len(reading.passages) == 20
    assert reading.document.warnings == (
        "The chapter OPS/one.xhtml is missing from the book.",
    )


def test_a_book_without_a_package_is_refused():
    with pytest.raises(UnreadableDocumentError, match="container"):
        read("a.epub", book(**{"META-INF/container.xml": None}))
    with pytest.raises(UnreadableDocumentError, match="rootfile"):
        read("a.epub", book(**{"META-INF/container.xml": "<container/>"}))


def test_a_part_of_a_book_is_refused():
    with pytest.raises(UnreadableDocumentError, match=r"a\.epub"):
        read("a.epub", book()[:-200])
