"""How what a sidecar supplies, and the source does not print, is told."""

import re
from collections.abc import Collection

SPOKEN = {"submitted_by": "submitter", "job_number": "job number"}
"""What people call a field that has another name here."""

TOLD = re.compile(r"\s*\([^()]* as supplied\)\s*$")


def as_supplied(supplied: Collection[str]) -> str:
    """Return which facts a sidecar supplies: "symbol and date as supplied"; or ""."""
    named = [SPOKEN.get(name, name) for name in supplied]
    if not named:
        return ""
    *others, last = named
    return f"{', '.join(others)}{' and ' if others else ''}{last} as supplied"


def without_supplied(label: str) -> str:
    """Return a citation's label without what is told of it in parentheses."""
    return TOLD.sub("", label)
