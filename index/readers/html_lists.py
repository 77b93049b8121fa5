"""What the tags of HTML's lists say of the numbers and bullets before their items."""

import re

from index.readers.html_pieces import ItemList
from index.readers.html_tags import Attributes

_INTEGER = re.compile(r"\s*([-+]?\d{1,9})")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b([a-z]+(?:-[a-z]+)?)", re.I)
_STYLES = {
    "none": "none",
    "decimal": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "disc": "bullet",
    "circle": "bullet",
    "square": "bullet",
}


def item_list(tag: str, attributes: Attributes, above: ItemList | None) -> ItemList:
    """Return the list that a start tag begins, within another or none."""
    told = attributes.get("type", "")
    style = "1" if tag == "ol" else "bullet"
    if tag == "ol" and told in ("1", "a", "A", "i", "I"):
        style = told
    if match := _LIST_STYLE.search(attributes.get("style", "")):
        style = _STYLES.get(match[1].lower(), style)
    return ItemList(
        style=style,
        start=_integer(attributes.get("start")),
        reversed=tag == "ol" and "reversed" in attributes,
        depth=above.depth + 1 if above else 1,
    )


def item_value(attributes: Attributes) -> int | None:
    """Return the number that an item's start tag gives it, if any."""
    return _integer(attributes.get("value"))


def _integer(value: str | None) -> int | None:
    match = _INTEGER.match(value or "")
    return int(match[1]) if match else None
