"""Which title in a file's properties its author gave, and which a program made up."""

import re

from index.documents import fold

MIN_LETTERS = 4
MAX_TITLE = 300

_FILE = re.compile(
    r"\.(?:docx?|dotx?|odt|rtf|pdf|indd|qxd|tex|dvi|wpd|pages|html?)$", re.I
)
_PROGRAM = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|\(?(?:untitled|anonymous)\b|unbenannt"
    r"|sans titre"
    r"|(?:word |pdf )?document\s?\d*$|layout \d|slide \d|powerpoint|title$|no title)",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]+")


def proper_title(title: str) -> str | None:
    """Return a title from a file's properties, if an author may have given it."""
    text = fold(_CONTROL.sub(" ", title))
    letters = sum(character.isalpha() for character in text)
    if letters < MIN_LETTERS or len(text) > MAX_TITLE or _PROGRAM.match(text):
        return None
    # One word with figures or low lines in it is a file's name, or a number.
    if _FILE.search(text) or (" " not in text and re.search(r"[\d_/\\]", text)):
        return None
    return text
