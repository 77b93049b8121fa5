"""A conversation: an assistant that remembers what was asked."""

from collections.abc import Callable
from dataclasses import dataclass, field

from qa.answers import Answer


@dataclass(slots=True)
class Conversation:
    """Questions asked one after another; follow-ups are understood from those before.

    Attributes:
        asker: `Assistant.ask`, or anything that takes its arguments.
        questions: Asked so far, oldest first.
    """

    asker: Callable[..., Answer]
    questions: list[str] = field(default_factory=list)

    def ask(
        self, question: str, *, limit: int | None = 5, standalone: bool = False
    ) -> Answer:
        """Return the answer to the next question, and remember the question.

        Args:
            question: What to answer.
            limit: As for `Assistant.ask`.
            standalone: Search the question as typed and begin anew with it. This undoes
                an `understood_as` that was not meant.

        Raises:
            QuestionError: As for `Assistant.ask`; the question is not remembered.
        """
        earlier = [] if standalone else self.questions
        answer = self.asker(question, history=tuple(earlier), limit=limit)
        self.questions = [*earlier, question]
        return answer
