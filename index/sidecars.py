"""What is written beside a document: `paper.toml` says more of `paper.txt`.

A sidecar has one table so far, the forms of names that the document leaves unexplained:

    [aliases]
    NFP = "No First Placement"
    "G-21" = ["Group of 21", "Group of Twenty-One"]
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from index.errors import SidecarError

SUFFIX = ".toml"

MAX_FORM_CHARACTERS = 400
"""Far beyond any name; longer is a sentence in the wrong place."""

Forms = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar says of its document.

    Attributes:
        aliases: For each name as written, its other forms.
    """

    aliases: Forms = field(default_factory=lambda: MappingProxyType({}))


NO_SIDECAR = Sidecar()
"""What is said of a document that has none."""


def read_sidecar(name: str, content: bytes) -> Sidecar:
    """Return what a sidecar says.

    Args:
        name: The file's name, for messages.
        content: Its bytes, whole.

    Raises:
        SidecarError: It is not TOML, or has what no sidecar has.
    """
    try:
        read = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SidecarError(
            f"{name} is not UTF-8 text: byte {error.start} cannot be decoded; save it "
            "as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SidecarError(f"{name} is not TOML: {error}; mend that place") from error
    for key in read:
        if key not in READERS:
            known = ", ".join(READERS)
            raise SidecarError(
                f"{name} has the key {key!r}, which means nothing; take it out, or use "
                f"one of: {known}"
            )
    return Sidecar(**{key: READERS[key](name, value) for key, value in read.items()})


def _aliases(name: str, value: Any) -> Forms:
    if not isinstance(value, dict):
        raise SidecarError(
            f"{name}: 'aliases' is not a table; write [aliases] on a line of its own "
            'and names below it, such as NFP = "No First Placement"'
        )
    return {form: _forms(name, form, others) for form, others in value.items()}


def _forms(name: str, form: str, others: Any) -> tuple[str, ...]:
    others = [others] if isinstance(others, str) else others
    if not isinstance(others, list) or not others:
        raise SidecarError(
            f"{name}: the alias {form!r} has no other form; write it as "
            f'"{form}" = "its other form", or as a list of such'
        )
    for other in (form, *others):
        if not isinstance(other, str) or not any(map(str.isalnum, other)):
            raise SidecarError(
                f"{name}: the alias {form!r} has the form {other!r}, which is no name; "
                "write each form as text in quotation marks"
            )
        if len(other) > MAX_FORM_CHARACTERS:
            raise SidecarError(
                f"{name}: a form of the alias {form[:40]!r} has {len(other):,} "
                f"characters; write the name alone, {MAX_FORM_CHARACTERS} at most"
            )
    return tuple(others)


READERS: Mapping[str, Callable[[str, Any], Any]] = {"aliases": _aliases}
"""What reads each key's value: the file's name and the value in, a field out."""
