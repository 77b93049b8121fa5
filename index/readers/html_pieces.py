"""The pieces of a page: each paragraph with the list, the row and the part it is in."""

from dataclasses import dataclass, field

from index.blocks import Kind


@dataclass(frozen=True, slots=True)
class Region:
    """The part of a page that an element stands in.

    Attributes:
        main: Number of the outermost main element around it, or None.
        article: Number of the outermost article around it, or None.
        form: Number of the form around it, or None.
        left_out: "nav", "header", "footer", "aside" or "stand-in" of the site around
            the text; empty for the text.
        note: Whether it is a footnote or endnote.
    """

    main: int | None = None
    article: int | None = None
    form: int | None = None
    left_out: str = ""
    note: bool = False


@dataclass(slots=True, eq=False)
class ItemList:
    """A list and what its start tag says of the numbers before its items.

    Attributes:
        style: "1", "a", "A", "i" or "I" as in HTML; "bullet" or "none".
        start: Number of the first item, where the page gives one.
        reversed: Whether the numbers count down.
        depth: How many lists it stands in, itself among them.
        values: Of each item, the number that the page gives it, or None.
    """

    style: str
    start: int | None = None
    reversed: bool = False
    depth: int = 1
    values: list[int | None] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Table:
    """A table, and what shows whether it is one of data or only sets the page.

    Attributes:
        above: The cell of another table that it stands in, or None.
        row, column: Those of the cell being read, from 1.
        headed: Whether it has header cells or a caption.
        layout: Whether it holds tables or headings, or says that it only presents.
    """

    above: "Cell | None" = None
    row: int = 0
    column: int = 0
    headed: bool = False
    layout: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell of a table; row and column count from 1, in reading order."""

    table: Table
    row: int
    column: int


@dataclass(slots=True, eq=False)
class Piece:
    """A paragraph, heading, item or cell as the page sets it.

    Attributes:
        text: What it shows, line breaks as new lines, ends stripped.
        region: The part of the page it is in.
        kind: "paragraph", "heading" or "note".
        level: Of a heading, from 1; of an item, the depth of its list.
        anchors: What a link can point to: characters of `text`, and names.
        links: How many links it has.
        linked: How many of its characters are in them.
        bold: How many of its visible characters are bold.
        item: The list whose next item begins here, and its place in it, or None.
        group: The list, or term of a definition list, it is in, if any.
        cell: The cell it is in, or None.
        term: Whether it is the term of a definition list.
        defines: Whether it begins the definition of a term.
        preformatted: Whether its lines and spaces stand as they are in the page.
    """

    text: str
    region: Region
    kind: Kind = "paragraph"
    level: int = 0
    anchors: list[tuple[int, str]] = field(default_factory=list)
    links: int = 0
    linked: int = 0
    bold: int = 0
    item: tuple[ItemList, int] | None = None
    group: ItemList | None = None
    cell: Cell | None = None
    term: bool = False
    defines: bool = False
    preformatted: bool = False
