"""A question understood from the ones before it.

"And the European Union?" takes the words of the question before, with the phrase it
puts another in place of; any other follow-up has the subjects of the earlier questions
added to it. Both forms, as asked and in context, are searched (`qa.ranking`): pasting
the earlier question in front would pull the passage just shown back to the top. A
question that stands alone is left alone.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from index.actor_names import known_actors, word_lists
from index.documents import Span
from qa.follow_ups import (
    AUXILIARY,
    is_content,
    is_follow_up,
    is_name,
    noun_phrases,
    words_of,
)
from qa.questions import WORD, Query, checked
from qa.stance_questions import requested

MAX_CONTEXT_TURNS = 3
"""How far back a chain of follow-ups is traced to the question it started from. On two
public sets of conversations 1 and 2 are worse, 4 and 6 no better."""

MAX_REPLACING_TURNS = 20
"""How far back "And …?" upon "And …?" is traced to the question with the words."""

MAX_FRAGMENT_WORDS = 8
"""Longer than this, what follows "And" has words of its own."""

MAX_NAME_WORDS = 8

ARTICLES = frozenset(["the", "a", "an"])
INSIDE = frozenset(["of", "and", "for", "in", "on", "to"])
"""Words that a phrase may have inside it."""

ABOUT = r"(?:about|on|regarding|concerning|as to|with regard to|with respect to)"
LEAD_IN = re.compile(
    r"(?:(?:and|but|or|so|also|then|now|ok|okay)\b,?\s*)*"
    r"(?:(?:what|how) about\b|what of\b|as for\b)?\s*",
    re.IGNORECASE,
)
BY_TOPIC = re.compile(rf"(?P<about>{ABOUT})\s+", re.IGNORECASE)
END = re.compile(r"[\s?.!]*$")
TOPIC = re.compile(
    rf"\b{ABOUT}\s+(?P<topic>\S.*?)(?=\s+(?:in|during|since|before|after)\s+\d|[\s?.!]*$)",
    re.IGNORECASE,
)
LAST_NAME = re.compile(
    r"\b(?:the|an?)\s+(?P<topic>[^\s?.!]*[A-Z0-9][^\s?.!]*)[\s?.!]*$"
    r"|\bof\s+(?P<name>[^\s?.!]*[A-Z][^\s?.!]*)[\s?.!]*$"
)
# Somebody unknown: "does Acme Corp say".
AFTER_AUXILIARY = re.compile(
    rf"\b{AUXILIARY}\s+(?P<actor>(?:the\s+)?[A-Z][^\s?]*(?:\s[A-Z0-9][^\s?]*)*)\s+[a-z]"
)
POSSESSIVE_S = re.compile(r"['’]s$")
JOINED = re.compile(r"(?:,|,? and|,? or| &) (?:the )?")


def understand(question: str, history: Sequence[str] = ()) -> Query:
    """Return what to search for a question asked after earlier ones, oldest first.

    Raises:
        QuestionError: It has no words, control characters or too many.
    """
    text = checked(question)
    if not history or not is_follow_up(text):
        return Query(text)
    turns = _in_full(history[-MAX_REPLACING_TURNS:])
    replaced = replace_phrase(text, turns[-1])
    if replaced is not None:
        leaning = turns[:-1] if is_follow_up(turns[-1]) else []
        return Query(text, _with_subjects(replaced, leaning))
    in_context = _with_subjects(text, turns)
    return Query(text, in_context if in_context != text else None)


def replace_phrase(question: str, before: str) -> str | None:
    """Return the question before with the phrase replaced that a fragment stands for.

    >>> replace_phrase("And the EU?", "What does China say about verification?")
    'What does the EU say about verification?'
    >>> replace_phrase("And about mines?", "What does China say about verification?")
    'What does China say about mines?'
    >>> replace_phrase("And the EU?", "Who opposed the treaty and why?")
    'What did the EU say about the treaty?'

    Args:
        question: As asked: "And the European Union?", "What about verification?"
        before: The question it follows, one sentence.

    Returns:
        None where the question is no fragment, or what it stands for is not clear.
    """
    begun = LEAD_IN.match(question)
    start = begun.end() if begun else 0
    by_topic = BY_TOPIC.match(question, start)
    fragment = POSSESSIVE_S.sub(
        "", END.sub("", question[by_topic.end() if by_topic else start :])
    )
    known = is_actor(fragment)
    if (
        not (start or by_topic or known)
        or not _is_phrase(fragment)
        or re.search(r"[.?!]\s+\w", before)
    ):
        return None
    place = None if by_topic else _actor(before, fragment, known=known)
    if place is None and not known:
        place = _topic(before, fragment)
    if place is None:
        return _asked_of(fragment, before) if known else None
    return f"{before[: place[0]]}{fragment}{before[place[1] :]}"


def is_actor(phrase: str) -> bool:
    """Return whether a phrase names a state, an organ, a group or people.

    >>> is_actor("China and the EU"), is_actor("other delegations"), is_actor("mines")
    (True, True, False)
    """
    if " and " in phrase and phrase not in known_actors():
        return all(map(is_actor, phrase.split(" and ")))
    if re.sub(r"^the\s", "", phrase, flags=re.IGNORECASE) in known_actors():
        return True
    people = word_lists()["People"] | word_lists()["Offices"]
    last = phrase.casefold().split()[-1:]
    return any(
        form in people
        for word in last
        for form in (word, word.removesuffix("s"), re.sub(r"ies$", "y", word))
    )


def _asked_of(actor: str, before: str) -> str | None:
    """Return what "And …?" asks of an actor after "Who opposed …?"."""
    request = requested(Query(before))
    if request is None or request.actor is not None:
        return None
    return f"What did {actor} say about {request.topic}?"


def _in_full(history: Sequence[str]) -> list[str]:
    """Return the earlier questions, each fragment with the words it stands for."""
    turns: list[str] = []
    for question in history:
        text = " ".join(question.split())
        replaced = None
        if turns and is_follow_up(text):
            replaced = replace_phrase(text, turns[-1])
        turns.append(replaced or text)
    return turns


def _with_subjects(text: str, turns: Sequence[str]) -> str:
    """Return a question with the subjects of earlier ones that it lacks, in brackets.

    They are taken back to the last question that stands alone, its own included.
    """
    recent = list(reversed(turns))[:MAX_CONTEXT_TURNS]
    leaning = list(takewhile(is_follow_up, recent))
    known = {word.casefold() for word in words_of(text)}
    added = []
    for turn in reversed(recent[: len(leaning) + 1]):
        for phrase in noun_phrases(turn):
            words = {word.casefold() for word in words_of(phrase)}
            if not words <= known:
                known |= words
                added.append(phrase)
    return f"{text} ({', '.join(added)})" if added else text


def _actor(before: str, fragment: str, *, known: bool) -> Span | None:
    """Return the range of whoever is asked about, if the fragment may be another."""
    actors = list(_known_actors(before))
    subject = AFTER_AUXILIARY.search(before)
    if known:
        if len(actors) > 1 and subject:
            within = [span for span in actors if span[0] == subject.start("actor")]
            actors = within or actors
        return actors[0] if actors else subject and subject.span("actor")
    is_named = fragment.removeprefix("the ")[:1].isupper() and not fragment.isupper()
    return subject.span("actor") if subject and is_named and not actors else None


def _known_actors(text: str) -> Iterator[Span]:
    """Yield the ranges of known names, joined ones as one, their articles in."""
    words = [match.span() for match in WORD.finditer(text)]
    begun: Span | None = None
    place = 0
    while place < len(words):
        longest = min(len(words), place + MAX_NAME_WORDS)
        start = words[place][0]
        last = next(
            (
                at
                for at in range(longest - 1, place - 1, -1)
                if POSSESSIVE_S.sub("", text[start : words[at][1]]) in known_actors()
            ),
            None,
        )
        if last is None:
            place += 1
            continue
        end = start + len(POSSESSIVE_S.sub("", text[start : words[last][1]]))
        place = last + 1
        if begun and JOINED.fullmatch(text, begun[1], start):
            begun = (begun[0], end)
            continue
        if begun:
            yield begun
        article = re.search(r"\bthe $", text[:start], re.IGNORECASE)
        begun = (article.start() if article else start, end)
    if begun:
        yield begun


def _topic(before: str, fragment: str) -> Span | None:
    """Return the range of what is asked about; of names, only for another name."""
    if about := TOPIC.search(before):
        return about.span("topic")
    last = LAST_NAME.search(before)
    if last and any(map(is_name, words_of(fragment))):
        # "of COPUOS" keeps its preposition, "the PPWT" loses its article.
        return last.span("name") if last["name"] else (last.start(), last.end("topic"))
    return None


def _is_phrase(fragment: str) -> bool:
    words = words_of(fragment)
    return (
        0 < len(words) <= MAX_FRAGMENT_WORDS
        and not re.search(r"[.?!;:]\s", fragment)
        and (is_content(words[0]) or words[0].casefold() in ARTICLES)
        and is_content(words[-1])
        and all(is_content(w) or w.casefold() in ARTICLES | INSIDE for w in words)
    )
