import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents import fold
from index.errors import UnreadableDocumentError
from index.readers.html import html_extract, language_code, read_html
from index.readers.html_numbers import item_marks
from index.readers.html_pieces import ItemList
from index.reading import read

SITE = (
    "<!doctype html><html lang='en-GB'><head><title>A page</title><script>var a = "
    "'<p>script</p>'</script><style>p {{}}</style></head><body><header>The site<nav>"
    "<ul><li><a href='/'>Home</a><li><a href='/b'>News</a></ul></nav></header>{}"
    "<aside>Read also this</aside><footer>Imprint</footer></body></html>"
)
SENTENCES = [
    "The Conference met on the first day and adopted its agenda without a vote.",
    "Delegations welcomed the report; several asked for a second reading of it.",
    "It was agreed that the working group should meet again before the summer.",
    "Nothing in the report, the Chair said, bound any delegation to anything.",
]


def passages(html):
    return [p.text for p in read("a.html", html.encode()).passages]


def labels(html):
    return [
        p.paragraph.label if p.paragraph and p.paragraph.basis == "printed" else None
        for p in read("a.html", html.encode()).passages
    ]


def blocks(html, kind):
    return [(b.level, b.text) for b in html_extract(html).blocks if b.kind == kind]


@pytest.mark.parametrize(
    "body",
    [
        "<main><h1>T</h1>" + "".join(f"<p>{s}</p>" for s in SENTENCES) + "</main>",
        "<article><h1>T</h1>" + "<p>".join(["", *SENTENCES]) + "</article>",
        "<h1>T</h1>" + "<br><br>".join(SENTENCES),
        "<h1>T</h1>" + "<br>\n&nbsp;<br />".join(SENTENCES),
        "<h1>T</h1>" + "".join(f"<div><div>{s}</div></div>" for s in SENTENCES),
        "<table><tr><td><h1>T</h1><td>" + "<p>".join(["", *SENTENCES]) + "</table>",
        "<form action=x><h1>T</h1>" + "<p>".join(["", *SENTENCES]) + "</form>",
        "<center><font size=5><h1>T</font></center>"
        + "".join(f"<p><font face=Arial>{s}</font>" for s in SENTENCES),
    ],
)
def test_every_paragraph_of_the_main_text_is_recovered_and_nothing_else(body):
    assert passages(SITE.format(body)) == SENTENCES
    document = read("a.html", SITE.format(body).encode()).document
    assert document.title == "T"
    assert document.language == "en"


def test_a_hundred_generated_paragraphs_are_recovered_exactly():
    known = [
        f"Paragraph <b>num</b>ber {n} of the <a href='#p{n}'>text</a>&nbsp;&mdash; it "
        f"says that {n} &lt; {n + 1} &amp; so on."
        for n in range(100)
    ]
    shown = [
        f"Paragraph number {n} of the text — it says that {n} < {n + 1} & so on."
        for n in range(100)
    ]
    page = SITE.format("".join(f"<p id=p{n}>\n  {p}\n" for n, p in enumerate(known)))
    reading = read("a.html", page.encode())
    assert [p.text for p in reading.passages] == shown
    found = {name: at for at, name in reading.document.anchors}
    for n, passage in enumerate(reading.passages):
        assert found[f"p{n}"] == passage.locator.spans[0][0]


def test_headings_have_levels_and_stand_over_their_paragraphs():
    html = (
        "<h1>Law</h1><p>It begins.</p><h2>Part <i>I</i></h2><h3>Scope</h3><p>Here.</p>"
    )
    assert blocks(html, "title") == [(0, "Law")]
    assert blocks(html, "heading") == [(2, "Part I"), (3, "Scope")]
    assert read("a.html", html.encode()).passages[-1].section == ("Part I", "Scope")


def test_an_unclosed_heading_is_one_line_and_not_the_rest_of_the_page():
    html = "<h2>Scope<p>The law applies here.<p>It applies there too, as was said."
    assert len(blocks(html, "paragraph")) == 2


def test_ordered_lists_show_the_numbers_a_browser_shows():
    def marks(style, values, start=None, down=False):
        return item_marks(ItemList(style, start, down, 1, values))

    assert marks("1", [None, None, 7, None]) == ["1. ", "2. ", "7. ", "8. "]
    assert marks("1", [None, None], start=3) == ["3. ", "4. "]
    assert marks("1", [None, None, None], down=True) == ["3. ", "2. ", "1. "]
    assert marks("a", [25, None, None]) == ["y. ", "z. ", "aa. "]
    assert marks("I", [None, None, None, None]) == ["I. ", "II. ", "III. ", "IV. "]
    assert marks("bullet", [None]) == ["• "]
    assert marks("none", [None]) == [""]


def test_numbers_of_items_are_printed_labels():
    html = "<ol start=11>" + "".join(f"<li><p>{s}</p>" for s in SENTENCES) + "</ol>"
    assert labels(html) == ["11", "12", "13", "14"]
    assert passages(html) == SENTENCES


def test_a_list_that_prints_its_own_numbers_gets_no_second_ones():
    html = "<ol><li>(a) " + "<li>(b) ".join(SENTENCES[:2]) + "</ol>"
    assert passages(html) == SENTENCES[:2]
    assert labels(html) == ["(a)", "(b)"]


def test_rows_of_a_table_are_lines_and_empty_cells_keep_their_place():
    html = (
        "<p>Before the table.</p><table><caption>Yields</caption><tr><th>Year<th>Wheat"
        "<th>Rye<tr><td>1990<td>12<td>9<tr><td>1991<td><td>8</table><p>After the table."
    )
    assert [b for _, b in blocks(html, "paragraph")][1:-1] == [
        "Yields",
        "Year | Wheat | Rye",
        "1990 | 12 | 9",
        "1991 | | 8",
    ]


def test_a_masthead_set_as_a_table_is_a_masthead():
    html = (
        "<table><tr><td><b>United Nations</b><td>A/RES/55/2<tr><td>General Assembly<td>"
        "Distr.: General</table><p>1. We have gathered in New York."
        "<p>2. We have decided."
    )
    document = read("a.html", html.encode()).document
    assert document.masthead.symbol == "A/RES/55/2"
    assert passages(html) == ["We have gathered in New York.", "We have decided."]


def test_a_number_in_a_cell_of_its_own_labels_the_text_beside_it():
    html = "".join(
        f"<table><tr><td>({n})<td><p>{s}</p></table>"
        for n, s in zip("abcd", SENTENCES, strict=True)
    )
    assert labels(html) == ["(a)", "(b)", "(c)", "(d)"]
    assert passages(html) == SENTENCES


def test_a_term_stands_with_its_definition():
    html = (
        "<dl><dt>CPU</dt><dd>The part that computes.</dd><dd>Often several.</dd></dl>"
    )
    assert passages(html) == ["CPU: The part that computes.", "Often several."]


def test_inline_tags_and_soft_hyphens_never_split_a_word():
    html = "<p>un<b>for</b>get<wbr>table man&shy;date H<sub>2</sub>O m<sup>2</sup>."
    assert passages(html) == ["unforgettable mandate H2O m2."]


@pytest.mark.parametrize(
    "mark",
    [
        "<sup><a href='#fn1'>1</a></sup>",
        "<a href='#fn1'><sup>1</sup></a>",
        "<sup id=r1 class=reference><a href='#cite_note-1'>[1]</a></sup>",
        "<a href='#_ftn1' name='_ftnref1'><span>[1]</span></a>",
        " <a class='footnote-reference' href='#id1'>1</a>",
        "<a role='doc-noteref' href='n.xhtml#n1'>*</a>",
    ],
)
def test_links_to_footnotes_are_left_out_of_the_sentence(mark):
    assert passages(f"<p>The law{mark} applies.") == ["The law applies."]


def test_a_raised_number_behind_a_digit_does_not_join_it():
    html = "<p>At most 2<sup>31</sup>-1 bytes, as in 1990<sup>3</sup>; m<sup>2</sup>."
    assert passages(html) == ["At most 2³¹-1 bytes, as in 1990³; m2."]


def test_paragraphs_that_only_end_are_paragraphs():
    assert passages("</p>".join(SENTENCES)) == SENTENCES


def test_a_line_of_links_is_no_passage():
    html = "<a href=/>Home</a> | <a href=/t>Treaties</a> | <a href=/i>Index</a><hr>"
    assert passages(html + SENTENCES[0]) == [SENTENCES[0]]


def test_line_breaks_inside_cells_do_not_part_a_row():
    html = "<tr><th>A<br>3.2.1<th>B<br>4.0.1<tr><td>Yes<td>No"
    assert passages(f"<p>{SENTENCES[0]}<table>{html}</table>")[1:] == [
        "A 3.2.1 | B 4.0.1",
        "Yes | No",
    ]


def test_a_page_without_marked_headings_has_those_its_lines_show():
    html = "<p>CHAPTER I</p><p>Article 1</p><p>{}</p><p>Article 2</p><p>{}</p>"
    reading = read("a.html", html.format(*SENTENCES).encode())
    assert [p.text for p in reading.passages] == SENTENCES[:2]
    assert reading.passages[1].section[-1] == "Article 2"


def test_a_link_to_a_numbered_paragraph_stays():
    html = "<p>See paragraph <a href='#p5'>5</a> and article <a href='#a2'>2 (b)</a>."
    assert passages(html) == ["See paragraph 5 and article 2 (b)."]


def test_footnotes_are_notes_with_their_numbers():
    html = (
        "<main><p>The law applies.</p><section role=doc-endnotes><ol><li id=fn1>Signed"
        " in 1990. <a role=doc-backlink href='#r1'>↩</a></ol></section></main>"
        "<div style='mso-element:footnote'><p class=MsoFootnoteText><a href="
        "'#_ftnref2'>[2]</a> Signed in 1991.</p></div>"
    )
    assert labels(html) == [None, "note 1", "note 2"]
    assert passages(html)[1:] == ["Signed in 1990.", "Signed in 1991."]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>secret</p>",
        "<div style='color:red; display: none'><p>secret</div>",
        "<div aria-hidden=true><div>secret</div></div>",
        "<script>document.write('secret')</script>",
        "<noscript>secret</noscript>",
        "<template><p>secret</template>",
        "<!-- secret --><svg><title>secret</title></svg>",
        "<button>secret</button><select><option>secret</select>",
        "<div id='cookie-banner'><p>We value your secret.</p></div>",
        "<dialog>secret</dialog>",
    ],
)
def test_what_a_page_does_not_show_is_not_in_its_text(hidden):
    found = html_extract(f"<p>The law {hidden} applies.</p><p>So it is.</p>{hidden}")
    assert "secret" not in found.text
    assert "The law" in found.text
    assert "applies." in found.text


def test_text_that_looks_like_script_stays_text():
    html = "<p>Write &lt;script&gt;alert(1)&lt;/script&gt; or 1 < 2 and a<b in a page."
    assert passages(html)[0].startswith("Write <script>alert(1)</script> or 1 < 2")


def test_lists_of_links_are_never_answers():
    links = "".join(f"<li><a href='/{n}'>Another page {n}</a>" for n in range(9))
    html = f"<div><ul>{links}</ul></div><p>{SENTENCES[0]}</p>"
    assert passages(html) == [SENTENCES[0]]
    assert "Another page 3" in html_extract(html).text


def test_a_page_of_links_alone_is_still_read():
    links = "".join(f"<li><a href='/{n}'>Another page {n}</a>" for n in range(9))
    assert passages(f"<ul>{links}</ul>")


def test_a_main_element_without_the_text_does_not_hide_the_text():
    html = "<main><p>Welcome!</p></main>" + "".join(f"<p>{s}</p>" for s in SENTENCES)
    assert passages(html)[1:] == SENTENCES


def test_a_page_of_typed_lines_is_read_as_lines_of_print():
    lines = (
        "The Conference met on the first day and\nadopted its agenda without a vote."
    )
    html = f"<html><body><pre>{lines}\n\n{SENTENCES[1]}\n</pre></body></html>"
    assert passages(html) == [SENTENCES[0], SENTENCES[1]]


def test_bold_lines_are_headings_where_they_end_no_sentence():
    html = f"<p><b>Article 1</b></p><p>{SENTENCES[0]}</p><p><b>Keep it dry.</b></p>"
    reading = read("a.html", f"<h1>Law</h1>{html}".encode())
    assert [p.text for p in reading.passages] == [SENTENCES[0], "Keep it dry."]
    assert reading.passages[0].section == ("Article 1",)


def test_numbers_and_bullets_that_word_writes_are_markers():
    item = (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
        "<![if !supportLists]><span style='mso-list:Ignore'>{}<span style='font:7.0pt "
        '"Times New Roman"\'>'
        "&nbsp;&nbsp; </span></span><![endif]>{}<o:p></o:p></p>"
    )
    html = item.format("1.", SENTENCES[0]) + item.format("2.", SENTENCES[1])
    assert labels(html) == ["1", "2"]
    assert passages(html) == SENTENCES[:2]
    html = item.format("§", SENTENCES[0]) + item.format("§", SENTENCES[1])
    assert passages(html) == SENTENCES[:2]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<meta charset=koi8-r><p>Доклад".encode("koi8-r"), "Доклад"),
        ("<meta charset=iso-8859-1><p>“café”".encode("cp1252"), "“café”"),
        (
            "<meta http-equiv=Content-Type content='text/html; charset=gb2312'><p>报告"
            "".encode("gb18030"),
            "报告",
        ),
        ("<?xml version='1.0' encoding='cp1251'?><p>Доклад".encode("cp1251"), "Доклад"),
        ("<p>rapport été".encode("utf-16"), "rapport été"),
        ("\ufeff<p>été".encode(), "été"),
        ("<meta charset=latin1><p>été".encode(), "été"),
        ("<p>Il a été décidé d'étudier le rapport.".encode("cp1252"), None),
    ],
)
def test_a_page_is_decoded_by_what_it_states_or_looks_like(content, text):
    found = read_html("a.html", content)
    assert found.text == (text or "Il a été décidé d'étudier le rapport.")
    assert bool(found.warnings) == (text is None)


def test_bytes_outside_the_stated_encoding_are_told():
    found = read_html("a.html", b"<meta charset=utf-8><p>caf\xe9 and na\xefve")
    assert found.warnings == (
        "The file has 2 characters that are not in its stated encoding, utf-8.",
    )


def test_a_page_without_text_is_refused():
    with pytest.raises(UnreadableDocumentError, match="no text"):
        read("a.html", b"<html><body><img src=a.png></body></html>")


@pytest.mark.parametrize(
    ("tag", "code"),
    [("en-GB", "en"), ("FR", "fr"), ("zh_Hans", "zh"), ("eng", "en"), ("x", None)],
)
def test_language_tags_name_languages_of_two_letters(tag, code):
    assert language_code(tag) == code


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "text",
        "<p>" + "".join(f"<font size={n}>x" for n in range(10_000)),
        "<table><tr><td>" * 10_000 + "text",
        "<ul><li>" * 10_000 + "text",
        "<p title='" + "x" * 5_000_000 + "'>text",
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">text",
        "<b>x<p>y</i>" * 10_000,
        "text" + "<!--" * 100_000,
        "<" * 500_000 + "text",
        "<a href='#x'>" * 10_000 + "text",
        "<sup><a href='#x'>1</a>" * 10_000 + "text",
        "<dt>a" * 10_000 + "<dd>text",
        "x<br>" * 40_000,
    ],
)
def test_hostile_pages_end_quickly(html):
    begun = time.monotonic()
    found = html_extract(html)
    assert time.monotonic() - begun < 15
    assert found.text


TAGS = [
    "p", "div", "h1", "h2", "ul", "ol start=3", "li", "table", "tr", "td", "th", "br",
    "dl", "dt", "dd", "pre", "a href='#x' id=x", "sup", "b", "i hidden", "main",
    "article", "nav", "aside", "blockquote", "form", "section role=doc-footnote",
]  # fmt: skip


@st.composite
def pages(draw):
    parts = []
    for _ in range(draw(st.integers(1, 30))):
        tag = draw(st.sampled_from(TAGS))
        closing = draw(st.booleans())
        parts.append(f"</{tag.split()[0]}>" if closing else f"<{tag}>")
        parts.append(draw(st.text("aZ1. (b)|•\n\t\xa0\xad<&;é”-", max_size=12)))
    return "".join(parts) + "word"


@settings(max_examples=100, deadline=None)
@given(pages())
def test_folded_spans_are_the_passages_of_any_page(html):
    found = html_extract(html)
    for block in found.blocks or ():
        assert block.text == fold(" ".join(found.text[a:b] for a, b in block.spans))
    offsets = [at for at, _ in found.anchors]
    assert all(0 <= at <= len(found.text) for at in offsets)
    assert offsets == sorted(offsets)
    if not any(character.isalnum() for character in found.text):
        return
    reading = read("a.html", html.encode())
    for passage in reading.passages:
        spans = passage.locator.spans
        slices = " ".join(reading.document.text[a:b] for a, b in spans)
        assert fold(slices) == passage.text


@settings(max_examples=100, deadline=None)
@given(st.text(), st.integers(0, 10**6), st.integers(0, 40))
def test_a_damaged_page_is_still_read(noise, place, length):
    page = SITE.format("".join(f"<p>{s}</p>" for s in SENTENCES))
    place %= len(page)
    html_extract(page[:place] + noise + page[place + length :])
