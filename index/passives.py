"""What is reported without a subject that says it: "A view was expressed that …".

Such a view belongs to nobody, unless "by several delegations" says whose it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.actor_names import Names
from index.actors import Actor, actors_at
from index.predicates import ADVERBS
from index.reporting_verbs import Stance, noun_stance, past_of, verbs_at

WAS = r"\s(?:is|are|was|were|has been|have been|had been)"
NOT = r"(?P<not>\s(?:not|never))?"
IMPERSONAL = re.compile(rf"[Ii]t{WAS}{NOT}{ADVERBS}\s(?P<word>[a-z]+)(?=[\s,]|$)")
THAT = re.compile(r"(?:,[^,]{1,60},)?\s(?:that|whether|how)\b")
VIEWS = (
    r"(?:agreements?|appeals?|appreciation|approval|arguments?|calls?|concerns?"
    r"|criticisms?|desire|disagreements?|disappointment|dissatisfaction|doubts?|fears?"
    r"|gratitude|hesitations?|hopes?|interest|misgivings?|objections?|opinions?"
    r"|opposition|points?|preferences?|proposals?|questions?|recommendations?|regrets?"
    r"|reservations?|satisfaction|s[ck]epticism|suggestions?|support|views?|wish|wishes)"
)
# "In its view", "no proposal": not a view that is uttered.
NOBODYS = re.compile(
    r"(?i:no|in|on|at|under|with|without|by|for|from|to|of|its|his|her|their|our|my)\b"
)
UTTERING = """
advance air express mention offer present raise reaffirm reiterate repeat restate state
voice
""".split()  # noqa: SIM905 (readable as prose)
UTTERED = {
    **{past_of(verb): verb for verb in UTTERING},
    "made": "make",
    "put forward": "put forward",
    "submitted": "submit",
}
VIEW = re.compile(
    rf"(?P<what>(?:[A-Z][\w-]*|[a-z][\w-]*)?(?:\s[\w-]+){{0,3}}?\s?\b(?i:{VIEWS}))\b"
    rf"(?P<of>\s(?:about|against|among|as|at|concerning|for|in|of|on|over|regarding|that"
    rf"|to|towards?|whether|with)\s[^;]{{1,200}}?)?{WAS}{NOT}{ADVERBS}\s(?P<word>{'|'.join(UTTERED)})\b"
)
THERE = re.compile(
    rf"[Tt]here{WAS}{NOT}{ADVERBS}(?P<what>(?:\s[\w-]+){{0,4}}?\s(?:agreement|calls?"
    r"|concerns?|criticism|disagreement|doubts?|objections?|opposition|reservations?"
    r"|s[ck]epticism|support|views?))\b(?=\s(?:about|against|among|as|at|for|from|in|of|on"
    r"|over|regarding|that|to|towards?|with)\b|[.,])"
)
# Verbs whose passive tells what was said; "was told" tells to whom.
PASSIVE = frozenset(
    """
    acknowledge advocate applaud commend condemn criticise criticize denounce dispute
    emphasise emphasize endorse favour favor highlight mention note oppose praise
    propose question reaffirm recall recognise recognize recommend reiterate reject
    stress suggest support underline underscore welcome contest deplore
    """.split()  # noqa: SIM905 (readable as prose)
)
# "He was supported" is of somebody; "If it is supported" reports nothing.
SUBJECT = (
    r"(?!(?i:I|we|you|he|she|they|if|unless|when|whenever|whether|while|where|because"
    r"|since|although|though|once|until|as)\b)(?P<what>[^\s,;:“”\"][^;:“”\"]{1,250}?)"
)
DONE = re.compile(
    rf"{SUBJECT}{WAS}{NOT}{ADVERBS}\s(?P<word>[a-z]+ed)(?=[\s,.;]|$)(?!\sto\b)"
)
# Another verb before the passive would make it another's clause.
OTHER_CLAUSE = re.compile(
    r"\b(?:that|which|who|whom|whose|because|if|when|while|where|although|though|said"
    r"|is|are|was|were|has|have|had|should|would|could|must|may|can|will|shall)\b"
)
RECEIVED = re.compile(
    rf"{SUBJECT}\s(?:also\s)?(?:received|enjoyed|attracted|gained|won|drew|met with"
    r"|faced|found)\s(?P<what2>(?:[\w-]+\s){0,3}?(?:support|backing|endorsement|approval"
    r"|opposition|criticism|objections|scepticism|skepticism))\s(?:from|of|by|among)\s"
)
RECEIVED_STANCE: dict[str, Stance] = {
    "support": "supports",
    "backing": "supports",
    "endorsement": "supports",
    "approval": "supports",
}
BY = re.compile(r"\sby\s")
# "By delegations to the work of …": what comes after "to" is not who.
NOT_OF_AGENT = re.compile(r"\s(?:to|in|on|at|for|within)\s")
AFTER_AGENT = re.compile(
    r"[,.;:)]|$|\s(?:about|after|and|as|at|because|before|but|during|for|in|on|over|since|that"
    r"|through|to|when|which|while|who|with|[([])"
)


@dataclass(frozen=True, slots=True)
class Passive:
    """Something said, by somebody or nobody.

    Attributes:
        actor: Whose it is; None where the sentence does not say.
        verb: The verb's dictionary form.
        stance: Towards the subject, or towards what the view is of.
        end: Where the words that report it end.
        whole: Whether what it is about comes before the verb, too.
    """

    actor: Actor | None
    verb: str
    stance: Stance | None
    end: int
    whole: bool


def passive(text: str, at: int, names: Names) -> Passive | None:
    """Return what the clause that begins here reports without a saying subject."""
    return (
        _impersonal(text, at, names)
        or _view(text, at, names)
        or _there(text, at)
        or _received(text, at, names)
        or _done(text, at, names)
    )


def agent(text: str, at: int, names: Names) -> Actor | None:
    """Return the longest phrase beginning here that names who did it."""
    found: Iterator[Actor] = (
        actor
        for actor in actors_at(text, at, names)
        if AFTER_AGENT.match(text, actor.end)
        and not NOT_OF_AGENT.search(text, at, actor.end)
    )
    return max(found, key=lambda actor: actor.end, default=None)


def _impersonal(text: str, at: int, names: Names) -> Passive | None:
    found = IMPERSONAL.match(text, at)
    if found is None or found["not"]:
        return None
    lemma = next((v.lemma for v, f in verbs_at(found["word"]) if f == "past"), None)
    end, by = _by(text, found.end(), names)
    if (
        lemma is None
        or not THAT.match(text, end)
        or (by is None and end != found.end())
    ):
        return None
    return Passive(by, lemma, None, end, whole=False)


def _view(text: str, at: int, names: Names) -> Passive | None:
    found = VIEW.match(text, at)
    if found is None:
        return None
    of = found["of"] or ""
    if NOBODYS.match(found["what"]) or (
        not of.startswith(" that") and OTHER_CLAUSE.search(of)
    ):
        return None
    stance = None if found["word"] == "made" else noun_stance(found["what"])
    end, by = _by(text, found.end(), names)
    if found["not"] or (by is None and end != found.end()):
        return None
    return Passive(by, UTTERED[found["word"]], stance, end, whole=True)


def _there(text: str, at: int) -> Passive | None:
    found = THERE.match(text, at)
    if found is None or found["not"]:
        return None
    return Passive(None, "express", noun_stance(found["what"]), found.end(), whole=True)


def _received(text: str, at: int, names: Names) -> Passive | None:
    found = RECEIVED.match(text, at)
    if found is None or OTHER_CLAUSE.search(found["what"]):
        return None
    by = agent(text, found.end(), names)
    if by is None:
        return None
    stance = RECEIVED_STANCE.get(found["what2"].split()[-1], "opposes")
    verb = "support" if stance == "supports" else "oppose"
    return Passive(by, verb, stance, by.end, whole=True)


def _done(text: str, at: int, names: Names) -> Passive | None:
    found = DONE.match(text, at)
    if found is None or OTHER_CLAUSE.search(found["what"]):
        return None
    told = next(
        (v for v, f in verbs_at(found["word"]) if f == "past" and v.lemma in PASSIVE),
        None,
    )
    end, by = _by(text, found.end(), names)
    if told is None or (by is None and end != found.end()):
        return None
    stance = told.stance
    if found["not"]:
        stance = "opposes" if stance == "supports" else None
        if stance is None:
            return None
    return Passive(by, told.lemma, stance, end, whole=True)


def _by(text: str, at: int, names: Names) -> tuple[int, Actor | None]:
    """Return where "by …" ends and whom it names; `at` where there is no "by"."""
    found = BY.match(text, at)
    if found is None:
        return at, None
    by = agent(text, found.end(), names)
    return (by.end if by else found.end()), by
