"""What the keyword index keeps of each passage, and how it is written.

`text` is the passage, `heading` what introduces it, `title` and `names` are what its
document is known by, and `alias` has the other forms of the names in the passage.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import tantivy
from tantivy import Query

from index.aliases import Aliases
from index.context import heading, names
from index.passage_rows import Searchable
from index.stemming import stemmed_as
from index.vectors import Rows
from index.words import indexed

FIELDS = ("text", "heading", "title", "names", "alias")

# As much is held before it becomes a segment: a third of a million passages.
WRITER_BYTES = 128_000_000


def schema() -> tantivy.Schema:
    """Return what a passage has in the index."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", indexed=True, fast=True)
    for field in FIELDS:
        # It is given stems: which ones, the passage's language tells.
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    return builder.build()


def write(
    index: tantivy.Index,
    passages: Iterable[Searchable],
    aliases: Aliases,
    removed: Rows | None = None,
) -> None:
    """Take rows out of an index, then put passages in.

    Raises:
        OSError, ValueError: The folder, the disk or tantivy refuses.
    """
    # One thread keeps rows in order, so that equal scores come lowest row first.
    writer = index.writer(WRITER_BYTES, num_threads=1)
    if removed is not None and len(removed):
        # By term it takes every number for a signed one, and finds none.
        rows = Query.term_set_query(index.schema, "row", removed.tolist())
        writer.delete_documents_by_query(rows)
    for entry in _entries(passages, aliases):
        writer.add_document(entry)
    writer.commit()
    # Whenever eight segments are of a size, they become one.
    writer.wait_merging_threads()


def unlock(folder: Path) -> None:
    """Take away the locks of writers and readers that are gone.

    One that has another name in another folder would lock that one, too.
    """
    for lock in folder.glob(".*.lock"):
        lock.unlink(missing_ok=True)


def _entries(
    passages: Iterable[Searchable], aliases: Aliases
) -> Iterator[tantivy.Document]:
    # A document's names are the same for all of its passages, which come together.
    others = lru_cache(1)(aliases.others)
    for passage in passages:
        entry = tantivy.Document()
        entry.add_unsigned("row", passage.row)
        language = stemmed_as(passage.language)
        entry.add_text("language", language)
        for field, text in _fields(passage, aliases, others).items():
            entry.add_text(field, indexed(text, language))
        yield entry


def _fields(
    passage: Searchable, aliases: Aliases, others: Callable[[str], list[str]]
) -> dict[str, str]:
    # A cover note has its own heading: as a name too, its courtesies would win.
    is_cover_note = "\n".join(passage.section) == passage.cover_note
    known = names(passage.masthead, "" if is_cover_note else passage.cover_note)
    return {
        "text": passage.text,
        "heading": heading(passage.section, passage.lead_in),
        "title": passage.title,
        "names": "\n".join([known, *others(known)]),
        "alias": "\n".join(aliases.others(passage.text, passage.document_id)),
    }
