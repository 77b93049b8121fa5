"""The verbs by which people are reported to say something, and the stance they carry.

A verb counts only with the complement that makes it one of saying: "held that", not
"held a meeting"; "expressed support for", not "expressed itself".
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

Stance = Literal["supports", "opposes"]
"""How somebody stands to what a statement is about."""

Form = Literal["base", "present", "past"]
"""A verb's form: "say", "says", "said"; past participles count as past."""

# Regular verbs that report whatever follows them.
SAYING = """
acknowledge advise affirm allege announce appeal argue assert assure claim
comment complain concede conclude confess confirm contend criticize declare
demand emphasize emphasise estimate exclaim explain express highlight hypothesize
indicate inform insist lament mention note opine outline pledge posit
postulate predict proclaim promise propose reaffirm reason recall recognize recognise
recommend reconfirm reiterate remark remind repeat report request respond retort
state stipulate stress suggest summarize surmise theorize underline underscore
urge warn
""".split()  # noqa: SIM905
IRREGULAR_SAYING = {
    "say": ("said",),
    "reply": ("replied",),
    "imply": ("implied",),
    "testify": ("testified",),
    "clarify": ("clarified",),
    "vow": ("vowed",),
    "admit": ("admitted",),
    "write": ("wrote", "written"),
    "tell": ("told",),
    "foresee": ("foresaw", "foreseen"),
}

# With "that" they report, otherwise they may do anything: "found a way".
THINKING = """
add agree answer assume believe caution charge consider counter determine discover doubt
expect fear hope maintain observe reckon reveal speculate suppose suspect
""".split()  # noqa: SIM905
IRREGULAR_THINKING = {
    "think": ("thought",),
    "feel": ("felt",),
    "find": ("found",),
    "hold": ("held",),
    "know": ("knew", "known"),
    "understand": ("understood",),
    "deny": ("denied",),
    "regret": ("regretted",),
    "rule": ("ruled",),
    "learn": ("learned", "learnt"),
}

THAT = r"(?:,[^,]{1,60},)?\s(?:that|how|why|whether|what)\b|\s?[:,]?\s?[“\"‘]"
OUT = r"\sout\s(?!by\b)"
TOWARDS = r"(?:about|over|at|on|upon|regarding|concerning|with|as to|with regard to)"

# Lemma, past forms, what must follow, stance. A verb may stand in several rows.
OTHERS: tuple[tuple[str, tuple[str, ...], str, Stance | None], ...] = (
    ("support", (), "", "supports"),
    ("welcome", (), "", "supports"),
    ("endorse", (), "", "supports"),
    ("favour", (), "", "supports"),
    ("favor", (), "", "supports"),
    ("prefer", ("preferred",), r"(?!\sto\b)", "supports"),
    ("advocate", (), "", "supports"),
    ("applaud", (), "", "supports"),
    ("commend", (), "", "supports"),
    ("praise", (), "", "supports"),
    ("back", (), r"\s(?:the|a|an|its|this|that|these|those|such)\b", "supports"),
    ("agree", (), r"\swith\b", "supports"),
    ("approve", (), "", "supports"),
    ("call", (), r"\sfor\b", "supports"),
    ("argue", (), r"\s(?:for|in favou?r of)\s", "supports"),
    (
        "speak",
        ("spoke", "spoken"),
        r"\s(?:for|in (?:support|favou?r) of)\s",
        "supports",
    ),
    ("vote", (), r"\s(?:for|in favou?r of)\s", "supports"),
    ("oppose", (), r"(?!\sto\b)", "opposes"),
    ("reject", (), "", "opposes"),
    ("object", (), r"\sto\b", "opposes"),
    ("disagree", (), r"\s(?:with|that)\b", "opposes"),
    ("criticize", (), "", "opposes"),
    ("criticise", (), "", "opposes"),
    ("condemn", (), "", "opposes"),
    ("denounce", (), "", "opposes"),
    ("deplore", (), "", "opposes"),
    ("contest", (), "", "opposes"),
    ("dispute", (), "", "opposes"),
    ("doubt", (), "", "opposes"),
    ("question", (), r"\s(?:whether|how|if|the|its|their|his|her)\s", "opposes"),
    ("argue", (), r"\sagainst\b", "opposes"),
    ("caution", (), r"\sagainst\b", "opposes"),
    ("warn", (), r"\sagainst\b", "opposes"),
    ("advise", (), r"\sagainst\b", "opposes"),
    ("speak", ("spoke", "spoken"), r"\s(?:out )?against\b", "opposes"),
    ("vote", (), r"\sagainst\b", "opposes"),
    ("point", (), OUT, None),
    ("point", (), r"\sto\b", None),
    ("set", ("set",), r"\sout\s(?:the|its|their|his|her)\b", None),
    ("call", (), r"\s(?:on|upon|attention to)\b", None),
    ("draw", ("drew", "drawn"), r"\sattention\sto\b", None),
    ("take", ("took", "taken"), r"\s(?:note|notes)\sof\b", None),
    ("look", (), r"\sforward\sto\b", None),
    ("refer", ("referred",), r"\sto\b", None),
    ("allude", (), r"\sto\b", None),
    ("speak", ("spoke", "spoken"), r"\s(?:of|about|on)\s", None),
    ("accuse", (), r"\s\S.*?\sof\b", None),
    ("ask", (), r"\s(?:that|whether|if|why|how|for)\b", None),
    ("object", (), THAT, None),
    (
        "give",
        ("gave", "given"),
        r"\s(?:an?|the)\s(?:[\w-]+\s){0,2}"
        r"(?:account|briefing|overview|presentation|speech|summary)\b",
        None,
    ),
    (
        "provide",
        (),
        r"\s(?:an?|the)\s(?:[\w-]+\s){0,2}"
        r"(?:account|briefing|overview|presentation|summary)\b",
        None,
    ),
    ("deliver", (), r"\s(?:an?|the)\s(?:[\w-]+\s){0,2}(?:speech|statement)\b", None),
    (
        "make",
        ("made",),
        r"\s(?:an?|the|some|several|two|its|their|his|her)\s(?:[\w-]+\s){0,2}(?:appeal"
        r"|argument|calls?|comments?|points?|proposals?|remarks?|statement|suggestions?)\b",
        None,
    ),
    (
        "raise",
        (),
        r"\s(?:[\w-]+\s){0,4}(?:concerns?|doubts?|issues?|objections?|points?|questions?)\b",
        None,
    ),
    ("voice", (), "", None),
    ("share", (), r"\sthe\s(?:view|opinion|concerns?)\b", None),
)

# After a form of "be", "remain" or "become".
PREDICATES: tuple[tuple[str, str, Stance | None], ...] = (
    ("be of the view", r"of the (?:same |firm )?(?:view|opinion|belief)\b", None),
    ("be in favour", r"(?:all |very much )?in favou?r of\b", "supports"),
    ("be supportive", r"supportive of\b", "supports"),
    ("be against", r"against\b", "opposes"),
    ("be opposed", r"opposed to\b", "opposes"),
    ("be sceptical", r"s[ck]eptical (?:of|about|towards?)\b", "opposes"),
    ("be critical", r"critical of\b", "opposes"),
    ("be doubtful", r"doubtful (?:of|about|whether)\b", "opposes"),
    ("be concerned", rf"concerned {TOWARDS}\b", "opposes"),
    ("be concerned", r"concerned that\b", None),
    ("be convinced", r"(?:convinced|confident|certain|adamant|doubtful) that\b", None),
    ("be afraid", r"afraid (?:that|of)\b", None),
)

# What is expressed, and to what: "its strong support for".
STANCE_NOUNS: tuple[tuple[str, Stance], ...] = (
    (r"support (?:for|of|to)", "supports"),
    (r"endorsement of", "supports"),
    (r"approval of", "supports"),
    (r"agreement with", "supports"),
    (r"preference for", "supports"),
    (r"satisfaction (?:with|at|over)", "supports"),
    (r"opposition to", "opposes"),
    (rf"objections? (?:to|{TOWARDS})", "opposes"),
    (rf"reservations? (?:to|{TOWARDS})", "opposes"),
    (rf"concerns? (?:of|{TOWARDS})", "opposes"),
    (rf"doubts? {TOWARDS}", "opposes"),
    (rf"misgivings? {TOWARDS}", "opposes"),
    (rf"s[ck]epticism (?:of|towards?|{TOWARDS})", "opposes"),
    (r"disagreement with", "opposes"),
    (r"rejection of", "opposes"),
    (rf"dissatisfaction {TOWARDS}", "opposes"),
    (r"criticisms? of", "opposes"),
)
# Verbs whose object may be one of those nouns.
EXPRESSING = frozenset(
    """
    express voice reiterate reaffirm state register raise convey declare announce offer
    indicate confirm repeat underline emphasize emphasise stress refer recall note
    restate
    """.split()  # noqa: SIM905
)
OWNED = (
    r"(?:\s(?:to|its|their|his|her|the|a|an|some|several|many|any|no|little|also|great"
    r"|[\w-]+ed|[\w-]+ly|full|strong|serious|broad|deep|grave|certain|firm|general"
    r"|overall|common|similar|and|continuing|continued|wide|clear)){0,5}"
)
# With them the noun says the contrary: "expressed no support for".
NONE_OF = re.compile(r"\b(?:no|little|lack)\b")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of saying.

    Attributes:
        lemma: Its dictionary form, with what it cannot be without: "be of the view".
        after: What must follow it.
        stance: What it says of its object, where its object says nothing else.
        by_object: Whether its object may tell the stance.
    """

    lemma: str
    after: re.Pattern[str]
    stance: Stance | None = None
    by_object: bool = False


def verbs_at(word: str) -> list[tuple[Verb, Form]]:
    """Return what a word may be a form of, the most telling first."""
    return _FORMS.get(word.lower(), [])


def predicate_at(text: str, at: int) -> tuple[Verb, int] | None:
    """Return what somebody is ("of the view"), and where the words for it end."""
    for verb in _BEING:
        if found := verb.after.match(text, at):
            return verb, found.end()
    return None


def stance_after(verb: Verb, text: str, at: int, negated: bool) -> Stance | None:
    """Return the stance of a verb with its object.

    "Did not support" is to oppose; "did not oppose" is not to support.

    Args:
        verb: The verb.
        text: The sentence.
        at: Where the verb's form ends.
        negated: Whether it is denied.
    """
    stance = verb.stance
    if verb.by_object and (found := object_stance(text, at)):
        stance = found[0]
        if stance is None:
            return None
    if negated:
        return "opposes" if stance == "supports" else None
    return stance


def object_stance(text: str, at: int) -> tuple[Stance | None, int] | None:
    """Return the stance of an object ("its support for") and where its words end.

    "No support for" is to oppose; "no objection to" tells nothing.
    """
    for pattern, stance in _STANCE_NOUNS:
        if found := pattern.match(text, at):
            if not NONE_OF.search(found.group()):
                return stance, found.end()
            return ("opposes" if stance == "supports" else None), found.end()
    return None


def noun_stance(text: str) -> Stance | None:
    """Return the stance of what is expressed: "support", "serious doubts"; or None."""
    if NONE_OF.search(text):
        return None
    stances = {stance for noun, stance in _PLAIN_NOUNS if noun.search(text)}
    return stances.pop() if len(stances) == 1 else None


def past_of(lemma: str) -> str:
    """Return a regular verb's past form."""
    if lemma.endswith("e"):
        return f"{lemma}d"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return f"{lemma[:-1]}ied"
    return f"{lemma}ed"


def with_s(lemma: str) -> str:
    """Return a verb's form with he, she and it, or a noun's plural."""
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return f"{lemma[:-1]}ies"
    return f"{lemma}es" if lemma.endswith(("s", "sh", "ch", "x")) else f"{lemma}s"


def _forms() -> dict[str, list[tuple[Verb, Form]]]:
    """Return every form of every verb, stances first."""
    found: dict[str, list[tuple[Verb, Form]]] = defaultdict(list)
    said: list[tuple[str, tuple[str, ...], str, Stance | None]] = [
        *OTHERS,
        *((lemma, (), "", None) for lemma in SAYING),
        *((lemma, past, "", None) for lemma, past in IRREGULAR_SAYING.items()),
        *((lemma, (), THAT, None) for lemma in THINKING),
        *((lemma, past, THAT, None) for lemma, past in IRREGULAR_THINKING.items()),
    ]
    for lemma, past, after, stance in said:
        verb = Verb(lemma, re.compile(after), stance, lemma in EXPRESSING)
        found[lemma].append((verb, "base"))
        found[with_s(lemma)].append((verb, "present"))
        for form in past or (past_of(lemma),):
            found[form].append((verb, "past"))
    return dict(found)


_FORMS = _forms()
_BEING = [Verb(lemma, re.compile(a), stance) for lemma, a, stance in PREDICATES]
_STANCE_NOUNS = [(re.compile(rf"{OWNED}\s{n}\b"), stance) for n, stance in STANCE_NOUNS]
_PLAIN_NOUNS = [
    (re.compile(rf"\b{noun.split(' ')[0]}\b", re.IGNORECASE), stance)
    for noun, stance in STANCE_NOUNS
]
