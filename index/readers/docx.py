"""Word documents (DOCX).

The styles tell headings, and the numbers before paragraphs are counted as Word counts
them. A document has no pages before it is printed: Word keeps only where it broke them
last, on one machine with its fonts, so no page is ever told. A footnote stands as a
note of its own behind the paragraph that refers to it; its mark is no part of that
paragraph's words. Headers and footers are left out, but for a document symbol in the
header of the first page, which then stands at the top.
"""

import re
from collections.abc import Iterator

from index.extracts import Extract
from index.masthead_lines import is_strong, masthead_tokens
from index.readers.archives import open_archive
from index.readers.docx_body import Body
from index.readers.docx_notes import Notes, sections
from index.readers.docx_numbering import Numbering
from index.readers.docx_package import Package, W, switch
from index.readers.docx_paragraphs import Paragraphs
from index.readers.docx_styles import Styles
from index.readers.docx_text import TextReader
from index.readers.titles import proper_title

_ELSEWHERE = (
    "A part that is kept in another format inside the file was not read; open it in "
    "Word, save it again and add that."
)
_UNCOUNTED = (
    "Some numbers are fields that only Word can count (AUTONUM, LISTNUM) and are "
    "missing before their paragraphs; in Word, turn them into text (Ctrl+Shift+F9)."
)


def read_docx(name: str, content: bytes) -> Extract:
    """Return a Word document's text and the blocks that its styles make.

    Raises:
        UnreadableDocumentError: The bytes are no Word document, or a damaged,
            protected or hostile one.
    """
    with open_archive(name, content) as archive:
        package = Package(archive)
        body = _body(package)
        title = proper_title(package.title() or "")
    warnings = {_ELSEWHERE: body.elsewhere, _UNCOUNTED: body.paragraphs.uncounted}
    return Extract(
        text=body.flow.text,
        blocks=tuple(body.flow.blocks),
        anchors=body.flow.placed_anchors(),
        title=title,
        language=_language(body.paragraphs),
        warnings=tuple(warning for warning, met in warnings.items() if met),
    )


def _body(package: Package) -> Body:
    styles = Styles(package.part("styles"))
    numbering = Numbering.read(package.part("numbering"), styles)
    reader = TextReader(styles, package.main)
    body = Body(Paragraphs(styles, numbering), Notes.read(package), reader)
    for line in _masthead(package, styles):
        body.flow.add(line)
    body.read(package.main)
    return body


def _masthead(package: Package, styles: Styles) -> Iterator[str]:
    """Give the lines of the first page's header that identify the document."""
    first = next(iter(sections(package.main)), None)
    if first is None:
        return
    wanted = "first" if switch(first, "titlePg") else "default"
    for reference in first.iterfind(f"{W}headerReference"):
        header = package.referred(reference)
        if reference.get(f"{W}type") != wanted or header is None:
            continue
        reader = TextReader(styles, header)
        for paragraph in header.iter(f"{W}p"):
            text = reader.read(paragraph, styles[None]).text
            for line in re.split(r"[\n\t]+", text):
                if is_strong(masthead_tokens(line)):
                    yield line


def _language(paragraphs: Paragraphs) -> str | None:
    """Return the language of most of the text, if its styles and runs say so.

    The default of the whole document is no evidence: it is the program's, not the
    author's.
    """
    code, count = max(
        paragraphs.languages.items(), key=lambda item: item[1], default=("", 0)
    )
    return code if len(code) == 2 and 2 * count > paragraphs.visible else None
