import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import fold
from qa import Answer, Citation, CitedDocument
from qa.quotations import Quotations, quotations, unescaped

DIGEST = "ab" * 32


def citation(quote: str, label: str) -> Citation:
    document = CitedDocument("ab12", None, "A paper", None, "en", "GE.18-1(E)")
    return Citation(document, None, (), quote, (), ((0, 9),), DIGEST, 0.5, label)


def found(text: str) -> list[str]:
    return [quotation.text for quotation in quotations(text).quotations]


def cited(text: str) -> list[tuple[str, str | None]]:
    return [(q.text, q.claim and q.claim.text) for q in quotations(text).quotations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “the Group believes it” twice.", ["the Group believes it"]),
        ('He said "the Group believes it" twice.', ["the Group believes it"]),
        ("Il dit « le Groupe le croit », puis", ["le Groupe le croit"]),
        ("Er sagt: „die Gruppe glaubt es“.", ["die Gruppe glaubt es"]),
        ("“The “inner one” is in it”", ["The “inner one” is in it"]),
        ('"The "inner one" is in it"', ['The "inner one" is in it']),
        ("“one two three” and “four five six”", ["one two three", "four five six"]),
        ("“over two\nlines of it”", ["over two lines of it"]),
        ("“not closed in this one\n\nparagraph, so nothing”", []),
        ("a 5\" pipe and a 6\" pipe", []),
        ("the group's and the states' views", []),
        ("> The whole block\n> is a quotation.", ["The whole block is a quotation."]),
        ("> First paragraph here.\n>\n> And the second.", [
            "First paragraph here.", "And the second."]),
        ("> “In marks besides.”", ["In marks besides."]),
        ("no quotation at all", []),
        ("", []),
    ],
)  # fmt: skip
def test_quotations_are_found(text: str, expected: list[str]):
    assert found(text) == expected


def test_short_ones_are_terms_and_are_counted():
    result = quotations("The “Way Ahead” group and the “PPWT” and “one two three”.")
    assert [quotation.text for quotation in result.quotations] == ["one two three"]
    assert result.skipped == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“one two three” [1]\n[1] CD/2100", [("one two three", "CD/2100")]),
        ("“Short.” [1]\n[1] CD/2100", [("Short.", "CD/2100")]),
        ("“one two three” [1], “a b c” [1]\n\n[1] CD/2100",
         [("one two three", "CD/2100"), ("a b c", "CD/2100")]),
        ("“one two three”[^2]\n\n[^2]: CD/2100, para. 5",
         [("one two three", "CD/2100, para. 5")]),
        ("“one two three” [1]\n[1] CD/2100\n\n“four five six” [1]\n[1] CD/2101",
         [("one two three", "CD/2100"), ("four five six", "CD/2101")]),
        ("“one two three” (GE.18-1(E), para. 10 (b)).",
         [("one two three", "GE.18-1(E), para. 10 (b)")]),
        ('“one two three” (CD/2100, section "Anti-Satellite Weapons of old")',
         [("one two three", 'CD/2100, section "Anti-Satellite Weapons of old"')]),
        ("> one two three\n>\n> — CD/2100, para. 5",
         [("one two three", "CD/2100, para. 5")]),
        ("> one two three\n> -- CD/2100", [("one two three", "CD/2100")]),
        ("> one two three\n>\n> — CD/1 ([source](<https://x.example/?p=1>))",
         [("one two three", "CD/1")]),
        ("“one two three”", [("one two three", None)]),
    ],
)  # fmt: skip
def test_the_citation_beside_a_quotation_is_its_own(
    text: str, expected: list[tuple[str, str | None]]
):
    assert cited(text) == expected


def test_a_numbered_citation_without_a_quotation_stands_alone():
    result = quotations("[3] CD/2100, para. 5")
    assert result.quotations == ()
    assert [claim.text for claim in result.claims] == ["CD/2100, para. 5"]


def test_ranges_and_lines_are_the_texts():
    text = "First line.\n\nA “one two\nthree” [1]\n\n> block of four\n> words\n"
    for quotation in quotations(text).quotations:
        assert quotation.span
        start, end = quotation.span
        written = text[start:end].replace(">", " ")
        assert fold(written) == quotation.text
        assert text.count("\n", 0, start) + 1 == quotation.line


PROSE = st.text(
    st.sampled_from('abc dé “”«»".,()[]1>—\n-’'), min_size=1, max_size=80
).map(fold)


@given(
    st.lists(PROSE.filter(lambda t: any(map(str.isalnum, t))), min_size=1, max_size=4)
)
def test_an_answers_text_is_read_back_whatever_it_quotes(quotes: list[str]):
    sources = tuple(citation(q, f"CD/2100, para. {n}") for n, q in enumerate(quotes))
    balanced = [q for q in quotes if q.count("“") == q.count("”") == 0]
    read = dict(cited(Answer("q", "q", 0.9, citations=sources).text))
    for quote in balanced:
        assert quote in read
        assert str(read[quote]).startswith("CD/2100, para. ")


@given(st.text(st.sampled_from('ab “”«»„".\\()[]^:1>—\n-#{}'), max_size=200))
def test_any_text_is_read(text: str):
    result = quotations(text)
    assert isinstance(result, Quotations)
    for quotation in result.quotations:
        assert quotation.span
        assert quotation.text
        assert 0 <= quotation.span[0] < quotation.span[1] <= len(text)


def test_an_export_is_read_with_its_hashes():
    answer = Answer("q", "q", 0.9, citations=(citation("One.", "CD/1"),))
    exports = [
        json.dumps(answer.to_dict()),
        json.dumps([answer.to_dict(), answer.to_dict()], indent=2),
        "\n".join([json.dumps(answer.to_dict())] * 3),
    ]
    for number, text in enumerate(exports, 1):
        result = quotations(text)
        assert result.exported
        assert [q.line for q in result.quotations] == list(range(1, number + 1))
        for quotation in result.quotations:
            assert (quotation.text, quotation.sha256) == ("One.", DIGEST)
            assert quotation.claim
            assert quotation.claim.text == "CD/1"


def test_a_hash_in_a_text_is_the_quotations_before_it():
    text = f"“one two three” [1]\n[1] CD/1, SHA-256 {DIGEST}\n\n“four five six”"
    assert [q.sha256 for q in quotations(text).quotations] == [DIGEST, None]


def test_markdown_escapes_are_undone():
    assert unescaped(r"\*inter alia\* 1\. C:\temp") == r"*inter alia* 1. C:\temp"


@pytest.mark.parametrize(
    "piece",
    ["“", "”", '"', "“a ", "“a b c” (", "> ", ">", "[1] ", "[", "“a b c” [1] ", "(",
     "\n\n“a b c", "“a b c”(x", "\n[1] x", "{", "—", "\n> — "],
)  # fmt: skip
def test_a_megabyte_is_read_within_seconds(piece: str):
    text = piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    quotations(text)
    assert time.perf_counter() - started < 6
