"""How our values are written in the database's columns, and read back."""

import json
import operator
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

from index.documents import Document, Locator, Masthead, Paragraph, Passage, Span
from index.supplied import Described, Supplied, described

PASSAGE = (
    "d.id, p.text, p.spans, p.ordinal, p.section, p.label, p.basis, p.part, p.lead_in"
)
"""The columns `to_passage` reads, of passages `p` and their documents `d`."""

PARSED_KEPT = 1 << 12
"""Ranges, and lists of headings: those under one heading share it."""

DESCRIBED = "title, language, masthead, supplied"
"""The columns `to_described` reads, of documents."""


def from_masthead(masthead: Masthead) -> str:
    """Return a masthead as JSON, dates in ISO 8601."""
    return json.dumps(asdict(masthead), default=date.isoformat, ensure_ascii=False)


def to_masthead(column: str) -> Masthead:
    """Return the masthead written by `from_masthead`.

    Raises:
        sqlite3.DatabaseError: The column has been damaged.
    """
    fields: dict[str, Any] = _parsed(column)
    try:
        for name in ("date", "note_verbale_date"):
            fields[name] = fields[name] and date.fromisoformat(fields[name])
        return Masthead(**fields)
    except (KeyError, TypeError, ValueError) as error:
        raise sqlite3.DatabaseError(f"a masthead is damaged ({error})") from error


def from_supplied(supplied: Supplied) -> str:
    """Return what a person says of a document as JSON; "{}" for nothing."""
    said = {name: getattr(supplied, name) for name in supplied.names}
    return json.dumps(said, default=date.isoformat, ensure_ascii=False)


def to_supplied(column: str) -> Supplied:
    """Return what was written by `from_supplied`.

    Raises:
        sqlite3.DatabaseError: The column has been damaged.
    """
    try:
        fields: dict[str, Any] = _parsed(column)
        if "date" in fields:
            fields["date"] = date.fromisoformat(fields["date"])
        return Supplied(**fields)
    except (AttributeError, TypeError, ValueError) as error:
        raise sqlite3.DatabaseError(
            f"what a sidecar says is damaged ({error})"
        ) from error


def to_described(title: str, language: str, masthead: str, supplied: str) -> Described:
    """Return what the columns of these names say of a document, as people see it.

    Raises:
        sqlite3.DatabaseError: A column has been damaged.
    """
    return described(title, language, to_masthead(masthead), to_supplied(supplied))


def from_passage(passage: Passage) -> tuple[object, ...]:
    """Return ordinal, text, spans, section, label, basis, part and lead_in."""
    paragraph = passage.paragraph
    return (
        passage.ordinal,
        passage.text,
        json.dumps(passage.locator.spans),
        json.dumps(passage.section, ensure_ascii=False),
        paragraph and paragraph.label,
        paragraph and paragraph.basis,
        passage.part,
        passage.lead_in,
    )


def to_passage(columns: Sequence[Any]) -> Passage:
    """Return the passage of the columns named by `PASSAGE`.

    Raises:
        sqlite3.DatabaseError: A column has been damaged.
    """
    document_id, text, spans, ordinal, section, label, basis, part, lead_in = columns
    return Passage(
        locator=Locator(document_id, to_spans(spans)),
        text=text,
        ordinal=ordinal,
        section=to_strings(section),
        paragraph=None if label is None else Paragraph(label, basis),
        part=part,
        lead_in=lead_in,
    )


@lru_cache(PARSED_KEPT)
def to_spans(column: str) -> tuple[Span, ...]:
    """Return ranges of characters, ascending."""
    return tuple((start, end) for start, end in _parsed(column))


def from_places(document: Document) -> str:
    """Return where a document's pages and anchors are, as JSON; "{}" for none."""
    places = {
        "pages": document.pages,
        "page_labels": document.page_labels,
        "anchors": document.anchors,
    }
    return json.dumps({key: value for key, value in places.items() if value})


def to_places(column: str) -> dict[str, Any]:
    """Return the fields of `Document` written by `from_places`.

    Raises:
        sqlite3.DatabaseError: The column has been damaged.
    """
    places = _parsed(column)
    try:
        return {
            "pages": tuple(map(operator.index, places.get("pages", ()))),
            "page_labels": tuple(places.get("page_labels", ())),
            "anchors": tuple(
                (operator.index(place), name)
                for place, name in places.get("anchors", ())
            ),
        }
    except (AttributeError, TypeError, ValueError) as error:
        raise sqlite3.DatabaseError(
            f"a document's pages are damaged ({error})"
        ) from error


@lru_cache(PARSED_KEPT)
def to_strings(column: str) -> tuple[str, ...]:
    """Return the texts of a JSON list: a path of headings, warnings."""
    return tuple(_parsed(column))


def _parsed(column: str) -> Any:
    try:
        return json.loads(column)
    except ValueError as error:
        raise sqlite3.DatabaseError(f"a column is damaged ({error})") from error
