"""A stretch of a document: what is headed, said and spoken of there."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.document_rows import StoredDocument
from index.documents import Passage
from index.reporting_verbs import Stance
from index.snapshot import Snapshot
from index.statements import LANGUAGE
from qa.reported import Place
from qa.subjects import Subject, subjects
from qa.suggestion_wording import Called, called, is_nameable, topic_of

STRETCH_PASSAGES = 200
"""Read at once; a book is not read whole for three questions."""


MAX_CHARACTERS = 5_000
"""Of a passage, which is longer only where something else than prose was read."""

EVERYWHERE = 0.2
"""A subject in this share of the passages says little of one of them."""


FEW_SUBJECTS = 5
"""A document with fewer that it repeats may share some with others."""

MIN_PASSAGES = 2
"""Of the library have what a document says only once, if it is a subject."""

MAX_LOOKED_UP = 60
"""Phrases that are looked for in other passages."""

MAX_READ = 20
"""Passages that are read to find one."""

OBJECT_WORDS = 7
"""A verb and its object: "expressed support for the Outer Space Treaty"."""


@dataclass(frozen=True, slots=True)
class Section:
    """Passages under one heading.

    Attributes:
        topic: The heading as it is asked about.
        places: The passages, in reading order.
    """

    topic: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Something that is reported to be said, of a stance if by nobody in particular.

    Attributes:
        actor: Who says it, as the text has it; None for nobody in particular.
        stance: The words' stance, or None.
        subjects: What it speaks of, those not spoken of everywhere first.
        place: The passage.
    """

    actor: str | None
    stance: Stance | None
    subjects: tuple[Subject, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one can ask about some passages of a document.

    Attributes:
        document_id: The document's id.
        called: What to call it.
        places: The passages, in reading order.
        sections: Those with a heading that is a topic, in reading order.
        said: By somebody named, in reading order.
        subjects: What the passages speak of, most often first.
    """

    document_id: str
    called: Called
    places: tuple[Place, ...]
    sections: tuple[Section, ...]
    said: tuple[Said, ...]
    subjects: tuple[Subject, ...]

    def having(self, subject: Subject) -> frozenset[Place]:
        """Return the passages that have a subject."""
        return frozenset(self.places[at] for at in subject.texts)


def read_stretch(
    snapshot: Snapshot, document: StoredDocument, rows: Iterable[int]
) -> Stretch:
    """Return the stretch of a document's passages at these rows."""
    rows = [int(row) for row in rows]
    read = dict(zip(rows, snapshot.passages(rows), strict=True))
    passages = {row: passage for row, passage in read.items() if passage.part == "body"}
    texts = [passage.text[:MAX_CHARACTERS] for passage in passages.values()]
    is_read = document.language == LANGUAGE
    spoken = _spoken_of(snapshot, document, texts) if is_read else []
    title = _squashed(document.title)
    found = [one for one in spoken if _squashed(one.name) not in title]
    return Stretch(
        document_id=document.id,
        called=called(document.masthead, document.title),
        places=tuple(map(place_of, passages.values())),
        sections=tuple(_sections(passages.values(), document)),
        said=tuple(_said(snapshot, passages, found)),
        subjects=tuple(found),
    )


def place_of(passage: Passage) -> Place:
    """Return where a passage stands."""
    return passage.locator.document_id, passage.locator.spans


def _squashed(text: str) -> str:
    """Return the letters and figures alone, as in "post-gazette.com"."""
    return "".join(filter(str.isalnum, text.casefold()))


def _spoken_of(
    snapshot: Snapshot, document: StoredDocument, texts: Sequence[str]
) -> list[Subject]:
    """Return what texts speak of: names known in the library, and what they repeat.

    Where they repeat little, what the library's other passages speak of, too.
    """
    names = {
        text[one.start : one.end]
        for text in texts
        for one in snapshot.aliases.mentions(text, document.id)
    }
    found = subjects(texts, names)
    if len(found) >= FEW_SUBJECTS:
        return found
    more = [
        one.name
        for one in subjects(texts, once=True)[:MAX_LOOKED_UP]
        if _is_repeated(snapshot, one)
    ]
    return subjects(texts, [*names, *more])


def _is_repeated(snapshot: Snapshot, subject: Subject) -> bool:
    """Return whether several passages of the library have a subject."""
    rows = snapshot.keywords.mentioning(subject.name)
    if len(rows) < MIN_PASSAGES:
        return False
    passages = snapshot.passages(rows[:MAX_READ].tolist())
    return sum(subject.is_in(one.text) for one in passages) >= MIN_PASSAGES


def _sections(
    passages: Iterable[Passage], document: StoredDocument
) -> Iterator[Section]:
    under: dict[tuple[str, ...], list[Passage]] = {}
    for passage in passages:
        if passage.section:
            under.setdefault(passage.section, []).append(passage)
    times = Counter(path[-1] for path in under)
    for path, those in under.items():
        if times[path[-1]] > 1 or path[-1] == document.title:
            continue
        texts = [passage.text[:MAX_CHARACTERS] for passage in those]
        if topic := topic_of(path[-1], texts, document.language):
            yield Section(topic, tuple(map(place_of, those)))


def _said(
    snapshot: Snapshot, passages: dict[int, Passage], found: list[Subject]
) -> Iterator[Said]:
    def is_everywhere(subject: Subject) -> bool:
        return len(subject.texts) > EVERYWHERE * len(passages)

    for statements in snapshot.statements_of(passages).values():
        for one in statements:
            actor = one.actor if one.actor and is_nameable(one.actor) else None
            if actor is None and one.stance is None:
                continue
            clause = one.passage.text[slice(*one.clause)][:MAX_CHARACTERS]
            about = [
                subject
                for subject in found
                if subject.is_in(clause) and not (actor and subject.is_in(actor))
            ]
            if actor is None:
                about = [subject for subject in about if _is_object(subject, clause)]
            if about:
                about.sort(key=is_everywhere)
                yield Said(actor, one.stance, tuple(about), place_of(one.passage))


def _is_object(subject: Subject, clause: str) -> bool:
    """Return whether a subject with a name of its own stands right after the verb."""
    start = " ".join(clause.split()[:OBJECT_WORDS])
    is_one = subject.article in ("", "the ") and subject.name[0].isupper()
    return is_one and subject.is_in(start)
