"""Addresses that open a document at a passage: `?doc=…&p=…&mark=…`.

`p` is the character where the passage starts in the document's text. A document's id
is the hash of its bytes, so such a link stays true however the library is rebuilt.
`mark` are the ranges of the quotation to mark.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from qa import Citation

Span = tuple[int, int]

MAX_MARKS = 20
"""More marked ranges than this are dropped: anyone may write an address."""

_RANGE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


def link_to(citation: Citation) -> str:
    """Return the address that opens a citation in its document."""
    fields = {"doc": citation.document.id, "p": str(place(citation))}
    if citation.highlights:
        marks = citation.highlights[:MAX_MARKS]
        fields["mark"] = ",".join(f"{a}-{b}" for a, b in marks)
    return "?" + urlencode(fields, safe=",")


def address(document_id: str, start: int | None = None) -> str:
    """Return the address that opens a document, or its passage that starts there."""
    place = {} if start is None else {"p": str(start)}
    return "?" + urlencode({"doc": document_id} | place)


def place(citation: Citation) -> int:
    """Return where a citation starts in its document, in characters."""
    return citation.spans[0][0] if citation.spans else 0


def parse_marks(text: str) -> tuple[Span, ...]:
    """Return the ranges written in `mark`; what is not a range is left out."""
    ranges = (_RANGE.fullmatch(part) for part in text.split(",")[:MAX_MARKS])
    return tuple((int(found[1]), int(found[2])) for found in ranges if found)


def nearest_place(passages: Sequence[Citation], p: int) -> int:
    """Return which passage holds character `p`: the last that starts at or before it.

    The first passage, 0, where none does.
    """
    before = (n for n, passage in enumerate(passages) if place(passage) <= p)
    return max(before, default=0, key=lambda n: place(passages[n]))
