"""Who is reported to say what: a bar for each actor, and the statements behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from qa import Reported
from qa.speakers import KINDS, Kind, Speaker, kind_of
from ui.links import link_to
from ui.segments import Segment, by_direction
from ui.wording import capital, counted

MAX_ACTORS = 30
"""Actors shown at once; more come at a press of a button."""

MAX_LISTED = 500
"""Actors in the table."""

MAX_STATEMENTS = 12
"""Statements of an actor, shown at once."""

NOBODY = "Nobody by name"

KIND_NAMES: Mapping[Kind, str] = MappingProxyType(
    {
        "supports": "Supports",
        "opposes": "Opposes",
        "proposes": "Proposes or asks for",
        "states": "Other statements",
    }
)
IN_WORDS: Mapping[Kind, str] = MappingProxyType(
    {
        "supports": "in support",
        "opposes": "opposed",
        "proposes": "proposing",
        "states": "other",
    }
)


@dataclass(frozen=True, slots=True)
class Bar:
    """An actor.

    Attributes:
        name: As the text has it, or `NOBODY`.
        parts: How many statements of each kind, of all kinds.
        spoken: The same in words, without the kinds that there are none of.
        total: How many statements.
        count: "25 statements".
        share: Of the one who says most, in percent.
        address: Of the statements.
    """

    name: str
    parts: Mapping[Kind, int]
    spoken: str
    total: int
    count: str
    share: int
    address: str


@dataclass(frozen=True, slots=True)
class Speaking:
    """Some of those who speak in a library.

    Attributes:
        summary: What there is in all: "106 statements by 21 actors".
        kinds: Those that occur, each with its name: the legend.
        bars: Those shown.
        listed: The table, with all of them up to `MAX_LISTED`.
        left_out: How many the table leaves out, or "".
        next: The address of the bars after these, or "".
        more: What the button to them says.
    """

    summary: str
    kinds: tuple[tuple[Kind, str], ...]
    bars: tuple[Bar, ...]
    listed: tuple[Bar, ...]
    left_out: str
    next: str
    more: str


@dataclass(frozen=True, slots=True)
class SaidQuote:
    """A statement.

    Attributes:
        kind: What it does.
        kind_name: The same in words, or "" where they do not tell.
        sentence: It, word for word.
        language: ISO 639-1 code.
        label: The pinpoint, what runs from right to left marked.
        href: The address that opens it in its document.
    """

    kind: Kind
    kind_name: str
    sentence: str
    language: str
    label: tuple[Segment, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Statements:
    """Some of an actor's statements; `next` and `more` lead to those after them."""

    quotes: tuple[SaidQuote, ...]
    next: str
    more: str


def view_speaking(speakers: Sequence[Speaker], start: int = 0) -> Speaking:
    """Return the actors from the one at `start`, who says most first."""
    most = max((one.total for one in speakers), default=1)
    bars = [_bar(one, most) for one in speakers[: max(MAX_LISTED, start + MAX_ACTORS)]]
    shown = bars[start : start + MAX_ACTORS]
    left = len(speakers) - start - len(shown)
    hidden = len(speakers) - MAX_LISTED
    named = sum(one.name is not None for one in speakers)
    total = sum(one.total for one in speakers)
    return Speaking(
        summary=f"{counted(total, 'statement')}, by {counted(named, 'actor')} and "
        "by nobody named"
        if named < len(speakers)
        else f"{counted(total, 'statement')} by {counted(named, 'actor')}",
        kinds=tuple(
            (kind, KIND_NAMES[kind])
            for kind in KINDS
            if any(kind in one.counts for one in speakers)
        ),
        bars=tuple(shown),
        listed=tuple(bars[:MAX_LISTED]) if start == 0 else (),
        left_out=f"and {counted(hidden, 'more actor')}" if hidden > 0 else "",
        next=f"?start={start + len(shown)}" if left > 0 else "",
        more=f"Show {min(left, MAX_ACTORS)} more of {counted(left, 'actor')}",
    )


def view_statements(
    speaker: Speaker, reported: Sequence[Reported], start: int
) -> Statements:
    """Return some of an actor's statements.

    Args:
        speaker: The actor.
        reported: The statements from the one at `start`.
        start: From 0.
    """
    stop = start + len(reported)
    left = speaker.total - stop
    return Statements(
        quotes=tuple(map(_quote, reported)),
        next=_address(speaker, stop) if left > 0 else "",
        more=f"Show {min(left, MAX_STATEMENTS)} more of {counted(left, 'statement')}",
    )


def _bar(speaker: Speaker, most: int) -> Bar:
    return Bar(
        name=NOBODY if speaker.name is None else capital(speaker.name),
        parts={kind: speaker.counts.get(kind, 0) for kind in KINDS},
        spoken=", ".join(
            f"{number:,} {IN_WORDS[kind]}" for kind, number in speaker.counts.items()
        ),
        total=speaker.total,
        count=counted(speaker.total, "statement"),
        share=max(1, round(100 * speaker.total / most)),
        address=_address(speaker, 0),
    )


def _quote(reported: Reported) -> SaidQuote:
    citation = reported.citation
    ((start, end),) = citation.highlights
    kind = kind_of(reported.verb, reported.stance)
    return SaidQuote(
        kind=kind,
        kind_name="" if kind == "states" else KIND_NAMES[kind],
        sentence=citation.quote[start:end].strip(),
        language=citation.document.language,
        label=by_direction(citation.label),
        href=link_to(citation),
    )


def _address(speaker: Speaker, start: int) -> str:
    fields = {"start": str(start)}
    return "?" + urlencode(
        fields if speaker.name is None else {"actor": speaker.name} | fields
    )
