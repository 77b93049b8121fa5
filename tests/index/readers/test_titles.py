import pytest

from index.readers.titles import proper_title


@pytest.mark.parametrize(
    "title",
    [
        "",
        "x",
        "untitled",
        "(anonymous)",
        "Document 3",
        "Word Document",
        "Title",
        "Microsoft Word - report.doc",
        "Report of the chair.docx",
        "report_final2.pdf",
        "A/RES/71/31",
        "word " * 100,
    ],
)
def test_a_title_that_a_program_made_up_is_none(title: str):
    assert proper_title(title) is None


def test_a_title_that_an_author_gave_is_one_line():
    assert proper_title(" On\tSpace\x00\r\n2025 ") == "On Space 2025"
