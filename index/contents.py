"""Tables of contents: they say where the text is, and are no part of it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.blocks import Block
from index.lines import cells

_NAME = re.compile(
    r"(?:table of )?contents|table des matières|sommaire|índice|indice|contenido"
    r"|содержание|目录|目次|المحتويات|inhalt(?:sverzeichnis)?",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?:pages?|página|paragraphs?|paragraphes?|párrafos?)", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,4}(?:[-–]\d{1,4})?|[ivxl]{1,6}")
_LEADER = re.compile(r".{1,150}?(?:\.\s?){3,}\s*(?:\d{1,4}|[ivxl]{1,6})")
MAX_ENTRY = 200
# Between two entries a part may be named that has no page: "PART I".
MAX_BETWEEN = 60


def without_contents(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with a table of contents, its heading included, as boilerplate.

    It begins with a line that is called so and ends where no entry has a page number.
    """
    found = list(blocks)
    end = 0
    for n, block in enumerate(blocks):
        named = block.kind == "paragraph" and _NAME.fullmatch(block.text.rstrip(":"))
        if n < end or not named:
            continue
        end = _end(text, blocks, n + 1)
        if end > n + 1:
            for one in range(n, end):
                found[one] = replace(blocks[one], kind="boilerplate", marker=None)
    return found


def _end(text: str, blocks: Sequence[Block], start: int) -> int:
    """Return where the entries that begin at a block end."""
    end = start
    for n in range(start, len(blocks)):
        block = blocks[n]
        raw = text[block.spans[0][0] : block.spans[-1][1]]
        if all(_is_entry(line.strip()) for line in raw.splitlines() if line.strip()):
            end = n + 1
        elif len(block.text) > MAX_BETWEEN or n > end:
            break
    return end


def _is_entry(line: str) -> bool:
    """Return whether a line ends with the number of a page, or heads such numbers."""
    if len(line) > MAX_ENTRY:
        return False
    row = cells(line)
    if _LEADER.fullmatch(line) or all(_PAGE.fullmatch(cell) for cell in row):
        return True
    return len(row) > 1 and bool(_NUMBER.fullmatch(row[-1]))
