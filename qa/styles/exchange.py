"""Bibliography formats that reference managers read: BibTeX, RIS and CSL-JSON."""

import json
import re
from collections.abc import Iterable
from typing import Any
from unicodedata import category, normalize

from qa.records import Pinpoint, Record
from qa.styles.notes import UN
from qa.styles.quotations import address

# A brace, even an escaped one, must be balanced in BibTeX, so that none is written.
LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
    }
)

CSL_LABELS = {"paragraph": "paragraph", "note": "note", "page": "page"}
"""CSL's names of pinpoints; what is not here is a "section"."""

_NOT_KEY = re.compile(r"[^A-Za-z0-9]+")


def bibtex(record: Record) -> str:
    """Return a BibTeX entry, the symbol in `number`, the pinpoint in `note`.

    Titles keep their capitals. The text is UTF-8 with TeX's own characters escaped.
    """
    fields = {
        "title": f"{{{_latex(record.title)}}}",
        "institution": record.body and f"{{{_latex(record.body)}}}",
        "type": "Document",
        "number": record.symbol and _latex(record.symbol),
        "year": record.issued and str(record.issued.year),
        "month": record.issued and str(record.issued.month),
        "day": record.issued and str(record.issued.day),
        "language": record.language,
        "pages": record.page_numbers and _latex(record.page_numbers.replace("–", "--")),
        "note": _latex(_note(record)),
        "url": record.page and address(record),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@techreport{{{passage_key(record)},", *lines, "}"])


def ris(record: Record) -> str:
    """Return a RIS record; its lines end in CR LF, as the format wants.

    `SN` is a report's number to reference managers, `C1` and `N1` are free notes.
    """
    issued = record.issued
    fields = [
        ("TY", "RPRT"),
        ("ID", passage_key(record)),
        ("TI", record.title),
        ("AU", record.body),
        ("SN", record.symbol),
        ("PY", issued and str(issued.year)),
        ("DA", issued and issued.strftime("%Y/%m/%d/")),
        *zip(("SP", "EP"), _pages(record), strict=False),
        ("LA", record.language),
        ("C1", UN.of(record.pinpoints)),
        ("N1", _job(record)),
        ("N1", record.text),
        ("UR", record.page and address(record)),
    ]
    lines = [f"{tag}  - {_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl_json(record: Record) -> str:
    """Return JSON with CSL `items` (one) and a `citation` that points into it."""
    issued = record.issued
    item: dict[str, Any] = {
        "id": document_key(record),
        "type": "report",
        "title": record.title,
        "author": [{"literal": record.body}] if record.body else None,
        "number": record.symbol,
        "page": "-".join(dict.fromkeys(_pages(record))),
        "issued": issued and {"date-parts": [[issued.year, issued.month, issued.day]]},
        "language": record.language,
        "note": _job(record) or None,
        "URL": record.page and address(record),
    }
    cite = {"id": item["id"], **_csl_locator(record.pinpoints)}
    return json.dumps(
        {
            "items": [{name: value for name, value in item.items() if value}],
            "citation": {"citationItems": [cite], "properties": {"noteIndex": 0}},
        },
        ensure_ascii=False,
        indent=2,
    )


def document_key(record: Record) -> str:
    """Return an identifier of the document in ASCII letters, digits and hyphens."""
    slug = _slug(record.symbol or record.job_number or "")
    return slug or f"document-{record.document_id}"


def passage_key(record: Record) -> str:
    """Return an identifier of the paragraph: its printed number, or where it starts."""
    numbered = [one.locator for one in record.pinpoints if one.kind == "paragraph"]
    # A number that stands with its heading may be used again under another one.
    is_unique = len(record.pinpoints) == len(numbered) == 1
    place = _slug(f"para-{numbered[0]}") if is_unique else f"at-{record.start}"
    return f"{document_key(record)}-{place}"


def _slug(text: str) -> str:
    return _NOT_KEY.sub("-", normalize("NFKD", text)).strip("-")


def _csl_locator(pinpoints: tuple[Pinpoint, ...]) -> dict[str, str]:
    """Return CSL's one locator, the innermost; what is outside it as a suffix."""
    if not pinpoints:
        return {}
    *outer, inner = pinpoints
    label = CSL_LABELS.get(inner.kind, "section")
    suffix = UN.of(tuple(outer))
    located = {"label": label, "locator": inner.locator}
    return {**located, "suffix": f", {suffix}"} if suffix else located


def _pages(record: Record) -> list[str]:
    """Return the numbers of the first and the last page, or none."""
    numbers = record.page_numbers
    if not numbers:
        return []
    first, _, last = numbers.partition("–")
    return [first, last or first]


def _note(record: Record) -> str:
    return "; ".join(part for part in (UN.of(record.pinpoints), _job(record)) if part)


def _job(record: Record) -> str:
    return f"job No. {record.job_number}" if record.job_number else ""


def _latex(text: str) -> str:
    return _line(text).translate(LATEX)


def _line(text: str) -> str:
    """Return the text on one line, without control characters."""
    return "".join(_printable(" ".join(text.split())))


def _printable(text: str) -> Iterable[str]:
    return (character for character in text if category(character) != "Cc")
