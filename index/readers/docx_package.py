"""The parts of a Word document: which there are, and how each refers to others."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import UnreadableDocumentError
from index.readers.archives import Archive
from index.readers.xmltrees import Element, xml_tree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The name space of WordprocessingML, as lxml writes it before a tag."""

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DC = "{http://purl.org/dc/elements/1.1/}"
# "Strict" documents name the same things otherwise.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_USUAL_MAIN = "word/document.xml"
_LARGEST = 10**6


@dataclass(frozen=True, slots=True)
class _Relation:
    id: str
    kind: str
    target: str


class Package:
    """A Word document's parts, each read and parsed when it is asked for."""

    def __init__(self, archive: Archive) -> None:
        """Find the main part.

        Raises:
            UnreadableDocumentError: There is none, or it is of another program.
        """
        self._archive = archive
        self._relations = list(self._relations_of(""))
        main = self._target("officeDocument")
        self._main = main if main and main in archive else _USUAL_MAIN
        self.main = self._tree(self._main)
        if self.main.tag != f"{W}document":
            raise UnreadableDocumentError(
                f"{archive.name} holds no text of Word, perhaps a table or slides; "
                "save it as DOCX from Word and add that"
            )
        self._relations_of_main = list(self._relations_of(self._main))

    def part(self, kind: str) -> Element | None:
        """Return the root of the part of a kind ("styles"), or None."""
        for relation in self._relations_of_main:
            if relation.kind == kind and relation.target in self._archive:
                return self._tree(relation.target)
        return None

    def referred(self, reference: Element) -> Element | None:
        """Return the root of the part that an element names by its id, or None."""
        wanted = reference.get(f"{_R}id")
        for relation in self._relations_of_main:
            if relation.id == wanted and relation.target in self._archive:
                return self._tree(relation.target)
        return None

    def title(self) -> str | None:
        """Return the title in the document's properties, if it has one."""
        target = self._target("core-properties")
        if not target or target not in self._archive:
            return None
        found = self._tree(target).findtext(f"{_DC}title")
        return " ".join(found.split()) or None if found else None

    def _target(self, kind: str) -> str:
        return next((r.target for r in self._relations if r.kind == kind), "")

    def _relations_of(self, part: str) -> Iterator[_Relation]:
        folder, file = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{file}.rels")
        if listed not in self._archive:
            return
        for element in self._tree(listed):
            target = element.get("Target", "")
            if element.get("TargetMode") != "External" and target:
                yield _Relation(
                    id=element.get("Id", ""),
                    kind=element.get("Type", "").rpartition("/")[2],
                    target=posixpath.normpath(
                        posixpath.join("/", folder, target)
                    ).lstrip("/"),
                )

    def _tree(self, member: str) -> Element:
        content = self._archive.read(member)
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        return xml_tree(self._archive.name, member, content)


def value(parent: Element | None, tag: str, name: str = "val") -> str | None:
    """Return an attribute of a child element, or None where either is missing."""
    child = None if parent is None else parent.find(W + tag)
    found: str | None = None if child is None else child.get(W + name)
    return found


def number(parent: Element | None, tag: str) -> int | None:
    """Return a child's value as a number within reason, or None."""
    found = value(parent, tag)
    try:
        return None if found is None else min(max(int(found), 0), _LARGEST)
    except ValueError:
        return None


def switch(parent: Element | None, tag: str) -> bool | None:
    """Return whether a property is on, or None where it is not set."""
    if parent is None or parent.find(W + tag) is None:
        return None
    return value(parent, tag) not in ("0", "false", "off", "none")
