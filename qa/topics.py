"""What a question is about, found again in what somebody said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.aliases import Aliases
from index.documents import Passage
from index.reporting_verbs import Stance, object_stance
from index.statements import Statement
from index.words import indexed
from qa.follow_ups import NO_SUBJECT
from qa.questions import WORD

ENOUGH = 0.75
"""Share of a subject's words that a text has to have to be about it."""

MAX_WORDS_BEFORE = 20
"""A verb's stance reaches a subject that is named within so many words."""

# "Supported a ban on X" says nothing good of X; nor does what stands in another clause.
TURNS_AROUND = re.compile(
    r"\b(?:abandon\w*|abolition|absence|ban|banning|cease\w*|cessation|defeat"
    r"|delet\w+|elimination|end|ending|exclu\w+|failure|halt\w*|lack|moratorium"
    r"|(?:the|its|their|any)\s(?:opposition|rejection)|opposing|postpon\w+|prevent\w*"
    r"|prohibit\w*|prohibition|rejecting|removal|repeal|restrict\w*|stop\w*|suspen\w+"
    r"|terminat\w+|without|withdraw\w*)\b",
    re.IGNORECASE,
)
FIRST_WORD = re.compile(r"\w+")
OTHER_CLAUSE = re.compile(
    r"\b(?:which|who|whom|whose|because|although|unless|if|while|whereas)\b|\w+\sthat\b"
)
POINTING_BACK = re.compile(
    r"\s(?:it|them|(?:this|these|those|such|both|the said)(?:\s[\w-]+){1,3})\b",
    re.IGNORECASE,
)
MAX_WORDS_TO_POINTER = 8

SHORT_FORM = re.compile(r"\b[^\W\d_]*[A-Z][\w-]*[A-Z][\w-]*\b")


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that can be spoken of, by any of its names.

    Attributes:
        text: As the question has it.
        names: The forms of its name, comparable; empty where it has no known name.
        stems: Its words' stems.
        aliases: The library's names.
    """

    text: str
    names: frozenset[tuple[str, ...]]
    stems: frozenset[str]
    aliases: Aliases

    @classmethod
    def of(cls, text: str, aliases: Aliases) -> "Topic":
        """Return the subject that a question's words name."""
        outer = [
            {mention.form, *mention.others}
            for mention in aliases.mentions(text)
            if text[mention.start].isupper() or len(mention.form) > 1
        ]
        words = (w for w in WORD.findall(text) if w.casefold() not in NO_SUBJECT)
        stems = frozenset(stem for word in words for stem in _stems(word))
        return cls(text, frozenset(outer[0]) if outer else frozenset(), stems, aliases)

    def place_in(self, text: str, document_id: str) -> int | None:
        """Return where a text first mentions it; None if it does not."""
        if self.names:
            for mention in self.aliases.mentions(text, document_id):
                if {mention.form, *mention.others} & self.names:
                    return mention.start
            return None
        if not self.stems:
            return None
        enough = ENOUGH * len(self.stems)
        if len(self.stems & _stems(text)) >= enough:
            words = WORD.finditer(text)
            return next((w.start() for w in words if self.stems & _stems(w[0])), 0)
        for short in {word[0]: word for word in SHORT_FORM.finditer(text)}.values():
            for mention in self.aliases.mentions(short[0], document_id):
                long = " ".join(" ".join(form) for form in mention.others)
                if len(self.stems & _stems(long)) >= enough:
                    return short.start()
        return None

    def is_in(self, passage: Passage) -> bool:
        """Return whether a passage or the heading above it mentions it."""
        document = passage.locator.document_id
        texts = [passage.text, *passage.section[-1:]]
        return any(self.place_in(text, document) is not None for text in texts)

    def is_of(self, statement: Statement, is_alone: bool) -> bool:
        """Return whether a statement is about it.

        Args:
            statement: Who said what.
            is_alone: Whether its sentence has no other statement.
        """
        return any(True for _ in self._places(statement, is_alone))

    def stance_of(self, statement: Statement) -> Stance | None:
        """Return a statement's stance towards it; None where the words do not tell."""
        if statement.stance is None:
            return None
        clause = _text(statement, statement.clause)
        for place in self._places(statement, is_alone=False):
            before = clause[_own_words(clause) : place]
            turned = (m.group().casefold() for m in TURNS_AROUND.finditer(before))
            if (
                len(before.split()) <= MAX_WORDS_BEFORE
                and not OTHER_CLAUSE.search(before)
                and all(word in self.text.casefold() for word in turned)
            ):
                return statement.stance
        return None

    def _places(self, statement: Statement, is_alone: bool) -> Iterator[int]:
        """Yield where in its clause a statement mentions it or points to it."""
        document = statement.passage.locator.document_id
        clause = _text(statement, statement.clause)
        place = self.place_in(clause, document)
        if place is not None:
            yield place
            return
        sentence = _text(statement, statement.span)
        if is_alone and self.place_in(sentence, document) is not None:
            yield 0
            return
        pointer = POINTING_BACK.search(clause)
        if pointer and len(clause[: pointer.start()].split()) <= MAX_WORDS_TO_POINTER:
            passage = statement.passage
            near = [*passage.section[-1:], passage.text[: statement.span[1]]]
            if any(self.place_in(text, document) is not None for text in near):
                yield pointer.start()


def is_actor(asked: str, actor: str, aliases: Aliases) -> bool:
    """Return whether somebody asked for is an actor, or one of several that are.

    >>> is_actor("the EU", "Malta on behalf of the European Union", Aliases())
    True
    """
    names = aliases.mentions(asked)
    if names:
        wanted = {names[0].form, *names[0].others}
        return any(
            {mention.form, *mention.others} & wanted
            for mention in aliases.mentions(actor)
        )
    own = [stem for word in WORD.findall(asked) for stem in _stems(word)]
    theirs = [stem for word in WORD.findall(actor) for stem in _stems(word)]
    return bool(own) and set(own) <= set(theirs)


def _own_words(clause: str) -> int:
    """Return where the words that tell a clause's stance end: "its opposition to"."""
    verb = FIRST_WORD.match(clause)
    end = verb.end() if verb else 0
    of = object_stance(clause, end)
    return of[1] if of else end


def _text(statement: Statement, span: tuple[int, int]) -> str:
    return statement.passage.text[slice(*span)]


@lru_cache(maxsize=10_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(indexed(text).split())
