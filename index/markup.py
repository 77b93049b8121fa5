"""What Markdown's marks inside a line mean: headings in bold, notes, plain wording."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace

from index.blocks import Block
from index.documents import fold
from index.lines import runs_on
from index.markers import Marker

# Ranks of headings without a number of hashes: in bold, in italics, a subject line.
BOLD_RANK = 7
SUBJECT_RANK = 8
MAX_SUBJECT = 150

_BOLD = re.compile(
    r"(\*\*|__)(?=\S)([^*]{1,150}?)(?<=\S)\1(?:\[\^?\w{1,6}\](?:\(#[^)\s]*\))?)*$"
)
_WIKI = re.compile(r"(=(?:\s?=)*)\s+(?=\S)(.{1,200}?)\s+\1$")
_ITALIC = re.compile(r"([*_])(?![*_\s])([^*_\[\]]{1,150})(?<=\S)\1$")
_REFERENCE = re.compile(r"\[\^?\w{1,6}\](?:\(#[^)\s]*\))|\[\^\w{1,6}\]|(?<=\])\d{1,2}$")
_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^)\s]*\)")
_EMPHASIS = re.compile(r"\*+|`+|(?<!\w)_+|_+(?!\w)|\\(?=[\W_])")
_NUMBERED_NOTE = re.compile(r"(?P<mark>[-*+]\s+)(?P<number>\d{1,3})\s+(?=\S)")


def plain_heading(text: str) -> str:
    """Return a heading without footnote references, links, emphasis and entities."""
    text = _LINK.sub(r"\1", _REFERENCE.sub("", text))
    return fold(html.unescape(_EMPHASIS.sub("", text)))


def wiki_heading(text: str) -> re.Match[str] | None:
    """Return the match of a heading between signs of equality, as wikis print them.

    Its groups are the signs on its left and its words.
    """
    match = _WIKI.match(text)
    # A piece of "= goals ; A = assists ; P = points", broken at its lines' ends.
    return None if match and match[1] == "=" and ";" in match[2] else match


def bold_heading(text: str) -> str | None:
    """Return the heading that a line wholly in bold is, or None."""
    match = _BOLD.match(text)
    return plain_heading(match[2]) if match else None


def may_be_subject(block: Block) -> bool:
    """Return whether a block could be a heading, were it not for its want of marks."""
    return (
        block.kind == "paragraph"
        and not block.level
        and block.marker is None
        and len(block.text) <= MAX_SUBJECT
        and runs_on(block.text)
        and block.text[-1] not in ",—–-"
    )


def with_italic_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with a line wholly in italics, above a paragraph, as heading.

    Names in italics among other short lines, as in a list of those present, are none.
    """
    found = list(blocks)
    for n, block in enumerate(blocks[:-1]):
        below = blocks[n + 1]
        leads = below.kind == "paragraph" and not may_be_subject(below)
        if leads and may_be_subject(block) and (match := _ITALIC.match(block.text)):
            found[n] = replace(
                block, text=plain_heading(match[2]), kind="heading", level=SUBJECT_RANK
            )
    return found


def with_subjects(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the lines between masthead and text as headings."""
    found = list(blocks)
    after_masthead = False
    for n, block in enumerate(blocks):
        subject = after_masthead and may_be_subject(block)
        if subject:
            found[n] = replace(
                block,
                kind="heading",
                level=SUBJECT_RANK,
                text=plain_heading(block.text),
            )
        elif block.kind == "paragraph":
            return found
        after_masthead = block.kind == "masthead" or subject
    return found


def with_closing_notes(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with a closing list of numbered notes marked as notes.

    Such a list has a bullet and a number before each note ("* 1 See document 7."), and
    its numbers count up.
    """
    found = list(blocks)
    last = 10**9
    for n in range(len(blocks) - 1, -1, -1):
        match = _NUMBERED_NOTE.match(blocks[n].text)
        if match is None or int(match["number"]) >= last:
            break
        last = int(match["number"])
        marker = Marker("number", match["number"], False, False, match.end())
        found[n] = replace(blocks[n], kind="note", level=0, marker=marker)
    return found
