from index.symbols import Symbol
from qa import LibraryDocument
from qa.overview import Citing
from ui.explore.cited_in import (
    MAX_DOCUMENTS,
    MAX_LISTED,
    MAX_PASSAGES,
    MAX_SYMBOLS,
    ROW,
    WIDEST,
    view_cited_in,
    view_mentions,
)


def document(n: int) -> LibraryDocument:
    return LibraryDocument(
        id=f"d{n}",
        name=f"{n}.txt",
        symbol=None,
        title=f"Document {n}",
        date=None,
        language="en",
        job_number=None,
        passages=9,
    )


def test_what_is_mentioned_most_is_listed_first_and_drawn_widest():
    citing = [
        Citing("d0", Symbol("CD/1"), 1),
        Citing("d0", Symbol("CD/2"), 3),
        Citing("d1", Symbol("CD/2"), 2),
    ]
    view = view_cited_in([document(0), document(1)], citing, held={"CD/2"})
    assert [(one.symbol, one.passages, one.documents) for one in view.listed] == [
        ("CD/2", "5 passages", "2 documents"),
        ("CD/1", "1 passage", "1 document"),
    ]
    assert [one.is_held for one in view.listed] == [True, False]
    assert view.summary == "2 symbols mentioned by 2 documents"
    assert view.drawn == ""
    widths = {
        (curve.document, view.symbols[curve.symbol].symbol): curve.width
        for curve in view.curves
    }
    assert widths[0, "CD/2"] == WIDEST
    assert widths[0, "CD/1"] < widths[1, "CD/2"] < WIDEST


def test_a_curve_ends_at_the_middle_of_what_it_joins():
    citing = [Citing("d0", Symbol(f"CD/{n}"), 1) for n in range(5)]
    view = view_cited_in([document(0)], citing, held=())
    for curve in view.curves:
        assert curve.start == view.documents[curve.document].top + ROW / 2
        assert curve.end == view.symbols[curve.symbol].top + ROW / 2
    assert view.height == 5 * ROW


def test_of_many_the_most_cited_are_drawn_and_the_others_listed():
    documents = [document(n) for n in range(3 * MAX_DOCUMENTS)]
    citing = [
        Citing(one.id, Symbol(f"CD/{n:04}"), 1 + (n < MAX_SYMBOLS))
        for one in documents
        for n in range(MAX_LISTED + 1)
    ]
    view = view_cited_in(documents, citing, held=())
    assert len(view.documents) == MAX_DOCUMENTS
    assert [one.symbol for one in view.symbols] == [
        f"CD/{n:04}" for n in range(MAX_SYMBOLS)
    ]
    assert f"the {MAX_SYMBOLS} most cited" in view.drawn
    assert len(view.listed) == MAX_LISTED
    assert view.more == "and 1 more"


def test_nothing_mentioned_is_nothing_drawn():
    view = view_cited_in([document(0)], [], held=())
    assert (view.symbols, view.curves, view.listed) == ((), (), ())


def test_the_passages_after_those_shown_are_led_to_until_there_are_none(assistant):
    (one,) = (one for one in assistant.citing() if str(one.symbol) == "CD/1985")
    citations = assistant.passages_citing(one.symbol, 0, MAX_PASSAGES)
    all_of_it = view_mentions("CD/1985", citations, len(citations), 0, "")
    assert all_of_it.next == ""
    more = view_mentions("CD/1985", citations, len(citations) + 1, 0, "")
    assert more.next == f"?symbol=CD%2F1985&start={len(citations)}"
    assert more.more == "Show 1 more of 1 passage"
