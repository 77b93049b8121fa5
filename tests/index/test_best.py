import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.best import best

SCORED = st.dictionaries(
    st.integers(0, 1_000), st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0]), max_size=40
)


@given(SCORED, st.integers(-1, 50), st.randoms(use_true_random=False))
def test_the_best_come_first_and_ties_by_lower_row(scored, k, draw):
    given_rows = list(scored)
    draw.shuffle(given_rows)
    rows, scores = best(
        np.array(given_rows, np.int64),
        np.array([scored[row] for row in given_rows], np.float32),
        k,
    )
    expected = sorted(scored, key=lambda row: (-scored[row], row))[: max(k, 0)]
    assert rows.tolist() == expected
    assert scores.tolist() == [scored[row] for row in expected]
