"""Who said what: the statements that a document's sentences report.

Rules, no model: a subject that names somebody and a verb of saying, or a passive that
names nobody. They would rather miss a statement than give it to the wrong one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from index.actor_names import Names
from index.documents import Document, Passage, Span
from index.reporting_verbs import Stance
from index.sentences import sentences

LANGUAGE = "en"
"""The only one there are rules for."""

GROUP = re.compile(
    r"(?:on behalf of|in its capacity as (?:the )?\w+ (?:for|of)"
    r"|coordinator (?:for|of))"
    r"\s(?:the\s)?(?P<name>Group of [\w-]+|(?:[A-Z][\w-]+\s){1,4}Group\b)",
    re.IGNORECASE,
)
QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)")


THE_GROUP = ("The Group", "the Group")
HIDDEN = "\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that somebody, or nobody named, is reported to say.

    Attributes:
        passage: Where it is reported.
        actor: Who says it, as the text has it: "Several delegations"; None where the
            text does not tell.
        verb: How, in the dictionary form: "stress", "be of the view".
        stance: Whether it supports or opposes what it is about, where the words tell.
        span: The range of the sentence in the passage's text.
        clause: The range of what is said, with its verb, within the sentence.
    """

    passage: Passage
    actor: str | None
    verb: str
    stance: Stance | None
    span: Span
    clause: Span


def statements(document: Document, passages: Sequence[Passage]) -> list[Statement]:
    """Return what a document's passages report, in reading order."""
    if document.language != LANGUAGE:
        return []
    names = Names(document.text)
    group = _group(passages)
    return [
        replace(found, actor=group) if found.actor in THE_GROUP else found
        for passage in passages
        for found in _of_passage(passage, names)
    ]


def _of_passage(passage: Passage, names: Names) -> Iterator[Statement]:
    # Some hundred patterns, compiled when a document is read and not to answer.
    from index.clauses import said_in
    from index.pronouns import Before

    text = passage.text
    masked = QUOTED.sub(_masked, text)
    before = Before()
    for start, end in sentences(text, LANGUAGE):
        is_quoted = masked[start] == HIDDEN
        said = [] if is_quoted else said_in(masked[:end], start, names, before)
        for one, following in zip_longest(said, said[1:]):
            yield Statement(
                passage=passage,
                actor=one.actor.text if one.actor else None,
                verb=one.verb,
                stance=one.stance,
                span=(start, end),
                clause=(one.start, following.start if following else end),
            )
        before = Before(tuple(said), masked[said[0].end : end] if said else "")


def _masked(quotation: re.Match[str]) -> str:
    """Return a quotation with its words hidden, so that they tell nothing."""
    inside = quotation.group()[1:-1]
    return f"{quotation.group()[0]}{HIDDEN * len(inside)}{quotation.group()[-1:]}"


def _group(passages: Sequence[Passage]) -> str:
    """Return which group "The Group" is, where the cover note says who sends it."""
    for passage in passages:
        if passage.part == "cover note":
            for text in (*passage.section, passage.text):
                if found := GROUP.search(text):
                    return f"The {found['name']}"
    return "The Group"
