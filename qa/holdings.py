"""What a library holds and how it is: the values that lists and check-ups show."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.limits import size


@dataclass(frozen=True, slots=True)
class LibraryDocument:
    """A document of a library, as a list of them shows it.

    Attributes:
        id: Content hash: the same bytes, the same id.
        name: Its file name.
        symbol, title, date, language, job_number: As in `CitedDocument`.
        passages: How many it has.
        pages: How many its file has; 0 for a format without pages.
        size: Bytes of its file.
        added: When it was added, ISO 8601, in UTC.
        warnings: What could not be read of it, a sentence each.
        supplied: Which of its fields a sidecar supplies, by name.
    """

    id: str
    name: str
    symbol: str | None
    title: str
    date: str | None
    language: str
    job_number: str | None
    passages: int
    pages: int = 0
    size: int = 0
    added: str = ""
    warnings: tuple[str, ...] = ()
    supplied: tuple[str, ...] = ()

    @property
    def file_size(self) -> str:
        """Its size as people write it, such as "1.5 MB"."""
        return size(self.size)

    def to_dict(self) -> dict[str, Any]:
        """Return the document's fields, JSON-ready."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        lists = {"warnings": list(self.warnings), "supplied": list(self.supplied)}
        return {**fields, **lists}


@dataclass(frozen=True, slots=True)
class Health:
    """What `Assistant.doctor` found.

    Attributes:
        folder: The library's folder.
        documents: How many it has.
        passages: How many were compared with their sources.
        problems: One line each; none when all is well.
    """

    folder: Path
    documents: int
    passages: int
    problems: tuple[str, ...]

    @property
    def text(self) -> str:
        """The findings as plain text."""
        found = f"{self.folder}: {self.documents} documents, {self.passages} passages"
        if self.problems:
            return "\n".join([found, *self.problems])
        return f"{found}, every quotation verbatim"

    def to_dict(self) -> dict[str, Any]:
        """Return the findings, JSON-ready."""
        return {
            "folder": str(self.folder),
            "documents": self.documents,
            "passages": self.passages,
            "problems": list(self.problems),
        }
