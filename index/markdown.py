"""From Markdown to blocks: what its marks say, taken at their word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.blocks import Block, block_of
from index.documents import fold
from index.furniture import is_ornament
from index.lines import (
    MAX_WRAPPED_WIDTH,
    Line,
    PlainSetting,
    dangles,
    is_clause,
    physical_lines,
    plain_setting,
    runs_on,
    starts_lower,
)
from index.markers import Marker, read_marker
from index.markup import (
    BOLD_RANK,
    bold_heading,
    plain_heading,
    wiki_heading,
    with_closing_notes,
    with_italic_headings,
)

_ATX = re.compile(r"(#{1,6})(?:\s+|$)")
# "Results: …" of an abstract, "Ann Reed: …" of a conversation.
_LABEL = re.compile(r"[^\W\d_a-z][\w.’' ]{1,40}:\s")
_SETEXT = re.compile(r"=+|-{2,}")
_FENCE = re.compile(r"`{3,}|~{3,}")
_QUOTE = re.compile(r"(?:>\s?)+")
_ITEM = re.compile(r"(?:[-*+•]|\d{1,9}[.)])\s+(?=\S)")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:\s*")
_DEFINITION = re.compile(r"\[[^\]^]{1,80}\]:\s*\S+(?:\s+[\"'(].*)?$")
_COMMENT = re.compile(r"<!--(?:(?!-->).)*-->$")
_TITLE_FIELD = re.compile(r"title\s*[:=]\s*[\"']?(.+?)[\"']?\s*$", re.IGNORECASE)
_FRONT_MATTER = 200


def markdown_blocks(text: str) -> list[Block]:
    """Return a Markdown text's blocks, in reading order.

    Only what is marked as a heading is one: hashes, underlining, a line in bold. Marks
    of headings, items and quotations stand outside the spans; emphasis stays inside.
    """
    lines = physical_lines(text)
    title, start = _front_matter(lines)
    reading = _Reading(text, plain=plain_setting(lines))
    for number in range(start, len(lines)):
        reading.read(lines[number])
    reading.flush()
    blocks = with_italic_headings(with_closing_notes(reading.blocks))
    return ([title] if title else []) + blocks


@dataclass(slots=True)
class _Reading:
    """The blocks read so far and the lines of the one at hand."""

    text: str
    plain: PlainSetting
    blocks: list[Block] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    indents: list[int] = field(default_factory=list)
    fence: str = ""
    kind: str = "paragraph"
    depth: int = 0

    def read(self, line: Line) -> None:
        if self.fence:
            self._read_code(line)
        elif match := _FENCE.match(line.text):
            self.flush()
            self.fence, self.kind = match[0], "code"
        elif (match := _ATX.match(line.text)) and line.indent < 4:
            self._heading(
                line, len(match[1]), match.end(), len(line.text.rstrip("# \t"))
            )
        elif match := wiki_heading(line.text):
            self._heading(line, match[1].count("="), match.start(2), match.end(2))
        elif self._is_underline(line):
            self._underlined(1 if line.text[0] == "=" else 2)
        elif is_ornament(line.text):
            if "|" not in line.text:
                self.flush()
        elif _COMMENT.match(line.text) or _DEFINITION.match(line.text):
            self.flush()
        else:
            self._read_text(line)

    def flush(self) -> None:
        if self.lines:
            block = block_of(self.text, self.lines)
            self.blocks.append(_marked(self.text, block, self.kind, self.depth))
        self.lines, self.kind, self.depth = [], "paragraph", 0

    def _read_code(self, line: Line) -> None:
        if line.text.startswith(self.fence):
            self.fence = ""
            self.flush()
        else:
            self.lines.append(line)

    def _read_text(self, line: Line) -> None:
        quote = _QUOTE.match(line.text)
        if quote:
            line = _from(line, quote.end())
            if not line.text or is_ornament(line.text):
                self.flush()
                return
        kind = "quote" if quote else "paragraph"
        if _FOOTNOTE.match(line.text):
            self.flush()
            self.kind = "note"
        elif _ITEM.match(line.text) and not self._is_accident(line):
            self.flush()
            self.depth = self._depth(line.indent)
        elif not self._continues(line, kind):
            after_item = line.indent > 1 and self.indents
            self.flush()
            self.kind = kind
            if not after_item:
                self.indents.clear()
        self.lines.append(line)

    def _continues(self, line: Line, kind: str) -> bool:
        """Return whether a line without a mark goes on with the block at hand."""
        if not self.lines or (kind == "quote" and self.kind != "quote"):
            return False
        before = self.lines[-1]
        ended = not runs_on(before.text)
        lower = starts_lower(line.text) and not self.plain.caseless
        sentence = lower and not ended
        cells = ["|" in text for text in (before.text, line.text)]
        if all(cells) and not line.gap:
            return True
        if any(cells) and "|" in before.text[:1] + line.text[:1]:
            return False
        if line.gap:
            cut = before.text[-1].isalnum() or dangles(before.text)
            cut = cut and not is_clause(before.text)
            return sentence and cut and len(before.text) >= 60 and self.kind == kind
        if ended and _LABEL.match(line.text):
            return False
        if self.plain.line_a_paragraph and ended and not self.depth:
            return before.text.endswith(":") and runs_on(line.text)
        return sentence or max(len(before.text), len(line.text)) <= MAX_WRAPPED_WIDTH

    def _is_accident(self, line: Line) -> bool:
        """Return whether running text broke just before what looks like an item."""
        if not self.lines or line.gap or self.depth:
            return False
        marker = read_marker(line.text)
        return (
            marker is not None
            and marker.style == "number"
            and marker.value != "1"
            and runs_on(self.lines[-1].text)
        )

    def _depth(self, indent: int) -> int:
        while self.indents and indent < self.indents[-1] + 2:
            self.indents.pop()
        self.indents.append(indent)
        return len(self.indents)

    def _heading(self, line: Line, level: int, start: int, end: int) -> None:
        self.flush()
        self.indents.clear()
        raw = line.text[start:end]
        if plain_heading(raw):
            span = (line.start + start, line.start + end)
            self.blocks.append(Block((span,), plain_heading(raw), "heading", level))

    def _is_underline(self, line: Line) -> bool:
        return (
            bool(_SETEXT.fullmatch(line.text))
            and bool(self.lines)
            and not line.gap
            and self.kind == "paragraph"
            and not self.depth
            and len(self.lines) <= 3
        )

    def _underlined(self, level: int) -> None:
        block = block_of(self.text, self.lines)
        self.lines = []
        self.flush()
        self.indents.clear()
        self.blocks.append(
            replace(block, text=plain_heading(block.text), kind="heading", level=level)
        )


def _from(line: Line, offset: int) -> Line:
    """Return the line from an offset on, white space skipped."""
    rest = line.text[offset:]
    skipped = offset + len(rest) - len(rest.lstrip())
    return replace(line, start=line.start + skipped, text=line.text[skipped:])


def _marked(text: str, block: Block, kind: str, depth: int) -> Block:
    """Return a block with its kind and the number or bullet it starts with."""
    source = text[block.spans[0][0] : block.spans[0][1]]
    if kind == "note" and (match := _FOOTNOTE.match(source)):
        marker = Marker("number", match[1], False, False, match.end())
        return replace(block, kind="note", marker=marker)
    if kind == "code":
        return block
    if not depth and block.lines == 1 and (bold := bold_heading(block.text)):
        return replace(block, text=bold, kind="heading", level=BOLD_RANK)
    return replace(block, level=depth, marker=read_marker(source))


def _front_matter(lines: Sequence[Line]) -> tuple[Block | None, int]:
    """Return the title that front matter names, and where the text begins."""
    if not lines or lines[0].text not in ("---", "+++"):
        return None, 0
    title = None
    for number, line in enumerate(lines[1:_FRONT_MATTER], 1):
        if line.text == lines[0].text:
            return title, number + 1
        if title is None and (match := _TITLE_FIELD.match(line.text)):
            span = (line.start + match.start(1), line.start + match.end(1))
            title = Block((span,), fold(match[1]), "title")
    return None, 0
