"""What a lookup tells its reader, in sentences."""

import re
from collections.abc import Sequence

from index.catalogue import Entry, Position
from index.names import DOCUMENT_NOUNS
from index.symbols import Symbol
from qa.citations import shortened
from qa.matching import Difference
from qa.naming import designation
from qa.pinpoints import COVER_NOTE, Selection, number_path, numbering
from qa.supplied import as_supplied

MAX_NAMED = 5
"""Documents or differences named in a message."""

NOUN = re.compile(
    rf"\b(working paper|{'|'.join(sorted(DOCUMENT_NOUNS, key=len, reverse=True))})\b",
    re.IGNORECASE,
)


def joined(*sentences: str) -> str:
    """Return sentences as one text, empty ones left out."""
    return " ".join(filter(None, sentences))


def counting(selection: Selection, name: str, noun: str) -> str:
    """Return what must be said of paragraphs that we counted."""
    if not selection.counted:
        return ""
    verb = "this is" if selection.numbers.endswith("paragraph") else "these are"
    numbers, within = selection.numbers, selection.within
    if not within:
        place, where = name, f"of the {noun}"
    elif within == COVER_NOTE:
        place, where = f"{within} of {name}", "of it"
    else:
        place, where = f"{within} of {name}", "there"
    one = selection.positions[0] if len(selection.positions) == 1 else None
    headings = one.section[-1:] if one and not within else ()
    section = f" (section: {shortened(headings[0])})" if headings else ""
    return (
        f"{place[:1].upper()}{place[1:]} prints no paragraph numbers; {verb} {numbers} "
        f"{where} by our count{section}."
    )


def noun(entry: Entry, outline: Sequence[Position]) -> str:
    """Return what a document calls itself: a report, a working paper, a treaty."""
    covers = [p.section[0] for p in outline if p.part == "cover note" and p.section]
    sent = covers[0].partition("transmitting")[2] if covers else ""
    match = NOUN.search(sent) or NOUN.search(entry.title)
    return match[1].lower() if match else "document"


def card(entry: Entry, outline: Sequence[Position], body: Sequence[Position]) -> str:
    """Return what a document is, for the reader of its first paragraphs."""
    span = numbering(number_path(position) for position in body)
    numbered = "paragraphs" if "–" in span else "paragraph"
    counted = any(position.basis == "counted" for position in body)
    masthead = entry.masthead
    date = masthead.date
    facts = [
        f"“{entry.title}”",
        masthead.symbol,
        masthead.job_number,
        f"{date.day} {date:%B %Y}" if date else None,
        passages(len(outline)),
        span and f"{numbered} {span}{' by our count' if counted else ''}",
        as_supplied(entry.supplied),
    ]
    return f"{', '.join(fact for fact in facts if fact)}. It begins:"


def absent(symbol: Symbol, counted: str, others: Sequence[str]) -> str:
    """Return that the library has no document of a symbol, and who mentions it.

    Args:
        symbol: The symbol.
        counted: How many passages mention it, in words; "" for none.
        others: The symbols mentioned that extend it.
    """
    message = f"{symbol} is not in this library"
    if counted:
        message += f"; it is mentioned in {counted}"
    else:
        message += ", and no passage mentions it"
    if others:
        message += f". Other documents are mentioned: {', '.join(others[:MAX_NAMED])}"
    return f"{message}."


def ambiguous(name: str, rivals: Sequence[Entry]) -> str:
    """Return which documents a name could stand for."""
    names = [f"{designation(one)}, “{shortened(one.title)}”" for one in rivals]
    return (
        f"“{shortened(name)}” could be any of {len(rivals)} documents: "
        f"{'; '.join(names[:MAX_NAMED])}. Name one."
    )


def differing(label: str, differences: Sequence[Difference]) -> str:
    """Return how a pasted text differs from the paragraph that is nearest to it."""
    named = "; ".join(str(one) for one in differences[:MAX_NAMED])
    more = len(differences) - MAX_NAMED
    rest = f"; and {more} more differences" if more > 0 else ""
    return (
        f"No passage has these words; the nearest is {label}. The pasted text {named}"
        f"{rest}."
    )


def listed(count: int, shown: int) -> str:
    """Return a number of passages in words, and how many of them are listed."""
    if shown == count:
        return passages(count)
    return f"{count:,} passages, of which the first {shown:,} are listed"


def passages(count: int) -> str:
    """Return a number of passages in words."""
    return f"{count} passage{'' if count == 1 else 's'}"
