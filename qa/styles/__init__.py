"""The styles a citation can be written in, by name.

>>> from qa.records import records
>>> from qa.styles import write
>>> write("un-footnote", records(library, citations))  # doctest: +SKIP
'CD/2100, section "Anti-Satellite Weapons"'

The note styles follow their manuals' rules for United Nations documents. A CSL
processor was tried first: of its styles for a report, Bluebook left out the symbol and
took a paragraph for a page, OSCOLA and Chicago gave the year alone, and all changed the
capitals of the title.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from qa.records import Record
from qa.styles.exchange import bibtex, csl_json, ris
from qa.styles.notes import apa, bluebook, chicago, oscola, un_footnote, un_text
from qa.styles.quotations import link, markdown, plain, selectors

Style = Callable[[Record], str]
"""Writes a record; never a number that the source does not print."""


def record_json(record: Record) -> str:
    """Return the whole record as JSON."""
    return json.dumps(record.to_dict(), ensure_ascii=False, indent=2)


STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "un-footnote": un_footnote,
        "un-text": un_text,
        "bluebook": bluebook,
        "oscola": oscola,
        "chicago": chicago,
        "apa": apa,
        "bibtex": bibtex,
        "ris": ris,
        "csl-json": csl_json,
        "markdown": markdown,
        "plain": plain,
        "selectors": selectors,
        "link": link,
        "record": record_json,
    }
)

CAUTIONS: Mapping[str, str] = MappingProxyType(
    {
        "apa": "APA has no rule for United Nations documents; this is its form for "
        "reports: check your style guide."
    }
)
"""What to tell who uses a style; the others follow a published rule."""

JSON_STYLES = frozenset({"csl-json", "selectors", "record"})

SEPARATORS: Mapping[str, str] = MappingProxyType({"ris": "", "link": "\n"})
"""What stands between two paragraphs; an empty line where nothing is said here."""


def write(style: str, records: Iterable[Record]) -> str:
    """Return paragraphs in a style, what is the same for several of them once.

    Several paragraphs in a style that is JSON are a JSON list.

    Args:
        style: A name of `STYLES`.
        records: The paragraphs.

    Raises:
        KeyError: There is no such style.
    """
    written = list(dict.fromkeys(map(STYLES[style], records)))
    if style in JSON_STYLES and len(written) > 1:
        return "[\n" + ",\n".join(written) + "\n]"
    return SEPARATORS.get(style, "\n\n").join(written)
