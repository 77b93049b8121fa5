"""Which paragraphs of an office document are headings."""

from index.lines import runs_on
from index.markup import BOLD_RANK, MAX_SUBJECT
from index.masthead_lines import masthead_tokens

# Contracts number whole sentences as headings; those are paragraphs.
MAX_HEADING = 250
MAX_CLOSED_HEADING = 80


def heading_rank(text: str, outline: int | None, bold: bool) -> int | None:
    """Return the rank of the heading that a paragraph is, or None for text.

    Args:
        text: The paragraph without its number.
        outline: Its outline level, 0 is outermost; None where no style says one.
        bold: Whether it is wholly bold; a short line is a heading then.
    """
    text = text.strip()
    if outline is not None:
        closed = not runs_on(text) and not text.endswith(("?", "!", "…"))
        limit = MAX_CLOSED_HEADING if closed else MAX_HEADING
        return outline + 1 if len(text) <= limit else None
    short = len(text) <= MAX_SUBJECT and runs_on(text)
    if not bold or not short or text.endswith((",", "—", "–", "-")):
        return None
    return None if masthead_tokens(text) else BOLD_RANK
