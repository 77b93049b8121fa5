"""Who says what in one sentence: its clauses, their subjects and what those say."""

import re
from collections.abc import Iterator

from index.actor_names import Names
from index.actors import Actor, actors_at
from index.passives import agent, passive
from index.predicates import participle, predicate, same_form
from index.pronouns import CONTINUING, ELLIPTIC, IN_VIEW, PRONOUN, Before, Said
from index.reporting_verbs import verbs_at

MAX_LEAD_CHARACTERS = 300
"""How far into a sentence its subject may begin."""

# What may stand before the subject, up to a comma.
LEAD = re.compile(
    r"(?:In|On|At|As|For|With|While|Whilst|When|After|Before|During|Despite|Since|From"
    r"|Following|To|By|Under|Upon|Given|Although|Though|However|Moreover|Furthermore"
    r"|Nevertheless|Nonetheless|Therefore|Finally|First|Second|Third|Further|Also|Here"
    r"|Likewise|Meanwhile|Instead|Still|Thus|Hence|Yet|Then|Later|Today|Yesterday"
    r"|Similarly|Regarding|Concerning|Turning|Against|Notwithstanding|Because|Where|If"
    r"|[A-Z]\w+ing|[A-Z]\w+ly)\b"
)
COMMA = re.compile(r",\s")
SUBORDINATE = re.compile(
    r"\b(?:(?<!For )(?<!In )(?<!At )(?<!On )(?<!To )that"
    r"|which|who|whom|whose|if|whether)\b"
)
TURN = re.compile(
    r";\s(?:however,\s|and\s|but\s)?|,?\s(?:while|whilst|whereas)\s"
    r"|,\s(?:and|but|yet|although|though)\s|\s(?:and|but)\s"
)
INSERTED = re.compile(
    r"(?:in particular|in this regard|in that regard|in addition|on the other hand"
    r"|however|therefore|consequently|as a result),\s"
)
AGAINST = re.compile(r";|while|whilst|whereas")
JUNCTION = re.compile(rf"{TURN.pattern}|,\s")
THAT = re.compile(r"(?:,[^,]{1,60},)?\s(?:that|how|whether)\b")
ASIDES = [
    re.compile(
        r"(?:,\s(?!and\b|but\b|while (?!\w+ing)|whereas\b)[^,;]{1,200})"
        rf"{{{n}}},(?=\s)"
    )
    for n in (1, 2, 3)
] + [re.compile(r"\s[–—]\s[^–—]{1,150}\s[–—]|\s\([^()]{1,120}\)")]
BEHALF = re.compile(
    r"\W*(?:speaking\s|also\s)?(?:on behalf|in the name) of\s(?P<whom>[^,()]+)"
)
ACCORDING = re.compile(
    r"(?:According to|In the (?:view|opinion|words|judge?ment) of)\s"
)
IN_BRACKETS = re.compile(r"\s\((?:also\s)?on behalf of (?P<whom>[^()]+)\)")


def said_in(text: str, start: int, names: Names, before: Before) -> list[Said]:
    """Return what a sentence says, in order.

    Args:
        text: A passage's text up to the sentence's end, quotations masked.
        start: Where the sentence begins.
        names: Of its document.
        before: The sentence before it.
    """
    found: list[Said] = []
    at = start
    for opening in _openings(text, start):
        if opening < at:
            continue
        if told := _clause(text, opening, names, before, is_first=opening == start):
            if not found and opening > start:
                found += _leading(text, start, opening, told)
            found.append(told)
            at = told.end
            break
    if not found:
        at = start
    return found + _following(text, at, names, found[-1] if found else None)


def _openings(text: str, start: int) -> Iterator[int]:
    """Yield where a sentence's main clause may begin."""
    yield start
    if not LEAD.match(text, start):
        return
    for comma in COMMA.finditer(text, start, start + MAX_LEAD_CHARACTERS):
        if SUBORDINATE.search(text, start, comma.start()):
            return
        yield comma.end()


def _clause(
    text: str, at: int, names: Names, before: Before | None, *, is_first: bool
) -> Said | None:
    """Return what is said by the subject that begins here."""
    if before and (pronoun := PRONOUN.match(text, at)):
        told = _subject(text, pronoun.end(), plural=bool(pronoun["plural"]))
        meant = before.meant(
            pronoun, told is not None and _continues(text, pronoun.end(), told.end)
        )
        if told and meant:
            return _as(told, meant[0])
    if before and (pronoun := IN_VIEW.match(text, at)):
        for actor in before.meant(pronoun, continuing=True):
            return Said(actor, "be of the view", None, at, pronoun.end())
    if is_first and (phrase := ACCORDING.match(text, at)):
        by = agent(text, phrase.end(), names)
        if by and text[by.end : by.end + 1] == ",":
            return Said(by, "accord", None, by.end + 1, by.end + 1)
    for actor in actors_at(text, at, names):
        if told := _subject(text, actor.end, actor.plural):
            return _as(told, actor if told.actor is None else _joint(actor, told.actor))
    if elliptic := ELLIPTIC.match(text, at):
        told = _subject(text, elliptic.end(), plural=True)
        if told:
            return _as(told, Actor(elliptic.group(), elliptic.end(), plural=True))
    if reported := passive(text, at, names):
        start = at if reported.whole else reported.end
        return Said(reported.actor, reported.verb, reported.stance, start, reported.end)
    return None


def _subject(text: str, end: int, plural: bool) -> Said | None:
    """Return what a subject that ends here says, past an aside; its own actor unset."""
    if told := predicate(text, end, plural):
        return Said(None, told.verb, told.stance, told.start, told.end)
    for aside in filter(None, (pattern.match(text, end) for pattern in ASIDES)):
        if told := predicate(text, aside.end(), plural):
            behalf = BEHALF.match(aside.group())
            whom = behalf and Actor(behalf["whom"].strip(), aside.end(), plural=False)
            return Said(whom, told.verb, told.stance, told.start, told.end)
    return None


def _joint(actor: Actor, whom: Actor) -> Actor:
    return Actor(f"{actor.text} on behalf of {whom.text}", whom.end, actor.plural)


def _as(said: Said, actor: Actor | None) -> Said:
    if actor and (bracket := IN_BRACKETS.search(actor.text)):
        outside = actor.text[: bracket.start()]
        actor = Actor(
            f"{outside} on behalf of {bracket['whom']}", actor.end, actor.plural
        )
    return Said(actor, said.verb, said.stance, said.start, said.end)


def _continues(text: str, start: int, end: int) -> bool:
    return CONTINUING.search(text, start, end) is not None


def _leading(text: str, start: int, opening: int, main: Said) -> list[Said]:
    """Return what the subject says before it is named: "While welcoming …, it"."""
    for word in re.finditer(r"\b\w+ing\b", text[start:opening]):
        before = text[start : start + word.start()].strip()
        verb = participle(word.group())
        if verb and before in ("", "While", "Whilst", "Although", "By", "In"):
            after = start + word.end()
            if verb.after.match(text, after):
                begun = start + word.start()
                return [Said(main.actor, verb.lemma, verb.stance, begun, after)]
    return []


def _following(text: str, at: int, names: Names, first: Said | None) -> list[Said]:
    """Return what the later clauses say: others' words, and more of the subject's."""
    found: list[Said] = []
    last = first
    while True:
        for place in JUNCTION.finditer(text, at):
            is_open = last is not None and THAT.match(text, last.end) is not None
            told = _next(text, place, names, last, is_open)
            if told:
                break
        else:
            return found
        found.append(told)
        last, at = told, max(told.end, place.end())


def _next(
    text: str, place: re.Match[str], names: Names, last: Said | None, is_open: bool
) -> Said | None:
    """Return what a clause says that begins after a conjunction or a comma.

    Within an open "that …" a new subject may be part of what is said, unless the
    conjunction sets it against it; another verb is the same subject's only if it opens
    a "that …" of its own.
    """
    words = place.group().strip()
    turns = TURN.fullmatch(place.group()) is not None and (
        last is not None or words != "and"
    )
    if turns and (not is_open or AGAINST.search(words)):
        inserted = INSERTED.match(text, place.end())
        begun = inserted.end() if inserted else place.end()
        told = _clause(text, begun, names, None, is_first=False)
        if told and told.actor:
            return told
    if last is None:
        return None
    form = next((f for _, f in verbs_at(_word(text, last.start))), None)
    told_here = form and same_form(text, place.end(), form)
    if not told_here:
        return None
    opens = THAT.match(text, told_here.end) is not None
    if is_open and not opens:
        return None
    return Said(
        last.actor, told_here.verb, told_here.stance, told_here.start, told_here.end
    )


def _word(text: str, at: int) -> str:
    found = re.compile(r"[a-z]+").match(text, at)
    return found.group() if found else ""
