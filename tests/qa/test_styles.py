import json
import re
import string
import warnings
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import bibtexparser
import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.documents import fold
from qa import Assistant
from qa.records import Anchor, Pinpoint, Record, RecordParagraph, records
from qa.styles import CAUTIONS, STYLES
from ui.links import link_to

PAGE = "https://papers.example/"
REPORT = Record(
    document_id="ab12",
    symbol="CD/2100",
    title="Summary of the “Way Ahead” group",
    body="Conference on Disarmament",
    issued=date(2017, 9, 14),
    note_verbale_date=date(2017, 9, 7),
    language="en",
    original_language="es",
    job_number=None,
    section=("Anti-Satellite Weapons",),
    paragraph=RecordParagraph("5", "printed", ("5",)),
    pinpoints=(Pinpoint("paragraph", "5"),),
    text="The weapons were discussed.",
    anchors=(Anchor(10, 37, "The weapons were discussed.", "5. ", "\n"),),
    sha256="0f" * 32,
)
SECTION = replace(
    REPORT,
    paragraph=RecordParagraph("5", "counted", ("5",)),
    pinpoints=(Pinpoint("heading", "Anti-Satellite Weapons"),),
)
UNNAMED = replace(REPORT, symbol=None, job_number="GE.18-13664(E)")
BARE = replace(
    UNNAMED, job_number=None, body=None, issued=None, section=(), pinpoints=()
)

WRITTEN = {
    "un-footnote": (
        "CD/2100, para. 5",
        'CD/2100, section "Anti-Satellite Weapons"',
        "\"Summary of the ‘Way Ahead’ group\", 14 September 2017 (GE.18-13664(E)), "
        "para. 5",
        '"Summary of the ‘Way Ahead’ group"',
    ),
    "un-text": (
        "(CD/2100)",
        "(CD/2100)",
        '("Summary of the ‘Way Ahead’ group", 14 September 2017)',
        '("Summary of the ‘Way Ahead’ group")',
    ),
    "bluebook": (
        "Conference on Disarmament, Summary of the “Way Ahead” group, ¶ 5, "
        "U.N. Doc. CD/2100 (Sept. 14, 2017).",
        "Conference on Disarmament, Summary of the “Way Ahead” group, section "
        "“Anti-Satellite Weapons,” U.N. Doc. CD/2100 (Sept. 14, 2017).",
        "Conference on Disarmament, Summary of the “Way Ahead” group, ¶ 5, "
        "job no. GE.18-13664(E) (Sept. 14, 2017).",
        "Summary of the “Way Ahead” group.",
    ),
    "oscola": (
        "Conference on Disarmament, ‘Summary of the “Way Ahead” group’ "
        "(14 September 2017) UN Doc CD/2100, para 5.",
        "Conference on Disarmament, ‘Summary of the “Way Ahead” group’ "
        "(14 September 2017) UN Doc CD/2100, section ‘Anti-Satellite Weapons’.",
        "Conference on Disarmament, ‘Summary of the “Way Ahead” group’ "
        "(14 September 2017) job no GE.18-13664(E), para 5.",
        "‘Summary of the “Way Ahead” group’.",
    ),
    "chicago": (
        "Conference on Disarmament, “Summary of the ‘Way Ahead’ group,” CD/2100, "
        "September 14, 2017, para. 5.",
        "Conference on Disarmament, “Summary of the ‘Way Ahead’ group,” CD/2100, "
        "September 14, 2017, section “Anti-Satellite Weapons.”",
        "Conference on Disarmament, “Summary of the ‘Way Ahead’ group,” "
        "job no. GE.18-13664(E), September 14, 2017, para. 5.",
        "“Summary of the ‘Way Ahead’ group.”",
    ),
    "apa": (
        "Conference on Disarmament. (2017, September 14). Summary of the “Way Ahead” "
        "group (CD/2100).\n(Conference on Disarmament, 2017, para. 5)",
        "Conference on Disarmament. (2017, September 14). Summary of the “Way Ahead” "
        "group (CD/2100).\n(Conference on Disarmament, 2017, “Anti-Satellite Weapons” "
        "section)",
        "Conference on Disarmament. (2017, September 14). Summary of the “Way Ahead” "
        "group (GE.18-13664(E)).\n(Conference on Disarmament, 2017, para. 5)",
        "Summary of the “Way Ahead” group. (n.d.).\n"
        "(“Summary of the ‘Way Ahead’ group”, n.d.)",
    ),
    "plain": (
        "“The weapons were discussed.” (CD/2100, para. 5)",
        '“The weapons were discussed.” (CD/2100, section "Anti-Satellite Weapons")',
        "“The weapons were discussed.” (\"Summary of the ‘Way Ahead’ group\", "
        "14 September 2017 (GE.18-13664(E)), para. 5)",
        '“The weapons were discussed.” ("Summary of the ‘Way Ahead’ group")',
    ),
}  # fmt: skip


@pytest.mark.parametrize("style", WRITTEN)
def test_notes_are_written_as_their_manuals_say(style: str):
    written = tuple(STYLES[style](one) for one in (REPORT, SECTION, UNNAMED, BARE))
    assert written == WRITTEN[style]


@pytest.mark.parametrize("style", STYLES)
def test_a_counted_number_is_never_exported_as_printed(seeds: Assistant, style: str):
    """Without its counted number a paragraph is written just the same."""
    write = STYLES[style]
    for one in records(seeds.library, seeds.passages()):
        if one.paragraph and one.paragraph.basis == "counted":
            if style == "record":
                assert json.loads(write(one))["paragraph"]["basis"] == "counted"
                continue
            assert write(one) == write(replace(one, paragraph=None))
            number = one.paragraph.path[-1]
            beside = write(one).replace(one.text, "").replace(one.section[-1], "")
            assert not re.search(rf"(¶|\bparas?\.?) {number}\b", beside)


@pytest.mark.parametrize(
    "style", ["un-footnote", "bluebook", "oscola", "chicago", "apa"]
)
def test_a_printed_number_is_always_exported(seeds: Assistant, style: str):
    printed = [
        one
        for one in records(seeds.library, seeds.passages())
        if one.paragraph and one.paragraph.basis == "printed"
    ]
    assert len(printed) == 17
    for one in printed:
        assert one.paragraph
        assert re.search(
            rf"(¶|para\.?) {re.escape(one.paragraph.label)}", STYLES[style](one)
        )


PAGED = replace(
    SECTION,
    pinpoints=(*SECTION.pinpoints, Pinpoint("page", "7")),
    pages=(9, 9),
    page_numbers="7",
)
WITH_PAGES = {
    "un-footnote": 'CD/2100, section "Anti-Satellite Weapons", p. 7',
    "bluebook": "Conference on Disarmament, Summary of the “Way Ahead” group, section "
    "“Anti-Satellite Weapons,” at 7, U.N. Doc. CD/2100 (Sept. 14, 2017).",
    "oscola": "Conference on Disarmament, ‘Summary of the “Way Ahead” group’ "
    "(14 September 2017) UN Doc CD/2100, section ‘Anti-Satellite Weapons’, p 7.",
    "chicago": "Conference on Disarmament, “Summary of the ‘Way Ahead’ group,” "
    "CD/2100, September 14, 2017, section “Anti-Satellite Weapons,” p. 7.",
}


@pytest.mark.parametrize("style", WITH_PAGES)
def test_the_page_stands_where_no_number_is_printed(style: str):
    assert STYLES[style](PAGED) == WITH_PAGES[style]
    printed = replace(REPORT, pages=(9, 9), page_numbers="7")
    assert STYLES[style](printed) == STYLES[style](REPORT)


def test_several_pages_are_called_pages():
    several = replace(PAGED, pinpoints=(Pinpoint("page", "7–8"),))
    assert STYLES["un-footnote"](several) == "CD/2100, pp. 7–8"
    assert STYLES["oscola"](several).endswith("CD/2100, pp 7–8.")
    assert STYLES["bluebook"](several).startswith(
        "Conference on Disarmament, Summary of the “Way Ahead” group, at 7–8,"
    )


def test_reference_managers_are_given_the_pages():
    several = replace(PAGED, page_numbers="7–8")
    assert "pages = {7--8}," in STYLES["bibtex"](several)
    (entry,) = rispy.loads(STYLES["ris"](several))
    assert (entry["start_page"], entry["end_page"]) == ("7", "8")
    (single,) = rispy.loads(STYLES["ris"](PAGED))
    assert (single["start_page"], single["end_page"]) == ("7", "7")
    csl = json.loads(STYLES["csl-json"](PAGED))
    assert csl["items"][0]["page"] == "7"
    assert csl["citation"]["citationItems"][0]["locator"] == "7"
    assert csl["citation"]["citationItems"][0]["label"] == "page"
    assert json.loads(STYLES["csl-json"](several))["items"][0]["page"] == "7-8"


def test_apa_says_to_check_the_style_guide():
    assert "check your style guide" in CAUTIONS["apa"]
    assert CAUTIONS.keys() <= STYLES.keys()


ANY_TEXT = st.text(
    st.one_of(
        st.sampled_from(string.punctuation + "“”‘’–…\n\r\t\x00\x1b\u2028 "),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
).filter(lambda text: any(map(str.isalnum, text)))


def printable(text: str) -> str:
    return fold("".join(c for c in fold(text) if c.isprintable() or c == " "))


def hostile(title: str, body: str, symbol: str, quote: str) -> Record:
    return replace(
        REPORT, title=title, body=body, symbol=symbol, text=fold(quote), page=PAGE
    )


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_ris_is_read_back_whatever_the_fields(
    title: str, body: str, symbol: str, quote: str
):
    one = hostile(title, body, symbol, quote)
    written = STYLES["ris"](one)
    lines = written.split("\r\n")
    assert lines[0] == "TY  - RPRT"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    (entry,) = rispy.loads(written)
    assert entry["type_of_reference"] == "RPRT"
    for tag, value in (("title", title), ("issn", symbol), ("authors", [body])):
        read = entry[tag] if isinstance(entry[tag], str) else entry[tag][0]
        assert printable(read) == printable(
            value if isinstance(value, str) else value[0]
        )
    assert entry["year"] == "2017"


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_bibtex_is_read_back_whatever_the_fields(title: str, body: str, symbol: str):
    written = STYLES["bibtex"](hostile(title, body, symbol, "x"))
    library = bibtexparser.parse_string(written)
    assert not library.failed_blocks
    (entry,) = library.entries
    assert entry.entry_type == "techreport"
    assert re.fullmatch(r"[A-Za-z0-9-]+", entry.key)
    values = {field.key: field.value for field in entry.fields}
    assert printable(
        plain_tex(values["title"].removeprefix("{").removesuffix("}"))
    ) == (printable(title))
    assert printable(plain_tex(values["number"])) == printable(symbol)
    assert values["year"] == "2017"


def plain_tex(text: str) -> str:
    names = {
        "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}",
        "textasciitilde": "~", "textasciicircum": "^",
    }  # fmt: skip
    return re.sub(r"\\(?:([a-z]+)\{\}|([$&#%_]))", lambda m: m[2] or names[m[1]], text)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_csl_json_is_read_back_whatever_the_fields(title: str, body: str, symbol: str):
    found = json.loads(STYLES["csl-json"](hostile(title, body, symbol, "x")))
    # It warns of types and fields that CSL does not have, and warnings are errors.
    warnings.simplefilter("error")
    source = CiteProcJSON(found["items"])
    (key,) = source
    assert source[key].type == "report"
    (item,) = found["items"]
    assert (item["title"], item["number"]) == (title, symbol)
    assert item["author"] == [{"literal": body}]
    assert item["issued"] == {"date-parts": [[2017, 9, 14]]}
    (cited,) = found["citation"]["citationItems"]
    assert cited == {"id": item["id"], "label": "paragraph", "locator": "5"}


def test_csl_points_at_a_section_where_no_number_is_printed():
    def cited(one: Record) -> Any:
        return json.loads(STYLES["csl-json"](one))["citation"]["citationItems"][0]

    assert cited(SECTION)["label"] == "section"
    assert cited(SECTION)["locator"] == "Anti-Satellite Weapons"
    both = replace(REPORT, pinpoints=(*SECTION.pinpoints, *REPORT.pinpoints))
    assert cited(both)["locator"] == "5"
    assert "Anti-Satellite Weapons" in cited(both)["suffix"]
    assert "label" not in cited(BARE)


@given(ANY_TEXT)
def test_markdown_shows_the_quotation_as_it_is(quote: str):
    text = printable(quote)
    one = replace(REPORT, text=text, page=PAGE)
    tokens = MarkdownIt("commonmark").parse(STYLES["markdown"](one))
    kinds = [token.type for token in tokens]
    assert kinds == [
        "blockquote_open", *["paragraph_open", "inline", "paragraph_close"] * 2,
        "blockquote_close",
    ]  # fmt: skip
    quoted, source = (token for token in tokens if token.type == "inline")
    assert "".join(child.content for child in quoted.children or ()) == text
    assert "CD/2100, para. 5" in source.content
    assert PAGE in source.content


def test_selectors_quote_and_count_the_stored_text(seeds: Assistant):
    texts = {d.id: seeds.library.document(d.id).text for d in seeds.documents()}
    for one in records(seeds.library, seeds.passages()):
        found = json.loads(STYLES["selectors"](one))
        assert found["@context"] == "http://www.w3.org/ns/anno.jsonld"
        for target in found["target"]:
            assert target["source"].startswith("ni:///sha-256;")
            quote, position = target["selector"]
            text = texts[one.document_id]
            assert quote["type"] == "TextQuoteSelector"
            assert position["type"] == "TextPositionSelector"
            assert text[position["start"] : position["end"]] == quote["exact"]
            around = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert text.count(around) == 1


def test_a_link_is_the_pages_own(seeds: Assistant):
    citations = seeds.passages()
    for citation, one in zip(citations, records(seeds.library, citations), strict=True):
        local = STYLES["link"](one)
        assert local.startswith("http://127.0.0.1:7860/?doc=")
        assert "#" not in local
        assert urlsplit(local).query == link_to(citation)[1:]


@given(ANY_TEXT)
def test_a_public_link_has_a_text_fragment_in_two_terms_at_most(quote: str):
    text = fold(quote)
    address = STYLES["link"](replace(REPORT, text=text, page=PAGE + "?x#y"))
    assert address.startswith(f"{PAGE}?doc=ab12&p=10#:~:text=")
    assert parse_qs(urlsplit(address).query) == {"doc": ["ab12"], "p": ["10"]}
    directive = address.split("#:~:text=")[1]
    assert not re.search(r"[^A-Za-z0-9%._~,]", directive)
    terms = [unquote(term) for term in directive.split(",")]
    assert text.startswith(terms[0])
    assert text.endswith(terms[-1])
    assert len(terms) <= 2
