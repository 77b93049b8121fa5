"""XML from strangers: parsed without entities, network or bottomless nesting."""

from functools import cache
from typing import Any

from index.errors import UnreadableDocumentError

Element = Any
"""An element of lxml, which ships no types."""

# Word nests some thirty deep; the readers walk a tree by recursion.
MAX_DEPTH = 200


def xml_tree(name: str, member: str, content: bytes) -> Element:
    """Return the root element of a part of a document; comments are left out.

    Args:
        name: The file's name, for messages.
        member: Which part of it this is, for messages.
        content: The part's bytes.

    Raises:
        UnreadableDocumentError: It is no well-formed XML, declares a document type
            (and so perhaps entities), or nests deeper than `MAX_DEPTH`.
    """
    from lxml import etree

    try:
        root = etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocumentError(
            f"{name} is damaged: {member} is not well-formed XML ({error}); "
            "open it, save it again and add that"
        ) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableDocumentError(
            f"{name} declares a document type in {member}, which may hide entities and "
            "which no office program writes; open it, save it again and add that"
        )
    if _too_deep()(root):
        raise UnreadableDocumentError(
            f"{name} nests its elements more than {MAX_DEPTH} deep in {member}, as no "
            "document does; open it, save it again and add that"
        )
    return root


@cache
def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


@cache
def _too_deep() -> Any:
    from lxml import etree

    return etree.XPath(f"boolean(/*{'/*' * MAX_DEPTH})")
