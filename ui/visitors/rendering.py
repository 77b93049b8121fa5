"""The list of documents as HTML, and the place where documents are added."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.sent_files import FORMATS
from ui.rendering import environment
from ui.views import DocumentEntry, view_document
from ui.visitors.bounds import Bounds, Mode
from ui.visitors.visitors import Holding
from ui.wording import counted

MAX_LISTED = 500
"""More documents of a library than this are counted, not listed."""

SEARCHABLE = 12
"""So many documents are looked through by eye; a longer list can be filtered."""

ACCEPTED = ",".join(FORMATS)
"""What the browser offers to choose from; more suffixes than people know by name."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A library's documents as they are listed.

    Attributes:
        heading: Whose they are; "" where there is one library only.
        documents: Those listed.
        more: How many are not, or "".
        is_removable: Whether the visitor may remove them.
    """

    heading: str
    documents: tuple[DocumentEntry, ...]
    more: str
    is_removable: bool


def render_documents(holdings: Sequence[Holding], mode: Mode) -> str:
    """Return the list of documents, each to be opened, chosen and perhaps removed."""
    total = sum(len(holding.documents) for holding in holdings)
    return (
        environment()
        .get_template("documents.html")
        .render(
            heading=counted(total, "document"),
            total=total,
            searchable=total > SEARCHABLE,
            libraries=[_listed(one, is_alone=len(holdings) == 1) for one in holdings],
            mode=mode,
        )
    )


def render_adding(mode: Mode, bounds: Bounds) -> str:
    """Return where documents are dropped; "" where nothing can be added."""
    template = environment().get_template("adding.html")
    hours = round(bounds.idle_seconds / 3600)
    return template.render(mode=mode, accepted=ACCEPTED, hours=hours).strip()


def _listed(holding: Holding, is_alone: bool) -> Listed:
    hidden = len(holding.documents) - MAX_LISTED
    return Listed(
        heading="" if is_alone else holding.heading,
        documents=tuple(map(view_document, holding.documents[:MAX_LISTED])),
        more=f"and {counted(hidden, 'more document')}" if hidden > 0 else "",
        is_removable=holding.is_removable,
    )
