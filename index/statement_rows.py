"""Who said what, as rows of the library's database."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence

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
