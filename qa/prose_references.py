"""References within a prose text, each in its place."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.documents import Span
from qa.plain_text import plain
from qa.reference_tokens import Token, tokens
from qa.reference_values import Reference
from qa.references import DOCUMENTS, named_by, pointing


def find_references(text: str) -> list[Reference]:
    """Return the references in a prose text, in its order, each with its span.

    Symbols, resolutions, job numbers and "ibid." are found alone; names only beside a
    paragraph number ("the G-21 paper, para. 11").
    """
    read = plain(text)
    found_tokens = tokens(read.text)
    found = []
    place = 0
    while place < len(found_tokens):
        reference, place = _in_prose(read.text, found_tokens, place)
        if reference is not None:
            found.append(replace(reference, span=read.original(reference.span)))
    return found


def _in_prose(
    text: str, found: Sequence[Token], place: int
) -> tuple[Reference | None, int]:
    """Return the reference that begins at a token, and the token after it."""
    stop = place + 1
    while stop < len(found) and _joined(text, found[stop - 1], found[stop]):
        stop += 1
    group = [token for token in found[place:stop] if token.kind != "quoted"]
    documents = [t for t in group if t.kind in DOCUMENTS]
    if documents:
        start, end = group[0].span[0], group[-1].span[1]
        reference = named_by(documents[0])
    else:
        named = _name_beside(text, group)
        if named is None:
            return None, stop
        reference, (start, end) = named
    return replace(pointing(reference, group), span=(start, end)), stop


def _joined(text: str, one: Token, other: Token) -> bool:
    """Return whether two tokens belong to one reference."""
    between = text[one.span[1] : other.span[0]].strip(" ,(").casefold()
    pointing = ("points", "designator", "cover note")
    if one.kind == "quoted" or other.kind == "quoted":
        return False
    if other.kind in pointing:
        return between in ("", "at", "of", "in", "and") and (
            one.kind in pointing or between in ("", "at")
        )
    return one.kind in pointing and between in (
        "of",
        "in",
        "to",
        "of the",
        "of document",
        "of un doc.",
    )


def _name_beside(text: str, group: Sequence[Token]) -> tuple[Reference, Span] | None:
    """Return the words before or after paragraph numbers, which may name a document."""
    if not group or not any(token.kind in ("points", "designator") for token in group):
        return None
    start, end = group[0].span[0], group[-1].span[1]
    after = re.compile(r"\s(?:of|in)\s(?:the\s)?((?:[^\s,;:.()]+\s?){1,12})").match(
        text, end
    )
    if after:
        return Reference("name", after[1].strip()), (start, after.end(1))
    clause = re.split(r"[,;:.()\"]", text[max(0, start - 200) : start].rstrip(" ,("))[
        -1
    ]
    named = clause.split()[-12:]
    if not named:
        return None
    name = " ".join(named)
    at = text.rfind(named[0], 0, start)
    return Reference("name", name), (at, end)
