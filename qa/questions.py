"""What a person asks: checked, and in the form it is searched."""

import re
import unicodedata
from dataclasses import dataclass

from index.errors import QAError

MAX_QUESTION_CHARACTERS = 10_000
"""Enough for a pasted page; longer is a document, to be added rather than asked."""

WORD = re.compile(r"[^\W_]+(?:[-'’/.][^\W_]+)*")

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
        in_context: The question with what it takes from earlier ones, or None for a
            question that stands alone.
    """

    text: str
    in_context: str | None = None

    @property
    def understood_as(self) -> str:
        """The query as the reader is shown it."""
        return self.in_context or self.text


def checked(question: str) -> str:
    """Return the question with white space folded.

    Raises:
        QuestionError: It has no words, control characters or more than
            `MAX_QUESTION_CHARACTERS`.
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
