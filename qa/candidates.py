"""Questions that some passages suggest, before anybody knows whether they are answered.

Each kind has its own order, the likeliest first: headings, who is reported to say
what, documents that are mentioned, and terms.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from index.library import Library
from index.mentions import mentions
from index.names import name_key
from index.reporting_verbs import Stance
from index.snapshot import Snapshot
from index.symbols import normal_symbol
from qa.answers import Answer, Citation
from qa.reported import Place
from qa.stances import HEADINGS
from qa.stretches import MAX_CHARACTERS, Said, Section, Stretch, place_of
from qa.subjects import Subject, found_in, is_like
from qa.suggestion_wording import (
    about_mention,
    about_section,
    about_term,
    by_actor,
    by_stance,
    held_document,
    said_by,
)
from qa.suggestions import Suggestion

DISTINCT_WORDS = 3
"""A heading of so many words is hardly another document's too."""

SUBJECTS_TRIED = 2
"""Subjects of one statement that are asked about."""

MAX_MENTIONING = 200
"""Passages that mention a document, of which one is to be cited."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be offered.

    Attributes:
        suggestion: The question.
        places: The passages it was drawn from, one of which is to be cited.
        group: How a group of the answer is to be headed; empty for no matter.
    """

    suggestion: Suggestion
    places: frozenset[Place]
    group: str = ""

    def is_answered_by(self, answer: Answer) -> bool:
        """Return whether an answer is to the point."""
        cited = {(one.document.id, one.spans) for one in answer.citations}
        is_headed = not self.group or self.group in {
            group.heading for group in answer.groups
        }
        return is_headed and not self.places.isdisjoint(cited)


def of_sections(
    stretch: Stretch, sections: Iterable[Section], several: bool
) -> Iterator[Candidate]:
    """Yield what sections suggest, in their order.

    Args:
        stretch: Where they are.
        sections: Some of its sections.
        several: Whether the library has other documents.
    """
    for section in sections:
        is_short = len(name_key(section.topic).split()) < DISTINCT_WORDS
        asked = about_section(section.topic, stretch.called, several and is_short)
        if asked:
            yield Candidate(asked, frozenset(section.places))


def of_statements(
    said: Sequence[Said], subjects: Collection[Subject] | None = None
) -> Iterator[Candidate]:
    """Yield what reported statements suggest: each speaker's on each subject once.

    Args:
        said: Some statements, in the order they are to be suggested.
        subjects: Only those about these; None for any.
    """
    seen: set[tuple[str | None, str]] = set()
    for one in said:
        about = [s for s in one.subjects if subjects is None or s in subjects]
        for subject in about[:SUBJECTS_TRIED]:
            if one.actor and (one.actor, subject.name) not in seen:
                asked = by_actor(one.actor, subject.spoken, subject.name)
                places = _where(said, subject, actor=one.actor)
                if asked:
                    yield Candidate(asked, places, said_by(one.actor))
            if one.stance and (one.stance, subject.name) not in seen:
                asked = by_stance(one.stance, subject.spoken)
                places = _where(said, subject, stance=one.stance)
                if asked:
                    yield Candidate(asked, places, HEADINGS[one.stance])
            seen |= {(one.actor, subject.name), (one.stance, subject.name)}


def most_vocal(said: Sequence[Said]) -> list[Said]:
    """Return statements in rounds: one of each speaker, who says most first.

    Of one speaker they come by how often their subject is spoken of.
    """
    by_speaker: dict[str | None, list[Said]] = {}
    for one in sorted(said, key=lambda one: -len(one.subjects[0].texts)):
        by_speaker.setdefault(one.actor, []).append(one)
    speakers = sorted(by_speaker.values(), key=len, reverse=True)
    rounds = zip_longest(*speakers)
    return [one for those in rounds for one in those if one is not None]


def of_terms(
    snapshot: Snapshot, stretch: Stretch, subjects: Iterable[Subject]
) -> Iterator[Candidate]:
    """Yield what the terms of a stretch suggest, in their order."""
    own = set(snapshot.rows_of([stretch.document_id]).tolist())
    for subject in subjects:
        rows = snapshot.keywords.mentioning(subject.name).tolist()
        elsewhere = any(row not in own for row in rows)
        asked = about_term(subject.spoken, subject.name, stretch.called, elsewhere)
        if asked:
            yield Candidate(asked, stretch.having(subject))


def of_mentions(library: Library, shown: Iterable[Citation]) -> Iterator[Candidate]:
    """Yield what the symbols in quotations suggest, in the order of the text."""
    found = dict.fromkeys(
        one for cited in shown for one in mentions(cited.quote[:MAX_CHARACTERS])
    )
    with library.catalogue() as catalogue:
        for symbol in found:
            entries = catalogue.called("symbol", normal_symbol(symbol.name))
            if entries:
                rows = [
                    one.row for entry in entries for one in catalogue.outline(entry)
                ]
                asked = held_document(str(symbol))
            else:
                rows = catalogue.mentioning(symbol)
                asked = about_mention(str(symbol))
            if asked:
                passages = catalogue.passages(rows[:MAX_MENTIONING])
                yield Candidate(asked, frozenset(map(place_of, passages)))


def near_sections(stretch: Stretch, shown: Collection[Place]) -> list[Section]:
    """Return the sections of a stretch, the nearest to cited passages first."""
    near = _Nearness(stretch, shown)
    return sorted(stretch.sections, key=lambda one: min(map(near, one.places)))


def near_statements(
    stretch: Stretch, shown: Sequence[Citation], question: str
) -> Iterator[Candidate]:
    """Yield what is said about a question's subject, then close by about another."""
    near = _Nearness(stretch, [(one.document.id, one.spans) for one in shown])
    said = sorted(stretch.said, key=lambda one: near(one.place))
    others = [one for one in said if not (one.actor and found_in(one.actor, question))]
    asked = [one for one in stretch.subjects if is_like(one.name, question)]
    quotes = " ".join(citation.quote[:MAX_CHARACTERS] for citation in shown)
    quoted = [one for one in stretch.subjects if one.is_in(quotes)]
    yield from of_statements(others, asked)
    yield from of_statements(said, quoted)
    yield from of_statements(said)


def near_subjects(
    stretch: Stretch, shown: Collection[Place], question: str
) -> list[Subject]:
    """Return what a question does not mention, nearest to cited passages first."""
    near = _Nearness(stretch, shown)
    new = [one for one in stretch.subjects if not one.is_in(question)]
    return sorted(new, key=lambda one: min(map(near, stretch.having(one))))


class _Nearness:
    """How far passages of a stretch are from those cited, in passages."""

    def __init__(self, stretch: Stretch, shown: Collection[Place]) -> None:
        self._order = {place: at for at, place in enumerate(stretch.places)}
        self._cited = [self._order[place] for place in shown if place in self._order]

    def __call__(self, place: Place) -> int:
        at = self._order[place]
        return min((abs(at - other) for other in self._cited), default=0)


def _where(
    said: Iterable[Said],
    subject: Subject,
    actor: str | None = None,
    stance: Stance | None = None,
) -> frozenset[Place]:
    """Return where somebody, or anybody of a stance, speaks of a subject."""
    return frozenset(
        one.place
        for one in said
        if subject in one.subjects
        and actor in (None, one.actor)
        and stance in (None, one.stance)
    )
