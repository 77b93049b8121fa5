"""The words references are made of: what marks a paragraph, what may be left out."""

import re

_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()  # noqa: SIM905
_TEENS = [
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_TENTHS = [f"{ten[:-1]}ieth" for ten in _TENS]

ORDINALS: dict[str, str] = {
    word: str(number)
    for number, word in [
        *enumerate(_UNITS + _TEENS, 1),
        *((20 + 10 * n, word) for n, word in enumerate(_TENTHS)),
        *(
            (20 + 10 * n + one, f"{ten}-{unit}")
            for n, ten in enumerate(_TENS)
            for one, unit in enumerate(_UNITS, 1)
        ),
    ]
} | {"last": "last", "final": "last"}
"""Ordinals as words, to ninety-ninth, with what label each one means."""

CARDINALS: dict[str, str] = {
    word: str(number)
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        1,
    )
}

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)

# How a paragraph or a page is pointed at.
PARAGRAPH_MARKS = (
    r"(?:operative\s|preambular\s|numbered\s)?(?:sub-?)?"
    r"para(?:graph)?s?\b\.?|subparas?\b\.?|pars?\.|par\b|¶{1,2}|§{1,2}"
    r"|ops?\b\.?(?=\s?\d)|op(?=\d)|pps?\b\.?(?=\s?\d)|pp(?=\d)|pages?\b|p\b\.?(?=\s?\d)"
)
COVER_NOTES = (
    r"cover(?:ing)?\s(?:note|letter)\b|note\sverbale\b|letter\sof\stransmittal\b"
    r"|transmittal\s(?:letter|note)\b"
)
FOOTNOTES = r"(?:foot|end)note\s(?:no\.?\s)?|\bfn\.?\s?|\bnote\s(?=\d)"
SAME = (
    r"\bibid(?:em)?\b\.?|\bidem\b|\bid\.(?=,?\s?(?:at\b|para|art|¶|§|,))"
    r"|\b(?:the\s)?same\s(?:document|paper|report|text|source|resolution|treaty)\b"
    r"|\b(?:op|loc)\.?\scit\b\.?"
)
DESIGNATORS: dict[str, str] = {
    "article": "article",
    "art": "article",
    "annex": "annex",
    "annexe": "annex",
    "appendix": "appendix",
    "chapter": "chapter",
    "chap": "chapter",
    "part": "part",
    "section": "section",
    "sect": "section",
    "sec": "section",
    "principle": "principle",
    "guideline": "guideline",
    "rule": "rule",
    "schedule": "schedule",
}
"""Headings that are numbered, with the name each is compared by."""

# What people type before and after a reference.
ASKED = (
    r"what\s(?:is|are|was|does|do|did)\b(?:\s(?:in|said\sin)\b)?|what'?s\sin\b|what'?s\b"
    r"|how\sdoes\b"
)
POLITE = (
    r"please|pls|can\syou|could\syou|would\syou|i\s(?:want|need)\sto\ssee|show|give"
    r"|read|quote|open|find|display|see(?:\salso)?|cf\.?|get|look\sup|go\sto|print"
    r"|cite|tell|me|us|as\s(?:noted|stated|said|mentioned)\sin|according\sto"
    r"|pursuant\sto|per|in|at|under"
    r"|(?:the\s)?(?:full\s|exact\s)?(?:text|wording|contents?|words)\sof"
)
SAYS = (
    r"say|says|state|states|read|reads|provide|provides|contain|contains|mean|means"
    r"|please|thanks|thank\syou|exactly|verbatim"
)
QUESTION_WORDS = frozenset(
    """
    what who whom whose which when where why how does do did is are was were can could
    should would will has have had
    """.split()  # noqa: SIM905
)

WHERE_CITED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:where|in\s(?:which|what)\s\w{4,12})\s(?:else\s)?(?:is|are|was|were)\s"
        r"(.{2,200}?)\s(?:cited|mentioned|quoted|referenced|referred\sto)"
        r"(?:\sin\s(?:the\s)?(?:library|collection|documents?))?",
        r"(?:who|what|which\s\w{4,12})\s"
        r"(?:cites?|mentions?|quotes?|refers?\sto|references?)\s(.{2,200})",
        r"(?:list\s|show\s(?:me\s)?|find\s)?(?:all\s)?(?:the\s)?"
        r"(?:citations?|mentions?|references?)\s(?:of|to)\s(.{2,200})",
    )
)

GLUE = frozenset(
    """
    of in from the to under see at and un u n doc docs document documents united
    nations symbol section heading headed entitled titled with as on its that
    """.split()  # noqa: SIM905
)
"""Words between the parts of a reference that say nothing more."""

EDGE_WORDS = frozenset(
    [
        "of",
        "in",
        "from",
        "the",
        "to",
        "under",
        "see",
        "at",
        "and",
        "section",
        "heading",
        "headed",
        "entitled",
        "titled",
        "on",
        "an",
        "a",
        "para",
        "paragraph",
    ]
)
"""Those of them that are no part of a name or heading at its ends."""

ANY_DOCUMENT = frozenset("paper document text".split())  # noqa: SIM905
"""Those that any document may be called, whatever it calls itself."""

SHORT_TITLES: dict[str, str] = {
    name: title
    for names, title in (
        (
            "outer space treaty|ost",
            "treaty on principles governing the activities of states in the "
            "exploration and use of outer space",
        ),
        ("rescue agreement|arra", "agreement on the rescue of astronauts"),
        ("liability convention", "convention on international liability for damage"),
        ("registration convention", "convention on registration of objects launched"),
        (
            "moon agreement|moon treaty",
            "agreement governing the activities of states on",
        ),
        (
            "npt|non proliferation treaty|nonproliferation treaty",
            "treaty on the non proliferation of nuclear weapons",
        ),
        ("ctbt", "comprehensive nuclear test ban treaty"),
        ("ptbt|partial test ban treaty", "treaty banning nuclear weapon tests in the"),
        (
            "bwc|biological weapons convention",
            "convention on the prohibition of the development production and "
            "stockpiling of bacteriological",
        ),
        (
            "cwc|chemical weapons convention",
            "convention on the prohibition of the development production stockpiling "
            "and use of chemical weapons",
        ),
        ("tpnw", "treaty on the prohibition of nuclear weapons"),
        ("seabed treaty", "treaty on the prohibition of the emplacement of nuclear"),
        ("enmod", "convention on the prohibition of military or any other hostile use"),
        ("un charter|united nations charter", "charter of the united nations"),
        ("att", "arms trade treaty"),
    )
    for name in names.split("|")
}
"""Treaties known by another name, and what their titles begin with."""
