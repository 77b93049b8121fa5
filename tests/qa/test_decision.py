import pytest

from index.documents import Locator, Passage
from index.keywords import Term
from index.tokens import NO_TOKENS
from qa.decision import (
    RELATIVE_SCORE,
    logit,
    signals,
    worth_showing,
)
from qa.questions import Query
from qa.ranking import Hit, Ranking


def hit(score: float, text: str = "", *, cosine: float = 0.5, late: float = 0.5) -> Hit:
    passage = Passage(Locator("ab", ((0, 1),)), text or f"Passage {score}.", 0)
    return Hit(1, passage, score, cosine, keyword=0.5, late=late)


def found(*hits: Hit) -> Ranking:
    return Ranking(Query("q"), hits, (), (), NO_TOKENS)


def test_the_odds_grow_with_the_signals():
    weak = logit(found(hit(0.2, cosine=0.1, late=0.3)))
    strong = logit(found(hit(0.8, cosine=0.8, late=0.8)))
    assert logit(found()) < -3
    assert weak < -2 < 2 < strong


def test_the_odds_do_without_vectors_of_word_pieces():
    weak = logit(found(hit(0.2, cosine=0.1, late=0)))
    strong = logit(found(hit(0.8, cosine=0.8, late=0)))
    assert weak < -2 < 2 < strong


@pytest.mark.parametrize(
    ("question", "absent", "expected"),
    [
        ("What did India say?", "India", 1.0),
        ("India said what?", "India", 0.0),
        ("Did the IAEA reply?", "IAEA", 1.0),
        ("What do whales eat?", "whales", 0.0),
        ("IAEA?", "IAEA", 1.0),
    ],
)
def test_a_name_that_occurs_nowhere_is_a_signal(
    question: str, absent: str, expected: float
):
    own = (term(absent, 0), term("reply", 3))
    ranking = Ranking(Query(question), (hit(0.5),), own, own, NO_TOKENS)
    assert signals(ranking)["absent_names"] == expected


def test_passages_far_below_the_best_are_not_shown():
    hits = [hit(1.0), hit(RELATIVE_SCORE), hit(RELATIVE_SCORE - 0.01)]
    assert worth_showing(hits, 5) == hits[:2]
    assert worth_showing(hits, 1) == hits[:1]
    assert worth_showing([], 5) == []


def test_identical_passages_are_shown_once():
    hits = [hit(1.0, "Same."), hit(0.99, "Same."), hit(0.98, "Other.")]
    assert [h.score for h in worth_showing(hits, 5)] == [1.0, 0.98]


def term(surface: str, frequency: int) -> Term:
    return Term(surface, surface.casefold(), 1.0, frequency)
