"""Which documents of a library a reference names; never a guess among several."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from index.catalogue import Entry
from index.joint import AnyCatalogue
from index.names import DOCUMENT_NOUNS, head_noun, name_key, name_words
from qa.citations import shortened
from qa.reference_values import Reference
from qa.reference_words import ANY_DOCUMENT, EDGE_WORDS, SHORT_TITLES

MAX_PROSE_NAME_WORDS = 12

# Words that say nothing of which document is meant, unless others do.
UNSPECIFIC = DOCUMENT_NOUNS | {"working", "paragraph", "page", "article", "said", "say"}


@dataclass(frozen=True, slots=True)
class Named:
    """What a reference's name comes to.

    Attributes:
        entries: The documents named: one, or the language versions of one symbol.
        reference: The reference, its name without what is a heading.
        note: Whatever is not evident from what was typed; empty or a sentence.
        rivals: The documents a name could stand for, where it could for several.
    """

    entries: tuple[Entry, ...]
    reference: Reference
    note: str = ""
    rivals: tuple[Entry, ...] = ()


def named(
    catalogue: AnyCatalogue,
    reference: Reference,
    last_document: str | None = None,
    *,
    in_prose: bool = False,
) -> Named:
    """Return the documents a reference names.

    Args:
        catalogue: The library's.
        reference: What was typed.
        last_document: Id of the document spoken of before, for "ibid.".
        in_prose: Whether a name may have other words of its sentence around it.
    """
    if reference.kind == "symbol":
        return _by_symbol(catalogue, reference)
    if reference.kind == "job number":
        entries = catalogue.called("job number", reference.document)
        return Named(tuple(entries), reference)
    if reference.kind == "same":
        entry = catalogue.entry(last_document) if last_document else None
        note = f"The document spoken of last is {designation(entry)}." if entry else ""
        return Named((entry,) if entry else (), reference, note)
    tried = _prose_names(reference) if in_prose else _names(reference)
    rivals: tuple[Entry, ...] = ()
    for attempt in tried:
        found = _by_name(catalogue, attempt)
        if len(found) == 1:
            return Named((found[0],), attempt, _identified(attempt.document, found[0]))
        rivals = rivals or tuple(found)
    return Named((), reference, rivals=rivals)


def designation(entry: Entry) -> str:
    """Return what we call a document: its symbol, job number or title."""
    masthead = entry.masthead
    return masthead.symbol or masthead.job_number or shortened(entry.title)


def spoken(entry: Entry, reference: Reference) -> str:
    """Return what to call a document to a person who named it so."""
    masthead = entry.masthead
    known = masthead.symbol or masthead.job_number
    if known or reference.kind == "same":
        return known or designation(entry)
    if reference.kind != "name":
        return reference.document
    if name_key(reference.document) == name_key(entry.title):
        return shortened(entry.title)
    if name_key(reference.document) in map(name_key, _files(entry)):
        return f"“{shortened(reference.document)}”"
    return f"the {reference.document}"


def _files(entry: Entry) -> tuple[str, str]:
    """Return a file's name with its folder and without."""
    return entry.name, PurePath(entry.name).name


def describes(catalogue: AnyCatalogue, entry: Entry, text: str) -> bool:
    """Return whether words are all of a document's titles, senders or date."""
    date = entry.masthead.date
    dated = name_words(f"{date:%d %B %Y}") if date else []
    words = [
        w for w in name_words(text) if w.lstrip("0") not in dated and w not in dated
    ]
    words = [word for word in words if word not in ANY_DOCUMENT]
    return not words or entry in catalogue.called_by_words(words)


def is_specific(name: str) -> bool:
    """Return whether a name is surely a document's: "the Chinese report", "NPT"."""
    known = name_key(name).removeprefix("the ") in SHORT_TITLES
    return known or not DOCUMENT_NOUNS.isdisjoint(name_words(name))


def _by_symbol(catalogue: AnyCatalogue, reference: Reference) -> Named:
    entries = catalogue.called("symbol", reference.document)
    if entries:
        return Named(tuple(entries), _with_part(reference))
    entries = catalogue.called("file", reference.document)
    if not entries:
        return Named((), reference)
    files = ", ".join(entry.name for entry in entries)
    note = f"{reference.document} is read from the file's name, {files}."
    return Named(tuple(entries), _with_part(reference), note)


def _with_part(reference: Reference) -> Reference:
    """Return a reference to a held document's annex as one to a heading in it."""
    if not reference.part:
        return reference
    word, _, number = reference.part.casefold().partition(" ")
    designators = ((word, number), *reference.designators)
    return replace(reference, part="", designators=designators)


def _names(reference: Reference) -> Iterator[Reference]:
    """Yield the reference with all its words as the name, then with fewer of them.

    The words left over are headings.
    """
    runs = reference.runs
    if not any(run.quoted for run in runs):
        yield replace(reference, runs=())
    for stop in range(len(runs) - 1, 0, -1):
        name = " ".join(run.text for run in runs[:stop])
        yield replace(reference, document=name, runs=runs[stop:])


def _prose_names(reference: Reference) -> Iterator[Reference]:
    """Yield the reference with every stretch of words that touches its numbers."""
    words = reference.document.split()[-MAX_PROSE_NAME_WORDS:]
    stretches = [words[start:] for start in range(len(words))]
    stretches += [words[:stop] for stop in range(len(words) - 1, 0, -1)]
    for stretch in stretches:
        if not EDGE_WORDS.isdisjoint((stretch[0].casefold(), stretch[-1].casefold())):
            continue
        yield replace(reference, document=" ".join(stretch))


def _by_name(catalogue: AnyCatalogue, reference: Reference) -> Sequence[Entry]:
    """Return the documents a name stands for, by title, by file, by its words."""
    name = reference.document
    key = name_key(name).removeprefix("the ")
    exact = catalogue.called("title", key) or catalogue.called("file", key)
    if exact:
        return exact
    short = SHORT_TITLES.get(key)
    if short is not None:
        return catalogue.titled(short)
    if not (is_specific(name) or reference.pinpoints):
        return ()
    words = name_words(name)
    if UNSPECIFIC.issuperset(words) or not any(map(str.isalpha, "".join(words))):
        return ()
    if "working" not in words:
        words = [word for word in words if word not in ANY_DOCUMENT]
    found = catalogue.called_by_words(words)
    noun = head_noun(name)
    if noun and noun not in ANY_DOCUMENT:
        called_so = catalogue.called("noun", noun)
        return [entry for entry in found if entry in called_so]
    return found


def _identified(name: str, entry: Entry) -> str:
    """Return a sentence that says which document a name was taken for."""
    title = shortened(entry.title)
    if name_key(name) == name_key(entry.title):
        return ""
    called = entry.masthead.symbol or entry.masthead.job_number
    return f"“{name}” is {f'{called}, ' if called else ''}“{title}”."
