"""PDF files that say themselves where their paragraphs are."""

from collections.abc import Sequence

from index.readers.pdf import read_pdf

FULL = "The committee took note of the report on the measures in outer space today."
NEXT = "Another sentence of the committee begins a line and fills it as much as any."
LAST = "a short end."

Line = tuple[int, str]
"""The number of a line's block, -1 for none, and what it says."""


def tagged(pages: Sequence[Sequence[Line]], kind: str = "P") -> bytes:
    """Return a PDF of lines, each marked as part of its block."""
    objects: dict[int, str] = {
        1: "<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 3 0 R>>"
    }
    blocks = sorted({block for page in pages for block, _ in page if block >= 0})
    content = 10
    element = {block: 100 + n for n, block in enumerate(blocks)}
    kids: dict[int, list[str]] = {block: [] for block in blocks}
    parents = []
    for number, page in enumerate(pages):
        own, held = content + 2 * number, content + 2 * number + 1
        stream, in_page = "", []
        for n, (block, text) in enumerate(page):
            shown = f"BT /F 10 Tf 72 {700 - 12 * n} Td ({text}) Tj ET"
            if block >= 0:
                marked = len(in_page)
                shown = f"/{kind} <</MCID {marked}>> BDC {shown} EMC"
                kids[block].append(f"<</Type/MCR/Pg {own} 0 R/MCID {marked}>>")
                in_page.append(f"{element[block]} 0 R")
            stream += shown + "\n"
        parents.append(f"{number} [{' '.join(in_page)}]")
        objects[own] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {held} 0 R"
            f"/StructParents {number}/Resources<</Font<</F 5 0 R>>>>>>"
        )
        objects[held] = f"<</Length {len(stream)}>>stream\n{stream}endstream"
    own_pages = " ".join(f"{content + 2 * n} 0 R" for n in range(len(pages)))
    elements = " ".join(f"{number} 0 R" for number in element.values())
    objects[2] = f"<</Type/Pages/Kids[{own_pages}]/Count {len(pages)}>>"
    objects[3] = (
        f"<</Type/StructTreeRoot/K 4 0 R/ParentTree<</Nums[{' '.join(parents)}]>>>>"
    )
    objects[4] = f"<</Type/StructElem/S/Document/P 3 0 R/K[{elements}]>>"
    objects[5] = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    for block, number in element.items():
        objects[number] = (
            f"<</Type/StructElem/S/{kind}/P 4 0 R/K[{' '.join(kids[block])}]>>"
        )
    body = b"%PDF-1.7\n"
    offsets = {}
    for number, held_text in sorted(objects.items()):
        offsets[number] = len(body)
        body += f"{number} 0 obj\n{held_text}\nendobj\n".encode()
    table = "".join(f"{n} 1\n{at:010} 00000 n \n" for n, at in sorted(offsets.items()))
    end = f"xref\n0 1\n0000000000 65535 f \n{table}trailer\n<</Size 999/Root 1 0 R>>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()


def said(content: bytes) -> list[str]:
    return [block.text for block in read_pdf("a.pdf", content).blocks]


def paragraphs(blocks: Sequence[Sequence[str]]) -> list[Line]:
    return [(n, line) for n, lines in enumerate(blocks) for line in lines]


RUNNING = [FULL[:-1], NEXT[0].lower() + NEXT[1:-1], LAST]


def test_full_lines_end_the_paragraphs_that_the_file_says_they_end():
    blocks = [RUNNING, [FULL], [NEXT, FULL], [NEXT, LAST.capitalize()], RUNNING, [FULL]]
    assert said(tagged([paragraphs(blocks)])) == [" ".join(lines) for lines in blocks]


def test_a_paragraph_of_the_file_goes_over_the_page():
    first = paragraphs([RUNNING, [FULL], [NEXT], RUNNING, [FULL, NEXT]])
    rest = [(4, FULL), (4, LAST.capitalize()), (5, FULL), (6, NEXT)]
    found = said(tagged([first, rest]))
    assert f"{FULL} {NEXT} {FULL} {LAST.capitalize()}" in found
    assert found[-2:] == [FULL, NEXT]


def test_a_file_that_takes_each_line_for_a_paragraph_is_not_believed():
    lines = [line for _ in range(4) for line in RUNNING]
    found = said(tagged([list(enumerate(lines))]))
    assert found == [" ".join(RUNNING)] * 4


def test_a_file_that_takes_a_page_for_a_paragraph_is_not_believed():
    lines = [line for _ in range(5) for line in RUNNING]
    found = said(tagged([[(0, line) for line in lines]]))
    assert found == [" ".join(RUNNING)] * 5
