"""What stands around a passage: searched with it, never quoted as the answer."""

from collections.abc import Sequence

from index.documents import Masthead


def heading(section: Sequence[str], lead_in: str | None) -> str:
    """Return what introduces a passage: its headings and its list's lead-in."""
    return "\n".join([*section, *([lead_in] if lead_in else [])])


def embedded(text: str, section: Sequence[str], lead_in: str | None) -> str:
    """Return the text whose embedding stands for a passage."""
    return "\n".join(filter(None, [heading(section, lead_in), text]))


def names(masthead: Masthead, cover_note: str) -> str:
    """Return what a document is known by: its symbol, job number and senders.

    Args:
        masthead: The document's.
        cover_note: The heading of its cover note, which says who sends it; or empty.
    """
    known = (
        masthead.symbol,
        masthead.job_number,
        masthead.body,
        masthead.submitted_by,
        cover_note,
    )
    return "\n".join(filter(None, known))
