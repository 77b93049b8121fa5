"""From text to structure: masthead, title, headings, paragraphs, in reading order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.blocks import Block
from index.contents import without_contents
from index.displayed import is_table
from index.documents import Masthead
from index.extracts import Extract
from index.headings import is_division, is_transmittal
from index.layout import logical_lines
from index.lines import runs_on
from index.markup import MAX_SUBJECT, plain_heading, with_subjects
from index.masthead import read_masthead
from index.masthead_lines import (
    MAX_MASTHEAD_LINE,
    is_classification,
    is_strong,
    masthead_tokens,
)
from index.outline import with_headings
from index.speakers import without_speakers

# So many headings of the outermost level, each divided again, head as many texts.
MIN_TEXTS = 3

_EDITORIAL = re.compile(r"[\W_]*\[[^\[\]]{0,110}\][\W_]*")
_LINK = re.compile(r"(?:(?:[-*+]|\d{1,3}[.)])\s+)?\[[^\]]{1,150}\]\(#[^)\s]*\)")
_CONTENTS = re.compile(r".{1,150}?(?:\.\s?){4,}\s*[\divxl]{1,4}")


@dataclass(frozen=True, slots=True)
class Structure:
    """What a document is made of.

    Attributes:
        masthead: What it prints about itself.
        title: The title it prints, or None.
        blocks: Everything it prints, in reading order.
    """

    masthead: Masthead
    title: str | None
    blocks: tuple[Block, ...]


def structure(found: Extract) -> Structure:
    """Return what a file's text is made of."""
    text = found.text
    given = logical_lines(text) if found.blocks is None else found.blocks
    blocks = _with_masthead(without_speakers(given), found.marks)
    if found.blocks is None:
        blocks = with_headings(text, without_contents(text, blocks))
    else:
        blocks = with_subjects(blocks)
    blocks, title = _with_title(text, _with_parts(blocks))
    if not any(block.kind in ("paragraph", "note") for block in blocks):
        blocks = [_as_paragraph(text, block) for block in blocks]
    return Structure(
        masthead=read_masthead(
            (block.text for block in blocks if block.kind == "masthead"),
            (block.text for block in blocks if block.kind in ("heading", "title")),
        ),
        title=title,
        blocks=tuple(blocks),
    )


def _with_masthead(blocks: Sequence[Block], marks: bool = False) -> list[Block]:
    """Return the blocks with masthead lines and boilerplate marked.

    A symbol, a job number or "Original: English" is masthead wherever it stands; a
    date, a language or an organ's name alone, only before the text or next to those.
    """
    texts = [_unmarked(block.text) if marks else block.text for block in blocks]
    tokens = [
        masthead_tokens(text) if block.kind == "paragraph" else {}
        for block, text in zip(blocks, texts, strict=True)
    ]
    head, tail = _head(blocks, tokens), _tail(tokens)
    masthead = {
        n
        for n, kinds in enumerate(tokens)
        if kinds
        and (n < head or n >= tail or is_strong(kinds) or is_classification(texts[n]))
    }
    for order in (range(len(blocks)), range(len(blocks) - 1, -1, -1)):
        step = order.step
        masthead |= _spread(order, step, tokens, masthead)
    return [
        replace(block, kind="masthead", marker=None, text=texts[n])
        if n in masthead and "boilerplate" not in tokens[n]
        else replace(block, kind="boilerplate", marker=None)
        if n in masthead or _is_boilerplate(block, texts[n])
        else block
        for n, block in enumerate(blocks)
    ]


def _head(blocks: Sequence[Block], tokens: Sequence[dict[str, str]]) -> int:
    """Return where the first paragraph stands."""
    for n, block in enumerate(blocks):
        long = len(block.text) > MAX_SUBJECT and not is_transmittal(block.text)
        sentence = not runs_on(block.text) or block.marker is not None
        if block.kind == "paragraph" and not tokens[n] and (long or sentence):
            return n
    return len(blocks)


def _tail(tokens: Sequence[dict[str, str]]) -> int:
    """Return where the closing lines begin: "51st plenary meeting", its date."""
    for n in range(len(tokens) - 1, -1, -1):
        if not tokens[n] or "classification" in tokens[n]:
            return n + 1
    return 0


def _spread(
    order: range, step: int, tokens: Sequence[dict[str, str]], masthead: set[int]
) -> set[int]:
    """Return the masthead lines that stand next to one already known."""
    found = set(masthead)
    for n in order:
        if tokens[n] and "classification" not in tokens[n] and n - step in found:
            found.add(n)
    return found


def _is_boilerplate(block: Block, text: str) -> bool:
    """Return whether a block is an editor's remark or a line of a table of contents."""
    return block.kind == "paragraph" and bool(
        (len(text) <= 120 and _EDITORIAL.fullmatch(block.text))
        or (len(text) <= 120 and _EDITORIAL.fullmatch(text))
        or (len(text) <= 200 and _CONTENTS.fullmatch(text))
        or (len(block.text) <= 300 and _LINK.fullmatch(block.text))
    )


def _unmarked(text: str) -> str:
    """Return a short line as it reads without Markdown, an editor's brackets gone."""
    if len(text) > 2 * MAX_MASTHEAD_LINE or text.startswith(("[", "_[")):
        return text
    return plain_heading(text).replace("[", "").replace("]", "")


def _with_parts(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with those of a covering letter or note verbale marked."""
    found = list(blocks)
    inside, paragraphs = False, 0
    for n, block in enumerate(blocks):
        if block.kind == "heading" and is_transmittal(block.text) and not paragraphs:
            inside = True
        elif inside and block.kind == "paragraph":
            paragraphs += 1
        elif (
            inside
            and paragraphs
            and block.kind in ("heading", "masthead", "boilerplate")
        ):
            inside = block.kind == "boilerplate" and not block.text
        if inside:
            found[n] = replace(block, part="cover note")
    return found


def _with_title(text: str, blocks: Sequence[Block]) -> tuple[list[Block], str | None]:
    """Return the blocks with one of them as the title, if one is, and what it says.

    It is the first heading before the text; after a cover note, the first one of what
    is transmitted; where nothing else is printed, the heading of the cover note.
    """
    found = list(blocks)
    for block in blocks:
        if block.kind == "title":
            return found, block.text
    for n, block in enumerate(blocks):
        if block.part == "cover note":
            continue
        raw = text[block.spans[0][0] : block.spans[-1][1]]
        if (block.kind == "paragraph" and not is_table(raw)) or (
            block.kind == "heading" and is_division(block.text)
        ):
            break
        if block.kind == "heading" and not is_transmittal(block.text):
            if _is_one_of_several(blocks, n):
                break
            found[n] = replace(block, kind="title", level=0)
            return found, block.text
    cover = (block.text for block in blocks if block.part == "cover note")
    return found, next(cover, None)


def _is_one_of_several(blocks: Sequence[Block], n: int) -> bool:
    """Return whether a heading names the first of several texts in one file.

    Three or more then stand at its level, and at least two of them, it among them, are
    divided by headings of their own: articles of a wiki, chapters of a book.
    """
    level = blocks[n].level
    outer = [
        m for m, b in enumerate(blocks) if b.kind == "heading" and b.level <= level
    ]
    divided = [
        any(b.kind == "heading" for b in blocks[start + 1 : end])
        for start, end in zip(outer, [*outer[1:], len(blocks)], strict=True)
    ]
    return (
        len(outer) >= MIN_TEXTS
        and divided[0]
        and sum(divided) > 1
        and (blocks[n + 1].kind == "paragraph")
    )


def _as_paragraph(text: str, block: Block) -> Block:
    if block.kind not in ("title", "heading"):
        return block
    raw = " ".join(text[a:b] for a, b in block.spans)
    return replace(block, kind="paragraph", level=0, text=" ".join(raw.split()))
