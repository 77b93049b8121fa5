from datetime import date

import pytest

from index.extracts import Extract
from index.headings import is_division, is_numbered_heading, may_be_heading, rank
from index.markdown import markdown_blocks
from index.structure import structure as structure_of
from index.structure_version import STRUCTURE_VERSION

PARAGRAPH = (
    "The Committee met and considered its report. It was adopted without a vote."
)


def structure(text, markdown=False):
    blocks = tuple(markdown_blocks(text)) if markdown else None
    return structure_of(Extract(text, blocks, marks=markdown))


def kinds(text, markdown=False):
    return [(block.kind, block.text) for block in structure(text, markdown).blocks]


def test_the_version_is_a_number_that_can_be_raised():
    assert STRUCTURE_VERSION >= 1


@pytest.mark.parametrize(
    "text",
    [
        "Article IV",
        "ANNEX",
        "Annex II",
        "Guideline 2: Limit the risk",
        "CHAPTER I.",
        "Part One",
        "Article premier",
        "Sec. 2. Definitions.",
        "Статья I",
        "Appendix A - Tables",
    ],
)
def test_forms_that_are_headings_wherever_they_stand(text):
    assert is_numbered_heading(text)


@pytest.mark.parametrize(
    "text",
    [
        "Article IV of the Treaty provides that",
        "Annexes are attached.",
        "article IV",
        "Part of it",
        "Article 5. States shall cooperate.",
        "Resolution 1540 was adopted.",
        "Section of a wing",
    ],
)
def test_sentences_that_begin_like_a_heading_are_none(text):
    assert not is_numbered_heading(text)


def test_a_division_is_no_title():
    assert is_division("Article IV")
    assert is_division("Annex")
    assert not is_division("Resolution 1540 (2004)")


@pytest.mark.parametrize(
    "text",
    [
        "Introduction",
        "The Way Ahead. Specific proposals",
        "1. Background",
        "II. Conclusions",
        "Recommendations of the Chair:",
        "第二部分",
        "International cooperation",
    ],
)
def test_short_lines_without_a_stop_may_be_headings(text):
    assert may_be_heading(text)


@pytest.mark.parametrize(
    "text",
    [
        "For the purposes of this Convention:",
        "The General Assembly,",
        "• An item",
        "and so on",
        "It is therefore the view of the group that more is needed",
        "It was closed.",
    ],
)
def test_lead_ins_clauses_and_sentences_may_not(text):
    assert not may_be_heading(text)


def test_ranks_go_from_annex_to_plain_line():
    forms = [
        "Annex",
        "Part I",
        "Chapter 2",
        "Section 3",
        "II. B",
        "A. B",
        "1. B",
        "1.1 B",
    ]
    ranks = [rank(form) for form in [*forms, "Article 3", "Introduction"]]
    assert ranks == sorted(set(ranks))


def test_masthead_title_headings_and_paragraphs_are_told_apart():
    text = (
        "CD/77\n\nConference on Disarmament\n\n3 May 2001\n\nEnglish\n\n"
        "Original: French\n\nA paper on fissile material\n\nIntroduction\n\n"
        f"{PARAGRAPH}\n\nPlease recycle\n"
    )
    found = structure(text)
    assert [(b.kind, b.text) for b in found.blocks] == [
        ("masthead", "CD/77"),
        ("masthead", "Conference on Disarmament"),
        ("masthead", "3 May 2001"),
        ("masthead", "English"),
        ("masthead", "Original: French"),
        ("title", "A paper on fissile material"),
        ("heading", "Introduction"),
        ("paragraph", PARAGRAPH),
        ("boilerplate", "Please recycle"),
    ]
    assert found.title == "A paper on fissile material"
    assert found.masthead.date == date(2001, 5, 3)
    assert (found.masthead.language, found.masthead.original_language) == ("en", "fr")


def test_a_word_cut_in_a_title_is_rejoined_without_a_space():
    text = f"A paper by the Co-\nFacilitator of the Group\n\n{PARAGRAPH}\n\n{PARAGRAPH}"
    assert structure(text).title == "A paper by the Co-Facilitator of the Group"


def test_a_covering_letter_is_a_part_of_its_own():
    text = (
        "Note verbale dated 3 May 2001 from the Permanent Mission of Peru\n\n"
        f"{PARAGRAPH}\n\n(Signed) A. Name\n\nAmbassador\n\nPermanent Representative\n\n"
        f"CD/77\n\nA paper on fissile material\n\n{PARAGRAPH}"
    )
    found = structure(text)
    parts = [(b.part, b.text) for b in found.blocks if b.kind == "paragraph"]
    assert parts == [
        ("cover note", PARAGRAPH),
        ("cover note", "(Signed) A. Name Ambassador Permanent Representative"),
        ("body", PARAGRAPH),
    ]
    assert found.title == "A paper on fissile material"
    assert found.masthead.note_verbale_date == date(2001, 5, 3)


def test_a_letter_alone_has_its_own_heading_as_title():
    heading = "Letter dated 3 May 2001 from the Permanent Representative of Peru"
    assert structure(f"{heading}\n\n{PARAGRAPH}").title == heading


def test_numbered_headings_are_no_numbered_paragraphs():
    text = (
        f"Standard\n\n1. Scope\n\n{PARAGRAPH}\n\n2. Terms\n\n2.1 Debris\n\n{PARAGRAPH}"
    )
    assert [kind for kind, _ in kinds(text)] == [
        "title",
        "heading",
        "paragraph",
        "heading",
        "heading",
        "paragraph",
    ]


def test_items_of_an_agenda_are_no_headings():
    agenda = "The agenda was:\n\n1. Opening\n2. Elections\n3. Closing"
    text = f"{PARAGRAPH}\n\n{agenda}\n\nThe end came."
    assert "heading" not in dict(kinds(text))


def test_a_number_between_numbered_paragraphs_is_no_heading_for_want_of_a_stop():
    text = f"1. {PARAGRAPH}\n\n2. Peru abstained\n\n3. {PARAGRAPH}"
    assert ("paragraph", "2. Peru abstained") in kinds(text)


def test_many_bare_lines_in_a_row_are_text():
    text = f"Memo\n\nTo: Ann\nFrom: Bob\nDate: May\nSubject: Travel\n\n{PARAGRAPH}"
    assert kinds(text)[:3] == [
        ("title", "Memo"),
        ("paragraph", "To: Ann From: Bob Date: May Subject: Travel"),
        ("paragraph", PARAGRAPH),
    ]


def test_articles_that_run_into_their_text_are_parted_from_it():
    second = f"Article 2 1. {PARAGRAPH}\n\n2. {PARAGRAPH}"
    text = f"A treaty\n\nArticle 1 {PARAGRAPH}\n\n{second}"
    assert kinds(text) == [
        ("title", "A treaty"),
        ("heading", "Article 1"),
        ("paragraph", PARAGRAPH),
        ("heading", "Article 2"),
        ("paragraph", f"1. {PARAGRAPH}"),
        ("paragraph", f"2. {PARAGRAPH}"),
    ]


def test_one_sentence_that_begins_with_an_article_is_a_sentence():
    text = f"A note\n\nArticle 36 Reviews are rare.\n\n{PARAGRAPH}"
    assert ("paragraph", "Article 36 Reviews are rare.") in kinds(text)


def test_questions_head_their_answers_only_where_the_text_is_made_of_them():
    faq = f"What is it?\n\n{PARAGRAPH}\n\nWho meets?\n\n{PARAGRAPH}"
    assert kinds(faq)[0][0] in ("heading", "title")
    speech = "\n\n".join(["Who meets?", *[PARAGRAPH] * 9, "Why?", PARAGRAPH])
    assert "heading" not in dict(kinds(speech))


def test_a_text_of_nothing_but_headings_keeps_them_as_text():
    assert kinds("Hello") == [("paragraph", "Hello")]


def test_editors_remarks_and_tables_of_contents_are_dropped():
    text = f"{PARAGRAPH}\n\n[matter omitted]\n\nScope ........ 3\n\n{PARAGRAPH}"
    assert [kind for kind, _ in kinds(text)][1:3] == ["boilerplate", "boilerplate"]


def test_closing_lines_are_masthead():
    text = f"{PARAGRAPH}\n\n51st plenary meeting\n\n5 December 2016\n"
    assert [kind for kind, _ in kinds(text)] == ["paragraph", "masthead", "masthead"]


def test_a_date_that_heads_an_entry_is_a_heading():
    text = f"Diary\n\n{PARAGRAPH}\n\n5 December 2016\n\n{PARAGRAPH}"
    assert ("heading", "5 December 2016") in kinds(text)


def test_a_section_is_known_by_the_first_number_below_its_own():
    text = "Terms\n\nThe parties agree as follows:\n\n1. LAND\n\n1.1 The land is let.\n"
    assert ("heading", "1. LAND") in kinds(text)


def test_an_item_with_a_letter_is_beside_the_one_before():
    items = ("Item 1. Business", "Item 1A. Risk Factors")
    text = "Form\n\n" + "".join(f"{item}\n\n{PARAGRAPH}\n\n" for item in items)
    levels = [b.level for b in structure(text).blocks if b.kind == "heading"]
    assert levels == [rank(items[0])] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Last Updated: September 1, 2013",
        "Last updated: December 1st, 2014",
        "Present: A. Reed (Chair), B. Cole",
        "(State of incorporation)",
    ],
)
def test_facts_and_remarks_are_no_headings(text):
    assert not may_be_heading(text)


def test_lines_right_below_each_other_are_no_headings_to_the_last():
    text = f"Ships\n\nThe following are based here\nAurora\nBorealis\n\n{PARAGRAPH}\n"
    assert [kind for kind, _ in kinds(text)].count("heading") == 0


def test_a_session_that_lasts_for_days_is_no_date_of_issue():
    text = (
        f"CD/77\n\n3 May 2011\n\nVienna, 27 June-8 July 2011\n\nNote\n\n{PARAGRAPH}\n"
    )
    assert structure(text).masthead.date == date(2011, 5, 3)
    assert structure(text).title == "Note"


def test_figures_of_a_table_are_no_date():
    text = f"Ships\n\n{PARAGRAPH}\n\nJanuary\t12\t3400\n"
    assert structure(text).masthead.date is None
