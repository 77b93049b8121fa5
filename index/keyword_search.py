"""The rows that a tantivy query finds, with their scores: all, or among some.

A query of plain terms, each in one field, is answered without looking at most of what
it finds. A filter by rows is not: rows are looked up one by one, or found afterwards
among more than were asked for.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import FieldType, Occur, Query

from index.best import best
from index.keyword_files import FIELDS
from index.keyword_queries import Best
from index.stemming import STEMMERS
from index.vectors import Rows
from index.windows_of_rows import spans

Scores = NDArray[np.float32]

# A range looks through a bit for each passage; a row has to be looked up.
MAX_RANGES = 64
MAX_SINGLE_ROWS = 1_000
LONG_RANGE = 1 / 64
"""Of the passages. Faster than to look each row up is to look at every passage's row
(measured from 100,000 to a million)."""

MAX_HITS = 10_000
"""Found to be sifted afterwards: more take longer than looking rows up."""

SAMPLE = 1_000
"""Found to see whether one is among some rows."""

ROW_COST = 4
"""Times as long takes looking a row up as sifting one that was found."""

MARKS = 20
"""Powers of two whose sum is exact in a score, which is a float32."""

FREQUENCIES_KEPT = 1 << 14


class Search:
    """Finds rows in one state of an index."""

    def __init__(self, index: tantivy.Index) -> None:
        """Hold a committed index of the schema of `index.keyword_files`."""
        # Otherwise a thread watches the files, which never change.
        index.config_reader("manual")
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()
        frequency = lru_cache(FREQUENCIES_KEPT)(self._searcher.doc_freq)
        self.frequency = frequency
        # How many passages have a stem in the field where most do, about.
        self.most = lru_cache(FREQUENCIES_KEPT)(
            lambda stem: max(frequency(field, stem) for field in FIELDS)
        )
        # Every passage has a language, and frequencies count those taken out.
        self.languages = tuple(
            one for one in STEMMERS if self.frequency("language", one)
        )
        self.held = sum(self.frequency("language", one) for one in self.languages)

    def __len__(self) -> int:
        """Return the number of passages."""
        return self._searcher.num_docs

    def best(
        self, query: Query, k: int, among: Rows | None = None
    ) -> tuple[Rows, Scores]:
        """Return the rows with the best `k` scores and these, best first.

        Of equal ones the lower row comes first; which of them are left out, where the
        last places are shared, is for tantivy to say.
        """
        if among is None:
            return self._best(query, k)
        among = _ascending(among)
        if len(among) > MAX_SINGLE_ROWS:
            enough = 2 * k * len(self) // len(among)
            if enough <= MAX_HITS:
                rows, scores = self._best(query, enough)
                inside = _are_among(rows, among)
                if len(rows) < enough or np.count_nonzero(inside) >= k:
                    return rows[inside][:k], scores[inside][:k]
        return self._best(_both(query, self._within(among)), k)

    def every(self, query: Query, at_most: int, among: Rows | None = None) -> Rows:
        """Return all rows that a query finds, ascending.

        Args:
            query: Its scores are not wanted.
            at_most: No fewer than there are.
            among: Only these rows; all when None.
        """
        query = Query.const_score_query(query, 1.0)
        if among is not None:
            among = _ascending(among)
            if len(among) * ROW_COST < at_most:
                query, at_most = _both(query, self._within(among)), len(among)
        rows = np.sort(self._best(query, at_most)[0])
        return rows if among is None else rows[_are_among(rows, among)]

    def finds(self, query: Query, among: Rows | None = None) -> bool:
        """Return whether a query finds any row."""
        if among is None:
            return len(self._best(query, 1)[0]) > 0
        among = _ascending(among)
        if len(among) * SAMPLE > len(self):
            rows, _ = self._best(query, SAMPLE)
            found = bool(_are_among(rows, among).any())
            if found or len(rows) < SAMPLE:
                return found
        return len(self._best(_both(query, self._within(among)), 1)[0]) > 0

    def which_find(
        self, queries: Sequence[Query], among: Rows | None = None
    ) -> list[bool]:
        """Return of each query whether it finds any row."""
        among = None if among is None else _ascending(among)
        if among is None or len(among) > MAX_SINGLE_ROWS:
            return [self.finds(query, among) for query in queries]
        found: list[bool] = []
        within = Query.const_score_query(self._within(among), 0.0)
        for start in range(0, len(queries), MARKS):
            # A row's score is the sum of the marks of those that find it.
            marked = [
                (Occur.Should, Query.const_score_query(query, 2.0**place))
                for place, query in enumerate(queries[start : start + MARKS])
            ]
            wanted = Query.boolean_query([(Occur.Must, within), *marked])
            scores = self._best(wanted, len(among))[1].astype(np.int64)
            marks = int(np.bitwise_or.reduce(scores, initial=0))
            found += [bool(marks >> place & 1) for place in range(len(marked))]
        return found

    def scores(self, query: Best, rows: Rows) -> Scores:
        """Return the exact scores of these rows, in their order; 0 if not found."""
        if not len(rows):
            return np.empty(0, np.float32)
        if len(rows) * ROW_COST > len(self):
            found, scores = self._found(query.exact, len(self))
        else:
            wanted = Query.const_score_query(self._within(_ascending(rows)), 0.0)
            for part in filter(None, (query.seldom, *query.often)):
                both = [(Occur.Must, wanted), (Occur.Should, part)]
                wanted = Query.boolean_query(both)
            found, scores = self._found(wanted, len(rows))
        order = np.argsort(found)
        places, are_found = spans(found[order], rows)
        inside = are_found > 0
        exact = np.zeros(len(rows), np.float32)
        exact[inside] = scores[order][places[inside]]
        return exact

    def _best(self, query: Query, k: int) -> tuple[Rows, Scores]:
        return best(*self._found(query, k), k)

    def _found(self, query: Query, k: int) -> tuple[Rows, Scores]:
        limit = min(k, len(self))
        if limit <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        hits = self._searcher.search(query, limit, count=False).hits
        addresses = [address for _, address in hits]
        values = self._searcher.fast_field_values("row", addresses)
        rows = np.array(values, dtype=np.int64)
        scores = np.array([score for score, _ in hits], dtype=np.float32)
        return rows, scores

    def _within(self, rows: Rows) -> Query:
        """Return a query for rows, which are different and ascending."""
        if not len(rows):
            return Query.empty_query()
        ends = np.flatnonzero(np.diff(rows) > 1)
        first, last = rows[np.append(0, ends + 1)], rows[np.append(ends, -1)]
        if len(first) <= MAX_RANGES:
            either = [
                self._between(*one)
                for one in zip(first.tolist(), last.tolist(), strict=True)
            ]
        elif len(rows) <= MAX_SINGLE_ROWS:
            either = [self._between(row, row) for row in rows.tolist()]
        else:
            return Query.term_set_query(self._schema, "row", rows.tolist())
        return Query.boolean_query([(Occur.Should, one) for one in either])

    def _between(self, first: int, last: int) -> Query:
        if first == last:
            return Query.term_query(self._schema, "row", first, "basic")
        return Query.range_query(
            self._schema,
            "row",
            FieldType.Unsigned,
            first,
            last,
            use_inverted_index=last - first < LONG_RANGE * len(self),
        )


def _both(wanted: Query, allowed: Query) -> Query:
    """Return the first query's matches and scores among the second's matches."""
    unscored = Query.const_score_query(allowed, 0.0)
    return Query.boolean_query([(Occur.Must, wanted), (Occur.Must, unscored)])


def _ascending(rows: Rows) -> Rows:
    """Return the different rows in order, in which they mostly come."""
    return rows if np.all(np.diff(rows) > 0) else np.unique(rows)


def _are_among(rows: Rows, among: Rows) -> NDArray[np.bool_]:
    """Return which rows are among others, which ascend and are some."""
    place = np.searchsorted(among, rows).clip(max=len(among) - 1)
    return np.asarray(among[place] == rows)
