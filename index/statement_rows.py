"""Who said what, as rows of the library's database."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from index.columns import PASSAGE, to_passage
from index.documents import Passage
from index.statements import Statement


def insert_statements(
    connection: sqlite3.Connection, passage_row: int, statements: Sequence[Statement]
) -> None:
    """Store what a passage reports, in reading order."""
    connection.executemany(
        "INSERT INTO statements (passage, place, actor, verb, stance, start, end, "
        "clause_start, clause_end) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                passage_row,
                place,
                one.actor,
                one.verb,
                one.stance,
                *one.span,
                *one.clause,
            )
            for place, one in enumerate(statements)
        ],
    )


def statements_of(
    connection: sqlite3.Connection, passages: Mapping[int, Passage]
) -> dict[int, list[Statement]]:
    """Return what passages report, each in reading order, by the passages' rows.

    Args:
        connection: The library's.
        passages: By their rows; those that report nothing are left out of the result.
    """
    found: dict[int, list[Statement]] = defaultdict(list)
    for (
        row,
        actor,
        verb,
        stance,
        start,
        end,
        clause_start,
        clause_end,
    ) in connection.execute(
        "SELECT passage, actor, verb, stance, start, end, clause_start, clause_end "
        "FROM statements WHERE passage IN (SELECT value FROM json_each(?)) "
        "ORDER BY passage, place",
        (json.dumps(list(passages)),),
    ):
        found[row].append(
            Statement(
                passages[row],
                actor,
                verb,
                stance,
                (start, end),
                (clause_start, clause_end),
            )
        )
    return dict(found)


def said_by(
    connection: sqlite3.Connection,
    actors: Collection[str | None],
    start: int,
    stop: int,
) -> list[Statement]:
    """Return some of what these are reported to say, in the library's order.

    Args:
        connection: The library's.
        actors: As the text has them; None for what nobody named says.
        start: The first of the statements to return, from 0.
        stop: The one after the last.
    """
    named = json.dumps([actor for actor in actors if actor is not None])
    rows = connection.execute(
        f"SELECT s.actor, s.verb, s.stance, s.start, s.end, s.clause_start, "
        f"s.clause_end, {PASSAGE} FROM statements s "
        "JOIN passages p ON p.row = s.passage JOIN documents d ON d.row = p.document "
        "WHERE s.actor IN (SELECT value FROM json_each(?)) OR (s.actor IS NULL AND ?) "
        "ORDER BY s.passage, s.place LIMIT ? OFFSET ?",
        (named, None in actors, max(0, stop - start), start),
    )
    return [
        Statement(to_passage(passage), actor, verb, stance, (a, b), (c, d))
        for actor, verb, stance, a, b, c, d, *passage in rows
    ]
