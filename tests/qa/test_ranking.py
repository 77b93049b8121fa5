import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.database import DATABASE
from index.embedding import Embedder
from index.library import Library
from qa import Assistant, ranking
from qa.questions import Query
from qa.ranking import RERANKED, Ranking, rank

PAPER = b"""On harbours

Dredging deepens a harbour and costs money.

Lighthouses warn ships of rocks.

Ships unload timber at the long pier.

The harbour master collects a fee from ships.
"""


class Unreading:
    """An embedder whose model has no words of what it is asked."""

    def __init__(self, embedder: Embedder) -> None:
        self.fingerprint = embedder.fingerprint
        self.dimension = embedder.dimension
        self.languages: frozenset[str] | None = frozenset()
        self.embed_query = embedder.embed_query
        self.embed_passages = embedder.embed_passages

    def reads(self, text: str) -> bool:
        return False


def ranked(library: Library, embedder: Embedder, query: Query, limit: int) -> Ranking:
    with library.snapshot() as snapshot:
        return rank(snapshot, embedder, query, limit)


def test_hits_come_best_first_with_what_they_were_made_of(
    library: Library, embedder: Embedder
):
    library.add([("harbours.txt", PAPER)], embedder)
    found = ranked(library, embedder, Query("Who collects a harbour fee?"), 3)
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    best = found.hits[0]
    assert best.passage.text == "The harbour master collects a fee from ships."
    mix = ranking.MIX
    total = mix.late * best.late + mix.cosine * best.cosine + mix.keyword * best.keyword
    expected = total / (mix.late + mix.cosine + mix.keyword)
    assert best.score == pytest.approx(expected, abs=1e-5)


def test_courtesies_of_a_cover_note_rank_below_what_is_said(seeds: Assistant):
    question = Query("Who presents its compliments to the secretariat?")
    mix = ranking.MIX
    kept = set()
    for hit in ranked(seeds.library, seeds.embedder, question, 10).hits:
        total = (
            mix.late * hit.late + mix.cosine * hit.cosine + mix.keyword * hit.keyword
        )
        is_courtesy = hit.passage.part == "cover note"
        taken = ranking.COVER_NOTE_PENALTY if is_courtesy else 0
        assert hit.score == pytest.approx(total / 5 - taken, abs=1e-5)
        kept.add(is_courtesy)
    assert kept == {True, False}


def test_a_follow_up_is_scored_as_asked_and_in_context(
    library: Library, embedder: Embedder
):
    library.add([("harbours.txt", PAPER)], embedder)
    alone = ranked(library, embedder, Query("What do they cost?"), 4)
    query = Query("What do they cost?", "What do they cost? (lighthouses, rocks)")
    in_context = ranked(library, embedder, query, 4)
    assert "Dredging" in alone.hits[0].passage.text
    assert "Lighthouses" in in_context.hits[0].passage.text


def test_a_question_about_nothing_known_takes_nothing_from_the_one_before(
    library: Library, embedder: Embedder
):
    library.add([("harbours.txt", PAPER)], embedder)
    query = Query("The price of bitcoin?", "The price of bitcoin? (lighthouses)")
    assert ranked(library, embedder, query, 4).query == Query(query.text)
    query = Query("The price of rocks?", "The price of rocks? (lighthouses)")
    assert ranked(library, embedder, query, 4).query == query


def test_as_many_are_ranked_again_as_are_wanted(library: Library, embedder: Embedder):
    many = [f"Ship number {number} sails." for number in range(RERANKED + 20)]
    library.add([("ships.txt", "\n\n".join(["Ships", *many]).encode())], embedder)
    found = ranked(library, embedder, Query("Which ship sails?"), len(many))
    compared = [hit.late != 0 for hit in found.hits]
    assert len(compared) == len(many)
    assert compared == [True] * RERANKED + [False] * (len(many) - RERANKED)
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("few", [0, ranking.FEW])
def test_a_small_library_is_ranked_as_a_large_one_is(
    seeds: Assistant, few: int, monkeypatch: pytest.MonkeyPatch
):
    question = Query("Who verifies that no weapons are placed in outer space?")
    whole = ranked(seeds.library, seeds.embedder, question, 5)
    monkeypatch.setattr(ranking, "FEW", few)
    assert ranked(seeds.library, seeds.embedder, question, 5).hits == whole.hits


def test_passages_without_word_pieces_are_ranked_by_the_rest(
    tmp_path: Path, embedder: Embedder
):
    with Library.open(tmp_path / "earlier", create=True) as library:
        library.add([("harbours.txt", PAPER)], embedder)
    with closing(sqlite3.connect(tmp_path / "earlier" / DATABASE)) as connection:
        connection.execute(
            "UPDATE embeddings SET tokens = NULL, token_vectors = NULL, "
            "token_places = NULL"
        )
        connection.commit()
    with Library.open(tmp_path / "earlier") as library:
        found = ranked(library, embedder, Query("Who collects a harbour fee?"), 3)
    best = found.hits[0]
    assert best.passage.text == "The harbour master collects a fee from ships."
    mix = ranking.MIX
    total = mix.cosine * best.cosine + mix.keyword * best.keyword
    assert best.score == pytest.approx(total / (mix.cosine + mix.keyword), abs=1e-5)
    assert best.late == 0


def test_an_empty_library_has_no_hits(library: Library, embedder: Embedder):
    assert ranked(library, embedder, Query("Anything at all?"), 3).hits == ()


def test_a_passage_that_spells_out_whose_paper_it_is_in_does_not_win_by_it(
    seeds: Assistant,
):
    found = seeds.ask("What does the G-21 say about verification?")
    assert "verification provisions" in found.citations[0].quote


def test_a_question_the_model_cannot_read_is_searched_by_words_alone(
    library: Library, embedder: Embedder
):
    library.add([("harbours.txt", PAPER)], embedder)
    foreign = Unreading(embedder)
    found = ranked(library, foreign, Query("Who collects a harbour fee?"), 9)
    assert found.by_words
    assert found.hits[0].passage.text == "The harbour master collects a fee from ships."
    assert {hit.cosine for hit in found.hits} == {hit.late for hit in found.hits} == {0}
    assert all(hit.keyword > 0 for hit in found.hits)
    assert len(found.tokens) == 0
    assert ranked(library, foreign, Query("volcanoes"), 9).hits == ()


def test_a_question_without_a_word_of_the_library_is_declined_without_the_model(
    library: Library, embedder: Embedder
):
    library.add([("harbours.txt", PAPER)], embedder)
    answer = Assistant(library, Unreading(embedder)).ask("Why volcanoes?")
    assert answer.abstained
    assert answer.missing_terms == ("volcanoes",)
    assert answer.nearest == ()
