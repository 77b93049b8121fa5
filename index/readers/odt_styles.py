"""What the styles of an OpenDocument text say of its paragraphs and letters."""

from dataclasses import dataclass

from index.readers.xmltrees import Element

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{_ODF}office:1.0}}"
STYLE = f"{_ODF}style:1.0}}"
TEXT = f"{_ODF}text:1.0}}"
TABLE = f"{_ODF}table:1.0}}"
DRAW = f"{_ODF}drawing:1.0}}"
FO = f"{_ODF}xsl-fo-compatible:1.0}}"

# No program bases styles on each other deeper.
MAX_BASES = 20
# Names of the format itself; a program may show others.
_ROLES = {"Title": "title", "Subtitle": "subtitle"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a style sets its text.

    Attributes:
        role: "title", "subtitle" or nothing.
        bold: Whether it is bold; None where the style leaves it open.
        hidden: Whether it is not shown; None likewise.
    """

    role: str = ""
    bold: bool | None = None
    hidden: bool | None = None


PLAIN = Look()


class Looks:
    """The styles of a document, its own and those made while it was written."""

    def __init__(self, *roots: Element) -> None:
        self._elements: dict[tuple[str, str], Element] = {}
        self._found: dict[tuple[str, str], Look] = {}
        for root in roots:
            for element in root.iter(f"{STYLE}style"):
                key = (element.get(f"{STYLE}family"), element.get(f"{STYLE}name"))
                self._elements[key] = element

    def look(self, family: str, name: str | None) -> Look:
        """Return how a style of a family ("paragraph", "text") sets its text."""
        if name is None:
            return PLAIN
        if (family, name) not in self._found:
            self._found[family, name] = self._read(family, name)
        return self._found[family, name]

    def _read(self, family: str, name: str) -> Look:
        look, seen = PLAIN, set[str]()
        while (family, name) in self._elements and name not in seen:
            if len(seen) == MAX_BASES:
                break
            seen.add(name)
            element = self._elements[family, name]
            properties = element.find(f"{STYLE}text-properties")
            weight = display = None
            if properties is not None:
                weight = properties.get(f"{FO}font-weight")
                display = properties.get(f"{TEXT}display")
            look = Look(
                role=look.role or _ROLES.get(name, ""),
                bold=_first(look.bold, weight and weight in ("bold", "700", "800")),
                hidden=_first(look.hidden, display and display == "none"),
            )
            name = element.get(f"{STYLE}parent-style-name") or ""
        return look


def _first(nearer: bool | None, farther: str | bool | None) -> bool | None:
    return nearer if nearer is not None else None if farther is None else bool(farther)
