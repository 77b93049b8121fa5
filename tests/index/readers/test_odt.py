import contextlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents import fold
from index.errors import UnreadableDocumentError
from index.extracts import Extract
from index.readers import extract
from index.reading import read

ODF = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{ODF}:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
        "meta": "meta",
    }.items()
)
MIMETYPE = "application/vnd.oasis.opendocument.text"


def odt(body: str, automatic: str = "", styles: str = "", title: str = "") -> bytes:
    """Return an OpenDocument text of that body and those styles, written by hand."""
    members = {
        "mimetype": MIMETYPE,
        "content.xml": f"<office:document-content {NAMESPACES}>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body>"
        f"<office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {NAMESPACES}><office:styles>{styles}"
        "</office:styles></office:document-styles>",
        "meta.xml": f"<office:document-meta {NAMESPACES}><office:meta>"
        f'<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">{title}</dc:title>'
        "</office:meta></office:document-meta>",
    }
    return packed(members)


def packed(members: dict[str, str]) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return found.getvalue()


def said(content: bytes) -> list[str]:
    return [block.text for block in (extract("a.odt", content).blocks or ())]


def p(inside: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def listed(*items: str, more: str = 'text:style-name="L"') -> str:
    inside = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f"<text:list {more}>{inside}</text:list>"


def number(level: int, form: str, before: str = "", after: str = "", more="") -> str:
    return (
        f'<text:list-level-style-number text:level="{level}" '
        f'style:num-format="{form}" style:num-prefix="{before}" '
        f'style:num-suffix="{after}" {more}/>'
    )


LEVELS = (
    '<text:list-style style:name="L">'
    + number(1, "1", after=".")
    + number(2, "a", "(", ")")
    + number(3, "1", more='text:display-levels="3"')
    + "</text:list-style>"
)


def test_lists_print_their_numbers_on_every_level():
    body = listed(
        p("One.") + p("More of it."),
        p("Two.") + listed(p("Sub."), p("Sub.") + listed(p("Deep."), more=""), more=""),
        p("Three."),
    )
    assert said(odt(body, LEVELS)) == [
        *("1. One.", "More of it.", "2. Two.", "(a) Sub.", "(b) Sub."),
        *("2.b.1 Deep.", "3. Three."),
    ]


def test_numbers_are_labels_of_the_passages():
    found = read("a.odt", odt(listed(p("One."), p("Two.")), LEVELS)).passages
    assert [(s.paragraph.label, s.paragraph.basis, s.text) for s in found] == [
        ("1", "printed", "One."),
        ("2", "printed", "Two."),
    ]


@pytest.mark.parametrize(
    ("more", "second"),
    [
        ('text:style-name="L"', "1. B."),
        ('text:style-name="L" text:continue-numbering="true"', "2. B."),
        ('text:style-name="L" text:continue-list="first"', "2. B."),
    ],
)
def test_a_list_begins_anew_unless_it_goes_on_with_another(more, second):
    first = listed(p("A."), more='text:style-name="L" xml:id="first"')
    content = odt(first + p("Between.") + listed(p("B."), more=more), LEVELS)
    assert said(content) == ["1. A.", "Between.", second]


def test_an_item_may_say_its_number():
    item = '<text:list-item text:start-value="7"><text:p>A.</text:p></text:list-item>'
    content = odt(f'<text:list text:style-name="L">{item}</text:list>', LEVELS)
    assert said(content) == ["7. A."]


def test_the_newer_way_to_say_what_a_level_prints_comes_first():
    loext = (
        'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:'
        'loext:1.0" loext:num-list-format="Article %1%:"'
    )
    style = f'<text:list-style style:name="L">{number(1, "I", more=loext)}'
    content = odt(listed(p("A."), p("B.")), f"{style}</text:list-style>")
    assert said(content) == ["Article I: A.", "Article II: B."]


def test_bullets_are_bullets():
    style = (
        '<text:list-style style:name="L"><text:list-level-style-bullet '
        'text:level="1" text:bullet-char="-"/></text:list-style>'
    )
    assert said(odt(listed(p("A.")), style)) == ["• A."]


def test_headings_have_their_level_and_the_number_of_the_outline():
    outline = (
        '<text:outline-style style:name="Outline"><text:outline-level-style '
        'text:level="1" style:num-format="I" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format="1" '
        'text:display-levels="2"/></text:outline-style>'
    )
    styles = (
        '<style:style style:name="Title" style:family="paragraph"/>'
        '<style:style style:name="B" style:family="text">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
    )
    made = (
        '<style:style style:name="P1" style:family="paragraph" '
        'style:parent-style-name="Title"/>'
    )

    def h(level: int, text: str) -> str:
        return f'<text:h text:outline-level="{level}">{text}</text:h>'

    body = (
        p("Report", "P1")
        + h(1, "Scope")
        + h(2, "Aim")
        + h(1, "Means")
        + p('<text:span text:style-name="B">Funds</text:span>')
    )
    found = extract("a.odt", odt(body, made, outline + styles)).blocks or ()
    assert [(b.kind, b.level, b.text) for b in found] == [
        ("title", 0, "Report"),
        ("heading", 1, "I. Scope"),
        ("heading", 2, "I.1 Aim"),
        ("heading", 1, "II. Means"),
        ("heading", 7, "Funds"),
    ]


def test_white_space_is_what_the_format_says():
    body = p('a\n   b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e')
    found = extract("a.odt", odt(body))
    assert found.text == "a b   c\td\ne"


def test_deletions_comments_and_hidden_text_are_left_out():
    hidden = (
        '<style:style style:name="H" style:family="text">'
        '<style:text-properties text:display="none"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        f"{p('Gone.')}</text:deletion></text:changed-region></text:tracked-changes>"
        + p(
            'Kept<text:change text:change-id="1"/><office:annotation>'
            f"{p('No!')}</office:annotation>"
            '<text:span text:style-name="H"> unseen</text:span>.'
        )
    )
    assert said(odt(body, hidden)) == ["Kept."]


def test_notes_stand_behind_their_paragraph_under_the_mark_they_print():
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>3'
        f"</text:note-citation><text:note-body>{p('See A/1.')}</text:note-body>"
        "</text:note>"
    )
    found = read("a.odt", odt(p(f"The treaty{note} binds.") + p("Next."))).passages
    assert [(s.text, s.paragraph.label) for s in found] == [
        ("The treaty binds.", "1"),
        ("See A/1.", "note 3"),
        ("Next.", "2"),
    ]


def test_each_row_is_a_paragraph_and_covered_cells_say_nothing():
    def cell(text: str) -> str:
        return f"<table:table-cell>{p(text)}</table:table-cell>"

    covered = f"<table:covered-table-cell>{p('x')}</table:covered-table-cell>"
    rows = (
        "<table:table-header-rows><table:table-row>"
        f"{cell('State')}{cell('Votes')}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{cell('Chad')}{cell('4')}</table:table-row>"
        f"<table:table-row>{cell('All of them.')}{covered}</table:table-row>"
    )
    assert said(odt(f"<table:table>{rows}</table:table>")) == [
        *("State | Votes", "Chad | 4", "All of them."),
    ]


def test_a_text_box_stands_behind_its_paragraph_and_pictures_say_nothing():
    frame = (
        f"<draw:frame><draw:text-box>{p('In the box.')}</draw:text-box>"
        "<svg:title>A logo</svg:title></draw:frame>"
    )
    assert said(odt(p(f"Before{frame} and after."))) == [
        *("Before and after.", "In the box."),
    ]


def test_a_table_of_contents_is_no_passage():
    contents = (
        "<text:table-of-content><text:index-body>"
        f"{p('Scope 1')}</text:index-body></text:table-of-content>"
    )
    found = read("a.odt", odt(contents + p("The Group met.")))
    assert [passage.text for passage in found.passages] == ["The Group met."]


def test_title_and_bookmarks():
    body = p("First.") + p('Second <text:bookmark text:name="here"/>place.')
    found = extract("a.odt", odt(body, title="A report"))
    assert found.title == "A report"
    assert [(found.text[at:], name) for at, name in found.anchors] == [
        ("place.", "here")
    ]


PIECES = st.lists(
    st.tuples(
        st.text("ab (1.)\t\n|é•—", max_size=12),
        st.sampled_from([p, lambda text: listed(p(text), p(text))]),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_the_folded_spans_are_the_passage(pieces):
    body = p("A first paragraph.") + "".join(make(text) for text, make in pieces)
    found = read("a.odt", odt(body, LEVELS))
    text = found.document.text
    for passage in found.passages:
        assert passage.text == fold(
            " ".join(text[a:b] for a, b in passage.locator.spans)
        )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_is_refused_or_read_but_never_crashes(data):
    whole = odt(listed(p("One."), p("Two.")), LEVELS)
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = data.draw(
        st.sampled_from(
            [whole[:at], whole[:at] + b"\0" + whole[at + 1 :], whole[:at] + whole]
        )
    )
    # Anything but this error would be a crash.
    with contextlib.suppress(UnreadableDocumentError):
        assert isinstance(extract("a.odt", broken), Extract)


@pytest.mark.parametrize(
    ("members", "finding"),
    [
        ({"mimetype": MIMETYPE}, r"no content\.xml"),
        ({"mimetype": MIMETYPE, "content.xml": "<a"}, "not well-formed"),
        ({"mimetype": MIMETYPE, "content.xml": "<a/>"}, "holds no text"),
        ({"mimetype": MIMETYPE, "content.xml": "<!DOCTYPE a><a/>"}, "document type"),
        (
            {
                "mimetype": MIMETYPE,
                "content.xml": "\x01",
                "META-INF/manifest.xml": "<manifest:encryption-data/>",
            },
            "password",
        ),
    ],
)
def test_what_is_no_sound_text_is_refused_clearly(members, finding):
    with pytest.raises(UnreadableDocumentError, match=finding) as error:
        extract("a.odt", packed(members))
    assert str(error.value).startswith("a.odt")
