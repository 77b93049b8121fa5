"""Names that everyone knows by several forms: states, organs, groups, treaties."""

from functools import cache
from importlib.resources import files

FILE = "known_names.txt"


@cache
def known_names() -> tuple[tuple[str, ...], ...]:
    """Return each name in its forms."""
    lines = files("index").joinpath(FILE).read_text("utf-8").splitlines()
    return tuple(
        tuple(line.split(" | ")) for line in lines if line and not line.startswith("#")
    )
