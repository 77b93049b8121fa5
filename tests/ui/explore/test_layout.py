from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ui.explore.layout import columns

FEW = 8


@st.composite
def linked(draw):
    left, right = draw(st.integers(1, FEW)), draw(st.integers(1, FEW))
    ends = st.tuples(st.integers(0, left - 1), st.integers(0, right - 1))
    links = draw(st.dictionaries(ends, st.integers(1, 9), max_size=FEW * FEW))
    return left, right, links


@given(linked())
def test_no_two_entries_of_a_column_overlap_and_none_stands_outside(given_links):
    left, right, links = given_links
    found = columns(left, right, links)
    assert (len(found.left), len(found.right)) == (left, right)
    for places in (found.left, found.right):
        assert all(b - a >= 1 - 1e-9 for a, b in pairwise(sorted(places)))
        assert min(places) >= -1e-9
        assert max(places) <= found.rows - 1 + 1e-9


@given(linked())
def test_the_same_links_give_the_same_picture(given_links):
    left, right, links = given_links
    backwards = dict(reversed(list(links.items())))
    again = columns(left, right, backwards)
    for one, other in zip(columns(left, right, links).left, again.left, strict=True):
        assert abs(one - other) < 1e-9


def test_lines_that_need_not_cross_do_not():
    crossed = {(0, 2): 1, (1, 1): 1, (2, 0): 1}
    found = columns(3, 3, crossed)
    assert [found.left[a] for a, _ in crossed] == [found.right[b] for _, b in crossed]


def test_a_single_document_stands_in_the_middle_of_what_it_mentions():
    found = columns(1, 5, {(0, symbol): 1 for symbol in range(5)})
    assert found.left == (2.0,)
    assert found.rows == 5


def test_a_stronger_link_draws_nearer():
    links = {(0, 0): 1, (0, 4): 3, (1, 1): 1, (1, 2): 1, (1, 3): 1}
    found = columns(2, 5, links)
    (weak, strong) = (abs(found.left[0] - found.right[symbol]) for symbol in (0, 4))
    assert strong < weak
