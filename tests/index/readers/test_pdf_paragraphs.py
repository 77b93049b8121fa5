"""Paragraphs of a PDF that no gap parts, and lists: what ends them, what does not."""

import io
import random
from collections.abc import Sequence

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from index.readers.pdf import read_pdf

WORDS = [
    *("the", "of", "and", "to", "in", "that", "for", "with", "which", "this"),
    *("member", "state", "orbit", "measure", "report", "satellite", "session"),
    *("committee", "verification", "transparency", "notification", "agreement"),
    *("cooperation", "responsibility", "document", "proposal", "delegation"),
    *("statement", "security"),
]
FONT, SIZE, LEADING, LEFT, WIDTH = "Times-Roman", 10.0, 12.5, 72.0, 400.0


def unstopped(count: int, most: int = 60) -> list[str]:
    """Return paragraphs without full stops, that end in any word."""
    generator = random.Random(8)
    return [
        " ".join(generator.choices(WORDS, k=generator.randint(6, most))).capitalize()
        for _ in range(count)
    ]


def stopped(count: int) -> list[str]:
    """Return paragraphs of several sentences each."""
    generator = random.Random(9)
    return [
        " ".join(f"{text}." for text in generator.choices(unstopped(40, 20), k=4))
        for _ in range(count)
    ]


def wrapped(text: str, first: float, rest: float) -> list[str]:
    """Return the lines of a text whose first line and whose others are so wide."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if stringWidth(longer, FONT, SIZE) <= (rest if len(lines) > 1 else first):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def typeset(
    texts: Sequence[str],
    *,
    justified: bool = False,
    indent: float = 0.0,
    hang: float = 0.0,
    bullet: str = "",
    each_page: int = 0,
) -> bytes:
    """Return a PDF of paragraphs that stand no further apart than their lines."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    y = A4[1] - 72
    for n, text in enumerate(texts):
        if each_page and n and n % each_page == 0:
            canvas.showPage()
            y = A4[1] - 72
        first = indent or (hang if bullet else 0.0)
        lines = wrapped(text, WIDTH - first, WIDTH - hang)
        for at, line in enumerate(lines):
            if y < 72:
                canvas.showPage()
                y = A4[1] - 72
            x = hang if at else first
            said = canvas.beginText(LEFT + x, y)
            said.setFont(FONT, SIZE)
            full = justified and at + 1 < len(lines) and " " in line
            free = WIDTH - x - stringWidth(line, FONT, SIZE) if full else 0.0
            said.setWordSpace(free / max(1, line.count(" ")))
            said.textOut(line)
            canvas.drawText(said)
            if bullet and not at:
                draw(canvas, bullet, LEFT + hang - 12, y)
            y -= LEADING
    canvas.save()
    return file.getvalue()


def draw(canvas: Canvas, bullet: str, x: float, y: float) -> None:
    if bullet == "dot":
        canvas.circle(x + 2, y + 3, 1.7, fill=1)
    elif bullet == "square":
        canvas.rect(x, y + 1, 4, 4, fill=1)
    else:
        canvas.setFont(FONT, SIZE)
        canvas.drawString(x, y, bullet)


def said(content: bytes) -> list[str]:
    """Return the paragraphs that are read, without their bullets and numbers."""
    blocks = read_pdf("a.pdf", content).blocks
    return [b.text[b.marker.length if b.marker else 0 :] for b in blocks]


def recovered(texts: Sequence[str], content: bytes) -> float:
    found = said(content)
    return sum(text in found for text in texts) / len(texts)


@pytest.mark.parametrize("justified", [True, False])
def test_text_without_full_stops_ends_where_the_next_word_would_have_fitted(justified):
    texts = unstopped(120)
    assert recovered(texts, typeset(texts, justified=justified)) >= 0.98


@pytest.mark.parametrize("bullet", ["dot", "square", "•", "–"])
def test_items_with_bullets_of_any_make_are_whole(bullet):
    texts = stopped(40)
    assert recovered(texts, typeset(texts, bullet=bullet, hang=20)) >= 0.98


def test_a_sentence_that_fills_a_line_of_an_item_does_not_end_it():
    texts = [f"{n}. {text}" for n, text in enumerate(stopped(60), 1)]
    found = said(typeset(texts, hang=16))
    assert [f"{n}. {text}" for n, text in enumerate(found, 1)] == texts


def test_paragraphs_of_one_line_begin_as_far_in_as_the_others():
    generator = random.Random(4)
    texts = [f"{text}." for text in unstopped(60)]
    # So long that hardly a word more would stand on the line.
    line = wrapped(texts[0] * 3, WIDTH - 18, WIDTH)[0]
    texts += [f"{line[:-1]}." for _ in range(12)]
    generator.shuffle(texts)
    found = said(typeset(texts, indent=18))
    assert sum(text in found for text in texts) >= 0.98 * len(texts)
    assert len(found) <= 1.02 * len(texts)


def test_a_number_that_closes_a_bracket_begins_no_item():
    texts = [
        "• The committee took note of the report on verification measures in orbit (as",
        "13) and of the statement that the delegation had made on transparency there.",
    ]
    canvas = Canvas(file := io.BytesIO(), pagesize=A4)
    for n, line in enumerate(texts):
        canvas.setFont(FONT, SIZE)
        canvas.drawString(LEFT + 10 * n, 700 - LEADING * n, line)
    canvas.save()
    assert said(file.getvalue()) == [" ".join(texts)[2:]]


def test_a_page_that_ends_high_up_ends_what_has_no_full_stop():
    texts = unstopped(12, 30)
    assert recovered(texts, typeset(texts, each_page=1)) >= 0.98
