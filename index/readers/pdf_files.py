"""A PDF file: whether it can be opened, and what its pages print, pictures too."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from index.errors import UnreadableDocumentError
from index.readers import pdf_ocr
from index.readers.pdf_print import MAX_PAGE_CHARACTERS, Page

# The longest books have fewer; a file with more is a trap, or an archive.
MAX_PAGES = 5_000
MAX_CHARACTERS = 30_000_000

_REMEDY = "open it in a PDF viewer, save or print it as a new PDF, and add that"


@contextmanager
def opened(name: str, content: bytes) -> Iterator[Any]:
    """Open a PDF, and close it in the end.

    Raises:
        UnreadableDocumentError: It is broken, locked or too long.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocumentError(
                f"{name} is locked with a password; save it without one and add "
                "that file"
            ) from error
        raise UnreadableDocumentError(
            f"{name} is not a whole PDF file; {_REMEDY}"
        ) from error
    try:
        if not 0 < len(document) <= MAX_PAGES:
            raise UnreadableDocumentError(
                f"{name} has {len(document):,} pages; a document has 1 to "
                f"{MAX_PAGES:,}: divide it and add the parts"
            )
        yield document
    finally:
        document.close()


def read_pages(name: str, document: Any) -> tuple[list[Page], list[str]]:
    """Return the pages of a file, and warnings about those that are no text.

    Raises:
        UnreadableDocumentError: No page can be read, or there is too much text.
    """
    import pypdfium2

    from index.readers.pdf_pages import read_page
    from index.readers.pdf_tags import with_whole_blocks

    pages: list[Page] = []
    broken: list[int] = []
    cut: list[int] = []
    pictures: list[int] = []
    characters = 0
    for number in range(len(document)):
        try:
            page = document[number]
            try:
                found = read_page(number, page)
            finally:
                page.close()
        except pypdfium2.PdfiumError:
            broken.append(number)
            pages.append(Page(number, 0.0, 0.0, ()))
            continue
        characters += sum(len(run.text) for run in found.runs)
        if characters > MAX_CHARACTERS:
            raise UnreadableDocumentError(
                f"{name} has more than {MAX_CHARACTERS:,} characters of text; divide "
                "it and add the parts"
            )
        if not found.is_whole:
            cut.append(number)
        if found.pictured and not found.has_text:
            pictures.append(number)
        pages.append(found)
    warnings = _recognize(name, document, pages, pictures)
    if broken:
        warnings.append(f"{_named(broken)} cannot be read: the file is damaged there")
    if cut:
        warnings.append(
            f"{_named(cut)}: only the first {MAX_PAGE_CHARACTERS:,} characters of a "
            "page are read, and there are more"
        )
    if len(broken) == len(pages):
        raise UnreadableDocumentError(f"{name} has no page that can be read; {_REMEDY}")
    return list(with_whole_blocks(pages)), warnings


def _recognize(
    name: str, document: Any, pages: list[Page], pictures: Sequence[int]
) -> list[str]:
    """Read the pages that are pictures; return what their readers are to know."""
    if not pictures:
        return []
    has_text = any(page.has_text for page in pages)
    verb = "are pictures" if len(pictures) > 1 else "is a picture"
    if not pdf_ocr.is_installed():
        finding = f"{_named(pictures)} {verb} without text"
        if not has_text:
            raise UnreadableDocumentError(
                f"{name} has no text: {finding[0].lower()}{finding[1:]}; install "
                "tesseract-ocr and add the file again"
            )
        return [f"{finding}; install tesseract-ocr and add the file again."]
    packs = pdf_ocr.languages()
    unread: list[int] = []
    for number in pictures:
        page = document[number]
        try:
            runs = pdf_ocr.recognized(page, packs)
            width, height = page.get_size()
        finally:
            page.close()
        pages[number] = replace(pages[number], runs=runs, width=width, height=height)
        if not pages[number].has_text:
            unread.append(number)
    read = [number for number in pictures if number not in unread]
    if not has_text and not read:
        raise UnreadableDocumentError(
            f"{name} has no text: it is pictures, and tesseract finds no words in "
            "them; check the file, and that tesseract has its language"
        )
    found = []
    if read:
        was = "were" if len(read) > 1 else "was"
        found.append(
            f"{_named(read)} {was} read by OCR; check quotations against the file."
        )
    if unread:
        verb = "are pictures" if len(unread) > 1 else "is a picture"
        found.append(f"{_named(unread)} {verb} in which OCR finds no words.")
    return found


def _named(numbers: Sequence[int]) -> str:
    """Return "Page 4" or "Pages 1, 3-5" for pages counted from 0."""
    ranges: list[str] = []
    for _, run in itertools.groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        same = [number + 1 for _, number in run]
        ranges.append(f"{same[0]}-{same[-1]}" if len(same) > 1 else f"{same[0]}")
    return f"{'Pages' if len(numbers) > 1 else 'Page'} {', '.join(ranges)}"
