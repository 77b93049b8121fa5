from hypothesis import given
from hypothesis import strategies as st

from qa import Assistant
from qa.verifiable import INSTEAD, NOT_QUOTED, verifiable
from qa.verification import verify_text


def test_a_line_marked_as_quoting_nobody_is_passed_over(seeds: Assistant):
    marked = f"The “so called urgent race” of CD/9999. {NOT_QUOTED}"
    text = f"{marked}\nThe “other urgent race”."
    verification = verify_text(text, seeds)
    (finding,) = verification.findings
    assert (finding.text, finding.line) == ("other urgent race", 2)
    assert finding.span
    assert text[slice(*finding.span)] == "other urgent race"
    assert verification.passed_over == 1
    assert verification.text.endswith("1 marked as quoting nobody")


def test_what_is_passed_over_keeps_quotations_apart(seeds: Assistant):
    text = f"> said by nobody\n\n1 {NOT_QUOTED}\n\n> — begins with a dash\n"
    assert [one.kind for one in verify_text(text, seeds).findings] == ["quotation"] * 2


def test_a_mark_that_a_quotation_shows_does_not_hide_it():
    for shown in (r"> “words” \<!-- not quoted --\>", f"{NOT_QUOTED} “words”"):
        assert verifiable(shown).text == shown


def test_of_a_page_its_words_are_read():
    page = verifiable(
        "<!DOCTYPE html><html><head><title>“Not read”</title>"
        "<style>q { quotes: “ ” }</style></head>\n"
        "<body><p>He said <q>one\n two</q> &amp; “th<b>re</b>e”.<br>Then\n"
        "<figure><blockquote><p>four</p><p>five</p></blockquote>\n"
        "<figcaption>— A/1</figcaption></figure>"
        "<script>“no”</script><p data-not-quoted>“six <em>seven</em> eight”</p>"
        "<img data-not-quoted><p>nine</p>"
    )
    lines = [line for line in page.text.split("\n") if line]
    assert lines == [
        "He said “one two” & “three”. Then",
        "> four",
        "> five",
        ">",
        "> — A/1",
        INSTEAD,
        "nine",
    ]
    assert page.passed_over == 1
    sources = [page.lines[n] for n, line in enumerate(page.text.split("\n")) if line]
    assert sources == [2, 4, 4, 5, 5, 5, 5]


def test_a_caption_of_a_picture_is_no_source():
    page = "<html><figure><img></figure><figure><figcaption>— A</figcaption></figure>"
    assert verifiable(page).text.strip() == "— A"


def test_findings_of_a_page_name_its_lines(seeds: Assistant):
    page = "<html>\n<body>\n<p>Well.</p>\n<p>“words of nobody at all”</p></body></html>"
    (finding,) = verify_text(page, seeds).findings
    assert (finding.line, finding.span, finding.status) == (4, None, "not found")


@given(st.text(alphabet=st.sampled_from("ab <>/=\"'&;!-“”\n")))
def test_no_page_breaks_the_reading_of_it(text: str):
    page = verifiable(f"<html>{text}")
    assert len(page.lines) == len(page.text.split("\n"))


@given(st.text())
def test_a_text_without_marks_is_read_as_it_is(text: str):
    plain = verifiable(f"a {text}")
    assert plain.text == f"a {text}" or NOT_QUOTED in text
    assert plain.lines == ()
