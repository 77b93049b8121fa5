"""The passages that share words with a question: BM25 over five fields, by tantivy.

`text` is the passage, `heading` what introduces it, `title` and `names` are what its
document is known by, and `alias` has the other forms of the names in the passage. k1
is 1.2 and b 0.75: tantivy's, which cannot be set.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Occur, Query

from index.aliases import Aliases
from index.context import heading, names
from index.passage_rows import Searchable
from index.vectors import Rows
from index.words import Word, analyzer, content_words, index_form

ANALYZER = "pincite"
FIELDS = ("text", "heading", "title", "names", "alias")
# A passage of the Group's paper that spells the Group out is no more about it than the
# next one, which says "we".
SAME = ("text", "names", "alias")
TEXT_ONLY: Mapping[str, float] = MappingProxyType({"text": 1.0})

# A page pasted as a question has a few hundred different words; more only cost time.
MAX_TERMS = 256
WRITER_BYTES = 128_000_000

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question.

    Attributes:
        surface: As the question has it.
        stem: As the index has it.
        idf: Its weight in the BM25 of `text`, above 0; greatest where it is absent.
        frequency: How many passages have it in any field; 0 is nowhere.
        names_document: Whether a document is known by it.
    """

    surface: str
    stem: str
    idf: float
    frequency: int
    names_document: bool = False


class KeywordIndex:
    """Finds passages by words."""

    def __init__(self, index: tantivy.Index) -> None:
        """Hold a committed index of the schema made here."""
        # Otherwise a thread watches the files, which never change.
        index.config_reader("manual")
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def build(
        cls,
        passages: Iterable[Searchable],
        aliases: Aliases,
        folder: Path | None = None,
    ) -> "KeywordIndex":
        """Return an index of these passages.

        Args:
            passages: Rows ascending.
            aliases: The names that have more than one form.
            folder: An empty folder for its files; None keeps it in memory.

        Raises:
            OSError: The folder or the disk refuses.
            ValueError: So does tantivy, which says so in this way too.
        """
        index = tantivy.Index(_schema(), None if folder is None else str(folder))
        index.register_tokenizer(ANALYZER, analyzer())
        # One thread keeps rows in order, so that equal scores come lowest row first.
        writer = index.writer(WRITER_BYTES, num_threads=1)
        for passage in passages:
            entry = tantivy.Document()
            entry.add_unsigned("row", passage.row)
            for field, text in _fields(passage, aliases).items():
                entry.add_text(field, index_form(text))
            writer.add_document(entry)
        writer.commit()
        writer.wait_merging_threads()
        return cls(index)

    @classmethod
    def read(cls, folder: Path) -> "KeywordIndex":
        """Return the index that `build` left in a folder.

        Raises:
            OSError, ValueError: There is none, or it is damaged.
        """
        return cls(tantivy.Index.open(str(folder)))

    def __len__(self) -> int:
        """Return the number of passages."""
        return self._searcher.num_docs

    def matching(
        self,
        question: str,
        k: int,
        among: Rows | None = None,
        weights: Mapping[str, float] = TEXT_ONLY,
    ) -> tuple[Rows, Scores]:
        """Return the passages that match best and their BM25 scores, best first.

        Args:
            question: Any text.
            k: How many passages at most; those without any word of it do not match.
            among: Only these passage rows; all when None.
            weights: What each field's BM25 counts; fields not named count nothing.
        """
        query = self._query(_stems(question), weights)
        if among is not None:
            query = _both(query, self._any_of(among))
        limit = min(k, len(self))
        if limit <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        hits = self._searcher.search(query, limit, count=False).hits
        rows = self._rows([address for _, address in hits])
        scores = np.array([score for score, _ in hits], dtype=np.float32)
        order = np.lexsort((rows, -scores))
        return rows[order], scores[order]

    def having_all(self, text: str, k: int) -> Rows:
        """Return passages that have every content word of a text, best match first.

        Among them is every passage that quotes the text, if they are `k` or fewer.

        Args:
            text: Any text; without content words no passage has them.
            k: How many passages at most.
        """
        stems = {part: None for word in content_words(text) for part in word.parts}
        words = [self._has("text", stem) for stem in islice(stems, MAX_TERMS)]
        if not words or not len(self):
            return np.empty(0, np.int64)
        query = Query.boolean_query([(Occur.Must, word) for word in words])
        hits = self._searcher.search(query, min(k, len(self)), count=False).hits
        return self._rows([address for _, address in hits])

    def mentioning(self, text: str, among: Rows | None = None) -> Rows:
        """Return every passage that may mention what a text names, ascending.

        It has every content word of the text, itself or in another form of a name in
        it; whether they stand together its text must show.

        Args:
            text: A word, a phrase or a name; without content words nothing has them.
            among: Only these passage rows; all when None.
        """
        words = list(islice(content_words(text), MAX_TERMS))
        if not words or not len(self):
            return np.empty(0, np.int64)
        query = Query.boolean_query(
            [(Occur.Must, self._has_word(word, ("text", "alias"))) for word in words]
        )
        if among is not None:
            query = _both(query, self._any_of(among))
        hits = self._searcher.search(query, len(self), count=False).hits
        return np.sort(self._rows([address for _, address in hits]))

    def scores(
        self, question: str, rows: Rows, weights: Mapping[str, float] = TEXT_ONLY
    ) -> Scores:
        """Return the BM25 scores of these passages, in their order; 0 for no match."""
        rows = np.asarray(rows, dtype=np.int64)
        found, scores = self.matching(question, len(rows), rows, weights)
        return _looked_up(rows, found, scores)

    def terms(self, question: str, among: Rows | None = None) -> list[Term]:
        """Return the question's different content words, in order.

        A word with inner punctuation is one term where the library has it whole, and
        otherwise a term for each part, all with the whole word's surface.

        Args:
            question: Any text.
            among: Count frequencies in these passage rows only; in all when None.
        """
        allowed = None if among is None else self._any_of(among)
        terms: dict[str, Term] = {}
        for word in content_words(question):
            if len(terms) >= MAX_TERMS:
                break
            whole = self._term(word.surface, word.whole, allowed)
            if whole.frequency or word.parts == (word.whole,):
                terms.setdefault(word.whole, whole)
            else:
                for part in word.parts:
                    terms.setdefault(part, self._term(word.surface, part, allowed))
        return list(terms.values())

    def together(
        self,
        texts: Iterable[str],
        among: Rows | None = None,
        fields: Sequence[str] = FIELDS,
    ) -> int:
        """Return how many passages have every content word of all these texts.

        A word with inner punctuation counts as a whole or in its parts.

        Args:
            texts: Any texts; without content words every passage has them.
            among: Count in these passage rows only; in all when None.
            fields: Where a word may stand, each word where it will.
        """
        words = [word for text in texts for word in content_words(text)]
        if not words:
            return len(self) if among is None else len(among)
        query = Query.boolean_query(
            [(Occur.Must, self._has_word(word, fields)) for word in words]
        )
        if among is not None:
            query = _both(query, self._any_of(among))
        return int(self._searcher.search(query, 1).count)  # type: ignore[attr-defined]  # missing in tantivy's stubs

    def _query(self, stems: Iterable[str], weights: Mapping[str, float]) -> Query:
        """Return a query that sums the weighted BM25 of stems and fields.

        Of the fields in `SAME`, a stem counts in its best one. The query is made of
        terms and never parsed, so that no text is a syntax error.
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

    def _has(self, field: str, stem: str) -> Query:
        return Query.term_query(self._schema, field, stem, "freq")

    def _has_word(self, word: Word, fields: Sequence[str]) -> Query:
        weights = dict.fromkeys(fields, 1.0)
        parts = [(Occur.Must, self._query([part], weights)) for part in word.parts]
        return Query.boolean_query(
            [
                (Occur.Should, self._query([word.whole], weights)),
                (Occur.Should, Query.boolean_query(parts)),
            ]
        )

    def _any_of(self, rows: Rows) -> Query:
        return Query.term_set_query(self._schema, "row", rows.tolist())

    def _rows(self, addresses: list[tantivy.DocAddress]) -> Rows:
        values = self._searcher.fast_field_values("row", addresses)
        return np.array(values, dtype=np.int64)

    def _term(self, surface: str, stem: str, allowed: Query | None) -> Term:
        inside = self._searcher.doc_freq("text", stem)
        anywhere = self._query([stem], dict.fromkeys(FIELDS, 1.0))
        if allowed is not None:
            anywhere = _both(anywhere, allowed)
        frequency = self._searcher.search(anywhere, 1).count  # type: ignore[attr-defined]  # missing in tantivy's stubs
        idf = math.log(1 + (len(self) - inside + 0.5) / (inside + 0.5))
        names_document = self._searcher.doc_freq("names", stem) > 0
        return Term(surface, stem, idf, frequency, names_document)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", indexed=True, fast=True)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name=ANALYZER, index_option="freq")
    return builder.build()


def _fields(passage: Searchable, aliases: Aliases) -> dict[str, str]:
    # A cover note has its own heading: as a name too, its courtesies would win.
    is_cover_note = "\n".join(passage.section) == passage.cover_note
    known = names(passage.masthead, "" if is_cover_note else passage.cover_note)
    return {
        "text": passage.text,
        "heading": heading(passage.section, passage.lead_in),
        "title": passage.title,
        "names": "\n".join([known, *aliases.others(known)]),
        "alias": "\n".join(aliases.others(passage.text, passage.document_id)),
    }


def _stems(question: str) -> list[str]:
    """Return the different stems of a question, wholes and parts, in order."""
    stems = (
        stem for word in content_words(question) for stem in (word.whole, *word.parts)
    )
    return list(islice(dict.fromkeys(stems), MAX_TERMS))


def _both(wanted: Query, allowed: Query) -> Query:
    """Return the first query's matches and scores among the second's matches."""
    unscored = Query.const_score_query(allowed, 0.0)
    return Query.boolean_query([(Occur.Must, wanted), (Occur.Must, unscored)])


def _looked_up(rows: Rows, found: Rows, scores: Scores) -> Scores:
    """Return the score of each row, 0 for rows that were not found."""
    by_row = dict(zip(found.tolist(), scores.tolist(), strict=True))
    return np.array([by_row.get(row, 0.0) for row in rows.tolist()], np.float32)
