"""A text cut where the marked in it, and the references in it, begin and end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ui.direction import RIGHT_TO_LEFT
from ui.links import Span
from ui.mentions import Mention


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text that leads somewhere, or nowhere: at most one is not empty."""

    text: str
    href: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text, marked or not, and its parts where some of it is a reference."""

    text: str
    marked: bool
    parts: tuple[Part, ...] = ()


def cut(text: str, marks: Sequence[Span]) -> tuple[Segment, ...]:
    """Return the text cut at its marked ranges; joined again, it is the text.

    Ranges beyond the text are clamped; where two overlap, the later one loses.
    """
    segments: list[Segment] = []
    done = 0
    for start, end in sorted(marks):
        first, last = max(done, start), min(len(text), end)
        if first < last:
            segments += [
                Segment(text[done:first], marked=False),
                Segment(text[first:last], marked=True),
            ]
            done = last
    segments.append(Segment(text[done:], marked=False))
    return tuple(segment for segment in segments if segment.text)


def by_direction(text: str) -> tuple[Segment, ...]:
    """Return a label or sentence cut so that what runs from right to left is marked."""
    return cut(text, [match.span() for match in RIGHT_TO_LEFT.finditer(text)])


def linked(
    segments: Sequence[Segment], mentions: Sequence[Mention]
) -> tuple[Segment, ...]:
    """Return the segments with the references in them; the text stays what it was.

    A reference that is marked in part only is left out.
    """
    start = 0
    found = []
    for segment in segments:
        end = start + len(segment.text)
        inside = [m for m in mentions if start <= m.span[0] < m.span[1] <= end]
        found.append(replace(segment, parts=_parts(segment.text, start, inside)))
        start = end
    return tuple(found)


def _parts(text: str, offset: int, mentions: Sequence[Mention]) -> tuple[Part, ...]:
    """Return a text's parts, none where it has no references."""
    parts: list[Part] = []
    done = 0
    for mention in mentions:
        first, last = mention.span[0] - offset, mention.span[1] - offset
        if first >= done:
            parts += [
                Part(text[done:first]),
                Part(text[first:last], mention.href, mention.asked),
            ]
            done = last
    if not parts:
        return ()
    return tuple(part for part in (*parts, Part(text[done:])) if part.text)
