"""The queries that the keyword index is asked.

They are made of terms and never parsed, so that no text is a syntax error. What no
passage has is left out of them, and a query for it is none: None.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

import tantivy
from tantivy import Occur, Query

from index.words import Word

# A passage of the Group's paper that spells the Group out is no more about it than the
# next one, which says "we".
SAME = ("text", "names", "alias")

OFTEN = 20_000
"""Passages. Fewer are read through in the time that some hundreds are looked up in."""

MOST_OFTEN = 4
"""For each the query for the passages to score is copied."""


@dataclass(frozen=True, slots=True)
class Best:
    """A query for what has some stems, scored by the BM25 of their fields.

    Attributes:
        exact: Of the fields in `SAME`, each stem counts in its best one.
        bound: Each stem counts in every field. No score is lower, most are the same,
            and the best are found without looking at all.
        often, seldom: The parts of `exact` with the stems that most passages have, and
            the rest: to score a few passages, the former are better asked one by one
            than read through.
    """

    exact: Query
    bound: Query
    often: tuple[Query, ...]
    seldom: Query | None


class Queries:
    """Makes queries of an index's fields."""

    def __init__(
        self, schema: tantivy.Schema, frequency: Callable[[str, str], int]
    ) -> None:
        """Make queries for indexes of this schema.

        Args:
            schema: Theirs.
            frequency: How many passages have a stem in a field, at most; 0 is none.
        """
        self._schema = schema
        self._frequency = frequency

    def best(self, stems: Iterable[str], weights: Mapping[str, float]) -> Best | None:
        """Return a query that sums the weighted BM25 of stems and fields."""
        bound: list[Query] = []
        exact: list[tuple[int, Query]] = []
        for stem in stems:
            found = {
                field: (frequency, self._weighted(field, stem, weight))
                for field, weight in weights.items()
                if weight and (frequency := self._frequency(field, stem))
            }
            bound += [query for _, query in found.values()]
            same = [found.pop(field) for field in SAME if field in found]
            if len(same) > 1:
                best = Query.disjunction_max_query([query for _, query in same])
                same = [(sum(frequency for frequency, _ in same), best)]
            exact += [*same, *found.values()]
        if not bound:
            return None
        exact.sort(key=itemgetter(0))
        parts = [query for _, query in exact]
        frequent = sum(frequency >= OFTEN for frequency, _ in exact)
        seldom = parts[: len(parts) - min(frequent, MOST_OFTEN)]
        often = parts[len(seldom) :]
        return Best(
            _any(parts), _any(bound), tuple(often), _any(seldom) if seldom else None
        )

    def anywhere(self, stems: Iterable[str], fields: Iterable[str]) -> Query | None:
        """Return a query for passages with one of some stems in one of some fields."""
        fields = tuple(fields)
        either = list(chain.from_iterable(self._each(stem, fields) for stem in stems))
        return _any(either) if either else None

    def every_word(self, words: Iterable[Word], fields: Sequence[str]) -> Query | None:
        """Return a query for all of some words, each in any of the fields.

        A word with inner punctuation may stand there as a whole or in its parts.
        """
        found = [self._word(word, fields) for word in words]
        every = [one for one in found if one]
        return _all(every) if every and len(every) == len(found) else None

    def most_with(self, words: Iterable[Word], fields: Sequence[str]) -> int:
        """Return how many passages `every_word` can find at most."""
        return min(
            (
                sum(
                    self._frequency(field, stem)
                    for form in word.forms
                    for stem in {form.whole, *form.parts}
                    for field in fields
                )
                for word in words
            ),
            default=0,
        )

    def every_way(
        self, wanted: Iterable[Sequence[Sequence[str]]], field: str
    ) -> Query | None:
        """Return a query for passages that have, in a field, one of each of these ways.

        Args:
            wanted: Of each word its ways, as `ways` gives them.
            field: Where the stems are to stand.
        """
        found = [self._any_way(each, field) for each in wanted]
        every = [one for one in found if one]
        return _all(every) if every and len(every) == len(found) else None

    def _word(self, word: Word, fields: Sequence[str]) -> Query | None:
        either: list[Query] = []
        for form in word.forms:
            either += self._each(form.whole, fields)
            if form.parts != (form.whole,):
                parts = [self._each(part, fields) for part in form.parts]
                if parts and all(parts):
                    either.append(_all([_any(each) for each in parts]))
        return _any(either) if either else None

    def _any_way(self, each: Sequence[Sequence[str]], field: str) -> Query | None:
        either = [
            _all([self._has(field, stem) for stem in way])
            for way in each
            if all(self._frequency(field, stem) for stem in way)
        ]
        return _any(either) if either else None

    def _each(self, stem: str, fields: Iterable[str]) -> list[Query]:
        """Return queries for a stem in each of the fields that have it."""
        held = [field for field in fields if self._frequency(field, stem)]
        return [self._has(field, stem) for field in held]

    def _weighted(self, field: str, stem: str, weight: float) -> Query:
        query = self._has(field, stem)
        return query if weight == 1 else Query.boost_query(query, weight)

    def _has(self, field: str, stem: str) -> Query:
        return Query.term_query(self._schema, field, stem, "freq")


def ways(word: Word) -> list[tuple[tuple[str, ...], ...]]:
    """Return what a passage with a word has: of each of these one, all its stems."""
    if not word.others:
        return [((part,),) for part in word.parts]
    return [tuple(dict.fromkeys(form.parts for form in word.forms))]


def _any(queries: Sequence[Query]) -> Query:
    """Return a query for what any of these finds; of one, itself."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _all(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])
