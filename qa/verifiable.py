"""What of a text is verified: of a web page its words, and nothing marked as unquoted.

A question, a title or an ironical phrase may stand in quotation marks and quote
nobody. A line of Markdown that ends in `NOT_QUOTED`, and an element of a page with the
attribute `data-not-quoted`, are passed over, and counted.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from qa.findings import Finding

NOT_QUOTED = "<!-- not quoted -->"
"""What a line of Markdown ends in that quotes nobody; it is not shown."""

NOT_QUOTED_ATTRIBUTE = "data-not-quoted"
"""What an element of a page has that quotes nobody."""

INSTEAD = "***"
"""What stands for a part that is passed over: it keeps apart what it stands between."""

UNREAD = frozenset({"script", "style", "template", "title"})
"""Elements whose text is no part of what a page says."""

BLOCKS = frozenset(
    """
    address article aside blockquote body dd details div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section
    summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 (readable as prose)
)
"""Elements that begin and end a paragraph."""

VOID = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr
    """.split()  # noqa: SIM905
)
"""Elements that hold nothing, and have no end."""

_MARKED = re.compile(rf"^.*{re.escape(NOT_QUOTED)}[ \t\r]*$", re.MULTILINE)
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verifiable:
    """A text to verify.

    Attributes:
        text: Plain text or Markdown.
        passed_over: How many parts are marked as quoting nobody.
        lines: Of a page, the line of its source that each line of the text is from,
            from 1; empty where the text is the source itself.
    """

    text: str
    passed_over: int
    lines: Sequence[int] = ()

    def in_source(self, finding: Finding) -> Finding:
        """Return a finding with its place in the source; in a page only its line."""
        if not self.lines:
            return finding
        return replace(finding, span=None, line=self.lines[finding.line - 1])


def verifiable(text: str) -> Verifiable:
    """Return what is verified of plain text, Markdown, JSON or an HTML page."""
    text = text.removeprefix("\ufeff")
    if _PAGE.match(text):
        page = _Page()
        page.feed(_complete(text))
        page.close()
        return page.read()
    kept, passed_over = _MARKED.subn(lambda line: INSTEAD.ljust(len(line[0])), text)
    return Verifiable(kept, passed_over)


def _complete(page: str) -> str:
    """Return a page without what never ends, each end of which is looked for anew."""
    page = page.replace("<![", "&lt;![")
    closed = page.rfind("-->") + 1
    page = page[:closed] + page[closed:].replace("<!--", "&lt;!--")
    tags = page.rfind(">") + 1
    return page[:tags] + page[tags:].replace("<", "&lt;")


class _Page(HTMLParser):
    """Takes the tags of a page as they come; its quotations become Markdown's."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()
        self._unread_at = 0
        self._passed_over = 0
        self._quoted: list[int] = []
        self._was_quoted = False
        self._paragraph: list[str] = []
        self._begun = 0
        self._lines: list[str] = []
        self._sources: list[int] = []

    def read(self) -> Verifiable:
        self._flush()
        text = "\n".join(self._lines)
        return Verifiable(text, self._passed_over, self._sources or [1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._flush()
        elif tag == "br":
            self._paragraph.append(" ")
        if tag in VOID:
            return
        self._open.append(tag)
        self._counts[tag] += 1
        marked = any(name == NOT_QUOTED_ATTRIBUTE for name, _ in attrs)
        if not self._unread_at and (marked or tag in UNREAD):
            if marked and tag in BLOCKS:
                self.handle_data(INSTEAD)
                self._flush()
            self._passed_over += marked
            self._unread_at = len(self._open)
        if tag == "blockquote" or (tag == "figcaption" and self._was_quoted):
            self._quoted.append(len(self._open))
        if tag == "q":
            self.handle_data("“")

    def handle_endtag(self, tag: str) -> None:
        if not self._counts[tag]:
            return
        if tag == "q":
            self.handle_data("”")
        if tag in BLOCKS:
            self._flush()
        # What was left open within ends with it.
        while self._open:
            depth = len(self._open)
            closed = self._open.pop()
            self._counts[closed] -= 1
            if self._unread_at == depth:
                self._unread_at = 0
            if self._quoted and self._quoted[-1] == depth:
                self._quoted.pop()
                self._was_quoted = True
            if closed == "figure":
                self._was_quoted = False
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._unread_at:
            return
        if data.strip() and not self._begun:
            self._begun = self.getpos()[0] + data[: -len(data.lstrip())].count("\n")
        self._paragraph.append(data)

    def _flush(self) -> None:
        """End the paragraph at hand."""
        text = " ".join("".join(self._paragraph).split())
        source, self._begun = self._begun, 0
        self._paragraph = []
        if not text:
            return
        mark = "> " if self._quoted else ""
        # A caption belongs to the quotation above it: no empty line parts them.
        blank = ">" if self._quoted and self._open[-1] == "figcaption" else ""
        self._lines += [blank, mark + text]
        self._sources += [source, source]
