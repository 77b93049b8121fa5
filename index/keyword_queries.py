"""The queries that the keyword index is asked.

They are made of terms and never parsed, so that no text is a syntax error.
"""

from collections.abc import Iterable, Mapping, Sequence

import tantivy
from tantivy import Occur, Query

from index.vectors import Rows
from index.words import Word

# A passage of the Group's paper that spells the Group out is no more about it than the
# next one, which says "we".
SAME = ("text", "names", "alias")


class Queries:
    """Makes queries of an index's fields."""

    def __init__(self, schema: tantivy.Schema) -> None:
        """Make queries for indexes of this schema."""
        self._schema = schema

    def best(self, stems: Iterable[str], weights: Mapping[str, float]) -> Query:
        """Return a query that sums the weighted BM25 of stems and fields.

        Of the fields in `SAME`, a stem counts in its best one.
        """
        wanted = []
        for stem in stems:
            boosted = {
                field: Query.boost_query(self._has(field, stem), weight)
                for field, weight in weights.items()
                if weight
            }
            same = [boosted.pop(field) for field in SAME if field in boosted]
            wanted += [Query.disjunction_max_query(same)] if same else []
            wanted += boosted.values()
        return Query.boolean_query([(Occur.Should, query) for query in wanted])

    def every_word(self, words: Iterable[Word], fields: Sequence[str]) -> Query:
        """Return a query for all of some words, each in any of the fields.

        A word with inner punctuation may stand there as a whole or in its parts.
        """
        return Query.boolean_query(
            [(Occur.Must, self._word(word, fields)) for word in words]
        )

    def every_way(self, wanted: Iterable[Sequence[Sequence[str]]], field: str) -> Query:
        """Return a query for passages that have, in a field, one of each of these ways.

        Args:
            wanted: Of each word its ways, as `ways` gives them.
            field: Where the stems are to stand.
        """
        return Query.boolean_query(
            [(Occur.Must, self._any_way(each, field)) for each in wanted]
        )

    def among(self, rows: Rows) -> Query:
        """Return a query for the passages of these rows."""
        return Query.term_set_query(self._schema, "row", rows.tolist())

    def _word(self, word: Word, fields: Sequence[str]) -> Query:
        weights = dict.fromkeys(fields, 1.0)
        either = []
        for form in word.forms:
            parts = [(Occur.Must, self.best([part], weights)) for part in form.parts]
            either += [
                (Occur.Should, self.best([form.whole], weights)),
                (Occur.Should, Query.boolean_query(parts)),
            ]
        return Query.boolean_query(either)

    def _any_way(self, each: Sequence[Sequence[str]], field: str) -> Query:
        if len(each) == len(each[0]) == 1:
            return self._has(field, each[0][0])
        every = [[(Occur.Must, self._has(field, stem)) for stem in way] for way in each]
        return Query.boolean_query(
            [(Occur.Should, Query.boolean_query(way)) for way in every]
        )

    def _has(self, field: str, stem: str) -> Query:
        return Query.term_query(self._schema, field, stem, "freq")


def both(wanted: Query, allowed: Query) -> Query:
    """Return the first query's matches and scores among the second's matches."""
    unscored = Query.const_score_query(allowed, 0.0)
    return Query.boolean_query([(Occur.Must, wanted), (Occur.Must, unscored)])


def ways(word: Word) -> list[tuple[tuple[str, ...], ...]]:
    """Return what a passage with a word has: of each of these one, all its stems."""
    if not word.others:
        return [((part,),) for part in word.parts]
    return [tuple(dict.fromkeys(form.parts for form in word.forms))]
