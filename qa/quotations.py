"""Finding the quotations in a text, and the citation written beside each.

Read are plain text, Markdown, and what Pincite itself writes: answers as text
(“quote” [1], below it "[1] CD/2100, …"), its styles, and its JSON. A quotation stands
in quotation marks within one paragraph, or is a Markdown block quotation. Time is
linear in the length of the text.
"""

import json
import re
from bisect import bisect, bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from index.documents import Span, fold

MIN_WORDS = 3
"""Fewer words in quotation marks are a term or a name rather than a quotation."""

MAX_CLAIM_CHARACTERS = 400
"""A longer parenthesis after a quotation is an aside, not a citation."""

OPENERS = "“«„"
CLOSERS = {"”": "“„", "»": "«", "“": "„"}

_MARK = re.compile('[“”„«»"]')
_BLOCK = re.compile(r" {0,3}>(?: {0,3}>)* ?")
_NUMBERED_CLAIM = re.compile(r"\s*\[\^?(\d{1,4})\]:? +(?=\S)")
_NUMBER = re.compile(r"[.,;]? {0,2}\[\^?(\d{1,4})\]")
_BRACKET = re.compile(r"[()]")
_PARENTHESIS = re.compile(r"[.,;]?\s{0,2}\(")
_ATTRIBUTION = re.compile(r"\s*(?:—|–|―|--)\s*(?=\S)")
_SOURCE_LINK = re.compile(r"\s*\(\[[^\[\]]*\]\(<?[^<>()]*>?\)\)\s*$")
_UNBALANCED = re.compile(r"\s*“(.+)”\s*(\[\^?\d{1,4}\]|\(.{1,400}\))\s*$", re.DOTALL)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HASH = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{64}(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Claim:
    """A citation as a text writes it.

    Attributes:
        text: Folded.
        span: Its range of characters in the text, or None in a JSON export.
        line: The text's line it begins in, from 1; in an export its number there.
    """

    text: str
    span: Span | None
    line: int = 1


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation as a text writes it.

    Attributes:
        text: Without its quotation marks, folded.
        span: Its range of characters in the text, or None in a JSON export.
        line: The text's line it begins in, from 1; in an export its number there.
        claim: The citation written beside it, if any.
        sha256: Of the source's bytes, in hexadecimal, where the text gives it.
    """

    text: str
    span: Span | None
    line: int
    claim: Claim | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Quotations:
    """What a text quotes and cites.

    Attributes:
        quotations: In order.
        claims: Numbered citations that belong to no quotation, in order.
        skipped: How many quotations of fewer than `MIN_WORDS` words were passed over.
        exported: Whether the text is a JSON export, with nothing to read but these.
    """

    quotations: tuple[Quotation, ...]
    claims: tuple[Claim, ...] = ()
    skipped: int = 0
    exported: bool = False


def quotations(text: str) -> Quotations:
    """Return the quotations of a text, an export included."""
    exported = _exported(text)
    if exported is not None:
        found = enumerate(_cited_values(exported), 1)
        numbered = (
            replace(one, line=n, claim=one.claim and replace(one.claim, line=n))
            for n, one in found
        )
        return Quotations(tuple(numbered), exported=True)
    return _Reading(text).read()


def unescaped(text: str) -> str:
    """Return a Markdown text without the backslashes that escape its punctuation."""
    return _ESCAPE.sub(r"\1", text)


def lines(text: str) -> Callable[[int], int]:
    """Return what gives the line, from 1, of a character of the text."""
    ends = [match.start() for match in re.finditer("\n", text)]
    return lambda at: bisect_left(ends, at) + 1


def _exported(text: str) -> Any | None:
    """Return the value of a text that is JSON, or JSON line by line; None if neither.

    None also stands for JSON that is not an object or a list of something.
    """
    start = text.lstrip()[:1]
    if start not in ("{", "["):
        return None
    for candidate in (text, f"[{','.join(filter(str.strip, text.splitlines()))}]"):
        try:
            return json.loads(candidate)
        except (ValueError, RecursionError):
            continue
    return None


def _cited_values(value: Any) -> Iterator[Quotation]:
    """Yield the quotations of answers, citations and records, in order."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            quote = value.get("quote", value.get("text"))
            digest, label = value.get("sha256"), value.get("label")
            if isinstance(quote, str) and isinstance(digest, str) and quote.strip():
                claim = Claim(fold(label), None) if isinstance(label, str) else None
                yield Quotation(fold(quote), None, 1, claim, digest.lower())
            else:
                waiting.extend(reversed(list(value.values())))


class _Reading:
    """One pass through a text."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.quotations: list[Quotation] = []
        self.claims: list[Claim] = []
        self.skipped = 0
        # Quotations that wait for the line "[n] …" of their number.
        self.numbered: dict[str, list[int]] = {}
        self.in_block = False

    def read(self) -> Quotations:
        for start, end, is_block in self._paragraphs():
            if is_block:
                self._read_block(start, end)
            else:
                self._read_paragraph(start, end)
            self.in_block = is_block
        self._place()
        return Quotations(tuple(self.quotations), tuple(self.claims), self.skipped)

    def _paragraphs(self) -> list[tuple[int, int, bool]]:
        """Return the paragraphs' ranges, and which are block quotations.

        Their ">" become blanks in `self.text`, so that ranges hold in both.
        """
        paragraphs: list[tuple[int, int, bool]] = []
        masked: list[str] = []
        offset, was = 0, None
        for line in self.original.split("\n"):
            marker = _BLOCK.match(line)
            if marker:
                line = " " * marker.end() + line[marker.end() :]
            masked.append(line)
            is_block = bool(marker) if line.strip() else None
            if is_block is not None:
                begins = is_block is not was
                start = offset if begins else paragraphs.pop()[0]
                paragraphs.append((start, offset + len(line), is_block))
            was = is_block
            offset += len(line) + 1
        self.text = "\n".join(masked)
        return paragraphs

    def _read_block(self, start: int, end: int) -> None:
        """Read a paragraph of a block quotation, or the attribution below one."""
        done = start
        for a, b in self._lines(start, end):
            attribution = _ATTRIBUTION.match(self.text, a, b)
            if attribution and (a > start or self.in_block):
                self._read_block_text(start, a)
                stated = _SOURCE_LINK.sub("", self.text[attribution.end() : b])
                self._attribute(Claim(unescaped(fold(stated)), (attribution.end(), b)))
                done = b
                break
        if done == start:
            self._read_block_text(start, end)

    def _read_block_text(self, start: int, end: int) -> None:
        inside = self.text[start:end]
        stripped = inside.strip()
        if not stripped:
            return
        start += inside.index(stripped)
        end = start + len(stripped)
        pairs = _outermost(self.text, start, end)
        if stripped[0] in OPENERS or (pairs and pairs[0][0] == start):
            self._read_paragraph(start, end)
        else:
            self._quote(start, end, shortest=1)

    def _attribute(self, claim: Claim) -> None:
        if self.quotations and self.quotations[-1].claim is None:
            self.quotations[-1] = replace(self.quotations[-1], claim=claim)
        else:
            self.claims.append(claim)

    def _read_paragraph(self, start: int, end: int) -> None:
        for a, b in self._lines(start, end):
            numbered = _NUMBERED_CLAIM.match(self.text, a, b)
            if numbered:
                self._read_prose(start, a)
                self._claim(
                    numbered[1],
                    Claim(fold(self.text[numbered.end() : b]), (numbered.end(), b)),
                )
                start = b
        self._read_prose(start, end)

    def _claim(self, number: str, claim: Claim) -> None:
        waiting = self.numbered.pop(number, [])
        for n in waiting:
            self.quotations[n] = replace(self.quotations[n], claim=claim)
        if not waiting:
            self.claims.append(claim)

    def _read_prose(self, start: int, end: int) -> None:
        prose = self.text[start:end]
        if prose.count("“") != prose.count("”"):
            # A source may leave a mark unbalanced: then the outermost are its own.
            whole = _UNBALANCED.match(prose)
            if whole:
                self._quote_with_tail(start + whole.start(1), start + whole.end(1), end)
                return
        done = start
        for a, b in _outermost(self.text, start, end):
            if a >= done:
                done = self._quote_with_tail(a + 1, b, end)

    def _quote_with_tail(self, start: int, end: int, limit: int) -> int:
        """Take a quotation and the citation behind it; return where both end."""
        done = end + 1
        number = _NUMBER.match(self.text, done, limit)
        if number:
            n = self._quote(start, end, shortest=1)
            if n is not None:
                self.numbered.setdefault(number[1], []).append(n)
            return number.end()
        n = self._quote(start, end, shortest=MIN_WORDS)
        parenthesis = _PARENTHESIS.match(self.text, done, limit)
        closing = parenthesis and _closing(self.text, parenthesis.end(), limit)
        if n is None or not parenthesis or not closing:
            return done
        claimed = Claim(
            fold(self.text[parenthesis.end() : closing]), (parenthesis.end(), closing)
        )
        self.quotations[n] = replace(self.quotations[n], claim=claimed)
        return closing + 1

    def _quote(self, start: int, end: int, shortest: int) -> int | None:
        """Take a quotation if it is not too short; return its number."""
        text = fold(self.text[start:end])
        if not any(map(str.isalnum, text)) or len(text.split()) < shortest:
            self.skipped += 1
            return None
        self.quotations.append(Quotation(text, (start, end), 0))
        return len(self.quotations) - 1

    def _lines(self, start: int, end: int) -> Iterator[Span]:
        while start < end:
            stop = self.text.find("\n", start, end)
            stop = end if stop < 0 else stop
            yield start, stop
            start = stop + 1

    def _place(self) -> None:
        """Number the quotations' lines, and give each the hash that follows it."""
        starts = [found.span[0] for found in self.quotations if found.span]
        hashes: dict[int, str] = {}
        for digest in _HASH.finditer(self.original):
            hashes.setdefault(bisect(starts, digest.start()) - 1, digest[0].lower())
        line_of = lines(self.original)
        self.claims = [_on_its_line(claim, line_of) for claim in self.claims]
        self.quotations = [
            replace(
                quotation,
                line=line_of(starts[n]),
                sha256=hashes.get(n),
                claim=quotation.claim and _on_its_line(quotation.claim, line_of),
            )
            for n, quotation in enumerate(self.quotations)
        ]


def _on_its_line(claim: Claim, line_of: Callable[[int], int]) -> Claim:
    return replace(claim, line=line_of(claim.span[0])) if claim.span else claim


def _outermost(text: str, start: int, end: int) -> list[Span]:
    """Return the ranges, marks included but for the last, of outermost quotations."""
    pairs: list[Span] = []
    open_marks: list[tuple[str, int]] = []
    counts = dict.fromkeys(f'{OPENERS}"', 0)
    for match in _MARK.finditer(text, start, end):
        mark, at = match[0], match.start()
        openers = _closes(text, mark, at, start, end, counts)
        if not openers:
            if mark in OPENERS or (mark == '"' and not text[at + 1 : at + 2].isspace()):
                open_marks.append((mark, at))
                counts[mark] += 1
            continue
        while True:
            opener, begun = open_marks.pop()
            counts[opener] -= 1
            if opener in openers:
                break
        while pairs and pairs[-1][0] > begun:
            pairs.pop()
        pairs.append((begun, at))
    return pairs


def _closes(
    text: str, mark: str, at: int, start: int, end: int, counts: dict[str, int]
) -> str:
    """Return which open marks a mark closes; "" when it opens, or closes none."""
    if mark != '"':
        return "".join(o for o in CLOSERS.get(mark, "") if counts[o])
    if not counts['"']:
        return ""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    opens = (before.isspace() or before in "([—–") and not after.isspace()
    return "" if opens else mark


def _closing(text: str, start: int, limit: int) -> int | None:
    """Return where a parenthesis that begins before `start` closes, if soon."""
    end = min(limit, start + MAX_CLAIM_CHARACTERS)
    end = text.rfind(")", start, end) + 1
    depth = 1
    for bracket in _BRACKET.finditer(text, start, end):
        depth += 1 if bracket[0] == "(" else -1
        if not depth:
            return bracket.start()
    return None
