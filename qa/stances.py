"""Who said what on a topic: an answer's passages, apart by stance and by name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.aliases import Aliases
from index.documents import Span
from index.reporting_verbs import Stance, past_of
from index.statements import Statement
from qa.answers import CitationGroup
from qa.ranking import Hit
from qa.stance_questions import Request
from qa.topics import Topic, is_actor

DEPTH = 50
"""How many of the ranking's hits are looked through."""

RELATIVE_SCORE = 0.5
"""Below this share of the best score a passage says something, but not to the point."""

STANCE_BONUS = 0.15
"""Added to a passage's score where the actor asked about takes the stance asked for:
about what divides the first of a ranking from the fifth."""

HEADINGS: Mapping[Stance, str] = {
    "supports": "Supported",
    "opposes": "Opposed or had reservations",
}
OPPOSITE: Mapping[Stance, Stance] = {"supports": "opposes", "opposes": "supports"}
NAMELESS = "Views expressed without a name"
NAMED = "Said by name"
BY_OTHERS = "Said by others"
REST = "Other passages"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A passage to cite.

    Attributes:
        hit: The passage.
        heading: Of the group it is in; empty where the answer is not grouped.
        statement: What is said there that the question asks for, or None.
    """

    hit: Hit
    heading: str = ""
    statement: Statement | None = None

    def marks(self) -> tuple[Span, ...]:
        """Return the sentence to mark; none where it is all there is, or not known."""
        whole = (0, len(self.hit.passage.text))
        if self.statement is None or self.statement.span == whole:
            return ()
        return (self.statement.span,)


@dataclass(frozen=True, slots=True)
class _Group:
    """One group that an answer may have, and what belongs in it.

    Attributes:
        heading: For the reader.
        is_named: Whether its statements are somebody's.
        stance: Their stance towards the topic; None for any.
        verb: Their verb; None for any.
        actor: Whose they are; None for anybody's.
        is_asked: Whether the question asks for it; the answer has groups only if
            there are some.
        is_deep: Whether passages are taken from the whole depth of the ranking, not
            only from those that would be shown anyway.
    """

    heading: str
    is_named: bool
    stance: Stance | None = None
    verb: str | None = None
    actor: str | None = None
    is_asked: bool = True
    is_deep: bool = True

    def has(self, said: Statement, stance: Stance | None, aliases: Aliases) -> bool:
        """Return whether a statement of this stance belongs in it."""
        return (
            (said.actor is not None) == self.is_named
            and self.stance in (None, stance)
            and self.verb in (None, said.verb)
            and (self.actor is None or is_actor(self.actor, said.actor or "", aliases))
        )


def chosen(
    request: Request,
    hits: Sequence[Hit],
    shown: Sequence[Hit],
    statements: Mapping[int, Sequence[Statement]],
    aliases: Aliases,
    limit: int,
) -> list[Chosen]:
    """Return the passages to cite, group after group, best first in each.

    Args:
        request: What the question asks.
        hits: The ranking's, best first.
        shown: Those that a question without a request would show.
        statements: What the hits report, by row.
        aliases: The library's names.
        limit: How many at most.

    Returns:
        Empty where nobody is reported to say what is asked: there are no groups then.
    """
    topic = Topic.of(request.topic, aliases)
    groups = _groups(request)
    found: dict[int, list[Chosen]] = {place: [] for place in range(len(groups))}
    taken: set[str] = set()
    near = {hit.row for hit in shown}
    for hit in hits[:DEPTH]:
        if hit.score < RELATIVE_SCORE * hits[0].score:
            break
        if hit.passage.text in taken or hit.row not in statements:
            continue
        best = _best(groups, topic, statements[hit.row], is_near=hit.row in near)
        if best:
            taken.add(hit.passage.text)
            place, statement = best
            found[place].append(Chosen(hit, groups[place].heading, statement))
    if not any(found[place] for place, group in enumerate(groups) if group.is_asked):
        return []
    result = _shared_out([those for those in found.values() if those], limit)
    rest = (Chosen(hit, REST) for hit in shown if hit.passage.text not in taken)
    return [*result, *rest][:limit]


def preferred(
    asked: Request,
    hits: Sequence[Hit],
    statements: Mapping[int, Sequence[Statement]],
    aliases: Aliases,
) -> tuple[Hit, ...]:
    """Return the hits, best first, those where the actor takes the stance preferred.

    Args:
        asked: Has an actor and a stance.
        hits: Best first.
        statements: What they report, by row.
        aliases: The library's names.
    """
    taken = [
        replace(hit, score=hit.score + STANCE_BONUS)
        if any(
            said.stance == asked.stance
            and said.actor is not None
            and is_actor(asked.actor or "", said.actor, aliases)
            for said in statements.get(hit.row, ())
        )
        else hit
        for hit in hits
    ]
    return tuple(sorted(taken, key=lambda hit: -hit.score))


def note(request: Request | None, chosen: Sequence[Chosen]) -> str:
    """Return what the reader should know where nobody is found to say what is asked."""
    if request is None or any(one.heading for one in chosen):
        return ""
    if request.stance is None and request.verb is None and request.actor is None:
        return ""
    return (
        "No sentence was recognised that says so by name; these passages speak of "
        f"“{request.topic}”."
    )


def groups_of(chosen: Sequence[Chosen]) -> tuple[CitationGroup, ...]:
    """Return the groups of citations made of these passages, in their order."""
    places: dict[str, list[int]] = {}
    for place, one in enumerate(chosen):
        if one.heading:
            places.setdefault(one.heading, []).append(place)
    return tuple(CitationGroup(heading, tuple(at)) for heading, at in places.items())


def actor_shown(
    statements: Sequence[Statement], marked: Sequence[tuple[int, int]]
) -> str | None:
    """Return who says what is marked in a passage, or else the passage's only actor.

    Nobody, where several say it or where the text does not tell who does.
    """
    at_mark = [
        one.actor
        for one in statements
        if any(one.span[0] < end and start < one.span[1] for start, end in marked)
    ]
    actors = set(at_mark or [one.actor for one in statements])
    return actors.pop() if len(actors) == 1 else None


def _groups(request: Request) -> list[_Group]:
    """Return the groups an answer to a request may have, in order."""
    stance, verb, actor = request.stance, request.verb, request.actor
    if actor:
        heading = f"Said by {actor}"
        return [
            _Group(heading, True, stance=stance, actor=actor),
            _Group(heading, True, actor=actor),
            _Group(BY_OTHERS, True, is_asked=False, is_deep=False),
            _Group(NAMELESS, False, is_asked=False, is_deep=False),
        ]
    if stance:
        other = OPPOSITE[stance]
        return [
            _Group(HEADINGS[stance], True, stance=stance),
            _Group(HEADINGS[other], True, stance=other, is_asked=False),
            _Group(NAMELESS, False, stance=stance),
            _Group(NAMELESS, False, is_asked=False),
        ]
    if verb:
        return [
            _Group(past_of(verb).capitalize(), True, verb=verb),
            _Group(NAMELESS, False, is_asked=False, is_deep=False),
        ]
    return [
        _Group(HEADINGS["supports"], True, stance="supports"),
        _Group(HEADINGS["opposes"], True, stance="opposes"),
        _Group(NAMED, True),
        _Group(NAMELESS, False),
    ]


def _best(
    groups: Sequence[_Group],
    topic: Topic,
    statements: Sequence[Statement],
    is_near: bool,
) -> tuple[int, Statement] | None:
    """Return the first group that a passage belongs in, and the statement it has."""
    if not topic.is_in(statements[0].passage):
        return None
    in_sentence = Counter(one.span for one in statements)
    about = [
        (one, topic.stance_of(one))
        for one in statements
        if topic.is_of(one, is_alone=in_sentence[one.span] == 1)
    ]
    for place, group in enumerate(groups):
        for one, stance in about:
            if (group.is_deep or is_near) and group.has(one, stance, topic.aliases):
                return place, one
    return None


def _shared_out(groups: Sequence[Sequence[Chosen]], limit: int) -> list[Chosen]:
    """Return what there is room for: groups in turn, one place kept for each other."""
    result: list[Chosen] = []
    for place, group in enumerate(groups):
        others = len(groups) - place - 1
        room = limit - len(result) - others
        result += group[: max(room, 1)]
    return result[:limit]
