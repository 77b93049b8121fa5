"""What kind of answer a question wants, and which sentences have one.

"When did it end?" wants a date, "Who proposed it?" a name, and one that the question
does not have itself.
"""

import re
from dataclasses import dataclass

from index.words import WORD

# A capital inside a sentence: at its beginning every word has one.
NAME = r"(?<=\s)[\"“‘'(\[]*([A-Z][\w'’-]+)"

MEASURES = "many|much|far|long|old|tall|large|big|high|often|fast|wide|deep|heavy"
AMOUNTS = (
    r"percent\w*|numbers?|amount|proportion|share|fraction|population|price|cost"
    r"|temperature|rate|age|size|distance|quantity"
)
TIMES = "year|date|month|day|century|decade|time|era|period"
PLACES = (
    "country|city|state|place|county|region|location|town|continent|area|nation|street"
)


@dataclass(frozen=True, slots=True)
class AnswerType:
    """A kind of answer.

    Attributes:
        asked: What questions that want it say.
        shown: What such answers have; the last group, if any, is the answer's word.
    """

    asked: re.Pattern[str]
    shown: re.Pattern[str]

    def is_new_in(self, sentence: str, known: frozenset[str]) -> bool:
        """Return whether a sentence has an answer of this kind.

        Args:
            sentence: Where to look.
            known: Case-folded words that are no answer: those of the question.
        """
        return any(
            match[match.lastindex or 0].casefold() not in known
            for match in self.shown.finditer(sentence)
        )


def _type(asked: str, shown: str, *, cased: bool = False) -> AnswerType:
    flags = re.NOFLAG if cased else re.IGNORECASE
    return AnswerType(
        re.compile(rf"\b(?:{asked})\b", re.IGNORECASE), re.compile(shown, flags)
    )


# The first whose question it is counts.
TYPES = (
    _type(  # a number
        rf"how (?:{MEASURES})|what (?:{AMOUNTS})|how \w+ly",
        r"\b\w*\d[\w.,]*\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven"
        r"|twelve|dozen|hundreds?|thousands?|millions?|billions?|trillions?|half|third"
        r"|quarter|twice|percent|single|several|first|second|once|double)\b",
    ),
    _type(  # a date
        rf"when|(?:what|which) (?:{TIMES})",
        r"\b(?:1\d{3}s?|20\d{2}s?|january|february|march|april|may|june|july|august"
        r"|september|october|november|december"
        r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
        r"|centur(?:y|ies)|(?:decade|year|month|week|day)s?|bc|ad)\b",
    ),
    _type("who|whom|whose", NAME, cased=True),
    _type(  # a place
        rf"where|(?:what|which) (?:{PLACES})",
        r"\b(?:in|at|from|near|of|to|on) (?:the )?([A-Z]\w+)",
        cased=True,
    ),
    _type(  # a reason
        r"why|what (?:(?:is|was|are|were) )?(?:the )?(?:reasons?|purpose|cause)",
        r"\b(?:because|due to|owing to|thus|therefore|hence|since|so|as a result"
        r"|in order|for fear|concern|given that|caus(?:e[sd]?|ing)"
        r"|result(?:s|ed|ing)? (?:in|from)|le(?:d|ads) to|reasons?)\b",
    ),
    _type("how", r"\b(?:by|through|using|via|with|means)\b"),  # a means
)


def answer_type(question: str) -> AnswerType | None:
    """Return the kind of answer a question wants; None where it does not show."""
    return next((kind for kind in TYPES if kind.asked.search(question)), None)


def words(text: str) -> frozenset[str]:
    """Return a text's words, case-folded."""
    return frozenset(word.casefold() for word in WORD.findall(text))
