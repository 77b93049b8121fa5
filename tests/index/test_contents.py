from index.extracts import Extract
from index.markdown import markdown_blocks
from index.structure import structure

BODY = "The harbour was dredged in the spring. It is now deep enough for any ship."


def shown(text, markdown=False):
    blocks = tuple(markdown_blocks(text)) if markdown else None
    found = structure(Extract(text, blocks, marks=markdown)).blocks
    return [(b.kind, b.text) for b in found if b.kind != "boilerplate"]


def test_a_table_of_contents_is_no_text_and_heads_nothing():
    text = (
        "Report\n\nContents\n                    Paragraphs  Page\n"
        "I.   Introduction          1-3     2\nII.  Background      4-6     2\n\n"
        f"I.   Introduction\n\n{BODY}\n"
    )
    assert shown(text) == [
        ("title", "Report"),
        ("heading", "I. Introduction"),
        ("paragraph", BODY),
    ]


def test_parts_without_a_page_stand_among_the_entries():
    text = (
        "Report\n\nTABLE OF CONTENTS\n\nPART I\nItem 1.   Business      3\n"
        f"Item 2.   Properties    9\n\nPART I\n\nItem 1. Business\n\n{BODY}\n"
    )
    assert [text for _, text in shown(text)] == [
        "Report",
        "PART I",
        "Item 1. Business",
        BODY,
    ]


def test_contents_of_something_else_stay():
    text = f"Report\n\nContents\n\nA chest of oil and a lamp.\n\n{BODY}\n"
    assert ("paragraph", "A chest of oil and a lamp.") in shown(text)


def test_links_into_the_file_itself_are_no_text():
    text = f"# Guide\n\n- [Oil](#oil)\n- [Wicks](#wicks)\n\n## Oil\n\n{BODY}\n"
    assert [kind for kind, _ in shown(text, markdown=True)] == [
        "title",
        "heading",
        "paragraph",
    ]
