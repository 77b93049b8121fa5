"""Which model embeds a library: the first documents' claims it."""

import sqlite3
from pathlib import Path

from index import document_rows, store
from index.connections import Connections
from index.embedding import Embedder
from index.errors import MismatchedLibraryError
from index.model_files import how_to_name


def check_model(folder: Path, connection: sqlite3.Connection, fingerprint: str) -> None:
    """Raise MismatchedLibraryError if another model embedded the library's passages."""
    state = store.state(connection)
    if state.fingerprint in (None, fingerprint) or document_rows.is_empty(connection):
        return
    raise MismatchedLibraryError(
        f"{folder} was built by {state.fingerprint!r}, not {fingerprint!r}; open it "
        f"with that model ({how_to_name(state.fingerprint)}), or add the documents to "
        "another folder"
    )


def claim_model(
    folder: Path, connection: sqlite3.Connection, fingerprint: str, dimension: int
) -> None:
    """Make a model the library's, unless it has documents by another."""
    check_model(folder, connection, fingerprint)
    if store.state(connection).fingerprint != fingerprint:
        store.set_model(connection, fingerprint, dimension)


def claimed_dimension(
    folder: Path, connections: Connections, embedder: Embedder
) -> int:
    """Make a model the library's; return its dimension.

    A library that has it knows: asking the model would load it, be there nothing to
    embed.
    """
    with connections.writing() as connection:
        held = store.state(connection)
        if held.fingerprint == embedder.fingerprint:
            return held.dimension
        dimension = embedder.dimension
        claim_model(folder, connection, embedder.fingerprint, dimension)
        return dimension
