"""PDF files set for the occasion, with paragraphs that are known."""

import io
import random
import shutil
import textwrap
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from index.documents import fold
from index.errors import UnreadableDocumentError
from index.extracts import Extract
from index.readers.pdf import read_pdf
from index.reading import read

WORDS = [
    *("the", "of", "and", "to", "in", "a", "that", "for", "with", "on", "as", "by"),
    *("this", "from", "are", "be", "which", "or", "an", "not", "all", "state"),
    *("treaty", "orbit", "measure", "report", "satellite", "weapon", "session"),
    *("committee", "paragraph", "verification", "transparency", "confidence"),
    *("building", "space", "object", "launch", "notification", "consultation"),
    *("agreement", "international", "cooperation", "responsibility", "commission"),
    *("document", "proposal", "member", "delegation", "statement", "peaceful"),
    *("security", "obligation"),
]


@dataclass(frozen=True)
class Style:
    columns: int = 1
    justified: bool = True
    indent: float = 0.0
    gap: float = 6.0
    numbered: bool = False


STYLES = {
    "one column, gaps": Style(),
    "one column, ragged": Style(justified=False),
    "one column, indents": Style(indent=14, gap=0),
    "one column, numbers": Style(numbered=True),
    "two columns, gaps": Style(columns=2),
    "two columns, indents": Style(columns=2, indent=10, gap=0),
    "three columns, ragged": Style(columns=3, justified=False),
}


def prose(generator: random.Random, sentences: int) -> str:
    said = []
    for _ in range(sentences):
        words = generator.choices(WORDS, k=generator.randint(6, 22))
        said.append(" ".join(words).capitalize() + ".")
    return " ".join(said)


def typeset(texts: Sequence[str], style: Style) -> tuple[bytes, list[int]]:
    """Return a PDF with running headers and page numbers, and each text's page."""
    file = io.BytesIO()
    pages: dict[int, int] = {}

    class Noted(Paragraph):
        number = 0

        def drawOn(self, canvas, *arguments, **more):  # noqa: N802
            pages.setdefault(self.number, canvas.getPageNumber() - 1)
            super().drawOn(canvas, *arguments, **more)

        def split(self, width, height):
            parts = super().split(width, height)
            for part in parts:
                part.__class__, part.number = Noted, self.number
            return parts

    def furnish(canvas: Canvas, _: object) -> None:
        canvas.setFont("Times-Roman", 9)
        canvas.drawString(72, A4[1] - 40, "Report of the Committee")
        canvas.drawRightString(A4[0] - 72, A4[1] - 40, f"Session {len(texts)}")
        canvas.drawCentredString(A4[0] / 2, 36, str(canvas.getPageNumber()))

    width, gutter = A4[0] - 144, 18
    each = (width - gutter * (style.columns - 1)) / style.columns
    frames = [
        Frame(72 + n * (each + gutter), 60, each, A4[1] - 130, 0, 0, 0, 0)
        for n in range(style.columns)
    ]
    setting = ParagraphStyle(
        "text",
        fontName="Times-Roman",
        fontSize=10,
        leading=12.5,
        alignment=TA_JUSTIFY if style.justified else TA_LEFT,
        firstLineIndent=style.indent,
        spaceAfter=style.gap,
    )
    story: list[Flowable] = []
    for n, text in enumerate(texts):
        paragraph = Noted(text, setting)
        paragraph.number = n
        story.append(paragraph)
    template = PageTemplate("page", frames, onPage=furnish)
    BaseDocTemplate(file, pagesize=A4, pageTemplates=[template]).build(story)
    return file.getvalue(), [pages[n] for n in range(len(texts))]


def page_of(found: Extract, start: int) -> int:
    return bisect_right(found.pages, start) - 1


@pytest.mark.parametrize("style", STYLES.values(), ids=list(STYLES))
def test_paragraphs_are_recovered_with_their_pages(style):
    generator = random.Random(5)
    texts = [prose(generator, generator.randint(1, 7)) for _ in range(100)]
    if style.numbered:
        texts = [f"{n}. {text}" for n, text in enumerate(texts, 1)]
    content, pages = typeset(texts, style)
    found = read_pdf("a.pdf", content)
    said = {block.text: page_of(found, block.spans[0][0]) for block in found.blocks}
    whole = [n for n, text in enumerate(texts) if text in said]
    assert len(whole) >= 0.98 * len(texts)
    assert [said[texts[n]] for n in whole] == [pages[n] for n in whole]


def drawn(*pages: Sequence[tuple[float, float, float, str]], **properties) -> bytes:
    """Return a PDF with texts at (x, y from the top, size) of each page."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, **properties)
    for page in pages:
        for x, y, size, text in page:
            canvas.setFont("Times-Roman", size)
            canvas.drawString(x, A4[1] - y, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def column(lines: Sequence[str], top: float = 100, x: float = 72, size: float = 10):
    return [(x, top + 1.2 * size * n, size, line) for n, line in enumerate(lines)]


def said(found: Extract, kind: str = "paragraph") -> list[str]:
    return [block.text for block in found.blocks if block.kind == kind]


OPENING = [
    "The Committee considered the question at its tenth session and decided that the",
    "matter should be taken up again at the next one, when the views of its members",
]


def test_words_divided_at_line_ends_are_whole_again():
    lines = [
        "The Committee agreed on a number of confidence measures, and the disarma-",
        "ment of all States was considered by the Co-Facilitator and by the Co-",
        "Facilitator of the others, who presented a report on long-term and on non-",
        "discriminatory measures; a ten-year plan was put before it in 1994-",
        "1996 and the disarmament machinery was asked to look at it in a long-",
        "term view of things.",
    ]
    assert said(read_pdf("a.pdf", drawn(column(lines)))) == [
        "The Committee agreed on a number of confidence measures, and the disarmament "
        "of all States was considered by the Co-Facilitator and by the Co-Facilitator "
        "of the others, who presented a report on long-term and on non-discriminatory "
        "measures; a ten-year plan was put before it in 1994-1996 and the disarmament "
        "machinery was asked to look at it in a long-term view of things."
    ]


def test_a_footnote_stands_behind_the_paragraph_that_goes_over_the_page():
    first = [
        *column(OPENING, 700),
        *column(["1 See the report of 1994, part two."], 780, size=8),
    ]
    second = column(["would be known to it.", *OPENING])
    found = read_pdf("a.pdf", drawn(column(OPENING * 20) + first, second))
    paragraph = next(b for b in found.blocks if "views of its members would" in b.text)
    note = next(block for block in found.blocks if block.kind == "note")
    assert note.text == "1 See the report of 1994, part two."
    assert note.marker.value == "1"
    assert len(paragraph.spans) == 2
    assert paragraph.spans[0][1] < note.spans[0][0] < paragraph.spans[1][0]
    assert [page_of(found, start) for start, _ in paragraph.spans] == [0, 1]
    assert page_of(found, note.spans[0][0]) == 0


def test_a_word_that_the_page_divides_is_whole_before_the_footnote():
    lines = [
        *OPENING * 15,
        "would be known to it, and the members had considered disarma-",
    ]
    first = [
        *column(lines),
        *column(["1 See the report of 1994, part two."], 780, size=8),
    ]
    second = column(["ment as well as other matters."])
    found = read_pdf("a.pdf", drawn(first, second))
    paragraph = next(b for b in found.blocks if b.text.endswith("other matters."))
    assert "considered disarmament as well" in paragraph.text


def test_raised_figures_stay_raised():
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    text = canvas.beginText(72, 700)
    text.setFont("Times-Roman", 11)
    text.textOut("The Committee decided on it in Geneva")
    text.setFont("Times-Roman", 7)
    text.setRise(4)
    text.textOut("12")
    text.setFont("Times-Roman", 11)
    text.setRise(0)
    text.textOut(" and in Vienna.")
    canvas.drawText(text)
    canvas.save()
    assert said(read_pdf("a.pdf", file.getvalue())) == [
        "The Committee decided on it in Geneva¹² and in Vienna."
    ]


def test_headings_are_those_of_the_outline_or_set_larger():
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    y = 760.0
    for number, (size, font, line) in enumerate(
        [
            (20, "Times-Roman", "A Report on Outer Space"),
            (10, "Times-Roman", "Scope of the report"),
            *[(10, "Times-Roman", line) for line in OPENING * 3],
            (14, "Times-Bold", "1. Background"),
            *[(10, "Times-Roman", line) for line in OPENING * 3],
            (12, "Times-Bold", "1.1 Earlier work"),
            *[(10, "Times-Roman", line) for line in OPENING * 3],
        ]
    ):
        canvas.setFont(font, size)
        if line == "Scope of the report":
            canvas.bookmarkPage("scope")
            canvas.addOutlineEntry(line, "scope", 0)
        y -= 1.2 * size if line in OPENING and number > 2 else 2.2 * size
        canvas.drawString(72, y, line)
    canvas.save()
    found = read_pdf("a.pdf", file.getvalue())
    assert said(found, "title") == ["A Report on Outer Space"]
    levels = {b.text: b.level for b in found.blocks if b.kind == "heading"}
    assert list(levels) == ["Scope of the report", "1. Background", "1.1 Earlier work"]
    assert levels["1. Background"] < levels["1.1 Earlier work"]
    sections = {p.section[-2:] for p in read("a.pdf", file.getvalue()).passages}
    assert ("1. Background", "1.1 Earlier work") in sections


def test_page_labels_title_and_empty_pages_are_kept():
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setTitle("On the Uses of Outer Space")
    canvas.addPageLabel(0, "ROMAN_LOWER", start=1)
    canvas.addPageLabel(2, "ARABIC", start=1)
    canvas.drawString(72, 700, "What the first page says is here.")
    canvas.showPage()
    canvas.showPage()
    canvas.drawString(72, 700, "What the third page says is there.")
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    found = read_pdf("a.pdf", file.getvalue())
    assert found.title == "On the Uses of Outer Space"
    assert found.page_labels == ("i", "ii", "1", "2")
    third = found.text.index("What the third")
    assert found.pages == (0, third, third, len(found.text))
    assert found.warnings == ()


@pytest.mark.parametrize(
    "title",
    ["Microsoft Word - report.doc", "(anonymous)", "untitled", "PDF Document"],
)
def test_a_title_that_a_program_made_up_is_none(title):
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setTitle(title)
    canvas.drawString(72, 700, "It says something.")
    canvas.save()
    assert read_pdf("a.pdf", file.getvalue()).title is None


def test_the_lines_of_a_locked_file_are_not_read():
    locked = drawn(column(OPENING), encrypt=StandardEncryption("secret"))
    with pytest.raises(
        UnreadableDocumentError, match="locked with a password; save it"
    ):
        read_pdf("a.pdf", locked)


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_said_to_be_broken(content):
    with pytest.raises(UnreadableDocumentError, match="not a whole PDF file"):
        read_pdf("a.pdf", content)


def test_rows_of_a_table_are_whole_though_their_cells_are_wrapped():
    rows = [
        ("Australia", "27 January 1967", ["10 October 1967"]),
        ("Belgium", "2 February 1967", ["30 March 1973, with a", "declaration"]),
        ("Chile", "3 February 1967", ["8 October 1981"]),
    ]
    page = column(OPENING * 3)
    y = 200.0
    for state, signed, deposited in rows:
        page += [(72, y, 10, state), (200, y, 10, signed)]
        page += [(330, y + 12 * n, 10, line) for n, line in enumerate(deposited)]
        y += 12 * len(deposited) + 8
    assert said(read_pdf("a.pdf", drawn(page)))[1:] == [
        f"{state} {signed} {' '.join(deposited)}" for state, signed, deposited in rows
    ]


def test_headers_that_name_the_section_go_with_the_page_numbers():
    names = ["Scope", "Measures", "Verification", "Consultations"]
    pages = [
        [
            (72, 40, 9, f"{name} of the treaty"),
            (500, 40, 9, str(n)),
            *column([f"Paragraph {n} of it.", *OPENING * 5]),
        ]
        for n, name in enumerate(names, 11)
    ]
    text = read_pdf("a.pdf", drawn(*pages)).text
    assert "of the treaty" not in text
    assert all(f"Paragraph {n} of it." in text for n in range(11, 15))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_lies_on_its_side_reads_as_one_that_stands(turn):
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(800, 800))
    canvas.translate(400, 400)
    canvas.rotate(turn)
    for x, y, _, line in column([*OPENING, "would be known to it."]):
        canvas.drawString(x - 400, 400 - y, line)
    canvas.save()
    assert said(read_pdf("a.pdf", file.getvalue())) == [
        " ".join([*OPENING, "would be known to it."])
    ]


def test_numbered_paragraphs_have_their_printed_labels():
    lines = ["5. The Committee decided:", "(a) To meet again in the spring;"]
    found = read("a.pdf", drawn(column([*lines, "(b) To hear its members then."])))
    labels = [p.paragraph.label for p in found.passages if p.paragraph]
    assert labels[0] == "5"
    assert found.document.pages == (0,)


def test_a_page_that_repeats_nothing_loses_nothing():
    found = read_pdf(
        "a.pdf", drawn(column(["A single line of text.", "5 members voted."]))
    )
    assert "5 members voted." in found.text


@pytest.mark.parametrize("gap", [2.0, 6.0, 14.0])
def test_paragraphs_that_begin_alike_are_no_running_headers(gap):
    texts = [f"{n}. Article {n} recalls the treaty." for n in range(1, 201)]
    content, _ = typeset(texts, Style(gap=gap))
    assert said(read_pdf("a.pdf", content)) == texts


@pytest.mark.parametrize("count", [1, 2, 4])
def test_what_a_browser_prints_around_a_page_is_no_text(count):
    texts = ["The harbour is old.", "Ships call here.", "It is deep.", "So it ends."]
    pages = [
        [
            (24, 22, 8, "11/23/2026, 9:15 AM"),
            (260, 22, 8, "A report"),
            *column([text], top=44, x=36, size=12),
            (24, 828, 8, "https://example.org/report.html"),
            (550, 828, 8, f"{number}/{count}"),
        ]
        for number, text in enumerate(texts[:count], 1)
    ]
    assert said(read_pdf("a.pdf", drawn(*pages))) == texts[:count]


def test_notes_and_furniture_make_no_control_characters():
    content, _ = typeset([prose(random.Random(1), 5)] * 40, Style())
    text = read_pdf("a.pdf", content).text
    assert not [c for c in text if ord(c) < 32 and c != "\n"]
    assert "Report of the Committee" not in text


@settings(max_examples=10, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    style=st.sampled_from(list(STYLES.values())),
    count=st.integers(1, 15),
)
def test_spans_say_the_text_of_blocks_and_pages_ascend(seed, style, count):
    generator = random.Random(seed)
    texts = [prose(generator, generator.randint(1, 9)) for _ in range(count)]
    content, _ = typeset(texts, style)
    found = read_pdf("a.pdf", content)
    for block in found.blocks:
        assert block.text == fold(" ".join(found.text[a:b] for a, b in block.spans))
        assert all(a < b for a, b in block.spans)
    spans = [span for block in found.blocks for span in block.spans]
    assert sorted(spans) == spans
    assert list(found.pages) == sorted(found.pages)
    assert found.pages[0] == 0
    for passage in read("a.pdf", content).passages:
        spans_said = " ".join(found.text[a:b] for a, b in passage.locator.spans)
        assert fold(spans_said) == passage.text


def pictured(lines: Sequence[str], *, behind: Sequence[str] = ()) -> bytes:
    """Return a PDF: a picture of lines, and pages of text behind it."""
    import pypdfium2
    from reportlab.lib.utils import ImageReader

    source = pypdfium2.PdfDocument(drawn(column(lines, size=14)))
    image = source[0].render(scale=2).to_pil()
    source.close()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.drawImage(ImageReader(image), 0, 0, *A4)
    canvas.showPage()
    for text in behind:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


PICTURED = [
    "The Committee agreed on transparency measures",
    "for the uses of outer space.",
]


def test_a_picture_without_tesseract_is_named_with_the_remedy(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    found = read_pdf("a.pdf", pictured(PICTURED, behind=["It says something."]))
    assert found.warnings == (
        "Page 1 is a picture without text; "
        "install tesseract-ocr and add the file again.",
    )
    assert said(found) == ["It says something."]
    assert found.pages == (0, 0)


def test_pictures_alone_without_tesseract_are_unreadable(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        UnreadableDocumentError,
        match=r"a.pdf has no text: page 1 is a picture .* install tesseract-ocr",
    ):
        read_pdf("a.pdf", pictured(PICTURED))


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
def test_a_picture_is_read_by_tesseract():
    found = read_pdf("a.pdf", pictured(PICTURED, behind=["It says something."]))
    assert found.warnings == (
        "Page 1 was read by OCR; check quotations against the file.",
    )
    assert said(found) == [" ".join(PICTURED), "It says something."]
    assert page_of(found, found.blocks[1].spans[0][0]) == 1


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
def test_a_picture_in_which_tesseract_finds_nothing_is_unreadable():
    with pytest.raises(UnreadableDocumentError, match="tesseract finds no words"):
        read_pdf("a.pdf", pictured([]))


def test_pages_that_inherit_their_size_are_read_to_the_top():
    content = (
        drawn(column(OPENING * 3, 30))
        .replace(b"/MediaBox", b"/Inherited")
        .replace(b"/Type /Pages", b"/MediaBox [0 0 596 842] /Type /Pages")
    )
    (paragraph,) = said(read_pdf("a.pdf", content))
    assert paragraph == fold(" ".join(OPENING * 3))


def test_a_page_that_ends_high_up_ends_its_paragraph():
    lines = ["The question of seats came up.", "The seats came up of question."]
    pages = [column([line]) for line in lines]
    assert said(read_pdf("a.pdf", drawn(*pages))) == lines


def test_paragraphs_of_one_line_each_are_not_joined():
    generator = random.Random(3)
    texts = [
        " ".join(generator.choices(WORDS, k=generator.randint(4, 9))).capitalize() + "."
        for _ in range(40)
    ]
    lines = [(72, 80 + 17 * n, 10, text) for n, text in enumerate(texts)]
    assert said(read_pdf("a.pdf", drawn(lines))) == texts


def test_justified_paragraphs_without_gap_or_indent_end_where_a_line_is_not_flush():
    generator = random.Random(5)
    texts = [prose(generator, generator.randint(1, 6)) for _ in range(80)]
    content, _ = typeset(texts, Style(gap=0))
    found = said(read_pdf("a.pdf", content))
    assert sum(text in found for text in texts) >= 0.98 * len(texts)


def test_gaps_tell_more_than_room_at_the_end_of_lines():
    generator = random.Random(6)
    texts = [prose(generator, generator.randint(2, 6)) for _ in range(8)]
    lines, height = [], 80.0
    for text in texts:
        for line in textwrap.wrap(text, 80, break_on_hyphens=False):
            lines.append((72, height, 9, line))
            height += 11
        height += 7
    assert said(read_pdf("a.pdf", drawn(lines))) == texts


def test_a_footnote_that_counts_as_the_pages_do_is_no_header():
    pages = [
        [*column(OPENING * 20), (72, 770, 8, f"{n} See the {word} report of 1994.")]
        for n, word in enumerate(("first", "second", "third", "fourth"), 1)
    ]
    text = read_pdf("a.pdf", drawn(*pages)).text
    assert all(f"See the {word} report" in text for word in ("first", "fourth"))


def test_stretched_lines_of_narrow_columns_are_no_rows():
    generator = random.Random(7)
    texts = [prose(generator, generator.randint(1, 6)) for _ in range(60)]
    content, _ = typeset(texts, Style(columns=3))
    found = said(read_pdf("a.pdf", content))
    assert sum(text in found for text in texts) >= 0.98 * len(texts)


def test_a_page_with_too_much_print_is_named():
    page = [(72, 100 + n % 600, 1, "word " * 2_000) for n in range(21)]
    content = drawn(column(OPENING), page)
    assert read("a.pdf", content).document.warnings == (
        "Page 2: only the first 200,000 characters of a page are read, and there are "
        "more",
    )
