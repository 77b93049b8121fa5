"""Letters that stand for somebody who speaks, and number nothing: "Q." and "A."."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.blocks import Block

# So many questions with their answers make an interrogation of a text.
MIN_EXCHANGES = 2


def without_speakers(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with "Q." and "A." as words of the paragraphs they open."""
    spoken = [_letter(block) for block in blocks]
    exchanges = sum(
        first == "Q" and second == "A" for first, second in pairwise(spoken)
    )
    if exchanges < MIN_EXCHANGES:
        return list(blocks)
    return [
        replace(block, marker=None) if letter in ("Q", "A") else block
        for block, letter in zip(blocks, spoken, strict=True)
    ]


def _letter(block: Block) -> str:
    marker = block.marker
    return marker.value if marker and marker.style == "capital" else ""
