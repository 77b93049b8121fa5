import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.aliases import Aliases
from index.documents import Masthead
from index.keywords import MAX_TERMS, KeywordIndex
from index.passage_rows import Searchable

TEXTS = (
    "Weapons in outer space threaten satellites.",
    "Satellites serve peaceful uses; weapons do not, and weapons threaten.",
    "Fish swim in the sea.",
    "Anti-satellite weapons were tested in 2007.",
)


def index_of(
    texts: Sequence[str],
    folder: Path | None = None,
    languages: Sequence[str] | None = None,
) -> KeywordIndex:
    """Texts in rows 10, 20, 30 …, each under a heading of the paper CD/2100."""
    passages = [
        Searchable(
            row=10 * place,
            text=text,
            section=(f"Chapter {place}", "Verification"),
            lead_in="The Group stressed:" if place == 2 else None,
            document_id="ab",
            title="Report on transparency",
            language=languages[place - 1] if languages else "en",
            masthead=Masthead(symbol="CD/2100"),
            cover_note="Note verbale on behalf of the Group of 21",
        )
        for place, text in enumerate(texts, start=1)
    ]
    return KeywordIndex.build(passages, Aliases(), folder)


def bm25(question: Sequence[str], texts: Sequence[Sequence[str]]) -> list[float]:
    mean = sum(map(len, texts)) / len(texts)
    scores = []
    for text in texts:
        counts, score = Counter(text), 0.0
        for word in question:
            having = sum(word in other for other in texts)
            idf = math.log(1 + (len(texts) - having + 0.5) / (having + 0.5))
            length = 1 - 0.75 + 0.75 * len(text) / mean
            score += idf * counts[word] * 2.2 / (counts[word] + 1.2 * length)
        scores.append(score)
    return scores


def test_what_may_mention_a_text_has_all_its_words_or_an_alias_of_them():
    texts = [
        "The United States spoke of weapons.",
        "States united in space.",
        "The US spoke.",
        "An antisatellite weapon was tested.",
        "Fish swim.",
    ]
    index = index_of(texts)
    assert index.mentioning("United States").tolist() == [10, 20, 30]
    assert index.mentioning("anti-satellite weapons").tolist() == [40]
    assert index.mentioning("weapons", np.array([10, 30])).tolist() == [10]
    assert index.mentioning("Verification").size == 0
    assert index.mentioning("the of").size == 0
    assert index_of([]).mentioning("weapons").size == 0


VOCABULARY = ("lunar", "orbit", "probe", "rocket", "star")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=30),
        min_size=1,
        max_size=8,
    ),
    st.sets(st.sampled_from(VOCABULARY), min_size=1),
)
def test_scores_are_bm25(texts: list[list[str]], question: set[str]):
    index = index_of([" ".join(words) for words in texts])
    rows = np.arange(1, len(texts) + 1) * 10
    asked = " ".join(sorted(question))
    expected = bm25(sorted(question), texts)
    assert index.asked(asked).scores(rows) == pytest.approx(expected, rel=1e-4)
    found, scores = index.matching(asked, len(texts))
    ranked = sorted(
        (-round(score, 4), row)
        for row, score in zip(rows.tolist(), expected, strict=True)
        if score
    )
    assert len(found) == len(ranked)
    assert scores == pytest.approx([-score for score, _ in ranked], abs=1e-3)


def test_the_best_match_comes_first_and_ties_go_to_the_lower_row():
    index = index_of(["fish swim", "star", "fish swim", "fish swim swim"])
    rows, scores = index.matching("Do fish swim?", 10)
    assert rows.tolist() == [40, 10, 30]
    assert scores[1] == scores[2]
    assert index.matching("Do fish swim?", 2)[0].tolist() == [40, 10]


def test_a_question_is_no_query_language():
    index = index_of(TEXTS)
    rows, _ = index.matching('text:weapons AND "(satellites^2* -fish [a TO', 10)
    assert set(rows.tolist()) == {10, 20, 30, 40}


@pytest.mark.parametrize(
    "question", ["", "   ", "?!…", "the of and", "\x00\x07", "\ud800", "\N{FISH}" * 9]
)
def test_a_question_without_words_matches_nothing(question: str):
    index = index_of(TEXTS)
    assert [len(part) for part in index.matching(question, 10)] == [0, 0]
    assert index.asked(question).scores(np.array([10, 20])).tolist() == [0, 0]
    assert index.terms(question) == []


def test_a_very_long_question_is_asked_by_its_first_words():
    index = index_of([*TEXTS, "unheard"])
    question = " ".join(f"word{number}" for number in range(15_000)) + " unheard"
    assert len(question) > 100_000
    assert len(index.terms(question)) == MAX_TERMS
    assert len(index.matching(question, 10)[0]) == 0


def test_among_leaves_the_scores_as_they_are():
    index = index_of(TEXTS)
    rows, scores = index.matching("weapons satellites", 10)
    exact = dict(zip(rows.tolist(), scores.tolist(), strict=True))
    among = np.array([40, 10, 30, 999])
    few, few_scores = index.matching("weapons satellites", 10, among)
    assert set(few.tolist()) == {10, 40}
    assert few_scores.tolist() == [exact[row] for row in few.tolist()]
    none = np.array([], dtype=np.int64)
    assert len(index.matching("weapons", 10, none)[0]) == 0


def test_the_best_matches_are_likely():
    texts = [f"United States weapons{' weapons' * n} {'sea ' * n}" for n in range(9)]
    index = index_of([*texts, "The US spoke.", "US weapons.", *TEXTS])
    weights = {"text": 1.0, "names": 1.5, "alias": 0.3, "heading": 0.3}
    for question in ("weapons", "US weapons", "CD/2100", "verification in the sea"):
        rows, _ = index.matching(question, 3, weights=weights)
        assert set(rows) <= set(index.asked(question, weights).likely(len(index)))
        alone = index.asked(question).likely(3)
        assert alone.tolist() == sorted(index.matching(question, 3)[0])
        among = np.array([10, 100, 110, 120])
        found = index.asked(question, weights).likely(9, among)
        assert found.tolist() == sorted(index.matching(question, 9, among, weights)[0])
    assert index.asked("the of").likely(9).size == 0


def test_headings_and_the_documents_name_count_as_they_are_weighted():
    index = index_of(TEXTS)
    rows = np.array([10, 20])
    assert index.asked("verification").scores(rows).tolist() == [0, 0]
    heading = index.asked("verification stressed", {"heading": 1.0}).scores(rows)
    assert 0 < heading[0] < heading[1]
    name = index.asked("CD/2100", {"names": 1.0}).scores(rows)
    assert name[0] == name[1] > 0
    title = index.asked("transparency", {"title": 1.0}).scores(rows)
    assert title[0] == title[1] > 0
    all_three = index.asked(
        "verification stressed CD/2100 transparency",
        {"heading": 1.0, "names": 0.5, "title": 0.1},
    )
    expected = heading + name / 2 + title / 10
    assert all_three.scores(rows) == pytest.approx(expected, rel=1e-5)


def test_a_name_is_found_by_its_other_forms():
    index = index_of([*TEXTS, "The United States spoke."])
    rows, _ = index.matching("US", 10, weights={"alias": 1.0})
    assert rows.tolist() == [50]
    rows, _ = index.matching("G-21", 10, weights={"names": 1.0})
    assert len(rows) == len(index)


def test_terms_are_counted_where_they_are_looked_for():
    index = index_of(TEXTS)
    (everywhere,) = index.terms("weapons")
    (here,) = index.terms("weapons", np.array([10]))
    (elsewhere,) = index.terms("weapons", np.array([30]))
    assert here == everywhere
    assert [everywhere.frequency, elsewhere.frequency] == [3, 0]
    assert everywhere.idf == here.idf == elsewhere.idf


def test_terms_know_what_the_library_has():
    terms = index_of(TEXTS).terms("Which weapons did Atlantis verify near CD/2100?")
    assert [(term.surface, term.frequency) for term in terms] == [
        ("weapons", 3),
        ("Atlantis", 0),
        ("verify", 0),
        ("near", 0),
        ("CD/2100", 4),
    ]
    having = 3
    idf = math.log(1 + (len(TEXTS) - having + 0.5) / (having + 0.5))
    assert terms[0].idf == pytest.approx(idf)


def test_a_compound_is_one_term_where_it_stands_whole_and_else_its_parts():
    index = index_of(TEXTS)
    assert [term.stem for term in index.terms("anti-satellite")] == ["antisatellit"]
    both = index.terms("spacecraft space-craft fish")
    assert [term.stem for term in both] == ["spacecraft", "space", "craft", "fish"]
    terms = index.terms("satellite-weapons")
    assert [(term.surface, term.stem) for term in terms] == [
        ("satellite-weapons", "satellit"),
        ("satellite-weapons", "weapon"),
    ]


def test_an_index_is_read_as_it_was_written(tmp_path: Path):
    written = index_of(TEXTS, tmp_path).matching("weapons satellites", 10)
    index = KeywordIndex.read(tmp_path)
    assert len(index) == len(TEXTS)
    np.testing.assert_array_equal(index.matching("weapons satellites", 10), written)


def test_an_empty_index_matches_nothing():
    index = index_of([])
    assert len(index) == 0
    assert len(index.matching("weapons", 10)[0]) == 0
    assert [term.frequency for term in index.terms("weapons")] == [0]


@given(
    st.lists(
        st.sampled_from(
            [
                "Weapons",
                "weapon",
                "the",
                "of",
                "anti-satellite",
                "A/RES/72/26",
                "G-21",
                "1,000",
                "2.5",
                "“it”",
                "été",
                "co\xadoperate",
                "States’",
                "cooperation",
            ]
        ),
        min_size=1,
        max_size=12,
    ),
    st.data(),
)
@settings(max_examples=50, deadline=None)
def test_what_is_quoted_from_a_passage_has_all_its_words(
    words: list[str], data: st.DataObject
):
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    quotation = " ".join(words[start:end])
    index = index_of([*TEXTS, " ".join(words)])
    found = index.having_all(quotation, 10).tolist()
    assert found == [] or 10 * (len(TEXTS) + 1) in found
    if any(word not in ("the", "of", "“it”") for word in words[start:end]):
        assert found


def test_words_are_together_in_a_passage_with_what_stands_around_it():
    index = index_of(TEXTS)
    assert index.together(["weapons", "satellites"])
    assert index.together(["Anti-satellite weapons"])
    assert not index.together(["fish", "weapons"])
    assert not index.together(["fish", "stressed"])
    assert index.together(["fish", "verification"])
    assert not index.together(["fish", "verification"], fields=["text"])
    assert index.together(["weapons"], among=np.array([10, 30]))
    assert not index.together(["weapons"], among=np.array([30]))
    assert index.together(["the of"])
    assert not index_of([]).together(["fish"])
    assert not index_of([]).together([])


def test_passages_having_all_words_have_each():
    index = index_of(TEXTS)
    assert sorted(index.having_all("satellites, weapons!", 10).tolist()) == [10, 20, 40]
    assert index.having_all("weapons fish", 10).tolist() == []
    assert index.having_all("the of", 10).tolist() == []
    assert len(index.having_all("weapons", 2)) == 2
    assert index_of([]).having_all("weapons", 5).tolist() == []


def test_each_language_is_searched_by_its_own_stems(tmp_path: Path):
    texts = [
        "Nations adopted the nuclear treaty.",
        "Las naciones adoptaron el tratado nuclear.",
        "Государства приняли договор.",
    ]
    index_of(texts, tmp_path, ["en", "es", "ru"])
    index = KeywordIndex.read(tmp_path)
    assert index.matching("¿Qué nación adoptó esto?", 1)[0].tolist() == [20]
    assert index.matching("What was adopted?", 1)[0].tolist() == [10]
    assert index.matching("Какие договоры?", 3)[0].tolist() == [30]
    assert sorted(index.matching("nuclear", 3)[0].tolist()) == [10, 20]
    assert index.having_all("nación que adopta", 3).tolist() == [20]
    (term,) = index.terms("государство")
    assert term.frequency == 1
    assert index.together(["государствам", "договора"]) == 1


def test_a_word_of_two_languages_is_one_term_of_both():
    index = index_of(
        ["Armas y más armas."] * 2 + ["An arma."], None, ["es", "es", "en"]
    )
    (term,) = index.terms("armas")
    assert term.frequency == 2
    assert set(term.stems) == {"armas", "arma"}
