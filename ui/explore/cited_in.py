"""Which documents cite which: those held, and the symbols they mention."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from qa import Citation, LibraryDocument
from qa.overview import Citing
from ui.explore.layout import columns
from ui.links import address
from ui.views import Quote, view_quotes
from ui.wording import counted

MAX_SYMBOLS = 24
"""Symbols drawn, the most cited ones."""

MAX_DOCUMENTS = 24
"""Documents drawn, those that cite these most."""

MAX_LISTED = 300
"""Symbols in the table."""

MAX_PASSAGES = 10
"""Passages that mention a symbol, shown at once."""

ROW = 40
"""Height of an entry in pixels: two lines of text."""

WIDEST = 9
"""A curve's greatest width in pixels."""


@dataclass(frozen=True, slots=True)
class CitingDocument:
    """A document that mentions others.

    Attributes:
        name: Its symbol, job number or title.
        title: Its title.
        href: The address that opens it.
        top: Where it stands in the picture, in pixels.
    """

    name: str
    title: str
    href: str
    top: int


@dataclass(frozen=True, slots=True)
class CitedSymbol:
    """A symbol or resolution that is mentioned.

    Attributes:
        symbol: As it is written.
        is_held: Whether the library has the document.
        passages: "3 passages".
        documents: "2 documents".
        address: Of the passages that mention it.
        top: Where it stands in the picture, in pixels; 0 in the table.
    """

    symbol: str
    is_held: bool
    passages: str
    documents: str
    address: str
    top: int = 0


@dataclass(frozen=True, slots=True)
class Curve:
    """How much a document mentions a symbol.

    Attributes:
        document: Its place among the documents.
        symbol: Its place among the symbols.
        start: Its height at the documents' side, in pixels.
        end: Its height at the symbols' side.
        width: In pixels.
    """

    document: int
    symbol: int
    start: int
    end: int
    width: float


@dataclass(frozen=True, slots=True)
class CitedIn:
    """The picture, and the table that says the same.

    Attributes:
        summary: What is mentioned in all.
        drawn: What of it the picture shows, or "" where that is all.
        documents: At the left.
        symbols: At the right.
        curves: Between them.
        height: Of the picture, in pixels.
        listed: The table: most cited first.
        more: How many the table leaves out, or "".
    """

    summary: str
    drawn: str
    documents: tuple[CitingDocument, ...]
    symbols: tuple[CitedSymbol, ...]
    curves: tuple[Curve, ...]
    height: int
    listed: tuple[CitedSymbol, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """Passages that mention a symbol.

    Attributes:
        symbol: As it is written.
        summary: "Mentioned in 12 passages".
        href: The address of its document, or "" where it is not held.
        quotes: The passages.
        next: The address of those after them, or "".
        more: What the button to them says.
        is_first: Whether they are the first.
    """

    symbol: str
    summary: str
    href: str
    quotes: tuple[Quote, ...]
    next: str
    more: str
    is_first: bool


def view_cited_in(
    documents: Sequence[LibraryDocument],
    citing: Sequence[Citing],
    held: Collection[str],
) -> CitedIn:
    """Return who cites whom.

    Args:
        documents: The library's.
        citing: Which of them mention which symbols.
        held: The symbols whose documents the library has.
    """
    cited = Counter[str]()
    by_symbol: dict[str, set[str]] = defaultdict(set)
    for one in citing:
        cited[str(one.symbol)] += one.passages
        by_symbol[str(one.symbol)].add(one.document_id)
    ranked = sorted(cited, key=lambda symbol: (-cited[symbol], symbol))
    symbols = ranked[:MAX_SYMBOLS]
    strength = Counter[str]()
    for one in citing:
        if str(one.symbol) in symbols:
            strength[one.document_id] += one.passages
    most = {id_ for id_, _ in strength.most_common(MAX_DOCUMENTS)}
    left = [one for one in documents if one.id in most]
    at = {one.id: place for place, one in enumerate(left)}
    links = {
        (at[one.document_id], symbols.index(str(one.symbol))): one.passages
        for one in citing
        if one.document_id in at and str(one.symbol) in symbols
    }
    # A symbol that only documents left out mention has no curve.
    reached = sorted({symbol for _, symbol in links})
    links = {(a, reached.index(b)): weight for (a, b), weight in links.items()}
    symbols = [symbols[place] for place in reached]
    places = columns(len(left), len(symbols), links)
    listed = [
        _symbol(symbol, cited[symbol], len(by_symbol[symbol]), symbol in held)
        for symbol in ranked[:MAX_LISTED]
    ]
    return CitedIn(
        summary=f"{counted(len(ranked), 'symbol')} mentioned by "
        f"{counted(len({one.document_id for one in citing}), 'document')}",
        drawn=_drawn(len(symbols), len(ranked), len(left), citing),
        documents=tuple(
            CitingDocument(
                name=one.symbol or one.job_number or one.title or one.name,
                title=one.title or one.name,
                href=address(one.id),
                top=round(top * ROW),
            )
            for one, top in zip(left, places.left, strict=True)
        ),
        symbols=tuple(
            _symbol(symbol, cited[symbol], len(by_symbol[symbol]), symbol in held, top)
            for symbol, top in zip(symbols, places.right, strict=True)
        ),
        curves=_curves(links, places.left, places.right),
        height=places.rows * ROW,
        listed=tuple(listed),
        more=f"and {len(ranked) - MAX_LISTED:,} more"
        if len(ranked) > MAX_LISTED
        else "",
    )


def view_mentions(
    symbol: str, citations: Sequence[Citation], total: int, start: int, href: str
) -> Mentions:
    """Return some of the passages that mention a symbol.

    Args:
        symbol: As it is written.
        citations: From the one at `start`.
        total: How many there are.
        start: The first one's place, from 0.
        href: The address of its document, or "".
    """
    stop = start + len(citations)
    left = total - stop
    return Mentions(
        symbol=symbol,
        summary=f"Mentioned in {counted(total, 'passage')}",
        href=href,
        quotes=view_quotes(citations, range(start + 1, stop + 1)),
        next=_address(symbol, stop) if left > 0 else "",
        more=f"Show {min(left, MAX_PASSAGES)} more of {counted(left, 'passage')}",
        is_first=start == 0,
    )


def _symbol(
    symbol: str, passages: int, documents: int, is_held: bool, top: float = 0.0
) -> CitedSymbol:
    return CitedSymbol(
        symbol=symbol,
        is_held=is_held,
        passages=counted(passages, "passage"),
        documents=counted(documents, "document"),
        address=_address(symbol, 0),
        top=round(top * ROW),
    )


def _curves(
    links: Mapping[tuple[int, int], int], left: Sequence[float], right: Sequence[float]
) -> tuple[Curve, ...]:
    most = max(links.values(), default=1)
    middle = ROW / 2
    return tuple(
        Curve(
            document=document,
            symbol=symbol,
            start=round(left[document] * ROW + middle),
            end=round(right[symbol] * ROW + middle),
            width=round(1.5 + (WIDEST - 1.5) * (weight - 1) / max(1, most - 1), 1),
        )
        for (document, symbol), weight in sorted(links.items())
    )


def _drawn(
    symbols: int, all_symbols: int, documents: int, citing: Sequence[Citing]
) -> str:
    """Return what the picture shows, or "" where it shows everything."""
    all_documents = len({one.document_id for one in citing})
    if (symbols, documents) == (all_symbols, all_documents):
        return ""
    return (
        f"Drawn: the {symbols} most cited, and the {documents} documents that cite "
        "them most. The table has the others."
    )


def _address(symbol: str, start: int) -> str:
    return "?" + urlencode({"symbol": symbol, "start": start})
