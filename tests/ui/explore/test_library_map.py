from dataclasses import replace
from urllib.parse import parse_qs

from qa import LibraryDocument
from qa.overview import Outline, Section
from ui.explore.library_map import (
    LINE,
    LONGEST_STRIP,
    MAX_BLOCKS,
    MAX_STRIPS,
    WHOLE,
    view_map,
)
from ui.explore.rendering import render_map
from ui.wording import NO_HEADING, SECTION_ARROW

LENGTH = 100
PASSAGES = 2


def document(n: int, passages: int = 1) -> LibraryDocument:
    return LibraryDocument(
        id=f"d{n}",
        name=f"{n}.txt",
        symbol=None,
        title=f"Document {n}",
        date=None,
        language="en",
        job_number=None,
        passages=passages,
    )


def outline(n: int, *paths: tuple[str, ...], length: int = LENGTH) -> Outline:
    sections = [
        Section(path, place * length, PASSAGES, length)
        for place, path in enumerate(paths)
    ]
    return Outline(f"d{n}", tuple(sections))


def strip_of(*paths: tuple[str, ...]):
    (strip,) = view_map([document(0)], [outline(0, *paths)]).strips
    return strip


def test_a_section_is_a_block_that_opens_its_first_passage():
    strip = strip_of(("Aims",), ("Rules", "Moorings"))
    assert [block.label for block in strip.blocks] == ["Aims", "Moorings"]
    assert [block.name for block in strip.blocks] == [
        "Aims",
        f"Rules{SECTION_ARROW}Moorings",
    ]
    assert [block.size for block in strip.blocks] == [f"{PASSAGES} passages"] * 2
    assert parse_qs(strip.blocks[1].href[1:]) == {"doc": ["d0"], "p": [str(LENGTH)]}


def test_text_without_headings_is_said_to_be():
    assert [block.label for block in strip_of(()).blocks] == [WHOLE]
    assert strip_of(("Aims",), ()).blocks[1].label == NO_HEADING


def test_neighbouring_outermost_sections_are_told_apart_where_others_lie_within():
    nested = strip_of(("A",), ("A", "B"), ("C", "D"), ("C", "E"), ("F",))
    assert [block.is_other for block in nested.blocks] == [
        False,
        False,
        True,
        True,
        False,
    ]
    assert [block.level for block in nested.blocks] == [0, 1, 1, 1, 0]
    flat = strip_of(("A",), ("B",), ("C",))
    assert not any(block.is_other for block in flat.blocks)


def test_of_many_sections_the_deepest_are_joined_and_none_is_lost():
    paths = [(f"Part {n // 10}", f"Rule {n}") for n in range(10 * MAX_BLOCKS)]
    strip = strip_of(*paths)
    assert len(strip.blocks) == MAX_BLOCKS
    assert strip.blocks[1].label == "Part 1"
    assert sum(block.characters for block in strip.blocks) == LENGTH * len(paths)
    assert f"{len(paths):,} sections drawn as {MAX_BLOCKS} blocks" in strip.note


def test_of_many_outermost_sections_neighbours_are_joined():
    paths = [(f"Part {n}",) for n in range(2 * MAX_BLOCKS + 1)]
    strip = strip_of(*paths)
    assert len(strip.blocks) <= MAX_BLOCKS
    assert strip.blocks[0].label == "Part 0 … Part 2"
    assert sum(block.characters for block in strip.blocks) == LENGTH * len(paths)


def test_widths_are_as_lengths_over_the_library():
    documents = [document(0), document(1)]
    long = outline(0, ("A",), ("B",), length=4 * LENGTH)
    short = outline(1, ("A",), ("B",), length=LENGTH)
    strips = view_map(documents, [long, long, short]).strips
    widths = [sum(b.width * b.lines for b in strip.blocks) for strip in strips]
    assert max(widths) <= LONGEST_STRIP + 2 * LINE
    assert widths[0] > widths[1]


def test_documents_come_a_window_at_a_time_and_the_rest_is_counted():
    total = 2 * MAX_STRIPS + 1
    documents = [document(n) for n in range(total)]
    outlines = [outline(n, ("A",)) for n in range(total)]
    first = view_map(documents, outlines)
    assert len(first.strips) == MAX_STRIPS
    assert first.summary == f"{total} documents, {total} sections, {total} passages"
    assert first.more == f"Show {MAX_STRIPS} more of {total - MAX_STRIPS} documents"
    last = view_map(documents, outlines, 2 * MAX_STRIPS)
    assert [strip.document_id for strip in last.strips] == [f"d{total - 1}"]
    assert last.next == ""


def test_a_document_without_passages_has_a_strip_without_blocks():
    (strip,) = view_map([document(0, passages=0)], []).strips
    assert strip.blocks == ()
    assert view_map([], []).strips == ()


def test_whatever_a_heading_holds_is_shown_as_the_characters_it_is():
    hostile = '<script>x</script> {{ 7 * 7 }} " onclick=x'
    outlines = [outline(0, (hostile,))]
    documents = [replace(document(0), title=hostile)]
    html = render_map(view_map(documents, outlines), is_first=True)
    assert "<script" not in html
    assert '" onclick' not in html
    assert "{{ 7 * 7 }}" in html
