"""Adding documents: what is new is read, embedded and stored, one after another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import store
from index.changes import changes
from index.connections import Connections
from index.embedding import Embedder
from index.reading import document_id, read
from index.sidecars import NO_SIDECAR, Sidecar
from index.storing import put, remove, set_sidecars
from index.structure import STRUCTURE_VERSION


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of the files, as document ids in their order.

    Attributes:
        added: New in the library.
        replaced: Took the place of what had the same name or the same bytes, or have
            another sidecar now.
        unchanged: Were there already.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


def add(
    folder: Path,
    connections: Connections,
    sources: Sequence[tuple[str, bytes]],
    embedder: Embedder,
    on_progress: Callable[[int, int], None],
    sidecars: Mapping[str, Sidecar],
) -> AddReport:
    """Add files to a library; see `Library.add`."""
    with connections.reading() as connection:
        stored = store.stored_documents(connection)
    coming = changes(sources, stored, STRUCTURE_VERSION)
    readings = [read(name, content) for name, content in coming.sources]
    total = sum(len(reading.passages) for reading in readings)
    done = 0

    def count(finished: int) -> None:
        nonlocal done
        done += finished
        on_progress(done, total)

    if coming.superseded:
        remove(connections, coming.superseded)
    beside = _sidecars(sources, sidecars)
    replaced = {
        reading.document.id: put(
            folder, connections, reading, embedder, count, beside[reading.document.id]
        )
        for reading in readings
    }
    told_anew = set_sidecars(
        connections, {one: beside.get(one, NO_SIDECAR) for one in coming.unchanged}
    )
    return AddReport(
        added=tuple(new for new, old in replaced.items() if not old),
        replaced=(*(new for new, old in replaced.items() if old), *told_anew),
        unchanged=tuple(one for one in coming.unchanged if one not in told_anew),
    )


def _sidecars(
    sources: Sequence[tuple[str, bytes]], sidecars: Mapping[str, Sidecar]
) -> dict[str, Sidecar]:
    """Return each document's sidecar by the document's id.

    Files of the same bytes are one document: it has what is beside any of them.
    """
    found: dict[str, Sidecar] = {}
    for name, content in sources:
        id_ = document_id(content)
        aliases = found.get(id_, NO_SIDECAR).aliases
        sidecar = sidecars.get(name, NO_SIDECAR)
        found[id_] = Sidecar({**aliases, **sidecar.aliases})
    return found
