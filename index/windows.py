"""Cutting a passage too long to embed at once into overlapping windows."""

from collections.abc import Sequence

from index.documents import Span

# Consecutive windows share a quarter, so that a sentence is whole in one of them.
STRIDE = 0.75


def windows(
    offsets: Sequence[Span], words: Sequence[int | None], limit: int
) -> list[Span]:
    """Return the character spans of the windows that cover a text.

    They begin and end between words, unless a word is longer than a window.

    Args:
        offsets: Character span of each word piece.
        words: The word each piece belongs to; neighbours of one word have one number.
        limit: How many pieces a window may have, at least 2.

    Returns:
        At least one span for a text with pieces, in order, from the first piece to the
        last without gaps.
    """
    spans = []
    start, end = 0, 0
    while end < len(offsets):
        reach = _end(words, start, limit)
        if reach <= end:  # what follows does not fit beside what would be repeated
            start, reach = end, _end(words, end, limit)
        spans.append((offsets[start][0], offsets[reach - 1][1]))
        end = reach
        start = _word_start(words, start + int(limit * STRIDE), start) or end
    return spans


def _end(words: Sequence[int | None], start: int, limit: int) -> int:
    """Return where the window that starts there ends."""
    if start + limit >= len(words):
        return len(words)
    return _word_start(words, start + limit, start) or start + limit


def _word_start(words: Sequence[int | None], place: int, after: int) -> int | None:
    """Return the last place after `after`, up to `place`, where a word starts."""
    for start in range(min(place, len(words) - 1), after, -1):
        if words[start] != words[start - 1]:
            return start
    return None
