"""From paragraphs of print to the text of a PDF, its blocks and its pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.blocks import Block, Kind
from index.documents import Span, fold
from index.markers import Marker, read_marker
from index.readers.pdf_hyphens import Joiner

_SEPARATOR = "\n\n"
# A word's second half moves to the page of its first; more than a word does not.
MAX_MOVED = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, heading, row or note, before its place in the text is known.

    Attributes:
        lines: The page that prints each of its lines, from 0, and what the line says.
        kind, level: As in `Block`.
        mark: Of a note, the number or sign that its text begins with.
    """

    lines: tuple[tuple[int, str], ...]
    kind: Kind = "paragraph"
    level: int = 0
    mark: str = ""


def written(
    pieces: Sequence[Piece], page_count: int, joiner: Joiner
) -> tuple[str, tuple[Block, ...], tuple[int, ...]]:
    """Return the text that pieces make, its blocks, and where each page begins.

    A page's notes stand behind its text, so a paragraph that goes over to the next page
    has two spans around them; a word that the page divides stands on the first page.
    """
    parts = [joined_by_page(piece.lines, joiner) for piece in pieces]
    on_page: list[list[int]] = [[] for _ in range(page_count)]
    for n, by_page in enumerate(parts):
        for page in by_page:
            on_page[page].append(n)
    for numbers in on_page:
        numbers.sort(key=lambda n: (pieces[n].kind == "note", n))
    text = _Text([-1] * page_count)
    for page, numbers in enumerate(on_page):
        for place, n in enumerate(numbers):
            follows = on_page[page + 1] if page + 1 < page_count else []
            if place + 1 < len(numbers) or follows[:1] != [n]:
                _move_word(parts[n], page)
            text.write(n, page, parts[n][page])
    whole = text.whole()
    blocks = tuple(
        _block(whole, pieces[n], tuple(spans))
        for n, spans in sorted(text.spans.items(), key=lambda item: item[1][0])
    )
    return whole, blocks, text.pages_of(whole)


def joined_by_page(lines: Sequence[tuple[int, str]], joiner: Joiner) -> dict[int, str]:
    """Return what lines say as running text, by the page that prints it.

    What begins a page begins with a space, unless the page divides a word.
    """
    parts: list[tuple[int, str]] = []
    for page, line in lines:
        line = fold(line)
        if not line:
            continue
        if parts:
            at, before = parts[-1]
            whole = joiner.joined(before, line)
            if whole == f"{before} {line}":
                line = f" {line}"
            else:
                parts[-1] = (at, before[: len(whole) - len(line)])
        parts.append((page, line))
    found: dict[int, list[str]] = {}
    for page, part in parts:
        found.setdefault(page, []).append(part)
    return {page: "".join(said) for page, said in found.items()}


@dataclass(slots=True)
class _Text:
    """The text written so far."""

    pages: list[int]
    spans: dict[int, list[Span]] = field(default_factory=dict)
    length: int = 0
    parts: list[str] = field(default_factory=list)

    def write(self, n: int, page: int, part: str) -> None:
        """Write what a page prints of a piece."""
        spans = self.spans.get(n)
        goes_on = spans is not None and spans[-1][1] == self.length
        if not goes_on:
            part = part.strip()
        if not part.strip():
            return
        if not goes_on and self.parts:
            self._append(_SEPARATOR)
        start = self.length
        self._begin(page, start + len(part) - len(part.lstrip()))
        self._append(part)
        if spans is None:
            self.spans[n] = [(start, self.length)]
        elif goes_on:
            spans[-1] = (spans[-1][0], self.length)
        else:
            spans.append((start, self.length))

    def whole(self) -> str:
        return "".join(self.parts)

    def pages_of(self, whole: str) -> tuple[int, ...]:
        """Return where each page begins: one without text where the next one does."""
        found: list[int] = []
        after = len(whole)
        for start in reversed(self.pages):
            after = after if start < 0 else start
            found.append(after)
        return tuple(reversed(found))

    def _append(self, part: str) -> None:
        self.parts.append(part)
        self.length += len(part)

    def _begin(self, page: int, start: int) -> None:
        if self.pages[page] < 0:
            self.pages[page] = start


def _move_word(by_page: dict[int, str], page: int) -> None:
    """Let a page end with a whole word, though the next one prints its second half."""
    after = next((at for at in sorted(by_page) if at > page), None)
    if after is None or by_page[after].startswith(" "):
        return
    half, space, rest = by_page[after].partition(" ")
    if len(half) <= MAX_MOVED:
        by_page[page] += half
        by_page[after] = space + rest


def _block(text: str, piece: Piece, spans: tuple[Span, ...]) -> Block:
    first = text[slice(*spans[0])]
    said = fold(" ".join(text[start:end] for start, end in spans))
    marker = None
    if piece.kind == "note":
        marker = _note_marker(first, piece.mark)
    elif piece.kind == "paragraph":
        marker = read_marker(first)
    return Block(
        spans,
        said,
        kind=piece.kind,
        level=piece.level,
        marker=marker,
        lines=len(piece.lines),
    )


def _note_marker(text: str, mark: str) -> Marker | None:
    if not mark:
        return None
    printed, space, _ = text.partition(" ")
    return Marker("number", mark, False, False, len(printed) + len(space))
