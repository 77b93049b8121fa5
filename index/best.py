"""The best of rows that have scores."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Score = TypeVar("Score", bound=np.floating[Any])


def best(
    rows: NDArray[np.int64], scores: NDArray[Score], k: int
) -> tuple[NDArray[np.int64], NDArray[Score]]:
    """Return the k best rows and their scores, best first, ties by lower row.

    Args:
        rows: Numbers, each once, in any order.
        scores: Of each; none is NaN.
        k: How many at most; only so many are sorted.
    """
    if 0 < k < len(rows):
        enough = scores >= -np.partition(-scores, k - 1)[k - 1]
        rows, scores = rows[enough], scores[enough]
    order = np.lexsort((rows, -scores))[: max(k, 0)]
    return rows[order], scores[order]
