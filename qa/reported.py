"""Who said what over the whole library, each statement with its citation."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from index.documents import Span
from index.reporting_verbs import Stance
from index.snapshot import Snapshot
from qa.answers import Citation
from qa.topics import Topic, is_actor

Place = tuple[str, tuple[Span, ...]]
"""A document's id and a passage's spans in it."""


@dataclass(frozen=True, slots=True)
class Reported:
    """Something somebody, or nobody named, is reported to say.

    Attributes:
        actor: Who, as the text has it; None where it does not tell.
        verb: How, in the dictionary form: "stress", "be of the view".
        stance: "supports" or "opposes" where the words tell, or None.
        citation: Where it is reported, with the sentence marked.
    """

    actor: str | None
    verb: str
    stance: Stance | None
    citation: Citation

    def to_dict(self) -> dict[str, Any]:
        """Return all of it, JSON-ready."""
        return {
            "actor": self.actor,
            "verb": self.verb,
            "stance": self.stance,
            "citation": self.citation.to_dict(),
        }


def reported(
    snapshot: Snapshot,
    citations: Mapping[Place, Citation],
    actor: str | None = None,
    about: str | None = None,
) -> list[Reported]:
    """Return who says what, in the library's order; see `Assistant.statements`.

    Args:
        snapshot: What is stored.
        citations: Of its passages, by their places.
        actor: Whose statements; None for anybody's and nobody's.
        about: Statements about what; None for anything.
    """
    topic = Topic.of(about, snapshot.aliases) if about else None
    found: list[Reported] = []
    for stored in snapshot.documents():
        rows = snapshot.rows_of([stored.id]).tolist()
        passages = dict(zip(rows, snapshot.passages(rows), strict=True))
        for statements in snapshot.statements_of(passages).values():
            in_sentence = Counter(one.span for one in statements)
            for one in statements:
                citation = citations.get((stored.id, one.passage.locator.spans))
                if citation is None or (
                    actor
                    and not (one.actor and is_actor(actor, one.actor, snapshot.aliases))
                ):
                    continue
                if topic and not topic.is_of(one, in_sentence[one.span] == 1):
                    continue
                stance = topic.stance_of(one) if topic else one.stance
                shown = replace(citation, highlights=(one.span,), actor=one.actor)
                found.append(Reported(one.actor, one.verb, stance, shown))
    return found
