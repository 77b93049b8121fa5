"""What the documents of a library have in them, counted without reading their texts."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from index.columns import to_spans, to_strings
from index.documents import Part
from index.reporting_verbs import Stance
from index.symbols import Symbol

# A passage `p` that mentions `m` stands in no document of that symbol.
_OF_ANOTHER = (
    "NOT EXISTS (SELECT 1 FROM names n WHERE n.form = m.symbol "
    "AND n.kind = 'symbol' AND n.document = p.document)"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Passages of a document that follow one another under the same headings.

    Attributes:
        document_id: The document.
        section: The headings above them, outermost first; empty for none.
        part: The cover note or the body.
        start: Where the first one starts, in characters of the document's text.
        passages: How many they are.
        characters: Of all of them.
    """

    document_id: str
    section: tuple[str, ...]
    part: Part
    start: int
    passages: int
    characters: int


@dataclass(frozen=True, slots=True)
class Citing:
    """A document that mentions a symbol which is not its own.

    Attributes:
        document_id: The document.
        symbol: What it mentions.
        passages: How many of its passages do.
    """

    document_id: str
    symbol: Symbol
    passages: int


@dataclass(frozen=True, slots=True)
class Said:
    """How often somebody is reported to say something in a certain way.

    Attributes:
        actor: Who, as the text has it; None where it does not tell.
        verb: How, in the dictionary form.
        stance: "supports" or "opposes" where the words tell, or None.
        count: How many statements.
    """

    actor: str | None
    verb: str
    stance: Stance | None
    count: int


def stretches(connection: sqlite3.Connection) -> Iterator[Stretch]:
    """Yield the sections of every document, in reading order.

    Documents come in the order they were added; those without passages do not come.
    """
    rows = connection.execute(
        "SELECT d.id, p.section, p.part, p.spans, length(p.text) FROM passages p "
        "JOIN documents d ON d.row = p.document ORDER BY d.row, p.ordinal"
    )
    for (id_, section, part), passages in groupby(rows, lambda row: row[:3]):
        (first, *rest) = passages
        yield Stretch(
            document_id=id_,
            section=to_strings(section),
            part=part,
            start=to_spans(first[3])[0][0],
            passages=1 + len(rest),
            characters=first[4] + sum(row[4] for row in rest),
        )


def citing(connection: sqlite3.Connection) -> list[Citing]:
    """Return which documents mention which symbols, in the order they were added.

    What a document says of its own symbol is left out.
    """
    rows = connection.execute(
        "SELECT d.id, m.symbol, m.part, count(*) FROM mentions m "
        "JOIN passages p ON p.row = m.passage JOIN documents d ON d.row = p.document "
        f"WHERE {_OF_ANOTHER} "
        "GROUP BY d.row, m.symbol, m.part ORDER BY d.row, m.symbol, m.part"
    )
    return [
        Citing(id_, Symbol(name, part), passages) for id_, name, part, passages in rows
    ]


def rows_citing(connection: sqlite3.Connection, symbol: Symbol) -> list[int]:
    """Return the rows of the passages that `citing` counts for a symbol, ascending."""
    rows = connection.execute(
        "SELECT m.passage FROM mentions m JOIN passages p ON p.row = m.passage "
        f"WHERE m.symbol = ? AND m.part = ? AND {_OF_ANOTHER} ORDER BY m.passage",
        (symbol.name, symbol.part),
    )
    return [row for (row,) in rows]


def said(connection: sqlite3.Connection) -> list[Said]:
    """Return who says how much in which way, the forms of a name apart."""
    rows = connection.execute(
        "SELECT actor, verb, stance, count(*) FROM statements "
        "GROUP BY actor, verb, stance ORDER BY count(*) DESC, actor, verb, stance"
    )
    return [Said(*row) for row in rows]
