"""Words and names that tell who is somebody: known ones, and those of a document."""

import re
from functools import cache
from importlib.resources import files

from index.definitions import definitions
from index.known_names import known_names

FILE = "actors.txt"

# Capitals of a sentence's first word say nothing; these are never somebody's.
NOT_NAMES = frozenset(
    """
    i we you he she it they this that these those there then however moreover
    furthermore nevertheless therefore thus also but and or so yet still while whereas
    although though if when what who which why how where as at by for from in of on to
    with without within under over after before during since until because despite
    notwithstanding another other others some many most all each every both no not none
    such several various numerous certain its his her their our my your here finally
    first second third lastly
    january february march april may june july august september
    october november december monday tuesday wednesday thursday friday saturday
    sunday a an the
    """.split()  # noqa: SIM905 (readable as prose)
)
WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
# Before a word that does not begin a sentence.
INSIDE = re.compile(r"[^\W_]\s|,\s")
OF = re.compile(r"\s(?:of|for|on)\s")


class Names:
    """What a document shows to be somebody's name."""

    def __init__(self, text: str) -> None:
        """Read the document's text."""
        self._lower: set[str] = set()
        self._inside: set[str] = set()
        for match in WORD.finditer(text):
            word = match.group()
            if word[0].islower():
                self._lower.add(word)
            elif INSIDE.match(text, max(0, match.start() - 2)):
                self._inside.add(word)
        self._things = {
            found.short for found in definitions(text) if is_thing(found.long)
        }

    def is_name(self, phrase: str) -> bool:
        """Return whether a phrase in capitals is a name, and not a thing's.

        One word must be in capitals within a sentence too, and never without.
        """
        bare = phrase.removeprefix("The ").removeprefix("the ")
        if bare in known_actors():
            return True
        words = WORD.findall(bare)
        if not words or len(bare) < 2 or is_thing(bare) or bare in self._things:
            return False
        if words[0].lower() in NOT_NAMES or bare in _known_things():
            return False
        if len(words) == 1:
            return words[0] in self._inside and words[0].lower() not in self._lower
        return any(w.lower() not in self._lower for w in words if w[0].isupper())


def is_thing(name: str) -> bool:
    """Return whether a name is a treaty's, a paper's or another thing's, by its noun.

    >>> is_thing("Treaty on Outer Space"), is_thing("Treaty Organization")
    (True, False)
    """
    words = OF.split(name)[0].lower().split()
    return not words or words[-1] in word_lists()["Things"] or name[0].islower()


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """Return the lists of `FILE` by their headings."""
    found: dict[str, frozenset[str]] = {}
    for part in files("index").joinpath(FILE).read_text("utf-8").split("\n# ")[1:]:
        heading, _, body = part.partition("\n")
        name = heading.partition(":")[0]
        is_lines = name.startswith("States")
        found[name] = frozenset(body.strip().split("\n" if is_lines else None))
    return found


@cache
def known_actors() -> frozenset[str]:
    """Return the names of states, organs and groups."""
    return word_lists()["States of one name"] | {
        form for forms in known_names() if not _is_thing_of(forms) for form in forms
    }


@cache
def _known_things() -> frozenset[str]:
    return frozenset(
        form for forms in known_names() if _is_thing_of(forms) for form in forms
    )


def _is_thing_of(forms: tuple[str, ...]) -> bool:
    return any(is_thing(form) for form in forms)
