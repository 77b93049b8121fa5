"""What a person says of a document, in place of what the document prints of itself.

It is kept apart from what was read and laid over it whenever the document is taken out
of the library, so that what was read comes back when it is no longer said.
"""

import datetime
from dataclasses import asdict, dataclass, fields, replace

from index.documents import Masthead


@dataclass(frozen=True, slots=True)
class Supplied:
    """Facts about a document that come with it; None is what nobody says.

    Attributes:
        symbol: Document symbol, such as "CD/2100".
        title: What it is called.
        date: Date of issue.
        submitted_by: Who submitted it, such as "Norway".
        language: ISO 639-1 code of the text.
        job_number: Number of one language version, such as "GE.18-13664(E)".
    """

    symbol: str | None = None
    title: str | None = None
    date: datetime.date | None = None
    submitted_by: str | None = None
    language: str | None = None
    job_number: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that are said."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name))


NOTHING_SUPPLIED = Supplied()


@dataclass(frozen=True, slots=True)
class Described:
    """What a document is said to be, by itself or by a person.

    Attributes:
        title: The title.
        language: ISO 639-1 code of the text.
        masthead: Every other fact.
        supplied: Names of the fields that a person supplied.
    """

    title: str
    language: str
    masthead: Masthead
    supplied: tuple[str, ...] = ()


def described(
    title: str, language: str, masthead: Masthead, supplied: Supplied
) -> Described:
    """Return what was read of a document, with what a person says laid over it."""
    if supplied == NOTHING_SUPPLIED:
        return Described(title, language, masthead)
    said = {
        name: value
        for name, value in asdict(supplied).items()
        if value is not None and name != "title"
    }
    return Described(
        supplied.title or title,
        supplied.language or language,
        replace(masthead, **said),
        supplied.names,
    )


def merged(first: Supplied, second: Supplied) -> Supplied:
    """Return what either says; the second where both speak."""
    return replace(first, **{name: getattr(second, name) for name in second.names})
