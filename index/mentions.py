"""Which documents a passage speaks of: the symbols and resolutions it mentions."""

import re
import unicodedata

from index.symbols import Symbol, symbols

DASHES = re.compile(r"[\u2010-\u2015\u2212]")


def mentions(text: str) -> list[Symbol]:
    """Return what a passage mentions, each once, in the order of the text.

    >>> [str(symbol) for symbol in mentions("See CD/2043/Rev.1 Annex III and CD/2090.")]
    ['CD/2043/Rev.1 Annex III', 'CD/2090']
    """
    plain = DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return list(dict.fromkeys(found.symbol for found in symbols(plain)))
