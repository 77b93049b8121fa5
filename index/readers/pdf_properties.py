"""What a PDF says of itself: its title, language, page labels and outline."""

import ctypes
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfiumError

from index.documents import fold
from index.readers.pdf_headings import bare
from index.readers.titles import proper_title

# No outline that a person made has more entries.
MAX_OUTLINE = 20_000
MAX_OUTLINE_DEPTH = 15

_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]+")


def title(document: Any) -> str | None:
    """Return the title of a file's properties, if it looks like a title."""
    try:
        return proper_title(document.get_metadata_value("Title"))
    except (PdfiumError, UnicodeDecodeError):
        return None


def language(document: Any) -> str | None:
    """Return the ISO 639-1 code of the language that a file names."""
    length = pdfium_c.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < length <= 64:
        return None
    buffer = (ctypes.c_ushort * length)()
    pdfium_c.FPDFCatalog_GetLanguage(document, buffer, length)
    code = bytes(buffer).decode("utf-16-le", "ignore").rstrip("\0")
    match = _LANGUAGE.match(code)
    return match[1].lower() if match else None


def page_labels(document: Any, count: int) -> tuple[str, ...]:
    """Return the number that each page bears; empty where they count from 1."""
    labels = []
    for number in range(count):
        try:
            label = document.get_page_label(number)
        except (PdfiumError, UnicodeDecodeError):
            label = ""
        labels.append(fold(_CONTROL.sub("", label)))
    plain = [str(number) for number in range(1, count + 1)]
    if labels == plain or not any(labels):
        return ()
    return tuple(label or own for label, own in zip(labels, plain, strict=True))


def outline(document: Any) -> Mapping[str, list[tuple[int, int]]]:
    """Return the levels and pages of an outline's entries, by their bare titles.

    A page is -1 where an entry names none.
    """
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    try:
        for n, entry in enumerate(document.get_toc(max_depth=MAX_OUTLINE_DEPTH)):
            if n >= MAX_OUTLINE:
                break
            target = entry.get_dest()
            at = target.get_index() if target else None
            key = bare(entry.get_title())
            if key:
                found[key].append((entry.level, -1 if at is None else at))
    except (PdfiumError, UnicodeDecodeError, ValueError):
        # A broken outline is as good as none: it only helps with the headings.
        return {}
    return found
