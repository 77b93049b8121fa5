"""What a library holds and how it is: the values that lists and check-ups show."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class LibraryDocument:
    """A document of a library, as a list of them shows it.

    Attributes:
        id: Content hash: the same bytes, the same id.
        name: Its file name.
        symbol, title, date, language, job_number: As in `CitedDocument`.
        passages: How many it has.
    """

    id: str
    name: str
    symbol: str | None
    title: str
    date: str | None
    language: str
    job_number: str | None
    passages: int

    def to_dict(self) -> dict[str, Any]:
        """Return the document's fields, JSON-ready."""
        return {name: getattr(self, name) for name in self.__slots__}


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
