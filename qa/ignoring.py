"""What is left out of a folder: other programs' files, and what a rule file names."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import UnreadableDocumentError
from index.sources import printable

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".pinciteignore"

# Programs write these for themselves: hidden files, Python's caches, Word's locks.
_PRIVATE = re.compile(r"\.|__pycache__$|~\$")

MAX_RULES_BYTES = 100_000

MAX_STARS = 4
"""In one rule. Matching takes time that is a power of their number."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a folder and of those it is in.

    Attributes:
        written: Rules with the folder they are written in, outermost first.
    """

    written: "tuple[tuple[str, GitIgnoreSpec], ...]" = ()

    def within(self, folder: str, rules: "GitIgnoreSpec") -> "Rules":
        """Return these rules with those of a folder inside."""
        return Rules((*self.written, (folder, rules)))

    def leave_out(self, name: str) -> bool:
        """Return whether a file, or a folder with a slash at its end, is left out.

        Of rules that speak of it, the innermost decides.
        """
        for folder, rules in reversed(self.written):
            said = rules.check_file(name.removeprefix(folder)).include
            if said is not None:
                return said
        return False


def is_private(name: str) -> bool:
    """Return whether a file or folder is one that a program keeps for itself."""
    return _PRIVATE.match(name) is not None


def read_rules(path: Path) -> "GitIgnoreSpec":
    """Return the rules of a file.

    Raises:
        UnreadableDocumentError: It cannot be read, or no such rules.
        OSError: It is not there, or reading it is not allowed.
    """
    from pathspec import GitIgnoreSpec

    name = printable(str(path))
    if not path.is_file() or path.stat().st_size > MAX_RULES_BYTES:
        raise UnreadableDocumentError(
            f"{name} is not a file of rules of at most {MAX_RULES_BYTES:,} bytes; "
            "shorten it"
        )
    lines = path.read_text("utf-8", "replace").splitlines()
    for number, line in enumerate(lines, 1):
        if line.count("*") > MAX_STARS:
            raise UnreadableDocumentError(
                f"{name}, line {number}, has {line.count('*')} asterisks, and a rule "
                f"has at most {MAX_STARS}; write it as several rules"
            )
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        raise UnreadableDocumentError(
            f"{name} has a rule that cannot be understood ({error}); write it as in a "
            ".gitignore"
        ) from error
