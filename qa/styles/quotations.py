"""The quotation itself: to paste, to find again in a text, to open on a page."""

import json
import re
from base64 import urlsafe_b64encode
from urllib.parse import quote, urlencode

from qa.records import Record
from qa.styles.notes import un_footnote

LOCAL_PAGE = "http://127.0.0.1:7860/"
"""Where `pincite chat` serves the page unless told otherwise."""

MAX_FRAGMENT_WORDS = 10
"""A longer passage is found by its first and last words, half as many each."""

# What is markup anywhere in a line, and what is markup where a line begins.
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>~&|$]|(?<=:)/(?=/)")
_MARKDOWN_START = re.compile(r"^(#|[-+=](?=\s|[-=]|$)|\d{1,9}(?=[.)]))")


def plain(record: Record) -> str:
    """Return the quotation with its UN footnote in parentheses."""
    return f"“{record.text}” ({un_footnote(record)})"


def markdown(record: Record) -> str:
    """Return a Markdown block quotation that shows the paragraph as it is."""
    source = f"— {escaped(un_footnote(record))}"
    if record.page:
        source += f" ([source](<{address(record)}>))"
    return f"> {escaped(record.text)}\n>\n> {source}"


def selectors(record: Record) -> str:
    """Return the W3C Web Annotation target of the quotation, as JSON.

    Its source is the document by the SHA-256 of its bytes (RFC 6920); each selector
    counts and quotes characters of the stored text. A paragraph that a page seam cuts
    has a target for each piece.
    """
    digest = urlsafe_b64encode(bytes.fromhex(record.sha256)).decode().rstrip("=")
    targets = [
        {
            "type": "SpecificResource",
            "source": f"ni:///sha-256;{digest}",
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": anchor.exact,
                    "prefix": anchor.prefix,
                    "suffix": anchor.suffix,
                },
                {
                    "type": "TextPositionSelector",
                    "start": anchor.start,
                    "end": anchor.end,
                },
            ],
        }
        for anchor in record.anchors
    ]
    context = "http://www.w3.org/ns/anno.jsonld"
    return json.dumps(
        {"@context": context, "target": targets}, ensure_ascii=False, indent=2
    )


def link(record: Record) -> str:
    """Return an address that opens the paragraph in its document.

    Without a page of the operator's it opens on this machine's own, while that runs.
    With one, a text fragment has browsers scroll to the words themselves.
    """
    if record.page:
        return f"{address(record)}#:~:text={_fragment(record.text)}"
    return address(record)


def address(record: Record) -> str:
    """Return the paragraph's address on the chat page, as `ui.links` writes it."""
    query = urlencode({"doc": record.document_id, "p": str(record.start)})
    page = (record.page or LOCAL_PAGE).split("#")[0].split("?")[0]
    return f"{page}?{query}"


def escaped(text: str) -> str:
    """Return a line with a backslash before what Markdown takes for markup."""
    return _MARKDOWN_START.sub(_before, _MARKDOWN.sub(r"\\\g<0>", text))


def _fragment(text: str) -> str:
    """Return the text directive that finds a passage: whole, or its two ends."""
    words = text.split()
    if len(words) <= MAX_FRAGMENT_WORDS:
        return _encoded(text)
    half = MAX_FRAGMENT_WORDS // 2
    return f"{_encoded(' '.join(words[:half]))},{_encoded(' '.join(words[-half:]))}"


def _encoded(text: str) -> str:
    # A hyphen or a comma would end the term: both are syntax of the directive.
    return quote(text, safe="", errors="replace").replace("-", "%2D")


def _before(match: re.Match[str]) -> str:
    """Return a line's first characters, escaped: "1." needs it at the full stop."""
    start = match[0]
    return f"{start}\\" if start.isdigit() else f"\\{start}"
