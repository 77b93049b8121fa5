"""The records of a judged corpus, found again in the passages of whole documents.

White space aside, a record is looked for in the text of a document. The passages that
stand where it stands are it; what becomes of a record says how well paragraphs are
recovered.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from index.documents import Span
from index.library import Library
from index.markers import read_marker
from qa.judged import Judgements
from qa.judged_cache import Keys

Fate = str
"""One of `FATES`."""

FATES = ("exact", "merged", "split", "lost")
"""A record is one passage, its printed number aside; part of a longer one; several, or
less than it; or none, as a heading is, which is searched but never quoted."""

MIN_SHARE = 0.5
"""A passage stands for a record from this share of the shorter of the two."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """Where the records of a corpus are.

    Attributes:
        gold: Relevance by question id and passage key.
        scopes: Ids of the documents that the records of a title stand in.
        paragraphs: How many records there are, and the share of each fate.
    """

    gold: Judgements
    scopes: Mapping[str, Sequence[str]]
    paragraphs: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A document's text without white space, and its passages' places in it."""

    id: str
    text: str
    spans: tuple[Span, ...]
    ordinals: tuple[int, ...]
    starts: tuple[int, ...]

    def overlapping(self, start: int, end: int) -> Iterator[int]:
        """Yield the numbers of the spans that share a character with a range."""
        for number in range(
            max(0, bisect_left(self.starts, start) - 1), len(self.spans)
        ):
            if self.spans[number][0] >= end:
                return
            if self.spans[number][1] > start:
                yield number


def recover(
    library: Library,
    keys: Keys,
    corpus: Sequence[Mapping[str, str]],
    judgements: Judgements,
) -> Recovered:
    """Return where a corpus's records are in a library of the same documents.

    Args:
        library: Of the documents whole.
        keys: Of its passages.
        corpus: Records in the order of their documents.
        judgements: Relevance by question and record.
    """
    sheets = [_sheet(library, stored.id) for stored in library.documents()]
    by_title: dict[str, list[Mapping[str, str]]] = {}
    for record in corpus:
        by_title.setdefault(record["title"], []).append(record)
    found: dict[str, list[str]] = {}
    fates: Counter[Fate] = Counter()
    scopes: dict[str, list[str]] = {}
    for title, records in by_title.items():
        texts = [_squeezed(record["text"]) for record in records]
        sheet = max(sheets, key=lambda sheet: sum(text in sheet.text for text in texts))
        scopes[title] = [sheet.id]
        at = 0
        for record, text in zip(records, texts, strict=True):
            start = sheet.text.find(text, at)
            if start < 0:
                start = sheet.text.find(text)
            numbers = (
                [] if start < 0 else [*sheet.overlapping(start, start + len(text))]
            )
            at = max(at, start + len(text)) if start >= 0 else at
            fates[_fate(record["text"], start, sheet, numbers)] += 1
            found[record["_id"]] = list(
                dict.fromkeys(
                    keys[sheet.id, sheet.ordinals[number]]
                    for number in numbers
                    if _stands_for(sheet.spans[number], start, start + len(text))
                )
            )
    gold = {
        question: {
            key: grade
            for record, grade in grades.items()
            for key in found.get(record, ())
        }
        for question, grades in judgements.items()
    }
    shares = {fate: round(fates[fate] / len(corpus), 4) for fate in FATES}
    return Recovered(gold, scopes, {"n": len(corpus), **shares})


def _sheet(library: Library, document_id: str) -> _Sheet:
    text = library.document(document_id).text
    visible = [0, *accumulate(not character.isspace() for character in text)]
    placed = sorted(
        (visible[start], visible[end], passage.ordinal)
        for passage in library.passages(document_id)
        for start, end in passage.locator.spans
    )
    return _Sheet(
        id=document_id,
        text=_squeezed(text),
        spans=tuple((start, end) for start, end, _ in placed),
        ordinals=tuple(ordinal for _, _, ordinal in placed),
        starts=tuple(start for start, _, _ in placed),
    )


def _fate(text: str, start: int, sheet: _Sheet, numbers: Sequence[int]) -> Fate:
    """Return what became of a record that begins at a place of a sheet."""
    if not numbers:
        return "lost"
    if len({sheet.ordinals[number] for number in numbers}) > 1:
        return "split"
    squeezed = _squeezed(text)
    first, last = sheet.spans[numbers[0]][0], sheet.spans[numbers[-1]][1]
    marker = read_marker(text)
    begins = {0, len(_squeezed(text[: marker.length])) if marker else 0}
    if last > start + len(squeezed) or first < start:
        return "merged"
    exact = first - start in begins and last == start + len(squeezed)
    return "exact" if exact else "split"


def _stands_for(span: Span, start: int, end: int) -> bool:
    shared = min(span[1], end) - max(span[0], start)
    return shared >= MIN_SHARE * min(span[1] - span[0], end - start)


def _squeezed(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())
