"""Plain lines that are two things, and plain lines that are one thing together."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.blocks import Block
from index.documents import fold
from index.headings import article_heading_length, article_number, is_signature
from index.lines import runs_on
from index.markers import read_marker

_OFFICE = re.compile(
    r"\b(?:ambassador|representative|minister|chargé|head|secretary|president|chair\w*"
    r"|delegate|mission|director|rapporteur|ambassad\w+|représentant\w*|embajador\w*)\b",
    re.IGNORECASE,
)


def split_articles(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with "Article 2 Each State shall…" as heading and paragraph.

    Only a run of such numbers says that they are headings: "Article 36 weapons reviews
    are rare." is a sentence.
    """
    numbers = [article_number(block.text) for block in blocks]
    series = {n for n in numbers if n is not None}
    found: list[Block] = []
    for block, number in zip(blocks, numbers, strict=True):
        start, end = block.spans[0]
        length = article_heading_length(text[start:end])
        if number is None or not length or not {number - 1, number + 1} & series:
            found.append(block)
            continue
        heading = fold(text[start : start + length]).rstrip(".:–—- ")
        found.append(
            replace(block, spans=((start, start + length),), text=heading, lines=1)
        )
        rest = text[start + length : end]
        inner = start + length + len(rest) - len(rest.lstrip())
        spans = ((inner, end), *block.spans[1:])
        found.append(
            replace(
                block,
                spans=spans,
                text=fold(" ".join(text[a:b] for a, b in spans)),
                marker=read_marker(text[inner:end]),
            )
        )
    return found


def join_signatures(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with a signature and the signer's office as one."""
    found: list[Block] = []
    signing = False
    for block in blocks:
        if (
            signing
            and len(block.text) <= 120
            and _OFFICE.search(block.text)
            and runs_on(block.text)
        ):
            signed = found[-1]
            found[-1] = replace(
                signed,
                spans=signed.spans + block.spans,
                text=f"{signed.text} {block.text}",
            )
            continue
        signing = block.kind == "paragraph" and is_signature(block.text)
        found.append(block)
    return found
