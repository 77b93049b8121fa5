"""The list of documents as HTML."""

from dataclasses import replace

from qa import LibraryDocument
from ui.visitors.bounds import BOUNDS
from ui.visitors.rendering import (
    ACCEPTED,
    MAX_LISTED,
    SEARCHABLE,
    render_adding,
    render_documents,
)
from ui.visitors.visitors import Holding

PAPER = LibraryDocument("d1", "a.pdf", None, "A", None, "en", None, 1)


def listed(*documents: LibraryDocument, is_removable: bool = False) -> str:
    return render_documents([Holding("The library", documents, is_removable)], "off")


def test_what_could_not_be_read_of_a_document_is_told_beside_it():
    assert "warning" not in listed(PAPER)
    html = listed(replace(PAPER, warnings=("Page 3 is a picture.", "B.")))
    assert "<summary>2 warnings</summary>" in html
    assert '<p dir="auto">Page 3 is a picture.</p>' in html


def test_more_documents_than_can_be_listed_are_counted():
    html = listed(*[PAPER] * (MAX_LISTED + 2))
    assert html.count("data-document=") == MAX_LISTED
    assert "and 2 more documents" in html
    assert f"{MAX_LISTED + 2} documents" in html


def test_only_what_may_be_removed_can_be():
    assert "data-remove" not in listed(PAPER)
    assert 'data-remove="d1"' in listed(PAPER, is_removable=True)


def test_libraries_are_named_where_there_are_several():
    own = Holding("Your documents", [PAPER], is_removable=True)
    shared = Holding("The library", [PAPER], is_removable=False)
    both = render_documents([own, shared], "session")
    assert "Your documents" in both
    assert "The library" in both
    assert both.count("data-remove") == 1
    assert "<h4>" not in render_documents([shared], "session")


def test_a_list_that_is_long_can_be_filtered():
    assert "data-sift" not in listed(*[PAPER] * SEARCHABLE)
    assert "data-sift" in listed(*[PAPER] * (SEARCHABLE + 1))


def test_without_documents_the_reader_is_told_what_to_do():
    assert "pincite add" in render_documents([], "off")
    assert "until you add a document" in render_documents([], "session")


def test_who_can_ask_what_is_added_is_said_where_it_is_added():
    assert "Only you can ask them" in render_adding("session", BOUNDS)
    assert "12 hours" in render_adding("session", BOUNDS)
    assert "Everybody" in render_adding("library", BOUNDS)
    assert render_adding("off", BOUNDS) == ""
    assert ACCEPTED in render_adding("library", BOUNDS)
