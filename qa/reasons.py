"""What the documents lack of a question, in words a reader understands.

Nothing is said that the index does not bear out: a word is missing when no passage has
it, its headings, names and other forms included, and two are never brought together
when no passage has both.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from index.joint_snapshot import JointKeywords
from index.keyword_files import FIELDS
from index.keywords import KeywordIndex, Term
from index.vectors import Rows
from index.words import WORD, composed

EMPTY_LIBRARY = "This library has no documents yet; add some with 'pincite add'."
NOT_NEAR = "No paragraph of these documents is close enough to be quoted as an answer."

# What a question asks for and not of: a document that answers need not say it.
ASKED_FOR = frozenset(
    """
    account across along although answer anyone around besides briefly compare
    comparison define defined definition describe despite detail details differ
    difference differences discuss does eight example examples explain explanation fact
    facts first five following four give going happening however info information
    instance kind kinds last list listed long main many meaning much name named names
    nine number one overview percent percentage please possible purpose question reason
    reasons seven show similar similarities since six sort sorts stand stands sum
    summaries summarise summarize summary tell ten term terms thing things three
    throughout toward towards two type types unlike upon use used various way ways word
    words year years
    """.split()  # noqa: SIM905 (readable as prose)
)
# Between two capitals they belong to the name: "Bank of England".
JOINING = re.compile(r"\s(?:of(?:\sthe)?|de(?:\sla)?|du|von|van)\s")

ADVERB = "ly"

MAX_NAMED = 3
"""Missing phrases that a reason names; the answer's `missing_terms` has all."""

MIN_FIGURES = 3
"""A number of fewer says too little to be named: "the 2 reasons", "article 5"."""

MAX_COMPARED = 6
"""Words looked for together, names first, then the rarest."""

OUTSIDE_ALIASES = tuple(field for field in FIELDS if field != "alias")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word of a question, or a name of several.

    Attributes:
        text: As the question has it.
        idf: Of its rarest word.
        is_name: Whether it has a capital, the question's first letter apart.
        is_absent: Whether a word of it occurs nowhere, and so neither does it.
    """

    text: str
    idf: float
    is_name: bool
    is_absent: bool


def missing(question: str, terms: Sequence[Term]) -> tuple[str, ...]:
    """Return what occurs nowhere, names first; neighbours are one phrase.

    Args:
        question: The question.
        terms: What it is about, with how often each occurs where it was asked.
    """
    lacking = [phrase for phrase in _phrases(question, terms) if phrase.is_absent]
    names = [phrase.text for phrase in lacking if phrase.is_name]
    others = [phrase.text for phrase in lacking if not phrase.is_name]
    return tuple(dict.fromkeys([*names, *others]))


def reason(
    question: str,
    terms: Sequence[Term],
    keywords: KeywordIndex | JointKeywords,
    among: Rows | None = None,
) -> str:
    """Return one sentence saying why the documents do not answer.

    Args:
        question: The question.
        terms: As for `missing`.
        keywords: Where its words were looked for.
        among: The passage rows that were searched; None for all.
    """
    if not len(keywords):
        return EMPTY_LIBRARY
    absent = missing(question, terms)
    if len(absent) > MAX_NAMED:
        rest = "another word" if len(absent) == MAX_NAMED + 1 else "other words"
        named = ", ".join(f"“{phrase}”" for phrase in absent[:MAX_NAMED])
        return f"{named} and {rest} of the question do not occur in these documents."
    if absent:
        return f"{not_occurring(absent)}."

    @cache
    def together(phrases: frozenset[str], fields: Sequence[str] = FIELDS) -> bool:
        return keywords.together(phrases, among, fields)

    spoken = [
        phrase
        for phrase in _phrases(question, terms)
        if phrase.is_name
        or (
            not phrase.text.endswith(ADVERB)
            and together(frozenset([phrase.text]), OUTSIDE_ALIASES)
        )
    ]
    return _apart(_by_weight(spoken), together) or NOT_NEAR


def not_occurring(phrases: Sequence[str]) -> str:
    """Return that these occur nowhere, as a clause without its full stop."""
    verb = "does" if len(phrases) == 1 else "do"
    quoted = listed([f"“{phrase}”" for phrase in phrases], "and")
    return f"{quoted} {verb} not occur in these documents"


def listed(items: Sequence[str], conjunction: str) -> str:
    """Return one or more items as a sentence has them: "a, b and c"."""
    *most, last = items
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def _apart(
    phrases: Sequence[Phrase], together: Callable[[frozenset[str]], bool]
) -> str | None:
    """Return which phrases are spoken of, and what is never brought together with them.

    As few as possible are named: one that meets some other nowhere, or else two.
    """
    for size in (1, 2):
        for here in combinations(phrases, size):
            spoken = frozenset(phrase.text for phrase in here)
            if not together(spoken):
                continue
            apart = [
                f"“{other.text}”"
                for other in phrases
                if other not in here and not together(spoken | {other.text})
            ][:2]
            if apart:
                return _not_together(here, apart)
    return None


def _not_together(here: Sequence[Phrase], apart: Sequence[str]) -> str:
    spoken = [f"“{phrase.text}”" for phrase in here]
    if here[0].is_name:
        them = "it" if len(here) == 1 else "them"
        return (
            f"These documents speak of {listed(spoken, 'and')}, but no paragraph "
            f"brings {them} together with {listed(apart, 'or')}."
        )
    several = len(here) > 1
    the = "the words" if several else "the word"
    return (
        f"These documents have {the} {listed(spoken, 'and')}, but no "
        f"paragraph has {'them' if several else 'it'} together with "
        f"{listed(apart, 'or')}."
    )


def _phrases(question: str, terms: Sequence[Term]) -> list[Phrase]:
    """Return the question's phrases made of these terms, in order.

    Capitalised words side by side are one name, and so are other words that occur
    nowhere.
    """
    idfs: dict[str, float] = {}
    for term in terms:
        idfs[term.surface] = max(term.idf, idfs.get(term.surface, 0.0))
    absent = {term.surface for term in terms if not term.frequency}
    phrases: list[Phrase] = []
    end = 0
    question = composed(question)
    for start, surface in _words(question):
        if surface not in idfs or surface.casefold() in ASKED_FOR:
            continue
        if surface.isdecimal() and len(surface) < MIN_FIGURES:
            continue
        is_name = any(map(str.isupper, surface[start == 0 :]))
        phrase = Phrase(surface, idfs[surface], is_name, surface in absent)
        between = question[end:start]
        if phrases and _joins(phrases[-1], between, phrase):
            last = phrases.pop()
            phrase = Phrase(
                f"{last.text}{between}{surface}",
                max(last.idf, phrase.idf),
                phrase.is_name,
                last.is_absent or phrase.is_absent,
            )
        phrases.append(phrase)
        end = start + len(surface)
    return phrases


def _joins(last: Phrase, between: str, phrase: Phrase) -> bool:
    adjacent = between.isspace()
    both_absent = last.is_absent and phrase.is_absent
    if phrase.is_name and last.is_name:
        joined = JOINING.fullmatch(between) is not None
        return adjacent or (both_absent and joined)
    # A question's first word has a capital, whether it begins a name or not.
    begins = last.text[0].isupper() or not phrase.is_name
    return adjacent and both_absent and begins and not last.is_name


def _by_weight(phrases: Sequence[Phrase]) -> list[Phrase]:
    different = dict.fromkeys(phrases)
    order = sorted(different, key=lambda phrase: (not phrase.is_name, -phrase.idf))
    return order[:MAX_COMPARED]


def _words(text: str) -> Iterator[tuple[int, str]]:
    for match in WORD.finditer(text):
        yield match.start(), match[0]
