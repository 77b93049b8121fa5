"""How two lines of print are joined to running text: with a space, or without."""

import re
from collections import Counter
from collections.abc import Iterable

_HYPHENS = "-\u00ad\u2010"
_HYPHEN = re.compile("[-\u2010]")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:[-\u2010][^\W\d_]+)*)[-\u00ad\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_WORDS = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
# What stands before a hyphen that belongs to the word, whatever comes after it.
_COMPOUNDING = frozenset(
    {
        *("all", "anti", "co", "cross", "ex", "half", "high", "long", "low", "mid"),
        *("multi", "non", "post", "pre", "pro", "quasi", "self", "semi", "short"),
        *("so", "sub", "vice", "well", "twenty", "thirty", "forty", "fifty", "sixty"),
        *("seventy", "eighty", "ninety", "one", "two", "three", "four", "five"),
        *("far", "full", "large", "medium", "near", "small"),
    }
)
_CJK = re.compile(
    r"[\u2e80-\u2fdf\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff65"
    r"\U00020000-\U0003ffff]"
)
# Marks after which a line may break inside what has no space in it.
_TIGHT = re.compile(r"(?<=\S)(?:[—/]|(?<=\d)–)$")


class Joiner:
    """Joins lines; knows the words that the whole document prints undivided."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        for line in lines:
            # The first and last words of a line may be halves.
            inner = line.split()[1:-1]
            for word in _WORDS.findall(" ".join(inner)):
                self._words[word.casefold()] += 1
                if not word.isalpha():
                    for part in _HYPHEN.split(word.casefold()):
                        self._words[part] += 1

    def joined(self, before: str, after: str) -> str:
        """Return two lines' text as one."""
        if not before or not after:
            return before + after
        if before[-1] == "\u00ad" and after[0].isalpha():
            return before[:-1] + after
        if before[-1] in _HYPHENS and len(before) > 1 and not before[-2].isspace():
            return self._rejoined(before, after)
        if _TIGHT.search(before) or (_CJK.match(before[-1]) and _CJK.match(after[0])):
            return before + after
        return f"{before} {after}"

    def _rejoined(self, before: str, after: str) -> str:
        """Return a line that ends in a hyphen with the one after it."""
        head, tail = _LAST_WORD.search(before), _FIRST_WORD.match(after)
        if head is None or tail is None:
            # "10-" and "year": the hyphen stays.
            return before + after
        whole = (head[1] + tail[0]).casefold()
        # "pre- and" "post-war": the space is one, too.
        if tail[0].casefold() in ("and", "or", "und", "oder", "et", "ou", "y", "o"):
            return f"{before} {after}"
        return (
            before[:-1] if self._is_divided(head[1], tail[0], whole) else before
        ) + (after)

    def _is_divided(self, head: str, tail: str, whole: str) -> bool:
        """Return whether a word was divided at a hyphen that it does not have."""
        lowered = head.casefold(), tail.casefold()
        hyphenated = self._words["-".join(lowered)]
        if hyphenated or self._words[whole]:
            return self._words[whole] > hyphenated
        same_case = tail.islower() or (head.isupper() and tail.isupper())
        if not same_case:
            return False
        last = _HYPHEN.split(lowered[0])[-1]
        if last in _COMPOUNDING:
            return False
        return not (self._words[last] and self._words[lowered[1]])
