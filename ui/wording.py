"""How documents, paragraphs and numbers are named on the page."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from qa import Citation, CitedDocument
from qa.supplied import as_supplied

NO_HEADING = "Under no heading"
SECTION_ARROW = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "

STYLE_NAMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "Footnotes and references": {
            "un-footnote": "UN footnote",
            "un-text": "UN text note",
            "bluebook": "Bluebook",
            "oscola": "OSCOLA",
            "chicago": "Chicago",
            "apa": "APA",
        },
        "Reference managers": {
            "bibtex": "BibTeX",
            "ris": "RIS",
            "csl-json": "CSL-JSON",
        },
        "The quotation": {
            "markdown": "Markdown",
            "plain": "Plain text",
            "link": "Link",
        },
    }
)
"""Styles of `qa.styles` as the menu "Cite this" groups and names them."""

EXPORT_NAMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "The chat": {
            "markdown": "Markdown",
            "html": "Page to print",
        },
        "What it cites": {
            "bibtex": "BibTeX",
            "ris": "RIS",
            "csl-json": "CSL-JSON",
        },
    }
)
"""Forms of `qa.exporting` as the menu "Export" groups and names them."""

_LABEL = re.compile(r"(?P<part>\D*?)\s*(?P<number>\S*\d.*)", re.DOTALL)


def facts(document: CitedDocument) -> str:
    """Return a document's symbol, job number and date on one line.

    What a sidecar supplies of them is said to be supplied.
    """
    return joined(
        document.symbol or "",
        document.job_number or "",
        long_date(document.date),
        as_supplied(document.supplied),
    )


def pinpoint(citation: Citation) -> str:
    """Return where a citation stands: "Paragraph 11 · Page 7 · Conclusions"."""
    return joined(
        _paragraph_name(citation),
        pages_name(citation),
        SECTION_ARROW.join(citation.section),
    )


def pages_name(citation: Citation) -> str:
    """Return "Page 7", "Pages 7–8", or ""."""
    numbers = citation.page_numbers
    if not numbers or not citation.pages:
        return ""
    first, last = citation.pages
    return f"Page {numbers}" if first == last else f"Pages {numbers}"


def margin_number(citation: Citation) -> str:
    """Return a paragraph's number for the margin, in brackets when we counted it."""
    if citation.paragraph is None:
        return ""
    number = _split(citation.paragraph.label)[1]
    return number if citation.paragraph.basis == "printed" else f"[{number}]"


def part(citation: Citation) -> str:
    """Return the part of the document a label names: "Cover note", or ""."""
    if citation.paragraph is None:
        return ""
    return capital(_split(citation.paragraph.label)[0])


def copied(citation: Citation) -> str:
    """Return a quotation with its source, as it is pasted into a paper."""
    document = citation.document
    names = dict.fromkeys((citation.label, document.title, long_date(document.date)))
    return f"“{citation.quote}” ({', '.join(name for name in names if name)})"


def long_date(written: str | None) -> str:
    """Return "14 September 2017" for "2017-09-14"; what is no date, as it stands."""
    try:
        day = date.fromisoformat(written or "")
    except ValueError:
        return written or ""
    return f"{day.day} {day:%B %Y}"


def counted(number: int, noun: str) -> str:
    """Return "1 passage", "2 passages", "1,234 passages"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def sentence(message: str) -> str:
    """Return an error's message as a sentence."""
    return capital(message).rstrip(".") + "."


def joined(*parts: str) -> str:
    """Return the parts that are not empty, with dots between."""
    return " · ".join(part for part in parts if part)


def capital(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def _paragraph_name(citation: Citation) -> str:
    """Return "Paragraph 11", or "Cover note, paragraph 2 (counted)", or ""."""
    if citation.paragraph is None:
        return ""
    named, number = part(citation), _split(citation.paragraph.label)[1]
    name = f"{named}, paragraph {number}" if named else f"Paragraph {number}"
    return name if citation.paragraph.basis == "printed" else f"{name} (counted)"


def _split(label: str) -> tuple[str, str]:
    """Return a label's part and number: ("cover note", "2") or ("", "10 (b)")."""
    found = _LABEL.fullmatch(label)
    return (found["part"], found["number"]) if found else ("", label)
