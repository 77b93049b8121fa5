"""A library as a whole: what its documents are made of, and whom they cite."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from index.documents import Span
from index.joint import AnyCatalogue
from index.mentions import DASHES
from index.overview_rows import Citing as Citing
from index.overview_rows import Stretch
from index.symbols import Symbol, symbols
from qa.answers import Citation
from qa.resolving import Resolver

COVER_NOTE = "Cover note"
"""The section of a cover note that has no heading."""


@dataclass(frozen=True, slots=True)
class Section:
    """Passages of a document that follow one another under the same headings.

    Attributes:
        path: The headings, outermost first; empty for a body without any.
        start: Where the first passage starts, in characters of the document's text.
        passages: How many they are; at least one.
        characters: Of all of them.
    """

    path: tuple[str, ...]
    start: int
    passages: int
    characters: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What a document is made of.

    Attributes:
        document_id: The document.
        sections: In reading order; at least one.
    """

    document_id: str
    sections: tuple[Section, ...]


def outlines(catalogue: AnyCatalogue) -> list[Outline]:
    """Return the sections of every document that has passages, as they were added."""
    by_document = groupby(catalogue.stretches(), lambda one: one.document_id)
    return [Outline(id_, tuple(map(_section, found))) for id_, found in by_document]


def citing(catalogue: AnyCatalogue) -> list[Citing]:
    """Return which documents mention which symbols that are not their own."""
    return catalogue.citing()


def passages_citing(
    catalogue: AnyCatalogue, symbol: Symbol, start: int, stop: int
) -> Sequence[Citation]:
    """Return some of the passages that `citing` counts for a symbol, it marked."""
    rows = catalogue.rows_citing(symbol)[start:stop]
    citations = Resolver(catalogue).cited(catalogue.passages(rows))
    return [replace(one, highlights=_places(symbol, one.quote)) for one in citations]


def _places(symbol: Symbol, quote: str) -> tuple[Span, ...]:
    """Return where a quotation mentions a symbol; empty where its letters are odd."""
    found = symbols(DASHES.sub("-", quote))
    return tuple(one.span for one in found if one.symbol == symbol)


def _section(stretch: Stretch) -> Section:
    is_bare = not stretch.section and stretch.part == "cover note"
    return Section(
        path=(COVER_NOTE,) if is_bare else stretch.section,
        start=stretch.start,
        passages=stretch.passages,
        characters=stretch.characters,
    )
