"""Looking up what a person types or pastes: a reference, a quotation, or several."""

import re
import unicodedata
from collections.abc import Callable

from index.joint import AnyLibrary
from qa import lookup_wording as wording
from qa.answers import FoundReference, Lookup
from qa.pasted import MIN_WORDS, find_pasted
from qa.prose_references import find_references
from qa.references import MAX_REFERENCE_CHARACTERS, parse_reference
from qa.resolving import Resolver, combined, echo

# Text that asks or orders is searched, whatever documents it names.
ASKING = re.compile(
    r"\W*(?:what|who|whom|whose|which|when|where|why|how|do|does|did|is|are|was|were|can"
    r"|could|should|would|will|compare|explain|describe|summari[sz]e|list|tell|discuss"
    r"|outline|analy[sz]e)\b",
    re.IGNORECASE,
)

QUOTED = re.compile(r"\s*[\"“”„«»].+[\"“”«»]\W*", re.DOTALL)

MIN_SEVERAL = 2
"""A text that names one document, and no paragraph, is about it rather than to it."""

LastDocument = Callable[[], str | None]
"""Returns the id of the document spoken of last, or None."""


def look_up(
    library: AnyLibrary,
    text: str,
    last_document: LastDocument,
    most: int | None = None,
) -> Lookup:
    """Return what a text points at.

    It is, in this order, one reference; a quotation; prose with references, which are
    then resolved together.

    Args:
        library: The library.
        text: What was typed.
        last_document: What "ibid." is; called only then.
        most: How many passages that mention a document to cite; None for all.
    """
    if len(text) > MAX_REFERENCE_CHARACTERS:
        return not_a_reference(text)
    parsed = parse_reference(text)
    last = last_document() if parsed and parsed.kind == "same" else None
    with library.catalogue() as catalogue:
        resolver = Resolver(catalogue, last, most)
        one = resolver.reference(text)
        if one is not None and one.found:
            return one
        beside = resolver.quotation_beside(text)
        if beside is not None:
            return (
                _quoted(library, resolver, text, *beside)
                or one
                or not_a_reference(text)
            )
        if one is not None and not QUOTED.fullmatch(text):
            return one
        if one is None and text.rstrip().endswith("?"):
            return not_a_reference(text)
        pasted = _quoted(library, resolver, text, text, None)
        several = None if pasted or one else _several(resolver, text)
    return pasted or one or several or not_a_reference(text)


def look_up_all(library: AnyLibrary, text: str) -> list[FoundReference]:
    """Return the references in a prose text with what each points at."""
    with library.catalogue() as catalogue:
        return Resolver(catalogue).in_prose(text, find_references(text))


def not_a_reference(text: str) -> Lookup:
    """Return the lookup of a text that points at nothing."""
    message = "This names no document and no paragraph, such as “CD/2100, para. 5”."
    if len(text) > MAX_REFERENCE_CHARACTERS:
        message = (
            f"This has {len(text):,} characters; a reference or quotation has at most "
            f"{MAX_REFERENCE_CHARACTERS:,}."
        )
    return Lookup(echo(text), "not-a-reference", message)


def _quoted(
    library: AnyLibrary,
    resolver: Resolver,
    text: str,
    quotation: str,
    among: list[str] | None,
) -> Lookup | None:
    """Return the paragraph that a text was taken from, or the nearest.

    Args:
        library: The library.
        resolver: Of its references.
        text: What was typed.
        quotation: What it quotes.
        among: Ids of the documents it says to quote; None for any.
    """
    clean = "".join(filter(_is_text, quotation))
    with library.snapshot() as snapshot:
        found = find_pasted(snapshot, clean, among)
    if found is None and among and len(clean.split()) >= MIN_WORDS:
        message = "No passage of that document has these words, or nearly these."
        return Lookup(echo(text), "no-such-paragraph", message)
    if found is None:
        return None
    citations = resolver.cited(found.passages, found.ranges)
    if found.differences:
        message = wording.differing(citations[0].label, found.differences)
    elif len(citations) > 1:
        message = f"{wording.passages(len(citations))} have these words."
    else:
        message = f"These words stand in {citations[0].label}."
    return Lookup(echo(text), "found", message, citations)


def _several(resolver: Resolver, text: str) -> Lookup | None:
    """Return the references of a prose text, resolved together."""
    if ASKING.match(text):
        return None
    references = find_references(text)
    if len(references) < MIN_SEVERAL and not any(one.pinpoints for one in references):
        return None
    found = resolver.in_prose(text, references)
    return combined(text, [one.lookup for one in found]) if found else None


def _is_text(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cs")
