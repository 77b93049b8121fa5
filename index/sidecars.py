"""What is written beside a document: `paper.toml` says more of `paper.txt`.

A sidecar says what the document is, in place of what was read of it, and has one table,
the forms of names that the document leaves unexplained:

    symbol = "CD/2100"
    title = "Report of the informal discussions"
    date = 2017-09-14
    submitted_by = "Chile"
    language = "en"
    job_number = "GE.17-15898(E)"

    [aliases]
    NFP = "No First Placement"
    "G-21" = ["Group of 21", "Group of Twenty-One"]

A file that is added again without its sidecar loses what that said.
"""

import datetime
import json
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from index.errors import SidecarError
from index.languages import ISO_639_1
from index.supplied import NOTHING_SUPPLIED, Supplied, merged

SUFFIX = ".toml"

MAX_FORM_CHARACTERS = 400
"""Far beyond any name; longer is a sentence in the wrong place."""

MAX_SYMBOL_CHARACTERS = 100
MAX_TITLE_CHARACTERS = 1_000
"""A title of a convention may take five lines; longer is a paragraph of it."""

Forms = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar says of its document.

    Attributes:
        aliases: For each name as written, its other forms.
        supplied: What it says the document is.
    """

    aliases: Forms = field(default_factory=lambda: MappingProxyType({}))
    supplied: Supplied = NOTHING_SUPPLIED


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
    facts = {key: READERS[key](name, key, value) for key, value in read.items()}
    aliases = facts.pop("aliases", NO_SIDECAR.aliases)
    return Sidecar(aliases, Supplied(**facts))


def joined(first: Sidecar, second: Sidecar) -> Sidecar:
    """Return what both sidecars of one document say; the second where both speak."""
    return Sidecar(
        {**first.aliases, **second.aliases}, merged(first.supplied, second.supplied)
    )


def write_sidecar(sidecar: Sidecar) -> str:
    """Return a sidecar as `read_sidecar` reads it; "" where it says nothing."""
    supplied = sidecar.supplied
    lines = [f"{name} = {_toml(getattr(supplied, name))}" for name in supplied.names]
    if sidecar.aliases:
        lines += ["", "[aliases]"] if lines else ["[aliases]"]
    for form, others in sidecar.aliases.items():
        lines.append(f"{_toml(form)} = [{', '.join(map(_toml, others))}]")
    return "".join(f"{line}\n" for line in lines)


def _toml(value: object) -> str:
    """Return a text or a date in TOML, whose strings are JSON's, but for one."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)


def _line(limit: int) -> Callable[[str, str, Any], str]:
    """Return what reads a fact of one line, of at most `limit` characters."""

    def read(name: str, key: str, value: Any) -> str:
        if not isinstance(value, str) or not any(map(str.isalnum, value)):
            raise SidecarError(
                f"{name}: {key!r} is {value!r}, which is no name; write it as text in "
                "quotation marks"
            )
        if any(unicodedata.category(one) in ("Cc", "Zl", "Zp") for one in value):
            raise SidecarError(
                f"{name}: {key!r} has a line break or a control character in it; "
                "write it on one line"
            )
        if len(value) > limit:
            raise SidecarError(
                f"{name}: {key!r} has {len(value):,} characters; write {limit:,} at "
                "most"
            )
        return " ".join(value.split())

    return read


def _date(name: str, key: str, value: Any) -> datetime.date:
    if isinstance(value, str):
        try:
            value = datetime.date.fromisoformat(value)
        except ValueError as error:
            raise SidecarError(
                f"{name}: {key!r} is {value!r}, which is no day ({error}); write it as "
                f"{key} = 2017-09-14"
            ) from error
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        raise SidecarError(
            f"{name}: {key!r} is {value!s}, which is no day; write it as {key} = "
            "2017-09-14"
        )
    return value


def _language(name: str, key: str, value: Any) -> str:
    if not isinstance(value, str) or value.lower() not in ISO_639_1:
        raise SidecarError(
            f"{name}: {key!r} is {value!r}, which is no code of ISO 639-1; write two "
            'letters, such as "en", "fr" or "ar"'
        )
    return value.lower()


def _aliases(name: str, key: str, value: Any) -> Forms:
    if not isinstance(value, dict):
        raise SidecarError(
            f"{name}: {key!r} is not a table; write [aliases] on a line of its own "
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


READERS: Mapping[str, Callable[[str, str, Any], Any]] = {
    "symbol": _line(MAX_SYMBOL_CHARACTERS),
    "title": _line(MAX_TITLE_CHARACTERS),
    "date": _date,
    "submitted_by": _line(MAX_FORM_CHARACTERS),
    "language": _language,
    "job_number": _line(MAX_SYMBOL_CHARACTERS),
    "aliases": _aliases,
}
"""What reads each key's value: the file's name, the key and the value in."""
