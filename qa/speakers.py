"""Who speaks in a library, and how: statements counted by actor and kind."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from index.documents import fold
from index.joint import AnyCatalogue
from index.overview_rows import Said
from index.reporting_verbs import Stance
from qa.reported import Reported
from qa.resolving import Resolver

Kind = Literal["supports", "opposes", "proposes", "states"]
"""What a statement does. "states" is what the words do not tell to be another."""

KINDS: tuple[Kind, ...] = ("supports", "opposes", "proposes", "states")

PROPOSING = frozenset(
    """
    advise appeal ask call demand insist propose recommend request stipulate suggest
    urge
    """.split()  # noqa: SIM905
)
"""Verbs that want something done."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who is reported to say something.

    Attributes:
        name: As the text has it most often; None for statements of nobody named.
        forms: Every form of it, which differ in "the" and in capitals.
        counts: Statements by kind; kinds without any are left out.
    """

    name: str | None
    forms: tuple[str | None, ...]
    counts: Mapping[Kind, int]

    @property
    def total(self) -> int:
        """How many statements there are."""
        return sum(self.counts.values())


def kind_of(verb: str, stance: Stance | None) -> Kind:
    """Return what a statement does."""
    return stance or ("proposes" if verb in PROPOSING else "states")


def speakers(catalogue: AnyCatalogue) -> list[Speaker]:
    """Return who is reported to say something, most statements first, nobody last."""
    by_key: dict[str | None, list[Said]] = defaultdict(list)
    for said in catalogue.said():
        by_key[_key(said.actor)].append(said)
    found = [_speaker(said) for said in by_key.values()]
    return sorted(found, key=lambda one: (one.name is None, -one.total, one.name or ""))


def said_by(
    catalogue: AnyCatalogue, speaker: Speaker, start: int, stop: int
) -> list[Reported]:
    """Return some of a speaker's statements, in the library's order."""
    statements = catalogue.said_by(speaker.forms, start, stop)
    citations = Resolver(catalogue).cited([one.passage for one in statements])
    return [
        Reported(
            actor=one.actor,
            verb=one.verb,
            stance=one.stance,
            citation=replace(
                citation, highlights=(one.span,), actor=one.actor, score=0.0
            ),
        )
        for one, citation in zip(statements, citations, strict=True)
    ]


def _speaker(said: Sequence[Said]) -> Speaker:
    forms: Counter[str | None] = Counter()
    kinds: Counter[Kind] = Counter()
    for one in said:
        forms[one.actor] += one.count
        kinds[kind_of(one.verb, one.stance)] += one.count
    counts = {kind: kinds[kind] for kind in KINDS if kinds[kind]}
    return Speaker(
        name=forms.most_common(1)[0][0],
        forms=tuple(forms),
        counts=MappingProxyType(counts),
    )


def _key(actor: str | None) -> str | None:
    """Return what the forms of a name have in common."""
    return actor and fold(actor.casefold()).removeprefix("the ")
