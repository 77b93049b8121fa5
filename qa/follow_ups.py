"""Whether a question leans on the one before it, and what a question is about.

There is no tagger here: words, capitals and how a question begins tell.
"""

import re

from qa.questions import FUNCTION_WORDS, WORD

SHORT_QUESTION_WORDS = 2
"""A question of at most this many content words, none a name, leans on the last one."""

# Words of talk: no subject, whatever they stand beside.
TALK = frozenset(
    """
    okay ok oh wow really thank thanks sorry hmm ah ahh well cool great nice interesting
    awesome sure hello hi right alright fine good got see sound sounds hear heard like
    want wanted need interested curious wonder wondering learn believe guess suppose
    i'm i've i'd i'll what's that's it's there's let's don't doesn't didn't isn't
    wasn't aren't can't couldn't wouldn't he's she's they're we're you're who's how's
    where's able
    """.split()  # noqa: SIM905 (readable as prose)
)
ANAPHORA = frozenset(
    """
    it its he him his she her hers they them their theirs this that these those
    there one ones former latter same other others another else
    """.split()  # noqa: SIM905 (readable as prose)
)
NO_SUBJECT = FUNCTION_WORDS | ANAPHORA | TALK

# Words that point back, without those that look so: "is there a", "think that the",
# "is it true that", "one of the", "same-sex".
AUXILIARY = (
    r"(?:is|are|was|were|be|been|do|does|did|has|have|had|can|could|may|might|must|shall"
    r"|should|will|would)"
)
EMPTY_IT = (
    r"(?:true|possible|important|necessary|likely|clear|said|known|urgent|certain"
    r"|essential|desirable|useful|worth)\s+(?:that|to|for|whether)"
)
POINTING_BACK = re.compile(
    rf"""
    \b(?<!\bis\s)(?<!\bwas\s)it\b(?!\s+(?:is|was)\s+{EMPTY_IT}\b)
    | \b(?:is|was)\s+it\b(?!\s+{EMPTY_IT}\b)
    | \b(?:he|him|she|hers|they|them|theirs|this|these|those|ones|former|latter|others?
         |another|else)\b
    | (?<!\bis\s)(?<!\bare\s)(?<!\bwas\s)(?<!\bwere\s)
      \bthere\b(?!\s+(?:is|are|was|were|be|been|has|have)\b)
    | \bone\b(?!\s+of\b) | \bthe\s+same\b
    | (?:^|[.?!,]\s*|\b{AUXILIARY}\s+
        |\b(?:about|of|for|in|on|with|to|from|like|than|after|by|at)\s+)that\b
    | \bthat\b(?=\s+{AUXILIARY}\b|\s*(?:[.?!,]|$))
    """,
    re.IGNORECASE | re.VERBOSE,
)
POSSESSIVE = re.compile(r"\b(?:its|his|her|their)\b", re.IGNORECASE)
CONTINUATION = re.compile(
    r"(?:but|or|so|then|what about|how about|what else|how so|i meant?)\b|no,",
    re.IGNORECASE,
)
# Whole questions begin so too: "And what did the Group of 21 propose on debris?"
ADDITION = re.compile(r"(?:and|also|why)\b", re.IGNORECASE)
ASKING = re.compile(
    rf"\b(?:what|who|whom|whose|which|when|where|why|how|{AUXILIARY})\b", re.IGNORECASE
)
DO = re.compile(r"\b(?:do|does|did)\b", re.IGNORECASE)


def is_follow_up(question: str) -> bool:
    """Return whether a question leans on what was asked before it.

    >>> is_follow_up("Which country is he from?"), is_follow_up("What is COPUOS?")
    (True, False)
    """
    text = question.strip().replace("’", "'")
    if not _may_be_english(text):
        return False
    content = list(filter(is_content, words_of(text)))
    named = any(is_name(word) for word in content)
    asks = ASKING.search(text) is not None
    short = len(content) <= SHORT_QUESTION_WORDS
    return (
        CONTINUATION.match(text) is not None
        or (ADDITION.match(text) is not None and (short or not asks))
        or POINTING_BACK.search(text) is not None
        # "How does China see its role?" says whose role.
        or (POSSESSIVE.search(text) is not None and not named)
        # "What is COPUOS?" is short and whole, "COPUOS?" is not.
        or (short and not (named and asks))
    )


def _may_be_english(text: str) -> bool:
    """Return whether most letters of a question are Latin and no mark is Spanish.

    How questions of other languages lean on each other these rules do not know.
    """
    latin = sum(letter < "\u0250" for letter in text if letter.isalpha())
    return 2 * latin >= sum(map(str.isalpha, text)) and text[:1] not in "¿¡"


def noun_phrases(question: str) -> list[str]:
    """Return the runs of content words of a question, in order.

    A stand-in for noun phrases that needs no tagger: "What did China and Russia
    submit in 2014?" gives "China", "Russia", "2014". After "did", the first word behind
    a name is taken for the verb.
    """
    text = question.replace("’", "'")
    awaits_verb = DO.search(text) is not None
    phrases: list[list[str]] = [[]]
    end = 0
    for match in WORD.finditer(text):
        if text[end : match.start()].strip():
            phrases.append([])  # punctuation between
        end = match.end()
        word_of_subject = is_content(match[0])
        follows_name = phrases[-1] and is_name(phrases[-1][-1])
        if awaits_verb and follows_name and word_of_subject and not is_name(match[0]):
            awaits_verb = word_of_subject = False
        if word_of_subject:
            phrases[-1].append(match[0])
        else:
            phrases.append([])
    return [" ".join(phrase) for phrase in phrases if phrase]


def is_content(word: str) -> bool:
    """Return whether a word may be of a subject.

    >>> is_content("US"), is_content("us")
    (True, False)
    """
    in_capitals = len(word) > 1 and word.isupper()
    return in_capitals or word.casefold() not in NO_SUBJECT


def is_name(word: str) -> bool:
    """Return whether a word is written as names are, with a capital."""
    return any(map(str.isupper, word))


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are written, apostrophes straight."""
    return WORD.findall(text.replace("’", "'"))
