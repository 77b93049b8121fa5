"""The passages that share words with a question: BM25 over five fields, by tantivy.

The fields are those of `index.keyword_files`. k1 is 1.2 and b 0.75: tantivy's, which
cannot be set.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType

import numpy as np
import tantivy

from index.aliases import Aliases
from index.keyword_files import FIELDS, schema, unlock, write
from index.keyword_queries import Best, Queries, ways
from index.keyword_search import Scores, Search
from index.passage_rows import Searchable
from index.stemming import ENGLISH
from index.vectors import Rows
from index.words import Word, content_words

TEXT_ONLY: Mapping[str, float] = MappingProxyType({"text": 1.0})

# A page pasted as a question has a few hundred different words; more only cost time.
MAX_TERMS = 256

ANALYSES_KEPT = 16
MAX_KEPT_CHARACTERS = 2_000
"""Of a text whose analysis is kept: more than that is no question, but a document."""

SPARE = 100
"""Found beyond those wanted: where the last place is shared, it goes to the lower row
unless more than these share it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question.

    Attributes:
        surface: As the question has it.
        stem: As the index has it.
        others: As it has it of texts in other languages.
        idf: Its weight in the BM25 of `text`, above 0; greatest where it is absent.
        frequency: How many passages have it in the field and the form in which most
            do, about; 0 only if none has it in any.
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


class KeywordQuery:
    """A question that one state of an index is asked, made once for all it is asked."""

    def __init__(self, search: Search, query: Best | None) -> None:
        """Hold what finds the passages; None finds none."""
        self._search = search
        self._query = query

    def matching(self, k: int, among: Rows | None = None) -> tuple[Rows, Scores]:
        """Return the passages that match best and their BM25 scores, best first.

        Args:
            k: How many passages at most; those without any word of it do not match.
            among: Only these passage rows; all when None.
        """
        if self._query is None or k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        rows, scores = self._search.best(self._query.exact, k + SPARE, among)
        return rows[:k], scores[:k]

    def likely(self, k: int, among: Rows | None = None) -> Rows:
        """Return rows of passages among which those that match best are, ascending.

        They are `matching` by a score that is a little too high for a few of them, and
        found in a fraction of its time where several fields count.

        Args:
            k: How many passages at most.
            among: Only these passage rows; all when None.
        """
        if self._query is None:
            return np.empty(0, np.int64)
        return np.sort(self._search.best(self._query.bound, k, among)[0])

    def scores(self, rows: Rows) -> Scores:
        """Return the BM25 scores of these passages, in their order; 0 for no match."""
        rows = np.asarray(rows, dtype=np.int64)
        if self._query is None:
            return np.zeros(len(rows), np.float32)
        return self._search.scores(self._query, rows)


class KeywordIndex:
    """Finds passages by words."""

    def __init__(self, index: tantivy.Index) -> None:
        """Hold a committed index of the schema made here."""
        self._search = Search(index)
        # Passages that are taken out, and that frequencies count.
        self._deleted = self._search.held - len(self._search)
        self._queries = Queries(index.schema, self._search.frequency)
        languages = tuple(dict.fromkeys([ENGLISH, *self._search.languages]))
        # Of a question its terms are asked for, and then what finds it.
        self._analyzed = lru_cache(ANALYSES_KEPT)(
            lambda text: tuple(content_words(text, languages))
        )

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
        index = tantivy.Index(schema(), None if folder is None else str(folder))
        write(index, passages, aliases)
        return cls(index)

    @classmethod
    def update(
        cls,
        folder: Path,
        removed: Rows,
        passages: Iterable[Searchable],
        aliases: Aliases,
    ) -> "KeywordIndex":
        """Return the index of a folder with some passages taken out and others put in.

        No file is altered in place: it may have another name in another folder, whose
        index stays as it is. If this fails the folder is good for nothing.

        Passages are found as in an index built anew. Their BM25 differs a little while
        `deleted_share` is above 0: words are as frequent and texts as long as if the
        passages taken out were there.

        Args:
            folder: Of `build` or `update`; read or written by nobody else meanwhile.
            removed: The rows to take out; those that are not there do nothing.
            passages: What to put in, each row once; one that is in already is to be
                among those taken out.
            aliases: The names that have more than one form.

        Raises:
            OSError, ValueError: The folder, the disk or tantivy refuses.
        """
        unlock(folder)
        index = tantivy.Index.open(str(folder))
        write(index, passages, aliases, removed)
        return cls(index)

    @classmethod
    def read(cls, folder: Path) -> "KeywordIndex":
        """Return the index that `build` or `update` left in a folder.

        Raises:
            OSError, ValueError: There is none, or it is damaged.
        """
        return cls(tantivy.Index.open(str(folder)))

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self._search)

    @property
    def deleted_share(self) -> float:
        """Of the passages in its files, how many are taken out: 0 to 1.

        They take room and count in BM25 until tantivy merges their segment with others.
        """
        return self._deleted / self._search.held if self._deleted else 0.0

    def asked(
        self, question: str, weights: Mapping[str, float] = TEXT_ONLY
    ) -> "KeywordQuery":
        """Return a question as this index is asked it.

        Args:
            question: Any text.
            weights: What each field's BM25 counts; fields not named count nothing.
        """
        query = self._queries.best(self._stems(question), weights)
        return KeywordQuery(self._search, query)

    def matching(
        self,
        question: str,
        k: int,
        among: Rows | None = None,
        weights: Mapping[str, float] = TEXT_ONLY,
    ) -> tuple[Rows, Scores]:
        """Return what `KeywordQuery.matching` does of a question."""
        return self.asked(question, weights).matching(k, among)

    def having_all(self, text: str, k: int) -> Rows:
        """Return passages that have every content word of a text, best match first.

        Among them is every passage that quotes the text, if they are `k` or fewer.

        Args:
            text: Any text; without content words no passage has them.
            k: How many passages at most.
        """
        words = dict.fromkeys(way for word in self._words(text) for way in ways(word))
        query = self._queries.every_way(islice(words, MAX_TERMS), "text")
        if query is None:
            return np.empty(0, np.int64)
        return self._search.best(query, k)[0]

    def has_words(self, text: str) -> bool:
        """Return whether a text has a content word."""
        return any(self._words(text))

    def mentioning(
        self,
        text: str,
        among: Rows | None = None,
        fields: Sequence[str] = ("text", "alias"),
    ) -> Rows:
        """Return every passage that may mention what a text names, ascending.

        It has every content word of the text, itself or in another form of a name in
        it; whether they stand together its text must show.

        Args:
            text: A word, a phrase or a name; without content words nothing has them.
            among: Only these passage rows; all when None.
            fields: Where a word may stand, each word where it will.
        """
        words = list(islice(self._words(text), MAX_TERMS))
        query = self._queries.every_word(words, fields)
        if query is None:
            return np.empty(0, np.int64)
        most = self._queries.most_with(words, fields)
        return self._search.every(query, most, among)

    def terms(self, question: str, among: Rows | None = None) -> list[Term]:
        """Return the question's different content words, in order.

        A word with inner punctuation is one term where the library has it whole, and
        otherwise a term for each part, all with the whole word's surface.

        Args:
            question: Any text.
            among: Where frequencies are of interest; None for all passages. A term
                that none of these rows has gets none.
        """
        words = list(self._different_words(question))
        present = self._present(words, among)
        terms: dict[str, Term] = {}
        for word in words:
            wholes = [form.whole for form in word.forms]
            if word.parts == (word.whole,) or not present.isdisjoint(wholes):
                forms = [wholes]
            else:
                parts = zip(*(form.parts for form in word.forms), strict=False)
                forms = [list(each) for each in parts]
            for each in forms:
                term = self._term(word.surface, each, present)
                terms.setdefault(term.stem, term)
        return list(islice(terms.values(), MAX_TERMS))

    def together(
        self,
        texts: Iterable[str],
        among: Rows | None = None,
        fields: Sequence[str] = FIELDS,
    ) -> bool:
        """Return whether a passage has every content word of all these texts.

        A word with inner punctuation counts as a whole or in its parts.

        Args:
            texts: Any texts; without content words every passage has them.
            among: Look in these passage rows only; in all when None.
            fields: Where a word may stand, each word where it will.
        """
        words = [word for text in texts for word in self._words(text)]
        if not words:
            return len(self if among is None else among) > 0
        # Most that are together are so in the text, which is found faster.
        for where in (["text"], fields):
            query = self._queries.every_word(words, where)
            if query and self._search.finds(query, among):
                return True
        return False

    def _words(self, text: str) -> tuple[Word, ...]:
        short = len(text) <= MAX_KEPT_CHARACTERS
        return (self._analyzed if short else self._analyzed.__wrapped__)(text)

    def _stems(self, question: str) -> list[str]:
        """Return the different stems of a question, wholes and parts, in order."""
        stems = (
            stem
            for word in self._words(question)
            for form in word.forms
            for stem in (form.whole, *form.parts)
        )
        return list(islice(dict.fromkeys(stems), MAX_TERMS))

    def _different_words(self, question: str) -> Iterator[Word]:
        """Yield a question's words in order, up to `MAX_TERMS` different ones."""
        seen: set[tuple[str, ...]] = set()
        for word in self._words(question):
            if (known := (word.whole, *word.parts)) not in seen:
                seen.add(known)
                yield word
            if len(seen) == MAX_TERMS:
                return

    def _present(self, words: Iterable[Word], among: Rows | None) -> set[str]:
        """Return which stems of words any of these rows has in any field."""
        forms = chain.from_iterable(word.forms for word in words)
        stems = {stem for form in forms for stem in (form.whole, *form.parts)}
        present = set()
        if among is None:
            # What is more frequent than what was taken out is there without a look.
            most = self._search.most
            present = {stem for stem in stems if most(stem) > self._deleted}
        queries = {
            stem: query
            for stem in stems - present
            if (query := self._queries.anywhere([stem], FIELDS))
        }
        found = self._search.which_find(list(queries.values()), among)
        return present.union(
            stem for stem, is_there in zip(queries, found, strict=True) if is_there
        )

    def _term(self, surface: str, forms: Sequence[str], present: set[str]) -> Term:
        """Return a word as the term that most passages have it as."""
        having = self._search.frequency
        counted = {form: having("text", form) for form in forms}
        stem, inside = max(counted.items(), key=itemgetter(1))
        return Term(
            surface,
            stem,
            idf=math.log(1 + (self._search.held - inside + 0.5) / (inside + 0.5)),
            frequency=max(map(self._search.most, present & set(forms)), default=0),
            names_document=self._names_document(forms),
            others=tuple(form for form in counted if form != stem),
        )

    def _names_document(self, forms: Sequence[str]) -> bool:
        most = max(self._search.frequency("names", form) for form in forms)
        if most > self._deleted:
            return True
        query = self._queries.anywhere(forms, ["names"])
        return query is not None and self._search.finds(query)
