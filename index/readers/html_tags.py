"""What each element of HTML means for the text, and which ones are not shown."""

import re
from collections.abc import Mapping


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS = _names(
    "address article aside blockquote body caption center dd details dir div dl dt"
    " fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup"
    " hr html legend li listing main menu nav noframes noscript ol p plaintext pre"
    " search section summary table tbody td tfoot th thead tr ul xmp"
)
"""Elements whose start and end are ends of paragraphs."""

HEADINGS: Mapping[str, int] = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(("ol", "ul", "menu", "dir"))
PREFORMATTED = frozenset(("pre", "listing", "xmp", "plaintext"))
CELLS = frozenset(("td", "th", "caption"))
BOLD = frozenset(("b", "strong"))

UNSHOWN = _names(
    "annotation applet audio button canvas datalist embed iframe input map meter"
    " noembed object option optgroup progress rp rt rtc script select style svg"
    " template textarea track video"
)
"""Elements that hold no text of the page: programs, pictures, fields to fill in."""

STAND_INS = frozenset(("noscript", "noframes"))
"""Elements shown in place of others; read where the page has no other text."""

# Links and marks that a page's software puts around the text. Each is a whole name
# from a class attribute: of Sphinx, MediaWiki, Markdown converters, Bootstrap.
_SOFTWARE = _names(
    "headerlink heading-anchor anchorjs-link header-anchor anchor-link hash-link"
    " mw-editsection mw-cite-backlink mw-jump-link mw-empty-elt noprint navbox"
    " footnote-backref footnote-back reversefootnote"
    " sr-only visually-hidden screen-reader-text skip-link skiplink"
    " breadcrumb breadcrumbs"
)
_ROLES_LEFT_OUT = _names(
    "search menu menubar toolbar tablist dialog alertdialog doc-backlink doc-toc"
)
_CONSENT = re.compile(
    r"(?:cookie|consent|gdpr)s?[-_]{0,2}"
    r"(?:banner|bar|notice|popup|pop-up|message|overlay|modal|dialog|consent|law)"
    r"|onetrust",
    re.IGNORECASE,
)
_HIDING = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)",
    re.IGNORECASE,
)
_NOTE_ROLES = _names(
    "doc-endnote doc-endnotes doc-footnote endnote endnotes footnote footnotes"
    " rearnote rearnotes"
)
_NOTE_CLASSES = _names(
    "footnote footnotes footnote-list footnote_list endnote endnotes footnotes-list"
    " references reflist msofootnotetext msoendnotetext"
)
_NOTE_LINK_ROLES = _names("doc-noteref noteref")
_NOTE_LINK_CLASSES = _names("footnote-reference footnote-ref footref noteref fnref")
_WORD_NOTE = re.compile(r"mso-element\s*:\s*(?:footnote|endnote)\b", re.IGNORECASE)
_WORD_MARK = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
# What a page cannot be without, whatever its class says.
_WHOLE = frozenset(("html", "body", "main", "article"))

Attributes = Mapping[str, str]


def is_hidden(tag: str, attributes: Attributes) -> bool:
    """Return whether an element and all that is in it are no text for the reader."""
    if tag in UNSHOWN or (tag == "dialog" and "open" not in attributes):
        return True
    if not attributes:
        return False
    if attributes.get("hidden", "until-found") != "until-found":
        return True
    if attributes.get("aria-hidden", "").lower() == "true":
        return True
    if tag in _WHOLE:
        return False
    if _HIDING.search(attributes.get("style", "")):
        return True
    names = classes(attributes)
    if names & _SOFTWARE or attributes.get("role", "").lower() in _ROLES_LEFT_OUT:
        return True
    told = f"{attributes.get('id', '')} {attributes.get('class', '')}"
    return bool(_CONSENT.search(told))


def is_note(attributes: Attributes) -> bool:
    """Return whether an element holds footnotes or endnotes."""
    if not attributes:
        return False
    roles = f"{attributes.get('role', '')} {attributes.get('epub:type', '')}"
    return bool(
        _NOTE_ROLES & set(roles.lower().split())
        or _NOTE_CLASSES & classes(attributes)
        or _WORD_NOTE.search(attributes.get("style", ""))
    )


def is_note_link(attributes: Attributes) -> bool:
    """Return whether an element says that it is the sign that leads to a footnote."""
    if not attributes:
        return False
    roles = f"{attributes.get('role', '')} {attributes.get('epub:type', '')}"
    return bool(
        _NOTE_LINK_ROLES & set(roles.lower().split())
        or _NOTE_LINK_CLASSES & classes(attributes)
    )


def is_word_mark(attributes: Attributes) -> bool:
    """Return whether an element is the number or bullet Word puts before an item."""
    return bool(_WORD_MARK.search(attributes.get("style", "")))


def is_bold(tag: str, attributes: Attributes) -> bool:
    """Return whether an element sets its text in bold."""
    return tag in BOLD or bool(_BOLD_STYLE.search(attributes.get("style", "")))


def heading_level(tag: str, attributes: Attributes) -> int:
    """Return the level of a heading from 1, or 0 for anything else."""
    if tag in HEADINGS:
        return HEADINGS[tag]
    if not attributes:
        return 0
    if "msotitle" in classes(attributes):
        return 1
    if attributes.get("role", "").lower() == "heading":
        level = attributes.get("aria-level", "2").strip()
        return int(level) if level in tuple("123456789") else 2
    return 0


def classes(attributes: Attributes) -> set[str]:
    """Return the names in an element's class attribute, in small letters."""
    return set(attributes.get("class", "").lower().split())
