"""All the names that have more than one form, looked up in a text.

Documents define short forms as they use them (`index.definitions`), a few names are
known to everyone (`index.known_names`), others are written beside a document
(`index.sidecars`). Aliases widen what finds a passage, never what is quoted.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from index.definitions import Definition, is_short, singular
from index.known_names import known_names

# Raise it when names are found otherwise: indexes made before are then built again.
ALIASES_VERSION = 1

WORD = re.compile(r"[^\W_]+(?:\.[^\W_]\b\.?)*")

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text.

    Attributes:
        start, end: Its range of characters.
        form: The form it has there, comparable.
        others: Its other forms, comparable.
    """

    start: int
    end: int
    form: Tokens
    others: frozenset[Tokens]


class Aliases:
    """All the names of a library that have more than one form."""

    def __init__(
        self,
        names: Iterable[Sequence[str]] = (),
        terms: Mapping[str, Sequence[Definition]] | None = None,
    ) -> None:
        """Join what documents say with what is known.

        Args:
            names: The forms of one name each.
            terms: By document id, what stands for a longer name in that document.
        """
        self._names = [tuple(forms) for forms in names]
        self._terms = {key: tuple(those) for key, those in (terms or {}).items()}
        self._forms: dict[Tokens, dict[Tokens, str]] = defaultdict(dict)
        self._longest: dict[str, int] = defaultdict(int)
        self._proper: set[str] = set()
        for forms in [*_undisputed(self._names), *self._names]:
            self._add(forms)
        self._new = {form: _new(form, others) for form, others in self._forms.items()}

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the aliases that `to_json` wrote.

        Raises:
            ValueError: It did not.
        """
        try:
            written = json.loads(text)
            terms = {
                key: [Definition(*pair) for pair in pairs]
                for key, pairs in written["terms"].items()
            }
            return cls(written["names"], terms)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"these are no aliases ({error!r})") from error

    def to_json(self) -> str:
        """Return what the documents say, as JSON; what is known is not written."""
        terms = {
            key: [(term.short, term.long) for term in those]
            for key, those in self._terms.items()
        }
        return json.dumps({"names": self._names, "terms": terms}, ensure_ascii=False)

    def others(self, text: str, document_id: str = "") -> list[str]:
        """Return the other forms of the names in a text, in the order of the names.

        A form is left out if the text has it, or if it has no other words than the
        form that the text has.

        Args:
            text: Any text.
            document_id: The document it is from, whose own terms are then known.
        """
        words = WORD.findall(text)
        present: set[Tokens] = set()
        found: dict[Tokens, str] = {}
        for _, form in self._found(words):
            present.add(form)
            found.update(self._new[form])
        for _, term in self._of_document(text, document_id):
            found[_tokens(term.long)] = term.long
        return [form for tokens, form in found.items() if tokens not in present]

    def mentions(self, text: str, document_id: str = "") -> list[Mention]:
        """Return every name in a text, a longer one before those within it.

        Args:
            text: Any text.
            document_id: As for `others`.
        """
        words = list(WORD.finditer(text))
        mentions = [
            Mention(
                start=words[place].start(),
                end=words[place + len(form) - 1].end(),
                form=form,
                others=frozenset(self._forms[form]),
            )
            for place, form in self._found([word[0] for word in words])
        ]
        for match, term in self._of_document(text, document_id):
            long = frozenset([_tokens(term.long)])
            mention = Mention(match.start(), match.end(), _tokens(match[0]), long)
            mentions.append(mention)
        return sorted(mentions, key=lambda mention: (mention.start, -mention.end))

    def changed_since(self, earlier: "Aliases") -> set[Tokens]:
        """Return the names that have other forms, or are found otherwise, than earlier.

        Terms that are one document's own are not among them.
        """
        return {
            form
            for form in self._new.keys() | earlier._new.keys()
            if self._new.get(form) != earlier._new.get(form)
            or (form[0] in self._proper) != (form[0] in earlier._proper)
        }

    def _found(self, words: Sequence[str]) -> Iterator[tuple[int, Tokens]]:
        """Yield the place and form of each name among a text's words."""
        tokens = tuple(map(_token, words))
        for place, first in enumerate(tokens):
            if first not in self._longest:
                continue  # most words begin no name
            for length in range(self._longest[first], 0, -1):
                form = tokens[place : place + length]
                if form in self._forms and (
                    length > 1 or first not in self._proper or words[place][0].isupper()
                ):
                    yield place, form

    def _of_document(
        self, text: str, document_id: str
    ) -> Iterator[tuple[re.Match[str], Definition]]:
        for term in self._terms.get(document_id, ()):
            for match in _pattern(term.short).finditer(text):
                yield match, term

    def _add(self, forms: Sequence[str]) -> None:
        for form in forms:
            tokens = _tokens(form)
            if not tokens:
                continue
            for other in forms:
                if _tokens(other) != tokens:
                    self._forms[tokens].setdefault(_tokens(other), other)
            first = tokens[0]
            self._longest[first] = max(self._longest[first], len(tokens))
            if len(tokens) == 1 and form[0].isupper():
                self._proper.add(first)


def _undisputed(names: Iterable[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the names known to everyone, without short forms that mean another here.

    Where the documents define CD as "continuous delivery" and never as anything with a
    word of the Conference on Disarmament, CD is not the Conference.
    """
    said: dict[Tokens, set[str]] = defaultdict(set)
    for forms in names:
        for form in filter(_is_initials, forms):
            said[_tokens(form)].update(*map(_tokens, forms))
    for forms in known_names():
        longer = [form for form in forms if not _is_initials(form)]
        words = {word for form in longer for word in _tokens(form)}
        yield tuple(
            form
            for form in forms
            if form in longer
            or _tokens(form) not in said
            or words & said[_tokens(form)]
        )


def _is_initials(form: str) -> bool:
    return " " not in form and is_short(form)


def _new(form: Tokens, others: Mapping[Tokens, str]) -> dict[Tokens, str]:
    """Return the other forms that are not the same words, or more or fewer of them."""
    own = set(form)
    return {
        tokens: other
        for tokens, other in others.items()
        if not own <= set(tokens) and not set(tokens) <= own
    }


@lru_cache(maxsize=1 << 12)
def _pattern(term: str) -> re.Pattern[str]:
    """Return what finds a term as it was defined, but not within a longer name."""
    article, _, name = term.rpartition("the ")
    begin = r"\b[Tt]he\s" if article or term.startswith("the ") else r"(?<![A-Z]\w\s)\b"
    return re.compile(rf"{begin}{re.escape(name)}\b(?!\s(?:(?:of|on|for)\s)?[A-Z])")


@lru_cache(maxsize=1 << 14)
def _tokens(text: str) -> Tokens:
    """Return a text's words: short forms as they are, others folded; in the singular.

    So "US" is not "us", and "TCBMs" is "TCBM".
    """
    return tuple(map(_token, WORD.findall(text)))


@lru_cache(maxsize=1 << 17)
def _token(word: str) -> str:
    word = singular(word.replace(".", ""))
    if len(word) > 1 and word.isupper():
        return word
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plural = len(plain) > 3 and plain[-1] == "s" and plain[-2] not in "siu"
    return plain[:-1] if plural else plain
