"""The passages that share words with a question: BM25 over five fields, by tantivy.

`text` is the passage, `heading` what introduces it, `title` and `names` are what its
document is known by, and `alias` has the other forms of the names in the passage. k1
is 1.2 and b 0.75: tantivy's, which cannot be set.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Query

from index.aliases import Aliases
from index.context import heading, names
from index.keyword_queries import Queries, both, ways
from index.passage_rows import Searchable
from index.stemming import ENGLISH, STEMMERS, stemmed_as, stems
from index.vectors import Rows
from index.words import Word, content_words, index_form

FIELDS = ("text", "heading", "title", "names", "alias")
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
        others: As it has it of texts in other languages.
        idf: Its weight in the BM25 of `text`, above 0; greatest where it is absent.
        frequency: How many passages have it in any field; 0 is nowhere.
        names_document: Whether a document is known by it.
    """

    surface: str
    stem: str
    idf: float
    frequency: int
    names_document: bool = False
    others: tuple[str, ...] = ()

    @property
    def stems(self) -> tuple[str, ...]:
        """All that the index has it as."""
        return (self.stem, *self.others)


class KeywordIndex:
    """Finds passages by words."""

    def __init__(self, index: tantivy.Index) -> None:
        """Hold a committed index of the schema made here."""
        # Otherwise a thread watches the files, which never change.
        index.config_reader("manual")
        index.reload()
        self._queries = Queries(index.schema)
        self._searcher = index.searcher()
        held = (one for one in STEMMERS if self._searcher.doc_freq("language", one))
        self._languages = tuple(dict.fromkeys([ENGLISH, *held]))

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
        # One thread keeps rows in order, so that equal scores come lowest row first.
        writer = index.writer(WRITER_BYTES, num_threads=1)
        for passage in passages:
            entry = tantivy.Document()
            entry.add_unsigned("row", passage.row)
            language = stemmed_as(passage.language)
            entry.add_text("language", language)
            for field, text in _fields(passage, aliases).items():
                entry.add_text(field, " ".join(stems(index_form(text), language)))
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
        query = self._queries.best(self._stems(question), weights)
        if among is not None:
            query = both(query, self._queries.among(among))
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
        words = dict.fromkeys(way for word in self._words(text) for way in ways(word))
        if not words or not len(self):
            return np.empty(0, np.int64)
        query = self._queries.every_way(islice(words, MAX_TERMS), "text")
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
        words = list(islice(self._words(text), MAX_TERMS))
        if not words or not len(self):
            return np.empty(0, np.int64)
        query = self._queries.every_word(words, ("text", "alias"))
        if among is not None:
            query = both(query, self._queries.among(among))
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
        allowed = None if among is None else self._queries.among(among)
        terms: dict[str, Term] = {}
        for word in self._words(question):
            if len(terms) >= MAX_TERMS:
                break
            wholes = [form.whole for form in word.forms]
            whole = self._term(word.surface, wholes, allowed)
            if whole.frequency or word.parts == (word.whole,):
                terms.setdefault(whole.stem, whole)
                continue
            for parts in zip(*(form.parts for form in word.forms), strict=False):
                part = self._term(word.surface, parts, allowed)
                terms.setdefault(part.stem, part)
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
        words = [word for text in texts for word in self._words(text)]
        if not words:
            return len(self) if among is None else len(among)
        query = self._queries.every_word(words, fields)
        if among is not None:
            query = both(query, self._queries.among(among))
        return int(self._searcher.search(query, 1).count)  # type: ignore[attr-defined]  # missing in tantivy's stubs

    def _rows(self, addresses: list[tantivy.DocAddress]) -> Rows:
        values = self._searcher.fast_field_values("row", addresses)
        return np.array(values, dtype=np.int64)

    def _words(self, text: str) -> Iterator[Word]:
        return content_words(text, self._languages)

    def _stems(self, question: str) -> list[str]:
        """Return the different stems of a question, wholes and parts, in order."""
        stems = (
            stem
            for word in self._words(question)
            for form in word.forms
            for stem in (form.whole, *form.parts)
        )
        return list(islice(dict.fromkeys(stems), MAX_TERMS))

    def _term(self, surface: str, forms: Sequence[str], allowed: Query | None) -> Term:
        """Return a word as the term that most passages have it as."""
        counted = {form: self._searcher.doc_freq("text", form) for form in forms}
        stem, inside = max(counted.items(), key=itemgetter(1))
        others = tuple(form for form in counted if form != stem)
        anywhere = self._queries.best(counted, dict.fromkeys(FIELDS, 1.0))
        if allowed is not None:
            anywhere = both(anywhere, allowed)
        frequency = self._searcher.search(anywhere, 1).count  # type: ignore[attr-defined]  # missing in tantivy's stubs
        idf = math.log(1 + (len(self) - inside + 0.5) / (inside + 0.5))
        names_document = any(self._searcher.doc_freq("names", form) for form in forms)
        return Term(surface, stem, idf, frequency, names_document, others)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", indexed=True, fast=True)
    for field in FIELDS:
        # It is given stems: which ones, the passage's language tells.
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
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


def _looked_up(rows: Rows, found: Rows, scores: Scores) -> Scores:
    """Return the score of each row, 0 for rows that were not found."""
    by_row = dict(zip(found.tolist(), scores.tolist(), strict=True))
    return np.array([by_row.get(row, 0.0) for row in rows.tolist()], np.float32)
