"""Two columns with curves between them: who stands where, so that few lines cross.

Nothing is left to chance: the same library gives the same picture.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SWEEPS = 8
"""Times that each column is put in the order of the other; the order settles before."""

Link = tuple[int, int]
"""Places in the left column and in the right one, from 0."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the entries of two columns stand, in rows from the top; may be fractions.

    Attributes:
        left: By their places as they were given; at least one row apart.
        right: Likewise.
        rows: How many rows the picture has.
    """

    left: tuple[float, ...]
    right: tuple[float, ...]
    rows: int


def columns(left: int, right: int, links: Mapping[Link, int]) -> Columns:
    """Return where to put the entries of two columns.

    Each column is put, in turns, in the order of its neighbours' mean places
    (barycentres). Then the longer one is set row by row, and the other near to what it
    is linked with.

    Args:
        left: How many there are at the left.
        right: How many there are at the right.
        links: How strong each link is; at least 1.
    """
    ordered_left, ordered_right = list(range(left)), list(range(right))
    turned = {(b, a): weight for (a, b), weight in links.items()}
    for _ in range(SWEEPS):
        ordered_right = _by_mean(ordered_right, _places(ordered_left), turned)
        ordered_left = _by_mean(ordered_left, _places(ordered_right), links)
    rows = max(left, right, 1)
    if left >= right:
        at_left = _places(ordered_left)
        at_right = _set(ordered_right, _means(at_left, turned), rows)
    else:
        at_right = _places(ordered_right)
        at_left = _set(ordered_left, _means(at_right, links), rows)
    return Columns(
        tuple(at_left[n] for n in range(left)),
        tuple(at_right[n] for n in range(right)),
        rows,
    )


def _places(order: Sequence[int]) -> dict[int, float]:
    return {entry: float(place) for place, entry in enumerate(order)}


def _means(others: Mapping[int, float], links: Mapping[Link, int]) -> dict[int, float]:
    """Return the weighted mean place of what each entry is linked with."""
    sums: dict[int, tuple[float, int]] = {}
    for (entry, other), weight in links.items():
        total, weights = sums.get(entry, (0.0, 0))
        sums[entry] = total + weight * others[other], weights + weight
    return {entry: total / weights for entry, (total, weights) in sums.items()}


def _by_mean(
    order: Iterable[int], others: Mapping[int, float], links: Mapping[Link, int]
) -> list[int]:
    """Return the entries by their mean places; equals stay as they are."""
    means = _means(others, links)
    return sorted(order, key=lambda entry: means.get(entry, len(others)))


def _set(
    order: Sequence[int], wished: Mapping[int, float], rows: int
) -> dict[int, float]:
    """Return places a row apart, in this order, as near to the wished as that allows.

    Entries that want the same room share it evenly: groups grow until they fit.
    """
    groups: list[tuple[float, list[int]]] = []
    for entry in order:
        centre, members = wished.get(entry, 0.0), [entry]
        while groups and _top(centre, members) < _top(*groups[-1]) + len(groups[-1][1]):
            before, those = groups.pop()
            both = len(those) + len(members)
            centre = (before * len(those) + centre * len(members)) / both
            members = [*those, *members]
        groups.append((centre, members))
    tops = [_top(centre, members) for centre, members in groups]
    # What sticks out below pushes up what is above it; then the same from the top.
    limit = float(rows)
    for n in range(len(groups) - 1, -1, -1):
        tops[n] = min(tops[n], limit - len(groups[n][1]))
        limit = tops[n]
    limit = 0.0
    for n, (_, members) in enumerate(groups):
        tops[n] = max(tops[n], limit)
        limit = tops[n] + len(members)
    return {
        entry: top + n
        for top, (_, members) in zip(tops, groups, strict=True)
        for n, entry in enumerate(members)
    }


def _top(centre: float, members: Sequence[int]) -> float:
    return centre - (len(members) - 1) / 2
