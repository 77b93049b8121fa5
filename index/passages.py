"""From a document to its passages: labelled, placed under headings, cited whole."""

from collections.abc import Sequence

from index.documents import Document, Locator, Paragraph, Part, Passage, fold
from index.items import items
from index.lists import Item
from index.structure import Structure


def passages(document: Document, made_of: Structure) -> list[Passage]:
    """Return a document's passages, in reading order.

    For each, `fold` of the text at its spans, joined by a space, is its `text`. Printed
    numbers are labels and no part of the text. Where a part of the document prints no
    numbers its paragraphs are counted, headings left out. A short list stands with the
    paragraph that introduces it.
    """
    every = items(document.text, made_of.blocks)
    found = [item for item in every if not item.absorbed]
    ordinals = {id(item): ordinal for ordinal, item in enumerate(found)}
    labels = _labels(found)
    return [
        Passage(
            locator=Locator(document.id, item.spans),
            text=fold(" ".join(document.text[a:b] for a, b in item.spans)),
            ordinal=ordinal,
            section=item.section,
            paragraph=labels[ordinal],
            part=item.part,
            lead_in=ordinals.get(id(item.lead_in)) if item.lead_in else None,
        )
        for ordinal, item in enumerate(found)
    ]


def _labels(found: Sequence[Item]) -> list[Paragraph | None]:
    """Return each item's label: printed, or counted where its part prints none."""
    numbered = {item.part for item in found if item.label and not item.is_note}
    counts: dict[Part, int] = {}
    labels: list[Paragraph | None] = []
    for item in found:
        prefix = "cover note " if item.part == "cover note" else ""
        if item.label:
            prefix = "note " if item.is_note else prefix
            labels.append(Paragraph(f"{prefix}{item.label}", "printed"))
        elif item.part in numbered or item.is_note:
            labels.append(None)
        else:
            counts[item.part] = counts.get(item.part, 0) + 1
            labels.append(Paragraph(f"{prefix}{counts[item.part]}", "counted"))
    return labels
