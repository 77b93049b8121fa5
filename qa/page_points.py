"""Which passages stand on the pages that a reference names."""

from collections.abc import Sequence
from itertools import groupby

from index.catalogue import Position
from index.places import page_range
from qa.document_parts import Missing
from qa.reference_values import Point, Reference, digits

Pages = tuple[int, int]


def on_pages(
    scope: Sequence[Position],
    points: Sequence[Point],
    numbers: Sequence[str],
    name: str,
    within: str,
) -> list[Position]:
    """Return the passages that stand, in part at least, on these pages.

    Args:
        scope: The passages to choose from.
        points: The pages, as they are numbered in print.
        numbers: What each page of the file is numbered.
        name: What to call the document in messages.
        within: Which part of it the scope is; empty for all.

    Raises:
        Missing: The file has no pages, or not these, or nothing in scope is on them.
    """
    if not numbers:
        raise Missing(
            f"the file of {name} has no page numbers; cite a paragraph or a section"
        )
    ranges = [_range(point, numbers, name) for point in points]
    found = [
        position
        for position in scope
        if position.pages
        and any(
            first <= position.pages[1] and position.pages[0] <= last
            for first, last in ranges
        )
    ]
    if not found:
        of = f" of {within}" if within else ""
        raise Missing(f"no paragraph{of} is on {pages_text(points)} of {name}")
    return found


def pages_text(points: Sequence[Point]) -> str:
    """Return pages in words: "page 7", "pages 7–8"."""
    many = len(points) > 1 or points[0].to is not None
    return f"page{'s' if many else ''} {', '.join(map(str, points))}"


def elsewhere(
    positions: Sequence[Position],
    reference: Reference,
    numbers: Sequence[str],
    name: str,
) -> str:
    """Return on which pages the paragraphs of a reference are, unlike it says."""
    pages = [position.pages for position in positions if position.pages]
    first, last = min(a for a, _ in pages), max(b for _, b in pages)
    points = ", ".join(map(str, reference.points))
    many = len(positions) > 1
    page = "page" if first == last else "pages"
    return (
        f"paragraph{'s' if many else ''} {points} of {name} {'are' if many else 'is'} "
        f"on {page} {page_range(numbers, (first, last))}, "
        f"not on {pages_text(reference.pages)}"
    )


def _range(point: Point, numbers: Sequence[str], name: str) -> Pages:
    """Return the first and the last page of the file that a point names, from 1."""
    printed = [digits(number.casefold()) for number in numbers]
    first, last = "".join(point.path), "".join(point.to or point.path)
    for end in (first, last):
        if end not in printed:
            plural = "s" if len(numbers) > 1 else ""
            raise Missing(f"{name} has page{plural} {_all_pages(numbers)}")
    start = printed.index(first)
    stop = len(printed) - 1 - printed[::-1].index(last)
    if start > stop:
        raise Missing(f"the range {point} of {name} runs backwards")
    return start + 1, stop + 1


def _all_pages(numbers: Sequence[str]) -> str:
    """Return the pages there are, those of a preface apart: "iii–iv, 1–24".

    Those that bear something other than a number, such as covers, are left out.
    """
    runs = [
        (is_numbered, [number for number, _ in run])
        for (is_numbered, _), run in groupby(
            ((number, _form(number)) for number in numbers), key=lambda pair: pair[1]
        )
    ]
    spans = [
        run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}"
        for is_numbered, run in runs
        if is_numbered
    ]
    return ", ".join(spans or [f"{numbers[0]}–{numbers[-1]}"])


def _form(number: str) -> tuple[bool, bool]:
    """Return whether a page bears a number, and whether an Arabic one."""
    is_roman = bool(number) and set(number.casefold()) <= set("ivxlc")
    return number.isdigit() or is_roman, number.isdigit()
