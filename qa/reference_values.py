"""What a reference says: a document, and the places in it that are pointed at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.documents import Span
from index.symbols import Symbol

Kind = Literal["symbol", "job number", "name", "same"]
PointKind = Literal["paragraph", "preamble", "note", "page"]

_PATH = re.compile(r"\d+|[a-z]+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Point:
    """A paragraph, or those from one to another.

    Attributes:
        path: Its number and those of its parts: ("10", "b"); "last" is the last one.
        to: The path of the last one of a range, or None.
        kind: What is numbered.
    """

    path: tuple[str, ...]
    to: tuple[str, ...] | None = None
    kind: PointKind = "paragraph"

    def __str__(self) -> str:
        return _label(self.path) + (f"–{_label(self.to)}" if self.to else "")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a reference that are no token: a name or a heading.

    Attributes:
        text: Without words that join.
        span: Where it stands in the plain text.
        set_off: Whether a comma, a quote or the like parts it from what is beside it.
        quoted: Whether it stands in quotation marks.
    """

    text: str
    span: Span
    set_off: bool = True
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """What a person points at.

    Attributes:
        kind: How the document is named; "same" is the one spoken of before.
        document: Its symbol, job number or name; empty for "same".
        part: Its annex, where that is named with the symbol.
        points: The paragraphs; none for the document, or a whole section.
        pages: The pages; with paragraphs, those that the paragraphs stand on.
        designators: Numbered headings: ("article", "4").
        runs: Words beside: headings, or a document's title, date and author.
        cover_note: Whether it points into the cover note.
        where_cited: Whether it asks for the passages that mention the document.
        asked: Whether it is put as a question.
        span: Where it stands in the text that was read.
    """

    kind: Kind
    document: str
    part: str = ""
    points: tuple[Point, ...] = ()
    pages: tuple[Point, ...] = ()
    designators: tuple[tuple[str, str], ...] = ()
    runs: tuple[Run, ...] = ()
    cover_note: bool = False
    where_cited: bool = False
    asked: bool = False
    span: Span = (0, 0)

    @property
    def symbol(self) -> Symbol:
        """The symbol it names, for `kind` "symbol"."""
        return Symbol(self.document, self.part)

    @property
    def pinpoints(self) -> bool:
        """Whether it points into a document, by number."""
        return bool(self.points or self.pages or self.designators or self.cover_note)

    def __str__(self) -> str:
        """Return the reference as we write it."""
        parts = {"name": f"‘{self.document}’", "same": "ibid."}
        name = parts.get(self.kind, f"{self.document} {self.part}".strip())
        if self.where_cited:
            return f"where {name} is cited"
        said = [name, *(f"{word} {number}" for word, number in self.designators)]
        said += [f"“{run.text}”" for run in self.runs]
        said += ["cover note"] if self.cover_note else []
        numbered = [_points_text(each) for each in (self.points, self.pages) if each]
        return ", ".join([*said, *numbered])


def label_path(label: str) -> tuple[str, ...]:
    """Return the numbers and letters of a label: "10 (b)" is ("10", "b")."""
    return tuple(digits(part) for part in _PATH.findall(label.casefold()))


def arabic(number: str) -> str:
    """Return a numeral in arabic digits: "IV" is "4"; a letter stays."""
    number = number.casefold()
    if number.isdigit() or not set(number) <= _ROMAN.keys():
        return digits(number)
    values = [_ROMAN[letter] for letter in number]
    following = [*values[1:], 0]
    return str(sum(-a if a < b else a for a, b in zip(values, following, strict=True)))


def digits(number: str) -> str:
    """Return a number without leading noughts; letters stay."""
    return number.lstrip("0") or "0" if number.isdigit() else number


def _points_text(points: Sequence[Point]) -> str:
    many = len(points) > 1 or points[0].to is not None
    noun = {
        "paragraph": "paras." if many else "para.",
        "preamble": "preambular paras." if many else "preambular para.",
        "note": "footnote",
        "page": "pp." if many else "p.",
    }[points[0].kind]
    return f"{noun} {', '.join(map(str, points))}"


def _label(path: Sequence[str]) -> str:
    return " ".join([path[0], *(f"({part})" for part in path[1:])])
