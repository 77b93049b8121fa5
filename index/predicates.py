"""What a sentence says that its subject said: the verb after a subject."""

import re
from dataclasses import dataclass

from index.reporting_verbs import (
    Form,
    Stance,
    Verb,
    predicate_at,
    stance_after,
    verbs_at,
)

ADVERB = (
    r"(?:also|further|furthermore|then|again|still|however|therefore|thus|hence|all"
    r"|both|each|nevertheless|now|later|once again|in turn|for (?:its|their|his|her)"
    r" part|meanwhile|even|just|first|generally speaking|in particular"
    r"|(?!reply|imply|rely|apply|comply)[a-z]+ly)"
)
ADVERBS = rf"(?:,?\s{ADVERB}\b,?)*"
AUXILIARY = r"(?:has|have|had|did|do|does|would|will|could|can)"
NOT = r"(?:\s(?:not|never|no longer)|n['’]t|not)"
FINITE = re.compile(
    rf"{ADVERBS}(?:\s(?P<aux>{AUXILIARY})(?P<not>{NOT})?)?{ADVERBS}\s(?P<word>[a-z]+)\b"
)
BEING = re.compile(
    rf"{ADVERBS}\s(?:is|are|was|were|remains?|remained|(?:has|have|had) been)"
    rf"(?P<not>{NOT})?{ADVERBS}\s"
)
# What stands before the verb of saying and only colours it, or denies it.
COLOURING = re.compile(
    rf"{ADVERBS}\s(?:continue[sd]?|wish(?:es|ed)?|would (?:also )?like|went on)\sto"
    rf"{ADVERBS}\s(?P<word>[a-z]+)\b"
)
DENYING = re.compile(
    rf"{ADVERBS}\s(?:(?:refuse[sd]?|decline[sd]?)\sto"
    r"|(?:was|were|is|are)\s"
    r"(?:unable|not (?:able|prepared|willing|ready|in a position))"
    rf"\sto){ADVERBS}\s(?P<word>[a-z]+)\b"
)
# After "did" and "would" comes the base form; "could" alone says what may be.
AFTER_AUXILIARY: dict[str, Form] = {
    "has": "past",
    "have": "past",
    "had": "past",
    "did": "base",
    "do": "base",
    "does": "base",
    "would": "base",
    "will": "base",
}
# "The claims of the applicant", "reports are": nouns after all.
NOUN_AFTER_ALL = re.compile(r"\s(?:of|by|from|is|are|was|were|has|have|had|and)\b")
PARTICIPLE = re.compile(r"(?:\s(?:by)\b|[.,;]?$)")
# Not saying something is no statement, not holding something is one.
HOLDING = frozenset(
    "believe consider think feel agree accept recognize recognise see".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Predicate:
    """What somebody says or thinks.

    Attributes:
        verb: The verb's dictionary form.
        stance: Towards its object.
        form: The verb's form; None after an auxiliary.
        start: Where the verb begins.
        end: Where it ends.
    """

    verb: str
    stance: Stance | None
    form: Form | None
    start: int
    end: int


def predicate(text: str, at: int, plural: bool) -> Predicate | None:
    """Return what is said by a subject that ends here, if it is a statement.

    Args:
        text: The sentence.
        at: Where the subject ends.
        plural: Whether the subject is: "delegations support", but "China supports".
    """
    if found := COLOURING.match(text, at):
        return _verb(text, found, "base", negated=False)
    if found := DENYING.match(text, at):
        told = _verb(text, found, "base", negated=True)
        return told if told and told.stance else None
    if told := _being(text, at):
        return told
    found = FINITE.match(text, at)
    if found is None:
        return None
    negated = found["not"] is not None
    auxiliary = found["aux"]
    if auxiliary is None:
        forms: tuple[Form, ...] = ("past", "base" if plural else "present")
        return next(
            (told for f in forms if (told := _verb(text, found, f, negated=False))),
            None,
        )
    if auxiliary in ("could", "can"):
        return _verb(text, found, "base", negated=True) if negated else None
    return _verb(text, found, AFTER_AUXILIARY[auxiliary], negated=negated)


def same_form(text: str, at: int, form: Form) -> Predicate | None:
    """Return what is said by the verb that begins here, if it has this form."""
    found = FINITE.match(text, at - 1)
    return (
        found and not found["aux"] and _verb(text, found, form, negated=False)
    ) or None


def _being(text: str, at: int) -> Predicate | None:
    found = BEING.match(text, at)
    told = predicate_at(text, found.end()) if found else None
    if found is None or told is None:
        return None
    verb, end = told
    stance = stance_after(verb, text, end, found["not"] is not None)
    return Predicate(verb.lemma, stance, None, found.end(), end)


def _verb(
    text: str, found: re.Match[str], form: Form, *, negated: bool
) -> Predicate | None:
    start, end = found.span("word")
    auxiliary = found.groupdict().get("aux")
    for verb, its_form in verbs_at(found["word"]):
        if its_form != form or not verb.after.match(text, end):
            continue
        if PARTICIPLE.match(text, end) or (
            form == "present" and NOUN_AFTER_ALL.match(text, end)
        ):
            return None
        stance = stance_after(verb, text, end, negated)
        if negated and not stance and verb.lemma not in HOLDING:
            return None
        return Predicate(verb.lemma, stance, None if auxiliary else form, start, end)
    return None


def participle(word: str) -> Verb | None:
    """Return the verb of saying that "welcoming" or "noting" is of, if it is of one."""
    stem = word.lower().removesuffix("ing")
    for lemma in (stem, f"{stem}e"):
        for verb, form in verbs_at(lemma):
            if form == "base" and word.endswith("ing"):
                return verb
    return None
