"""A text as the reference grammar reads it, each character's place kept."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from index.documents import Span

# Dashes to hyphens, typographic quotes to plain ones; line ends are spaces.
FOLDED = {
    **dict.fromkeys("‐‑‒–—―−", "-"),  # noqa: RUF001
    **dict.fromkeys("“”„‟«»〝〞", '"'),
    **dict.fromkeys("‘’‚‛ʼ`´", "'"),  # noqa: RUF001
}
ORDINARY = re.compile(r"[\x20-\x7e]*")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text of plain characters.

    Attributes:
        text: Compatibility forms folded, white space as spaces, invisible characters
            gone.
        places: For each character, where it stands in the original, and its end.
    """

    text: str
    places: Sequence[int]

    def original(self, span: Span) -> Span:
        """Return where a span of this text stands in the original."""
        start, end = span
        return self.places[start], self.places[end - 1] + 1 if end > start else start


def plain(text: str) -> Plain:
    r"""Return a text with typographic variants folded, invisible characters gone.

    >>> plain("CD\uff0f2100\u00a0\u200f¶5").text
    'CD/2100 ¶5'
    """
    if ORDINARY.fullmatch(text):
        return Plain(text, range(len(text)))
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        folded = _folded(character)
        characters += folded
        places += [place] * len(folded)
    return Plain("".join(characters), places)


def _folded(character: str) -> str:
    if character in FOLDED:
        return FOLDED[character]
    folded = unicodedata.normalize("NFKC", character)
    if folded.isspace():
        return " "
    return "".join(
        FOLDED.get(one, one)
        for one in folded
        if unicodedata.category(one) not in ("Cf", "Cc", "Cs", "Cn")
    )
