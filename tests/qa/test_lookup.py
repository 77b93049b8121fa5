import itertools
import json
import os
import random
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.embedding import Embedder
from index.library import Library
from qa import Assistant, Lookup
from qa.references import MAX_REFERENCE_CHARACTERS

REPORT, PAPER = "CD/2100", "GE.18-13664(E)"

FUZZ_INPUTS = int(os.environ.get("PINCITE_FUZZ_INPUTS", "300"))
"""100,000 for the long run."""


def labels(lookup: Lookup) -> list[str]:
    assert all(citation.paragraph for citation in lookup.citations)
    return [c.paragraph.label for c in lookup.citations if c.paragraph]


def documents(lookup: Lookup) -> set[str | None]:
    return {c.document.symbol or c.document.job_number for c in lookup.citations}


@pytest.mark.parametrize(
    "reference",
    ["CD/2100", "cd 2100", "UN Doc. CD/2100", "ＣＤ／2100", "CD/2100*."],  # noqa: RUF001
)
def test_a_document_gives_its_beginning_and_says_what_it_is(
    seeds: Assistant, reference: str
):
    lookup = seeds.lookup(reference)
    assert lookup.status == "found"
    assert documents(lookup) == {REPORT}
    assert labels(lookup) == ["1", "2", "3", "4", "5"]
    assert "14 September 2017" in lookup.message
    assert "64 passages, paragraphs 1–61 by our count" in lookup.message


@pytest.mark.parametrize(
    "reference",
    [
        "CD/2100, para. 12",
        "CD/2100 ¶ 12",
        "show me paragraph 12 of CD/2100",
        "What does paragraph 12 of CD/2100 say?",
        "the twelfth paragraph of CD/2100",
        "CD/2100, 12",
        "Summary of the discussions on PAROS (CD/2100), para. 12",
        "CD/2100 (14 September 2017), para. 12",
    ],
)
def test_a_counted_paragraph_is_called_counted(seeds: Assistant, reference: str):
    lookup = seeds.lookup(reference)
    assert lookup.status == "counted"
    assert lookup.message == (
        "CD/2100 prints no paragraph numbers; this is the 12th paragraph of the "
        "report by our count (section: Taking stock)."
    )
    (citation,) = lookup.citations
    assert citation.quote.startswith("Some delegations noted the overwhelming support")
    assert citation.section == ("Taking stock",)
    assert "para" not in citation.label


@pytest.mark.parametrize(
    "reference",
    [
        "G-21 paper, para. 11",
        "G21 paper para 11",
        "Group of 21 working paper paragraph 11",
        "the Group of 21's working paper, ¶11",
        "GE.18-13664, para. 11",
        "GE.18-13664(E) § 11",
        "eleventh paragraph of the G-21 paper",
        "Prevention of an Arms Race in Outer Space (PAROS), para. 11",
        "Viet Nam paper, para. 11",
    ],
)
def test_a_printed_paragraph_is_found_by_any_name_of_its_document(
    seeds: Assistant, reference: str
):
    lookup = seeds.lookup(reference)
    assert lookup.status == "found"
    (citation,) = lookup.citations
    assert citation.label == "GE.18-13664(E), para. 11"
    assert citation.quote.startswith("The Group of 21 takes note of the completion")


@pytest.mark.parametrize("part", ["para. 10 (b)", "10(b)", "para. 10, subpara. (b)"])
def test_a_sub_paragraph_comes_with_its_chapeau(seeds: Assistant, part: str):
    assert labels(seeds.lookup(f"G-21 paper, {part}")) == ["10", "10 (b)"]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("paras. 8-10", ["8", "9", "10", "10 (a)", "10 (b)"]),
        ("paras. 3, 5 and 7", ["3", "5", "7"]),
        ("para. 10", ["10", "10 (a)", "10 (b)"]),
        ("last paragraph", ["15"]),
    ],
)
def test_ranges_lists_and_whole_paragraphs(
    seeds: Assistant, points: str, expected: list[str]
):
    assert labels(seeds.lookup(f"G-21 paper, {points}")) == expected


def test_a_paragraph_that_is_not_there_gives_no_nearest_one(seeds: Assistant):
    lookup = seeds.lookup("G-21 paper, para. 99")
    assert lookup.status == "no-such-paragraph"
    assert "has paragraphs 1–15" in lookup.message
    assert lookup.citations == lookup.cited_in == ()


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ("para. 62", "paragraphs 1–61 by our count"),
        ("paras. 60-62", "paragraphs 1–61 by our count"),
        ("paras. 3, 5 and 99", "paragraphs 1–61 by our count"),
        ("para. 10 (b)", "no sub-paragraphs"),
        ("paras. 9-3", "backwards"),
        ("p. 3", "The file of CD/2100 has no page numbers; cite a paragraph"),
        ("article 5", "no heading “article 5”"),
        ("Verification", "no heading “Verification”; its headings are “Introduction”"),
        ("para. 99999999999999999999", "paragraphs 1–61"),
    ],
)
def test_what_the_report_has_not_is_said(seeds: Assistant, points: str, said: str):
    lookup = seeds.lookup(f"CD/2100, {points}")
    assert lookup.status == "no-such-paragraph"
    assert said in lookup.message


@pytest.mark.parametrize(
    ("reference", "mentioned_in"),
    [
        ("CD/1985", ["28"]),
        ("CD/2090", ["1", "4", "15"]),
        ("A/RES/71/31", ["12"]),
        ("A/68/189", ["13", "26"]),
        ("resolution 72/26", ["10"]),
        ("A/RES/72/26", ["10"]),
        ("General Assembly resolution 72/26, para. 3", ["10"]),
        ("CD/2043/Rev.1, Annex III", ["7"]),
        ("where is CD/1998 cited?", ["33"]),
    ],
)
def test_what_is_only_cited_gives_every_passage_that_cites_it(
    seeds: Assistant, reference: str, mentioned_in: list[str]
):
    lookup = seeds.lookup(reference)
    assert lookup.status == "not-in-library"
    assert lookup.citations == ()
    assert [c.paragraph and c.paragraph.label for c in lookup.cited_in] == mentioned_in


def test_a_suffix_is_not_folded_into_the_parent(seeds: Assistant):
    lookup = seeds.lookup("CD/2043")
    assert lookup.status == "not-in-library"
    assert lookup.cited_in == ()
    assert "CD/2043/Rev.1" in lookup.message


@pytest.mark.parametrize("same", ["ibid., para. 5", "same document, para. 5"])
def test_the_same_document_is_the_last_one_and_is_named(seeds: Assistant, same: str):
    lookup = seeds.lookup(same, history=["CD/2100", "G-21 paper, para. 3"])
    assert lookup.message == "The document spoken of last is GE.18-13664(E)."
    assert labels(lookup) == ["5"]
    question = "Who has a special responsibility for the peaceful use of outer space?"
    asked = seeds.lookup(same, history=["CD/2100", question])
    assert documents(asked) == {PAPER}


def test_the_same_document_as_none_is_none(seeds: Assistant):
    lookup = seeds.lookup("ibid., para. 5")
    assert lookup.status == "not-in-library"
    assert "name it" in lookup.message


def test_the_same_document_as_one_that_is_not_here_is_not_an_earlier_one(
    seeds: Assistant,
):
    history = ["CD/2100, para. 5", "CD/1985"]
    assert seeds.lookup("ibid., para. 5", history=history).status == "not-in-library"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("CD/2100, Taking stock", ["8", "9", "10", "11", "12"]),
        ("CD/2100, Anti-Satellite Weapons", ["35", "36"]),
        ('CD/2100, "Anti-Satellite Weapons"', ["35", "36"]),
        ("the Anti-Satellite Weapons section of CD/2100", ["35", "36"]),
        ("CD/2100, non-first placement", ["25", "26", "27"]),
        ("CD/2100, cover note", ["cover note 1", "cover note 2", "cover note 3"]),
    ],
)
def test_a_section_is_found_by_its_heading(
    seeds: Assistant, heading: str, expected: list[str]
):
    lookup = seeds.lookup(heading)
    assert lookup.status == "found"
    assert labels(lookup) == expected


def test_a_paragraph_of_a_section_is_counted_within_it(seeds: Assistant):
    lookup = seeds.lookup("CD/2100, Taking stock, para. 2")
    assert lookup.status == "counted"
    assert labels(lookup) == ["9"]
    assert "“Taking stock” of CD/2100" in lookup.message


def test_the_cover_note_is_counted_apart(seeds: Assistant):
    lookup = seeds.lookup("CD/2100, cover note, para. 2")
    assert lookup.status == "counted"
    assert labels(lookup) == ["cover note 2"]


def test_a_heading_that_could_be_several_is_none_of_them(seeds: Assistant):
    lookup = seeds.lookup("CD/2100, weapons")
    assert lookup.status == "no-such-paragraph"
    assert "could be any" in lookup.message


def test_a_pasted_quotation_is_found_word_for_word(seeds: Assistant):
    quotation = (
        "The United States referred to its objections to the PPWT as outlined in"
    )
    for pasted in (
        quotation,
        f"“{quotation}”",
        f"  {quotation.replace(' ', chr(10))} ",
    ):
        lookup = seeds.lookup(pasted)
        assert lookup.status == "found"
        assert labels(lookup) == ["33"]
        (mark,) = lookup.citations[0].highlights
        assert lookup.citations[0].quote[slice(*mark)] == quotation


def test_a_pasted_quotation_that_differs_is_found_with_its_differences(
    seeds: Assistant,
):
    lookup = seeds.lookup(
        "Several delegations expressed deep concern that the commercial exploration of "
        "space could lead to military competition between States"
    )
    assert labels(lookup) == ["10"]
    assert "No passage has these words" in lookup.message
    assert "adds “deep”" in lookup.message


def test_a_quotation_is_only_looked_for_in_the_document_it_names(seeds: Assistant):
    quotation = "“its objections to the PPWT as outlined in CD/1998”"
    assert labels(seeds.lookup(f"CD/2100: {quotation}")) == ["33"]
    elsewhere = seeds.lookup(f"G-21 paper: {quotation}")
    assert elsewhere.status == "no-such-paragraph"
    assert elsewhere.citations == ()


PROSE = (
    "As noted in CD/2100, para. 12, and in the G-21 paper, para. 11 (see also "
    "resolution 72/26), delegations agree; ibid., para. 6, is another matter."
)


def test_references_in_prose_are_resolved_each_in_its_place(seeds: Assistant):
    found = [
        (PROSE[slice(*one.span)], one.lookup.status)
        for one in seeds.find_references(PROSE)
    ]
    assert found == [
        ("CD/2100, para. 12", "counted"),
        ("G-21 paper, para. 11", "found"),
        ("resolution 72/26", "not-in-library"),
        ("ibid., para. 6", "not-in-library"),
    ]
    whole = seeds.lookup(PROSE)
    assert labels(whole) == ["12", "11"]
    assert [c.paragraph and c.paragraph.label for c in whole.cited_in] == ["10"]


@pytest.mark.parametrize(
    "question",
    [
        "What does CD/2100 say about verification?",
        "Who opposed the PPWT?",
        "verification in CD/2100",
        "Compare CD/2100 and CD/1985 on verification",
        "What is the price of bitcoin?",
        "transparency measures",
        "",
        "   ",
    ],
)
def test_ordinary_language_is_no_reference(seeds: Assistant, question: str):
    assert seeds.lookup(question).status == "not-a-reference"


@pytest.mark.parametrize(
    "name",
    ["PAROS paper", "G-20 paper", "China paper", "the paper", "the working paper"],
)
def test_a_name_of_several_documents_or_none_is_no_guess(seeds: Assistant, name: str):
    lookup = seeds.lookup(f"{name}, para. 3")
    assert lookup.status == "not-in-library"
    assert lookup.citations == ()


def test_a_job_number_of_another_language_is_another_document(seeds: Assistant):
    assert seeds.lookup("GE.18-13664(F), para. 11").status == "not-in-library"


@pytest.mark.parametrize(
    "hostile",
    [
        "CD/2100 " * 125_000,
        "(" * 5_000,
        "para. 99999999999999999999",
        "paras. 9-3",
        "para. " + "9" * 9_000,
        "CD/2100, para. " + "9" * 9_000,
        "\N{RIGHT-TO-LEFT OVERRIDE}CD/2100\N{POP DIRECTIONAL FORMATTING}, para. \0 5",
        "'; DROP TABLE names; --",
        "CD/2100' OR 1=1 --",
        '"unbalanced AND (NEAR/3 *',
        "text:* OR [a TO z]^9~",
        "\ud800 CD/2100",
        "%s %n {0} \\",
    ],
)
def test_bad_input_has_a_clear_status(seeds: Assistant, hostile: str):
    lookup = seeds.lookup(hostile)
    assert lookup.message
    json.dumps(lookup.to_dict(), ensure_ascii=False).encode()
    assert len(lookup.reference) <= MAX_REFERENCE_CHARACTERS


def test_marks_of_direction_hide_no_paragraph(seeds: Assistant):
    marked = "\N{RIGHT-TO-LEFT MARK}CD/2100\N{ARABIC LETTER MARK}, para. 5"
    assert labels(seeds.lookup(marked)) == ["5"]


SPELLINGS = {
    REPORT: [
        "CD/2100",
        "cd 2100",
        "UN Doc. CD/2100",
        "document cd/2100",
        "Chile report",
    ],
    PAPER: [
        "GE.18-13664(E)",
        "ge 18-13664",
        "G-21 paper",
        "the Group of 21 working paper",
        "Prevention of an Arms Race in Outer Space",
    ],
    None: [
        "CD/1985",
        "A/RES/72/26",
        "CD/2043/Rev.1",
        "CD/210",
        "G-77 paper",
        "CD/21000",
    ],
}
PLACES = [
    "{d}, para. {n}",
    "{d} ¶ {n}",
    "{d}, paras. {n}-{m}",
    "{d}, paras. {n} and {m}",
    "paragraph {n} of {d}",
    "show me para {n} in {d}",
    "{d}, para. {n} (b)",
    "{d} op {n}",
    "{d}, cover note, para. {n}",
]


def test_no_reference_ever_yields_a_passage_of_another_document(seeds: Assistant):
    cases = [
        (held, place.format(d=name, n=number, m=number + 2))
        for held, names in SPELLINGS.items()
        for name, place, number in itertools.product(
            names, PLACES, [*range(1, 17), 40, 60, 61, 62, 99, 1000]
        )
    ]
    chosen = random.Random(3).sample(cases, 2_000)
    found = 0
    for held, reference in chosen:
        lookup = seeds.lookup(reference)
        assert documents(lookup) <= {held}, reference
        assert lookup.status != "not-a-reference", reference
        assert held or lookup.status == "not-in-library", reference
        found += lookup.found
    assert found > len(chosen) // 4


def test_every_citation_label_leads_back_to_its_passage(seeds: Assistant):
    for citation in seeds.passages():
        lookup = seeds.lookup(citation.label)
        assert lookup.found, citation.label
        assert citation.quote in [found.quote for found in lookup.citations]
        assert {found.document.id for found in lookup.citations} == {
            citation.document.id
        }


FRAGMENTS = st.sampled_from(
    """
    CD/2100|cd 2100|GE.18-13664(E)|G-21 paper|resolution 72/26|ibid.|, | |para. |¶|op |
    paras. |12|10 (b)|8-10|99| and | of |Taking stock|cover note|article IV|annex III|
    "|“|(|)|'|where is | cited?|OR|*|;|%|last|its objections to the PPWT|Rev.1|/|-|?
    """.replace("\n    ", "").split("|")
)


@settings(
    max_examples=FUZZ_INPUTS,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=14).map("".join)))
@example("CD/2100, \ud800")
def test_any_text_has_a_status_and_no_error(seeds: Assistant, text: str):
    lookup = seeds.lookup(text)
    assert bool(lookup.citations) == lookup.found
    assert lookup.message or lookup.found
    seeds.find_references(text)


TREATY = """Treaty on the Peaceful Use of Icebergs

The States Parties to this Treaty,

Recognizing that icebergs drift,

Recalling resolution 1962 (XVIII) and what it says of drifting things,

Have agreed on the following:

Article I

Icebergs are free for all to use.

Article II

Nobody may place a weapon on an iceberg, whatever its size or its place in the sea.

States shall inform each other of the icebergs that they have seen in their waters.

Article III

1. This Treaty is open to all States for signature.

2. It enters into force when the last iceberg has melted.
"""


@pytest.fixture(scope="module")
def treaties(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> Iterator[Assistant]:
    report = TREATY.replace("Treaty on", "Report on the Treaty on", 1)
    resolution = TREATY.replace("Treaty on", "Declaration on").replace(
        "Article", "Part"
    )
    texts = {
        "treaty.txt": TREATY,
        "report.txt": report,
        "ga_res_1962_XVIII.txt": resolution,
    }
    folder = tmp_path_factory.mktemp("treaties") / "library"
    with Library.open(folder, create=True) as library:
        library.add([(name, text.encode()) for name, text in texts.items()], embedder)
        yield Assistant(library, embedder)


@pytest.mark.parametrize(
    ("reference", "status", "words"),
    [
        ("article II of the Iceberg Treaty", "found", ["Nobody", "States shall"]),
        ("Iceberg Treaty, Art. 2", "found", ["Nobody", "States shall"]),
        ("Iceberg Treaty, Art. 2, para. 2", "counted", ["States shall"]),
        ("Iceberg Treaty, article III (2)", "found", ["It enters"]),
        ("article III, paragraph 1, of the Iceberg Treaty", "found", ["This Treaty"]),
        ("Iceberg Treaty, PP 2", "counted", ["Recalling"]),
        ("resolution 1962 (XVIII), part II, para. 1", "counted", ["Nobody"]),
        ("article IV of the Iceberg Treaty", "no-such-paragraph", []),
        ("article II of the Outer Space Treaty", "not-in-library", []),
        ("NPT, article II", "not-in-library", []),
    ],
)
def test_articles_of_treaties(
    treaties: Assistant, reference: str, status: str, words: list[str]
):
    lookup = treaties.lookup(reference)
    assert lookup.status == status, lookup.message
    begun = [
        c.quote.startswith(w) for c, w in zip(lookup.citations, words, strict=True)
    ]
    assert all(begun)


def test_a_symbol_read_from_a_files_name_is_said_to_be(treaties: Assistant):
    lookup = treaties.lookup("General Assembly resolution 1962 (XVIII)")
    assert "read from the file's name, ga_res_1962_XVIII.txt" in lookup.message


def test_where_a_document_that_is_here_is_cited(treaties: Assistant):
    lookup = treaties.lookup("where is resolution 1962 (XVIII) cited?")
    assert lookup.status == "found"
    assert lookup.citations == lookup.cited_in
    assert len(lookup.cited_in) == 3


def test_of_many_that_cite_a_document_the_first_are_listed_and_all_counted(
    treaties: Assistant,
):
    reference = "where is resolution 1962 (XVIII) cited?"
    whole = treaties.lookup(reference, most=None)
    some = treaties.lookup(reference, most=2)
    assert some.cited_in == whole.cited_in[:2]
    assert "in 3 passages, of which the first 2 are listed." in some.message
    every = treaties.ask(reference, limit=None)
    assert len(every.citations) == len(whole.cited_in)


def test_a_report_on_a_treaty_is_not_the_treaty(treaties: Assistant):
    titles = {
        name: treaties.lookup(f"{name}, article I").citations[0].document.title
        for name in (
            "Iceberg Treaty",
            "report on the Iceberg Treaty",
            "Icebergs report",
        )
    }
    assert [title.split()[0] for title in titles.values()] == [
        "Treaty",
        "Report",
        "Report",
    ]
    assert treaties.lookup("the icebergs paper, article I").status == "not-in-library"


def test_a_question_that_is_a_reference_is_answered_by_its_paragraph(seeds: Assistant):
    answer = seeds.ask("CD/2100, para. 12")
    (citation,) = answer.citations
    assert citation.paragraph is not None
    assert citation.paragraph.label == "12"
    assert answer.confidence == 1
    assert "by our count" in answer.note


def test_a_reference_to_nothing_abstains_and_says_why(seeds: Assistant):
    missing = seeds.ask("G-21 paper, para. 99")
    assert missing.abstained
    assert "1–15" in missing.reason
    assert missing.nearest == ()
    cited = seeds.ask("CD/1985")
    assert cited.abstained
    assert [c.paragraph and c.paragraph.label for c in cited.nearest] == ["28"]


def test_a_reference_answers_within_its_limit_and_says_so(seeds: Assistant):
    answer = seeds.ask("CD/2100, paras. 3-9", limit=2)
    assert len(answer.citations) == 2
    assert "The first 2 of 7 paragraphs are shown." in answer.note


def test_a_reference_outside_the_documents_asked_is_searched_for(seeds: Assistant):
    paper = next(d.id for d in seeds.documents() if d.job_number == PAPER)
    answer = seeds.ask("CD/2100, para. 12", documents=[paper])
    assert {c.document.id for c in [*answer.citations, *answer.nearest]} <= {paper}


def test_same_document_follows_a_conversation(seeds: Assistant):
    conversation = seeds.conversation()
    conversation.ask("G-21 paper, para. 3")
    answer = conversation.ask("ibid., para. 5")
    assert answer.citations[0].label == "GE.18-13664(E), para. 5"


def test_a_lookup_takes_milliseconds(seeds: Assistant):
    references = ["CD/2100, para. 12", "G-21 paper, paras. 8-10", "CD/1985", "cd 2100"]
    seeds.lookup("CD/2100")
    spent = []
    for reference in references * 5:
        started = time.process_time()
        seeds.lookup(reference)
        spent.append(time.process_time() - started)
    assert sorted(spent)[len(spent) // 2] < 0.02  # 2 ms; the machine may be busy
