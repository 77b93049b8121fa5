"""What a Word document's styles say of a paragraph: heading, number, bold, hidden."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from index.readers.docx_package import W, number, switch, value
from index.readers.xmltrees import Element

Role = Literal["", "title", "subtitle", "contents"]
"""What a style is for, where its name says so."""

_Languages = tuple[str | None, str | None, str | None]

# Word writes "heading 1" whatever language it speaks; other programs do not.
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titulo|titolo|títol|заголовок|标题|標題|見出し"
    r"|제목|عنوان|nagłówek|rubrik|overskrift|otsikko|kop|nadpis|cím|τίτλος)"
    r"\s*([1-9])",
    re.IGNORECASE,
)
_ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"toc\s?(?:\d|heading)|table of figures", re.IGNORECASE), "contents"),
    (re.compile(r"contents(?: \d| heading)", re.IGNORECASE), "contents"),
    (re.compile(r"(?:document )?title|titel", re.IGNORECASE), "title"),
    (re.compile(r"sub-?title|untertitel", re.IGNORECASE), "subtitle"),
)
# Word bases styles on each other no deeper.
MAX_BASES = 20
# Outline levels count from 0; this one says that a paragraph is text.
BODY_TEXT = 9


@dataclass(frozen=True, slots=True)
class RunStyle:
    """How characters are set; None is what nothing says.

    Attributes:
        bold: Whether they are bold.
        hidden: Whether they are not shown.
        language: Of Latin and suchlike, East Asian and right-to-left letters.
    """

    bold: bool | None = None
    hidden: bool | None = None
    language: _Languages = (None, None, None)

    def over(self, below: "RunStyle") -> "RunStyle":
        """Return this style with what it leaves open taken from another."""
        if self is PLAIN or below is PLAIN:
            return below if self is PLAIN else self
        return RunStyle(
            bold=below.bold if self.bold is None else self.bold,
            hidden=below.hidden if self.hidden is None else self.hidden,
            language=(
                self.language[0] or below.language[0],
                self.language[1] or below.language[1],
                self.language[2] or below.language[2],
            ),
        )


PLAIN = RunStyle()


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it takes over from those it is based on.

    Attributes:
        ids: Its id and those of the styles it is based on, itself first.
        role: What its name says that it is for.
        outline: Outline level, 0 is outermost; None for text.
        list_id: The list its paragraphs are numbered in, or None.
        list_level: The level of that list, where the style says.
        run: How its characters are set.
    """

    ids: tuple[str, ...] = ()
    role: Role = ""
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    run: RunStyle = PLAIN


UNSTYLED = Style()


class Styles:
    """A document's styles by id."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._found: dict[str, Style] = {}
        self._default = ""
        for element in () if root is None else root.iterfind(f"{W}style"):
            style_id = element.get(f"{W}styleId", "")
            self._elements.setdefault(style_id, element)
            default = element.get(f"{W}default") in ("1", "true", "on")
            if default and element.get(f"{W}type") == "paragraph":
                self._default = style_id

    def __getitem__(self, style_id: str | None) -> Style:
        """Return a style; the default one for a paragraph that names none."""
        wanted = self._default if style_id is None else style_id
        if wanted not in self._found:
            self._found[wanted] = self._read(wanted)
        return self._found[wanted]

    def character(self, style_id: str | None) -> RunStyle:
        """Return how a character style sets its characters."""
        return PLAIN if style_id is None else self[style_id].run

    def _read(self, style_id: str) -> Style:
        chain = list(self._chain(style_id))
        style = Style(ids=tuple(id_ for id_, _ in chain))
        outline: int | None = None
        for _, element in chain:
            name = value(element, "name") or ""
            properties = element.find(f"{W}pPr")
            own = number(properties, "outlineLvl")
            if own is None and (match := _HEADING.fullmatch(name.strip())):
                own = int(match[1]) - 1
            outline = own if outline is None else outline
            listed = None if properties is None else properties.find(f"{W}numPr")
            style = replace(
                style,
                role=style.role or _role(name),
                list_id=style.list_id or value(listed, "numId"),
                list_level=number(listed, "ilvl")
                if style.list_level is None
                else style.list_level,
                run=style.run.over(run_style(element.find(f"{W}rPr"))),
            )
        titled = style.role in ("title", "subtitle", "contents")
        shown = outline is not None and outline < BODY_TEXT and not titled
        return replace(style, outline=outline if shown else None)

    def _chain(self, style_id: str) -> Iterator[tuple[str, Element]]:
        """Give a style and those it is based on; one that is its own base ends it."""
        seen: set[str] = set()
        while style_id in self._elements and style_id not in seen:
            if len(seen) == MAX_BASES:
                return
            seen.add(style_id)
            yield style_id, self._elements[style_id]
            style_id = value(self._elements[style_id], "basedOn") or ""


def run_style(properties: Element | None) -> RunStyle:
    """Return what the properties of a run say themselves."""
    if properties is None or not len(properties):
        return PLAIN
    return RunStyle(
        bold=switch(properties, "b"),
        hidden=switch(properties, "vanish"),
        language=_languages(properties.find(f"{W}lang")),
    )


def _languages(element: Element | None) -> _Languages:
    if element is None:
        return PLAIN.language
    return (
        element.get(f"{W}val"),
        element.get(f"{W}eastAsia"),
        element.get(f"{W}bidi"),
    )


def _role(name: str) -> Role:
    return next((role for form, role in _ROLES if form.fullmatch(name.strip())), "")
