"""References as diplomats write them, read by a grammar; `EXAMPLES` shows which.

A text is cut into the tokens that matter (symbols, paragraph numbers, "ibid." …), and
what stands between them are names and headings. No library is needed: whether a
document is there is for `qa.naming` to say. Every pattern is linear in the text.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from index.names import name_key
from qa import reference_words as words
from qa.plain_text import plain
from qa.reference_tokens import Token, tokens
from qa.reference_values import Point, Reference, Run, label_path

MAX_REFERENCE_CHARACTERS = 5_000
"""Longer than any reference or pasted paragraph; what is longer is a document."""

MAX_NAME_WORDS = 40

EXAMPLES: tuple[tuple[str, str], ...] = (
    ("CD/2100", "CD/2100"),
    ("cd 2100", "CD/2100"),
    ("UN Doc. CD/2100*.", "CD/2100"),
    ("CD/2100, para. 12", "CD/2100, para. 12"),
    ("CD/2100 ¶ 12", "CD/2100, para. 12"),
    ("show me paragraph 12 of CD/2100", "CD/2100, para. 12"),
    ("What does paragraph 12 of CD/2100 say?", "CD/2100, para. 12"),
    ("the twelfth paragraph of CD/2100", "CD/2100, para. 12"),
    ("CD/2100, cover note, para. 2", "CD/2100, cover note, para. 2"),
    ("CD/2100, Taking stock", "CD/2100, “Taking stock”"),
    ("Conclusions of CD/2100", "CD/2100, “Conclusions”"),
    ("CD/2043/Rev.1, Annex III", "CD/2043/Rev.1 Annex III"),
    ("cd/2043 rev. 1 add. 2", "CD/2043/Rev.1/Add.2"),
    ("GE.18-13664(E) para 1", "GE.18-13664(E), para. 1"),
    ("ge 18-13664, §11", "GE.18-13664, para. 11"),
    ("G-21 paper, para. 11", "‘G-21 paper’, para. 11"),
    ("Group of 21 working paper paragraph 11", "‘Group of 21 working paper’, para. 11"),
    ("the G-21 paper, para. 10 (b)", "‘G-21 paper’, para. 10 (b)"),
    ("G-21 paper, 10(b)", "‘G-21 paper’, para. 10 (b)"),
    (
        "subparagraph (b) of paragraph 10 of the G-21 paper",
        "‘G-21 paper’, para. 10 (b)",
    ),
    ("G-21 paper, paras. 8–10", "‘G-21 paper’, paras. 8–10"),
    ("G-21 paper, paras. 3, 5 and 7", "‘G-21 paper’, paras. 3, 5, 7"),
    ("G-21 paper, para. 10 (a) and (b)", "‘G-21 paper’, paras. 10 (a), 10 (b)"),
    ("A/RES/72/26, op 3", "A/RES/72/26, para. 3"),
    ("A/RES/72/26, PP 2", "A/RES/72/26, preambular para. 2"),
    ("General Assembly resolution 72/26", "A/RES/72/26"),
    ("GA res. 72/26", "A/RES/72/26"),
    ("resolution 1962 (XVIII)", "A/RES/1962(XVIII)"),
    ("Security Council resolution 1540 (2004)", "S/RES/1540(2004)"),
    ("article IV of the Outer Space Treaty", "‘Outer Space Treaty’, article 4"),
    (
        "Outer Space Treaty, Art. 4, para. 2",
        "‘Outer Space Treaty’, article 4, para. 2",
    ),
    ("CD/2100, p. 7", "CD/2100, p. 7"),
    ("page 7 of CD/2100", "CD/2100, p. 7"),
    ("CD/2100, pp. 7–8", "CD/2100, pp. 7–8"),
    ("CD/2100, p. iv", "CD/2100, p. iv"),
    ("CD/2100, para. 12 (p. 7)", "CD/2100, para. 12, p. 7"),
    ("CD/2100, p. 7, para. 12", "CD/2100, para. 12, p. 7"),
    ("ibid., para. 5", "ibid., para. 5"),
    ("same document, para. 5", "ibid., para. 5"),
    ("where is CD/1998 cited?", "where CD/1998 is cited"),
)
"""What people type, and the reference it is read as."""

DOCUMENTS = ("symbol", "job number", "same")
"""Tokens that name a document."""

_PREFIX = re.compile(
    rf"(?:(?P<asked>{words.ASKED})|{words.POLITE})(?=[\s,:])[\s,:]*", re.I
)
_SUFFIX = re.compile(rf"[\s,](?:{words.SAYS})[\s.?!]*$", re.IGNORECASE)
_BREAK = re.compile(r"[,;:()\[\]{}|]|\s-\s|\.\s")
_WORD = re.compile(r"[^\s]+")


@lru_cache(256)
def parse_reference(text: str) -> Reference | None:
    """Return the reference a text is, or None for a text that is more or other.

    `EXAMPLES` shows what is understood.
    """
    if len(text) > MAX_REFERENCE_CHARACTERS:
        return None
    read = plain(text)
    body, asked = _without_courtesies(read.text)
    cited = _where_cited(read.text)
    reference = cited or _one(body)
    if reference is None:
        return None
    return replace(reference, asked=asked, span=(0, len(text)))


def named_by(token: Token) -> Reference:
    """Return a reference to the document that a token names."""
    if token.kind == "symbol":
        return Reference("symbol", str(token.value[0]), str(token.value[1]))
    if token.kind == "job number":
        return Reference("job number", str(token.value[0]))
    return Reference("same", "")


def pointing(reference: Reference, found: Sequence[Token]) -> Reference:
    """Return a reference with the paragraphs, articles and parts of these tokens."""
    points: list[Point] = []
    pages: list[Point] = []
    designators: list[tuple[str, str]] = []
    subs: list[Point] = []
    for token in found:
        if token.kind == "points":
            for point in token.value:
                assert isinstance(point, Point)
                if point.kind == "page":
                    pages.append(point)
                else:
                    (subs if not point.path[0].isdigit() else points).append(point)
        elif token.kind == "designator":
            word, number, sub = map(str, token.value)
            designators.append((word, number))
            if sub:
                points.append(Point(label_path(sub)))
    last = [point for point in subs if point.path == ("last",)]
    subs = [point for point in subs if point.path != ("last",)]
    if subs and len(points) == 1 and points[0].to is None:
        base = points[0]
        points = [replace(sub, path=base.path + sub.path) for sub in subs]
    else:
        points += subs
    return replace(
        reference,
        points=tuple(dict.fromkeys([*points, *last])),
        pages=tuple(dict.fromkeys(pages)),
        designators=tuple(dict.fromkeys(designators)),
        cover_note=any(token.kind == "cover note" for token in found),
    )


def _one(body: str) -> Reference | None:
    """Return the one reference that a text is, courtesies gone."""
    found = tokens(body)
    documents = [t for t in found if t.kind in DOCUMENTS]
    if len({token.value for token in documents}) > 1:
        return None
    runs = _runs(body, found)
    if documents:
        reference = named_by(documents[0])
    else:
        points = [token for token in found if token.kind != "quoted"]
        if not runs and not points:
            return None
        if not runs:
            reference = Reference("same", "")
        else:
            reference, runs = _named(body, runs, points)
    if sum(len(run.text.split()) for run in runs) > MAX_NAME_WORDS:
        return None
    reference = pointing(reference, found)
    return replace(reference, runs=tuple(runs))


def _named(
    body: str, runs: list[Run], points: Sequence[Token]
) -> tuple[Reference, list[Run]]:
    """Return a reference by name: what stands before the numbers, or follows "of".

    The name is the whole stretch of words on one side; a heading may be part of it,
    so the runs are returned too.
    """
    first = points[0].span[0] if points else len(body)
    before = [run for run in runs if run.span[1] <= first]
    chosen = before or runs
    rest = [] if before is runs or not before else [r for r in runs if r not in before]
    name = body[chosen[0].span[0] : chosen[-1].span[1]]
    return Reference("name", name, runs=()), (
        [*(chosen if len(chosen) > 1 else []), *rest]
    )


def _where_cited(text: str) -> Reference | None:
    asked = text.strip(" .?!")
    for pattern in words.WHERE_CITED:
        match = pattern.fullmatch(asked)
        inner = match and _one(match[1])
        if inner and inner.kind in ("symbol", "job number") and not inner.runs:
            return replace(inner, where_cited=True)
    return None


def _without_courtesies(text: str) -> tuple[str, bool]:
    """Return a text without "show me" and "say?", and whether it is a question."""
    body = text.strip(" \t*.!;,")
    asked = body.endswith("?")
    body = body.rstrip("? ")
    for _ in range(8):
        match = _PREFIX.match(body)
        if match is None:
            break
        asked = asked or bool(match["asked"])
        body = body[match.end() :]
    body = _SUFFIX.sub("", f"{body}")
    first = _WORD.match(body)
    starts_asking = first is not None and first[0].casefold() in words.QUESTION_WORDS
    return body.strip(), asked or starts_asking


def _runs(text: str, found: Sequence[Token]) -> list[Run]:
    """Return the words between the tokens, cut at commas and the like."""
    runs = []
    edges = [0, *(edge for token in found for edge in token.span), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        cuts = [start]
        for match in _BREAK.finditer(text, start, end):
            cuts += match.span()
        cuts.append(end)
        pieces = list(zip(cuts[::2], cuts[1::2], strict=True))
        for place, (a, b) in enumerate(pieces):
            # Set off on the side that faces a token, or standing alone in brackets.
            left = place > 0 or a == 0
            right = place < len(pieces) - 1 or b == len(text)
            runs.append(_run(text, a, b, left and right))
    quoted = [
        Run(str(token.value[0]).strip(), token.span, quoted=True)
        for token in found
        if token.kind == "quoted"
    ]
    known = [run for run in runs if run is not None]
    return sorted([*known, *quoted], key=lambda run: run.span)


def _run(text: str, start: int, end: int, set_off: bool) -> Run | None:
    """Return what a stretch of words names, or None if they only join."""
    found = list(_WORD.finditer(text, start, end))
    if all(name_key(word[0]) in words.GLUE or not name_key(word[0]) for word in found):
        return None
    while found and name_key(found[0][0]) in {*words.EDGE_WORDS, ""}:
        found.pop(0)
    while found and name_key(found[-1][0]) in {*words.EDGE_WORDS, ""}:
        found.pop()
    if not found:
        return None
    a, b = found[0].start(), found[-1].end()
    return Run(text[a:b], (a, b), set_off)
