"""What the text shows for a raised sign, a footnote link or a bullet typed by Word."""

import re
from dataclasses import dataclass

# What a link to a footnote shows; and what a link back from it shows.
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§]{1,3})[\])]?")
_BACK_MARK = re.compile(r"[\s\[\]]*[↑↩⏎↵⬆^¶#🔗]+[\s\ufe0e\ufe0f\[\]]*")
MAX_NOTE_MARK = 12
# Two to the thirty-first power is not 231.
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Sign:
    """A few characters that a link, a raised element or a mark of Word holds.

    Attributes:
        tag: The element that holds them.
        shown: The characters.
        before: The end of the text before them in their paragraph, or empty.
        target: Where the link leads, empty for an element that is none.
        is_note_link: Whether the element says that it leads to a footnote.
        linked: Whether there is a link in it or around it.
    """

    tag: str
    shown: str
    before: str
    target: str
    is_note_link: bool
    linked: bool


def shown_instead(sign: Sign) -> str | None:
    """Return what the text shows in place of a sign, or None where the sign stands.

    Nothing, "", for one that only leads to a footnote or back from one.
    """
    if sign.tag == "a":
        return "" if _leads_to_note(sign) else None
    if sign.tag == "sup":
        if sign.before.strip() and sign.linked:
            return ""
        is_power = sign.before[-1:].isdigit() and sign.shown.isdecimal()
        return sign.shown.translate(_RAISED) if is_power else None
    is_bullet = sign.shown.strip() and not any(c.isalnum() for c in sign.shown)
    return "• " if is_bullet else None


def _leads_to_note(sign: Sign) -> bool:
    """Return whether a link leads to a footnote of its page, or back from one."""
    if "#" not in sign.target:
        return False
    if _BACK_MARK.fullmatch(sign.shown):
        return True
    if not sign.before:
        return False
    if sign.is_note_link:
        return True
    touches = not sign.before[-1].isspace() and sign.before[-1] not in "([/–-"
    return touches and bool(_NOTE_MARK.fullmatch(sign.shown.strip()))
