"""Electronic books in EPUB: the chapters of the spine, one after the other."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urldefrag

from index.blocks import Block
from index.errors import UnreadableDocumentError
from index.extracts import Extract
from index.layout import logical_lines
from index.readers.archives import Archive, open_archive
from index.readers.html import html_extract, language_code
from index.readers.html_encoding import decoded_page
from index.readers.xmltrees import Element, xml_tree

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_XHTML = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_BETWEEN_CHAPTERS = "\n\n"
# Books of the first EPUB name the form of their lists; nothing in it is needed.
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*>", re.IGNORECASE)


def read_epub(name: str, content: bytes) -> Extract:
    """Return a book's text in the order of its spine, contents pages left out.

    Anchors are named as links in the book name them: "chapter2.xhtml#note4".

    Raises:
        UnreadableDocumentError: The bytes are no EPUB, or its text is encrypted.
    """
    with open_archive(name, content) as archive:
        package = _package(archive)
        _refuse_encrypted(archive, package)
        book = _Book(package.title)
        for member in package.chapters:
            if member in archive:
                text, warnings = decoded_page(name, archive.read(member))
                book.add(posixpath.basename(member), html_extract(text, warnings))
            else:
                book.warnings.append(f"The chapter {member} is missing from the book.")
    return Extract(
        text="".join(book.chunks),
        blocks=tuple(book.blocks),
        anchors=tuple(book.anchors),
        title=package.title or None,
        language=language_code(package.language),
        warnings=tuple(dict.fromkeys(book.warnings)),
    )


@dataclass(frozen=True, slots=True)
class _Package:
    """What a book says of itself, and its chapters' names in the archive."""

    title: str
    language: str
    chapters: tuple[str, ...]


@dataclass(slots=True)
class _Book:
    """The chapters read so far, as one text."""

    title: str
    chunks: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    anchors: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    length: int = 0

    def __post_init__(self) -> None:
        if self.title:
            span = (0, len(self.title))
            self.blocks.append(Block((span,), self.title, "title"))
            self._write(self.title)

    def add(self, member: str, chapter: Extract) -> None:
        """Add a chapter behind those read before it."""
        self.warnings += chapter.warnings
        if not chapter.text:
            return
        if self.length:
            self._write(_BETWEEN_CHAPTERS)
        start = self.length
        self._write(chapter.text)
        self.anchors.append((start, member))
        self.anchors += [(start + at, f"{member}#{a}") for at, a in chapter.anchors]
        blocks = chapter.blocks
        if blocks is None:
            blocks = tuple(logical_lines(chapter.text))
        self.blocks += [_shifted(block, start) for block in blocks]

    def _write(self, text: str) -> None:
        self.chunks.append(text)
        self.length += len(text)


def _shifted(block: Block, start: int) -> Block:
    """Return a chapter's block as one of the book; the chapter's title is a heading."""
    is_title = block.kind == "title"
    return replace(
        block,
        spans=tuple((start + a, start + b) for a, b in block.spans),
        kind="heading" if is_title else block.kind,
        level=1 if is_title else block.level,
    )


def _package(archive: Archive) -> _Package:
    container = _tree(archive, _CONTAINER)
    path = next((e.get("full-path") for e in _all(container, "rootfile")), None)
    if not path:
        raise UnreadableDocumentError(
            f"{archive.name} does not say where its book is ({_CONTAINER} names no "
            "rootfile); save it again as EPUB"
        )
    opf = _tree(archive, path)
    folder = posixpath.dirname(path)
    members: dict[str, str] = {}
    left_out = set()
    for item in _all(opf, "item"):
        member = _member(folder, item.get("href") or "")
        if item.get("media-type") in _XHTML:
            members[item.get("id") or ""] = member
        if "nav" in (item.get("properties") or "").split():
            left_out.add(member)
    for reference in _all(opf, "reference"):
        if (reference.get("type") or "").lower() == "toc":
            left_out.add(_member(folder, reference.get("href") or ""))
    spine = [members.get(item.get("idref") or "") for item in _all(opf, "itemref")]
    chapters = tuple(
        dict.fromkeys(m for m in spine if m is not None and m not in left_out)
    )
    return _Package(_first(opf, "title"), _first(opf, "language"), chapters)


def _refuse_encrypted(archive: Archive, package: _Package) -> None:
    """Refuse a book whose chapters are locked; locked fonts do no harm."""
    if _ENCRYPTION not in archive:
        return
    locked = {
        unquote(reference.get("URI") or "")
        for reference in _all(_tree(archive, _ENCRYPTION), "CipherReference")
    }
    if locked & set(package.chapters):
        raise UnreadableDocumentError(
            f"{archive.name} is protected by digital rights management: its chapters "
            "are encrypted; ask for a copy without protection"
        )


def _tree(archive: Archive, member: str) -> Element:
    content = _DOCTYPE.sub(b"", archive.read(member), count=1)
    return xml_tree(archive.name, member, content)


def _all(root: Element, name: str) -> Iterator[Mapping[str, str]]:
    """Yield the elements of a local name, in any namespace."""
    yield from root.iter(f"{{*}}{name}")


def _first(root: Element, name: str) -> str:
    for element in root.iter(f"{{*}}{name}"):
        return " ".join("".join(element.itertext()).split())
    return ""


def _member(folder: str, href: str) -> str:
    """Return the archive's name of a file that the package names, fragment cut off."""
    path = unquote(urldefrag(href)[0])
    return posixpath.normpath(posixpath.join(folder, path))
