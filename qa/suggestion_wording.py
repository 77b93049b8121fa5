"""How suggestions are worded, and which headings are fit to be asked about.

Each form of words stays right whatever is put into it: a heading is quoted as it
stands, and "did" goes with one speaker and with several.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.actor_names import word_lists
from index.actors import COUNTS
from index.documents import Masthead
from index.headings import is_question, is_transmittal
from index.markers import is_roman, read_marker
from index.reporting_verbs import Stance
from index.words import indexed
from qa.citations import shortened
from qa.follow_ups import is_content, is_follow_up
from qa.questions import WORD
from qa.reference_answers import is_reference
from qa.suggestions import Kind, Suggestion

MAX_HEADING_CHARACTERS = 75
MAX_HEADING_WORDS = 12
MIN_LETTERS = 4
MAX_TITLE_CHARACTERS = 70
MAX_ACTOR_CHARACTERS = 60

SPOKEN_OF = 0.5
"""The share of its words that a section has of its heading, where that is its topic."""

# What a part of a document is for, whatever the document is about.
ROLES = frozenset(
    """
    introduction introductory preface foreword preamble background summary abstract
    overview contents index conclusion conclusions conclusive remarks closing opening
    presentation statement statements objective objectives differences matter referred
    recommendation recommendations suggestion suggestions consideration considerations
    annex annexes appendix appendices attachment enclosure addendum schedule part
    chapter section article item title general miscellaneous other matters updates
    update reference references bibliography notes footnotes sources glossary
    definitions acknowledgements acknowledgments method methods methodology results
    discussion discussions result further reading external links see also related
    documents document agenda contact us page note comments questions purpose scope
    policy privacy terms effective date last updated faq resumen introducción
    conclusiones résumé введение заключение einleitung zusammenfassung
    """.split()  # noqa: SIM905 (readable as prose)
)
# A figure that clings to a word leads to a footnote: "Council Meeting1".
CLINGING = re.compile(r"[a-z)’'\"”]\d{1,2}\b|\b\d{5,}\b")
QUOTATION_MARKS = re.compile(r"[“”\"„«»]")
PAST: dict[Stance, str] = {"supports": "supported", "opposes": "opposed"}


@dataclass(frozen=True, slots=True)
class Called:
    """What to call a document in a question.

    Attributes:
        name: Its symbol, job number or title in quotation marks; empty where none fits.
        is_number: Whether it is a symbol or job number, which a reference may have.
    """

    name: str = ""
    is_number: bool = False


def called(masthead: Masthead, title: str) -> Called:
    """Return what to call a document of this masthead and title."""
    number = masthead.symbol or masthead.job_number
    if number and is_reference(number):
        return Called(number, is_number=True)
    is_short = len(title) <= MAX_TITLE_CHARACTERS and title.isprintable()
    if not is_short or QUOTATION_MARKS.search(title) or not WORD.search(title):
        return Called()
    return Called(f"“{title}”")


def topic_of(heading: str, texts: Sequence[str], language: str) -> str | None:
    """Return a heading to ask about, without its number; None where it is no topic.

    Args:
        heading: As the document has it.
        texts: Of the passages under it.
        language: Of the document.
    """
    marker = read_marker(heading)
    bare = heading[marker.length if marker else 0 :].strip().rstrip(":*").strip()
    words = WORD.findall(bare)
    if (
        sum(map(str.isalpha, bare)) < MIN_LETTERS
        or len(bare) > MAX_HEADING_CHARACTERS
        or len(words) > MAX_HEADING_WORDS
        or bare.endswith((".", ",", ";", "!", "…"))
        or not bare.isprintable()
        or QUOTATION_MARKS.search(bare)
        or CLINGING.search(bare)
        or is_transmittal(bare)
    ):
        return None
    content = [
        word
        for word in words
        if is_content(word)
        and word.casefold() not in ROLES
        and not is_roman(word.casefold())
    ]
    wanted = {stem for word in content for stem in indexed(word, language).split()}
    if not wanted or not any(map(str.isalpha, "".join(content))):
        return None
    there = {stem for text in texts for stem in indexed(text, language).split()}
    return bare if len(wanted & there) >= SPOKEN_OF * len(wanted) else None


def about_section(topic: str, called: Called, is_shared: bool) -> Suggestion | None:
    """Return the question for what stands under a heading.

    Args:
        topic: The heading, from `topic_of`.
        called: Its document.
        is_shared: Whether other documents have such a heading, too.
    """
    label = shortened(topic)
    if is_question(topic):
        return _standing_alone(Suggestion(topic, label, "section"))
    if called.is_number:
        question = f"What does the section “{topic}” of {called.name} say?"
        if is_reference(question):
            return Suggestion(question, label, "section")
    return _about(f"“{topic}”", called, is_shared, label, "section")


def about_term(
    spoken: str, name: str, called: Called, is_shared: bool
) -> Suggestion | None:
    """Return the question for what is said about a term.

    Args:
        spoken: The term as it stands within a sentence, with its article.
        name: Without it.
        called: A document that has it.
        is_shared: Whether the document is to be named.
    """
    return _about(spoken, called, is_shared, f"{name[:1].upper()}{name[1:]}", "term")


def about_mention(symbol: str) -> Suggestion | None:
    """Return the question for where a document is spoken of that is not here."""
    return _standing_alone(
        Suggestion(f"What is said about {symbol}?", symbol, "reference")
    )


def held_document(symbol: str) -> Suggestion | None:
    """Return the reference to a document that is here, which shows its beginning."""
    if not is_reference(symbol):
        return None
    return Suggestion(symbol, symbol, "reference")


def said_by(actor: str) -> str:
    """Return how an answer heads what this actor says."""
    return f"Said by {_within(actor)}"


def by_actor(actor: str, spoken: str, name: str) -> Suggestion | None:
    """Return the question for what somebody says about something."""
    who = _within(actor)
    question = f"What did {who} say about {spoken}?"
    label = f"{actor[:1].upper()}{actor[1:]} on {name}"
    return _standing_alone(Suggestion(question, shortened(label), "statement"))


def by_stance(stance: Stance, spoken: str) -> Suggestion | None:
    """Return the question for who is for or against something."""
    question = f"Who {PAST[stance]} {spoken}?"
    return _standing_alone(Suggestion(question, question, "statement"))


def is_nameable(actor: str) -> bool:
    """Return whether an actor is somebody in particular, and short enough to name.

    >>> is_nameable("The Group of 21"), is_nameable("The Committee")
    (True, False)
    >>> is_nameable("Several delegations"), is_nameable("Conservative researchers")
    (False, False)
    """
    words = _without_article(actor).split()
    names = [word for word in words if word[0].isupper() and not _is_role(word)]
    return (
        len(actor) <= MAX_ACTOR_CHARACTERS
        and actor.isprintable()
        and not re.match(rf"{COUNTS}\b", actor)
        # The capital may be that of the sentence.
        and not (names == words[:1] and _is_role(words[-1]) and words[-1].islower())
        and (bool(names) or (len(words) > 1 and words[0][0].isupper()))
    )


def _is_role(word: str) -> bool:
    """Return whether a word says what somebody is, not who."""
    roles = word_lists()["People"] | word_lists()["Offices"]
    plain = word.casefold()
    return not roles.isdisjoint(
        (plain, plain.removesuffix("s"), re.sub("ies$", "y", plain))
    )


def _without_article(actor: str) -> str:
    return re.sub("^the ", "", actor, flags=re.IGNORECASE)


def _within(actor: str) -> str:
    """Return an actor's name as it stands within a sentence."""
    if actor.startswith("The "):
        return f"the {actor[4:]}"
    first, _, rest = actor.partition(" ")
    is_title = rest[:1].isupper()
    return actor if is_title or not _is_role(first) else f"{first.lower()} {rest}"


def _about(
    spoken: str, called: Called, is_shared: bool, label: str, kind: Kind
) -> Suggestion | None:
    plain = Suggestion(f"What is said about {spoken}?", label, kind)
    if not (is_shared and called.name) and (found := _standing_alone(plain)):
        return found
    if not called.name:
        return None
    question = f"What is said about {spoken} in {called.name}?"
    return _standing_alone(Suggestion(question, label, kind))


def _standing_alone(suggestion: Suggestion) -> Suggestion | None:
    """Return a suggestion that would not be taken for one about the last answer."""
    return None if is_follow_up(suggestion.question) else suggestion
