"""Questions for who said what: "Who opposed …, and why?", "What did … say about …?"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from index.actor_names import word_lists
from index.predicates import predicate
from index.reporting_verbs import Stance, noun_stance, object_stance, verbs_at, with_s
from qa.follow_ups import NO_SUBJECT
from qa.questions import WORD, Query

REQUESTS_KEPT = 16
"""Questions; each is looked at from several sides while it is answered."""

PEOPLE = word_lists()["People"] | word_lists()["Offices"]
SOMEBODY = "|".join(sorted(map(with_s, PEOPLE))) + "|people|else"
LEAD = r"(?:(?:and|but|so|then|also)\s)?"
WHO = re.compile(
    rf"{LEAD}(?:who(?:\selse)?|(?:which|what)\s(?:[\w-]+\s){{0,3}}?(?P<plural>{SOMEBODY}))"
    r"(?=\s)",
    re.IGNORECASE,
)
HAVING = re.compile(r"\s(?:also\s)?(?:has|have|had|raised?|voiced?|expressed)(?=\s)")
ABOUT = (
    r"(?:about|on|regarding|concerning|as to|with regard to|with respect to|of|to"
    r"|towards?|against|over|for)"
)
NOUNS = (
    r"(?:views?|positions?|opinions?|stances?|arguments?|objections?|concerns?"
    r"|reservations?|doubts?|criticisms?|comments?|remarks?|statements?|proposals?"
    r"|suggestions?|attitudes?|opposition|support|reactions?)"
)
SAY = (
    r"(?:say|said|think|thought|state|stated|argue|argued|believe|comment|write|hold"
    r"|mention|suggest|propose|recommend|stress|note|feel|want)"
)
SAID = re.compile(
    rf"{LEAD}(?:what|how)\s(?:did|do|does|has|have|had|would)\s(?P<actor>.+?)\s"
    rf"(?:(?:have|had)\sto\s)?{SAY}\s{ABOUT}\s(?P<topic>.+)",
    re.IGNORECASE,
)
OWN_VIEW = re.compile(
    rf"{LEAD}(?:what|how)\s(?:is|are|was|were)\s(?P<actor>.+?)(?:['’]s?)\s"
    rf"(?:[\w-]+\s){{0,2}}?(?P<noun>{NOUNS})\s{ABOUT}\s(?P<topic>.+)",
    re.IGNORECASE,
)
VIEW_OF = re.compile(
    rf"{LEAD}what\s(?:is|are|was|were)\sthe\s(?P<noun>{NOUNS})\sof\s(?P<actor>.+?)\s"
    r"(?:about|on|regarding|concerning|as to|with regard to|towards?)\s(?P<topic>.+)",
    re.IGNORECASE,
)
VIEWS = re.compile(
    rf"{LEAD}(?:what|which)\s(?:(?:is|are|was|were)\s(?:the\s)?)?(?:[\w-]+\s){{0,2}}?"
    rf"(?P<noun>{NOUNS})(?:\s(?:is|are|was|were|have been|has been)\s(?:there|expressed"
    rf"|voiced|raised|made|put forward|presented))?\s(?P<side>{ABOUT})\s(?P<topic>.+)",
    re.IGNORECASE,
)
DOES = re.compile(
    rf"{LEAD}(?:why\s)?(?P<aux>did|does|do)\s(?P<actor>.+?)(?P<rest>\s\w+\s.+)",
    re.IGNORECASE,
)
SIDES: Mapping[tuple[str, str | None], Stance] = {
    ("argument", "against"): "opposes",
    ("view", "against"): "opposes",
    ("statement", "against"): "opposes",
    ("argument", "for"): "supports",
}
# The rest of the question, which is not what it is about.
AND_WHY = re.compile(
    r"[\s,;]*(?:\b(?:and|or)\s)?(?:\b(?:why|how|when|where|on what grounds"
    r"|for what reasons?|what (?:were|are|was|is) (?:their|its|the)"
    r" (?:reasons?|arguments?))\b)?[\s?.!]*$",
    re.IGNORECASE,
)
# Not anybody in particular.
ANYBODY = re.compile(
    rf"(?:the|some|other|all|most|many|several|various|different|any|certain|\s)*"
    rf"(?:{SOMEBODY}|they|people|others|everyone|anyone|speakers)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a question wants to know of who said what.

    Attributes:
        topic: About what.
        stance: Which stance is asked for; None for any.
        verb: Which verb of no stance, such as "propose"; None for any.
        actor: Who is asked about; None for anybody.
    """

    topic: str
    stance: Stance | None = None
    verb: str | None = None
    actor: str | None = None


def requested(query: Query) -> Request | None:
    """Return what a question asks of who said what; None if it asks something else.

    A question that takes its subject from an earlier one has it there.
    """
    request = _request(query.text)
    if query.in_context is None or (request and _has_subject(request.topic)):
        return request if request and _has_subject(request.topic) else None
    added = query.in_context.removeprefix(query.text).strip(" ()")
    if added == query.in_context:
        taken = _request(added)
        return taken if taken and _has_subject(taken.topic) else None
    # Of several subjects none is surely the one that "it" is.
    named = [one for one in added.split(", ") if not verbs_at(one)]
    return replace(request, topic=named[0]) if request and len(named) == 1 else None


def stance_asked(query: Query) -> Request | None:
    """Return whose stance a question asks for, whatever about; None if for nobody's.

    "Why does the US object to it?" names both, though not what "it" is.
    """
    request = _request(query.text)
    return request if request and request.actor and request.stance else None


def asking_words(text: str) -> frozenset[str]:
    """Return the words of a question that ask who said what, case-folded.

    "Opposed" in "Who opposed the ban?": a passage that answers may well have
    "objections to" or "rejected" in its place.
    """
    request = _request(text)
    if request is None:
        return frozenset()
    kept = WORD.findall(f"{request.topic} {request.actor or ''}")
    return frozenset(map(str.casefold, WORD.findall(text))) - set(
        map(str.casefold, kept)
    )


@lru_cache(REQUESTS_KEPT)
def _request(text: str) -> Request | None:
    text = text.strip()
    return _who(text) or _view(text) or _does(text)


def _who(text: str) -> Request | None:
    """Understand "Who opposed …?" and "Which delegations …?"."""
    who = WHO.match(text)
    if who is None:
        return None
    having = HAVING.match(text, who.end())
    if having and (of := object_stance(text, having.end())):
        stance, end = of
        return Request(_topic(text[end:]), stance)
    # "Who oppose …" is asked too, and "Which delegations supports".
    told = next(
        (
            found
            for plural in (bool(who["plural"]), True, False)
            if (found := predicate(text, who.end(), plural))
        ),
        None,
    )
    if told is None:
        return None
    of = object_stance(text, told.end) if told.stance else None
    topic = _topic(text[of[1] if of else told.end :])
    return Request(topic, told.stance, None if told.stance else told.verb)


def _view(text: str) -> Request | None:
    """Understand "What did … say about …?" and "What are the views on …?"."""
    for pattern in (SAID, VIEW_OF, OWN_VIEW, VIEWS):
        found = pattern.match(text)
        if found is None:
            continue
        parts = found.groupdict()
        actor = (parts.get("actor") or "").strip()
        noun = parts.get("noun") or ""
        stance = noun_stance(noun) or SIDES.get((noun.rstrip("s"), parts.get("side")))
        whose = None if not actor or ANYBODY.fullmatch(actor) else actor
        return Request(_topic(found["topic"]), stance, None, whose)
    return None


def _does(text: str) -> Request | None:
    """Understand "Does … support …?" and "Why did … oppose …?"."""
    for found in DOES.finditer(text):
        for at in range(found.start("rest"), len(text)):
            if text[at] != " ":
                continue
            told = predicate(f" did{text[at:]}", 0, plural=True)
            if told and told.stance:
                actor = text[found.start("actor") : at]
                topic = _topic(f" did{text[at:]}"[told.end :])
                return Request(topic, told.stance, None, actor)
    return None


def _topic(text: str) -> str:
    return AND_WHY.sub("", text).strip(" ?.!,;")


def _has_subject(topic: str) -> bool:
    return any(word.casefold() not in NO_SUBJECT for word in WORD.findall(topic))
