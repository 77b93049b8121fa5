"""Text pasted to find where it is from: the paragraph that has it, or the nearest."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.documents import Passage, Span, fold
from index.joint import AnySnapshot
from qa.matching import MAX_COMPARED_WORDS, Difference, compare, located, overlap

MIN_WORDS = 5
"""Fewer words, unless in quotation marks, are rather a subject than a quotation."""

MAX_CHANGED_SHARE = 0.25
"""Of a quotation's words, so many may differ from what was meant to be quoted."""

MIN_CHANGED_WORDS = 8
"""Of fewer words, one that differs makes another sentence of it."""

CANDIDATES = 20
MAX_SEARCHED_WORDS = 60
"""Of a long quotation, so many words are enough to find its paragraph."""

QUOTES = "\"'“”„‟«»‘’‚‹› "  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Pasted:
    """Where a pasted text stands.

    Attributes:
        passages: Those that have it word for word, or the nearest one.
        ranges: The range of the first passage's text that it stands in.
        differences: How it differs from the passage; none if it does not.
    """

    passages: tuple[Passage, ...]
    ranges: tuple[Span, ...]
    differences: tuple[Difference, ...] = ()


def find_pasted(
    snapshot: AnySnapshot, text: str, document_ids: Sequence[str] | None = None
) -> Pasted | None:
    """Return where a text was taken from, or None if nothing is like it.

    Args:
        snapshot: The library's.
        text: What was pasted, with or without quotation marks.
        document_ids: Documents to look in; None for all.
    """
    quotation = fold(text.strip(QUOTES))
    marked = text.strip()[:1] in '"“«„' and text.strip()[-1:] in '"”»“'
    words = quotation.split()
    if len(words) < (2 if marked else MIN_WORDS):
        return None
    among = None if document_ids is None else snapshot.rows_of(document_ids)
    searched = " ".join(words[:MAX_SEARCHED_WORDS])
    rows, _ = snapshot.keywords.matching(searched, CANDIDATES, among, {"text": 1.0})
    passages = snapshot.passages(rows.tolist())
    for form in (quotation, quotation.rstrip(".,;:"), _lowered(quotation)):
        exact = [passage for passage in passages if located(form, passage.text)]
        if exact:
            exact.sort(key=lambda p: passages.index(p))
            return Pasted(tuple(exact), located(form, exact[0].text))
    if len(words) < MIN_CHANGED_WORDS or text.rstrip(QUOTES).endswith("?"):
        return None
    shared = (1 - MAX_CHANGED_SHARE) * len(words)
    likely = [p for p in passages if overlap(quotation, p.text) >= shared]
    compared = [(compare(quotation, passage.text), passage) for passage in likely]
    near = [
        (_changed_words(comparison.differences), comparison, passage)
        for comparison, passage in compared
        if comparison.differences
    ]
    changed, comparison, passage = min(
        near, key=lambda one: one[0], default=(0, None, None)
    )
    if comparison is None or passage is None:
        return None
    if changed > MAX_CHANGED_SHARE * min(len(words), MAX_COMPARED_WORDS):
        return None
    return Pasted((passage,), (comparison.span,), comparison.differences)


def _changed_words(differences: Sequence[Difference]) -> int:
    return sum(
        max(len(one.written.split()), len(one.source.split())) for one in differences
    )


def _lowered(quotation: str) -> str:
    """Return a quotation whose first letter the writer raised, as it may have stood."""
    return quotation[:1].lower() + quotation[1:].rstrip(".,;:")
