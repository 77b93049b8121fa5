"""What a person asks: checked, and a follow-up understood from the question before.

A follow-up is searched twice, as asked and with the context of the earlier question,
and the two scores are averaged (`qa.ranking`): pasting the earlier question in front
pulls the passage just shown back to the top. A question that stands alone is left
alone.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from index.errors import QAError

MAX_QUESTION_CHARACTERS = 10_000
"""Enough for a pasted page; longer is a document, to be added rather than asked."""

MAX_CONTEXT_TURNS = 3
"""How far back a chain of follow-ups is traced to the question it started from."""

WORD = re.compile(r"[^\W_]+(?:[-'’/.][^\W_]+)*")

# Words that point at something said before.
ANAPHORA = frozenset(
    """
    it its he him his she her hers they them their theirs this that these those
    there one ones former latter same other others another else
    """.split()  # noqa: SIM905 (readable as prose)
)
CONTINUATION = re.compile(
    r"(?:and|but|or|so|also|then|what about|how about|what else|why not|why|how so)\b"
    r"(?!\s+(?:is|are|was|were|do|does|did|has|have|should|would|will|can|could)"
    r"\s+(?:the|an?)\b)",
    re.IGNORECASE,
)
# A question of at most this many content words leans on what came before.
SHORT_QUESTION_WORDS = 2

# Words that carry no subject of their own, for telling what a question is about.
FUNCTION_WORDS = frozenset(
    """
    a an the and or but nor so if then than as at by for from in into of off on onto
    out over per to under up upon via with within without about against between
    among during before after through is are am was were be been being do does did
    done have has had can could may might must shall should will would not no yes
    what which who whom whose when where why how whether i me my we us our you your
    any some all each every both either many much more most few such very too also
    just only still please tell give show explain describe say says said mean think
    know get got make there here
    """.split()  # noqa: SIM905 (readable as prose)
)


class QuestionError(QAError, ValueError):
    """The question cannot be searched: it is empty, too long or not text."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for a question.

    Attributes:
        text: The question, white space folded.
        in_context: The question with the subjects of the earlier ones added, or None
            for a question that stands alone.
    """

    text: str
    in_context: str | None = None

    @property
    def understood_as(self) -> str:
        """The query as the reader is shown it."""
        return self.in_context or self.text


def understand(question: str, history: Sequence[str] = ()) -> Query:
    """Return what to search for a question asked after earlier ones, oldest first.

    Raises:
        QuestionError: It has no words, control characters or more than
            `MAX_QUESTION_CHARACTERS`.
    """
    text = checked(question)
    if not history or not is_follow_up(text):
        return Query(text)
    # Walk back through earlier follow-ups to the question that named the subject.
    recent = list(reversed(history))[:MAX_CONTEXT_TURNS]
    leaning = list(takewhile(is_follow_up, recent))
    turns = recent[: len(leaning) + 1]
    subjects = [phrase for turn in reversed(turns) for phrase in noun_phrases(turn)]
    known = text.casefold()
    new = [s for s in dict.fromkeys(subjects) if s.casefold() not in known]
    return Query(text, f"{text} ({', '.join(new)})" if new else None)


def checked(question: str) -> str:
    """Return the question with white space folded.

    Raises:
        QuestionError: As for `understand`.
    """
    if len(question) > MAX_QUESTION_CHARACTERS:
        raise QuestionError(
            f"the question has {len(question):,} characters; "
            f"ask in at most {MAX_QUESTION_CHARACTERS:,}"
        )
    for place, character in enumerate(question):
        if unicodedata.category(character) in ("Cc", "Cs") and not character.isspace():
            raise QuestionError(
                f"the question has a control character (U+{ord(character):04X}) at "
                f"position {place + 1}; remove it and ask again"
            )
    if not WORD.search(question):
        raise QuestionError("the question has no words; type what you want to know")
    return " ".join(question.split())


def is_follow_up(question: str) -> bool:
    """Return whether a question leans on what was asked before it."""
    words = [word.casefold() for word in WORD.findall(question)]
    content = [word for word in words if word not in FUNCTION_WORDS | ANAPHORA]
    return (
        any(word in ANAPHORA for word in words)
        or CONTINUATION.match(question.strip()) is not None
        or len(content) <= SHORT_QUESTION_WORDS
    )


def noun_phrases(question: str) -> list[str]:
    """Return the runs of content words of a question, in order.

    A stand-in for noun phrases that needs no tagger: "What did China and Russia
    submit in 2014?" gives "China", "Russia submit", "2014".
    """
    phrases: list[list[str]] = [[]]
    for word in WORD.findall(question):
        if word.casefold() in FUNCTION_WORDS | ANAPHORA:
            phrases.append([])
        else:
            phrases[-1].append(word)
    return [" ".join(phrase) for phrase in phrases if phrase]
