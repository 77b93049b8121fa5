import pytest

from index.errors import UnreadableDocumentError
from index.readers.xmltrees import MAX_DEPTH, xml_tree


def nested(depth: int) -> bytes:
    return b"<a>" * depth + b"</a>" * depth


def test_comments_and_instructions_are_left_out():
    root = xml_tree("a.docx", "b.xml", b"<a>x<!-- no --><?no no?><b/></a>")
    assert [child.tag for child in root] == ["b"]


def test_elements_may_nest_so_deep_and_no_deeper():
    assert xml_tree("a.docx", "b.xml", nested(MAX_DEPTH)).tag == "a"
    with pytest.raises(UnreadableDocumentError, match=r"deep in b\.xml"):
        xml_tree("a.docx", "b.xml", nested(MAX_DEPTH + 1))
    with pytest.raises(UnreadableDocumentError, match=r"^a\.docx is damaged"):
        xml_tree("a.docx", "b.xml", nested(100_000))


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a [<!ENTITY x "y">]>',
        "<!DOCTYPE a>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(doctype, encoding):
    with pytest.raises(UnreadableDocumentError, match="document type"):
        xml_tree("a.docx", "b.xml", f"{doctype}<a/>".encode(encoding))


def test_entities_that_swell_are_refused():
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE a [<!ENTITY e1 "0123456789">{entities}]><a b="&e12;">&e12;</a>'
    with pytest.raises(UnreadableDocumentError):
        xml_tree("a.docx", "b.xml", bomb.encode())


@pytest.mark.parametrize("content", [b"", b"<a", b"text", b"<a></b>", b"\xff\xfe<"])
def test_what_is_no_xml_is_refused_and_named(content):
    with pytest.raises(UnreadableDocumentError, match=r"a\.docx is damaged: b\.xml"):
        xml_tree("a.docx", "b.xml", content)
