import contextlib
import io
import random
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents import fold
from index.errors import UnreadableDocumentError
from index.extracts import Extract
from index.readers import extract
from index.reading import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}"'


def part(tag: str, inside: str) -> str:
    return f"<w:{tag} {NAMESPACES}>{inside}</w:{tag}>"


def relations(targets: dict[str, str], folder: str = "") -> str:
    listed = "".join(
        f'<Relationship Id="{kind}" Type="{R}/{kind}" Target="{folder}{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{listed}</Relationships>'


def word(body: str, **parts: str) -> bytes:
    """Return a Word document of that body and those parts, written by hand."""
    members = {
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations(
            {kind.rstrip("0123456789"): f"{kind}.xml" for kind in parts}
        ),
        **{f"word/{kind}.xml": part(kind, inside) for kind, inside in parts.items()},
    }
    return packed(members)


def packed(members: dict[str, str | bytes]) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return found.getvalue()


def said(content: bytes) -> list[str]:
    return [block.text for block in (extract("a.docx", content).blocks or ())]


def p(inside: str, properties: str = "") -> str:
    """Return a paragraph; plain text as one run."""
    runs = inside if inside.startswith("<") else r(inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    return (
        f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def item(text: str, level: int = 0, list_id: int = 1) -> str:
    return p(
        text,
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>',
    )


def level(n: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*definitions: str, more: str = "") -> str:
    """Return a numbering part: list n is the n-th definition, from 1."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>'
        for n, levels in enumerate(definitions, 1)
    )
    named = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n in range(1, len(definitions) + 1)
    )
    return abstract + named + more


UN_LEVELS = (
    level(0, "decimal", "%1.")
    + level(1, "lowerLetter", "(%2)")
    + level(2, "lowerRoman", "(%3)")
)
LEGAL_LEVELS = (
    level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    + level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
)


def test_numbers_continue_across_other_paragraphs_and_levels_begin_anew():
    body = [
        item("One."),
        item("Sub.", 1),
        p("Between."),
        item("Sub.", 1),
        item("Deep.", 2),
        item("Two."),
        item("Sub.", 1),
        item("Deep.", 2),
    ]
    assert said(word("".join(body), numbering=lists(UN_LEVELS))) == [
        "1. One.",
        "(a) Sub.",
        "Between.",
        "(b) Sub.",
        "(i) Deep.",
        "2. Two.",
        "(a) Sub.",
        "(i) Deep.",
    ]


def test_numbers_are_labels_of_the_passages():
    content = word(
        item("The Group met:") + item("In May, at length.", 1) + item("It rose."),
        numbering=lists(UN_LEVELS),
    )
    found = read("a.docx", content).passages
    assert [passage.paragraph.label for passage in found] == ["1", "1 (a)", "2"]
    assert [passage.paragraph.basis for passage in found] == ["printed"] * 3
    assert found[2].text == "It rose."


def test_a_bare_number_that_word_counts_is_a_label():
    levels = level(0, "decimal", "%1", start=1985)
    found = read("a.docx", word(item("The Group met."), numbering=lists(levels)))
    assert found.document.text == "1985 The Group met."
    assert found.passages[0].paragraph.label == "1985"
    assert found.passages[0].text == "The Group met."


def test_legal_numbering_stands_in_digits():
    body = item("A.") + item("B.", 1) + item("C.", 2) + item("D.") + item("E.", 1)
    assert said(word(body, numbering=lists(LEGAL_LEVELS))) == [
        *("I. A.", "1.1 B.", "1.1.1 C.", "II. D.", "2.1 E."),
    ]


def test_a_level_above_that_was_not_used_counts_as_begun():
    body = item("First.", 1) + item("Second.") + item("Third.", 1)
    assert said(word(body, numbering=lists(LEGAL_LEVELS))) == [
        *("1.1 First.", "II. Second.", "2.1 Third."),
    ]


def test_a_list_of_the_same_origin_goes_on_unless_it_overrides_its_start():
    more = (
        '<w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="9"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = item("A.") + item("B.", list_id=8) + item("C.", list_id=9) + item("D.", 0, 9)
    content = word(body, numbering=lists(UN_LEVELS, more=more))
    assert said(content) == ["1. A.", "2. B.", "1. C.", "2. D."]


def test_a_level_that_word_does_not_have_counts_nothing():
    body = item("A.") + item("B.", 9)
    levels = level(0, "decimal", "%1.") + level(9, "decimal", "%1.")
    assert said(word(body, numbering=lists(levels))) == ["1. A.", "B."]


@pytest.mark.parametrize(
    ("restart", "third"), [("", "(i)"), ('<w:lvlRestart w:val="0"/>', "(ii)")]
)
def test_a_level_may_be_told_not_to_begin_anew(restart: str, third: str):
    levels = level(0, "decimal", "%1.") + level(1, "lowerRoman", "(%2)", restart)
    body = item("A.") + item("B.", 1) + item("C.") + item("D.", 1)
    content = word(body, numbering=lists(levels))
    assert said(content)[3] == f"{third} D."


def test_a_level_may_begin_anew_only_after_the_outermost():
    levels = (
        level(0, "decimal", "%1.")
        + level(1, "lowerLetter", "(%2)")
        + level(2, "lowerRoman", "(%3)", '<w:lvlRestart w:val="1"/>')
    )
    body = "".join(item("x.", n) for n in (0, 1, 2, 1, 2, 0, 1, 2))
    assert [text.split()[0] for text in said(word(body, numbering=lists(levels)))] == [
        *("1.", "(a)", "(i)", "(b)", "(ii)", "2.", "(a)", "(i)"),
    ]


@pytest.mark.parametrize(
    ("form", "text", "start", "printed"),
    [
        ("decimal", "%1)", 7, "7)"),
        ("decimalZero", "%1.", 7, "07."),
        ("upperLetter", "%1.", 27, "AA."),
        ("lowerLetter", "(%1)", 28, "(bb)"),
        ("upperRoman", "%1.", 44, "XLIV."),
        ("ordinal", "%1", 22, "22nd"),
        ("cardinalText", "Part %1", 3, "Part Three"),
        ("decimal", "Article %1.", 5, "Article 5."),
        ("none", "Note:", 1, "Note:"),
        ("bullet", "\uf0b7", 1, "•"),
        ("anythingNew", "%1.", 3, "3."),
    ],
)
def test_numbers_have_the_form_that_word_prints(form, text, start, printed):
    content = word(item("Text."), numbering=lists(level(0, form, text, start=start)))
    assert said(content) == [f"{printed} Text."]


def test_nothing_may_stand_between_number_and_text():
    levels = level(0, "decimal", "%1.", '<w:suff w:val="nothing"/>')
    assert said(word(item("Text."), numbering=lists(levels))) == ["1.Text."]


def test_a_style_numbers_its_paragraphs_on_the_level_that_names_it():
    styles = (
        '<w:style w:type="paragraph" w:styleId="rubrik2"><w:name w:val="heading 2"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/>'
        '<w:basedOn w:val="rubrik2"/></w:style>'
    )
    levels = level(0, "decimal", "%1.") + level(
        1, "decimal", "%1.%2", '<w:pStyle w:val="rubrik2"/>'
    )
    body = (
        item("Scope.")
        + p("Purpose", '<w:pStyle w:val="Own"/>')
        + p("None", '<w:pStyle w:val="Own"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("Means", '<w:pStyle w:val="rubrik2"/>')
    )
    found = extract("a.docx", word(body, numbering=lists(levels), styles=styles))
    assert [(b.kind, b.level, b.text) for b in found.blocks or ()] == [
        ("paragraph", 0, "1. Scope."),
        ("heading", 2, "1.1 Purpose"),
        ("heading", 2, "None"),
        ("heading", 2, "1.2 Means"),
    ]


def test_a_numbered_paragraph_without_text_counts_and_is_not_shown():
    body = item("A.") + item("") + item("B.")
    assert said(word(body, numbering=lists(UN_LEVELS))) == ["1. A.", "3. B."]


def test_insertions_are_in_and_deletions_are_out():
    body = (
        p(
            r("We ")
            + f"<w:del>{r('refuse').replace('w:t', 'w:delText')}</w:del>"
            + f"<w:ins>{r('agree')}</w:ins>"
            + f"<w:moveFrom>{r(' gone')}</w:moveFrom>"
            + r(".")
        )
        + p("Half of ", "<w:rPr><w:del/></w:rPr>")
        + p("a sentence.")
    )
    assert said(word(body)) == ["We agree.", "Half of a sentence."]


def test_a_deleted_paragraph_takes_no_number():
    gone = item(f"<w:del>{r('x')}</w:del>").replace(
        "</w:pPr>", "<w:rPr><w:del/></w:rPr></w:pPr>"
    )
    body = item("A.") + gone + item("B.")
    assert said(word(body, numbering=lists(UN_LEVELS))) == ["1. A.", "2. B."]


def test_field_results_stay_and_codes_go():
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def code(text: str) -> str:
        return f"<w:r><w:instrText>{text}</w:instrText></w:r>"

    nested = char("begin") + code("PAGE") + char("separate") + r("7") + char("end")
    body = p(
        r("See ")
        + (char("begin") + code("IF ") + nested + code(" = 7") + char("separate"))
        + r("Article V")
        + char("end")
        + '<w:fldSimple w:instr="REF x">'
        + r(", para. 2")
        + "</w:fldSimple>"
    )
    assert said(word(body)) == ["See Article V, para. 2"]


def test_a_field_that_never_ends_swallows_nothing():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert said(word(p(r("One.") + begin) + p("Two."))) == ["One.", "Two."]


def test_white_space_hyphens_and_symbols():
    body = p(
        r("non")
        + "<w:r><w:noBreakHyphen/></w:r>"
        + r("prolif\u00ad")
        + "<w:r><w:softHyphen/></w:r>"
        + r("eration")
        + "<w:r><w:tab/></w:r>"
        + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
        + "<w:r><w:br/></w:r>"
        + r("5 per cent")
        + '<w:r><w:sym w:font="Unheard Of" w:char="F041"/></w:r>'
    )
    assert said(word(body)) == ["non-proliferation ≥ 5 per cent"]


def test_hidden_text_comments_and_prompts_are_left_out():
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
    body = (
        p(
            r("Seen.")
            + r(" Hidden.", "<w:vanish/>")
            + r(" Shown.", '<w:vanish w:val="0"/>')
            + '<w:r><w:commentReference w:id="1"/></w:r>'
            + f"{prompt}{r('Click here')}</w:sdtContent></w:sdt>"
        )
        + f"{prompt}{p('Choose an item')}</w:sdtContent></w:sdt>"
        + f"<w:sdt><w:sdtContent>{p('Kept.')}</w:sdtContent></w:sdt>"
    )
    assert said(word(body)) == ["Seen. Shown.", "Kept."]


def test_a_text_box_stands_once_behind_its_paragraph():
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    both = (
        "<w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert said(word(p(r("Before") + both + r(" and after.")))) == [
        *("Before and after.", "In the box."),
    ]


def test_notes_stand_behind_their_paragraph_and_leave_its_words_alone():
    def note(kind: str, n: int, text: str, more: str = "") -> str:
        own = f"<w:r><w:{kind}Ref/></w:r>{r(f' {text}')}"
        return f'<w:{kind} w:id="{n}"{more}>{p(own)}</w:{kind}>'

    body = p(
        r("The treaty")
        + '<w:r><w:footnoteReference w:id="5"/></w:r>'
        + r(" binds")
        + '<w:r><w:endnoteReference w:id="1"/></w:r>'
        + '<w:r><w:footnoteReference w:id="2" w:customMarkFollows="1"/>'
        + "<w:t>*</w:t></w:r>"
        + r(".")
    ) + p(r("Next.") + '<w:r><w:footnoteReference w:id="3"/></w:r>')
    content = word(
        body,
        footnotes=note("footnote", 0, "rule", ' w:type="separator"')
        + note("footnote", 5, "United Nations, Treaty Series.")
        + note("footnote", 2, "In force.")
        + note("footnote", 3, "Ibid."),
        endnotes=note("endnote", 1, "At the end."),
    )
    found = read("a.docx", content)
    assert [(s.text, s.paragraph and s.paragraph.label) for s in found.passages] == [
        ("The treaty binds.", "1"),
        ("United Nations, Treaty Series.", "note 1"),
        ("At the end.", "note i"),
        ("In force.", "note *"),
        ("Next.", "2"),
        ("Ibid.", "note 2"),
    ]


def test_notes_counted_by_the_page_have_no_number():
    settings_part = '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>'
    content = word(
        p(r("Text.") + '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        footnotes=f'<w:footnote w:id="1">{p("See above.")}</w:footnote>',
        settings=settings_part,
    )
    assert said(content) == ["Text.", "See above."]


def cell(*paragraphs: str, properties: str = "") -> str:
    inside = "".join(map(p, paragraphs)) or p("")
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_each_row_is_a_paragraph_and_merged_cells_stand_once():
    body = table(
        cell("State") + cell("Votes", "cast") + cell("Share"),
        cell("Chad", properties='<w:vMerge w:val="restart"/>') + cell("4") + cell(),
        cell("Chad", properties="<w:vMerge/>") + cell("5") + cell("9"),
        cell() + cell() + cell(),
        cell("Total", properties='<w:gridSpan w:val="2"/>') + cell("9"),
    )
    assert said(word(body)) == [
        *("State | Votes cast | Share", "Chad | 4", "5 | 9", "Total | 9"),
    ]


def test_a_table_of_one_column_only_frames_its_paragraphs():
    assert said(word(table(cell("One.", "Two."), cell("Three.")))) == [
        *("One.", "Two.", "Three."),
    ]


def test_a_number_and_a_text_side_by_side_are_a_numbered_paragraph():
    found = read("a.docx", word(table(cell("1.") + cell("The Parties agree."))))
    assert found.passages[0].paragraph.label == "1"
    assert found.passages[0].text == "The Parties agree."


def test_a_table_in_a_cell_follows_the_row_around_it():
    inner = table(cell("a") + cell("b"))
    outer = f"<w:tc>{p('Left')}{inner}{p('')}</w:tc>{cell('Right')}"
    assert said(word(table(outer))) == ["Left | Right", "a | b"]


def test_titles_and_headings_by_style_outline_and_bold():
    styles = (
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="O"><w:name w:val="Chapeau"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="V"><w:name w:val="toc 1"/></w:style>'
    )
    body = (
        p("Report of", '<w:pStyle w:val="T"/>')
        + p("the Group", '<w:pStyle w:val="T"/>')
        + p("Introduction 1", '<w:pStyle w:val="V"/>')
        + p("Introduction", '<w:pStyle w:val="O"/>')
        + p(r("Background", "<w:b/>"))
        + p(r("Bold", "<w:b/>") + r(" only at first, then plain."))
        + p(
            "The Parties shall settle every dispute under this Agreement by peaceful "
            "means of their own choice.",
            '<w:outlineLvl w:val="1"/>',
        )
    )
    found = extract("a.docx", word(body, styles=styles))
    assert [(b.kind, b.level) for b in found.blocks or ()] == [
        ("title", 0),
        ("boilerplate", 0),
        ("heading", 1),
        ("heading", 7),
        ("paragraph", 0),
        ("paragraph", 0),
    ]
    assert read("a.docx", word(body, styles=styles)).document.title == (
        "Report of the Group"
    )


def test_the_symbol_in_the_first_header_is_in_the_masthead():
    section = (
        '<w:sectPr><w:headerReference w:type="first" r:id="header"/><w:titlePg/>'
        "</w:sectPr>"
    )
    members = p("The Conference met.") + section
    content = word(members, header=p("A/CONF.1/L.2") + p("Confidential draft"))
    found = read("a.docx", content)
    assert found.document.masthead.symbol == "A/CONF.1/L.2"
    assert "Confidential" not in found.document.text


def test_bookmarks_are_anchors_and_words_own_are_not():
    body = p("First.") + p(
        r("Second ")
        + '<w:bookmarkStart w:id="1" w:name="here"/>'
        + r("place.")
        + '<w:bookmarkStart w:id="2" w:name="_GoBack"/>'
    )
    found = extract("a.docx", word(body))
    ((at, name),) = found.anchors
    assert name == "here"
    assert found.text[at:] == "place."


def test_the_language_is_that_of_most_letters_and_no_default():
    french = p(r("Le Groupe se réunit à Genève.", '<w:lang w:val="fr-FR"/>'))
    assert extract("a.docx", word(french + p("Oui."))).language == "fr"
    assert extract("a.docx", word(p("Le Groupe se réunit."))).language is None


def test_numbers_that_only_word_can_count_are_warned_of():
    code = "<w:r><w:instrText> AUTONUM </w:instrText></w:r>"
    (warning,) = extract("a.docx", word(p(code + r("The Group met.")))).warnings
    assert "AUTONUM" in warning


def test_a_strict_document_reads_like_any_other():
    usual = word(item("One."), numbering=lists(UN_LEVELS))
    with zipfile.ZipFile(io.BytesIO(usual)) as archive:
        members = {
            name: archive.read(name)
            .replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            .replace(
                R.encode(),
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            for name in archive.namelist()
        }
    assert said(packed(members)) == said(usual)


def test_every_paragraph_that_python_docx_writes_comes_back():
    chance = random.Random(5)
    words = ["the", "Group", "agreed", "(see", "A/1)", "on", "5 %", "–", "“all”"]
    known = [
        " ".join(chance.choices(words, k=chance.randint(4, 60))) + "."
        for _ in range(120)
    ]
    document = docx.Document()
    for n, text in enumerate(known):
        if n % 30 == 0:
            document.add_heading(f"Part {n}", 1)
        paragraph = document.add_paragraph()
        for piece in text.split(" "):
            paragraph.add_run(f"{piece} ").bold = chance.random() < 0.1
    found = [b.text for b in extract("a.docx", saved(document)).blocks or ()]
    recovered = sum(text in found for text in known)
    assert recovered == len(known)


def test_lists_that_python_docx_writes_are_counted():
    document = docx.Document()
    for style in ("List Number", "List Number", "List Bullet"):
        document.add_paragraph("Text.", style=style)
    assert said(saved(document)) == ["1. Text.", "2. Text.", "• Text."]


def saved(document) -> bytes:
    found = io.BytesIO()
    document.save(found)
    return found.getvalue()


PIECES = st.lists(
    st.tuples(
        st.text("ab (1.)\t\n|é•—", max_size=12),
        st.sampled_from([p, item, lambda t: item(t, 1), lambda t: table(cell(t) * 2)]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_the_folded_spans_are_the_passage(pieces):
    body = p("A first paragraph.") + "".join(make(text) for text, make in pieces)
    found = read("a.docx", word(body, numbering=lists(UN_LEVELS)))
    text = found.document.text
    for passage in found.passages:
        assert passage.text == fold(
            " ".join(text[a:b] for a, b in passage.locator.spans)
        )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_is_refused_or_read_but_never_crashes(data):
    whole = word(item("One.") + p("Two."), numbering=lists(UN_LEVELS))
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = data.draw(
        st.sampled_from(
            [whole[:at], whole[:at] + b"\0" + whole[at + 1 :], whole[:at] + whole]
        )
    )
    # Anything but this error would be a crash.
    with contextlib.suppress(UnreadableDocumentError):
        assert isinstance(extract("a.docx", broken), Extract)


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"plain text", "zip"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "password|old"),
        (packed({"a.txt": "x"}), "word/document.xml|zip"),
        (packed({"word/document.xml": "<w:document"}), "not well-formed"),
        (packed({"word/document.xml": "<other/>"}), "no text of Word"),
        (
            packed(
                {
                    "word/document.xml": '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/'
                    'hostname">]>' + part("document", f"<w:body>{p('&x;')}</w:body>")
                }
            ),
            "document type",
        ),
        (word("<w:tbl><w:tr><w:tc>" * 70 + "</w:tc></w:tr></w:tbl>" * 70), "deep"),
        (word(p("x"), styles="<w:style>"), "not well-formed"),
    ],
)
def test_what_is_no_sound_word_document_is_refused_clearly(content, finding):
    with pytest.raises(UnreadableDocumentError, match=finding) as error:
        extract("a.docx", content)
    assert str(error.value).startswith("a.docx")


def test_styles_and_lists_that_go_round_in_circles_end():
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="numbering" w:styleId="L">'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = p("Text.", '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="1"/></w:numPr>')
    content = word(body, styles=styles, numbering=lists('<w:numStyleLink w:val="L"/>'))
    assert said(content) == ["Text."]


def test_a_table_by_python_docx_with_merged_cells():
    document = docx.Document()
    grid = document.add_table(2, 3)
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "Wide"
    grid.cell(0, 2).text = "Narrow"
    grid.cell(1, 0).text = "a"
    grid.cell(1, 2).text = "c"
    assert said(saved(document)) == ["Wide | Narrow", "a | | c"]


def test_content_controls_around_rows_and_cells_are_seen_through():
    wrapped = f"<w:sdt><w:sdtContent>{cell('b')}</w:sdtContent></w:sdt>"
    row = (
        f"<w:sdt><w:sdtContent><w:tr>{cell('a')}{wrapped}</w:tr></w:sdtContent></w:sdt>"
    )
    assert said(word(f"<w:tbl>{row}</w:tbl>")) == ["a | b"]


def test_tables_may_nest_as_deep_as_xml_may():
    depth = 60
    body = "<w:tbl><w:tr><w:tc>" * depth + p("In.") + "</w:tc></w:tr></w:tbl>" * depth
    assert said(word(body)) == ["In."]


def test_what_is_said_once_is_read_once():
    # A long note or number that everything refers to must not swell the text.
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    content = word(
        "".join(item(f"{r('Text.')}{reference}") for _ in range(50)),
        footnotes=f'<w:footnote w:id="1">{p("Long. " * 1000)}</w:footnote>',
        numbering=lists(level(0, "decimal", "%1" * 5000)),
    )
    assert len(extract("a.docx", content).text) < 6000 + 50 * 150


def test_a_chain_of_styles_may_be_long_without_end():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{n}"><w:basedOn w:val="S{n + 1}"/>'
        "</w:style>"
        for n in range(800)
    )
    body = "".join(p("Text.", f'<w:pStyle w:val="S{n}"/>') for n in range(800))
    assert len(said(word(body, styles=styles))) == 800


def test_a_large_first_letter_in_a_frame_of_its_own_joins_its_word():
    body = p("T", '<w:framePr w:dropCap="drop"/>') + p("he Group met.")
    assert said(word(body)) == ["The Group met."]


def test_a_part_in_another_format_is_warned_of():
    found = extract("a.docx", word(p("Text.") + '<w:altChunk r:id="x"/>'))
    assert found.text == "Text."
    (warning,) = found.warnings
    assert "another format" in warning


def test_a_sentence_in_the_style_of_a_heading_is_a_paragraph_of_a_contract():
    clause = (
        "The Supplier shall deliver the goods within thirty days of the order, "
        "carriage paid, to the place that the order names."
    )
    styled = (
        '<w:outlineLvl w:val="1"/>'
        '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    )
    found = read("a.docx", word(p(clause, styled), numbering=lists(LEGAL_LEVELS)))
    (passage,) = found.passages
    assert (passage.paragraph.label, passage.text) == ("1.1", clause)
