"""The references within a passage, as links: to documents held, or to who cites them.

A symbol or resolution that the library holds opens its document where the reference
points. Of one that it does not hold, the passages that mention it are asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from qa.prose_references import find_references
from qa.shelf import Answerer
from ui.links import Span, link_to

KINDS = frozenset({"symbol", "job number"})
"""References that name a document for certain; a title's words may be mere words."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A reference within a passage; it has one of `href` and `asked`.

    Attributes:
        span: Its range of characters in the passage.
        href: The address that opens what it points at.
        asked: What to ask for the passages that mention it.
    """

    span: Span
    href: str = ""
    asked: str = ""


Refer = Callable[[str], Sequence[Mention]]
"""Returns the references within a passage that lead somewhere, in its order."""


def no_mentions(_: str) -> Sequence[Mention]:
    """Return none, for passages that are shown without links."""
    return ()


def mentions_in(assistant: Answerer) -> Refer:
    """Return what finds references; each is looked up once, however often it occurs."""

    @cache
    def leads(reference: str) -> tuple[str, str]:
        found = assistant.lookup(reference, most=1)
        if found.citations:
            return link_to(found.citations[0]), ""
        known = found.status == "not-in-library" and found.cited_in
        return "", reference if known else ""

    def refer(text: str) -> list[Mention]:
        spans = [one.span for one in find_references(text) if one.kind in KINDS]
        found = [Mention(span, *leads(text[slice(*span)])) for span in spans]
        return [mention for mention in found if mention.href or mention.asked]

    return refer
