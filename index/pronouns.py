"""Whom "it", "they" and "in her view" mean: those who spoke in the sentence before."""

import re
from dataclasses import dataclass

from index.actor_names import known_actors
from index.actors import NAMED, Actor
from index.reporting_verbs import Stance

PRONOUN = re.compile(
    r"(?P<singular>It|The same delegation|The delegation)\b|(?P<plural>They|These"
    r" delegations|The delegations)\b|(?P<person>He|She|The representative|The speaker)"
    r"\b(?!\sof\b)"
)
IN_VIEW = re.compile(
    r"In (?:(?P<singular>its)|(?P<plural>their)|(?P<person>his|her))"
    r" (?:view|opinion),\s"
)
ELLIPTIC = re.compile(
    r"(?:[Ss]ome|[Oo]thers|[Ss]ome others|[Ss]everal|[Ss]everal others|[Mm]any"
    r"|[Mm]any others|[Mm]ost|[Bb]oth|[Aa] few|[Aa] number)(?=\s)"
)
# They go on with what the subject of the sentence before said.
CONTINUING = re.compile(r"\s(?:also|further|then)\b|\sadd(?:s|ed)?\b")
PERSON = re.compile(
    r"(?:The )?(?:Mr|Ms|Mrs|Dr|Prof|H\.E|Ambassador|Sir|Lord|Judge|Justice|President"
    r"|Minister|Senator)\b|.*\b(?:representative|spokes\w+|[Cc]hair\w*|[Mm]inister"
    r"|[Pp]resident|[Aa]mbassador|[Cc]oordinator|[Ss]ecretary\S*|[Dd]irector|author|expert"
    r"|[Jj]udge|delegate|speaker|[Ff]riend of the \w+|[Oo]fficial)\b"
)
OTHER_PEOPLE = re.compile(
    r"\b(?:delegations|states|members|countries|parties|others|experts|governments)\b",
    re.IGNORECASE,
)
# "The mandate of the CD" says nothing further.
INSIDE_PHRASE = re.compile(r"\b(?:of|in|by|to|within|for|at|with|from)\s$")


@dataclass(frozen=True, slots=True)
class Said:
    """What one clause says.

    Attributes:
        actor: Who says it; None where the clause does not tell.
        verb: The verb's dictionary form.
        stance: As in `Statement`.
        start: Where the words that are its own begin.
        end: Where the words that report it end.
    """

    actor: Actor | None
    verb: str
    stance: Stance | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Before:
    """The sentence before: whom a pronoun may mean.

    Attributes:
        said: What it says.
        rest: Its words after its subject.
    """

    said: tuple[Said, ...] = ()
    rest: str = ""

    def meant(
        self, pronoun: re.Match[str], continuing: bool
    ) -> tuple[Actor | None, ...]:
        """Return whom a pronoun means, `(None,)` for nobody named; empty if unclear.

        Args:
            pronoun: As `PRONOUN` found it.
            continuing: Whether the words go on with what the subject said ("added").
        """
        actors = {one.actor.text if one.actor else "": one.actor for one in self.said}
        if len(actors) != 1:
            return ()
        ((text, actor),) = actors.items()
        if actor is None:
            return (None,) if not self._others(plural=bool(pronoun["plural"])) else ()
        is_person = PERSON.match(text) is not None
        if (
            actor.plural != bool(pronoun["plural"])
            or is_person != bool(pronoun["person"])
            or (pronoun["singular"] and ELLIPTIC.match(f"{text} "))
        ):
            return ()
        return () if self._others(actor.plural) and not continuing else (actor,)

    def _others(self, plural: bool) -> bool:
        """Return whether somebody else is named whom the pronoun may mean as well."""
        if plural:
            return OTHER_PEOPLE.search(self.rest) is not None
        return any(
            not INSIDE_PHRASE.search(self.rest, 0, found.start())
            and found.group().removeprefix("The ").removeprefix("the ")
            in known_actors()
            for found in NAMED.finditer(self.rest)
        )
