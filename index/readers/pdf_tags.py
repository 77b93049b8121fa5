"""The blocks of a tagged PDF: which paragraph of the file's own structure prints what.

Word, browsers and the like write into a PDF where each paragraph, item and cell is.
"""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2.raw as pdfium_c

from index.readers.pdf_print import Page

# No page has more elements that a person wrote, nor deeper ones.
MAX_ELEMENTS = 20_000
MAX_DEPTH = 60
# Pages number their blocks apart from each other.
_PER_PAGE = MAX_ELEMENTS + 1

# What stands inside a paragraph; all else is a block of its own.
_INLINE = frozenset(
    {
        *("Span", "NonStruct", "Private", "Strong", "Em", "Sub", "Quote", "Link"),
        *("Reference", "Annot", "Code", "Lbl", "LBody", "BibEntry", "Formula", "Form"),
        *("Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP"),
    }
)


@dataclass(slots=True)
class Tags:
    """The blocks of one page.

    Attributes:
        of: The block of each piece of marked content, by its number on the page.
        from_before: The blocks that begin on an earlier page, in their order.
        to_after: The blocks that go on on a later page.
    """

    of: dict[int, int] = field(default_factory=dict)
    from_before: list[int] = field(default_factory=list)
    to_after: list[int] = field(default_factory=list)


def tags(number: int, page: Any) -> Tags:
    """Return the blocks of a page that PDFium has opened; none where it has no tags."""
    found = Tags()
    tree = pdfium_c.FPDF_StructTree_GetForPage(page)
    if not tree:
        return found
    try:
        count = min(pdfium_c.FPDF_StructTree_CountChildren(tree), MAX_ELEMENTS)
        reader = _Reader(found, number * _PER_PAGE)
        for at in range(count):
            element = pdfium_c.FPDF_StructTree_GetChildAtIndex(tree, at)
            if element:
                reader.read(element, 0, 0)
        reader.find_seams()
    finally:
        pdfium_c.FPDF_StructTree_Close(tree)
    return found


def with_whole_blocks(pages: Sequence[Page]) -> Iterator[Page]:
    """Yield the pages; a block that goes over to the next one is the same there."""
    before: Sequence[int] = ()
    for page in pages:
        same = dict(_paired(before, page.from_before))
        if same:
            runs = (replace(r, block=same.get(r.block, r.block)) for r in page.runs)
            page = replace(page, runs=tuple(runs))
        yield page
        before = [same.get(block, block) for block in page.to_after]


def _paired(before: Sequence[int], after: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield which block of a page is which of the page before."""
    if len(before) == len(after):
        yield from zip(after, before, strict=True)
    elif before and after:
        yield after[0], before[-1]


@dataclass(slots=True)
class _Reader:
    """What is known of a page's elements so far.

    Attributes:
        last: The number of the last block.
        content: For each block, whether each of its parts is on this page, in order.
    """

    found: Tags
    last: int
    content: dict[int, list[bool]] = field(default_factory=dict)
    elements: int = 0

    def read(self, element: Any, block: int, depth: int) -> None:
        """Note an element's content, and that of all inside it."""
        self.elements += 1
        if self.elements > MAX_ELEMENTS or depth > MAX_DEPTH:
            return
        if not block or _kind(element) not in _INLINE:
            self.last += 1
            block = self.last
        parts = self.content.setdefault(block, [])
        count = pdfium_c.FPDF_StructElement_CountChildren(element)
        for at in range(min(count, MAX_ELEMENTS)):
            inner = pdfium_c.FPDF_StructElement_GetChildAtIndex(element, at)
            if inner:
                self.read(inner, block, depth + 1)
                continue
            marked = pdfium_c.FPDF_StructElement_GetChildMarkedContentID(element, at)
            parts.append(marked >= 0)
            if marked >= 0:
                self.found.of[marked] = block

    def find_seams(self) -> None:
        """Note the blocks of which a part stands on another page."""
        for block, parts in self.content.items():
            if any(parts) and not parts[0]:
                self.found.from_before.append(block)
            if any(parts) and not parts[-1]:
                self.found.to_after.append(block)


def _kind(element: Any) -> str:
    """Return the standard type of an element."""
    buffer = ctypes.create_string_buffer(128)
    length = pdfium_c.FPDF_StructElement_GetType(element, buffer, 128)
    if not 0 < length <= 128:
        return ""
    return buffer.raw[:length].decode("utf-16-le", "ignore").rstrip("\0")
