"""PDF, read by PDFium, the engine of Chromium."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from index.blocks import Kind
from index.documents import fold
from index.extracts import Extract
from index.masthead_lines import is_masthead
from index.readers.pdf_columns import Column, columns
from index.readers.pdf_feet import room_at_foot
from index.readers.pdf_files import opened, read_pages
from index.readers.pdf_flow import flow, setting, text_sizes
from index.readers.pdf_furniture import without_furniture
from index.readers.pdf_headings import headings, title_place
from index.readers.pdf_hyphens import Joiner
from index.readers.pdf_notes import Note, note_mark, split_notes
from index.readers.pdf_paragraphs import paragraphs
from index.readers.pdf_print import Page, Run, printed_line
from index.readers.pdf_text import Piece, joined_by_page, written


def read_pdf(name: str, content: bytes) -> Extract:
    """Return the text of a PDF in reading order, with its paragraphs and pages.

    Headers, footers and page numbers are left out; footnotes stand behind the text of
    their page; words divided at line ends are whole. Pages that are pictures are read
    by tesseract, if it is installed.

    Raises:
        UnreadableDocumentError: The file is broken, locked or too long, or all its
            pages are pictures that cannot be read.
    """
    # Loading PDFium takes time, and only PDF files need it.
    from index.readers import pdf_properties

    with opened(name, content) as document:
        pages, warnings = read_pages(name, document)
        outline = pdf_properties.outline(document)
        title = pdf_properties.title(document)
        pieces, joiner = _pieces(pages, outline, title)
        text, blocks, starts = written(pieces, len(pages), joiner)
        return Extract(
            text=text,
            blocks=blocks,
            pages=starts,
            page_labels=pdf_properties.page_labels(document, len(pages)),
            title=title,
            language=pdf_properties.language(document),
            warnings=tuple(warnings),
        )


def _pieces(
    pages: Sequence[Page],
    outline: Mapping[str, Sequence[tuple[int, int]]],
    title: str | None,
) -> tuple[list[Piece], Joiner]:
    """Return what the pages are made of, in reading order."""
    bare_pages, first = without_furniture(pages)
    by_page = [columns(page.runs, page.number) for page in bare_pages]
    text_columns, notes = _without_notes(bare_pages, by_page)
    lines_of_text = flow(text_columns, room_at_foot(bare_pages, by_page))
    how = setting(lines_of_text)
    joiner = Joiner(line.text for column in text_columns for line in column.lines)
    groups = paragraphs(lines_of_text, how)
    lines = [tuple((f.line.page, f.line.text) for f in group) for group in groups]
    texts = [fold("".join(joined_by_page(said, joiner).values())) for said in lines]
    levels = headings(groups, texts, how, outline)
    named = title_place(groups, texts, levels, how, title)
    pieces = list(_masthead(first))
    for n, said in enumerate(lines):
        kind: Kind = "heading" if n in levels else "paragraph"
        pieces.append(Piece(said, "title" if n == named else kind, levels.get(n, 0)))
    return pieces + list(_note_pieces(notes)), joiner


def _without_notes(
    pages: Sequence[Page], by_page: Sequence[Sequence[Column]]
) -> tuple[list[Column], list[Note]]:
    """Return the columns without the notes at their feet, and the notes."""
    every = (line for found in by_page for column in found for line in column.lines)
    sizes = text_sizes(every)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    kept: list[Column] = []
    notes: list[Note] = []
    for page, found in zip(pages, by_page, strict=True):
        here: list[Note] = []
        for column in found:
            last = here[-1] if here else notes[-1] if notes else None
            recent = last is not None and last.lines[-1].page >= page.number - 1
            before = last.mark if last is not None and recent else None
            lines, below = split_notes(column.lines, size, page.rules, before)
            if lines:
                kept.append(replace(column, lines=tuple(lines)))
            here += below
        for note in here:
            if note.mark or not notes:
                notes.append(note)
            else:
                notes[-1] = Note(notes[-1].mark, (*notes[-1].lines, *note.lines))
    return kept, notes


def _masthead(rows: Iterable[Sequence[Run]]) -> Iterator[Piece]:
    """Yield what the first page bears at its edges and says what the document is."""
    for row in rows:
        line = printed_line(row, 0)
        if is_masthead(fold(line.text)):
            yield Piece(((line.page, line.text),), "masthead")


def _note_pieces(notes: Iterable[Note]) -> Iterator[Piece]:
    for note in notes:
        lines = [(line.page, line.text) for line in note.lines]
        found = note_mark(note.lines[0]) if note.mark else None
        if found:
            page, text = lines[0]
            # A raised number stands right before the first word.
            lines[0] = (page, f"{text[: found[1]].rstrip()} {text[found[1] :]}")
        yield Piece(tuple(lines), "note", mark=note.mark)
