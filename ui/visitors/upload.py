"""A file that a visitor has sent: how far it is, and what became of it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from qa import AddReport

State = Literal[
    "waiting",
    "reading",
    "indexing",
    "added",
    "replaced",
    "unchanged",
    "kept",
    "failed",
]
"""The first three are on the way. "kept" is a sidecar whose document is to come."""

ON_THE_WAY = frozenset({"waiting", "reading", "indexing"})


@dataclass(slots=True)
class Upload:
    """A file on its way into a library, and what is told of it.

    Attributes:
        name: As it is shown.
        path: Where its bytes wait; gone when it is finished.
        size: How many they are.
        id: Tells it from the visitor's others.
        state: How far it is.
        done: Passages embedded, while it is indexed.
        total: Of so many.
        messages: What the visitor should know, a sentence each.
        document: The document it has become, or None.
    """

    name: str
    path: Path
    size: int
    id: str = field(default_factory=lambda: uuid4().hex)
    state: State = "waiting"
    done: int = 0
    total: int = 0
    messages: tuple[str, ...] = ()
    document: str | None = None

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will become of it."""
        return self.state not in ON_THE_WAY

    def progress(self, done: int, total: int) -> None:
        """Take note how many of its passages are embedded."""
        self.done, self.total, self.state = done, total, "indexing"

    def finish(self, state: State, *messages: str, document: str | None = None) -> None:
        """Take note what became of it."""
        self.path.unlink(missing_ok=True)
        self.messages, self.document, self.state = messages, document, state

    def report(self, report: AddReport) -> None:
        """Take note of what adding this one file came to."""
        if report.failed:
            self.finish("failed", *(ended(one.reason) for one in report.failed))
            return
        told = [ended(text) for _, text in report.warnings]
        told += [ended(text) for text in report.duplicates]
        for state, ids in (
            ("added", (*report.added, *report.moved)),
            ("replaced", report.replaced),
        ):
            if ids:
                self.finish(state, *told, document=ids[0])  # type: ignore[arg-type]
                return
        here = f"{self.name} is here already."
        self.finish(
            "unchanged", here, *told, document=next(iter(report.unchanged), None)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return what the page is told, JSON-ready."""
        shown = ("id", "name", "state", "done", "total", "document")
        fields = {name: getattr(self, name) for name in shown}
        return {**fields, "messages": list(self.messages)}


def ended(text: str) -> str:
    """Return a sentence with its full stop; it may begin with a file's name."""
    return f"{text.rstrip('.')}."
