"""Where the libraries of sets of judged questions are kept, each embedded once."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager

from index.embedding import Embedder, load_embedder
from index.library import Library
from index.schema import SCHEMA_VERSION
from qa.assistant import Assistant
from qa.defaults import cache_folder

Ingest = dict[str, float | None]
"""How many passages were asked, and the seconds it took to embed them; None where the
library was there before."""

Keys = dict[tuple[str, int], str]
"""A passage's document id and ordinal to the key that judgements know it by."""

SECONDS_KEY = "seconds spent embedding"
"""Metadata: what a cached library cost when its passages were embedded."""


def cached(digest: str, model: str | Embedder | None) -> Assistant:
    """Return an assistant over the library kept for some contents and a model.

    Args:
        digest: Of the contents, in hexadecimal.
        model: As for `Assistant.open`.
    """
    embedder = load_embedder(model) if isinstance(model, str | None) else model
    model_digest = hashlib.sha256(embedder.fingerprint.encode()).hexdigest()
    form = f"{digest[:16]}-{model_digest[:8]}-{SCHEMA_VERSION}"
    folder = cache_folder() / "evaluation" / form
    return Assistant(Library.open(folder, embedder.fingerprint, create=True), embedder)


@contextmanager
def timed(library: Library) -> Iterator[None]:
    """Count the seconds of the block as spent embedding."""
    started = time.perf_counter()
    yield
    spent = seconds_spent(library) + time.perf_counter() - started
    library.set_metadata(SECONDS_KEY, str(spent))


def seconds_spent(library: Library) -> float:
    """Return what embedding a library's passages has taken so far."""
    return float(library.get_metadata(SECONDS_KEY) or 0)


def library_keys(assistant: Assistant) -> Keys:
    """Return a key for every passage of a library."""
    return {
        (passage.locator.document_id, passage.ordinal): (
            f"{passage.locator.document_id}:{passage.ordinal}"
        )
        for passage in assistant.library.passages()
    }
