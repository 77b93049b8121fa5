"""What became of the files that were to be added."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Self

from index.errors import QAError


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be added.

    Attributes:
        name: The file's.
        error: Why not.
    """

    name: str
    error: QAError

    @property
    def reason(self) -> str:
        """Why not, and what to do: a sentence that names the file."""
        return str(self.error)


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of the files, as document ids in the order they were stored.

    Attributes:
        added: New in the library.
        replaced: Took the place of what came from the same file or had the same name,
            were read by better rules, or have another sidecar now.
        unchanged: Were there already.
        moved: Were there already, from a file that is now here.
        removed: Went, since their file is gone or has become a copy of another.
        failed: Files that could not be added; what the library had of them stays.
        duplicates: A sentence for each file that says what another does.
        left_out: How many files of each other kind folders have, by suffix.
        notices: A sentence for each link or file that was left out for what it is,
            and for each document that was removed.
        warnings: What could not be read of documents that were stored: names and
            sentences.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    duplicates: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    notices: tuple[str, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the report, JSON-ready."""
        return {
            **{name: list(getattr(self, name)) for name in self.__slots__},
            "failed": [
                {"name": failure.name, "reason": failure.reason}
                for failure in self.failed
            ],
            "left_out": dict(self.left_out),
            "warnings": [
                {"name": name, "warning": text} for name, text in self.warnings
            ],
        }

    def checked(self) -> Self:
        """Return the report, unless nothing came of any file.

        Raises:
            QAError: What is wrong with the first file, if every one failed.
        """
        if self.failed and not (
            self.added
            or self.replaced
            or self.unchanged
            or self.moved
            or self.duplicates
        ):
            raise self.failed[0].error
        return self
