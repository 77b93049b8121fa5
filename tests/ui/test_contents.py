from dataclasses import replace
from html import escape

import pytest

from qa import Citation, CitedDocument
from ui.contents import MAX_ENTRIES, contents_name, view_contents
from ui.links import address
from ui.rendering import render_contents

DOCUMENT = CitedDocument("d1", "HR/12", "Rules", "2019-03-14", "en", None)


def passage(n: int, *section: str) -> Citation:
    return Citation(
        document=DOCUMENT,
        paragraph=None,
        section=section,
        quote=f"Quote {n}.",
        highlights=(),
        spans=((n, n + 1),),
        sha256="0" * 64,
        score=0.0,
        label="HR/12",
    )


def on_pages(n: int, first: int, last: int, numbers: str) -> Citation:
    return replace(passage(n), pages=(first, last), page_numbers=numbers)


def flat(entries, depth=0):
    for entry in entries:
        yield depth, entry.heading, entry.n
        yield from flat(entry.children, depth + 1)


def test_headings_are_nested_as_they_are_and_lead_to_their_first_passages():
    passages = [
        passage(0),
        passage(1, "A"),
        passage(2, "A"),
        passage(3, "A", "B"),
        passage(4, "C", "D"),
        passage(5, "C", "E"),
        passage(6, "A"),
    ]
    view = view_contents(passages)
    assert list(flat(view.entries)) == [
        (0, "A", 1),
        (1, "B", 3),
        (0, "C", 4),
        (1, "D", 4),
        (1, "E", 5),
        (0, "A", 6),
    ]
    assert view.entries[1].href == address("d1", 4)
    assert view.pages == ()


def test_more_headings_than_are_listed_are_counted():
    passages = [passage(n, f"Section {n}") for n in range(MAX_ENTRIES + 2)]
    view = view_contents(passages)
    assert len(view.entries) == MAX_ENTRIES
    assert view.more == "and 2 more sections"


def test_a_page_leads_to_what_begins_on_it_or_else_runs_on_there():
    passages = [
        on_pages(0, 1, 1, "iii"),
        on_pages(1, 1, 2, "iii–iv"),
        on_pages(2, 2, 2, "iv"),
        on_pages(3, 2, 3, "iv–1"),
    ]
    assert view_contents(passages).pages == (
        ("iii", address("d1", 0)),
        ("iv", address("d1", 2)),
        ("1", address("d1", 3)),
    )


@pytest.mark.parametrize(
    ("passages", "name"),
    [
        ([passage(0), passage(1)], ""),
        ([passage(0, "A"), passage(1, "A")], ""),
        ([passage(0), passage(1, "A")], "Sections"),
        ([on_pages(0, 1, 1, "1"), on_pages(1, 2, 2, "2")], "Pages"),
        ([on_pages(0, 1, 1, "1")], ""),
        (
            [on_pages(0, 1, 1, "1"), replace(on_pages(1, 2, 2, "2"), section=("A",))],
            "Sections and pages",
        ),
    ],
)
def test_only_what_leads_anywhere_is_offered(passages, name):
    assert contents_name(passages) == name


def test_the_table_is_a_list_within_lists_and_every_text_is_escaped():
    passages = [
        replace(passage(0, "<b>A</b>"), pages=(1, 1), page_numbers="<i>"),
        passage(1, "<b>A</b>", "B"),
    ]
    html = render_contents(view_contents(passages))
    assert "<b>" not in html
    assert "<i>" not in html
    assert html.count("<ol") == 2
    assert html.index("&lt;b&gt;A") < html.index("<ol>") < html.index(">B<")
    assert f'<option value="{escape(address("d1", 0))}">&lt;i&gt;</option>' in html
