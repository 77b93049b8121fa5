"""Which passages of a document a reference points at: by number, article or heading.

What is not there is said to be missing, with what there is; never the next best.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.catalogue import Position
from qa.document_parts import Missing, designated, listed, named_headings, no_heading
from qa.page_points import elsewhere, on_pages, pages_text
from qa.reference_values import Point, Reference, label_path

COVER_NOTE = "the cover note"
PREAMBLE = "the preamble"

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The passages a reference points at.

    Attributes:
        positions: In reading order; a list's lead-in comes with its items.
        counted: Whether a number was counted by us rather than printed.
        within: Which part of the document, if not all: "article 4", "“Taking stock”".
        numbers: What was counted, in words: "the 12th paragraph".
    """

    positions: tuple[Position, ...]
    counted: bool = False
    within: str = ""
    numbers: str = ""


def select(
    outline: Sequence[Position],
    reference: Reference,
    name: str,
    describes: Callable[[str], bool],
    is_preamble: Callable[[Sequence[Position]], Sequence[Position]],
    page_numbers: Sequence[str] = (),
) -> Selection:
    """Return the passages of one document that a reference points at.

    Args:
        outline: All the document's passages, in reading order.
        reference: What was typed; it points somewhere into the document.
        name: What to call the document in messages.
        describes: Whether words are the document's title, author or date.
        is_preamble: Returns those of the passages before the first number that are
            preambular paragraphs.
        page_numbers: What each page of the document's file is numbered; none where it
            has no pages.

    Raises:
        Missing: There is no such place.
    """
    part = "cover note" if reference.cover_note else "body"
    scope = [position for position in outline if position.part == part]
    if not scope:
        if reference.cover_note:
            raise Missing(f"{name} has no cover note")
        scope = list(outline)
    within = COVER_NOTE if reference.cover_note else ""
    for word, number in reference.designators:
        scope = designated(scope, word, number, name)
        within = f"{word} {number}"
    for run in reference.runs:
        headings = named_headings(scope, run)
        if not headings and describes(run.text):
            continue
        if len(headings) != 1:
            raise Missing(no_heading(scope, run, headings, name))
        scope = [position for position in scope if headings[0] in position.section]
        within = f"“{headings[0]}”"
    if not reference.pages:
        if not reference.points:
            return Selection(tuple(scope), within=within)
        return _pointed(outline, scope, reference.points, name, within, is_preamble)
    if not reference.points:
        everywhere = scope if within or reference.cover_note else list(outline)
        on = on_pages(everywhere, reference.pages, page_numbers, name, within)
        return Selection(tuple(on), within=within)
    on = on_pages(scope, reference.pages, page_numbers, name, within)
    # Where the document numbers nothing, a page's paragraphs are counted from its top.
    numbered = any(position.basis == "printed" for position in scope)
    page = within if numbered else pages_text(reference.pages)
    try:
        return _pointed(outline, on, reference.points, name, page, is_preamble)
    except Missing:
        found = _pointed(outline, scope, reference.points, name, within, is_preamble)
        if found.counted:
            raise
        raise Missing(
            elsewhere(found.positions, reference, page_numbers, name)
        ) from None


def ordinal(number: int) -> str:
    """Return a number as an ordinal: "12th"."""
    tens = number % 100 // 10
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if tens == 1 else suffix}"


def numbering(paths: Iterable[Path]) -> str:
    """Return the span of paragraph numbers: "1–15", or "" where there are none."""
    numbers = [int(path[0]) for path in paths if path and path[0].isdigit()]
    if not numbers:
        return ""
    first, last = min(numbers), max(numbers)
    return f"{first}–{last}" if first != last else str(first)


def number_path(position: Position) -> Path:
    """Return a passage's number as a path: ("10", "b"), ("note", "3") or ()."""
    return label_path((position.label or "").removeprefix("cover note "))


def _pointed(
    outline: Sequence[Position],
    scope: Sequence[Position],
    points: Sequence[Point],
    name: str,
    within: str,
    is_preamble: Callable[[Sequence[Position]], Sequence[Position]],
) -> Selection:
    """Return the passages with these numbers, among those in scope."""
    chosen: dict[int, Position] = {}
    counts: list[str] = []
    for point in points:
        within = PREAMBLE if point.kind == "preamble" else within
        among, counted = _numbered(scope, point, name, within, is_preamble)
        found = _at(among, point, name, within)
        if counted or any(p.basis == "counted" for _, p in found):
            counts.append(str(point))
        for _, position in found:
            chosen.update(_lead_ins(outline, position) if len(point.path) > 1 else ())
            chosen[position.ordinal] = position
    positions = tuple(chosen[place] for place in sorted(chosen))
    return Selection(positions, bool(counts), within, _counted_text(counts))


def _numbered(
    scope: Sequence[Position],
    point: Point,
    name: str,
    within: str,
    is_preamble: Callable[[Sequence[Position]], Sequence[Position]],
) -> tuple[list[tuple[Path, Position]], bool]:
    """Return the passages in scope with the numbers a point counts by.

    Printed numbers where there are any, and the document's count; under a heading that
    numbers nothing, its paragraphs are counted from one.
    """
    if point.kind == "note":
        notes = [
            (number_path(p), p) for p in scope if (p.label or "").startswith("note ")
        ]
        return [(path[1:], p) for path, p in notes], False
    if point.kind == "preamble":
        found = is_preamble(scope)
        if not found:
            raise Missing(f"{name} has no preambular paragraphs that can be told apart")
        return _counted(found), True
    labelled = [(number_path(p), p) for p in scope]
    printed = [(path, p) for path, p in labelled if path and p.basis == "printed"]
    if printed:
        return printed, False
    if within and within != COVER_NOTE:
        return _counted(scope), True
    return [(path, p) for path, p in labelled if path], False


def _counted(scope: Sequence[Position]) -> list[tuple[Path, Position]]:
    return [((str(count),), position) for count, position in enumerate(scope, 1)]


def _at(
    among: Sequence[tuple[Path, Position]], point: Point, name: str, within: str
) -> list[tuple[Path, Position]]:
    """Return the passages of a point, those under it included.

    Raises:
        Missing: One end of it is not there.
    """
    first = _last_of(among) if point.path == ("last",) else point.path
    last = point.to or first
    for end in (first, last):
        if not any(path[: len(end)] == end for path, _ in among):
            raise Missing(_no_paragraph(among, end, name, within))
    if _order(first) > _order(last):
        raise Missing(f"the range {point} of {name} runs backwards")
    low, high = _order(first), _order(last)
    return [
        (path, position)
        for path, position in among
        if low <= _order(path) and _order(path[: len(last)]) <= high
    ]


def _last_of(among: Sequence[tuple[Path, Position]]) -> Path:
    return max((path for path, _ in among), key=lambda path: _order(path[:1]))[:1]


def _order(path: Path) -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, len(part), part) for part in path
    )


def _no_paragraph(
    among: Sequence[tuple[Path, Position]], path: Path, name: str, within: str
) -> str:
    """Return what numbers there are where a paragraph's is not."""
    place = f"{within} of {name}" if within else name
    siblings = [p for p, _ in among if p[:1] == path[:1]]
    if len(path) > 1 and siblings:
        parts = listed(f"({p[1]})" for p in siblings if len(p) > 1)
        return f"paragraph {path[0]} of {place} has {parts or 'no sub-paragraphs'}"
    span = numbering(p for p, _ in among)
    if not span:
        return f"{place} numbers no paragraphs"
    counted = any(position.basis != "printed" for _, position in among)
    plural = "s" if "–" in span else ""
    return f"{place} has paragraph{plural} {span}" + (
        " by our count" if counted else ""
    )


def _lead_ins(outline: Sequence[Position], position: Position) -> dict[int, Position]:
    """Return the passages that introduce a list's item, by their place."""
    found: dict[int, Position] = {}
    lead_in = position.lead_in
    while lead_in is not None and lead_in not in found and lead_in < len(outline):
        found[lead_in] = outline[lead_in]
        lead_in = outline[lead_in].lead_in
    return found


def _counted_text(counts: Sequence[str]) -> str:
    """Return what was counted: "the 12th paragraph", "paragraphs 3, 5–7"."""
    if len(counts) == 1 and counts[0].isdigit():
        return f"the {ordinal(int(counts[0]))} paragraph"
    if counts == ["last"]:
        return "the last paragraph"
    return f"paragraphs {', '.join(counts)}"
