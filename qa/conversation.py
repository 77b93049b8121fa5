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

    def ask(self, question: str, *, limit: int = 5) -> Answer:
        """Return the answer to the next question, and remember the question.

        Raises:
            QuestionError: As for `Assistant.ask`; the question is not remembered.
        """
        answer = self.asker(question, history=tuple(self.questions), limit=limit)
        self.questions.append(question)
        return answer
