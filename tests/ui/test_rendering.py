import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import ui
from qa import (
    Answer,
    Assistant,
    Citation,
    CitationGroup,
    CitedDocument,
    LibraryDocument,
)
from qa.exhaustive import tallies
from qa.styles import CAUTIONS, STYLES
from qa.suggestions import Suggestion
from ui.listing import (
    FIRST,
    MAX_FOUND_DOCUMENTS,
    MAX_SEARCHED,
    NEXT,
    NothingFoundError,
    view_found,
)
from ui.mentions import Mention
from ui.rendering import (
    MAX_SHOWN_QUESTION,
    render_answer,
    render_error,
    render_found,
    render_part,
    render_pending,
    render_question,
    render_rows,
    render_source,
    render_starters,
    render_suggestions,
)
from ui.views import view_rows, view_source
from ui.visitors.rendering import render_documents
from ui.visitors.visitors import Holding
from ui.wording import STYLE_NAMES

SNIPPETS = [
    *("<script>", "</p>", "-->", "]]>", "<", ">", "&", "&amp;", '"', "'", "onx="),
    *("`", "${7*7}", "{{x}}", "{%", "\\u", "$$", "![a](b)", "\u202e", "\u2066"),
]
hostile = st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=8), min_size=1).map(
    lambda parts: "h" + "".join(parts)
)


class Seen(HTMLParser):
    """What a browser would make of some HTML: its elements, and the text they show."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[tuple[str, frozenset[str]]] = set()
        self.values: list[str] = []
        self.marked: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.add((tag, frozenset(name for name, _ in attrs)))
        self.values += [value or "" for _, value in attrs]
        self._open.append(tag)

    def handle_endtag(self, tag):
        assert tag == self._open.pop()

    def handle_data(self, data):
        self.text += data
        if "mark" in self._open:
            self.marked.append(data)


def citation(text: str = "plain. text", highlights=((0, 6),), **changes) -> Citation:
    document = CitedDocument(
        id=changes.pop("id", "d1"),
        symbol=text,
        title=text,
        date=text,
        language="en",
        job_number=text,
    )
    fields = {
        "document": document,
        "paragraph": None,
        "section": (text,),
        "quote": text,
        "highlights": highlights,
        "spans": ((0, len(text)),),
        "sha256": "0" * 64,
        "score": 1.0,
        "label": text,
        "actor": text,
    }
    return Citation(**fields | changes)


def answered(text: str) -> str:
    return render_answer(Answer(text, text + "?", 1.0, (citation(text),)))


def abstained(text: str) -> str:
    return render_answer(
        Answer(text, text + "?", 0.0, (), (citation(text),), text, (text + "!",))
    )


def sourced(text: str) -> str:
    return render_source(view_source([citation(text)], 0, ((0, 2),)))


def listed(text: str) -> str:
    one = LibraryDocument("d1", text, text, text, text, "en", text, 3, warnings=(text,))
    return render_documents([Holding("Yours", [one], True)], "session")


def rows(text: str) -> str:
    paged = citation(text, pages=(1, 1), page_numbers=text)
    return render_rows(view_rows([paged], 0, 1))


def referring(text: str) -> str:
    whole = (0, len(text))
    found = {"a": Mention(whole, href=text), "b": Mention(whole, asked=text)}
    return "".join(
        render_rows(view_rows([citation(text)], 0, 1, refer=lambda _, m=m: [m]))
        for m in found.values()
    )


def every(text: str, *citations: Citation, **fields) -> Answer:
    return Answer(text, text, 1.0, citations, tallies=tallies(citations), **fields)


def enumerated(text: str) -> str:
    other = citation(text, section=(text, text))
    return render_answer(every(text, citation(text), other, note=text), every=True)


def found(text: str) -> str:
    return render_found(view_found(every(text, citation(text)), "d1", 0))


def grouped(text: str) -> str:
    groups = (CitationGroup(text, (0,)), CitationGroup(text + "!", (1,)))
    both = (citation(text), citation(text))
    return render_answer(Answer("q", "q", 1.0, both, groups=groups))


def noted(text: str) -> str:
    return render_answer(Answer("q", "q", 1.0, (citation(text),), note=text))


RENDERERS = {
    render_question: 1,
    answered: 5,
    abstained: 6,
    enumerated: 12,
    found: 4,
    grouped: 9,
    sourced: 6,
    listed: 4,
    rows: 2,
    referring: 4,
    noted: 5,
    render_pending: 1,
    lambda text: render_error(text, text): 2,
}


@pytest.mark.parametrize(("render", "shown"), RENDERERS.items())
@given(text=hostile)
@example(text="h<script>OP0")
def test_every_field_is_shown_as_the_characters_it_is(render, shown: int, text: str):
    text = text.strip()
    seen = Seen(render(text))
    # A question that is a reference, as "OP0" makes any, has its paragraph opened.
    plain, reference = Seen(render("plain. text")), Seen(render("plain, OP0"))
    assert seen.elements <= plain.elements | reference.elements
    assert seen.text.count(text) >= shown


@given(text=hostile)
def test_what_is_copied_is_the_quotation_itself(text: str):
    assert any(value.startswith(f"“{text}” (") for value in Seen(answered(text)).values)


@given(text=hostile, start=st.integers(0, 60), length=st.integers(1, 60))
def test_a_mark_neither_adds_nor_loses_a_character(text: str, start: int, length: int):
    html = render_answer(
        Answer("q", "q", 1.0, (citation(text, ((start, start + length),)),))
    )
    seen = Seen(html)
    part = text[start : start + length]
    assert seen.text.count(text) >= 1
    assert "".join(seen.marked) == ("" if part == text else part)


def test_a_mark_over_the_whole_quotation_is_left_out():
    assert "<mark>" not in render_answer(
        Answer("q", "q", 1.0, (citation("One. Two.", ((0, 4), (4, 9))),))
    )


def test_an_answer_counts_its_passages_and_documents():
    both = (citation("a", id="d1"), citation("b", id="d2"), citation("c", id="d1"))
    html = render_answer(Answer("q", "q", 1.0, both))
    assert "3 passages from 2 documents" in html
    assert "1 passage from 1 document" in answered("a")


def test_a_document_is_named_once_for_the_quotations_that_follow():
    same = render_answer(Answer("q", "q", 1.0, (citation("a"), citation("b"))))
    assert same.count('class="from"') == 1


def test_a_question_understood_as_asked_is_not_repeated():
    asked = Answer(" what \n now?", "what now?", 1.0, (citation(),))
    assert "Understood as" not in render_answer(asked)
    followed = Answer("and now?", "and now? (weather)", 1.0, (citation(),))
    assert "Understood as: <bdi>and now? (weather)</bdi>" in render_answer(followed)


def test_a_follow_up_is_undone_and_a_name_in_another_form_is_not():
    followed = Answer("and now?", "and now? (weather)", 1.0, (citation(),))
    assert 'data-again="typed"' in render_answer(followed, carried=True)
    assert 'data-again="typed"' not in render_answer(followed)
    abstaining = Answer("and now?", "and now? (weather)", 0.0, reason="No.")
    assert 'data-again="typed"' in render_answer(abstaining, carried=True)
    alone = Answer("and now?", "and now?", 1.0, (citation(),))
    assert 'data-again="typed"' not in render_answer(alone, carried=True)
    assert "Searched as typed · 1 passage" in render_answer(alone, as_typed=True)


def test_who_says_it_stands_with_the_citation_and_only_where_the_text_tells():
    assert '<bdi>The keeper</bdi></span>\n  <a class="chip"' in render_answer(
        Answer("q", "q", 1.0, (citation(actor="The keeper"),))
    )
    nameless = render_answer(Answer("q", "q", 1.0, (citation(actor=None),)))
    assert "Who says it" not in nameless


def test_groups_are_headed_in_order_and_their_quotations_numbered_on():
    html = grouped("plain. text")
    order = [
        *('<h3 class="group" dir="auto">plain. text</h3>', 'start="1"'),
        *('<h3 class="group" dir="auto">plain. text!</h3>', 'start="2"'),
    ]
    places = [html.index(part) for part in order]
    assert places == sorted(places)
    assert "<h3" not in answered("plain. text")


def test_every_mention_is_counted_by_document_and_section():
    one, two = citation("a", section=("One",)), citation("b", section=("Two",))
    far = citation("c", section=(), id="d2")
    text = " ".join(Seen(render_answer(every("q", one, two, two, far))).text.split())
    assert "Every mention · 4 passages from 2 documents" in text
    assert "a a 3 passages Passages by section One 1 Two 2" in text
    assert "c c 1 passage c Who says it" in text  # it has no headings to count


@pytest.mark.parametrize("documents", [1, 2])
def test_a_long_list_is_shown_a_window_at_a_time(documents: int):
    each = FIRST + 2 * NEXT + 5
    answer = every(
        "the question",
        *(
            citation(f"Text {d}-{n}.", (), id=f"d{d}")
            for d in range(documents)
            for n in range(each)
        ),
    )
    html = render_answer(answer)
    assert html.count("<blockquote") == (FIRST if documents == 1 else 0)
    assert html.count("<details") == documents
    last = f"d{documents - 1}"
    start = 0
    shown: list[str] = []
    while start < each:
        page = render_found(view_found(answer, last, start))
        shown += re.findall("<blockquote.*?>(.*?)</blockquote>", page)
        assert page.count("<table") == (start == 0)
        start += NEXT
        left = each - start
        assert ("data-found-more" in page) == (left > 0)
    assert shown == [c.quote for c in answer.citations if c.document.id == last]
    first = (documents - 1) * each + 1
    assert f'<ol class="quotes" start="{first}">' in render_found(
        view_found(answer, last, 0)
    )
    with pytest.raises(NothingFoundError):
        view_found(answer, last, each)


def test_more_documents_than_can_be_counted_one_by_one_are_counted_together():
    total = MAX_FOUND_DOCUMENTS + 3
    many = (citation("a", id=f"d{n}") for n in range(total))
    html = render_answer(every("q", *many))
    assert html.count("<details") == MAX_FOUND_DOCUMENTS
    assert "and 3 more documents" in html


def test_bars_are_drawn_only_where_they_differ():
    one, two = citation("a", section=("One",)), citation("b", section=("Two",))
    assert "--share" not in render_answer(every("q", one, two))
    html = render_answer(every("q", one, two, two))
    assert re.findall(r"--share: (\d+)%", html) == ["50", "100"]


def test_every_passage_is_offered_where_there_are_some():
    offered = 'data-again="all"'
    assert offered in answered("plain. text")
    near = {"reason": "No.", "nearest": (citation(),)}
    assert offered in render_answer(Answer("q", "q", 0.1, **near))
    missing = Answer("q", "q", 0.1, missing_terms=("q",), **near)
    assert offered not in render_answer(missing)
    assert offered in render_answer(Answer("q", "q", 0.0, reason="No."))
    assert offered not in render_answer(every("q", citation()), every=True)
    assert offered not in render_answer(Answer("q", "q", 0.1, **near), every=True)
    long = "q" * (MAX_SEARCHED + 1)
    assert offered not in render_answer(Answer(long, long, 1.0, (citation(),)))
    reference = "HR/12, para. 1"
    found = Answer(reference, reference, 1.0, (citation(),))
    assert offered not in render_answer(found)
    for mentions in range(3):
        near["nearest"] = (citation(),) * mentions
        html = render_answer(Answer(reference, reference, 0.0, **near))
        assert (offered in html) == (mentions > 1)


def test_a_subject_that_no_passage_mentions_is_not_said_to_be_unanswered():
    answer = Answer("HR/12", "HR/12", 0.0, reason="No passage mentions HR/12.")
    html = render_answer(answer, every=True)
    assert "No passage mentions this." in html
    assert "not in the documents" not in html


def test_nearest_passages_are_neither_numbered_nor_marked():
    html = abstained("plain. text")
    assert "Show the nearest passage" in html
    assert "<mark>" not in html
    assert 'class="number"' not in html
    assert "data-cite" in html
    assert "mark=" not in html


def test_a_note_stands_above_the_quotation_and_only_where_there_is_one():
    html = noted("plain. text")
    assert html.index('class="note"') < html.index("<blockquote")
    assert 'class="note"' not in answered("plain. text")


def test_an_answer_to_a_reference_opens_its_source_and_no_other_answer_does():
    found = Answer("HR/12, para. 1", "HR/12, para. 1", 1.0, (citation(),))
    assert "data-opened" in render_answer(found)
    assert "data-opened" not in answered("plain. text")


def test_passages_that_mention_a_document_are_not_called_nearest():
    reason = "HR/99 is not in this library; it is mentioned in 1 passage."
    html = render_answer(Answer("HR/99", "HR/99", 0.0, (), (citation(),), reason))
    assert "Passages that mention it" in html
    assert "<details open>" in html
    assert "nearest passage" not in html
    searched = render_answer(Answer("HR/99", "HR/99", 0.1, (), (citation(),), "No."))
    assert "Passages that mention it" not in searched


def test_the_menu_of_styles_offers_what_can_be_written_and_warns_of_some():
    offered = [style for names in STYLE_NAMES.values() for style in names]
    assert set(offered) <= set(STYLES)
    assert set(CAUTIONS) <= set(offered)
    shell = render_part("shell")
    assert [s for s in offered if f'data-style="{s}"' not in shell] == []
    assert shell.count("check your style guide") >= len(CAUTIONS) > 0


def test_words_that_the_reason_names_are_not_listed_again():
    answer = Answer("q", "q", 0.0, (), (), "“Bread” does not occur.", ("bread", "oven"))
    html = render_answer(answer)
    assert '<bdi class="term">oven</bdi>' in html
    assert ">bread<" not in html


def test_a_very_long_question_is_cut_above_its_answer():
    assert len(render_question("w" * 100_000)) < MAX_SHOWN_QUESTION + 100


def test_nothing_switches_the_escaping_off():
    folder = Path(ui.__file__).parent
    files = [*folder.glob("*.py"), *folder.glob("templates/*.html")]
    assert len(files) > len(RENDERERS)
    forbidden = ("|safe", "| safe", "autoescape false", "Markup(", "html_template=")
    for file in files:
        text = file.read_text("utf-8")
        assert not [word for word in forbidden if word in text], file.name


def test_an_answer_keeps_its_question_beside_it_escaped(assistant: Assistant):
    answer = assistant.ask("Who pays the mooring fee?")
    kept = '{"question": "\\"><script>x()</script>"}'
    html = render_answer(answer, kept=kept, chosen=("a1", "b2"))
    assert "<script>" not in html
    assert "Searched in 2 chosen documents" in html
    assert html.count("data-kept") == 1
    assert "data-kept" not in render_answer(answer)


def test_only_what_may_pass_is_offered_to_be_tried_again():
    lasting = render_error("No.", "Because.", kept="{}")
    passing = render_error("No.", "Because.", kept="{}", is_passing=True)
    assert "Try again" not in lasting
    assert "Try again" in passing


def test_suggestions_ask_what_they_say():
    one = Suggestion("What is <b>this</b>?", "<b>this</b>", "term")
    html = render_suggestions([one], '{"question": "<i>"}')
    assert 'data-ask="What is &lt;b&gt;this&lt;/b&gt;?"' in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert 'data-ask="What is &lt;b&gt;this&lt;/b&gt;?"' in render_starters([one])
